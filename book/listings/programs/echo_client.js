const STATES = ["CONNECTING", "OPEN", "CLOSING", "CLOSED"];
const socket = new WebSocket("ws://localhost:8080");
socket.binaryType = "arraybuffer";
console.log("made:", STATES[socket.readyState]);

socket.addEventListener("open", () => {
  console.log("open:", STATES[socket.readyState]);
  socket.send("안녕");
  socket.send(new Uint8Array([1, 2, 3]));
});

socket.addEventListener("message", (event) => {
  if (typeof event.data === "string") {
    console.log("message: a text,", event.data);
    return;
  }
  console.log("message: binary,", event.data.byteLength, "bytes");
  socket.close(1000, "enough");
  console.log("after close():", STATES[socket.readyState]);
});

socket.addEventListener("close", (event) => {
  console.log("close:", event.code, event.reason, event.wasClean);
  console.log("at the end:", STATES[socket.readyState]);
});
