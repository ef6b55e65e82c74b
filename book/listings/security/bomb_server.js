const { WebSocketServer } = require("ws");

const server = new WebSocketServer({
  port: 8080,
  perMessageDeflate: true,
  maxPayload: 64 * 1024, // of a message, inflated
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("message", (data) => console.log("a message of", data.length, "bytes"));
  socket.on("error", (error) => console.log(error.message));
  socket.on("close", () => server.close());
});
