console.log("attempt", 1);
const socket = new WebSocket("ws://localhost:8080");

socket.onopen = () => socket.send("hello");
socket.onclose = (event) => {
  console.log("closed:", event.code); // and now?
};
