//! Header fields: names and values in the order in which they stand.
//!
//! ```
//! let mut fields = http::Fields::default();
//! fields.push("Connection", "keep-alive, Upgrade").unwrap();
//! assert!(fields.tokens("connection").any(|(token, _)| token.eq_ignore_ascii_case(b"upgrade")));
//! assert!(fields.push("X-Split", "a\r\nInjected: b").is_err());
//! ```

use alloc::{string::String, vec::Vec};

use crate::{Fault, Rule};

/// One line of a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name, as it was written; case does not matter.
    pub name: String,
    /// The value, without the blanks around it.
    pub value: Vec<u8>,
    /// Offset of the name in the head.
    pub at: usize,
    /// Offset of the value in the head.
    pub value_at: usize,
}

impl Field {
    /// The value, if it is ASCII without control characters.
    pub fn text(&self) -> Option<&str> {
        str::from_utf8(&self.value).ok().filter(|text| text.is_ascii())
    }
}

/// The fields of one head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    rows: Vec<Field>,
    end: usize,
}

impl Fields {
    /// No field yet.
    pub const fn new() -> Self {
        Self { rows: Vec::new(), end: 0 }
    }

    /// Offset in the head of the empty line that ends it: where a missing field is missed.
    pub const fn end(&self) -> usize {
        self.end
    }

    pub(crate) const fn end_at(&mut self, end: usize) {
        self.end = end;
    }

    /// All fields in order.
    pub fn iter(&self) -> core::slice::Iter<'_, Field> {
        self.rows.iter()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The fields of this name, whatever its case.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.rows.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }

    /// The first field of this name.
    pub fn first(&self, name: &str) -> Option<&Field> {
        self.rows.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    /// The elements of a list, over all fields of this name, with their offsets in the head
    /// (RFC 9110 §5.6.1). Empty elements are left out.
    pub fn tokens<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a [u8], usize)> {
        self.all(name).flat_map(|field| {
            let mut at = field.value_at;
            field.value.split(|&byte| byte == b',').filter_map(move |element| {
                let start = at;
                at += element.len() + 1;
                let leading = element.len() - element.trim_ascii_start().len();
                let token = element.trim_ascii();
                (!token.is_empty()).then_some((token, start + leading))
            })
        })
    }

    /// Adds a field, unless its bytes would break the head.
    pub fn push(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err(Fault { rule: Rule::FieldName, at: 0 });
        }
        if let Some(at) = value.bytes().position(is_forbidden) {
            return Err(Fault { rule: Rule::Control, at });
        }
        let (name, value) = (name.into(), value.trim_ascii().into());
        self.rows.push(Field { name, value, at: 0, value_at: 0 });
        Ok(())
    }

    /// Adds the field that this line of a head holds, `at` this offset.
    pub(crate) fn read(&mut self, line: &[u8], at: usize) -> Result<(), Fault> {
        let name_len = line.iter().position(|&byte| !is_token(byte)).unwrap_or(line.len());
        let (name, rest) = line.split_at(name_len);
        match (rest, str::from_utf8(name)) {
            _ if matches!(line.first(), Some(b' ' | b'\t')) => {
                Err(Fault { rule: Rule::Folded, at })
            }
            ([b' ' | b'\t', ..], _) => {
                Err(Fault { rule: Rule::BlankBeforeColon, at: at + name_len })
            }
            ([b':', raw @ ..], Ok(name)) if !name.is_empty() => {
                let leading = raw.len() - raw.trim_ascii_start().len();
                let value_at = at + name_len + 1 + leading;
                let (name, value) = (name.into(), raw.trim_ascii().into());
                self.rows.push(Field { name, value, at, value_at });
                Ok(())
            }
            _ => Err(Fault { rule: Rule::FieldName, at: at + name_len }),
        }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        for field in &self.rows {
            out.extend_from_slice(field.name.as_bytes());
            out.extend_from_slice(b": ");
            out.extend_from_slice(&field.value);
            out.extend_from_slice(b"\r\n");
        }
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = &'a Field;
    type IntoIter = core::slice::Iter<'a, Field>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Whether a byte may stand in a token (RFC 9110 §5.6.2).
pub(crate) const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}

/// Whether a byte may stand nowhere in a head, line ends aside (RFC 9110 §5.5).
pub(crate) const fn is_forbidden(byte: u8) -> bool {
    byte.is_ascii_control() && byte != b'\t'
}
