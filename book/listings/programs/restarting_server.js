const { WebSocketServer } = require("ws");

function serve(onConnection) {
  const server = new WebSocketServer({ port: 8080 });
  server.on("listening", () => console.log("listening on port 8080"));
  server.on("connection", (socket) => onConnection(server, socket));
}

serve((server, socket) => {
  socket.close(1001, "restart");
  server.close(() => {
    console.log("down for 1.25 seconds");
    setTimeout(() => serve(welcome), 1250);
  });
});

function welcome(server, socket) {
  socket.send("welcome back");
  socket.on("close", () => server.close());
}
