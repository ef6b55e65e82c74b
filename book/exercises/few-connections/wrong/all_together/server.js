const { WebSocketServer } = require("ws");

const OPEN_MAX = 2;
let open = 0;

function userOf(request) {
  return new URL(request.url, "ws://localhost").searchParams.get("user");
}

const server = new WebSocketServer({
  port: 8080,
  verifyClient({ req }, decide) {
    if (open >= OPEN_MAX) return decide(false, 429);
    open += 1;
    req.socket.once("close", () => (open -= 1));
    decide(true);
  },
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  socket.on("error", console.error);
  socket.send(`welcome, ${userOf(request)}`);
});
