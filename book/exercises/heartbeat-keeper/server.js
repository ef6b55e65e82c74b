const { WebSocketServer } = require("ws");

const INTERVAL = 400;
const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("pong", () => console.log("a pong"));
  socket.on("error", (error) => console.error(error.message));
});
