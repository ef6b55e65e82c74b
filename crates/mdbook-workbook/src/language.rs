//! The languages of the book.

use figure_kit::words;

/// A language: where its pages lie and what the book is called in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// The tag, which is also the folder.
    pub tag: &'static str,
    /// The book's title; `None` keeps the one in `book.toml`.
    pub title: Option<&'static str>,
    /// The book's description; `None` keeps the one in `book.toml`.
    pub description: Option<&'static str>,
}

/// The source language first.
pub const LANGUAGES: [Language; 2] = [
    Language { tag: "en", title: None, description: None },
    Language {
        tag: "ko",
        title: Some("소켓 워크북"),
        description: Some("소켓과 WebSocket을 살아 움직이는 그림으로 배웁니다."),
    },
];

impl Language {
    /// The language as figures know it.
    pub fn words(self) -> words::Language {
        words::Language::of_tag(self.tag)
    }
}
