const { WebSocketServer } = require("ws");

const PAGES = new Set(["https://bank.example", "https://app.bank.example"]);
const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  const { origin } = request.headers;
  socket.on("error", console.error);
  if (origin !== undefined && !PAGES.has(origin)) return socket.close(1008);
  socket.send("welcome");
});
