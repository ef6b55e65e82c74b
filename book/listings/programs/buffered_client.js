const CHUNK = new Uint8Array(65536);
const FIRST = 96; // 6 MiB in one go
const ALL = 160; // and 4 MiB with care
const LIMIT = 1024 * 1024;
const socket = new WebSocket("ws://localhost:8080");
let sent = 0;
let most = 0;

socket.onopen = () => {
  console.log("before:", socket.bufferedAmount, "bytes wait");
  for (; sent < FIRST; sent += 1) socket.send(CHUNK);
  console.log(sent, "calls of send have returned");
  console.log("more than 1 MiB waits:", socket.bufferedAmount > LIMIT);
  drained();
};

function drained() {
  if (socket.bufferedAmount > 0) return setTimeout(drained, 50);
  console.log("after a while:", socket.bufferedAmount, "bytes wait");
  careful();
}

function careful() {
  while (sent < ALL && socket.bufferedAmount < LIMIT) {
    socket.send(CHUNK);
    sent += 1;
    most = Math.max(most, socket.bufferedAmount);
  }
  if (sent < ALL) return setTimeout(careful, 10);
  console.log(sent, "calls of send have returned");
  console.log("more than 2 MiB waited:", most > 2 * LIMIT);
  socket.close(1000);
}
