//! What is decided about the end of a connection: who closes with which words, and what else
//! happens.

use figure_kit::number::Number;
use websocket::connection::Refusal;
use websocket::frame::CloseCode;

figure_kit::names! {
    /// Who calls `close`.
    pub enum Closer {
        /// The script of the page.
        Page = "page",
        /// The server.
        Server = "server",
        /// Both, in the same moment.
        Both = "both",
        /// Nobody.
        Nobody = "nobody",
    }
}

figure_kit::names! {
    /// What else happens.
    pub enum Case {
        /// Nothing.
        Calm = "calm",
        /// Both ends are sending messages.
        Data = "data",
        /// The server is sending a message in pieces.
        Pieces = "pieces",
        /// The first FIN is lost on its way.
        LostFin = "lost-fin",
        /// A process is killed.
        Killed = "killed",
        /// A process hangs: it lives, and does nothing any more.
        Hangs = "hangs",
        /// The cable is pulled: from then on nothing that is sent arrives.
        Cable = "cable",
    }
}

figure_kit::names! {
    /// An end of the connection.
    pub enum Who {
        /// The page, in its browser.
        Page = "page",
        /// The server.
        Server = "server",
    }
}

impl Who {
    /// The other end.
    pub(super) const fn other(self) -> Self {
        match self {
            Self::Page => Self::Server,
            Self::Server => Self::Page,
        }
    }
}

figure_kit::names! {
    /// Who sends a message a second after the mishap.
    pub enum Talks {
        /// Nobody.
        Nobody = "nobody",
        /// The page.
        Page = "page",
        /// The server.
        Server = "server",
    }
}

impl Talks {
    pub(super) const fn is(self, who: Who) -> bool {
        matches!((self, who), (Self::Page, Who::Page) | (Self::Server, Who::Server))
    }
}

/// Milliseconds after the start at which a process dies or a cable is pulled.
pub(super) type Moment = Number<0, 400, 110>;
/// Seconds between two pings of the server; 0 for none.
pub(super) type Interval = Number<0, 300, 0>;

/// The longest reason and code, as they are typed.
const REASON_MAX: usize = 240;
const CODE_MAX: usize = 12;
/// What fits into a close frame behind its code (§5.5, §5.5.1).
const REASON_LEN_MAX: usize = 123;

/// What an end closes with, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) code: String,
    pub(super) reason: String,
}

fn cut(text: &str, len: usize) -> String {
    text[..text.floor_char_boundary(len)].replace(['\n', '\r'], " ")
}

impl Says {
    fn new(code: &str, reason: &str) -> Self {
        Self { code: code.to_owned(), reason: reason.to_owned() }
    }

    pub(super) fn set_code(&mut self, text: &str) {
        self.code = cut(text, CODE_MAX);
    }

    pub(super) fn set_reason(&mut self, text: &str) {
        self.reason = cut(text, REASON_MAX);
    }

    /// The code, as an `unsigned short` takes it that is clamped (Web IDL §3.2.4.9): what is no
    /// number is 0. Without a text there is none.
    pub(super) fn code(&self) -> Option<u16> {
        let text = self.code.trim();
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<i64>().unwrap_or(0).clamp(0, i64::from(u16::MAX));
        u16::try_from(number).ok()
    }

    /// Whether the code stands there as it is taken.
    pub(super) fn is_code_sound(&self) -> bool {
        self.code().is_none_or(|code| self.code.trim() == code.to_string())
    }

    /// The bytes of the reason: `\xff` stands for a byte.
    pub(super) fn reason(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut rest = self.reason.as_str();
        while let Some(at) = rest.find("\\x") {
            bytes.extend_from_slice(&rest.as_bytes()[..at]);
            let digits = rest.get(at + 2..at + 4).and_then(|it| u8::from_str_radix(it, 16).ok());
            if let Some(byte) = digits {
                bytes.push(byte);
                rest = &rest[at + 4..];
            } else {
                bytes.extend_from_slice(b"\\x");
                rest = &rest[at + 2..];
            }
        }
        bytes.extend_from_slice(rest.as_bytes());
        bytes
    }
}

/// Why `close` does nothing but complain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// A page's code is neither 1000 nor from 3000 to 4999: an exception.
    PageCode,
    /// A page's reason has more than 123 bytes: an exception.
    PageReason,
    /// The engine refuses.
    Engine(Refusal),
    /// A reason is text, and these bytes are none.
    NotText,
    /// A reason without a code: there is no place for it.
    NoCode,
}

/// All that is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scene {
    pub(super) closer: Closer,
    pub(super) case: Case,
    /// Whose process is killed, or hangs.
    pub(super) whom: Who,
    /// When.
    pub(super) at: Moment,
    /// What the page and the server close with.
    pub(super) says: [Says; 2],
    /// Whether what may not be sent is sent all the same, by a program that checks nothing.
    pub(super) forges: bool,
    pub(super) heartbeat: Interval,
    /// Whether the server's socket has `SO_KEEPALIVE`.
    pub(super) keeps_alive: bool,
    pub(super) talks: Talks,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            closer: Closer::Page,
            case: Case::Calm,
            whom: Who::Server,
            at: Moment::default(),
            says: [Says::new("1000", "bye"), Says::new("1001", "restart")],
            forges: false,
            heartbeat: Interval::default(),
            keeps_alive: false,
            talks: Talks::Nobody,
        }
    }
}

impl Scene {
    pub(super) const fn closes(&self, who: Who) -> bool {
        matches!(
            (self.closer, who),
            (Closer::Both, _) | (Closer::Page, Who::Page) | (Closer::Server, Who::Server)
        )
    }

    /// Whether something happens that nobody has asked for.
    pub(super) const fn has_mishap(&self) -> bool {
        matches!(self.case, Case::Killed | Case::Hangs | Case::Cable)
    }

    /// Whether it matters who notices that nobody is there.
    pub(super) const fn is_about_notice(&self) -> bool {
        matches!(self.case, Case::Hangs | Case::Cable) || matches!(self.closer, Closer::Nobody)
    }

    /// Why the `close` of an end is refused, if it is.
    pub(super) fn refused(&self, who: Who) -> Option<Refused> {
        let says = &self.says[who as usize];
        let (code, reason) = (says.code(), says.reason());
        if self.forges {
            return None;
        }
        if str::from_utf8(&reason).is_err() {
            return Some(Refused::NotText);
        }
        let Some(code) = code else {
            // A browser leaves the reason out then; the engine complains.
            let is_lost = !reason.is_empty() && who == Who::Server;
            return is_lost.then_some(Refused::NoCode);
        };
        let is_long = reason.len() > REASON_LEN_MAX;
        match who {
            // The page's own `close` knows fewer codes than the protocol.
            Who::Page if code != 1000 && !(3000..=4999).contains(&code) => Some(Refused::PageCode),
            Who::Page if is_long => Some(Refused::PageReason),
            Who::Server if !CloseCode(code).may_be_sent() => {
                Some(Refused::Engine(Refusal::CloseCode))
            }
            Who::Server if is_long => Some(Refused::Engine(Refusal::LongControl)),
            _ => None,
        }
    }

    /// What either end may report at the end: what it is asked to choose from.
    pub(super) fn candidates(&self) -> Vec<Report> {
        let mut all = Vec::new();
        let mut add = |code: u16, is_clean: bool| {
            let report = Report::Closed { code, is_clean };
            if !all.contains(&report) {
                all.push(report);
            }
        };
        for who in Who::ALL {
            let code = self.says[who as usize].code();
            if self.closes(who)
                && let Some(code) = code
            {
                add(code, true);
            }
        }
        if self.forges {
            add(CloseCode::PROTOCOL_ERROR.0, true);
            add(CloseCode::INVALID_PAYLOAD.0, true);
        }
        add(CloseCode::NO_STATUS.0, true);
        add(CloseCode::ABNORMAL.0, false);
        all.push(Report::Nothing);
        all
    }
}

/// What an end reports when all is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    /// A `close` event.
    Closed {
        /// Its code.
        code: u16,
        /// Its `wasClean`.
        is_clean: bool,
    },
    /// No `close` event.
    Nothing,
}
