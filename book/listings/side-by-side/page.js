const socket = new WebSocket("ws://localhost:9000");

socket.onopen = () => socket.send("Hello from a page");
socket.onmessage = (event) => {
  console.log("WebSocket answers", event.data);
  socket.close(1000);
};
socket.onclose = (event) => console.log("closed:", event.code);
