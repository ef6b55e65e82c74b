const { WebSocketServer } = require("ws");

const GREETINGS = new Map([
  ["chat.v2", JSON.stringify({ text: "hello" })], // the best first
  ["chat.v1", "hello"],
]);

function handleProtocols(offered) {
  for (const name of GREETINGS.keys()) {
    for (const other of offered) {
      if (other.startsWith(name)) return name;
    }
  }
  return false;
}

const server = new WebSocketServer({ port: 8080, handleProtocols });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("error", console.error);
  if (socket.protocol) socket.send(GREETINGS.get(socket.protocol));
  else socket.close(1008, "no subprotocol that both know");
});
