const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });
server.on("listening", () => console.log("listening on port 8080"));

server.on("connection", (socket) => {
  setTimeout(() => socket.send("1-0"), 1300);
  setTimeout(() => socket.send("1-1"), 2600);
  socket.on("message", (data) => console.log("the page says:", data.toString()));
  socket.on("close", () => server.close());
});
