// Sends all pieces over the socket, in order; the promise is kept when all of them were handed over.
async function sendAll(socket, pieces) {
  for (const piece of pieces) {
    socket.send(piece);
  }
}

module.exports = { sendAll };
