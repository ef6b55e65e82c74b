const { WebSocketServer } = require("ws");

const PAGES = new Set(["https://bank.example", "https://app.bank.example"]);

function mayConnect(origin) {
  return origin === undefined || PAGES.has(origin); // no origin: no page
}

// Ends when nobody has come for three seconds, so that it can be started again.
const end = setTimeout(() => process.exit(), 3000);
const server = new WebSocketServer({
  port: 8080,
  verifyClient({ req }, decide) {
    end.refresh();
    decide(mayConnect(req.headers.origin), 403);
  },
});

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  console.log("welcome:", request.headers.origin);
  socket.on("error", console.error);
});
