const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket) => {
  socket.on("close", () => server.close());
  socket.send("Hel", { fin: false }); // more of it follows
  socket.send("Bye");
  socket.send("lo"); // the rest
  socket.close(1000);
});
