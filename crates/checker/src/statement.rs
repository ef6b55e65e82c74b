//! The statements of a peer, read.

use crate::act::{Act, Ask, Expected};
use crate::bytes::{begins, kind, read as read_bytes};
use crate::token::{Parsed, Tokens};
use websocket::frame::Opcode;

/// The socket of a peer as far as its statements have come: what may be said next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Socket {
    #[default]
    None,
    Listening,
    /// Connected: a client to this port, or a server that still listens.
    Stream(Option<u16>),
    Datagram,
}

/// A peer's words and what went before.
pub(crate) struct Before<'a> {
    pub(crate) check: &'a str,
    pub(crate) peer: &'a str,
    /// How many statements stand before.
    pub(crate) count: usize,
}

/// Whether a word begins a statement.
pub(crate) fn is_verb(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "connect",
        "listen",
        "accept",
        "udp",
        "send",
        "sendto",
        "reply",
        "expect",
        "ignore",
        "refused",
        "drain",
        "wait",
        "shutdown",
        "close",
        "reset",
        "ask",
        "handshake",
    ];
    VERBS.contains(&word)
}

impl Socket {
    /// Reads what a statement does, its verb being taken.
    pub(crate) fn read(
        &mut self,
        verb: &str,
        tokens: &mut Tokens<'_>,
        before: &Before<'_>,
    ) -> Parsed<Act> {
        let act = match verb {
            "connect" => Act::Connect { port: port(tokens)? },
            "listen" => {
                let port = port(tokens)?;
                let is_said = tokens.takes("backlog");
                let backlog = if is_said { tokens.number("backlog and a number")? } else { 16 };
                Act::Listen { port, backlog }
            }
            "accept" => Act::Accept,
            "udp" => Act::Udp { port: if tokens.is_done() { None } else { Some(port(tokens)?) } },
            "send" => Act::Send(read_bytes(tokens)?),
            "sendto" => Act::SendTo { port: port(tokens)?, bytes: read_bytes(tokens)? },
            "reply" => Act::Reply(read_bytes(tokens)?),
            "expect" => Act::Expect(expected(tokens)?),
            "ignore" => Act::Ignore,
            "refused" => Act::Refused { port: port(tokens)? },
            "drain" => drain(tokens)?,
            "wait" => Act::Wait { ms: tokens.time()? },
            "shutdown" => Act::Shutdown,
            "close" => Act::Close,
            "reset" => Act::Reset,
            "ask" => Act::Ask(ask(tokens, self.port(), before)?),
            "handshake" => Act::Handshake(ask(tokens, self.port(), before)?),
            _ => return Err("a statement of a peer"),
        };
        self.after(&act)?;
        Ok(act)
    }

    const fn port(self) -> Option<u16> {
        match self {
            Self::Stream(port) => port,
            _ => None,
        }
    }

    /// What the peer's socket is behind a statement, if that may stand here.
    fn after(&mut self, act: &Act) -> Parsed<()> {
        const STREAM: &str = "connect, or listen and accept, before this statement";
        const DATAGRAM: &str = "udp before this statement";
        let is_stream = matches!(self, Self::Stream(_));
        let is_datagram = *self == Self::Datagram;
        match act {
            Act::Connect { .. } | Act::Listen { .. } | Act::Udp { .. } => {
                if *self != Self::None {
                    return Err("a peer has one socket: another peer, or close before this");
                }
                *self = match act {
                    Act::Connect { port } => Self::Stream(Some(*port)),
                    Act::Listen { .. } => Self::Listening,
                    _ => Self::Datagram,
                };
            }
            Act::Refused { .. } if *self != Self::None => {
                return Err("a peer without a socket, to be refused");
            }
            Act::Accept if *self == Self::Listening => *self = Self::Stream(None),
            Act::Accept => return Err("listen before accept, and close between two of them"),
            Act::SendTo { .. } | Act::Reply(_) | Act::Ignore if !is_datagram => {
                return Err(DATAGRAM);
            }
            Act::Expect(Expected::Datagram(_)) if !is_datagram => return Err(DATAGRAM),
            Act::Expect(Expected::Datagram(_) | Expected::Silence { .. })
                if is_stream || is_datagram => {}
            Act::Expect(_)
            | Act::Send(_)
            | Act::Drain { .. }
            | Act::Shutdown
            | Act::Reset
            | Act::Ask(_)
            | Act::Handshake(_)
                if !is_stream =>
            {
                return Err(STREAM);
            }
            Act::Close if *self == Self::None => return Err("a socket before close"),
            Act::Close | Act::Reset if *self == Self::Stream(None) => *self = Self::Listening,
            Act::Close | Act::Reset => *self = Self::None,
            _ => {}
        }
        Ok(())
    }
}

fn port(tokens: &mut Tokens<'_>) -> Parsed<u16> {
    const WANTS: &str = "a port: a number from 1 to 65535";
    let port: u16 = tokens.number(WANTS)?;
    if port == 0 { Err(WANTS) } else { Ok(port) }
}

fn drain(tokens: &mut Tokens<'_>) -> Parsed<Act> {
    const WANTS: &str = "drain N every TIME, N at least 1";
    let bytes: usize = tokens.number(WANTS)?;
    if bytes == 0 || bytes > 1 << 20 || !tokens.takes("every") {
        return Err(WANTS);
    }
    Ok(Act::Drain { bytes, every_ms: tokens.time()? })
}

fn expected(tokens: &mut Tokens<'_>) -> Parsed<Expected> {
    const WANTS: &str = "expect BYTES, line, until BYTES, head, end, reset, closed, \
                         silence TIME, datagram [BYTES], refusal [STATUS], handshake, \
                         frame KIND [BYTES], message text BYTES, message binary BYTES or \
                         close [CODE]";
    if begins(tokens) {
        return Ok(Expected::Bytes(read_bytes(tokens)?));
    }
    let some = |tokens: &mut Tokens<'_>| {
        if begins(tokens) { read_bytes(tokens).map(Some) } else { Ok(None) }
    };
    Ok(match tokens.word().ok_or(WANTS)? {
        "line" => Expected::Line,
        "until" => {
            let mark = read_bytes(tokens)?;
            if mark.is_empty() {
                return Err("a mark of at least one byte");
            }
            Expected::Until(mark)
        }
        "head" => Expected::Head,
        "end" => Expected::End,
        "reset" => Expected::Reset,
        "closed" => Expected::Closed,
        "silence" => Expected::Silence { ms: tokens.time()? },
        "datagram" => Expected::Datagram(some(tokens)?),
        "refusal" if tokens.is_done() => Expected::Refusal(None),
        "refusal" => Expected::Refusal(Some(tokens.number("refusal and a status")?)),
        "handshake" => Expected::Handshake,
        "frame" => {
            let kind = tokens.word().and_then(kind).ok_or(FRAME)?;
            Expected::Frame { kind, payload: some(tokens)? }
        }
        "message" => {
            let kind = tokens.word().and_then(kind).filter(|it| is_data(*it)).ok_or(MESSAGE)?;
            Expected::Message { kind, payload: read_bytes(tokens)? }
        }
        "close" if tokens.is_done() => Expected::Close(None),
        "close" => Expected::Close(Some(tokens.number("close and a code")?)),
        _ => return Err(WANTS),
    })
}

const FRAME: &str = "frame and a kind: text, binary, continuation, close, ping or pong";
const MESSAGE: &str = "message text BYTES or message binary BYTES";

fn is_data(kind: Opcode) -> bool {
    matches!(kind, Opcode::Text | Opcode::Binary)
}

/// A request for a handshake: `[PATH] [with "Name: value"]... [without NAME]...`.
fn ask(tokens: &mut Tokens<'_>, port: Option<u16>, before: &Before<'_>) -> Parsed<Ask> {
    const WANTS: &str = "[PATH] [with \"Name: value\"] [without NAME], as often as needed";
    let port = port.ok_or("connect before the request of a handshake")?;
    let mut ask = Ask { port, path: "/".into(), ..Ask::default() };
    let count = before.count.to_string();
    ask.key = Ask::key_of(&[before.check, "\n", before.peer, "\n", &count]);
    if let Some(crate::token::Token::Word(word)) = tokens.peek()
        && word.starts_with('/')
    {
        tokens.word().unwrap_or_default().clone_into(&mut ask.path);
    }
    while !tokens.is_done() {
        if tokens.takes("with") {
            let text = tokens.text().and_then(|text| String::from_utf8(text).ok()).ok_or(WANTS)?;
            let (name, value) = text.split_once(':').ok_or(WANTS)?;
            http::Fields::default()
                .push(name.trim(), value.trim())
                .map_err(|_| "a field that can stand in a head: with \"Name: value\"")?;
            ask.with.push((name.trim().to_owned(), value.trim().to_owned()));
        } else if tokens.takes("without") {
            ask.without.push(tokens.word().ok_or(WANTS)?.to_owned());
        } else {
            return Err(WANTS);
        }
    }
    Ok(ask)
}
