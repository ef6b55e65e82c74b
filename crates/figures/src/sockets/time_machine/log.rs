//! A step as a line of the log. Words are few: these are the names that tools print.

use kernel::{Body, DropReason, Event};

use super::program::quoted;
use super::run::{Cause, Run, side};
use super::say::{flags, label, of_fault, transitions, who, woken};
use super::scenario::{Side, side_of};
use crate::sockets::call_text;
use crate::sockets::state_pill;
use crate::words::Words;

/// A step in the log: who, and what happened as a tracer would write it.
pub(super) struct Line {
    /// `client`, `server`, `kernel` or `wire`, for its mark.
    pub(super) actor: &'static str,
    pub(super) text: String,
    pub(super) is_bad: bool,
}

/// The line of a step.
pub(super) fn line(run: &Run, position: usize, words: &Words) -> Line {
    let step = &run.steps[position - 1];
    let events = run.entries_of(position);
    let prefixed = |program: usize, text: &str| [&who(program, words), ": ", text].concat();
    let of_side = |program: usize| side_of(program).name();
    let (actor, mut text) = match step.cause {
        Cause::Call(program, index) => {
            let made = run.actor(program).map(|actor| &actor.calls[index]);
            let mut text = made.map(|made| made.text.clone()).unwrap_or_default();
            match made.filter(|made| made.returned == Some(position)) {
                Some(made) => {
                    text.push_str(" = ");
                    text.push_str(&made.result.as_ref().map(call_text::result).unwrap_or_default());
                }
                None => text.push_str(" …"),
            }
            (of_side(program), prefixed(program, &text))
        }
        Cause::Exit(program) => (of_side(program), prefixed(program, "exit")),
        Cause::Fault(fault) => ("wire", of_fault(fault, words)),
        Cause::World => match woken(run, position) {
            Some((actor, index)) => {
                let made = &actor.calls[index];
                let text = [
                    &made.text,
                    " = ",
                    &made.result.as_ref().map(call_text::result).unwrap_or_default(),
                ]
                .concat();
                (of_side(actor.program), prefixed(actor.program, &text))
            }
            None => ("kernel", kernel_line(run, position, words)),
        },
    };
    for segment in run.segments.iter().filter(|it| it.sent == position) {
        text.push_str(if segment.lost == Some(DropReason::Link) { "  ✕ " } else { "  ⇒ " });
        text.push_str(&label(segment));
    }
    let lost =
        run.segments.iter().any(|it| it.sent == position && it.lost == Some(DropReason::Link));
    let failed = events
        .iter()
        .any(|it| matches!(&it.event, Event::Returned { result, .. } if result.is_err()));
    Line { actor, text, is_bad: lost || failed }
}

fn kernel_line(run: &Run, position: usize, words: &Words) -> String {
    let mut text = String::new();
    for entry in run.entries_of(position) {
        let name = match side(entry.host) {
            Some(Side::Client) => words.tm_client(),
            Some(Side::Server) => words.tm_server(),
            None => "",
        };
        if text.is_empty() {
            text.push_str(name);
            text.push(':');
        }
        match &entry.event {
            Event::Arrived(packet) => {
                text.push_str(" ⇐ ");
                text.push_str(&match &packet.body {
                    Body::Tcp(segment) if !segment.payload.is_empty() => quoted(&segment.payload),
                    Body::Tcp(segment) => flags(segment.flags),
                    _ => "ICMP".to_owned(),
                });
            }
            Event::Fired { .. } => {
                text.push(' ');
                text.push_str(words.tm_timer());
            }
            Event::Dropped(_, reason) if *reason != DropReason::Link => {
                text.push(' ');
                text.push_str(words.tm_dropped());
            }
            _ => {}
        }
    }
    for (_, _, to) in transitions(run, position) {
        text.push_str("  ");
        text.push_str(state_pill::name(to));
    }
    text
}
