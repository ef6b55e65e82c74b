let attempt = 0;

function connect() {
  attempt += 1;
  console.log("attempt", attempt);
  const socket = new WebSocket("ws://localhost:8080");
  socket.onopen = () => {
    socket.send("hello");
  };
  socket.onclose = (event) => {
    if (event.code !== 1000) connect();
  };
}

connect();
