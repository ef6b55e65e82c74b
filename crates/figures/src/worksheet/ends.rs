//! Two ends of a WebSocket for the tasks: frames and calls go in, what the engine says comes out.

use websocket::connection::{Connection, Ending, Event, Limits, MaskKeys, Output};
use websocket::frame::{Header, Opcode, Reserved, mask};

use super::machine::Side;

/// The key of every frame that a client sends by itself here: no task asks about it.
const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A frame as it goes over the wire; a client's has a key.
pub(super) fn frame(opcode: Opcode, fin: bool, key: Option<[u8; 4]>, payload: &[u8]) -> Vec<u8> {
    marked(opcode, fin, Reserved::NONE, key, payload)
}

/// The same with reserved bits.
pub(super) fn marked(
    opcode: Opcode,
    fin: bool,
    reserved: Reserved,
    key: Option<[u8; 4]>,
    payload: &[u8],
) -> Vec<u8> {
    let payload_len = payload.len() as u64;
    let header = Header { fin, reserved, opcode, mask: key, payload_len };
    let mut bytes = header.encode().as_bytes().to_vec();
    let start = bytes.len();
    bytes.extend_from_slice(payload);
    if let Some(key) = key {
        mask(&mut bytes[start..], key, 0);
    }
    bytes
}

/// Gives an end these bytes, and takes all that it says.
pub(super) fn give(end: &mut Connection, mut bytes: &[u8]) -> Vec<Output> {
    let mut outputs = Vec::new();
    loop {
        end.receive(&mut bytes);
        outputs.extend(drained(end));
        if bytes.is_empty() {
            return outputs;
        }
    }
}

/// All that an end has to say.
pub(super) fn drained(end: &mut Connection) -> Vec<Output> {
    std::iter::from_fn(|| end.poll_output()).collect()
}

/// The bytes that an end sends for a call.
pub(super) fn sent(end: &mut Connection) -> Vec<u8> {
    let bytes = drained(end).into_iter().filter_map(|output| match output {
        Output::Send(bytes) => Some(bytes),
        _ => None,
    });
    bytes.flatten().collect()
}

/// A client and a server whose opening handshake lies behind them, and the wire between.
pub(super) struct Pair {
    ends: [Connection; 2],
    /// The bytes on their way to each.
    pub(super) wires: [Vec<u8>; 2],
    endings: [Option<Ending>; 2],
}

impl Pair {
    pub(super) fn new(server: Limits) -> Self {
        let client = Connection::client(Limits::default(), MaskKeys::fixed(KEY));
        Self {
            ends: [client, Connection::server(server)],
            wires: [Vec::new(), Vec::new()],
            endings: [None, None],
        }
    }

    /// The end of a side; what it is told to do goes on the wire with [`Self::take`].
    pub(super) fn end(&mut self, side: Side) -> &mut Connection {
        &mut self.ends[side as usize]
    }

    /// Takes what an end says.
    pub(super) fn take(&mut self, side: Side) {
        let outputs = drained(self.end(side));
        self.note(side, outputs);
    }

    fn note(&mut self, side: Side, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send(bytes) => self.wires[1 - side as usize].extend(bytes),
                Output::Event(Event::Closed(ending)) => self.endings[side as usize] = Some(ending),
                Output::Event(_) | Output::HangUp => {}
            }
        }
    }

    /// Has an end read what is on its way; whether that was anything.
    pub(super) fn deliver(&mut self, side: Side) -> bool {
        let bytes = std::mem::take(&mut self.wires[side as usize]);
        if bytes.is_empty() {
            return false;
        }
        let outputs = give(self.end(side), &bytes);
        self.note(side, outputs);
        true
    }

    /// Delivers all, then ends TCP: how each end reports it, the client first.
    pub(super) fn part(mut self) -> [Option<Ending>; 2] {
        while self.deliver(Side::Server) || self.deliver(Side::Client) {}
        for side in [Side::Client, Side::Server] {
            self.end(side).transport_ended();
            self.take(side);
        }
        self.endings
    }
}
