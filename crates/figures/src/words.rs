//! The words of all figures in one type, until each has its own.

use std::ops::Deref;

use figure_kit::words::{Kit, Language, Section, Table, Tables, Vocabulary};

mod catalogue;

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words {
    kit: Kit,
    sections: Vec<Table>,
}

impl Deref for Words {
    type Target = Kit;

    fn deref(&self) -> &Kit {
        &self.kit
    }
}

impl Vocabulary for Words {
    fn of(tables: &Tables) -> Self {
        let sections = catalogue::SECTIONS.iter().map(|section| tables.table(section)).collect();
        Self { kit: Kit::of(tables), sections }
    }

    fn sections(into: &mut Vec<&'static Section>) {
        Kit::sections(into);
        into.extend(catalogue::SECTIONS.iter());
    }
}

impl Words {
    /// The English words.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn english() -> Self {
        Self::in_language(Language::English)
    }

    /// The Korean words.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn korean() -> Self {
        Self::in_language(Language::Korean)
    }

    /// The words of a language by its tag, English unless it is Korean.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of_tag(tag: &str) -> Self {
        Self::in_language(Language::of_tag(tag))
    }
}
