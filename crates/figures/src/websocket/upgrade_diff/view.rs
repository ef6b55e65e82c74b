//! The figure as a whole: what is asked for, the lines beside each other, the round trips.

mod trips;

use figure_kit::action::verb;
use figure_kit::components::{
    Standing, field, foot, footed, heading, panel, segments, switch, verdict,
};
use figure_kit::legible::readable;
use figure_kit::node::{Element, Node, el};

use super::run::{About, Fate, Newer, Opening, Row};
use super::state::{Action, UpgradeDiff};
use super::words::Words;
use crate::clause;

/// All panels.
pub(super) fn whole(diff: &UpgradeDiff, words: &Words) -> Node {
    let versions = [(Newer::Http2, "HTTP/2"), (Newer::Http3, "HTTP/3")];
    let choices = versions.map(|(newer, name)| (Action::Beside(newer), name, newer == diff.newer));
    let beside = el("div")
        .class("ud-beside sw-js-only")
        .child(el("span").class("sw-label").text(words.beside()))
        .child(segments(words.beside(), choices));
    let root = footed(el("div").class("ud")).child(beside).child(inputs(diff, words));
    let opening = diff.asked().open();
    let root = match &opening {
        Some(opening) => root.child(lines(diff, opening, words)),
        None => root.child(el("p").class("sw-note is-wrong").text(words.unsound())),
    };
    root.child(trips::view(diff, words))
        .child(foot(vec![result(diff, opening.as_ref(), words)]))
        .node()
}

fn inputs(diff: &UpgradeDiff, words: &Words) -> Element {
    let text = |label: &str, verb: String, value: &str| field(label, verb, value, true);
    el("div")
        .class("ud-inputs sw-js-only")
        .child(text(words.host(), verb(Action::Host), &diff.host))
        .child(text(words.path(), verb(Action::Path), &diff.path))
        .child(text(words.origin(), verb(Action::Origin), &diff.origin))
        .child(text(words.protocols(), verb(Action::Protocols), &diff.protocols))
        .child(text(words.speaks(), verb(Action::Speaks), &diff.speaks))
        .child(switch(Action::Deflate, words.deflate(), diff.deflates))
}

fn lines(diff: &UpgradeDiff, opening: &Opening, words: &Words) -> Element {
    let rows = opening.rows(diff.newer);
    let count = |fate| rows.iter().filter(|row| row.fate == fate).count();
    let [gone, becomes, same, new] = [Fate::Gone, Fate::Becomes, Fate::Same, Fate::New].map(count);
    let head = el("div")
        .class("ud-names sw-label")
        .attr("aria-hidden", "true")
        .child(el("span"))
        .child(el("span").text("HTTP/1.1"))
        .child(el("span").text(diff.newer.title()));
    let mut content = el("div").child(head);
    for (name, first, last) in [
        (words.group_before(), About::Settings, About::Settings),
        (words.group_request(), About::RequestLine, About::Extensions),
        (words.group_response(), About::Status, About::Other),
        (words.group_after(), About::Carrier, About::Ending),
    ] {
        let group =
            rows.iter().filter(|row| (first as u8..=last as u8).contains(&(row.about as u8)));
        let items: Vec<Element> = group.map(|row| item(diff, row, words)).collect();
        if !items.is_empty() {
            content = content
                .child(heading("sw-label ud-group").text(name))
                .child(el("ul").class("ud-rows").children(items));
        }
    }
    let bytes = words.bytes(&opening.request.len(), &opening.response.len());
    let content = content
        .child(el("p").class("ud-counted").text(words.counted(&gone, &becomes, &same, &new)))
        .child(el("p").class("sw-label").text(bytes));
    panel(words.lines(), words.lines_note(), content)
}

/// What a row's fate is called, and how it is drawn.
fn fate(fate: Fate, words: &Words) -> (&str, &'static str) {
    match fate {
        Fate::Same => (words.same(), "ud-same"),
        Fate::Becomes => (words.becomes(), "ud-becomes"),
        Fate::Gone => (words.gone(), "ud-gone"),
        Fate::New => (words.new(), "ud-new"),
    }
}

/// The two sides of a row, in words where they are no lines of a head.
fn sides(row: &Row, words: &Words) -> (String, Vec<String>) {
    let new = row.new.first().map_or("", String::as_str);
    match row.about {
        About::Carrier => (words.carrier_old().to_owned(), vec![words.carrier_new(&new)]),
        About::Frames => (words.frames_line().to_owned(), vec![words.frames_line().to_owned()]),
        About::Ending => (words.ending_old().to_owned(), vec![words.ending_new(&new)]),
        _ => (row.old.clone(), row.new.clone()),
    }
}

fn item(diff: &UpgradeDiff, row: &Row, words: &Words) -> Element {
    let is_open = diff.at == Some(row.about);
    let (name, class) = fate(row.fate, words);
    let (old, new) = sides(row, words);
    let to = el("button")
        .attr("type", "button")
        .class("ud-fate")
        .state("aria-expanded", is_open)
        .does(Action::At(row.about))
        .text(name);
    let code = |text: &str| el("code").text(readable(text));
    let none = || el("span").class("ud-none").text(words.nothing());
    let old = if old.is_empty() { none() } else { code(&old) };
    let new = if new.is_empty() {
        none()
    } else {
        el("span").class("ud-fields").children(new.iter().map(|line| code(line)))
    };
    let why = is_open.then(|| {
        let (why, clauses) = explained(row.about, diff.newer, words);
        clause::reason(&why, &clauses).class("ud-why")
    });
    el("li").class(class).child(to).child(old).child(new).maybe(why)
}

/// Why a line is what it is, and where that is written.
pub(super) fn explained(about: About, newer: Newer, words: &Words) -> (String, Vec<&'static str>) {
    let third = newer == Newer::Http3;
    let (why, clause) = match about {
        About::Settings => (words.why_settings(), "RFC 8441 §3"),
        About::RequestLine => (words.why_request_line(), "RFC 8441 §4"),
        About::Scheme => (words.why_scheme(), "RFC 8441 §4"),
        About::Host => (words.why_host(), "RFC 8441 §5"),
        About::Upgrade => (words.why_upgrade(), "RFC 8441 §5"),
        // HTTP/3 has a rule of its own for it, which RFC 9220 has no part in.
        About::Connection if third => {
            return (words.why_connection().to_owned(), vec!["RFC 9114 §4.2"]);
        }
        About::Connection => (words.why_connection(), "RFC 9113 §8.2.2"),
        About::Key | About::Accept => (words.why_key(), "RFC 8441 §5"),
        About::Version => (words.why_version(), "RFC 8441 §5"),
        About::Origin => (words.why_origin(), "RFC 8441 §5"),
        About::Protocol | About::AnswerProtocol => (words.why_protocol(), "RFC 8441 §5"),
        About::Extensions | About::AnswerExtensions => (words.why_extensions(), "RFC 8441 §5"),
        About::Status => (words.why_status(), "RFC 8441 §5"),
        About::AnswerUpgrade | About::AnswerConnection => (words.why_answer(), "RFC 8441 §5"),
        About::Other => (words.why_other(), "RFC 8441 §5"),
        About::Carrier => (words.why_carrier(), "RFC 8441 §5"),
        About::Frames => (words.why_frames(), "RFC 8441 §5"),
        About::Ending => (words.why_ending(), "RFC 8441 §5"),
    };
    let clauses = if third { vec!["RFC 9220 §3", clause] } else { vec![clause] };
    (why.to_owned(), clauses)
}

/// How the two compare: whether it is good, what, and why.
fn outcome(diff: &UpgradeDiff, is_accepted: bool, words: &Words) -> (Standing, String, String) {
    let trips = diff.trips();
    let (old, new) = (trips.old.len(), trips.new.len());
    let (standing, line, why) = if !is_accepted {
        (Standing::Bad, words.refused().to_owned(), "")
    } else if trips.falls_back {
        let line = if new > old { words.later(&(new - old)) } else { words.as_soon().to_owned() };
        (Standing::Bad, line, words.falls_back())
    } else if new < old {
        let why = if diff.is_open { words.why_sooner() } else { words.why_quic() };
        (Standing::Good, words.sooner(&(old - new)), why)
    } else {
        (Standing::Good, words.as_soon().to_owned(), words.why_as_soon())
    };
    (standing, line, why.to_owned())
}

/// What it comes to, for ears.
pub(super) fn said(diff: &UpgradeDiff, words: &Words) -> String {
    let opening = diff.asked().open();
    match opening {
        Some(opening) => outcome(diff, opening.is_accepted, words).1,
        None => words.unsound().to_owned(),
    }
}

fn result(diff: &UpgradeDiff, opening: Option<&Opening>, words: &Words) -> Element {
    let is_accepted = opening.is_some_and(|opening| opening.is_accepted);
    let (standing, line, why) = outcome(diff, is_accepted, words);
    let clause = match diff.newer {
        Newer::Http2 => "RFC 8441 §5",
        Newer::Http3 => "RFC 9220 §3",
    };
    verdict(standing, &line, clause::reason(&why, &[clause]))
}
