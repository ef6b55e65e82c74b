//! The figure as a whole: question, inputs, walk, the steps beside who has what, verdict.

mod bytes;
mod inputs;
mod track;

use figure_kit::components::{Gate, Standing, foot, footed, heading, transport, verdict};
use figure_kit::node::{Element, Node, el};
use figure_kit::playback;

use super::plan::{Credential, Opener};
use super::run::{Outcome, Run};
use super::site::{Check, SameSite};
use super::state::{Action, Hijack};
use super::step::{Happens, Learned, Step};
use super::words::Words;
use crate::clause;
use crate::websocket::attack::{self, Head};

/// The steps stand below each other.
const KEYS: [&str; 2] = [playback::KEYS, ";ArrowUp=step previous;ArrowDown=step next"];

/// All panels.
pub(super) fn whole(figure: &Hijack, words: &Words) -> Node {
    let run = figure.run();
    let shown = figure.shown(&run);
    // The question stands where it comes up: behind the handshake.
    let asks =
        figure.is_asked.then(|| el("li").class("hj-gate").child(question(figure, &run, words)));
    let (before, after) = (0..figure.steps(&run), run.asked());
    let mut rows: Vec<Element> = before.map(|index| row(figure, &run, index, words)).collect();
    rows.splice(after..after, asks);
    let main = attack::main(rows, knowledge(&run.steps[..shown], words));
    let is_whole = shown == run.steps.len();
    footed(el("div").class("hj"))
        .child(inputs::view(figure, words))
        .child(
            el("div")
                .attr("data-keys", KEYS.concat())
                .child(transport(&figure.walk, figure.steps(&run), words.position(), words))
                .child(main),
        )
        .maybe(is_whole.then(|| foot(vec![result(figure, &run, words)])))
        .node()
}

fn question(figure: &Hijack, run: &Run, words: &Words) -> Element {
    let is_seen = figure.prediction.is_committed;
    let gate = Gate {
        question: words.question(),
        choices: &choices(words),
        chosen: figure.prediction.chosen,
        right: is_seen.then_some(run.outcome as usize),
        why: is_seen.then(|| Ending::of(figure, run, words).line),
    };
    gate.view(words)
}

/// The answers to choose from.
pub(super) fn choices(words: &Words) -> [&str; 4] {
    [words.gets_served(), words.gets_refused(), words.gets_unknown(), words.gets_closed()]
}

/// One step: its number, what happens, and, once it is shown, its bytes.
fn row(figure: &Hijack, run: &Run, index: usize, words: &Words) -> Element {
    let (step, shown) = (&run.steps[index], figure.shown(run));
    let head = Head {
        number: index + 1,
        to: Action::Walk(playback::Action::to(index + 1)).to_string(),
        title: title(figure, step.happens, words),
        shown,
        now: figure.walk.step(),
        is_locked: false,
    };
    let row = head.row(track::view(step, words));
    if index >= shown {
        return row;
    }
    let row = row.child(bytes::view(step, words));
    let said = said(figure, run, step, words);
    if said.is_empty() {
        return row;
    }
    row.child(clause::reason(&said.join(" "), clauses(figure, step)).class("atk-note"))
}

fn title<'w>(figure: &Hijack, happens: Happens, words: &'w Words) -> &'w str {
    match happens {
        Happens::Login => words.login(),
        Happens::Cookie => words.cookie(),
        Happens::Visit => words.visit(),
        Happens::Page => words.comes(),
        Happens::Fetch => words.fetch(),
        Happens::Token => words.token(),
        Happens::Ask if figure.opener == Opener::Program => words.program_asks(),
        Happens::Ask => words.ask(),
        Happens::Verdict => words.verdict(),
        Happens::Message => words.message(),
        Happens::Answer => words.answer(),
        Happens::Loot => words.loot(),
    }
}

/// Whether the cookie went along with what the page caused, and why.
fn of_cookie<'w>(figure: &Hijack, is_carried: bool, words: &'w Words) -> &'w str {
    let (origin, _) = figure.origin();
    let is_site = origin.is_some_and(|it| it.is_same_site(&super::site::Origin::bank()));
    match (is_carried, is_site) {
        (true, true) => words.goes_site(),
        (true, false) => words.goes_none(),
        (false, _) => words.stays(),
    }
}

/// What is said of a step, sentence by sentence.
fn said(figure: &Hijack, run: &Run, step: &Step, words: &Words) -> Vec<String> {
    let plan = figure.plan();
    let origin = run.origin.as_deref().unwrap_or_default();
    let mut said: Vec<&str> = Vec::new();
    let filled;
    match step.happens {
        Happens::Cookie => said.push(match figure.same_site {
            SameSite::None => words.says_none(),
            SameSite::Lax => words.says_lax(),
            SameSite::Strict => words.says_strict(),
            SameSite::Absent => words.says_absent(),
        }),
        Happens::Page => {
            filled = words.runs(&origin);
            said.push(&filled);
        }
        Happens::Fetch if !plan.is_own() => {
            said.push(of_cookie(figure, bytes::has_cookie(step), words));
        }
        Happens::Token => said.push(match step.learned {
            Some(Learned::Withheld) => words.withheld(),
            _ => words.handed(),
        }),
        Happens::Ask if plan.opener == Opener::Program => said.push(words.program_writes()),
        Happens::Ask => {
            said.push(words.origin_written());
            said.push(of_cookie(figure, run.carries_cookie, words));
            if plan.credential == Credential::Query {
                said.push(words.no_fields());
            }
        }
        Happens::Verdict => {
            let is_refused = run.outcome == Outcome::Refused;
            filled = match (plan.check, &run.origin) {
                (Check::Off, _) => words.not_looked().to_owned(),
                (_, None) => words.no_origin().to_owned(),
                _ if is_refused => words.fits_not(&origin),
                _ => words.fits(&origin),
            };
            said.push(&filled);
            match (run.outcome, plan.credential) {
                (Outcome::Unknown, Credential::Query) => said.push(words.no_token()),
                (Outcome::Unknown, _) => said.push(words.no_cookie()),
                (Outcome::Served | Outcome::Closed, _) if plan.opener == Opener::Browser => {
                    said.push(words.is_open());
                }
                _ => {}
            }
        }
        Happens::Loot => said.push(words.sent_away()),
        Happens::Login | Happens::Visit | Happens::Message | Happens::Answer | Happens::Fetch => {}
    }
    said.into_iter().map(str::to_owned).collect()
}

/// Where it is written.
fn clauses(figure: &Hijack, step: &Step) -> &'static [&'static str] {
    match step.happens {
        Happens::Page => &["RFC 6454 §4"],
        Happens::Ask if figure.opener == Opener::Program => &["RFC 6455 §10.1"],
        Happens::Ask => &["RFC 6455 §4.1"],
        Happens::Verdict => &["RFC 6455 §4.2.2"],
        _ => &[],
    }
}

/// What happens in the step that is shown last, for ears.
pub(super) fn narration(figure: &Hijack, run: &Run, words: &Words) -> String {
    let shown = figure.shown(run);
    let Some(step) = shown.checked_sub(1).and_then(|last| run.steps.get(last)) else {
        return String::new();
    };
    let mut text = title(figure, step.happens, words).to_owned();
    text.push('.');
    for sentence in said(figure, run, step, words) {
        text.push(' ');
        text.push_str(&sentence);
    }
    text
}

/// Who has what behind these steps.
fn knowledge(steps: &[Step], words: &Words) -> Element {
    let part = |title: &str, pick: fn(&Learned) -> Option<&str>| {
        let items: Vec<&str> =
            steps.iter().filter_map(|step| step.learned.as_ref().and_then(pick)).collect();
        let list = if items.is_empty() {
            attack::none(words.nothing())
        } else {
            let rows = items.into_iter().map(|text| el("li").child(el("code").text(text)));
            el("ul").children(rows)
        };
        [heading("sw-panel-head").text(title), list]
    };
    let jar = part(words.jar(), |it| match it {
        Learned::Cookie(text) => Some(text),
        _ => None,
    });
    let read = part(words.read(), |it| match it {
        Learned::Reads(text) => Some(text),
        _ => None,
    });
    let has = part(words.has(), |it| match it {
        Learned::Loot(text) => Some(text),
        _ => None,
    });
    el("section").class("hj-knows").children(jar.into_iter().chain(read).chain(has))
}

/// How it ended, and why.
pub(super) struct Ending {
    pub(super) line: String,
    why: String,
    clause: &'static str,
}

impl Ending {
    pub(super) fn of(figure: &Hijack, run: &Run, words: &Words) -> Self {
        let is_program = figure.opener == Opener::Program;
        let line = match run.outcome {
            Outcome::Served if run.is_stolen => words.is_stolen(),
            Outcome::Served => words.is_served(),
            Outcome::Refused => words.is_refused(),
            Outcome::Unknown => words.is_unknown(),
            Outcome::Closed => words.is_closed(),
        };
        let origin = run.origin.as_deref().unwrap_or_default();
        let naive = words.why_naive(&origin);
        let (why, clause) = match run.outcome {
            Outcome::Served if run.is_stolen && figure.check == Check::Off => {
                (words.why_off(), "RFC 6455 §10.2")
            }
            Outcome::Served if run.is_stolen => (&*naive, "RFC 6455 §10.2"),
            Outcome::Served => (words.why_own(), "RFC 6454 §4"),
            Outcome::Refused if is_program => (words.why_forged(), "RFC 6455 §10.1"),
            Outcome::Refused => (words.why_refused(), "RFC 6455 §4.2.2"),
            _ if is_program => (words.why_program(), "RFC 6455 §10.1"),
            Outcome::Unknown if figure.credential == Credential::Cookie => {
                (words.why_kept(), "RFC 6455 §10.5")
            }
            Outcome::Unknown | Outcome::Closed => (words.why_token(), "RFC 6455 §10.5"),
        };
        Self { line: line.to_owned(), why: why.to_owned(), clause }
    }
}

fn result(figure: &Hijack, run: &Run, words: &Words) -> Element {
    let Ending { line, why, clause } = Ending::of(figure, run, words);
    let standing = if run.is_stolen { Standing::Bad } else { Standing::Good };
    verdict(standing, &line, clause::reason(&why, &[clause]))
}
