const http = require("http");

const goals = [];
let held = []; // answers that wait for a goal

function score(goal) {
  goals.push(goal);
  held.forEach((answer) => answer());
  held = [];
}

function kickOff() {
  setTimeout(() => score("1-0"), 1300);
  setTimeout(() => score("1-1"), 2600);
  setTimeout(() => process.exit(), 5000);
}

const server = http.createServer((request, response) => {
  const address = new URL(request.url, "http://localhost:8080");
  const after = Number(address.searchParams.get("after"));
  const answer = () => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.end(JSON.stringify(goals.slice(after)));
  };
  if (address.pathname === "/wait" && goals.length === after) {
    held.push(answer);
  } else {
    answer();
  }
});

server.once("request", kickOff);
server.listen(8080, () => console.log("listening on port 8080"));
