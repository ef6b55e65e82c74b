const { WebSocketServer } = require("ws");

const OPEN_MAX = 2;
const open = new Map();

function userOf(request) {
  return new URL(request.url, "ws://localhost").searchParams.get("user");
}

const server = new WebSocketServer({
  port: 8080,
  verifyClient({ req }, decide) {
    const user = userOf(req);
    const count = (open.get(user) ?? 0) + 1;
    open.set(user, count);
    if (count > OPEN_MAX) return decide(false, 429);
    req.socket.once("close", () => open.set(user, open.get(user) - 1));
    decide(true);
  },
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  socket.on("error", console.error);
  socket.send(`welcome, ${userOf(request)}`);
});
