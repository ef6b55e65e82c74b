const { WebSocket, WebSocketServer } = require("ws");

const SKIP = 256 * 1024; // what may wait for a client; above it, messages are skipped
const BEHIND_MAX = 40; // messages skipped in a row, and then it has to go
const GRACE = 500; // milliseconds to answer the Close frame
const PRICES = Buffer.alloc(64 * 1024);
const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  socket.name = request.url.slice(1);
  socket.behind = 0;
  socket.on("error", console.error);
  socket.on("close", (code) => {
    console.log(socket.name, "has left with", code);
    if (server.clients.size === 0) {
      clearInterval(tick);
      server.close();
    }
  });
});

function offer(socket) {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount < SKIP) {
    socket.behind = 0;
    socket.send(PRICES);
    return;
  }
  socket.behind += 1;
  if (socket.behind === 1) console.log(socket.name, "is behind: skipping");
  if (socket.behind < BEHIND_MAX) return;
  console.log(socket.name, "is too slow: 1008");
  socket.close(1008, "too slow");
  setTimeout(() => socket.terminate(), GRACE);
}

const tick = setInterval(() => server.clients.forEach(offer), 20);
