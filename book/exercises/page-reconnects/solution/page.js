const BASE = 100;
const LONGEST = 10000;
let attempt = 0;
let failures = 0;

function connect() {
  attempt += 1;
  console.log("attempt", attempt);
  const socket = new WebSocket("ws://localhost:8080");
  socket.onopen = () => {
    failures = 0;
    socket.send("hello");
  };
  socket.onclose = (event) => {
    if (event.code !== 1000) later();
  };
}

function later() {
  const most = Math.min(LONGEST, BASE * 2 ** failures);
  failures += 1;
  setTimeout(connect, most / 2 + Math.random() * (most / 2));
}

connect();
