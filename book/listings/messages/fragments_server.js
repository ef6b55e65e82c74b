const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });
const bytes = Buffer.from("안녕하세요"); // three bytes each

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  const send = (start, end, fin) =>
    socket.send(bytes.subarray(start, end), { binary: false, fin });
  const rest = setTimeout(() => {
    console.log("sends the rest");
    send(4, 9, false);
    send(9, 15, true);
  }, 500);
  socket.on("pong", () => console.log("a pong came back"));
  socket.on("close", () => {
    clearTimeout(rest);
    server.close();
  });
  send(0, 4, false);
  socket.ping();
});
