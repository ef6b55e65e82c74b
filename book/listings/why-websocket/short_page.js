let seen = 0;
let requests = 0;

async function ask() {
  requests += 1;
  const response = await fetch(`http://localhost:8080/goals?after=${seen}`);
  for (const goal of await response.json()) {
    seen += 1;
    console.log("goal:", goal);
  }
  if (seen < 2) {
    setTimeout(ask, 1000);
  } else {
    console.log("requests:", requests);
  }
}

ask();
