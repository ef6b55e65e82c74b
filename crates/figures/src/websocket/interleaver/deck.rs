//! What is to be sent: two messages, cut into fragments, and three control frames; a card each.
//!
//! Invariant: a card's frame is what a server sends for it, as the engine's own header says it.

use std::ops::Range;

use figure_kit::figure::Refused;
use figure_kit::names;
use figure_kit::value::Value;
use figure_kit::written::Written;
use websocket::connection::Message;
use websocket::frame::{CloseCode, Header, Opcode, Reserved};

/// The longest message, in bytes.
pub(super) const MESSAGE_LEN_MAX: usize = 12;

/// The most cuts in one message.
pub(super) const CUTS_MAX: usize = 2;

names! {
    /// Which of the two messages.
    pub enum Whose {
        /// The first.
        A = "a",
        /// The second.
        B = "b",
    }
}

names! {
    /// What kind of message.
    pub enum Kind {
        /// UTF-8.
        Text = "text",
        /// Any bytes.
        Binary = "binary",
    }
}

/// A frame that may be put on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// A fragment of a message, from 1.
    Part(Whose, u8),
    /// A ping without a payload.
    Ping,
    /// A pong that nobody asked for.
    Pong,
    /// A close frame with the code 1000.
    Close,
}

/// The control frames and their names.
const CONTROL: [(&str, Card); 3] =
    [("ping", Card::Ping), ("pong", Card::Pong), ("close", Card::Close)];

/// Written `a1`, `b2`, `ping`.
impl Value for Card {
    fn parse(text: &str) -> Result<Self, Refused> {
        let control = CONTROL.iter().find(|(name, _)| *name == text).map(|(_, card)| *card);
        let part = || {
            let (whose, number) = text.split_at_checked(1)?;
            let number = number.parse().ok().filter(|it| (1..=CUTS_MAX as u8 + 1).contains(it))?;
            Some(Self::Part(Whose::parse(whose).ok()?, number))
        };
        control.or_else(part).ok_or_else(|| Refused::explained(Self::expects))
    }

    fn write(&self) -> String {
        match self {
            Self::Part(whose, number) => [whose.name(), &number.to_string()].concat(),
            control => {
                let named = CONTROL.iter().find(|(_, card)| card == control);
                named.map_or("", |(name, _)| name).to_owned()
            }
        }
    }

    fn expects() -> String {
        "a card: a1, b2, ping, pong, close".to_owned()
    }

    fn any() -> Self {
        Self::Ping
    }
}

/// Cards in the order in which they go over the wire, none of them twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order(pub(super) Vec<Card>);

impl Value for Order {
    fn parse(text: &str) -> Result<Self, Refused> {
        let mut cards = Vec::new();
        for word in text.split_whitespace() {
            let card = Card::parse(word)?;
            if cards.contains(&card) {
                return Err(Refused::expected("each card once"));
            }
            cards.push(card);
        }
        Ok(Self(cards))
    }

    fn write(&self) -> String {
        let names: Vec<String> = self.0.iter().map(Value::write).collect();
        names.join(" ")
    }

    fn expects() -> String {
        "cards with blanks between them, such as a1 ping a2".to_owned()
    }

    fn any() -> Self {
        Self::default()
    }
}

/// The bytes before which a message is cut, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cuts(pub(super) Vec<usize>);

impl Value for Cuts {
    fn parse(text: &str) -> Result<Self, Refused> {
        let mut cuts = Vec::new();
        for word in text.split_whitespace() {
            let cut = word.parse().ok().filter(|cut| (1..MESSAGE_LEN_MAX).contains(cut));
            let cut = cut.ok_or_else(|| Refused::explained(Self::expects))?;
            // In their order, and each once: there are too few to be worth a sort.
            let place = cuts.iter().position(|other| *other >= cut).unwrap_or(cuts.len());
            if cuts.get(place) != Some(&cut) {
                cuts.insert(place, cut);
            }
        }
        if cuts.len() > CUTS_MAX {
            return Err(Refused::explained(Self::expects));
        }
        Ok(Self(cuts))
    }

    fn write(&self) -> String {
        let places: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        places.join(" ")
    }

    fn expects() -> String {
        "at most two places, in bytes, with a blank between them, such as 2 4".to_owned()
    }

    fn any() -> Self {
        Self::default()
    }
}

/// A message that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) written: Written,
    pub(super) kind: Kind,
    pub(super) cuts: Cuts,
}

impl Sent {
    pub(super) fn text(&self) -> &str {
        &self.written[..self.written.floor_char_boundary(MESSAGE_LEN_MAX)]
    }

    /// Whether more was written than is sent.
    pub(super) fn is_shortened(&self) -> bool {
        self.text().len() < self.written.len()
    }

    /// The cuts that lie within the message.
    pub(super) fn cuts(&self) -> impl Iterator<Item = usize> + '_ {
        let len = self.text().len();
        self.cuts.0.iter().copied().filter(move |cut| *cut < len)
    }

    /// The fragments, as places in the message. There is one at least.
    pub(super) fn parts(&self) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = 0;
        for end in self.cuts().chain([self.text().len()]) {
            parts.push(start..end);
            start = end;
        }
        parts
    }

    /// The message as it should arrive.
    pub(super) fn whole(&self) -> Message {
        match self.kind {
            Kind::Text => Message::Text(self.text().to_owned()),
            Kind::Binary => Message::Binary(self.text().into()),
        }
    }
}

/// Both messages: all that the cards are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deck(pub(super) [Sent; 2]);

impl Deck {
    pub(super) fn of(&self, whose: Whose) -> &Sent {
        &self.0[whose as usize]
    }

    /// All cards, in the order in which they lie on the table.
    pub(super) fn cards(&self) -> Vec<Card> {
        let mut cards = Vec::new();
        for whose in Whose::ALL {
            let parts = self.of(whose).parts().len() as u8;
            cards.extend((1..=parts).map(|number| Card::Part(whose, number)));
        }
        cards.extend(CONTROL.map(|(_, card)| card));
        cards
    }

    /// The opcode of a card's frame, and whether it is the last of its message (§5.4).
    pub(super) fn head(&self, card: Card) -> (Opcode, bool) {
        match card {
            Card::Ping => (Opcode::Ping, true),
            Card::Pong => (Opcode::Pong, true),
            Card::Close => (Opcode::Close, true),
            Card::Part(whose, number) => {
                let sent = self.of(whose);
                let opcode = match (number, sent.kind) {
                    (1, Kind::Text) => Opcode::Text,
                    (1, Kind::Binary) => Opcode::Binary,
                    _ => Opcode::Continuation,
                };
                (opcode, usize::from(number) == sent.parts().len())
            }
        }
    }

    /// The bytes of a card's frame. A server sends it, so it has no mask (§5.1).
    pub(super) fn frame(&self, card: Card) -> Vec<u8> {
        let code = CloseCode::NORMAL.0.to_be_bytes();
        let payload = match card {
            Card::Ping | Card::Pong => &[][..],
            Card::Close => &code,
            Card::Part(whose, number) => {
                let sent = self.of(whose);
                let part = sent.parts().get(usize::from(number) - 1).cloned().unwrap_or_default();
                &sent.text().as_bytes()[part]
            }
        };
        let (opcode, fin) = self.head(card);
        let header = Header {
            fin,
            reserved: Reserved::NONE,
            opcode,
            mask: None,
            payload_len: payload.len() as u64,
        };
        let mut bytes = Vec::new();
        header.encode().append_to(&mut bytes);
        bytes.extend_from_slice(payload);
        bytes
    }
}
