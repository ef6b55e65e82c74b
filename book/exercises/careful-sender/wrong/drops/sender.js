// Leaves out what does not fit.
const LIMIT = 128 * 1024;

async function sendAll(socket, pieces) {
  for (const piece of pieces) {
    if (socket.bufferedAmount <= LIMIT) socket.send(piece);
  }
}

module.exports = { sendAll };
