const socket = new WebSocket("ws://localhost:9000/SET%20door%20open");

socket.addEventListener("open", () => socket.send("SET door open\n"));
socket.addEventListener("close", (event) => console.log("closed:", event.code));
setTimeout(() => socket.close(), 1000);
