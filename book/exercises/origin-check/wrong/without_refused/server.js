const { WebSocketServer } = require("ws");

const PAGES = new Set(["https://bank.example", "https://app.bank.example"]);

function mayConnect(origin) {
  return PAGES.has(origin);
}

const server = new WebSocketServer({
  port: 8080,
  verifyClient({ req }, decide) {
    decide(mayConnect(req.headers.origin), 403);
  },
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("error", console.error);
  socket.send("welcome");
});
