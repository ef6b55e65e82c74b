// Waits for each piece, and fails when the client leaves.
const LIMIT = 128 * 1024;
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function sendAll(socket, pieces) {
  for (const piece of pieces) {
    while (socket.bufferedAmount > LIMIT && socket.readyState === socket.OPEN) {
      await rest(5);
    }
    if (socket.readyState !== socket.OPEN) throw new Error("the client has left");
    socket.send(piece);
  }
}

module.exports = { sendAll };
