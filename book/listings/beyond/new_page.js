const socket = new WebSocket("ws://localhost:8080", ["v2.chat.example.com", "chat.example.com"]);

socket.onopen = () => {
  console.log("agreed on", socket.protocol);
  setTimeout(() => {
    socket.send(JSON.stringify({ type: "picture", data: "..." }));
    socket.send(JSON.stringify({ type: "say", text: "hi, old friend" }));
  }, 2500);
  setTimeout(() => socket.close(1000), 4000);
};
socket.onmessage = (event) => console.log(event.data);
