const net = require("net");

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const all = [];
  socket.on("data", (data) => {
    all.push(...data);
  });
  socket.on("end", () => {
    const [key, masked] = [all.slice(0, 4), all.slice(4)];
    socket.end(Buffer.from(masked.map((byte, i) => byte ^ key[i % 4])));
  });
  socket.on("error", console.error);
});

server.listen(8080, "127.0.0.1", () => console.log("listening on port 8080"));
