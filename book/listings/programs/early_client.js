const socket = new WebSocket("ws://localhost:8080");

function attempt(text) {
  try {
    socket.send(text);
    console.log(text, "- send returned");
  } catch {
    console.log(text, "- send threw an exception");
  }
}

attempt("one");
socket.onopen = () => {
  attempt("two");
  socket.close();
  attempt("three");
};
socket.onclose = () => attempt("four");
