const socket = new WebSocket("ws://localhost:8080");

socket.onopen = () => console.log("open");
socket.onerror = () => console.log("error");
socket.onclose = (event) => {
  console.log("close:", event.code, `"${event.reason}"`, event.wasClean);
};
