//! What the opening asks for, and what a reader can do to it.

use figure_kit::number::Number;

use super::run::{About, Asked, Newer, Trips};

/// The longest text of a field.
pub(super) const TEXT_MAX: usize = 120;

/// How long a round trip takes, in milliseconds.
pub(super) type Millis = Number<1, 1_000, 50>;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct UpgradeDiff {
    pub(super) newer: Newer,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) origin: String,
    pub(super) protocols: String,
    pub(super) speaks: String,
    pub(super) deflates: bool,
    /// Whether a connection to the server is open already.
    pub(super) is_open: bool,
    /// Whether the server has said that it takes an extended CONNECT.
    pub(super) is_supported: bool,
    pub(super) trip: Millis,
    /// The line that is explained.
    pub(super) at: Option<About>,
}

figure_kit::actions! {
    /// What a reader can do to the opening.
    pub enum Action {
        /// Compare with HTTP/2 or HTTP/3.
        Beside(Newer) = "beside",
        /// Ask this host.
        Host(String) = "host",
        /// Ask for this path.
        Path(String) = "path",
        /// Ask from a page of this origin.
        Origin(String) = "origin",
        /// Offer these subprotocols.
        Protocols(String) = "protocols",
        /// Have the server speak these.
        Speaks(String) = "speaks",
        /// Offer permessage-deflate, or do not.
        Deflate = "deflate",
        /// Begin with a connection that is open, or with none.
        Open = "open",
        /// Have the server take an extended CONNECT, or not.
        Support = "support",
        /// Let a round trip take so many milliseconds.
        Trip(Millis) = "trip",
        /// Explain a line; the same again folds it.
        At(About) = "at",
    }
}

impl Default for UpgradeDiff {
    fn default() -> Self {
        Self {
            newer: Newer::Http2,
            host: "chat.example".to_owned(),
            path: "/room".to_owned(),
            origin: "https://chat.example".to_owned(),
            protocols: "chat.v2, chat.v1".to_owned(),
            speaks: "chat.v2".to_owned(),
            deflates: true,
            is_open: false,
            is_supported: true,
            trip: Millis::default(),
            at: None,
        }
    }
}

/// As much of a text as a field takes.
pub(super) fn kept(text: &str) -> String {
    text[..text.floor_char_boundary(TEXT_MAX)].replace(['\r', '\n'], " ")
}

impl UpgradeDiff {
    pub(super) fn asked(&self) -> Asked<'_> {
        Asked {
            host: &self.host,
            path: &self.path,
            origin: &self.origin,
            protocols: &self.protocols,
            speaks: &self.speaks,
            deflates: self.deflates,
        }
    }

    pub(super) fn trips(&self) -> Trips {
        Trips::of(self.newer, self.is_open, self.is_supported)
    }

    /// Performs an action.
    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Beside(newer) => self.newer = newer,
            Action::Host(text) => self.host = kept(&text),
            Action::Path(text) => self.path = kept(&text),
            Action::Origin(text) => self.origin = kept(&text),
            Action::Protocols(text) => self.protocols = kept(&text),
            Action::Speaks(text) => self.speaks = kept(&text),
            Action::Deflate => self.deflates = !self.deflates,
            Action::Open => self.is_open = !self.is_open,
            Action::Support => self.is_supported = !self.is_supported,
            Action::Trip(number) => self.trip = number,
            Action::At(about) => self.at = (self.at != Some(about)).then_some(about),
        }
    }
}
