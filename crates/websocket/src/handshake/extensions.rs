//! The list in Sec-WebSocket-Extensions: names with parameters (§9.1).
//!
//! ```
//! use websocket::handshake::extensions::parse;
//!
//! let list = parse(b"permessage-deflate; client_max_window_bits; server_max_window_bits=10")?;
//! assert_eq!(list[0].parameters[1].value.as_deref(), Some("10"));
//! # Ok::<(), websocket::handshake::extensions::Malformed>(())
//! ```

use alloc::{string::String, vec::Vec};

/// One extension with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Its registered name.
    pub name: String,
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
}

/// One parameter of an extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value, unquoted, if it has one.
    pub value: Option<String>,
}

/// The list is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// Offset in the value of the first byte that cannot stand where it stands.
    pub at: usize,
}

impl core::fmt::Display for Malformed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "no list of extensions from byte {}", self.at)
    }
}

impl core::error::Error for Malformed {}

/// Reads one field's value. Empty elements are passed over (RFC 9110 §5.6.1.2).
pub fn parse(value: &[u8]) -> Result<Vec<Extension>, Malformed> {
    let mut text = Text { bytes: value, at: 0 };
    let mut list = Vec::new();
    loop {
        while text.accept(b',') {}
        if text.is_at_end() {
            return Ok(list);
        }
        let name = text.token()?;
        let mut parameters = Vec::new();
        while text.accept(b';') {
            let name = text.token()?;
            let value = if text.accept(b'=') { Some(text.value()?) } else { None };
            parameters.push(Parameter { name, value });
        }
        list.push(Extension { name, parameters });
        if !text.is_at_end() && !text.accept(b',') {
            return Err(Malformed { at: text.at });
        }
    }
}

/// Whether this is a token, as names must be (RFC 9110 §5.6.2).
pub(super) fn is_token(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|&byte| is_token_byte(byte))
}

const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(
            byte,
            b'(' | b')'
                | b'<'
                | b'>'
                | b'@'
                | b','
                | b';'
                | b':'
                | b'\\'
                | b'"'
                | b'/'
                | b'['
                | b']'
                | b'?'
                | b'='
                | b'{'
                | b'}'
        )
}

/// A value that is being read.
struct Text<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Text<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        self.peek().is_none()
    }

    /// Passes this byte, if it comes next.
    fn accept(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn token(&mut self) -> Result<String, Malformed> {
        self.skip_blanks();
        let mut token = String::new();
        while let Some(byte) = self.peek().filter(|&byte| is_token_byte(byte)) {
            token.push(char::from(byte));
            self.at += 1;
        }
        if token.is_empty() { Err(Malformed { at: self.at }) } else { Ok(token) }
    }

    /// A token, or a quoted string whose content is a token, as §9.1 asks.
    fn value(&mut self) -> Result<String, Malformed> {
        self.skip_blanks();
        if self.peek() != Some(b'"') {
            return self.token();
        }
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let escaped = self.peek() == Some(b'\\');
            self.at += usize::from(escaped);
            match self.peek() {
                Some(b'"') if !escaped => break,
                Some(byte) if is_token_byte(byte) => value.push(char::from(byte)),
                _ => return Err(Malformed { at: self.at }),
            }
            self.at += 1;
        }
        self.at += 1;
        if value.is_empty() { Err(Malformed { at: start }) } else { Ok(value) }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[track_caller]
    fn check(value: &str, said: &str) {
        let list = match parse(value.as_bytes()) {
            Ok(list) => list,
            Err(Malformed { at }) => return assert_eq!(format!("malformed at {at}"), said),
        };
        let parameter = |Parameter { name, value }: &Parameter| match value {
            Some(value) => format!(" {name}={value}"),
            None => format!(" {name}"),
        };
        let extension = |Extension { name, parameters }: &Extension| {
            name.clone() + &parameters.iter().map(parameter).collect::<String>()
        };
        assert_eq!(list.iter().map(extension).collect::<Vec<_>>().join(", "), said);
    }

    #[test]
    fn section_9_1_lists() {
        check("foo", "foo");
        check("bar; baz=2", "bar baz=2");
        check("foo, bar; baz=2 ;x;y = \"q\", , z", "foo, bar baz=2 x y=q, z");
        check("", "");
        check("a; b=\"\\c\"", "a b=c");
    }

    #[test]
    fn section_9_1_what_is_no_list() {
        check("foo bar", "malformed at 4");
        check("foo;", "malformed at 4");
        check("foo; =2", "malformed at 5");
        check("foo; a=", "malformed at 7");
        check("foo; a=\"b c\"", "malformed at 9");
        check("foo; a=\"b", "malformed at 9");
        check("foo; a=\"\"", "malformed at 7");
        check("확장", "malformed at 0");
    }
}
