const net = require("net");

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const key = [];
  socket.on("data", (data) => {
    const plain = [];
    let phase = 0;
    for (const byte of data) {
      if (key.length < 4) key.push(byte);
      else plain.push(byte ^ key[phase++ % 4]);
    }
    socket.write(Buffer.from(plain));
  });
  socket.on("end", () => socket.end());
  socket.on("error", console.error);
});

server.listen(8080, "127.0.0.1", () => console.log("listening on port 8080"));
