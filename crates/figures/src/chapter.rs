//! Chapters of the book as links from figures: by their title, never by their number, which may
//! change.
//!
//! Invariant: titles are those of the table of contents in both languages, and sections are there;
//! a test of the book's preprocessor holds both.
//!
//! ```
//! use figure_kit::words::{Language, Vocabulary as _};
//! use figures::chapter::{Chapter, Place, Words};
//!
//! let place = Place { chapter: Chapter::Frames, section: "opcode" };
//! assert_eq!(place.address(), "frames.html#opcode");
//! let words = Words::in_language(Language::Korean);
//! assert_eq!(place.chapter.title(&words), "프레임");
//! ```

use figure_kit::node::{Element, el};
use figure_kit::words::Kit;

figure_kit::names! {
    /// A chapter that figures lead to, under the name of its file.
    pub enum Chapter {
        /// Addresses and ports.
        Ports = "ports",
        /// TCP and UDP.
        TcpUdp = "tcp-udp",
        /// Why WebSocket.
        WhyWebSocket = "why-websocket",
        /// Frames.
        Frames = "frames",
        /// In programs.
        Programs = "programs",
        /// Beyond.
        Beyond = "beyond",
    }
}

figure_kit::words! {
    /// The titles of the chapters, as the table of contents has them.
    pub struct Words in "chapters" over Kit;

    ports: "Addresses and ports", "주소와 포트";
    tcp_udp: "TCP and UDP", "TCP와 UDP";
    why_websocket: "Why WebSocket", "왜 WebSocket인가";
    frames: "Frames", "프레임";
    programs: "In programs", "프로그램에서 쓰기";
    beyond: "Beyond", "그 너머";
}

/// A place in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The chapter.
    pub chapter: Chapter,
    /// The id of a heading in it; empty for the whole chapter.
    pub section: &'static str,
}

impl Chapter {
    /// Its title.
    pub fn title(self, words: &Words) -> &str {
        match self {
            Self::Ports => words.ports(),
            Self::TcpUdp => words.tcp_udp(),
            Self::WhyWebSocket => words.why_websocket(),
            Self::Frames => words.frames(),
            Self::Programs => words.programs(),
            Self::Beyond => words.beyond(),
        }
    }
}

impl Place {
    /// Where it is: all pages of a language lie side by side.
    pub fn address(self) -> String {
        let mark = if self.section.is_empty() { "" } else { "#" };
        [self.chapter.name(), ".html", mark, self.section].concat()
    }

    /// A link to it, by the chapter's title.
    pub fn link(self, words: &Words) -> Element {
        let title = self.chapter.title(words);
        el("a").class("sw-chapter").attr("href", self.address()).text(title)
    }
}
