const { WebSocket } = require("ws");

const socket = new WebSocket("ws://localhost:8080");

socket.on("open", () => {
  console.log("agreed:", socket.extensions);
  socket.send(Buffer.alloc(16 * 1024)); // 16 KiB of zeros
  socket.send(Buffer.alloc(4 * 1024 * 1024)); // 4 MiB of zeros
});
socket.on("close", (code) => console.log("closed:", code));
