const { WebSocketServer } = require("ws");

const INTERVAL = 400;
let isAlive = true;
const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  isAlive = true; // nobody has asked it yet
  socket.on("pong", () => (isAlive = true));
  socket.on("error", (error) => console.error(error.message));
});

setInterval(() => {
  for (const socket of server.clients) {
    if (isAlive) socket.ping();
    else socket.terminate();
  }
  isAlive = false;
}, INTERVAL);
