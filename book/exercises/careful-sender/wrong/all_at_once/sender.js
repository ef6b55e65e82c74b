// Sends all pieces over the socket, in order; keeps its promise when all were handed over.
async function sendAll(socket, pieces) {
  for (const piece of pieces) {
    socket.send(piece);
  }
}

module.exports = { sendAll };
