// Sends all pieces over the socket, in order; keeps its promise when all were handed over.
const LIMIT = 128 * 1024;
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function sendAll(socket, pieces) {
  for (const piece of pieces) {
    while (socket.bufferedAmount > LIMIT && socket.readyState === socket.OPEN) {
      await rest(5);
    }
    if (socket.readyState !== socket.OPEN) return;
    socket.send(piece);
  }
}

module.exports = { sendAll };
