//! What to check, and how to tell it.

use checker::websocket::Level;

use crate::handshake::Url;

/// What to check, and how to tell it.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) whom: Whom,
    pub(crate) level: Level,
    /// Names, with `*` for anything; a name without `*` may stand anywhere in a case's.
    pub(crate) only: Vec<String>,
    pub(crate) format: Format,
    pub(crate) verbose: bool,
    pub(crate) list: bool,
    pub(crate) patience_ms: u64,
    /// The tag of the language.
    pub(crate) language: String,
}

/// Who is checked.
#[derive(Debug)]
pub(crate) enum Whom {
    /// The server at this address; none is needed for a list.
    Server(Option<Url>),
    /// Clients that connect to this port.
    Clients(u16),
}

/// How the outcome is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Junit,
}
