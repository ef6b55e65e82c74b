//! A head as it is edited: its first line and its headers, whatever they say.

use figure_kit::figure::Refused;
use figure_kit::value::Value;

/// The most headers that can be edited.
pub(super) const HEADERS_MAX: usize = 120;

/// The longest text that a line takes, in bytes.
pub(super) const TEXT_MAX: usize = 4_000;

figure_kit::names! {
    /// Whose head it is.
    pub enum Side {
        /// The client's request.
        Request = "request",
        /// The server's response.
        Response = "response",
    }
}

/// A header, by its place or by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Its place, from 0.
    At(usize),
    /// The first of this name.
    Named(String),
}

impl Value for Row {
    fn parse(text: &str) -> Result<Self, Refused> {
        if text.is_empty() {
            return Err(Refused::explained(Self::expects));
        }
        Ok(text.parse().map_or_else(|_| Self::Named(text.to_owned()), Self::At))
    }

    fn write(&self) -> String {
        match self {
            Self::At(place) => place.to_string(),
            Self::Named(name) => name.clone(),
        }
    }

    fn expects() -> String {
        "a header's place from 0, or its name".to_owned()
    }

    fn any() -> Self {
        Self::At(0)
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
}

/// Written as lines with a tab behind each name, which comes back to the same head.
impl Value for Head {
    fn parse(text: &str) -> Result<Self, Refused> {
        Ok(Self::read(text))
    }

    fn write(&self) -> String {
        let mut text = self.line.clone();
        for Header { name, value } in &self.headers {
            for part in ["\n", name, "\t", value] {
                text.push_str(part);
            }
        }
        text
    }

    fn expects() -> String {
        "the lines of a head".to_owned()
    }

    fn any() -> Self {
        Self::default()
    }
}

impl Header {
    /// Reads what a link holds, or a line with a colon.
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
