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
//! let place = Place { chapter: Chapter::Masking, section: "servers" };
//! assert_eq!(place.address(), "masking.html#servers");
//! let words = Words::in_language(Language::Korean);
//! assert_eq!(place.chapter.title(&words), "마스킹");
//! ```

use figure_kit::node::{Element, el};
use figure_kit::words::Kit;

figure_kit::names! {
    /// A chapter under the name of its file.
    pub enum Chapter {
        /// What is a socket?
        Socket = "socket",
        /// Addresses and ports.
        Ports = "ports",
        /// The life of a connection.
        Life = "life",
        /// TCP and UDP.
        TcpUdp = "tcp-udp",
        /// Endings.
        Endings = "endings",
        /// Why WebSocket.
        WhyWebSocket = "why-websocket",
        /// The opening handshake.
        Handshake = "handshake",
        /// Frames.
        Frames = "frames",
        /// Masking.
        Masking = "masking",
        /// Messages.
        Messages = "messages",
        /// Ping, pong, close.
        Closing = "closing",
        /// In programs.
        Programs = "programs",
        /// Security and scale.
        Security = "security",
        /// Beyond.
        Beyond = "beyond",
    }
}

figure_kit::words! {
    /// The titles of the chapters, as the table of contents has them.
    pub struct Words in "chapters" over Kit;

    socket: "What is a socket?", "소켓이란 무엇인가";
    ports: "Addresses and ports", "주소와 포트";
    life: "The life of a connection", "연결의 일생";
    tcp_udp: "TCP and UDP", "TCP와 UDP";
    endings: "Endings", "연결의 끝";
    why_websocket: "Why WebSocket", "왜 WebSocket인가";
    handshake: "The opening handshake", "연결을 여는 핸드셰이크";
    frames: "Frames", "프레임";
    masking: "Masking", "마스킹";
    messages: "Messages", "메시지";
    closing: "Ping, pong, close", "ping, pong, 종료";
    programs: "In programs", "프로그램에서 쓰기";
    security: "Security and scale", "보안과 규모";
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
            Self::Socket => words.socket(),
            Self::Ports => words.ports(),
            Self::Life => words.life(),
            Self::TcpUdp => words.tcp_udp(),
            Self::Endings => words.endings(),
            Self::WhyWebSocket => words.why_websocket(),
            Self::Handshake => words.handshake(),
            Self::Frames => words.frames(),
            Self::Masking => words.masking(),
            Self::Messages => words.messages(),
            Self::Closing => words.closing(),
            Self::Programs => words.programs(),
            Self::Security => words.security(),
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
