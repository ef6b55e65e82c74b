const { WebSocket, WebSocketServer } = require("ws");

const NAME = /^[\p{L}\p{N}]{1,20}$/u;
const room = new Map(); // from names to sockets

function others(name, text) {
  for (const [other, socket] of room) {
    if (other !== name && socket.readyState === WebSocket.OPEN) socket.send(text);
  }
}

function join(socket, name) {
  if (!NAME.test(name) || room.has(name)) {
    socket.close(1008, "another name, please");
    return;
  }
  room.set(name, socket);
  others(name, `${name} has come`);
  socket.on("message", (data) => others(name, `${name}: ${data}`));
  socket.name = name;
}

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("error", (error) => console.error(error.message));
  socket.on("close", () => {
    room.delete(socket.name);
    others(socket.name, `${socket.name} has left`);
  });
  socket.once("message", (data) => join(socket, data.toString()));
});
