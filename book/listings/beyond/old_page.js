const socket = new WebSocket("ws://localhost:8080", ["chat.example.com"]);

socket.onopen = () => {
  console.log("agreed on", socket.protocol);
  setTimeout(() => socket.send("hello"), 1500);
  setTimeout(() => socket.close(1000), 4000);
};
socket.onmessage = (event) => console.log(event.data);
