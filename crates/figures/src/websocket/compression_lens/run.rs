//! One run: messages before and behind the compressor, and what a length tells of a secret.

use std::ops::Range;

use websocket::Compressor;
use websocket::Role;
use websocket::connection::{Connection, Event, Limits, MaskKeys, Message, Output};
use websocket::frame::{Header, Opcode, Reserved};
use websocket::handshake::deflate::{Parameters, Takeover};
use websocket::handshake::extensions::{Extension, Parameter};

use super::tokens::{self, Token};

/// The compressor that the server uses: what was agreed on.
pub(super) fn agreed(bits: u32, takes_over: bool) -> Parameters {
    Parameters {
        server_takeover: if takes_over { Takeover::Keep } else { Takeover::Forget },
        server_max_window_bits: bits as u8,
        ..Parameters::default()
    }
}

/// What the server writes into its answer, to a client that offers what browsers offer.
pub(super) fn answered(agreed: Parameters) -> String {
    let bits = Parameter { name: "client_max_window_bits".to_owned(), value: None };
    let name = websocket::handshake::deflate::NAME.to_owned();
    let offer = Extension { name, parameters: vec![bits] };
    agreed.answer(&offer).map_or_else(|_| String::new(), |(_, words)| words)
}

/// A message on its way.
pub(super) struct Sent {
    pub(super) text: String,
    /// Its frame without the extension.
    pub(super) plain: Vec<u8>,
    /// Its frame with it.
    pub(super) packed: Vec<u8>,
    /// Where the payload of that begins.
    pub(super) payload_at: usize,
    /// What the payload says, in the order of the text.
    pub(super) stretches: Vec<Stretch>,
}

/// A stretch of a message's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) bytes: Range<usize>,
    /// How far back it was copied from, if it was.
    pub(super) back: Option<usize>,
}

impl Stretch {
    /// Whether it was copied from a message before this one.
    pub(super) fn is_from_before(&self) -> bool {
        self.back.is_some_and(|back| back > self.bytes.start)
    }
}

impl Sent {
    pub(super) fn payload(&self) -> &[u8] {
        self.packed.get(self.payload_at..).unwrap_or_default()
    }

    /// The stretches that were copied.
    pub(super) fn copies(&self) -> impl Iterator<Item = &Stretch> {
        self.stretches.iter().filter(|stretch| stretch.back.is_some())
    }
}

/// The frame of a server's text, and where its payload begins.
fn frame(payload: &[u8], reserved: Reserved) -> (Vec<u8>, usize) {
    let payload_len = payload.len() as u64;
    let header = Header { fin: true, reserved, opcode: Opcode::Text, mask: None, payload_len };
    let mut bytes = header.encode().as_bytes().to_vec();
    let payload_at = bytes.len();
    bytes.extend_from_slice(payload);
    (bytes, payload_at)
}

fn stretches(payload: &[u8]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    let mut at = 0;
    for token in tokens::read(payload).unwrap_or_default() {
        let (len, back) = match token {
            Token::Literal => (1, None),
            Token::Copy { len, distance } => (len, Some(distance)),
        };
        match all.last_mut() {
            Some(last) if back.is_none() && last.back.is_none() => last.bytes.end += len,
            _ => all.push(Stretch { bytes: at..at + len, back }),
        }
        at += len;
    }
    all
}

/// All messages, compressed one after another.
pub(super) fn send(texts: &[&str], agreed: Parameters) -> Vec<Sent> {
    let mut compressor = Compressor::new(agreed.of(Role::Server));
    let each = texts.iter().map(|text| {
        let payload = compressor.message(text.as_bytes());
        let (packed, payload_at) = frame(&payload, Reserved::RSV1);
        let (plain, _) = frame(text.as_bytes(), Reserved::NONE);
        let text = (*text).to_owned();
        Sent { text, plain, packed, payload_at, stretches: stretches(&payload) }
    });
    each.collect()
}

/// What a client gets of these frames.
pub(super) fn received(sent: &[Sent], agreed: Parameters) -> Vec<String> {
    let keys = MaskKeys::fixed([0; 4]);
    let mut client = Connection::client(Limits::default(), keys).with_deflate(agreed);
    let mut texts = Vec::new();
    for message in sent {
        let mut bytes = &message.packed[..];
        while !bytes.is_empty() {
            client.receive(&mut bytes);
            while let Some(output) = client.poll_output() {
                if let Output::Event(Event::Message(Message::Text(text))) = output {
                    texts.push(text);
                }
            }
        }
    }
    texts
}

/// The letters that a secret is made of.
pub(super) const LETTERS: &str = "0123456789abcdef";

/// What the attacker knows to stand in front of the secret.
pub(super) const KNOWN: &str = "session=";

/// A secret and a text of somebody else's, compressed by one compressor.
pub(super) struct Leak<'a> {
    pub(super) secret: &'a str,
    /// Whether the secret goes in a message of its own, before the other.
    pub(super) is_apart: bool,
    pub(super) agreed: Parameters,
}

impl Leak<'_> {
    /// The messages that the server sends with this text in them.
    pub(super) fn texts(&self, said: &str) -> Vec<String> {
        let secret = [KNOWN, self.secret].concat();
        let said = ["said=", said].concat();
        if self.is_apart { vec![secret, said] } else { vec![[&secret, "; ", &said].concat()] }
    }

    /// Bytes of the frame that carries the text: all that somebody on the way sees of it.
    pub(super) fn len(&self, said: &str) -> usize {
        let texts = self.texts(said);
        let mut compressor = Compressor::new(self.agreed.of(Role::Server));
        let mut last = 0;
        for text in &texts {
            let (bytes, _) = frame(&compressor.message(text.as_bytes()), Reserved::RSV1);
            last = bytes.len();
        }
        last
    }

    /// The length with each letter added to what is guessed so far.
    pub(super) fn lens(&self, guess: &str) -> Vec<(char, usize)> {
        let each = LETTERS.chars().map(|letter| {
            let mut said = guess.to_owned();
            said.push(letter);
            (letter, self.len(&said))
        });
        each.collect()
    }
}

/// The letters whose text is the shortest; none if all are as long.
pub(super) fn shortest(lens: &[(char, usize)]) -> Vec<char> {
    let least = lens.iter().map(|(_, len)| *len).min().unwrap_or(0);
    let letters = lens.iter().filter(|(_, len)| *len == least).map(|(letter, _)| *letter);
    let letters: Vec<char> = letters.collect();
    if letters.len() == lens.len() { Vec::new() } else { letters }
}
