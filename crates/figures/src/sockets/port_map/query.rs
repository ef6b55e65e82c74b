//! What a reader types to find a port.

use crate::sockets::endpoint;

/// A query, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Query {
    /// Nothing was typed.
    Nothing,
    /// A port.
    Port(u16),
    /// A number that is no port, and what is left of it in 16 bits where that can be said.
    OutOfRange(Option<u16>),
    /// Part of a name.
    Name,
}

/// Reads what was typed.
pub(super) fn read(text: &str) -> Query {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if text.is_empty() {
        return Query::Nothing;
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Query::Name;
    }
    if let Some(port) = endpoint::port(text) {
        return Query::Port(port);
    }
    // What `htons` makes of an int: its low 16 bits.
    let bits = text.parse::<i32>().ok().map(i32::cast_unsigned);
    Query::OutOfRange(bits.map(|bits| (bits & 0xffff) as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_nonsense_are_told_apart() {
        let cases = [
            ("", Query::Nothing),
            ("  ", Query::Nothing),
            ("0", Query::Port(0)),
            (" 65535 ", Query::Port(65_535)),
            ("0080", Query::Port(80)),
            ("65536", Query::OutOfRange(Some(0))),
            ("70000", Query::OutOfRange(Some(4_464))),
            ("-1", Query::OutOfRange(Some(65_535))),
            ("99999999999999999999", Query::OutOfRange(None)),
            ("http", Query::Name),
            ("80/tcp", Query::Name),
            ("-", Query::Name),
            ("팔십", Query::Name),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }
}
