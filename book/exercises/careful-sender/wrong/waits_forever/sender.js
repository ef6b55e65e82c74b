// Looks once, and waits for an event that there is not.
const LIMIT = 128 * 1024;

async function sendAll(socket, pieces) {
  for (const piece of pieces) {
    if (socket.bufferedAmount > LIMIT) {
      await new Promise((resolve) => socket.once("drain", resolve));
    }
    socket.send(piece);
  }
}

module.exports = { sendAll };
