//! The opening handshake as small programs on the simulated network write it, byte for byte what
//! the engine takes ([`websocket::handshake`]): its own two ends, which also negotiate, are a
//! quarter of the program that a page loads.

use websocket::handshake::accept;

const KEY: &[u8] = b"\r\nSec-WebSocket-Key: ";
const ACCEPT: &[u8] = b"\r\nSec-WebSocket-Accept: ";
const END: &[u8] = b"\r\n\r\n";

/// What a client asks with.
pub(super) fn request(host: &str, nonce: [u8; 16]) -> Vec<u8> {
    let key = accept::encode(&nonce);
    let head = ["GET / HTTP/1.1\r\nHost: ", host, "\r\nUpgrade: websocket\r\nConnection: Upgrade"];
    let version = "\r\nSec-WebSocket-Version: 13\r\n\r\n";
    [head.concat().as_bytes(), KEY, key.as_bytes(), version.as_bytes()].concat()
}

/// What a server answers to a request, once it is whole: 101, if it names a key (RFC 6455 §4.2.2).
pub(super) fn answer(request: &[u8]) -> Option<Vec<u8>> {
    let key = std::str::from_utf8(field(request, KEY)?).ok()?;
    let accept = accept::value(key);
    let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade";
    Some([head.as_bytes(), ACCEPT, accept.as_bytes(), END].concat())
}

/// Whether an answer that begins so opens the connection, once its head is whole, and how long the
/// head is: frames may follow in the same bytes (RFC 6455 §4.1).
pub(super) fn agreed(answer: &[u8], nonce: [u8; 16]) -> Option<(bool, usize)> {
    let length = find(answer, END)? + END.len();
    let expected = accept::value(&accept::encode(&nonce));
    let given = field(answer, ACCEPT);
    let opens = answer.starts_with(b"HTTP/1.1 101 ") && given == Some(expected.as_bytes());
    Some((opens, length))
}

/// The value of a field of a head that is whole.
fn field<'h>(head: &'h [u8], name: &[u8]) -> Option<&'h [u8]> {
    find(head, END)?;
    let value = head.get(find(head, name)? + name.len()..)?;
    value.get(..find(value, b"\r\n")?)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use http::{Limits, Reader, RequestLine, StatusLine};

    use super::*;

    const NONCE: [u8; 16] = *b"the sample nonce";

    #[test]
    fn what_is_written_is_what_the_book_s_reader_of_http_takes() {
        let asked = request("scale.example", NONCE);
        let mut bytes = &asked[..];
        let mut reader = Reader::<RequestLine>::new(Limits::default());
        let head = reader.receive(&mut bytes).unwrap().expect("a whole request");
        let value = |name| head.fields.first(name).map(|field| field.value.clone());
        assert_eq!(value("sec-websocket-key").as_deref(), Some(&b"dGhlIHNhbXBsZSBub25jZQ=="[..]));
        assert_eq!(value("sec-websocket-version").as_deref(), Some(&b"13"[..]));
        let answered = answer(&asked).unwrap();
        let mut bytes = &answered[..];
        let mut reader = Reader::<StatusLine>::new(Limits::default());
        let head = reader.receive(&mut bytes).unwrap().expect("a whole answer");
        assert_eq!((head.start.status, bytes), (101, &b""[..]));
        assert_eq!(agreed(&answered, NONCE), Some((true, answered.len())));
    }

    #[test]
    fn half_a_head_decides_nothing_and_a_wrong_value_refuses() {
        let asked = request("scale.example", NONCE);
        assert_eq!(answer(&asked[..asked.len() - 1]), None);
        let answered = answer(&asked).unwrap();
        assert_eq!(agreed(&answered[..answered.len() - 1], NONCE), None);
        assert_eq!(agreed(&answered, [0; 16]), Some((false, answered.len())));
        assert_eq!(agreed(b"HTTP/1.1 503 No\r\n\r\n", NONCE).map(|(opens, _)| opens), Some(false));
    }
}
