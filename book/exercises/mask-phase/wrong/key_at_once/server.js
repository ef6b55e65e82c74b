const net = require("net");

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let key;
  let phase = 0;
  socket.on("data", (data) => {
    let masked = data;
    if (!key) {
      key = data.subarray(0, 4);
      masked = data.subarray(4);
    }
    socket.write(masked.map((byte) => byte ^ key[phase++ % 4]));
  });
  socket.on("end", () => socket.end());
  socket.on("error", console.error);
});

server.listen(8080, "127.0.0.1", () => console.log("listening on port 8080"));
