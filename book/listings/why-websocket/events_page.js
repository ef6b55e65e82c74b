const source = new EventSource("http://localhost:8080/");
let seen = 0;

source.addEventListener("message", (event) => {
  seen += 1;
  console.log("goal:", JSON.stringify(event.data));
  if (seen === 2) {
    source.close();
    console.log("closed, or it would ask again");
  }
});
