const { WebSocketServer } = require("ws");

const INTERVAL = 400;
const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.isAlive = true; // nobody has asked it yet
  socket.on("pong", () => (socket.isAlive = true));
  socket.on("error", (error) => console.error(error.message));
});

setInterval(() => {
  for (const socket of server.clients) {
    if (!socket.isAlive) {
      socket.close(1001);
      continue;
    }
    socket.isAlive = false;
    socket.ping();
  }
}, INTERVAL);
