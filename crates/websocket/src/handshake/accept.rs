//! The accept value: what a server answers to prove that it read a WebSocket handshake.
//!
//! The *text* of the client's key is joined to a fixed GUID, hashed with SHA-1, and the 20 raw
//! bytes of the digest are written in Base64 (RFC 6455 §4.2.2, step 5.4).
//!
//! ```
//! use websocket::handshake::accept;
//!
//! assert_eq!(accept::value("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
//! ```

use alloc::{string::String, vec::Vec};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::{Digest, Sha1};

/// The fixed text that every WebSocket server appends to the key (RFC 6455 §1.3).
pub const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Bytes in a SHA-1 digest.
pub const DIGEST_LEN: usize = 20;

/// The value of `Sec-WebSocket-Accept` that answers this value of `Sec-WebSocket-Key`.
///
/// The key is taken as it stands, valid or not: the arithmetic does not care. Whether a server
/// may answer at all is [`super::key::examine`]'s to say.
pub fn value(key: &str) -> String {
    encode(&digest(&[key.as_bytes(), GUID.as_bytes()]))
}

/// SHA-1 over the parts, in order, as if they were one text.
pub fn digest(parts: &[&[u8]]) -> [u8; DIGEST_LEN] {
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Standard Base64 with padding (RFC 4648 §4).
pub fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads standard Base64, whose spare last bits may be anything; `None` for any other text.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    super::key::LENIENT.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(key: &str, accept: &str) {
        assert_eq!(value(key), accept);
    }

    #[test]
    fn section_1_3_sample() {
        check("dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn a_pair_seen_in_the_wild() {
        check("x3JJHMbDL1EzLkh9GBhXDw==", "HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
    }

    #[test]
    fn section_4_2_2_digest_of_the_sample_is_the_one_printed_there() {
        let digest = digest(&[b"dGhlIHNhbXBsZSBub25jZQ==", GUID.as_bytes()]);
        assert_eq!(digest[..4], [0xb3, 0x7a, 0x4f, 0x2c]);
        assert_eq!(digest[16..], [0xb2, 0xbe, 0xc4, 0xea]);
    }
}
