const socket = new WebSocket("ws://localhost:8080");

socket.onmessage = (event) => console.log("message:", event.data);
socket.onclose = (event) => console.log("close:", event.code, event.wasClean);
