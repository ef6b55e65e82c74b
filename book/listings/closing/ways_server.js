const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });
let left = 4;

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  if (request.url === "/code") socket.close(4001, "your session is over");
  if (request.url === "/empty") socket.close();
  if (request.url === "/cut") socket.terminate();
  socket.on("close", (code) => {
    console.log(`${request.url} ${code}`);
    left -= 1;
    if (left === 0) server.close();
  });
});
