//! Every word that stands inside a figure, in English and in Korean.
//!
//! A figure's words are a type of its own, declared with [`words!`](crate::words!): entries with
//! both languages side by side. An entry that lacks one language does not compile. Natively both
//! are compiled in. In the browser neither is: the page loads what its figures say in its own
//! language ([`Tables::text`] wrote it) and [`Tables::parse`] reads it.
//!
//! A phrase holds `{name}` for each of its arguments, and `{name|one|many}` where English wants a
//! singular. Korean phrases are worded so that no particle follows an argument.
//!
//! ```
//! use figure_kit::words::{Kit, Language, Vocabulary as _};
//!
//! figure_kit::words! {
//!     /// What the lamp says, over what every figure says.
//!     pub struct Words in "lamp" over Kit;
//!
//!     lit: "It shines.", "켜져 있습니다.";
//!     hours(count): "{count} {count|hour|hours}", "{count}시간";
//! }
//!
//! let words = Words::in_language(Language::Korean);
//! assert_eq!((words.lit(), words.reset()), ("켜져 있습니다.", "초기화"));
//! assert_eq!(Words::in_language(Language::English).hours(&1), "1 hour");
//! ```

use std::fmt::{self, Display};
use std::rc::Rc;

mod kit;

pub use kit::Kit;

/// Begins the line that names a section, in a table's text.
const NAMES_SECTION: char = '\t';

/// The entries of one type of words.
#[derive(Debug)]
pub struct Section {
    /// Its name: that of the figure, or of what several share.
    pub name: &'static str,
    /// How many entries it has.
    pub len: usize,
    /// The entries in English.
    #[cfg(not(target_arch = "wasm32"))]
    pub english: &'static [&'static str],
    /// The entries in Korean.
    #[cfg(not(target_arch = "wasm32"))]
    pub korean: &'static [&'static str],
}

/// A language of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The source.
    English,
    /// The language of its first readers.
    Korean,
}

impl Language {
    /// The language of a tag such as `ko` or `en-GB`; English unless it is Korean.
    pub fn of_tag(tag: &str) -> Self {
        if tag.starts_with("ko") { Self::Korean } else { Self::English }
    }
}

/// Words of one type in one language.
pub trait Vocabulary: Clone + 'static {
    /// Takes its sections out of the page's tables. One that is not there says nothing: a script
    /// that is replayed has none, and a page is asked for them first ([`Tables::require`]).
    fn of(tables: &Tables) -> Self;

    /// Adds the sections that it stands on and its own.
    fn sections(into: &mut Vec<&'static Section>);

    /// The words of a language, where both are compiled in.
    #[cfg(not(target_arch = "wasm32"))]
    fn in_language(language: Language) -> Self {
        let mut sections = Vec::new();
        Self::sections(&mut sections);
        Self::of(&Tables::of(&sections, language))
    }
}

/// The entries of one section in one language; none where nobody listens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table(Rc<[Box<str>]>);

impl Table {
    /// An entry by its place.
    pub fn text(&self, entry: usize) -> &str {
        self.0.get(entry).map_or("", |text| text)
    }

    /// An entry with its arguments filled in. Their names are one text, so that a call says
    /// little.
    pub fn phrase(&self, entry: usize, names: &str, arguments: &[&dyn Display]) -> String {
        let mut filled = String::new();
        let mut rest = self.text(entry);
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

/// What a page has loaded, in its language: tables by the names of their sections.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tables {
    sections: Vec<(Box<str>, Table)>,
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

impl Tables {
    /// Tables that say nothing, for where nobody listens: a script that is being replayed.
    pub fn silent() -> Self {
        Self::default()
    }

    /// Reads tables: one after another, each its section's line and an entry a line.
    pub fn parse(text: &str) -> Self {
        let mut sections: Vec<(Box<str>, Vec<Box<str>>)> = Vec::new();
        for line in text.lines() {
            if let Some(name) = line.strip_prefix(NAMES_SECTION) {
                // A section that comes twice counts once.
                sections.retain(|(known, _)| **known != *name);
                sections.push((name.into(), Vec::new()));
            } else if let Some((_, entries)) = sections.last_mut() {
                entries.push(line.into());
            }
        }
        let table = |(name, entries): (Box<str>, Vec<Box<str>>)| (name, Table(entries.into()));
        Self { sections: sections.into_iter().map(table).collect() }
    }

    /// The table of a section; an empty one where it is not there.
    pub fn table(&self, section: &Section) -> Table {
        let found = self.sections.iter().find(|(name, _)| **name == *section.name);
        found.map(|(_, table)| table.clone()).unwrap_or_default()
    }

    /// Whether a section is here whole.
    pub fn require(&self, section: &Section) -> Result<(), WrongTable> {
        let found = self.table(section).0.len();
        if found == section.len {
            return Ok(());
        }
        Err(WrongTable { section: section.name, expected: section.len, found })
    }

    /// The tables of these sections in a language.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of(sections: &[&Section], language: Language) -> Self {
        let table = |section: &&Section| {
            let entries = section.entries(language).iter().map(|text| (*text).into());
            (section.name.into(), Table(entries.collect()))
        };
        Self { sections: sections.iter().map(table).collect() }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Section {
    /// The entries in a language.
    pub fn entries(&self, language: Language) -> &'static [&'static str] {
        match language {
            Language::English => self.english,
            Language::Korean => self.korean,
        }
    }

    /// The section as a browser loads it: its name and its entries.
    pub fn text(&self, language: Language) -> String {
        format!("{NAMES_SECTION}{}\n{}\n", self.name, self.entries(language).join("\n"))
    }

    /// What is wrong with its entries, if anything: both languages take the same arguments, and
    /// each entry is one line that says something.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (english, korean) in self.english.iter().zip(self.korean) {
            if slots(english) != slots(korean) {
                faults.push(format!("{}: {english} / {korean}: other arguments", self.name));
            }
            for text in [english, korean] {
                let sound = !text.trim().is_empty() && !text.contains('\n');
                if !sound || text.starts_with(NAMES_SECTION) {
                    faults.push(format!("{}: {text:?} is not one line", self.name));
                }
            }
        }
        faults
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn slots(text: &str) -> Vec<&str> {
    let after = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
    let mut names: Vec<&str> =
        after.map(|(slot, _)| slot.split('|').next().unwrap_or_default()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A type of words: a method an entry, each in both languages.
///
/// `over BASE` names the type that it stands on, whose entries are its own too.
#[macro_export]
macro_rules! words {
    (
        $(#[$meta:meta])*
        $vis:vis struct $type:ident in $section:literal $( over $base:ty )? ;
        $( $name:ident $( ( $($argument:ident),+ ) )? : $english:literal, $korean:literal; )*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis struct $type {
            table: $crate::words::Table,
            $( base: $base, )?
        }

        const _: () = {
            #[allow(non_camel_case_types)]
            enum Entry { $( $name, )* }

            static SECTION: $crate::words::Section = $crate::words::Section {
                name: $section,
                len: [$( stringify!($name), )*].len(),
                #[cfg(not(target_arch = "wasm32"))]
                english: &[$( $english, )*],
                #[cfg(not(target_arch = "wasm32"))]
                korean: &[$( $korean, )*],
            };

            impl $crate::words::Vocabulary for $type {
                fn of(tables: &$crate::words::Tables) -> Self {
                    Self {
                        table: tables.table(&SECTION),
                        $( base: <$base as $crate::words::Vocabulary>::of(tables), )?
                    }
                }

                fn sections(into: &mut Vec<&'static $crate::words::Section>) {
                    $( <$base as $crate::words::Vocabulary>::sections(into); )?
                    into.push(&SECTION);
                }
            }

            $(
                impl std::ops::Deref for $type {
                    type Target = $base;

                    fn deref(&self) -> &$base {
                        &self.base
                    }
                }
            )?

            impl $type {
                $( $crate::words! { @method $name $( ( $($argument),+ ) )? : $english } )*
            }
        };
    };
    (@method $name:ident : $english:literal) => {
        #[doc = $english]
        #[allow(dead_code, unreachable_pub, clippy::doc_markdown, reason = "prose for readers")]
        pub fn $name(&self) -> &str {
            self.table.text(Entry::$name as usize)
        }
    };
    (@method $name:ident ( $($argument:ident),+ ) : $english:literal) => {
        #[doc = $english]
        #[allow(dead_code, unreachable_pub, clippy::doc_markdown, reason = "prose for readers")]
        pub fn $name(&self, $( $argument: &dyn std::fmt::Display ),+) -> String {
            self.table.phrase(
                Entry::$name as usize,
                concat!($( stringify!($argument), " " ),+),
                &[$( $argument ),+],
            )
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        struct Lamp in "lamp" over Kit;

        lit: "It shines.", "켜져 있습니다.";
        hours(count): "{count} {count|hour|hours}", "{count}시간";
    }

    fn sections() -> Vec<&'static Section> {
        let mut sections = Vec::new();
        Lamp::sections(&mut sections);
        sections
    }

    #[test]
    fn entries_are_sound_in_both_languages() {
        for section in sections() {
            assert_eq!(section.faults(), Vec::<String>::new());
        }
    }

    #[test]
    fn tables_come_back_whole_in_any_order() {
        for language in [Language::English, Language::Korean] {
            let mut texts: Vec<String> =
                sections().iter().map(|section| section.text(language)).collect();
            texts.reverse();
            let words = Lamp::of(&Tables::parse(&texts.concat()));
            let native = Lamp::in_language(language);
            assert_eq!((words.lit(), words.hours(&3)), (native.lit(), native.hours(&3)));
            assert_eq!(words.reset(), native.reset());
        }
    }

    #[test]
    fn a_table_of_another_version_is_refused_and_a_missing_one_missed() {
        let tables = Tables::parse("\tlamp\none line\n");
        let refused = |section| tables.require(section).unwrap_err().to_string();
        let [kit, lamp] = sections()[..] else { panic!("two sections") };
        assert_eq!(refused(lamp), "lamp needs 2 words and was given 1: reload the page");
        assert!(refused(kit).starts_with("kit needs "), "{}", refused(kit));
        assert_eq!(Lamp::of(&Tables::silent()).hours(&1), "");
    }
}
