const socket = new WebSocket("ws://localhost:8080");
let answers = 0;

socket.onopen = () => socket.send("hello");
socket.onmessage = (event) => {
  answers += 1;
  const kind = typeof event.data === "string" ? "text" : "binary";
  console.log(`answer ${answers}: ${kind}`);
  if (answers === 2) socket.close();
};
