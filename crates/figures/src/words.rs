//! Every word that stands inside a figure, in English and in Korean.
//!
//! The catalogue is a list of entries with both languages; an entry that lacks one does not
//! compile. Natively both tables are compiled in. In the browser neither is: the page loads the
//! text of its own language ([`text_of`] wrote it) and [`Words::parse`] reads it.
//!
//! A phrase holds `{name}` for each of its arguments, and `{name|one|many}` where English wants a
//! singular. Korean phrases are worded so that no particle follows an argument.
//!
//! ```
//! use figures::words::Words;
//!
//! assert_eq!(Words::english().bytes(&1), "1 byte");
//! assert_eq!(Words::english().bytes(&20), "20 bytes");
//! assert_eq!(Words::korean().bytes(&20), "20바이트");
//! ```

use std::fmt::{self, Display};

mod catalogue;

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    texts: Vec<Box<str>>,
}

/// A table that does not belong to this version of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongTable {
    expected: usize,
    found: usize,
}

impl Display for WrongTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { expected, found } = self;
        write!(
            formatter,
            "the figures need {expected} words and were given {found}: reload the page"
        )
    }
}

impl std::error::Error for WrongTable {}

impl Words {
    /// Reads a table: one entry a line, in the catalogue's order.
    pub fn parse(table: &str) -> Result<Self, WrongTable> {
        let texts: Vec<Box<str>> = table.lines().map(Into::into).collect();
        let (expected, found) = (catalogue::LEN, texts.len());
        if expected == found { Ok(Self { texts }) } else { Err(WrongTable { expected, found }) }
    }

    /// Words that say nothing, for where nobody listens: a script that is being replayed.
    pub fn silent() -> Self {
        Self { texts: vec![Box::default(); catalogue::LEN] }
    }

    fn text(&self, index: usize) -> &str {
        &self.texts[index]
    }

    fn phrase(&self, index: usize, arguments: &[(&str, &dyn Display)]) -> String {
        let mut filled = String::new();
        let mut rest = self.text(index);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((slot, after)) = after.split_once('}') else { break };
            filled.push_str(&fill(slot, arguments));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// What stands in the place of `{name}` or `{name|one|many}`.
fn fill(slot: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let mut parts = slot.split('|');
    let name = parts.next().unwrap_or_default();
    let value = arguments.iter().find(|(known, _)| *known == name);
    let value = value.map(|(_, value)| value.to_string()).unwrap_or_default();
    match (parts.next(), parts.next()) {
        (Some(one), Some(_)) if value == "1" => one.to_owned(),
        (Some(_), Some(many)) => many.to_owned(),
        _ => value,
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use native::text_of;

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{Words, catalogue};

    impl Words {
        /// The English words.
        pub fn english() -> Self {
            Self { texts: catalogue::ENGLISH.iter().map(|text| (*text).into()).collect() }
        }

        /// The Korean words.
        pub fn korean() -> Self {
            Self { texts: catalogue::KOREAN.iter().map(|text| (*text).into()).collect() }
        }

        /// The words of a language by its tag, English unless it is Korean.
        pub fn of(language: &str) -> Self {
            if language.starts_with("ko") { Self::korean() } else { Self::english() }
        }
    }

    /// The table of a language as the browser loads it.
    pub fn text_of(words: &Words) -> String {
        words.texts.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(text: &str) -> Vec<&str> {
        let after = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
        let mut names: Vec<&str> =
            after.map(|(slot, _)| slot.split('|').next().unwrap_or_default()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn both_languages_use_the_same_arguments() {
        for (english, korean) in catalogue::ENGLISH.iter().zip(catalogue::KOREAN) {
            assert_eq!(slots(english), slots(korean), "{english} / {korean}");
        }
    }

    #[test]
    fn every_entry_is_one_line_and_says_something() {
        for text in catalogue::ENGLISH.iter().chain(catalogue::KOREAN) {
            assert!(!text.trim().is_empty() && !text.contains('\n'), "{text:?}");
        }
    }

    #[test]
    fn a_table_comes_back_whole() {
        for words in [Words::english(), Words::korean()] {
            assert_eq!(Words::parse(&text_of(&words)), Ok(words));
        }
        assert!(Words::parse("one line").is_err());
    }
}
