const socket = new WebSocket("ws://localhost:9000");

socket.onopen = () => console.log("open");
socket.onmessage = (event) => console.log("message:", event.data);
socket.onclose = (event) => console.log("close:", event.code);
