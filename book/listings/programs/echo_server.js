const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.send("welcome");
  socket.on("message", (data, isBinary) => {
    console.log("received", data);
    socket.send(data, { binary: isBinary });
  });
  socket.on("close", (code, reason) => {
    console.log("closed:", code, reason.toString());
    server.close();
  });
});
