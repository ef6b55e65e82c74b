//! The figure as a whole: question, inputs, walk, the steps beside what the proxy knows, verdict.

mod bytes;
mod track;

use figure_kit::action::verb;
use figure_kit::components::{
    Gate, Standing, area, button, field, foot, footed, heading, labelled, note, segments, switch,
    transport, verdict,
};
use figure_kit::legible::readable;
use figure_kit::node::{Element, Node, el};
use figure_kit::playback;

use super::proxy::{Manner, What};
use super::run::{Got, Happens, Run, Step};
use super::state::{Action, PoisonedProxy, TEXT_MAX};
use super::words::Words;
use crate::clause;
use crate::websocket::attack::{self, Head};
use crate::websocket::masking_key;

/// The steps stand below each other.
const KEYS: [&str; 2] = [playback::KEYS, ";ArrowUp=step previous;ArrowDown=step next"];

/// Requests and answers that are listed, and letters of a body.
const ROWS_MAX: usize = 8;
const LETTERS_MAX: usize = 40;

/// All panels.
pub(super) fn whole(figure: &PoisonedProxy, words: &Words) -> Node {
    let run = figure.run();
    let shown = figure.shown(&run);
    let steps = (0..run.steps.len()).map(|index| row(figure, &run, index, words));
    let last = shown.checked_sub(1).and_then(|last| run.steps.get(last));
    let main = attack::main(steps, memory(last, words)).class("pp-main");
    let is_whole = shown == run.steps.len();
    footed(el("div").class("pp"))
        .maybe(figure.is_asked.then(|| question(figure, &run, words)))
        .child(inputs(figure, words))
        .child(
            el("div")
                .attr("data-keys", KEYS.concat())
                .child(transport(&figure.walk, figure.steps(&run), words.position(), words))
                .child(main),
        )
        .maybe(is_whole.then(|| foot(vec![result(figure, &run, words)])))
        .node()
}

fn question(figure: &PoisonedProxy, run: &Run, words: &Words) -> Element {
    let is_seen = figure.prediction.is_committed;
    let gate = Gate {
        question: words.question(),
        choices: &choices(words),
        chosen: figure.prediction.chosen,
        right: is_seen.then_some(run.got as usize),
        why: is_seen.then(|| Outcome::of(figure.is_masked, run, words).line),
    };
    gate.view(words)
}

/// The answers to choose from.
pub(super) fn choices(words: &Words) -> [&str; 3] {
    [words.gets_owner(), words.gets_attacker(), words.gets_error()]
}

/// What the reader decides. Mask and proxy are printed too: the plate says what it shows.
fn inputs(figure: &PoisonedProxy, words: &Words) -> Element {
    let cut = if figure.is_cut { words.cut(&TEXT_MAX) } else { String::new() };
    let texts = el("div")
        .class("pp-texts sw-js-only")
        .child(
            labelled(words.text(), area(verb(Action::Text), &figure.text, 5))
                .child(el("span").class("sw-micro").text(words.line_ends()))
                .child(note(&cut)),
        )
        .child(labelled(words.server(), area(verb(Action::Server), &figure.answer, 5)));
    let manners = [
        (Manner::Tunnel, words.tunnel(), words.tunnel_says()),
        (Manner::Strict, words.strict(), words.strict_says()),
        (Manner::SkipsLines, words.skips(), words.skips_says()),
        (Manner::Searches, words.searches(), words.searches_says()),
    ];
    let choices =
        manners.map(|(manner, name, _)| (Action::Proxy(manner), name, manner == figure.manner));
    let (_, _, says) = manners[figure.manner as usize];
    let proxy = el("div")
        .class("pp-manner")
        .child(el("span").class("sw-label").text(words.manner()))
        .child(segments(words.manner(), choices))
        .child(el("p").class("pp-says").text(says));
    el("div").class("pp-inputs").child(texts).child(browser(figure, words)).child(proxy)
}

/// The browser's mask, and the visitor.
fn browser(figure: &PoisonedProxy, words: &Words) -> Element {
    let (_, is_key) = masking_key::read(&figure.key);
    let padded = if is_key { "" } else { words.key_padded() };
    let visitor = field(words.visitor(), verb(Action::Visitor), &figure.visitor, true);
    let mut row =
        el("div").class("pp-browser").child(switch(Action::Mask, words.mask(), figure.is_masked));
    if figure.is_masked {
        let key = field(words.key(), verb(Action::Key), &figure.key, is_key).child(note(padded));
        row = row
            .child(key.class("sw-js-only pp-key"))
            .child(button(Action::Draw, words.draw()).class("sw-js-only"));
    }
    row.child(visitor.class("sw-js-only pp-visitor"))
}

/// One step: its number, what happens, and, once it is shown, its bytes.
fn row(figure: &PoisonedProxy, run: &Run, index: usize, words: &Words) -> Element {
    let (step, shown) = (&run.steps[index], figure.shown(run));
    let head = Head {
        number: index + 1,
        to: Action::Walk(playback::Action::to(index + 1)).to_string(),
        title: title(step.happens, words),
        shown,
        now: figure.walk.step(),
        is_locked: figure.is_locked(),
    };
    let row = head.row(track::view(step, words));
    if index < shown { row.children(body(run, step, words)) } else { row }
}

fn title(happens: Happens, words: &Words) -> &str {
    match happens {
        Happens::Ask => words.ask(),
        Happens::Switch => words.switch(),
        Happens::Message => words.message(),
        Happens::Answer => words.answers(),
        Happens::Visit => words.visit(),
        Happens::Deliver => words.deliver(),
    }
}

/// The bytes of a step with what the proxy reads in them, and who else makes what of them.
fn body(run: &Run, step: &Step, words: &Words) -> Vec<Element> {
    let mut parts = vec![bytes::view(run, step, words)];
    let mut say = |text: &str, clauses: &[&str]| {
        parts.push(clause::reason(text, clauses).class("atk-note"));
    };
    match step.happens {
        Happens::Message if step.is_closed => say(words.note_ended(), &[]),
        Happens::Message => match run.server_fault_at {
            Some(at) => say(&words.note_server(&at), &["RFC 6455 §5.1"]),
            None => say(words.note_unmasks(), &["RFC 6455 §5.3"]),
        },
        Happens::Answer => {
            if let Some((at, code)) = run.browser_fault {
                say(&words.note_browser(&at, &code), &["RFC 6455 §7.1.7"]);
            }
        }
        Happens::Visit => match run.got {
            Got::Attacker => say(words.note_hit(), &[]),
            Got::Owner => say(words.note_miss(), &[]),
            Got::Error => {}
        },
        Happens::Ask | Happens::Switch | Happens::Deliver => {}
    }
    parts
}

/// What the proxy makes of each piece of a step, as texts.
pub(super) fn reading(step: &Step, words: &Words) -> Vec<String> {
    step.pieces.iter().map(|piece| bytes::says(piece, words)).collect()
}

/// What happens in the step that is shown last, for ears.
pub(super) fn narration(run: &Run, shown: usize, words: &Words) -> String {
    let Some(step) = shown.checked_sub(1).and_then(|last| run.steps.get(last)) else {
        return String::new();
    };
    let mut text = title(step.happens, words).to_owned();
    for piece in reading(step, words).iter().take(8) {
        text.push(' ');
        text.push_str(piece);
        text.push('.');
    }
    text
}

/// What the proxy knows at a step: the requests that it has read, and the answers that it keeps.
/// Without a step nothing has happened yet.
fn memory(step: Option<&Step>, words: &Words) -> Element {
    let none = || attack::none(words.nothing());
    let asked = step.map_or(&[][..], |step| &step.asked);
    let kept = step.map_or(&[][..], |step| &step.kept);
    let rows = asked.iter().take(ROWS_MAX).map(|asked| {
        let status = asked.status.map_or_else(|| "…".to_owned(), |status| status.to_string());
        let kept = if asked.is_kept { words.is_kept() } else { "" };
        el("li")
            .child(el("code").text([&asked.method, " ", &readable(&asked.url)].concat()))
            .child(el("span").class("sw-label").text(["→ ", &status, " ", kept].concat()))
    });
    let requests = el("ol").class("pp-asked").children(rows);
    let entries = kept.iter().take(ROWS_MAX).map(|kept| {
        let body = String::from_utf8_lossy(kept.bytes.get(kept.body_at..).unwrap_or_default());
        let body: String = body.chars().take(LETTERS_MAX).collect();
        el("li")
            .child(el("code").text(readable(&kept.url)))
            .child(el("code").class("pp-body").text(readable(&body)))
    });
    let answers = el("ul").class("pp-kept").children(entries);
    el("section")
        .class("pp-memory")
        .child(heading("sw-panel-head").text(words.asked()))
        .child(if asked.is_empty() { none() } else { requests })
        .child(heading("sw-panel-head").text(words.kept()))
        .child(if kept.is_empty() { none() } else { answers })
        .child(el("p").class("sw-micro").text(words.keeps_by()))
}

/// How it ended, and why.
pub(super) struct Outcome {
    pub(super) line: String,
    why: String,
    clause: &'static str,
}

impl Outcome {
    pub(super) fn of(is_masked: bool, run: &Run, words: &Words) -> Self {
        let kept = run.steps.last().and_then(|step| step.kept.last());
        let message = run.step(Happens::Message);
        let holds = |wanted: fn(&What) -> bool| {
            message.is_some_and(|step| step.pieces.iter().any(|piece| wanted(&piece.what)))
        };
        let line = match run.got {
            Got::Error => words.is_error(),
            Got::Attacker => words.is_poisoned(),
            Got::Owner => words.is_safe(),
        };
        let elsewhere = kept.map(|kept| words.why_elsewhere(&kept.url)).unwrap_or_default();
        let (why, clause) = match run.got {
            Got::Error => ("", "RFC 9112 §3"),
            Got::Attacker if is_masked => (words.why_readable(), "RFC 6455 §10.3"),
            Got::Attacker => (words.why_poisoned(), "RFC 6455 §10.3"),
            Got::Owner if kept.is_some() => (&*elsewhere, "RFC 9111 §2"),
            Got::Owner if holds(|what| *what == What::Copied) => {
                (words.why_tunnel(), "RFC 9110 §7.8")
            }
            Got::Owner if message.is_some_and(|step| step.is_closed) => {
                (words.why_ended(), "RFC 9112 §2.2")
            }
            Got::Owner if holds(|what| matches!(what, What::Asks(..))) => {
                (words.why_not_kept(), "RFC 9111 §3")
            }
            Got::Owner if is_masked => (words.why_masked(), "RFC 6455 §10.3"),
            Got::Owner => (words.why_no_request(), "RFC 9112 §3"),
        };
        Self { line: line.to_owned(), why: why.to_owned(), clause }
    }
}

fn result(figure: &PoisonedProxy, run: &Run, words: &Words) -> Element {
    let Outcome { line, why, clause } = Outcome::of(figure.is_masked, run, words);
    let standing = if run.got == Got::Owner { Standing::Good } else { Standing::Bad };
    verdict(standing, &line, clause::reason(&why, &[clause]))
}
