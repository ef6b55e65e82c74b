//! A head as it is edited: its first line and its headers, whatever they say.

use std::str::FromStr;

use super::action::Row;
use crate::figure::Refused;

/// The most headers that can be edited.
pub(super) const HEADERS_MAX: usize = 120;

/// The longest text that a line takes, in bytes.
pub(super) const TEXT_MAX: usize = 4_000;

/// Whose head it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The client's request.
    Request,
    /// The server's response.
    Response,
}

impl Side {
    /// The name in fences and links.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

impl FromStr for Side {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let found = [Self::Request, Self::Response].into_iter().find(|side| side.name() == text);
        found.ok_or_else(|| Refused::one_of(&["request", "response"]))
    }
}

/// A head, as texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Head {
    pub(super) line: String,
    pub(super) headers: Vec<Header>,
}

/// A header, as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) value: String,
}

impl Head {
    /// Reads lines.
    pub(super) fn read(text: &str) -> Self {
        let mut lines = text.split('\n');
        let line = short(lines.next().unwrap_or_default());
        let headers = lines.take(HEADERS_MAX).map(Header::read).collect();
        Self { line, headers }
    }

    /// Writes the lines, so that [`Self::read`] comes back to the same head.
    pub(super) fn write(&self) -> String {
        let mut text = self.line.clone();
        for Header { name, value } in &self.headers {
            for part in ["\n", name, "\t", value] {
                text.push_str(part);
            }
        }
        text
    }

    /// The bytes that travel.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.lines().for_each(|line| bytes.extend_from_slice(line.as_bytes()));
        bytes
    }

    /// Every line as it travels, the empty one at the end too.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        let first = [&self.line, "\r\n"].concat();
        let headers =
            self.headers.iter().map(|header| [&header.name, ": ", &header.value, "\r\n"].concat());
        std::iter::once(first).chain(headers).chain(std::iter::once("\r\n".to_owned()))
    }

    /// The place of a header.
    pub(super) fn find(&self, row: &Row) -> Option<usize> {
        match row {
            Row::At(place) => Some(*place).filter(|place| *place < self.headers.len()),
            Row::Named(name) => {
                self.headers.iter().position(|header| header.name.eq_ignore_ascii_case(name))
            }
        }
    }

    /// One more header, at this place or at the end.
    pub(super) fn insert(&mut self, place: usize, header: Header) {
        if self.headers.len() < HEADERS_MAX {
            self.headers.insert(place.min(self.headers.len()), header);
        }
    }
}

impl Header {
    /// Reads what [`Head::write`] wrote, or a line with a colon.
    pub(super) fn read(line: &str) -> Self {
        let (name, value) = line.split_once('\t').unwrap_or_else(|| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name, value.trim_start_matches(' '))
        });
        Self { name: name_of(name), value: short(value) }
    }
}

/// A name: as any text of a line, but without the tab that ends it in a link.
pub(super) fn name_of(text: &str) -> String {
    short(text).replace('\t', " ")
}

/// The text, cut to what a line takes; the end of a line cannot be typed into it.
pub(super) fn short(text: &str) -> String {
    let end = text.floor_char_boundary(TEXT_MAX);
    text[..end].replace('\n', " ")
}
