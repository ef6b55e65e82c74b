//! What a turn of JavaScript asks for, as bytes: a count, then `u8 kind, u32 id, u32 line`, fields.

use crate::codec::{Malformed, Reader};

/// One wish, for the thing of this number, made at this line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Op {
    pub(crate) id: u32,
    pub(crate) line: u32,
    pub(crate) wish: Wish,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    Listen {
        host: String,
        port: u16,
        backlog: u32,
    },
    Connect {
        host: String,
        port: u16,
    },
    Write(Vec<u8>),
    Shutdown,
    Close,
    Pause,
    Resume,
    Option {
        which: u8,
        value: u32,
    },
    Timer {
        ns: u64,
    },
    ClearTimer,
    /// Whether the thing keeps the loop alive.
    Ref(bool),
    Bind {
        host: String,
        port: u16,
    },
    SendTo {
        host: String,
        port: u16,
        bytes: Vec<u8>,
    },
    /// Close with RST.
    Reset,
    Resolve(String),
    Socket(SocketWish),
    Fetch(Box<FetchWish>),
    Abort,
    Compressor {
        inflates: bool,
        window_bits: u8,
        level: i32,
    },
    Compress {
        bytes: Vec<u8>,
        flush: u8,
    },
    CompressorReset,
    CompressorClose,
}

/// What a page asks of a WebSocket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SocketWish {
    Open { url: String, protocols: String, origin: String },
    Send { is_text: bool, bytes: Vec<u8> },
    Close { code: u16, reason: String },
}

/// What a page asks `fetch` for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FetchWish {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) origin: String,
}

/// Reads all wishes of a turn; nothing is done if one of them cannot be read.
pub(crate) fn read_ops(bytes: &[u8]) -> Result<Vec<Op>, Malformed> {
    let mut reader = Reader::new(bytes);
    let ops = reader.list(read_op)?;
    if reader.is_done() { Ok(ops) } else { Err(Malformed { at: reader.at() }) }
}

fn read_op(reader: &mut Reader<'_>) -> Result<Op, Malformed> {
    let at = reader.at();
    let (kind, id, line) = (reader.u8()?, reader.u32()?, reader.u32()?);
    let wish = match kind {
        1 => Wish::Listen { host: reader.text()?, port: reader.u16()?, backlog: reader.u32()? },
        2 => Wish::Connect { host: reader.text()?, port: reader.u16()? },
        3 => Wish::Write(reader.bytes()?.to_vec()),
        4 => Wish::Shutdown,
        5 => Wish::Close,
        6 => Wish::Pause,
        7 => Wish::Resume,
        8 => Wish::Option { which: reader.u8()?, value: reader.u32()? },
        9 => Wish::Timer { ns: reader.u64()? },
        10 => Wish::ClearTimer,
        11 => Wish::Ref(reader.u8()? != 0),
        12 => Wish::Bind { host: reader.text()?, port: reader.u16()? },
        13 => {
            let (host, port) = (reader.text()?, reader.u16()?);
            Wish::SendTo { host, port, bytes: reader.bytes()?.to_vec() }
        }
        14 => Wish::Reset,
        15 => Wish::Resolve(reader.text()?),
        20..=24 => read_page_wish(kind, reader)?,
        31 => Wish::Compressor {
            inflates: reader.u8()? != 0,
            window_bits: reader.u8()?,
            level: reader.i32()?,
        },
        32 => Wish::Compress { bytes: reader.bytes()?.to_vec(), flush: reader.u8()? },
        33 => Wish::CompressorReset,
        34 => Wish::CompressorClose,
        _ => return Err(Malformed { at }),
    };
    Ok(Op { id, line, wish })
}

fn read_page_wish(kind: u8, reader: &mut Reader<'_>) -> Result<Wish, Malformed> {
    Ok(match kind {
        20 => {
            let (url, protocols, origin) = (reader.text()?, reader.text()?, reader.text()?);
            Wish::Socket(SocketWish::Open { url, protocols, origin })
        }
        21 => {
            let is_text = reader.u8()? == 1;
            Wish::Socket(SocketWish::Send { is_text, bytes: reader.bytes()?.to_vec() })
        }
        22 => Wish::Socket(SocketWish::Close { code: reader.u16()?, reason: reader.text()? }),
        23 => Wish::Fetch(Box::new(FetchWish {
            method: reader.text()?,
            url: reader.text()?,
            fields: reader.list(|reader| Ok((reader.text()?, reader.text()?)))?,
            body: reader.bytes()?.to_vec(),
            origin: reader.text()?,
        })),
        _ => Wish::Abort,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Writer;

    #[test]
    fn ops_are_read_in_order_and_a_bad_one_says_where() {
        let mut writer = Writer::default();
        writer.u32(2);
        writer.u8(2).u32(7).u32(12).text("localhost").u16(8080);
        writer.u8(3).u32(7).u32(13).data(b"hi");
        let wish = |at: usize| read_ops(&writer.bytes).unwrap()[at].wish.clone();
        assert_eq!(wish(0), Wish::Connect { host: "localhost".to_owned(), port: 8080 });
        assert_eq!(wish(1), Wish::Write(b"hi".to_vec()));
        for end in 0..writer.bytes.len() {
            assert!(read_ops(&writer.bytes[..end]).is_err(), "cut at {end}");
        }
        let unknown = [1, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(read_ops(&unknown), Err(Malformed { at: 4 }));
    }
}
