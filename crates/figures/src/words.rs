//! Every word that stands inside a figure, in English and in Korean.
//!
//! The catalogue is a list of entries with both languages, a section a figure; an entry that lacks
//! one language does not compile. Natively both are compiled in. In the browser neither is: the
//! page loads what its figures say in its own language ([`Words::table`] wrote it) and
//! [`Words::parse`] reads it.
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

/// The section that every figure needs.
pub const SHARED: &str = "shared";

/// The section of what is only printed, which no page loads.
pub const PRINTED: &str = "tables";

/// Begins the line that names a section, in a table.
const NAMES_SECTION: char = '\t';

/// What belongs to one figure, or to all.
struct Section {
    name: &'static str,
    len: usize,
    #[cfg(not(target_arch = "wasm32"))]
    english: &'static [&'static str],
    #[cfg(not(target_arch = "wasm32"))]
    korean: &'static [&'static str],
}

/// The words of one language: of all figures, or of those that a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// In the order of the catalogue's sections; one that was not loaded is empty.
    sections: Vec<Vec<Box<str>>>,
}

/// A table that does not belong to this version of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongTable {
    section: &'static str,
    expected: usize,
    found: usize,
}

impl Display for WrongTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { section, expected, found } = self;
        write!(formatter, "{section} needs {expected} words and was given {found}: reload the page")
    }
}

impl std::error::Error for WrongTable {}

impl Words {
    /// Words that say nothing, for where nobody listens: a script that is being replayed.
    pub fn silent() -> Self {
        Self { sections: vec![Vec::new(); catalogue::SECTIONS.len()] }
    }

    /// Reads a table: sections one after another, each its name's line and an entry a line. A
    /// section that is not compiled in is passed over, so one table may serve several programs.
    pub fn parse(table: &str) -> Result<Self, WrongTable> {
        let mut words = Self::silent();
        let mut place = None;
        for line in table.lines() {
            if let Some(name) = line.strip_prefix(NAMES_SECTION) {
                place = catalogue::SECTIONS.iter().position(|section| section.name == name);
                if let Some(place) = place {
                    words.sections[place].clear();
                }
            } else if let Some(place) = place {
                words.sections[place].push(line.into());
            }
        }
        for (section, texts) in catalogue::SECTIONS.iter().zip(&words.sections) {
            let Section { name: section, len: expected, .. } = *section;
            let found = texts.len();
            if found != expected && found != 0 {
                return Err(WrongTable { section, expected, found });
            }
        }
        Ok(words)
    }

    /// Whether everything that a figure says is here.
    pub fn require(&self, figure: &str) -> Result<(), WrongTable> {
        let needed = |name: &str| {
            name == SHARED
                || name.chars().map(|c| if c == '_' { '-' } else { c }).eq(figure.chars())
        };
        for (section, texts) in catalogue::SECTIONS.iter().zip(&self.sections) {
            if needed(section.name) && texts.is_empty() {
                let Section { name: section, len: expected, .. } = *section;
                return Err(WrongTable { section, expected, found: 0 });
            }
        }
        Ok(())
    }

    fn text(&self, section: usize, entry: usize) -> &str {
        self.sections[section].get(entry).map_or("", |text| text)
    }

    /// The names of the arguments are one text, so that a call says little.
    fn phrase(
        &self,
        section: usize,
        entry: usize,
        names: &str,
        arguments: &[&dyn Display],
    ) -> String {
        let mut filled = String::new();
        let mut rest = self.text(section, entry);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((slot, after)) = after.split_once('}') else { break };
            filled.push_str(&fill(slot, names, arguments));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// What stands in the place of `{name}` or `{name|one|many}`.
fn fill(slot: &str, names: &str, arguments: &[&dyn Display]) -> String {
    let mut parts = slot.split('|');
    let name = parts.next().unwrap_or_default();
    let at = names.split(' ').position(|known| known == name);
    let value = at.and_then(|at| arguments.get(at)).map(ToString::to_string).unwrap_or_default();
    match (parts.next(), parts.next()) {
        (Some(one), Some(_)) if value == "1" => one.to_owned(),
        (Some(_), Some(many)) => many.to_owned(),
        _ => value,
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{NAMES_SECTION, Section, Words, catalogue};

    impl Words {
        fn all(texts: fn(&Section) -> &'static [&'static str]) -> Self {
            let section = |section| texts(section).iter().map(|text| (*text).into()).collect();
            Self { sections: catalogue::SECTIONS.iter().map(section).collect() }
        }

        /// The English words.
        pub fn english() -> Self {
            Self::all(|section| section.english)
        }

        /// The Korean words.
        pub fn korean() -> Self {
            Self::all(|section| section.korean)
        }

        /// The words of a language by its tag, English unless it is Korean.
        pub fn of(language: &str) -> Self {
            if language.starts_with("ko") { Self::korean() } else { Self::english() }
        }

        /// The tables as a browser loads them: each section's name, with `-` for `_` as a
        /// figure's name has it, and its text.
        pub fn tables(&self) -> impl Iterator<Item = (String, String)> {
            catalogue::SECTIONS.iter().zip(&self.sections).map(|(section, texts)| {
                let name = section.name;
                let text = format!("{NAMES_SECTION}{name}\n{}\n", texts.join("\n"));
                (name.replace('_', "-"), text)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
        let pairs = |section: &Section| section.english.iter().zip(section.korean);
        catalogue::SECTIONS.iter().flat_map(pairs).map(|(english, korean)| (*english, *korean))
    }

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
        for (english, korean) in pairs() {
            assert_eq!(slots(english), slots(korean), "{english} / {korean}");
        }
    }

    #[test]
    fn every_entry_is_one_line_and_says_something() {
        for text in pairs().flat_map(|(english, korean)| [english, korean]) {
            let sound = !text.trim().is_empty() && !text.contains('\n');
            assert!(sound && !text.starts_with(NAMES_SECTION), "{text:?}");
        }
    }

    #[test]
    fn every_section_belongs_to_a_figure_or_to_all() {
        for (name, _) in Words::english().tables() {
            let is_common = name == SHARED || name == PRINTED;
            assert!(is_common || crate::registry::create(&name).is_some(), "{name}");
        }
    }

    #[test]
    fn tables_come_back_whole_in_any_order() {
        for words in [Words::english(), Words::korean()] {
            let mut tables: Vec<String> = words.tables().map(|(_, table)| table).collect();
            tables.reverse();
            assert_eq!(Words::parse(&tables.concat()), Ok(words));
        }
    }

    #[test]
    fn a_table_of_another_version_is_refused_and_a_missing_one_missed() {
        let tables: Vec<_> = Words::korean().tables().collect();
        let (_, shared) = tables.iter().find(|(name, _)| name == SHARED).unwrap();
        let cut = Words::parse("\tshared\none line\n").unwrap_err().to_string();
        assert!(cut.starts_with("shared needs ") && cut.contains("was given 1: reload"), "{cut}");
        let words = Words::parse(&format!("\tof-another-part\nx\n{shared}")).unwrap();
        assert_eq!(words.reset(), Words::korean().reset());
        assert_eq!(words.require("sundial"), Ok(()));
        assert_eq!(words.require("accept-key").unwrap_err().section, "accept_key");
    }
}
