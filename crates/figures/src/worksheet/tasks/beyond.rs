//! *Beyond*: what is agreed on, what a compressed message says, and what an extended CONNECT
//! leaves out.

use websocket::connection::{Connection, Event, Limits, MaskKeys, Message, Output};
use websocket::frame::{Opcode, Reserved};
use websocket::handshake::deflate::{BITS_MAX, Parameters, Takeover};
use websocket::handshake::{Server, accept, extensions, server::Policy};

use super::super::chance::Chance;
use super::super::ends::{give, marked};
use super::super::sheet::{Cell, Part, Task};
use super::super::tokens::{self, Token};
use super::super::words::Words;
use crate::websocket::upgrade_diff::run::{Fate, Newer, Opening};
use figure_kit::legible::hex;

/// A request for a WebSocket with a few more lines.
fn request(key: &str, more: &[String]) -> Vec<u8> {
    let mut lines = vec![
        "GET /chat HTTP/1.1".to_owned(),
        "Host: chat.example".to_owned(),
        "Upgrade: websocket".to_owned(),
        "Connection: Upgrade".to_owned(),
        ["Sec-WebSocket-Key: ", key].concat(),
        "Sec-WebSocket-Version: 13".to_owned(),
    ];
    lines.extend_from_slice(more);
    [lines.join("\r\n"), "\r\n\r\n".to_owned()].concat().into_bytes()
}

const NAMES: [&str; 6] = ["chat.v1", "chat.v2", "chat.v3", "v12.stomp", "mqtt", "game"];

/// Which subprotocol is chosen?
pub(in super::super) fn protocols(chance: &mut Chance, words: &Words) -> Task {
    let key = accept::encode(&chance.bytes::<16>());
    let rows = (0..4).map(|row| {
        let mut names = NAMES;
        chance.shuffle(&mut names);
        let (offers, speaks) = names.split_at(chance.within(2, 3));
        // What is spoken holds one of those that are offered, but in one row.
        let mut spoken: Vec<&str> = speaks[..chance.within(1, 2)].to_vec();
        if row > 0 {
            spoken.extend([*chance.one(offers), *chance.one(offers)]);
        }
        spoken.sort_unstable();
        spoken.dedup();
        chance.shuffle(&mut spoken);
        let offer = offers.join(", ");
        let asked = request(&key, &[["Sec-WebSocket-Protocol: ", &offer].concat()]);
        let protocols = spoken.iter().map(|&name| name.to_owned()).collect();
        let mut server = Server::new(Policy { protocols, ..Policy::default() });
        let chosen = match server.receive(&mut &asked[..]) {
            Some(Ok(accepted)) => accepted.protocol,
            _ => None,
        };
        let chosen = chosen.unwrap_or_else(|| words.none().to_owned());
        vec![Cell::Given(offer), Cell::Given(spoken.join(", ")), Cell::Blank(chosen)]
    });
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    chance.shuffle(&mut rows);
    let head = [words.client_offers(), words.server_speaks(), words.chosen()];
    Task::new(words.protocols_title(), words.protocols_ask(), vec![Part::table(&head, rows)])
}

/// How many offers a sheet has, and how many lines of an opening.
const OFFERS: usize = 4;
const LINES: usize = 6;

/// An offer of permessage-deflate, without its name.
fn offer(chance: &mut Chance) -> String {
    let mut parameters = Vec::new();
    let bits = |chance: &mut Chance| chance.within(8, 15).to_string();
    match chance.below(4) {
        0 => parameters.push("client_max_window_bits".to_owned()),
        1 => parameters.push(["client_max_window_bits=", &bits(chance)].concat()),
        _ => {}
    }
    match chance.below(3) {
        0 => parameters.push(["server_max_window_bits=", &bits(chance)].concat()),
        1 => parameters.push("server_no_context_takeover".to_owned()),
        _ => {}
    }
    if chance.below(3) == 0 {
        parameters.push("client_no_context_takeover".to_owned());
    }
    // What nobody has defined, and what is out of range (RFC 7692 §7.1).
    if parameters.is_empty() {
        let odd = ["server_max_window_bits=16", "server_max_window_bits", "level=9"];
        parameters.push((*chance.one(&odd)).to_owned());
    }
    parameters.join("; ")
}

/// What is agreed on of permessage-deflate?
pub(in super::super) fn agreed(chance: &mut Chance, words: &Words) -> Task {
    let limits = Parameters {
        server_max_window_bits: chance.within(10, 14) as u8,
        client_max_window_bits: chance.within(10, 14) as u8,
        ..Parameters::default()
    };
    let mut offers: Vec<String> = Vec::new();
    for _ in 0..24 {
        let drawn = offer(chance);
        if offers.len() < OFFERS && !offers.contains(&drawn) {
            offers.push(drawn);
        }
    }
    let rows = offers.into_iter().map(|parameters| {
        let value = ["permessage-deflate; ", &parameters].concat();
        let read = extensions::parse(value.as_bytes()).ok();
        let answer = read.and_then(|all| limits.answer(all.first()?).ok());
        let cells = match answer {
            Some((agreed, _)) => [
                agreed.server_max_window_bits.to_string(),
                agreed.client_max_window_bits.to_string(),
                forgets(agreed, words).to_owned(),
            ],
            None => [words.declined().to_owned(), "–".to_owned(), "–".to_owned()],
        };
        let mut row = vec![Cell::Given(parameters)];
        row.extend(cells.map(Cell::Blank));
        row
    });
    let head = [words.offered(), words.server_bits(), words.client_bits(), words.forgets()];
    let Parameters { server_max_window_bits, client_max_window_bits, .. } = limits;
    Task::new(
        words.agreed_title(),
        words.agreed_ask(&server_max_window_bits, &client_max_window_bits, &BITS_MAX),
        vec![Part::table(&head, rows.collect())],
    )
}

/// Who keeps nothing from message to message.
fn forgets(agreed: Parameters, words: &Words) -> &str {
    match (agreed.server_takeover, agreed.client_takeover) {
        (Takeover::Keep, Takeover::Keep) => words.neither(),
        (Takeover::Forget, Takeover::Keep) => words.server(),
        (Takeover::Keep, Takeover::Forget) => words.client(),
        (Takeover::Forget, Takeover::Forget) => words.both(),
    }
}

const SAID: [&str; 8] = ["bid", "ask", "price", "hello", "room", "goal", "tick", "seat"];

/// Letters as they are, a space so that it is seen, a copy in brackets.
fn written(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Letter(b' ') => text.push('␣'),
            Token::Letter(byte) => text.push(char::from(*byte)),
            Token::Copy(length, back) => {
                text.push_str(&["(", &length.to_string(), ", ", &back.to_string(), ")"].concat());
            }
        }
    }
    text
}

/// What do two compressed messages say?
pub(in super::super) fn copies(chance: &mut Chance, words: &Words) -> Task {
    let mut said = SAID;
    chance.shuffle(&mut said);
    let number = |chance: &mut Chance| chance.within(10, 99).to_string();
    let (one, two, three) = (number(chance), number(chance), number(chance));
    let first = [said[0], " ", &one, ", ", said[0], " ", &two].concat();
    let second = match chance.below(3) {
        0 => [said[0], " ", &three, "!"].concat(),
        1 => [said[1], " ", &one, ", ", said[1], " ", &three].concat(),
        _ => [said[0], " ", &two, ", ", said[1], " ", &two].concat(),
    };
    let shown = [tokens::tokens(b"", first.as_bytes()), {
        tokens::tokens(first.as_bytes(), second.as_bytes())
    }];
    let mut page = Connection::client(Limits::default(), MaskKeys::fixed([0; 4]))
        .with_deflate(Parameters::default());
    let mut parts = Vec::new();
    for (number, tokens) in (1..).zip(&shown) {
        let payload = tokens::payload(tokens);
        let wire = marked(Opcode::Text, true, Reserved::RSV1, None, &payload);
        let text = give(&mut page, &wire).into_iter().find_map(|output| match output {
            Output::Event(Event::Message(Message::Text(text))) => Some(text),
            _ => None,
        });
        parts.push(Part::Code(vec![words.message_no(&number, &written(tokens))]));
        parts.push(Part::line(words.says(), text.unwrap_or_default()));
        if number == 2 {
            parts.push(Part::line(words.first_byte(), hex(wire[0])));
        }
    }
    Task::new(words.copies_title(), words.copies_ask(), parts)
}

/// What becomes of each line in HTTP/2?
pub(in super::super) fn lines(chance: &mut Chance, words: &Words) -> Task {
    let key = accept::encode(&chance.bytes::<16>());
    let origin = ["Origin: https://", *chance.one(&["chat", "app", "live"]), ".example"].concat();
    let protocol = (*chance.one(&NAMES)).to_owned();
    let more = [
        origin,
        ["Sec-WebSocket-Protocol: ", &protocol].concat(),
        "Sec-WebSocket-Extensions: permessage-deflate".to_owned(),
    ];
    let request = request(&key, &more);
    let deflate = Some(Parameters::default());
    let policy = Policy { protocols: vec![protocol], deflate, ..Policy::default() };
    let response = match Server::new(policy).receive(&mut &request[..]) {
        Some(Ok(accepted)) => accepted.response().to_bytes(),
        _ => Vec::new(),
    };
    let opening = Opening { request, response, is_accepted: false };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for row in opening.rows(Newer::Http2) {
        let names = row.new.iter().map(|field| field.split(" = ").next().unwrap_or_default());
        let answer = match row.fate {
            Fate::New => continue,
            Fate::Gone => words.gone().to_owned(),
            Fate::Same => words.same().to_owned(),
            Fate::Becomes => names.collect::<Vec<_>>().join(", "),
        };
        rows.push(vec![Cell::Given(row.old), Cell::Blank(answer)]);
    }
    // Some of them, in their order.
    while rows.len() > LINES {
        rows.remove(chance.below(rows.len()));
    }
    Task::new(
        words.lines_title(),
        words.lines_ask(),
        vec![Part::table(&["HTTP/1.1", "HTTP/2"], rows), Part::because(words.lines_why())],
    )
}
