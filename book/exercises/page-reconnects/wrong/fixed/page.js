const BASE = 100;
let attempt = 0;

function connect() {
  attempt += 1;
  console.log("attempt", attempt);
  const socket = new WebSocket("ws://localhost:8080");
  socket.onopen = () => {
    socket.send("hello");
  };
  socket.onclose = (event) => {
    if (event.code !== 1000) later();
  };
}

function later() {
  setTimeout(connect, BASE / 2 + Math.random() * (BASE / 2));
}

connect();
