const { WebSocketServer, WebSocket } = require("ws");

const NEW = "v2.chat.example.com";
const OLD = "chat.example.com";

const server = new WebSocketServer({
  port: 8080,
  handleProtocols: (offered) => [NEW, OLD].find((name) => offered.has(name)) ?? false,
});

// The message, or undefined if it is none of this version.
function read(data) {
  try {
    const message = JSON.parse(data);
    if (typeof message !== "object" || message === null) return undefined;
    if (typeof message.type !== "string") return undefined;
    if (message.type === "say" && typeof message.text !== "string") return undefined;
    return message;
  } catch {
    return undefined;
  }
}

function write(protocol, text) {
  return protocol === NEW ? JSON.stringify({ type: "say", text }) : text;
}

function say(text) {
  for (const other of server.clients) {
    if (other.readyState === WebSocket.OPEN) other.send(write(other.protocol, text));
  }
}

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("error", console.error);
  socket.on("message", (data) => {
    if (socket.protocol !== NEW) return say(data.toString());
    const message = read(data);
    if (message === undefined) return socket.close(4400, "not a message");
    if (message.type === "say") say(message.text);
  });
});
