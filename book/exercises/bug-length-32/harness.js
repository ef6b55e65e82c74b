// Serves WebSocket on port 8080 with decoder.js: echoes text, closes with the code that it throws.
const { createHash } = require('node:crypto');
const { createServer } = require('node:net');
const { next } = require('./decoder.js');

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

function send(socket, opcode, payload) {
  const header = payload.length < 126
    ? [0x80 | opcode, payload.length]
    : [0x80 | opcode, 126, payload.length >> 8, payload.length & 0xff];
  socket.write(Buffer.concat([Buffer.from(header), payload]));
}

createServer((socket) => {
  let buffer = Buffer.alloc(0);
  let isOpen = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    if (!isOpen) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const [, key] = /sec-websocket-key: *(\S+)/i.exec(buffer.toString('latin1'));
      const accept = createHash('sha1').update(key + GUID).digest('base64');
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n'
        + `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      buffer = buffer.subarray(end + 4);
      isOpen = true;
    }
    try {
      for (let frame; (frame = next(buffer)); buffer = frame.rest) {
        if (frame.opcode === 1) send(socket, 1, frame.payload);
      }
    } catch (code) {
      send(socket, 8, Buffer.from([code >> 8, code & 0xff]));
      socket.end();
    }
  });
}).listen(8080, '127.0.0.1');
