const { readdirSync } = require("node:fs");
const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080, perMessageDeflate: true });
const descriptors = () => readdirSync("/proc/self/fd").length;
const memory = () => process.memoryUsage().rss;
let before;

// A client that sends "measure" is answered with what was measured,
// and "begin" begins anew.
const answers = {
  begin: () => (before = [server.clients.size, descriptors(), memory()]),
  measure() {
    const now = [server.clients.size, descriptors(), memory()];
    const [clients, files, bytes] = now.map((number, at) => number - before[at]);
    return { clients, files, bytesEach: Math.round(bytes / clients) };
  },
  end: () => process.exit(),
};

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("message", (data) => {
    const answer = answers[data];
    socket.send(answer ? JSON.stringify(answer() ?? {}) : data.toString());
  });
});
