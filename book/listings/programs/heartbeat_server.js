const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.isAlive = true;
  socket.on("pong", () => {
    console.log("a pong");
    socket.isAlive = true;
  });
  socket.on("close", (code) => {
    console.log("closed:", code);
    clearInterval(beat);
    server.close();
  });
});

const beat = setInterval(() => {
  for (const socket of server.clients) {
    if (!socket.isAlive) {
      console.log("no pong since the last ping: terminate");
      socket.terminate();
      continue;
    }
    socket.isAlive = false;
    socket.ping();
    console.log("a ping");
  }
}, 1000);
