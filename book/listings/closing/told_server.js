const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("ping", (data) => console.log(`a ping: "${data}"`));
  socket.on("pong", (data) => console.log(`a pong: "${data}"`));
  socket.on("message", (data) => console.log(`a message: "${data}"`));
  socket.on("close", (code, reason) => {
    console.log(`closed: ${code} "${reason}"`);
    server.close();
  });
});
