const { WebSocketServer, WebSocket } = require("ws");

const VERSIONS = {
  "v2.chat.example.com": {
    read(data) {
      const message = JSON.parse(data);
      if (message.type === "say") return message.text; // a type that is not known says nothing
    },
    write: (from, text) => JSON.stringify({ type: "say", from, text }),
  },
  "chat.example.com": {
    read: (data) => data.toString(),
    write: (from, text) => `${from}: ${text}`,
  },
};

const server = new WebSocketServer({
  port: 8080,
  handleProtocols: (offered) => Object.keys(VERSIONS).find((name) => offered.has(name)) ?? false,
});
let guests = 0;

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  const version = VERSIONS[socket.protocol];
  socket.on("error", console.error);
  if (!version) return socket.close(1008, "no version that both know");
  const from = `guest ${++guests}`;
  console.log(from, "speaks", socket.protocol);
  socket.on("message", (data) => {
    const text = version.read(data);
    if (text === undefined) return;
    for (const other of server.clients) {
      if (other.readyState !== WebSocket.OPEN || !other.protocol) continue;
      other.send(VERSIONS[other.protocol].write(from, text));
    }
  });
  socket.on("close", () => {
    if (server.clients.size === 0) server.close();
  });
});
