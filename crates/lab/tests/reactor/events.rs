//! Wishes and events as JavaScript's side of the interface writes and reads them.

use lab::codec::{Malformed, Reader, Writer};

/// Wishes of one turn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ops {
    count: u32,
    writer: Writer,
}

impl Ops {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn op(mut self, kind: u8, id: u32, fields: impl FnOnce(&mut Writer)) -> Self {
        self.count += 1;
        // Each wish is made at a line of its own.
        self.writer.u8(kind).u32(id).u32(self.count);
        fields(&mut self.writer);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        [&self.count.to_le_bytes()[..], &self.writer.bytes].concat()
    }

    pub(crate) fn listen(self, id: u32, host: &str, port: u16) -> Self {
        self.op(1, id, |to| _ = to.text(host).u16(port).u32(511))
    }

    pub(crate) fn connect(self, id: u32, host: &str, port: u16) -> Self {
        self.op(2, id, |to| _ = to.text(host).u16(port))
    }

    pub(crate) fn write(self, id: u32, bytes: impl AsRef<[u8]>) -> Self {
        self.op(3, id, |to| _ = to.data(bytes.as_ref()))
    }

    pub(crate) fn plain(self, kind: u8, id: u32) -> Self {
        self.op(kind, id, |_| ())
    }

    pub(crate) fn shutdown(self, id: u32) -> Self {
        self.plain(4, id)
    }

    pub(crate) fn close(self, id: u32) -> Self {
        self.plain(5, id)
    }

    pub(crate) fn pause(self, id: u32) -> Self {
        self.plain(6, id)
    }

    pub(crate) fn resume(self, id: u32) -> Self {
        self.plain(7, id)
    }

    pub(crate) fn option(self, id: u32, which: u8, value: u32) -> Self {
        self.op(8, id, |to| _ = to.u8(which).u32(value))
    }

    pub(crate) fn timer(self, id: u32, ms: u64) -> Self {
        self.op(9, id, |to| _ = to.u64(ms * 1_000_000))
    }

    pub(crate) fn clear_timer(self, id: u32) -> Self {
        self.plain(10, id)
    }

    pub(crate) fn unref(self, id: u32) -> Self {
        self.op(11, id, |to| _ = to.u8(0))
    }

    pub(crate) fn udp_bind(self, id: u32, host: &str, port: u16) -> Self {
        self.op(12, id, |to| _ = to.text(host).u16(port))
    }

    pub(crate) fn udp_send(self, id: u32, host: &str, port: u16, bytes: &[u8]) -> Self {
        self.op(13, id, |to| _ = to.text(host).u16(port).data(bytes))
    }

    pub(crate) fn reset(self, id: u32) -> Self {
        self.plain(14, id)
    }

    pub(crate) fn resolve(self, id: u32, name: &str) -> Self {
        self.op(15, id, |to| _ = to.text(name))
    }

    pub(crate) fn ws_open(self, id: u32, url: &str, protocols: &str) -> Self {
        self.op(20, id, |to| _ = to.text(url).text(protocols).text("http://localhost:3000"))
    }

    pub(crate) fn ws_send(self, id: u32, text: &str) -> Self {
        self.op(21, id, |to| _ = to.u8(1).text(text))
    }

    pub(crate) fn ws_send_bytes(self, id: u32, bytes: &[u8]) -> Self {
        self.op(21, id, |to| _ = to.u8(2).data(bytes))
    }

    pub(crate) fn ws_close(self, id: u32, code: u16, reason: &str) -> Self {
        self.op(22, id, |to| _ = to.u16(code).text(reason))
    }

    pub(crate) fn fetch(self, id: u32, method: &str, url: &str) -> Self {
        self.fetch_with(id, method, url, &[], b"")
    }

    pub(crate) fn fetch_with(
        self,
        id: u32,
        method: &str,
        url: &str,
        fields: &[(&str, &str)],
        body: &[u8],
    ) -> Self {
        self.op(23, id, |to| {
            to.text(method).text(url);
            to.list(fields, |to, (name, value)| _ = to.text(name).text(value));
            to.data(body).text("http://localhost:3000");
        })
    }

    pub(crate) fn abort(self, id: u32) -> Self {
        self.plain(24, id)
    }

    pub(crate) fn zlib_open(self, id: u32, inflates: bool, bits: u8) -> Self {
        self.op(31, id, |to| _ = to.u8(inflates.into()).u8(bits).i32(-1))
    }

    pub(crate) fn zlib_write(self, id: u32, bytes: &[u8], flush: u8) -> Self {
        self.op(32, id, |to| _ = to.data(bytes).u8(flush))
    }
}

/// An event, written so that a test reads like a transcript. Data stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) text: String,
    /// Of a connection: its number.
    pub(crate) new: u32,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn read_events(bytes: &[u8]) -> Vec<Event> {
    let mut reader = Reader::new(bytes);
    let events = reader.list(read_event).expect("events are well-formed");
    assert!(reader.is_done(), "nothing follows the events");
    events
}

fn read_event(from: &mut Reader<'_>) -> Result<Event, Malformed> {
    let (kind, id) = (from.u8()?, from.u32()?);
    let (mut new, mut bytes) = (0, Vec::new());
    let place = |from: &mut Reader<'_>| Ok(format!("{} {}", from.text()?, from.u16()?));
    let what = match kind {
        1 => format!("listening {}", place(from)?),
        2 => {
            new = from.u32()?;
            format!("connection from {} to {}", place(from)?, place(from)?)
        }
        3 => format!("connected to {} from {}", place(from)?, place(from)?),
        4 => {
            bytes = from.bytes()?.to_vec();
            format!("data {}", shown(&bytes))
        }
        5 => "end".into(),
        6 => {
            let (syscall, code, errno) = (from.text()?, from.text()?, from.i32()?);
            format!("error {syscall} {code} {errno} {}", place(from)?)
        }
        7 => format!("written {}", from.u32()?),
        8 => "closed".into(),
        9 => "timer".into(),
        10 => {
            let from_whom = place(from)?;
            bytes = from.bytes()?.to_vec();
            format!("datagram from {from_whom}: {}", shown(&bytes))
        }
        11 => format!("resolved {}", from.list(Reader::text)?.join(" ")),
        20 => format!("opened {:?} {:?}", from.text()?, from.text()?),
        21 => {
            let kind = from.u8()?;
            bytes = from.bytes()?.to_vec();
            format!("message {kind} {}", shown(&bytes))
        }
        22 => format!("closed clean={} {} {:?}", from.u8()?, from.u16()?, from.text()?),
        23 => "error".into(),
        24 => format!("sent {}", from.u32()?),
        25 => {
            let (status, reason) = (from.u16()?, from.text()?);
            let fields = from.list(|from| Ok(format!("{}: {}", from.text()?, from.text()?)))?;
            format!("response {status} {reason} [{}] {}", fields.join(", "), from.text()?)
        }
        26 => {
            bytes = from.bytes()?.to_vec();
            format!("body {}", shown(&bytes))
        }
        27 => "body end".into(),
        28 => format!("failed {}", from.text()?),
        29 => format!("console {}: {}", from.text()?, from.text()?),
        31 => {
            bytes = from.bytes()?.to_vec();
            format!("zlib {} done={}", bytes.len(), from.u8()?)
        }
        32 => format!("zlib error {}", from.text()?),
        kind => panic!("event {kind} is not in the interface"),
    };
    Ok(Event { text: format!("{id} {what}"), new, bytes })
}

fn shown(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) if bytes.len() <= 60 => format!("{text:?}"),
        _ => format!("of {} bytes", bytes.len()),
    }
}
