//! Bytes as they are written in checks: items one after another, computed by the engine.
//!
//! `"text"`, `81`, `(u16 5)`, `(u32 5)`, `(repeat 1000 "x")`, `(accept KEY)`,
//! `(mask 37fa213d "Hello")`, `(close 1000 "bye")`, `(frame text fin 0 mask 37fa213d "Hel")`.

use websocket::frame::{Header, Opcode, Reserved, mask};
use websocket::handshake::accept;

use crate::token::{Parsed, Token, Tokens, byte};

/// The most bytes that one statement may name.
const BYTES_MAX: usize = 1 << 20;
/// How deep items may stand in each other.
const DEPTH_MAX: usize = 8;

const WANTS: &str = "bytes: \"text\", two hex digits, (u16 N), (u32 N), (repeat N BYTES), \
                     (accept KEY), (mask KEY BYTES), (close CODE \"reason\") or (frame KIND BYTES)";
/// The seven bits that announce a longer length (RFC 6455 §5.2).
const LEN_16: u8 = 0x7e;
const LEN_64: u8 = 0x7f;

const TOO_LONG: &str = "at most 1 MiB of bytes";

/// Whether bytes come next.
pub(crate) fn begins(tokens: &Tokens<'_>) -> bool {
    match tokens.peek() {
        Some(Token::Text(_) | Token::Open) => true,
        Some(Token::Word(word)) => byte(word).is_some(),
        _ => false,
    }
}

/// One item or more, as far as they go.
pub(crate) fn read(tokens: &mut Tokens<'_>) -> Parsed<Vec<u8>> {
    if !begins(tokens) {
        return Err(WANTS);
    }
    items(tokens, 0)
}

/// Items, none included, up to what is none.
fn items(tokens: &mut Tokens<'_>, depth: usize) -> Parsed<Vec<u8>> {
    let mut bytes = Vec::new();
    while begins(tokens) {
        let item = match tokens.next() {
            Some(Token::Text(text)) => text,
            Some(Token::Word(word)) => vec![byte(word).ok_or(WANTS)?],
            Some(Token::Open) if depth < DEPTH_MAX => {
                let item = bracket(tokens, depth + 1)?;
                match tokens.next() {
                    Some(Token::Close) => item,
                    _ => return Err("a ) here, behind what the brackets hold"),
                }
            }
            _ => return Err("brackets stand at most 8 deep"),
        };
        bytes.extend(item);
        if bytes.len() > BYTES_MAX {
            return Err(TOO_LONG);
        }
    }
    Ok(bytes)
}

/// What stands in brackets, without them.
fn bracket(tokens: &mut Tokens<'_>, depth: usize) -> Parsed<Vec<u8>> {
    Ok(match tokens.word().ok_or(WANTS)? {
        "u16" => tokens.number::<u16>("u16 and a number up to 65535")?.to_be_bytes().to_vec(),
        "u32" => tokens.number::<u32>("u32 and a number up to 4294967295")?.to_be_bytes().to_vec(),
        "repeat" => {
            let times: usize = tokens.number("repeat N BYTES")?;
            let bytes = items(tokens, depth)?;
            if times.checked_mul(bytes.len()).is_none_or(|all| all > BYTES_MAX) {
                return Err(TOO_LONG);
            }
            bytes.repeat(times)
        }
        "accept" => {
            let key = match tokens.next() {
                Some(Token::Word(word)) => word.to_owned(),
                Some(Token::Text(text)) => String::from_utf8_lossy(&text).into_owned(),
                _ => return Err("accept and a key"),
            };
            accept::value(&key).into_bytes()
        }
        "mask" => {
            let key = mask_key(tokens)?;
            let mut bytes = items(tokens, depth)?;
            mask(&mut bytes, key, 0);
            bytes
        }
        "close" => {
            let code: u16 = tokens.number("close CODE \"reason\"")?;
            let reason = items(tokens, depth)?;
            [&code.to_be_bytes()[..], &reason].concat()
        }
        "frame" => frame(tokens, depth)?,
        _ => return Err(WANTS),
    })
}

fn mask_key(tokens: &mut Tokens<'_>) -> Parsed<[u8; 4]> {
    const WANTS: &str = "a masking key: eight hex digits";
    let word = tokens.word().filter(|word| word.len() == 8).ok_or(WANTS)?;
    let mut key = [0; 4];
    for (at, place) in key.iter_mut().enumerate() {
        *place = word.get(2 * at..2 * at + 2).and_then(byte).ok_or(WANTS)?;
    }
    Ok(key)
}

/// The kind of a frame by its name.
pub(crate) fn kind(word: &str) -> Option<Opcode> {
    Some(match word {
        "continuation" => Opcode::Continuation,
        "text" => Opcode::Text,
        "binary" => Opcode::Binary,
        "close" => Opcode::Close,
        "ping" => Opcode::Ping,
        "pong" => Opcode::Pong,
        _ => return None,
    })
}

/// The four bits of a frame's kind: by name, or as a hex digit for those that have none.
fn opcode_bits(word: &str) -> Option<u8> {
    let digit = || u8::from_str_radix(word, 16).ok().filter(|_| word.len() == 1);
    kind(word).map(|kind| kind as u8).or_else(digit)
}

/// A whole frame. Its header is the engine's, unless it is to be one that the engine would not
/// write: another form of the length, another length than the payload's, another opcode.
fn frame(tokens: &mut Tokens<'_>, depth: usize) -> Parsed<Vec<u8>> {
    const WANTS: &str = "frame KIND [fin 0] [rsv N] [mask KEY] [form 7|16|64] [claims N] BYTES, \
                         KIND text, binary, continuation, close, ping, pong or a hex digit";
    let bits = tokens.word().and_then(opcode_bits).ok_or(WANTS)?;
    let (mut fin, mut reserved, mut key) = (true, 0, None);
    let (mut form, mut claims) = (None, None);
    loop {
        if tokens.takes("fin") {
            fin = tokens.number::<u8>(WANTS)? != 0;
        } else if tokens.takes("rsv") {
            reserved = tokens.number::<u8>("rsv and a number: 4 is RSV1, 2 RSV2, 1 RSV3")? & 7;
        } else if tokens.takes("mask") {
            key = Some(mask_key(tokens)?);
        } else if tokens.takes("form") {
            let bits: u8 = tokens.number(WANTS)?;
            form = Some(bits).filter(|bits| [7, 16, 64].contains(bits));
            form.ok_or("form 7, 16 or 64: the bits that say the length")?;
        } else if tokens.takes("claims") {
            claims = Some(tokens.number::<u64>("claims and a length")?);
        } else {
            break;
        }
    }
    let mut payload = items(tokens, depth)?;
    let header = Header {
        fin,
        reserved: Reserved::of(reserved << 4),
        opcode: Opcode::Continuation,
        mask: key,
        payload_len: claims.unwrap_or(payload.len() as u64),
    };
    let mut bytes = match form {
        None => header.encode().as_bytes().to_vec(),
        Some(form) => written(&header, form)?,
    };
    bytes[0] |= bits;
    if let Some(key) = key {
        mask(&mut payload, key, 0);
    }
    bytes.extend(payload);
    Ok(bytes)
}

/// A header whose length is written in this form, shortest or not.
fn written(header: &Header, form: u8) -> Parsed<Vec<u8>> {
    const WANTS: &str = "a length that fits its form: 125 in 7 bits, 65535 in 16";
    let length = header.payload_len;
    let mask_bit = u8::from(header.mask.is_some()) << 7;
    let mut bytes = vec![u8::from(header.fin) << 7 | header.reserved.bits()];
    match form {
        7 => {
            let length =
                u8::try_from(length).ok().filter(|length| *length < LEN_16).ok_or(WANTS)?;
            bytes.push(mask_bit | length);
        }
        16 => {
            bytes.push(mask_bit | LEN_16);
            bytes.extend(u16::try_from(length).map_err(|_| WANTS)?.to_be_bytes());
        }
        _ => {
            bytes.push(mask_bit | LEN_64);
            bytes.extend(length.to_be_bytes());
        }
    }
    bytes.extend(header.mask.into_iter().flatten());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(text: &str, bytes: &[u8]) {
        let mut tokens = Tokens::new(crate::token::read(text).unwrap().1);
        assert_eq!(read(&mut tokens).unwrap(), bytes, "{text}");
        assert!(tokens.is_done(), "{text}");
    }

    #[track_caller]
    fn is_refused(text: &str) {
        let Ok((_, tokens)) = crate::token::read(text) else { return };
        let mut tokens = Tokens::new(tokens);
        assert!(read(&mut tokens).is_err() || !tokens.is_done(), "{text}");
    }

    #[test]
    fn items_one_after_another() {
        is(r#""a\n\r\t\0\x7f\\\"" 81 05"#, b"a\n\r\t\0\x7f\\\"\x81\x05");
        is(r#"(u16 5) (u32 258) "안""#, &[0, 5, 0, 0, 1, 2, 0xec, 0x95, 0x88]);
        is(r#"(repeat 3 "ab" 00)"#, b"ab\0ab\0ab\0");
        is("(accept dGhlIHNhbXBsZSBub25jZQ==)", b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        is(r#"(close 1000 "bye")"#, b"\x03\xe8bye");
    }

    #[test]
    fn section_5_7_s_frames() {
        is(r#"(frame text "Hello")"#, b"\x81\x05Hello");
        let masked = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        is(r#"(frame text mask 37fa213d "Hello")"#, &masked);
        is(r#"81 85 37 fa 21 3d (mask 37fa213d "Hello")"#, &masked);
        is(r#"(frame text fin 0 "Hel") (frame continuation "lo")"#, b"\x01\x03Hel\x80\x02lo");
        is(r#"(frame close (close 1000 ""))"#, b"\x88\x02\x03\xe8");
    }

    #[test]
    fn frames_that_the_engine_would_not_write() {
        is(r#"(frame text form 16 "Hi")"#, b"\x81\x7e\0\x02Hi");
        is(r#"(frame text form 64 "Hi")"#, b"\x81\x7f\0\0\0\0\0\0\0\x02Hi");
        is(r#"(frame b rsv 4 "")"#, b"\xcb\0");
        is(r#"(frame binary claims 70000 "Hi")"#, b"\x82\x7f\0\0\0\0\0\x01\x11\x70Hi");
        is_refused(r#"(frame text form 7 (repeat 126 "x"))"#);
        is_refused(r#"(frame text form 8 "x")"#);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        is_refused("");
        is_refused("\"open");
        is_refused(r#""\q""#);
        is_refused(r#""\x8""#);
        is_refused("(u16 65536)");
        is_refused("(repeat 1048577 \"x\")");
        is_refused("(repeat 1000000 (repeat 1000000 \"x\"))");
        is_refused("(mask 37fa213 \"x\")");
        is_refused("(u16 5");
        is_refused(&"(repeat 2 ".repeat(100));
    }
}
