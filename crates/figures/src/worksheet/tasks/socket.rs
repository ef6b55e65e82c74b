//! *What is a socket?*: numbers of descriptors, and the last close.

use kernel::{Body, Call, Flags, abi};

use super::super::chance::Chance;
use super::super::machine::{Machine, Side, socket};
use super::super::sheet::{Cell, Part, Task};
use super::super::words::Words;
use crate::sockets::call_text;

/// How many calls a program makes.
const CALLS: usize = 8;

/// Which number does each call return?
pub(in super::super) fn descriptors(chance: &mut Chance, words: &Words) -> Task {
    let mut machine = Machine::new();
    let mut open: Vec<i32> = Vec::new();
    let mut rows = Vec::new();
    for at in 0..CALLS {
        let call = match (at, chance.below(4)) {
            (0 | 1, _) | (_, 0) => socket(abi::SOCK_STREAM),
            (_, 1) if open.len() > 1 => Call::Dup { fd: *chance.one(&open) },
            _ if open.is_empty() => socket(abi::SOCK_DGRAM),
            _ => Call::Close { fd: open[chance.below(open.len())] },
        };
        let text = call_text::call(&call);
        let closed = if let Call::Close { fd } = call { Some(fd) } else { None };
        let Some(result) = machine.call(Side::Client, call) else { continue };
        match (closed, &result) {
            (Some(fd), _) => open.retain(|other| *other != fd),
            (None, Ok(reply)) => open.push(reply.number()),
            _ => {}
        }
        rows.push(vec![Cell::given(text), Cell::blank(call_text::result(&result))]);
    }
    let head = vec![words.call().to_owned(), words.returns().to_owned()];
    Task {
        title: words.descriptors_title().to_owned(),
        ask: words.descriptors_ask().to_owned(),
        parts: vec![Part::Table { head, rows }, Part::Because(words.because().to_owned())],
    }
}

/// Behind which close does the kernel send a FIN?
pub(in super::super) fn last_close(chance: &mut Chance, words: &Words) -> Task {
    let mut machine = Machine::connected();
    let copies = chance.within(1, 3);
    let mut open = vec![3];
    let mut calls = Vec::new();
    for _ in 0..copies {
        calls.push(Call::Dup { fd: *chance.one(&open) });
        let result = machine.call(Side::Client, calls[calls.len() - 1].clone());
        open.extend(result.and_then(Result::ok).map(|reply| reply.number()));
    }
    chance.shuffle(&mut open);
    calls.extend(open.into_iter().map(|fd| Call::Close { fd }));
    let mut rows = Vec::new();
    for (at, call) in calls.into_iter().enumerate() {
        let text = call_text::call(&call);
        let place = machine.place();
        if at >= copies {
            machine.call(Side::Client, call);
        }
        machine.wait(100);
        let is_fin = |body: &Body| matches!(body, Body::Tcp(it) if it.flags.has(Flags::FIN));
        let sent = machine.sent_since(place).iter().any(|(_, body, _)| is_fin(body));
        let answer = if sent { words.yes() } else { words.no() };
        rows.push(vec![Cell::given(text), Cell::blank(answer)]);
    }
    let head = vec![words.call().to_owned(), words.fin_sent().to_owned()];
    Task {
        title: words.last_close_title().to_owned(),
        ask: words.last_close_ask().to_owned(),
        parts: vec![Part::Table { head, rows }],
    }
}
