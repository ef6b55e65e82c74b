//! The figure as a whole: what is looked at, and the one of its two faces.

mod inside;
mod leak;

use figure_kit::action::verb;
use figure_kit::components::{
    Gate, Standing, area, button, foot, footed, labelled, note, number, panel, segments, switch,
    toolbar, verdict,
};
use figure_kit::node::{Element, Node, el, svg};

use super::run::{self, Sent};
use super::state::{Action, Became, CompressionLens, MESSAGES_MAX, Subject, TEXT_MAX};
use super::words::Words;
use crate::clause;

/// How wide a bar is drawn.
const BAR: usize = 200;
/// Letters of a message in its row.
const LETTERS_MAX: usize = 60;

/// All panels.
pub(super) fn whole(lens: &CompressionLens, words: &Words) -> Node {
    let subjects = [
        (Action::Look(Subject::Messages), words.look_messages()),
        (Action::Look(Subject::Secret), words.look_secret()),
    ];
    let chosen = lens.subject as usize;
    let choices =
        subjects.into_iter().enumerate().map(|(at, (action, text))| (action, text, at == chosen));
    let root = footed(el("div").class("cl"))
        .child(segments(words.look(), choices).class("sw-js-only cl-look"));
    match lens.subject {
        Subject::Messages => messages(root, lens, words).node(),
        Subject::Secret => leak::view(root, lens, words).node(),
    }
}

fn messages(root: Element, lens: &CompressionLens, words: &Words) -> Element {
    let root = root
        .maybe(lens.is_asked().then(|| gate(lens, words)))
        .child(inputs(lens, words))
        .child(settings(lens, words));
    if lens.is_locked() {
        return root.child(el("p").class("sw-label cl-locked").text(words.locked()));
    }
    let sent = lens.sent();
    let root = root.child(panel(words.frames(), words.frames_note(), rows(lens, &sent, words)));
    let at = lens.at.min(sent.len());
    let shown = at.checked_sub(1).and_then(|at| sent.get(at));
    root.maybe(shown.map(|message| inside::view(message, at, words)))
        .child(foot(vec![result(lens, &sent, words)]))
}

/// The question, as it stands.
pub(super) fn question(lens: &CompressionLens, words: &Words) -> String {
    words.question(&lens.question.unwrap_or(1))
}

/// The answers to choose from.
pub(super) fn choices(words: &Words) -> [&str; 3] {
    [words.shorter(), words.same(), words.longer()]
}

/// The two lengths of the message that is asked about.
pub(super) fn why(lens: &CompressionLens, words: &Words) -> String {
    let sent = lens.sent();
    let message = lens.question.and_then(|number| sent.get(number.checked_sub(1)?));
    let lens = message.map(|it| (it.plain.len(), it.packed.len()));
    lens.map_or_else(|| words.no_such().to_owned(), |(plain, packed)| words.why(&plain, &packed))
}

fn gate(lens: &CompressionLens, words: &Words) -> Element {
    let is_seen = lens.prediction.is_committed;
    let gate = Gate {
        question: &question(lens, words),
        choices: &choices(words),
        chosen: lens.prediction.chosen,
        right: is_seen.then(|| lens.became() as usize),
        why: is_seen.then(|| why(lens, words)),
    };
    gate.view(words)
}

fn inputs(lens: &CompressionLens, words: &Words) -> Element {
    let cut = if lens.is_cut() { words.cut(&TEXT_MAX, &MESSAGES_MAX) } else { String::new() };
    let text = labelled(words.text(), area(verb(Action::Text), &lens.text, 5)).child(note(&cut));
    el("div")
        .class("cl-inputs sw-js-only")
        .child(text)
        .child(toolbar([button(Action::Draw, words.draw())]))
}

/// What was agreed on: the window and what becomes of it.
fn settings(lens: &CompressionLens, words: &Words) -> Element {
    let bits = number(words.bits(), &verb(Action::Bits), &lens.bits, words);
    let window = words.window(&(1_u32 << lens.bits.value()));
    el("div")
        .class("cl-settings")
        .child(switch(Action::Takeover, words.takeover(), lens.takes_over))
        .child(bits.child(el("span").class("sw-micro").text(window)))
        .child(
            el("p")
                .class("cl-agreed")
                .child(el("span").class("sw-label").text(words.agreed()))
                .child(
                    el("code").text(
                        ["Sec-WebSocket-Extensions: ", &run::answered(lens.agreed())].concat(),
                    ),
                ),
        )
}

/// Parts in a hundred, rounded.
pub(super) fn percent(part: usize, whole: usize) -> usize {
    (part * 100 + whole / 2) / whole.max(1)
}

/// A bar of a length before, and one behind it of a length now.
fn bar(plain: usize, packed: usize, longest: usize) -> Element {
    let wide = |len: usize| (len * BAR / longest.max(1)).to_string();
    let path = |class, from: &str, len| {
        el("path").class(class).attr("d", ["M0 ", from, "H", &wide(len)].concat())
    };
    let packed_class = match Became::of(plain, packed) {
        Became::Longer => "cl-longer",
        Became::Shorter | Became::Same => "cl-packed",
    };
    svg(BAR as u32, 14)
        .class("cl-bar")
        .attr("aria-hidden", "true")
        .child(path("cl-plain", "4", plain))
        .child(path(packed_class, "10", packed))
}

fn rows(lens: &CompressionLens, sent: &[Sent], words: &Words) -> Element {
    if sent.is_empty() {
        return el("p").class("sw-label").text(words.none());
    }
    let both = sent.iter().flat_map(|it| [it.plain.len(), it.packed.len()]);
    let longest = both.max().unwrap_or(1);
    let rows = sent.iter().enumerate().map(|(index, message)| {
        let number = index + 1;
        let (plain, packed) = (message.plain.len(), message.packed.len());
        let text: String = message.text.chars().take(LETTERS_MAX).collect();
        let to = el("button")
            .attr("type", "button")
            .class("cl-no")
            .does(Action::At(number))
            .text(number.to_string())
            .state("aria-pressed", number == lens.at)
            .attr("aria-label", words.row_said(&number, &plain, &packed));
        el("li")
            .class_if("is-now", number == lens.at)
            .child(to)
            .child(el("code").class("cl-text").text(figure_kit::legible::readable(&text)))
            .child(bar(plain, packed, longest))
            .child(el("span").class("sw-mono").text(words.plain_packed(&plain, &packed)))
            .child(el("span").class("sw-label").text(words.percent(&percent(packed, plain))))
    });
    el("ol").class("cl-rows").children(rows)
}

/// What all frames came to.
struct Outcome {
    is_won: bool,
    line: String,
    why: String,
}

impl Outcome {
    fn of(sent: &[Sent], words: &Words) -> Self {
        let plain = sent.iter().map(|it| it.plain.len()).sum::<usize>();
        let packed = sent.iter().map(|it| it.packed.len()).sum::<usize>();
        let losers = sent.iter().filter(|it| Became::of_message(it) == Became::Longer).count();
        let ratio = percent(packed, plain);
        let is_won = packed < plain;
        let line = match is_won {
            true => words.total_wins(&plain, &packed, &ratio),
            false if sent.is_empty() => words.none().to_owned(),
            false => words.total_loses(&plain, &packed, &ratio),
        };
        let why = if losers > 0 { words.losers(&losers) } else { words.no_losers().to_owned() };
        Self { is_won, line, why }
    }
}

/// The message that is looked into, for ears.
pub(super) fn narration(lens: &CompressionLens, words: &Words) -> String {
    let sent = lens.sent();
    let message = lens.at.checked_sub(1).and_then(|at| sent.get(at));
    message.map_or_else(String::new, |message| {
        let (plain, packed) = (message.plain.len(), message.packed.len());
        let said = words.row_said(&lens.at, &plain, &packed);
        [&said, ". ", &inside::copied(message, words)].concat()
    })
}

/// What came of it, for ears.
pub(super) fn said(lens: &CompressionLens, words: &Words) -> String {
    match lens.subject {
        Subject::Messages => Outcome::of(&lens.sent(), words).line,
        Subject::Secret => leak::said(lens, words),
    }
}

fn result(lens: &CompressionLens, sent: &[Sent], words: &Words) -> Element {
    let Outcome { is_won, line, why } = Outcome::of(sent, words);
    let texts = run::received(sent, lens.agreed());
    let is_same = texts.iter().eq(sent.iter().map(|message| &message.text));
    let read = if is_same { words.received() } else { words.not_received() };
    let why = clause::reason(&[&why, " ", read].concat(), &["RFC 7692 §7.2"]);
    verdict(if is_won && is_same { Standing::Good } else { Standing::Bad }, &line, why)
}
