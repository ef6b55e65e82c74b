//! All orders of cards, each judged by the engine: how many are legal, and how short an illegal
//! one can be.
//!
//! Invariant: nothing is counted that the engine was not given. An order is not tried further
//! behind a frame that ends the connection: what follows is not read.

use websocket::connection::Message;

use super::deck::{Card, Deck};
use super::run::{News, Receiver, State, closes_with, is_as_sent};

/// The most cards whose orders are counted: 5,040 orders.
pub(super) const COUNTED_MAX: usize = 7;

/// The orders of some cards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ways {
    /// How many there are.
    pub(super) orders: u32,
    /// Those in which no rule is broken, every frame is read and every message ends.
    pub(super) legal: u32,
    /// Those of them in which the page is given what was sent.
    pub(super) as_sent: u32,
    /// One in which it is given something else.
    pub(super) garbled: Option<Vec<Card>>,
}

/// How short an illegal order can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shortest {
    /// Frames in the shortest; none where no order is illegal in that way.
    pub(super) len: Option<usize>,
    /// How many orders were tried.
    pub(super) tried: u32,
}

/// A search through the orders of cards.
struct Search<'a> {
    deck: &'a Deck,
    cards: &'a [Card],
    frames: Vec<Vec<u8>>,
    /// The cards that are on the wire, as places in `cards`.
    path: Vec<usize>,
}

/// What came of an order.
struct Outcome {
    state: State,
    /// What came of its last frame.
    last: Option<News>,
    messages: Vec<Message>,
}

impl<'a> Search<'a> {
    fn new(deck: &'a Deck, cards: &'a [Card]) -> Self {
        let frames = cards.iter().map(|card| deck.frame(*card)).collect();
        Self { deck, cards, frames, path: Vec::new() }
    }

    /// A connection cannot be copied, so each order begins with a fresh one.
    fn outcome(&self) -> Outcome {
        let mut receiver = Receiver::new();
        let (mut last, mut messages) = (None, Vec::new());
        for place in &self.path {
            last = receiver.take(&self.frames[*place]);
            if let Some(News::Message(message)) = &last {
                messages.push(message.clone());
            }
        }
        Outcome { state: receiver.state(), last, messages }
    }

    fn order(&self) -> Vec<Card> {
        self.path.iter().map(|place| self.cards[*place]).collect()
    }

    /// Each order that goes on from here by one card.
    fn each_next(&mut self, visit: &mut dyn FnMut(&mut Self, Outcome)) {
        for place in 0..self.cards.len() {
            if !self.path.contains(&place) {
                self.path.push(place);
                let outcome = self.outcome();
                visit(self, outcome);
                self.path.pop();
            }
        }
    }

    fn count(&mut self, ways: &mut Ways) {
        self.each_next(&mut |it, outcome| {
            let is_whole = it.path.len() == it.cards.len();
            match outcome.state {
                State::Failed => {}
                _ if !is_whole && outcome.state.is_open() => it.count(ways),
                State::Between | State::Closed if is_whole => {
                    ways.legal += 1;
                    let order = it.order();
                    if is_as_sent(it.deck, &order, outcome.messages) {
                        ways.as_sent += 1;
                    } else if ways.garbled.is_none() {
                        ways.garbled = Some(order);
                    }
                }
                _ => {}
            }
        });
    }

    /// The shortest order that breaks a rule with that code: all of one frame, then all of two.
    fn shortest(&mut self, code: Option<u16>) -> Shortest {
        let mut shortest = Shortest::default();
        // The orders that leave the connection open: only from them it goes on.
        let mut open = vec![Vec::new()];
        while !open.is_empty() {
            for path in core::mem::take(&mut open) {
                self.path = path;
                self.each_next(&mut |it, outcome| {
                    if shortest.len.is_some() {
                        return;
                    }
                    shortest.tried += 1;
                    match outcome.last {
                        Some(News::Failed(fault, _)) if closes_with(fault.rule, code) => {
                            shortest.len = Some(it.path.len());
                        }
                        _ if outcome.state.is_open() => open.push(it.path.clone()),
                        _ => {}
                    }
                });
                if shortest.len.is_some() {
                    return shortest;
                }
            }
        }
        shortest
    }
}

/// Counts the legal orders of these cards; none where there are too many.
pub(super) fn ways(deck: &Deck, cards: &[Card]) -> Option<Ways> {
    if cards.is_empty() || cards.len() > COUNTED_MAX {
        return None;
    }
    let mut ways = Ways { orders: (1..=cards.len() as u32).product(), ..Ways::default() };
    Search::new(deck, cards).count(&mut ways);
    Some(ways)
}

/// Looks for the shortest order of any of these cards that ends with this code, or with any.
pub(super) fn shortest(deck: &Deck, cards: &[Card], code: Option<u16>) -> Shortest {
    Search::new(deck, cards).shortest(code)
}
