//! What cards and their frames are called.

use figure_kit::value::Value as _;
use websocket::frame::Opcode;

use super::super::deck::Card;
use super::super::state::Interleaver;
use super::super::words::Words;

/// A card's name: `A1`, `ping`.
pub(super) fn name(card: Card, words: &Words) -> String {
    match card {
        Card::Part(..) => card.write().to_ascii_uppercase(),
        Card::Close => words.close().to_owned(),
        Card::Ping | Card::Pong => card.write(),
    }
}

fn opcode(opcode: Opcode, words: &Words) -> &str {
    match opcode {
        Opcode::Text => words.text(),
        Opcode::Binary => words.binary(),
        Opcode::Continuation => words.continuation(),
        Opcode::Close => words.close(),
        Opcode::Ping => "ping",
        Opcode::Pong => "pong",
    }
}

/// What a card's frame says of itself: `text, FIN 0`.
pub(super) fn head(figure: &Interleaver, card: Card, words: &Words) -> String {
    let (kind, fin) = figure.deck.head(card);
    words.head(&opcode(kind, words), &u8::from(fin))
}
