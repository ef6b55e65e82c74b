const { WebSocket } = require("ws");

const ADDRESS = "ws://localhost:8080";
const TEXT = "a text that is long enough to be compressed. ".repeat(50);

function open(perMessageDeflate) {
  const socket = new WebSocket(ADDRESS, { perMessageDeflate });
  return new Promise((done) => socket.on("open", () => done(socket)));
}

function ask(socket, text) {
  socket.send(text);
  return new Promise((done) => socket.once("message", (data) => done(data.toString())));
}

// All that are opened stay open: what one gives back, the next would not seem to cost.
async function measure(judge, count, perMessageDeflate, talks) {
  await ask(judge, "begin");
  for (let at = 0; at < count; at += 1) {
    const socket = await open(perMessageDeflate);
    if (talks) await ask(socket, TEXT);
  }
  const { clients, files, bytesEach } = JSON.parse(await ask(judge, "measure"));
  console.log(`${clients} clients, ${files} descriptors, ${bytesEach} bytes each`);
  return bytesEach;
}

(async () => {
  const judge = await open(false);
  console.log("before the measuring, since the program grows once, whoever comes:");
  await measure(judge, 100, false, true);
  console.log("idle:");
  await measure(judge, 400, false, false);
  console.log("each has sent a message and got it back:");
  const talking = await measure(judge, 400, false, true);
  console.log("the same, with permessage-deflate:");
  const compressed = await measure(judge, 100, true, true);
  console.log("more than twice as much:", compressed > 2 * talking);
  console.log("more than 8 times as much:", compressed > 8 * talking);
  judge.send("end");
  judge.on("close", () => process.exit());
})();
