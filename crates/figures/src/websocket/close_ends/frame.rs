//! A frame as it is shown: read from a segment's bytes, whether it is legal or not.

use websocket::frame::mask;

use super::scene::Who;

/// A frame that stands in a segment of its own, as every frame here does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    /// Who sent it.
    pub(super) who: Who,
    /// All of its bytes.
    pub(super) bytes: Vec<u8>,
    /// Where the masking key begins, and where the payload does.
    pub(super) key_at: usize,
    pub(super) payload_at: usize,
    /// The payload without its mask.
    pub(super) payload: Vec<u8>,
}

/// Opcodes (§5.2).
const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

impl Frame {
    /// Reads a frame; none where a header is not whole.
    pub(super) fn read(who: Who, bytes: &[u8]) -> Option<Self> {
        let second = *bytes.get(1)?;
        let key_at = 2 + match second & 0x7f {
            126 => 2,
            127 => 8,
            _ => 0,
        };
        let payload_at = key_at + if second & 0x80 == 0 { 0 } else { 4 };
        let mut payload = bytes.get(payload_at..)?.to_vec();
        if let Some(key) =
            bytes.get(key_at..payload_at).and_then(|key| <[u8; 4]>::try_from(key).ok())
        {
            mask(&mut payload, key, 0);
        }
        Some(Self { who, bytes: bytes.to_vec(), key_at, payload_at, payload })
    }

    fn opcode(&self) -> u8 {
        self.bytes[0] & 15
    }

    pub(super) fn is_close(&self) -> bool {
        self.opcode() == CLOSE
    }

    pub(super) fn is_ping(&self) -> bool {
        self.opcode() == PING
    }

    pub(super) fn is_pong(&self) -> bool {
        self.opcode() == PONG
    }

    /// The code in the body of a close frame.
    pub(super) fn code(&self) -> Option<u16> {
        let (code, _) = self.payload.split_first_chunk()?;
        self.is_close().then(|| u16::from_be_bytes(*code))
    }

    /// The text behind the code, or of a message; what is no UTF-8 shows as it can.
    pub(super) fn text(&self) -> String {
        let start = if self.is_close() { 2 } else { 0 };
        String::from_utf8_lossy(self.payload.get(start..).unwrap_or_default()).into_owned()
    }

    /// In a few letters, as it stands along a line: `Close 1000`.
    pub(super) fn label(&self) -> String {
        match self.opcode() {
            CLOSE => match self.code() {
                Some(code) => ["Close ", &code.to_string()].concat(),
                None => "Close".to_owned(),
            },
            PING => "Ping".to_owned(),
            PONG => "Pong".to_owned(),
            opcode => {
                let name = if opcode == TEXT { "Text" } else { "Cont." };
                let more = if self.bytes[0] & 0x80 == 0 { "…" } else { "" };
                [name, " “", self.text().trim(), more, "”"].concat()
            }
        }
    }
}
