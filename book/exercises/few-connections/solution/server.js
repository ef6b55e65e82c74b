const { WebSocketServer } = require("ws");

const OPEN_MAX = 2;
const open = new Map(); // how many connections, by user

function userOf(request) {
  return new URL(request.url, "ws://localhost").searchParams.get("user");
}

const server = new WebSocketServer({
  port: 8080,
  verifyClient({ req }, decide) {
    const user = userOf(req);
    const count = open.get(user) ?? 0;
    if (count >= OPEN_MAX) return decide(false, 429);
    open.set(user, count + 1);
    // The TCP connection ends in any case, with a Close frame or without.
    req.socket.once("close", () => {
      const left = open.get(user) - 1;
      if (left > 0) open.set(user, left);
      else open.delete(user);
    });
    decide(true);
  },
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  socket.on("error", console.error);
  socket.send(`welcome, ${userOf(request)}`);
});
