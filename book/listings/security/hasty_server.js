const { WebSocketServer } = require("ws");

const OPEN_MAX = 2; // at the same time
const TRIES_MAX = 4; // within a window
const WINDOW = 3000; // milliseconds
const clients = new Map(); // by address: who is here, who has tried

function admit(address) {
  const now = Date.now();
  const client = clients.get(address) ?? { open: 0, tries: [] };
  clients.set(address, client);
  client.tries = client.tries.filter((time) => now - time < WINDOW);
  if (client.open >= OPEN_MAX || client.tries.length >= TRIES_MAX) return false;
  client.tries.push(now);
  client.open += 1;
  return true;
}

function leave(address) {
  clients.get(address).open -= 1;
}

function forget() {
  for (const [address, { open, tries }] of clients) {
    if (open === 0 && Date.now() - tries.at(-1) > WINDOW) clients.delete(address);
  }
}

// Ends when nobody has come for five seconds, so that it can be started again.
const end = setTimeout(() => process.exit(), 5000);
const server = new WebSocketServer({
  port: 8080,
  verifyClient({ req }, decide) {
    end.refresh();
    const address = req.socket.remoteAddress;
    const isAdmitted = admit(address);
    if (isAdmitted) req.socket.once("close", () => leave(address));
    decide(isAdmitted, 429);
  },
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => socket.on("error", console.error));
setInterval(forget, WINDOW).unref();
