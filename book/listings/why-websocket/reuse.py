import http.client
import http.server
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    clients = []

    def do_GET(self):
        self.clients.append(self.client_address)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"OK")

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 8080), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()


def ask_three_times(fields):
    Handler.clients.clear()
    client = http.client.HTTPConnection("127.0.0.1", 8080)
    for path in ("/", "/style.css", "/score"):
        client.request("GET", path, headers=fields)
        client.getresponse().read()
    client.close()
    print("requests:", len(Handler.clients), "connections:", len(set(Handler.clients)))


ask_three_times({})
ask_three_times({"Connection": "close"})
