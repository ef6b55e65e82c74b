const { WebSocketServer } = require("ws");

const OPEN_MAX = 2;
const server = new WebSocketServer({ port: 8080 });

function userOf(request) {
  return new URL(request.url, "ws://localhost").searchParams.get("user");
}

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  socket.on("error", console.error);
  socket.send(`welcome, ${userOf(request)}`);
});
