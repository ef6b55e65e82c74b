const body = "SET door open\n";

fetch("http://localhost:9000/", { method: "POST", mode: "no-cors", body })
  .then(() => console.log("an answer"))
  .catch(() => console.log("no answer that is HTTP"));
