// Serves WebSocket on port 8080, and has sender.js send each client a file. Looks on how much of it
// waits in this process, and says so when all of it is in the hands of the kernel.
const { WebSocketServer } = require("ws");
const { sendAll } = require("./sender.js");

const PIECE = 16384;
const PIECES = 512; // 8 MiB
const LIMIT = 262144;
const server = new WebSocketServer({ port: 8080 });

server.on("listening", () => console.log("listening on port 8080"));
server.on("connection", (socket, request) => {
  const count = request.url === "/short" ? 3 : PIECES;
  const pieces = Array.from({ length: count }, (_, at) => Buffer.alloc(PIECE, at % 251));
  let most = 0;
  let sent = 0;
  const send = socket.send;
  socket.on("error", (error) => console.error(error.message));
  socket.send = (...args) => {
    send.apply(socket, args);
    sent += 1;
    most = Math.max(most, socket.bufferedAmount);
  };
  Promise.resolve(sendAll(socket, pieces)).then(() => {
    console.log(sent === count ? "all was sent" : `${sent} of ${count} pieces were sent`);
    console.log(most <= LIMIT ? "never more than 256 KiB waited" : `${most} bytes waited`);
    socket.close(1000);
    // A client that reads without speaking the protocol answers no Close frame.
    const done = setInterval(() => {
      if (socket.bufferedAmount > 0) return;
      clearInterval(done);
      setTimeout(() => socket.terminate(), 500);
    }, 20);
  });
});
