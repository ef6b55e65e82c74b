// An echo on npm's `ws`, for `cargo xtask check`: `node echo.mjs RUNTIMES` prints its port and ends
// with its standard input.
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/package.json`);
const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: true });
server.on("connection", (socket) => {
  // What a case does wrong on purpose is reported here too, and is not this program's affair.
  socket.on("error", () => {});
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
});
server.on("listening", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit(0)).resume();
