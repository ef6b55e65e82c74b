const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("message", (data) => {
    // The first text is a name; the others are for everybody else.
    for (const other of server.clients) other.send(data.toString());
  });
});
