const socket = new WebSocket("ws://localhost:8080/");
let seen = 0;

socket.addEventListener("message", (event) => {
  seen += 1;
  console.log("goal:", event.data);
  socket.send(`cheers for ${event.data}`); // no request, no answer
  if (seen === 2) {
    socket.close();
  }
});
