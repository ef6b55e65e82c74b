const { WebSocket, WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080, path: "/ws/chat" });
let guests = 0;

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  const name = `guest ${++guests}`;
  console.log(name, "has come");
  socket.on("error", console.error);
  socket.on("message", (data) => {
    for (const other of server.clients) {
      if (other.readyState === WebSocket.OPEN) other.send(`${name}: ${data}`);
    }
  });
  socket.on("close", (code) => {
    console.log("somebody has left with", code);
    if (server.clients.size === 0) server.close();
  });
});
