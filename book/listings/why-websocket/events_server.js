const http = require("http");

const server = http.createServer((request, response) => {
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Content-Type", "text/event-stream");
  response.flushHeaders();
  setTimeout(() => response.write("data: 1-0\n\n"), 1300);
  setTimeout(() => response.write("data: 1-1\ndata: own goal\n\n"), 2600);
  setTimeout(() => process.exit(), 5000);
});

server.listen(8080, () => console.log("listening on port 8080"));
