const paths = ["/code", "/empty", "/cut", "/page"];

function next() {
  const path = paths.shift();
  if (!path) return;
  const socket = new WebSocket(`ws://localhost:8080${path}`);
  socket.onopen = () => {
    if (path === "/page") socket.close(3001, "enough");
  };
  socket.onclose = ({ code, reason, wasClean }) => {
    console.log(`${path} ${code} "${reason}" wasClean ${wasClean}`);
    next();
  };
}

next();
