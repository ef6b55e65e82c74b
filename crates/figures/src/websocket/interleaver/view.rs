//! The figure as a whole: messages, task, cards, wire, the browser frame by frame, verdict.

mod cards;
mod machine;
mod messages;
mod naming;
mod task;
mod turns;

use figure_kit::components::{Standing, foot, footed, transport, verdict};
use figure_kit::node::{Element, Node, el};
use figure_kit::playback;
use websocket::Rule;

use super::run::{Run, Verdict};
use super::state::Interleaver;
use super::words::Words;
use crate::clause;
use naming::name;

pub(super) use task::is_done;

/// All panels.
pub(super) fn whole(figure: &Interleaver, words: &Words) -> Node {
    let run = figure.run();
    let steps = run.turns.len();
    let receiver = el("div")
        .attr("data-keys", playback::KEYS)
        .child(transport(&figure.walk, steps, words.position(), words))
        .child(
            el("div")
                .class("il-receiver")
                .child(turns::panel(figure, &run, words))
                .child(machine::panel(figure, &run, words)),
        );
    let is_whole = figure.shown() == steps;
    footed(el("div").class("il"))
        .child(messages::panel(figure, words))
        .child(task::panel(figure, &run, words))
        .child(cards::hand(figure, words))
        .child(cards::wire(figure, &run, words))
        .child(receiver)
        .maybe(is_whole.then(|| foot(vec![result(&run, words)])))
        .node()
}

/// The verdict: whether all is well, in a line, why, and where it is written.
struct Said {
    standing: Standing,
    line: String,
    why: String,
    clauses: Vec<&'static str>,
}

fn said(run: &Run, words: &Words) -> Said {
    let count = run.turns.len();
    let good = |line: String, why: &str, clauses: &[&'static str]| Said {
        standing: Standing::Good,
        line,
        why: why.to_owned(),
        clauses: clauses.into(),
    };
    match run.verdict {
        Verdict::Empty => good(words.is_nothing().to_owned(), words.is_nothing_why(), &[]),
        Verdict::Legal => good(words.is_legal(&count), words.is_legal_why(), &["RFC 6455 §5.4"]),
        Verdict::Open => good(words.is_open().to_owned(), words.is_open_why(), &["RFC 6455 §5.4"]),
        Verdict::Unread(behind) => Said {
            standing: Standing::Bad,
            ..good(words.is_unread(&behind), words.is_unread_why(), &["RFC 6455 §5.5.1"])
        },
        Verdict::Garbled => Said {
            standing: Standing::Bad,
            ..good(words.is_garbled().to_owned(), words.is_garbled_why(), &["RFC 6455 §5.4"])
        },
        Verdict::Illegal(at, fault) => {
            let why = match fault.rule {
                Rule::StartInsideMessage => words.why_start_inside(),
                Rule::ContinuationWithoutStart => words.why_without_start(),
                Rule::TextNotUtf8 => words.why_not_utf8(),
                // The cards can break no other.
                other => other.clause(),
            };
            let code = fault.rule.close_code();
            let line = words.is_illegal(&(at + 1), &name(run.turns[at].card, words), &code);
            let why = [why, " ", &words.certain_at(&fault.at)].concat();
            let clauses = vec![fault.rule.clause()];
            Said { standing: Standing::Bad, line, why, clauses }
        }
    }
}

fn result(run: &Run, words: &Words) -> Element {
    let Said { standing, line, why, clauses } = said(run, words);
    verdict(standing, &line, clause::reason(&why, &clauses))
}

/// How the figure stands, for ears: the order on the wire, the verdict, and how the task goes.
pub(super) fn spoken(figure: &Interleaver, words: &Words) -> String {
    let run = figure.run();
    let mut text = String::new();
    for turn in &run.turns {
        text.push_str(&name(turn.card, words));
        text.push_str(", ");
    }
    text.push_str(&said(&run, words).line);
    let judged = task::judged(figure, &run, words);
    if let Some((_, line)) = judged {
        text.push(' ');
        text.push_str(&line);
    }
    text
}

/// What came of the frame that is shown last, for ears.
pub(super) fn narration(figure: &Interleaver, words: &Words) -> String {
    let run = figure.run();
    let last = figure.shown().checked_sub(1).and_then(|last| run.turns.get(last));
    last.map_or_else(String::new, |turn| {
        let mut text = name(turn.card, words);
        for sentence in turns::sentences(turn, words) {
            text.push_str(". ");
            text.push_str(sentence.trim_end_matches('.'));
        }
        text
    })
}
