//! What a browser makes of frames that a server sends it: everything here says the engine.

use websocket::connection::{
    Connection, Ending, Event, Limits, MaskKeys, Message, Output, Unfinished,
};
use websocket::frame::Opcode;
use websocket::{Fault, Rule};

use super::deck::{Card, Deck};

/// Something that came of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// The page is given a message.
    Message(Message),
    /// A ping came, and the browser has answered it.
    Answered,
    /// A pong came.
    Pong,
    /// A close frame came, and the browser has answered it; TCP has ended, and the page is told.
    Closed(Ending),
    /// A rule is broken. The browser says so, hangs up and tells the page.
    Failed(Fault, Ending),
}

/// How the receiver stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// The next data frame has to begin a message.
    Between,
    /// The next data frame has to go on with this one.
    Inside(Unfinished),
    /// Both close frames have passed.
    Closed,
    /// The connection has failed.
    Failed,
}

impl State {
    /// Its name among the facts.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Between => "between",
            Self::Inside(Unfinished { opcode: Opcode::Binary, .. }) => "binary",
            Self::Inside(_) => "text",
            Self::Closed => "closed",
            Self::Failed => "failed",
        }
    }

    /// Whether frames are still read.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self, Self::Between | Self::Inside(_))
    }
}

/// The bytes of a character that is not whole yet.
pub(super) fn cut_bytes(unfinished: &Unfinished) -> &[u8] {
    &unfinished.bytes[unfinished.bytes.len() - unfinished.cut_len..]
}

/// A browser's end of the connection.
pub(super) struct Receiver {
    connection: Connection,
    /// How the connection ended, once it has.
    ended: Option<State>,
}

impl Receiver {
    pub(super) fn new() -> Self {
        // What it masks with is not shown.
        let connection = Connection::client(Limits::default(), MaskKeys::fixed([0; 4]));
        Self { connection, ended: None }
    }

    /// How it stands.
    pub(super) fn state(&self) -> State {
        let open = || self.connection.unfinished().map_or(State::Between, State::Inside);
        self.ended.clone().unwrap_or_else(open)
    }

    /// Takes a whole frame, and says what came of it.
    pub(super) fn take(&mut self, mut bytes: &[u8]) -> Option<News> {
        let (mut news, mut fault, mut is_closing) = (None, None, false);
        while !bytes.is_empty() {
            self.connection.receive(&mut bytes);
            while let Some(output) = self.connection.poll_output() {
                match output {
                    Output::Event(Event::Message(message)) => news = Some(News::Message(message)),
                    Output::Event(Event::Ping(_)) => news = Some(News::Answered),
                    Output::Event(Event::Pong(_)) => news = Some(News::Pong),
                    Output::Event(Event::Failed(broken)) => fault = Some(broken),
                    Output::Event(Event::CloseReceived) => is_closing = true,
                    Output::Event(Event::Closed(ending)) => {
                        news = fault.map(|fault| News::Failed(fault, ending));
                    }
                    Output::Send(_) | Output::HangUp => {}
                }
            }
        }
        if is_closing {
            // The server has both close frames, so it closes TCP (§7.1.1).
            self.connection.transport_ended();
            while let Some(output) = self.connection.poll_output() {
                if let Output::Event(Event::Closed(ending)) = output {
                    news = Some(News::Closed(ending));
                }
            }
        }
        match &news {
            Some(News::Failed(..)) => self.ended = Some(State::Failed),
            Some(News::Closed(_)) => self.ended = Some(State::Closed),
            _ => {}
        }
        news
    }
}

/// A frame, and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(super) card: Card,
    pub(super) bytes: Vec<u8>,
    /// Where it begins, counted from the first byte of all.
    pub(super) start: usize,
    pub(super) before: State,
    pub(super) after: State,
    pub(super) news: Option<News>,
}

/// What is to be said of an order of frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There are no frames.
    Empty,
    /// A rule is broken in this frame, counted from 0.
    Illegal(usize, Fault),
    /// So many frames stand behind a close frame, and nobody reads them.
    Unread(usize),
    /// Legal so far; a message has begun and not ended.
    Open,
    /// Legal, and the page was given something that nobody sent.
    Garbled,
    /// Legal, and every message came as it was sent.
    Legal,
}

impl Verdict {
    /// Its name among the facts.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Illegal(..) => "illegal",
            Self::Unread(_) => "unread",
            Self::Open => "open",
            Self::Garbled => "garbled",
            Self::Legal => "legal",
        }
    }
}

/// What came of all frames.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) turns: Vec<Turn>,
    pub(super) verdict: Verdict,
}

impl Run {
    pub(super) fn new(deck: &Deck, order: &[Card]) -> Self {
        let mut receiver = Receiver::new();
        let mut turns: Vec<Turn> = Vec::new();
        let mut start = 0;
        for &card in order {
            let bytes = deck.frame(card);
            let before = receiver.state();
            let news = receiver.take(&bytes);
            let after = receiver.state();
            let end = start + bytes.len();
            turns.push(Turn { card, bytes, start, before, after, news });
            start = end;
        }
        let verdict = judge(deck, order, &turns);
        Self { turns, verdict }
    }

    /// What the page was given.
    pub(super) fn messages(&self) -> Vec<&Message> {
        let given = self.turns.iter().filter_map(|turn| match &turn.news {
            Some(News::Message(message)) => Some(message),
            _ => None,
        });
        given.collect()
    }

    /// How the receiver stands after so many frames.
    pub(super) fn state_after(&self, turns: usize) -> &State {
        let last = turns.checked_sub(1).and_then(|last| self.turns.get(last));
        last.map_or(&State::Between, |turn| &turn.after)
    }

    /// The fault, if there is one.
    pub(super) fn fault(&self) -> Option<Fault> {
        if let Verdict::Illegal(_, fault) = self.verdict { Some(fault) } else { None }
    }
}

fn judge(deck: &Deck, order: &[Card], turns: &[Turn]) -> Verdict {
    let Some(last) = turns.last() else { return Verdict::Empty };
    let mut given = Vec::new();
    for (at, turn) in turns.iter().enumerate() {
        match &turn.news {
            Some(News::Failed(fault, _)) => return Verdict::Illegal(at, *fault),
            Some(News::Closed(_)) if at + 1 < turns.len() => {
                return Verdict::Unread(turns.len() - at - 1);
            }
            Some(News::Message(message)) => given.push(message.clone()),
            _ => {}
        }
    }
    match last.after {
        State::Inside(_) => Verdict::Open,
        _ if is_as_sent(deck, order, given) => Verdict::Legal,
        _ => Verdict::Garbled,
    }
}

/// Whether the page was given each message that was sent as a whole, as it was, and nothing else.
pub(super) fn is_as_sent(deck: &Deck, order: &[Card], mut given: Vec<Message>) -> bool {
    for whose in super::deck::Whose::ALL {
        let sent = deck.of(whose);
        let parts = sent.parts().len() as u8;
        let on_wire = (1..=parts).filter(|it| order.contains(&Card::Part(whose, *it))).count();
        if on_wire == 0 {
            continue;
        }
        let whole = sent.whole();
        let place = given.iter().position(|message| *message == whole);
        match place.filter(|_| on_wire == usize::from(parts)) {
            Some(place) => drop(given.remove(place)),
            None => return false,
        }
    }
    given.is_empty()
}

/// Whether a fault of this rule is what a search looks for: the code that it ends with.
pub(super) fn closes_with(rule: Rule, code: Option<u16>) -> bool {
    code.is_none_or(|code| rule.close_code().0 == code)
}
