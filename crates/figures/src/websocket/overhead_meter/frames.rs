//! Text messages in frames: written, and found again in what came (RFC 6455 §5).

use websocket::Role;
use websocket::frame::{Header, Limits, Opcode, Reserved, mask};

/// A text message as one frame; a browser's has a key (§5.3).
pub(super) fn text(text: &str, key: Option<[u8; 4]>) -> Vec<u8> {
    let mut payload = text.as_bytes().to_vec();
    let header = Header {
        fin: true,
        reserved: Reserved::NONE,
        opcode: Opcode::Text,
        mask: key,
        payload_len: payload.len() as u64,
    };
    if let Some(key) = key {
        mask(&mut payload, key, 0);
    }
    let mut frame = header.encode().as_bytes().to_vec();
    frame.extend_from_slice(&payload);
    frame
}

/// Takes the whole frames off the front of what came, and says how many there were.
pub(super) fn take(came: &mut Vec<u8>, reader: Role) -> usize {
    let limits = Limits::default();
    let mut count = 0;
    while let Ok(Some((header, len))) = Header::decode(came, reader, &limits) {
        let end = len + usize::try_from(header.payload_len).unwrap_or(usize::MAX - len);
        if came.len() < end {
            break;
        }
        came.drain(..end);
        count += 1;
    }
    count
}
