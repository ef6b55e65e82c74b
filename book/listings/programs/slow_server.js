const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  let received = 0;
  socket.pause();
  setTimeout(() => socket.resume(), 1000);
  socket.on("message", (data) => (received += data.length));
  socket.on("close", () => {
    console.log("received", received, "bytes");
    server.close();
  });
});
