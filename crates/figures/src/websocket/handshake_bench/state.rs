//! The two heads and the server's settings, and what a reader can do to them.

use http::Limits;
use websocket::handshake::server::{Origins, Policy};

use super::head::{self, HEADERS_MAX, Head, Header, Row, Side};
use super::preset::Preset;
use super::trial::Trial;

/// The longest text of a setting of the server.
const SETTING_MAX: usize = 1_000;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct HandshakeBench {
    pub(super) request: Head,
    /// The response as it was edited; `None` leaves it to the server.
    pub(super) response: Option<Head>,
    pub(super) server: Settings,
    /// The situation that was loaded last; both heads and the server may have changed since.
    pub(super) situation: Preset,
    /// Whether the server's settings can be seen, and the response be edited.
    pub(super) is_server_open: bool,
    pub(super) is_response_open: bool,
    /// Whether the bytes are shown in hex.
    pub(super) is_hex: bool,
}

/// How the server is set, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) origins: String,
    pub(super) protocols: String,
    pub(super) deflates: bool,
    pub(super) head_max: String,
    pub(super) headers_max: String,
}

figure_kit::names! {
    /// What is folded away at first.
    pub enum Part {
        /// The server's settings.
        Server = "server",
        /// The fields of the response.
        Response = "response",
    }
}

figure_kit::actions! {
    /// What a reader can do to the two heads and to the server.
    pub enum Action {
        /// Write another first line.
        Line((Side, String)) = "line",
        /// Give a header another name.
        Name((Side, (Row, String))) = "name",
        /// Give a header another value.
        Value((Side, (Row, String))) = "value",
        /// Add a header, `NAME: VALUE`, or some header.
        Add((Side, String)) = "add",
        /// Take a header out.
        Remove((Side, Row)) = "remove",
        /// Have a header stand twice.
        Double((Side, Row)) = "double",
        /// Have a header change places with the one before.
        Up((Side, Row)) = "up",
        /// Have a header change places with the one behind.
        Down((Side, Row)) = "down",
        /// Leave the response to the server again.
        Own = "own",
        /// Set which origins the server serves: none named means any.
        Origins(String) = "origins",
        /// Set which subprotocols the server speaks.
        Protocols(String) = "protocols",
        /// Switch permessage-deflate on or off.
        Deflate = "deflate",
        /// Set how long a head may be.
        HeadMax(String) = "head-max",
        /// Set how many headers there may be.
        HeadersMax(String) = "headers-max",
        /// Show the bytes in hex, or no longer.
        Hex = "hex",
        /// Set the bench up for a situation.
        Preset(Preset) = "preset",
        /// Open a part, or fold it away.
        Open(Part) = "open",
        /// Hand the key to the accept-key pipeline on the same page.
        FollowKey = "follow-key",
    }
}

impl Default for Settings {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            origins: String::new(),
            protocols: "chat".to_owned(),
            deflates: true,
            head_max: limits.head_len_max.to_string(),
            headers_max: limits.fields_max.to_string(),
        }
    }
}

impl Default for HandshakeBench {
    fn default() -> Self {
        Self::of(Preset::Rfc)
    }
}

/// A setting's text, cut to what is kept.
pub(super) fn short(text: &str) -> String {
    text[..text.floor_char_boundary(SETTING_MAX)].to_owned()
}

/// The words of a list that is typed with commas or blanks.
fn list(text: &str) -> Vec<String> {
    let words = text.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

impl Settings {
    /// The settings as the engine takes them.
    pub(super) fn policy(&self) -> Policy {
        let origins = list(&self.origins);
        Policy {
            origins: if origins.is_empty() { Origins::Any } else { Origins::Listed(origins) },
            protocols: list(&self.protocols),
            deflate: self.deflates.then(Default::default),
            limits: self.limits(),
        }
    }

    /// The limits on the request; what is no number leaves the default.
    pub(super) fn limits(&self) -> Limits {
        let default = Limits::default();
        Limits {
            head_len_max: self.head_max.trim().parse().unwrap_or(default.head_len_max),
            fields_max: self.headers_max.trim().parse().unwrap_or(default.fields_max),
            ..default
        }
    }
}

impl HandshakeBench {
    /// The bench in a situation.
    fn of(preset: Preset) -> Self {
        let origins = preset.origins().to_owned();
        let server = Settings { origins, ..Settings::default() };
        Self {
            request: preset.request(),
            response: None,
            server,
            situation: preset,
            is_server_open: false,
            is_response_open: false,
            is_hex: false,
        }
    }

    /// Whether something is not as the situation has it.
    pub(super) fn is_changed(&self) -> bool {
        let loaded = Self::of(self.situation);
        self.response.is_some() || self.request != loaded.request || self.server != loaded.server
    }

    /// Runs the handshake.
    pub(super) fn run(&self) -> Trial {
        Trial::run(&self.request, self.response.as_ref(), self.server.policy())
    }

    /// The head of a side, to be changed: from then on the response is edited by hand.
    fn edit(&mut self, side: Side) -> &mut Head {
        match side {
            Side::Request => &mut self.request,
            Side::Response => {
                if self.response.is_none() {
                    self.response = Some(self.run().response);
                }
                self.response.get_or_insert_default()
            }
        }
    }

    /// Changes the headers of a side at a row, if it is there.
    fn at(&mut self, side: Side, row: &Row, change: impl FnOnce(&mut Vec<Header>, usize)) {
        let head = self.edit(side);
        if let Some(place) = head.find(row) {
            change(&mut head.headers, place);
        }
    }

    /// Performs an action; [`Action::FollowKey`] changes nothing here.
    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Line((side, text)) => self.edit(side).line = head::short(&text),
            Action::Name((side, (row, text))) => self.at(side, &row, |headers, place| {
                headers[place].name = head::name_of(&text);
            }),
            Action::Value((side, (row, text))) => self.at(side, &row, |headers, place| {
                headers[place].value = head::short(&text);
            }),
            Action::Add((side, text)) => {
                let text = if text.is_empty() { "X-Example: 1" } else { &text };
                let headers = &mut self.edit(side).headers;
                if headers.len() < HEADERS_MAX {
                    headers.push(Header::read(text));
                }
            }
            Action::Remove((side, row)) => self.at(side, &row, |headers, place| {
                headers.remove(place);
            }),
            Action::Double((side, row)) => self.at(side, &row, |headers, place| {
                if headers.len() < HEADERS_MAX {
                    headers.insert(place + 1, headers[place].clone());
                }
            }),
            Action::Up((side, row)) => self.at(side, &row, |headers, place| {
                headers.swap(place, place.saturating_sub(1));
            }),
            Action::Down((side, row)) => self.at(side, &row, |headers, place| {
                let last = headers.len() - 1;
                headers.swap(place, last.min(place + 1));
            }),
            Action::Own => self.response = None,
            Action::Origins(text) => self.server.origins = short(&text),
            Action::Protocols(text) => self.server.protocols = short(&text),
            Action::Deflate => self.server.deflates = !self.server.deflates,
            Action::HeadMax(text) => self.server.head_max = short(&text),
            Action::HeadersMax(text) => self.server.headers_max = short(&text),
            Action::Hex => self.is_hex = !self.is_hex,
            Action::Preset(preset) => {
                let Self { is_server_open, is_response_open, is_hex, .. } = *self;
                *self = Self { is_server_open, is_response_open, is_hex, ..Self::of(preset) };
            }
            Action::Open(Part::Server) => self.is_server_open ^= true,
            Action::Open(Part::Response) => self.is_response_open ^= true,
            Action::FollowKey => {}
        }
    }

    /// The text of the first key in the request.
    pub(super) fn key(&self) -> &str {
        let row = Row::Named("Sec-WebSocket-Key".to_owned());
        self.request.find(&row).map_or("", |place| &self.request.headers[place].value)
    }
}
