const { WebSocket } = require("ws");

const PORTS = { a: 8080, b: 9000 };
const [guest, server] = process.argv.slice(2);
const socket = new WebSocket(`ws://localhost:${PORTS[server]}/${guest}`);

socket.on("open", () => {
  setTimeout(() => socket.send(`hello from ${guest}`), 800);
  setTimeout(() => socket.close(1000), 1600);
});
socket.on("message", (data) => console.log(guest, "reads:", data.toString()));
socket.on("close", (code) => console.log(guest, "has left:", code));
