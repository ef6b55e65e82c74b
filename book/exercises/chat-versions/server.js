const { WebSocketServer, WebSocket } = require("ws");

const NEW = "v2.chat.example.com";
const OLD = "chat.example.com";

const server = new WebSocketServer({
  port: 8080,
  handleProtocols: (offered) => [NEW, OLD].find((name) => offered.has(name)) ?? false,
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("error", console.error);
  socket.on("message", (data) => {
    for (const other of server.clients) {
      if (other.readyState === WebSocket.OPEN) other.send(data.toString()); // in whose language?
    }
  });
});
