const net = require("node:net");
const { WebSocket, WebSocketServer } = require("ws");

const PORTS = { a: 8080, b: 9000 };
const [name, withBroker] = process.argv.slice(2);
const server = new WebSocketServer({ port: PORTS[name] });
const broker = withBroker && net.connect(9100);
let rest = "";

function sendToAll(text) {
  for (const socket of server.clients) {
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }
}

// Without a broker a message goes to the guests of this server. With one it goes to the broker,
// and comes back from there like everybody else's.
function publish(text) {
  if (broker) broker.write(`${text}\n`);
  else sendToAll(text);
}

broker?.on("data", (data) => {
  const lines = (rest + data).split("\n");
  rest = lines.pop();
  lines.forEach(sendToAll);
});

server.on("listening", () => console.log(name, "is there"));
server.on("connection", (socket, request) => {
  const guest = request.url.slice(1);
  console.log(guest, "has come to", name);
  socket.on("error", console.error);
  socket.on("message", (data) => publish(`${guest}: ${data}`));
  socket.on("close", () => {
    if (server.clients.size > 0) return;
    server.close();
    broker?.end();
  });
});
