const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("message", (data) => console.log("received", data.toString()));
  socket.on("close", () => server.close());
});
