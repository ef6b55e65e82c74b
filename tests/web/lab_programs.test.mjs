// Programs as tutorials have them, typed into labs of the book: what they print is what they print
// on a machine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house } from './house.mjs';
import { Driven, labNamed } from './labs.mjs';

const home = house();

async function open(name, options) {
  const page = await home.visit(labNamed(name).path, options);
  return new Driven(page, name);
}

const lines = (...texts) => texts.map((text) => `${text}\n`).join('');

/// A lab, the programs that are typed into it, and what each of them prints.
const PROGRAMS = {
  'threads that catch errors, each on a stack of its own': {
    lab: 'endings-after_close-py',
    texts: [`import threading
from contextlib import suppress

def serve(number):
    with suppress(ConnectionResetError):
        raise ConnectionResetError(number)
    gate.wait()

# What lies between two stacks in memory moves where the next one begins.
gate = threading.Event()
threads, between = [], []
for number in range(12):
    between.append(bytes(1000 + 8 * number))
    thread = threading.Thread(target=serve, args=(number,))
    thread.start()
    threads.append(thread)
gate.set()
for thread in threads:
    thread.join()
print('all', len(threads))
`],
    prints: [lines('all 12')],
  },
  'a server that prints a Buffer, and listeners in the page': {
    lab: 'events',
    texts: [`const WebSocket = require('ws');
const wss = new WebSocket.Server({ port: 8080 });

wss.on('connection', function connection(ws) {
  ws.on('message', function incoming(message) {
    console.log('received: %s', message);
    console.log(message);
  });
  ws.send('something');
});
`, `const socket = new WebSocket('ws://localhost:8080');

socket.addEventListener('open', function (event) {
  socket.send('Hello Server!');
});

socket.addEventListener('message', function (event) {
  console.log('Message from server ', event.data);
});
`],
    prints: [
      lines('received: Hello Server!', '<Buffer 48 65 6c 6c 6f 20 53 65 72 76 65 72 21>'),
      lines('Message from server  something'),
    ],
  },
  'a chat at a path, with arrow functions in on...': {
    lab: 'events',
    texts: [`const { WebSocketServer } = require('ws');
const wss = new WebSocketServer({ port: 8080, path: '/ws/chat' });
wss.on('connection', (ws, request) => {
  console.log('connected at', request.url);
  ws.on('message', (data, isBinary) => {
    for (const client of wss.clients) client.send(data, { binary: isBinary });
  });
  ws.on('close', (code, reason) => {
    console.log('closed', code, reason.toString());
    wss.close();
  });
});
`, `const ws = new WebSocket('ws://localhost:8080/ws/chat');
ws.onopen = () => {
  console.log('open');
  ws.send(JSON.stringify({ type: 'chat', text: 'hello' }));
};
ws.onmessage = ({ data }) => {
  console.log(JSON.parse(data));
  ws.close(1000, 'bye');
};
ws.onclose = (event) => console.log('closed', event.code, event.reason, event.wasClean);
ws.onerror = () => console.log('error');
`],
    prints: [
      lines('connected at /ws/chat', 'closed 1000 bye'),
      lines('open', "{ type: 'chat', text: 'hello' }", 'closed 1000 bye true'),
    ],
  },
  'a path that the server does not have': {
    lab: 'events',
    texts: [`const { WebSocketServer } = require('ws');
const wss = new WebSocketServer({ port: 8080, path: '/ws/chat' });
setTimeout(() => wss.close(() => console.log('over')), 500);
`, `const ws = new WebSocket('ws://localhost:8080/chat');
ws.onopen = () => console.log('open');
ws.onerror = (event) => console.log(event.type);
ws.onclose = (event) => console.log('closed', event.code, event.wasClean);
`],
    prints: [lines('over'), lines('error', 'closed 1006 false')],
  },
  'a welcome and an echo, in Korean': {
    lab: 'events',
    texts: [`const { WebSocketServer } = require('ws');

const wss = new WebSocketServer({ port: 8080 });
wss.on('connection', (ws) => {
  ws.send('서버에 오신 것을 환영합니다');
  ws.on('message', (message) => {
    console.log(\`받은 메시지: \${message}\`);
    ws.send(\`에코: \${message}\`);
  });
  ws.on('close', () => wss.close());
});
`, `const ws = new WebSocket('ws://localhost:8080');
let count = 0;
ws.onopen = () => ws.send('안녕하세요 👋');
ws.onmessage = (event) => {
  console.log(event.data, event.data.length);
  if (++count === 2) ws.close();
};
ws.onclose = ({ code }) => console.log('끝', code);
`],
    prints: [
      lines('받은 메시지: 안녕하세요 👋'),
      lines('서버에 오신 것을 환영합니다 15', '에코: 안녕하세요 👋 12', '끝 1005'),
    ],
  },
  'an ES module with an await of its own': {
    lab: 'events',
    texts: [`import { createServer } from 'node:http';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

const server = createServer();
const wss = new WebSocketServer({ server });
server.listen(8080);
await once(server, 'listening');
console.log('listening', server.address().port);
const [socket] = await once(wss, 'connection');
const [message] = await once(socket, 'message');
console.log(message.toString('utf8'));
socket.close(4000, 'enough');
await once(socket, 'close');
server.close();
console.log('done');
`, `const socket = new WebSocket('ws://localhost:8080');
await new Promise((resolve) => { socket.onopen = resolve; });
socket.send('from a module');
const { code, reason } = await new Promise((resolve) => { socket.onclose = resolve; });
console.log(code, reason);
`],
    prints: [lines('listening 8080', 'from a module', 'done'), lines('4000 enough')],
  },
  'an HTTP server and a page that fetches': {
    lab: 'events',
    texts: [`const http = require('http');
const server = http.createServer((req, res) => {
  console.log(req.method, req.url);
  let body = '';
  req.on('data', (chunk) => { body += chunk; });
  req.on('end', () => {
    res.setHeader('Access-Control-Allow-Origin', '*');
    if (req.url !== '/api') {
      res.writeHead(404, { 'Content-Type': 'text/plain' });
      res.end('Not found');
      return;
    }
    res.writeHead(200, { 'Content-Type': 'application/json' });
    res.end(JSON.stringify({ method: req.method, body }));
  });
});
server.listen(8080, () => console.log('Server running'));
setTimeout(() => { server.close(); server.closeAllConnections(); }, 1000);
`, `const response = await fetch('http://localhost:8080/api', { method: 'POST', body: 'a=1' });
console.log(response.status, response.ok, response.headers.get('content-type'));
console.log((await response.json()).body);
const missing = await fetch('http://localhost:8080/other');
console.log(missing.status, await missing.text());
`],
    prints: [
      lines('Server running', 'POST /api', 'GET /other'),
      lines('200 true application/json', 'a=1', '404 Not found'),
    ],
  },
  'net by itself': {
    lab: 'events',
    texts: [`const net = require('net');
const server = net.createServer((socket) => {
  console.log('client connected', socket.remoteFamily);
  socket.setEncoding('utf8');
  socket.on('data', (data) => socket.write(data.toUpperCase()));
  socket.on('end', () => { console.log('client disconnected'); server.close(); });
});
server.listen(8124, () => {
  console.log('server bound');
  const client = net.connect({ port: 8124 }, () => client.write('world!'));
  client.on('data', (data) => { console.log(data); client.end(); });
});
`, ''],
    prints: [
      lines('server bound', 'client connected IPv6', '<Buffer 57 4f 52 4c 44 21>',
        'client disconnected'),
      '',
    ],
  },
  'a thread for each client': {
    lab: 'threads',
    texts: [`import socket
import threading

HOST, PORT = "127.0.0.1", 65432
lock = threading.Lock()
count = 0

def handle(conn, addr):
    global count
    with conn:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            conn.sendall(data)
    with lock:
        count += 1

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((HOST, PORT))
    s.listen()
    threads = []
    for _ in range(2):
        conn, addr = s.accept()
        print(f"Connected by {addr[0]}")
        t = threading.Thread(target=handle, args=(conn, addr), daemon=True)
        t.start()
        threads.append(t)
    for t in threads:
        t.join()
print(count, "clients served")
`, ...[1, 2].map((number) => `import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect(("127.0.0.1", 65432))
    s.sendall(b"Hello, world ${number}")
    data = s.recv(1024)

print(f"Received {data!r}")
`)],
    prints: [
      lines('Connected by 127.0.0.1', 'Connected by 127.0.0.1', '2 clients served'),
      lines("Received b'Hello, world 1'"), lines("Received b'Hello, world 2'"),
    ],
  },
  'selectors: one thread, connections with what belongs to them': {
    lab: 'echo',
    texts: [`import selectors
import socket
import types

sel = selectors.DefaultSelector()
finished = 0

def accept_wrapper(sock):
    conn, addr = sock.accept()
    conn.setblocking(False)
    data = types.SimpleNamespace(inb=b"", outb=b"")
    sel.register(conn, selectors.EVENT_READ | selectors.EVENT_WRITE, data=data)

def service_connection(key, mask):
    global finished
    sock, data = key.fileobj, key.data
    if mask & selectors.EVENT_READ:
        recv_data = sock.recv(1024)
        if recv_data:
            data.outb += recv_data
        else:
            sel.unregister(sock)
            sock.close()
            finished += 1
            return
    if mask & selectors.EVENT_WRITE and data.outb:
        sent = sock.send(data.outb)
        data.outb = data.outb[sent:]

lsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
lsock.bind(("127.0.0.1", 65432))
lsock.listen()
print("Listening on", lsock.getsockname())
lsock.setblocking(False)
sel.register(lsock, selectors.EVENT_READ, data=None)
while finished < 2:
    for key, mask in sel.select(timeout=None):
        if key.data is None:
            accept_wrapper(key.fileobj)
        else:
            service_connection(key, mask)
print(type(sel).__name__, "has served", finished)
sel.close()
`, `import selectors
import socket
import types

sel = selectors.DefaultSelector()
messages = [b"Message 1 from client.", b"Message 2 from client."]
for connid in (1, 2):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setblocking(False)
    sock.connect_ex(("127.0.0.1", 65432))
    events = selectors.EVENT_READ | selectors.EVENT_WRITE
    total = sum(len(m) for m in messages)
    data = types.SimpleNamespace(
        connid=connid, msg_total=total, recv_total=0, messages=messages.copy(), outb=b"")
    sel.register(sock, events, data=data)
while sel.get_map():
    for key, mask in sel.select(timeout=1):
        sock, data = key.fileobj, key.data
        if mask & selectors.EVENT_READ:
            data.recv_total += len(sock.recv(1024))
            if data.recv_total == data.msg_total:
                print("connection", data.connid, "received", data.recv_total)
                sel.unregister(sock)
                sock.close()
                continue
        if mask & selectors.EVENT_WRITE:
            if not data.outb and data.messages:
                data.outb = data.messages.pop(0)
            if data.outb:
                data.outb = data.outb[sock.send(data.outb):]
`],
    prints: [
      lines("Listening on ('127.0.0.1', 65432)", 'EpollSelector has served 2'),
      lines('connection 1 received 44', 'connection 2 received 44'),
    ],
  },
  'a UDP pair': {
    lab: 'ask-again',
    texts: [`import socket

UDP_IP, UDP_PORT = "127.0.0.1", 5005
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind((UDP_IP, UDP_PORT))
for _ in range(2):
    data, addr = sock.recvfrom(1024)
    print("received message: %s" % data)
    sock.sendto(data.upper(), addr)
`, `import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(1.0)
for message in ("Hello, World!", "안녕"):
    sock.sendto(message.encode(), ("127.0.0.1", 5005))
    print(sock.recvfrom(1024)[0].decode())
try:
    sock.recvfrom(1024)
except TimeoutError as error:
    print(type(error).__name__, error)
`],
    prints: [
      lines("received message: b'Hello, World!'",
        "received message: b'\\xec\\x95\\x88\\xeb\\x85\\x95'"),
      lines('HELLO, WORLD!', '안녕', 'TimeoutError timed out'),
    ],
  },
  'streams of asyncio': {
    lab: 'echo',
    texts: [`import asyncio

async def handle_echo(reader, writer):
    data = await reader.read(100)
    message = data.decode()
    addr = writer.get_extra_info("peername")
    print(f"Received {message!r} from {addr[0]!r}")
    writer.write(data)
    await writer.drain()
    print("Close the connection")
    writer.close()
    await writer.wait_closed()
    done.set()

async def main():
    global done
    done = asyncio.Event()
    server = await asyncio.start_server(handle_echo, "127.0.0.1", 8888)
    addrs = ", ".join(str(sock.getsockname()) for sock in server.sockets)
    print(f"Serving on {addrs}")
    async with server:
        await done.wait()

asyncio.run(main())
`, `import asyncio

async def tcp_echo_client(message):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    print(f"Send: {message!r}")
    writer.write(message.encode())
    await writer.drain()
    data = await reader.read(100)
    print(f"Received: {data.decode()!r}")
    writer.close()
    await writer.wait_closed()

async def main():
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.5)
    except TimeoutError:
        print("half a second")
    await asyncio.gather(tcp_echo_client("Hello World!"))

asyncio.run(main())
`],
    prints: [
      lines("Serving on ('127.0.0.1', 8888)", "Received 'Hello World!' from '127.0.0.1'",
        'Close the connection'),
      lines('half a second', "Send: 'Hello World!'", "Received: 'Hello World!'"),
    ],
  },
  'socketserver': {
    lab: 'echo',
    texts: [`import socketserver
import threading

class MyTCPHandler(socketserver.StreamRequestHandler):
    def handle(self):
        data = self.rfile.readline().strip()
        print(f"{self.client_address[0]} wrote: {data.decode()}")
        self.wfile.write(data.upper())

class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True

with Server(("localhost", 9999), MyTCPHandler) as server:
    threading.Timer(2, server.shutdown).start()
    server.serve_forever()
print("over")
`, `import socket
import sys

data = " ".join(sys.argv[1:]) or "nothing to say"
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
    sock.connect(("localhost", 9999))
    sock.sendall(bytes(data + "\\n", "utf-8"))
    received = str(sock.recv(1024), "utf-8")
print("Sent:    ", data)
print("Received:", received)
`],
    prints: [
      lines('127.0.0.1 wrote: nothing to say', 'over'),
      lines('Sent:     nothing to say', 'Received: NOTHING TO SAY'),
    ],
  },
  'http.server and http.client': {
    lab: 'echo',
    texts: [`from http.server import BaseHTTPRequestHandler, HTTPServer

class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"you asked for {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, form, *args):
        print("log:", form % args)

with HTTPServer(("127.0.0.1", 8000), Hello) as server:
    server.handle_request()
    server.handle_request()
`, `import http.client
import urllib.request

connection = http.client.HTTPConnection("127.0.0.1", 8000)
connection.request("GET", "/a")
response = connection.getresponse()
print(response.status, response.reason, response.read().decode())
connection.close()
with urllib.request.urlopen("http://127.0.0.1:8000/b") as response:
    print(response.read().decode())
`],
    prints: [
      lines('log: "GET /a HTTP/1.1" 200 -', 'log: "GET /b HTTP/1.1" 200 -'),
      lines('200 OK you asked for /a', 'you asked for /b'),
    ],
  },
  'a WebSocket server in Python by hand, and a page': {
    lab: 'by-hand',
    texts: [`import base64, hashlib, socket, struct

MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("", 8080))
server.listen(1)
client, _ = server.accept()
request = client.recv(4096).decode()
headers = dict(line.split(": ", 1) for line in request.split("\\r\\n")[1:] if ": " in line)
digest = hashlib.sha1((headers["Sec-WebSocket-Key"] + MAGIC).encode()).digest()
client.send((
    "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
    f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}\\r\\n\\r\\n").encode())
while True:
    header = client.recv(2)
    opcode, length = header[0] & 15, header[1] & 127
    if length == 126:
        length, = struct.unpack(">H", client.recv(2))
    mask, payload = client.recv(4), client.recv(length)
    payload = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    if opcode == 8:
        print("close", struct.unpack(">H", payload[:2])[0])
        client.send(b"\\x88" + bytes([len(payload)]) + payload)
        break
    print(payload.decode())
    answer = f"에코 {payload.decode()}".encode()
    client.send(b"\\x81" + bytes([len(answer)]) + answer)
client.close()
`, `const socket = new WebSocket('ws://localhost:8080');
socket.onopen = () => socket.send('파이썬');
socket.onmessage = async (event) => {
  console.log(event.data);
  socket.close(3001, 'done');
};
socket.onclose = (event) => console.log(event.code, event.reason, event.wasClean);
`],
    prints: [lines('파이썬', 'close 3001'), lines('에코 파이썬', '3001 done true')],
  },
};

for (const [what, { lab: name, texts, prints }] of Object.entries(PROGRAMS)) {
  test(`typed: ${what}`, async () => {
    const lab = await open(name);
    const { consoles, status } = await lab.runPrograms(...texts);
    const seen = consoles.map(({ out }) => out);
    const errors = consoles.map((console) => console.errors).join('\n');
    assert.deepEqual(seen, prints, `${status}\n${errors}`);
  });
}
