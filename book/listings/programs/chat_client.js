const socket = new WebSocket("ws://localhost:8080/ws/chat");

socket.onopen = () => {
  setTimeout(() => socket.send("hello, everybody"), 1000);
  setTimeout(() => socket.close(1000), 2000);
};
socket.onmessage = (event) => console.log(event.data);
socket.onclose = (event) => console.log("closed:", event.code);
