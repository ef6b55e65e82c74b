const BASE = 1000;
const LONGEST = 30000;
let failures = 0;
let attempt = 0;

function connect() {
  attempt += 1;
  const socket = new WebSocket("ws://localhost:8080");
  socket.onopen = () => {
    console.log("open");
    failures = 0;
  };
  socket.onmessage = (event) => {
    console.log(event.data, "at attempt", attempt);
    socket.close(1000);
  };
  socket.onerror = () => console.log("error");
  socket.onclose = (event) => {
    console.log("closed:", event.code);
    if (event.code !== 1000) later();
  };
}

function later() {
  const most = Math.min(LONGEST, BASE * 2 ** failures);
  const wait = most / 2 + Math.random() * (most / 2);
  failures += 1;
  console.log(`trying again in ${most / 2} to ${most} ms`);
  setTimeout(connect, wait);
}

connect();
