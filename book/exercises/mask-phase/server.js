const net = require("net");

function unmask(data, key) {
  return Buffer.from(data); // and now byte by byte, with the key
}

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on("data", (data) => {
    // Where does the key end, and where do the masked bytes go on?
    const key = data.subarray(0, 4);
    socket.write(unmask(data.subarray(4), key));
  });
  socket.on("end", () => socket.end());
  socket.on("error", console.error);
});

server.listen(8080, "127.0.0.1", () => console.log("listening on port 8080"));
