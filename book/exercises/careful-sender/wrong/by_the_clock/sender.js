// Waits between pieces, whether anything waits or not.
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function sendAll(socket, pieces) {
  for (const piece of pieces) {
    await rest(1);
    socket.send(piece);
  }
}

module.exports = { sendAll };
