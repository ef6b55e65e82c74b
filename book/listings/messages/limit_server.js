const { WebSocketServer } = require("ws");

// The usual limit of this library is 100 MiB.
const server = new WebSocketServer({ port: 8080, maxPayload: 25 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("message", (data) => console.log("received", data.length, "bytes"));
  socket.on("error", (error) => console.log("error:", error.message));
  socket.on("close", () => server.close());
});
