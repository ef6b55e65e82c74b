//! The figure as a whole: examples, needs, the candidates with their reasons, and what is left.

use figure_kit::components::{Standing, button, foot, footed, heading, segments, switch, verdict};
use figure_kit::node::{Element, Node, el};

use super::rules::{self, Candidate, Choice, Grade, Rule};
use super::state::{Action, Chooser, Example, Need, Runs, Talk, Wish};
use super::words::Words;
use crate::clause;

/// All panels.
pub(super) fn whole(figure: &Chooser, words: &Words) -> Node {
    let choice = Choice::of(figure);
    let rows = choice.ranked.iter().map(|(who, costs)| candidate(figure, *who, *costs, words));
    let list = el("section")
        .class("ch-candidates")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.candidates()))
                .child(el("span").class("sw-label").text(words.candidates_said())),
        )
        .child(el("ol").children(rows));
    footed(el("div").class("ch"))
        .child(examples(figure, words))
        .child(el("div").class("ch-main").child(needs(figure, words)).child(list))
        .child(foot(vec![result(figure, &choice, words)]))
        .node()
}

fn examples(figure: &Chooser, words: &Words) -> Element {
    let names = [
        words.chat(),
        words.prices(),
        words.form(),
        words.game(),
        words.file(),
        words.services(),
        words.native(),
        words.printer(),
    ];
    let buttons = Example::ALL.into_iter().zip(names).map(|(example, name)| {
        let is_it = Chooser::of(example) == *figure;
        button(Action::Example(example), name)
            .class_if("is-chosen", is_it)
            .state("aria-pressed", is_it)
    });
    el("div")
        .class("sw-toolbar ch-examples sw-js-only")
        .child(el("span").class("sw-label").text(words.examples()))
        .children(buttons)
}

fn needs(figure: &Chooser, words: &Words) -> Element {
    let runs = [(Runs::Page, words.page()), (Runs::Program, words.program())];
    let runs = runs.map(|(runs, name)| (Action::Runs(runs), name, figure.runs == runs));
    let talk = [(Talk::Ask, words.ask()), (Talk::Push, words.push()), (Talk::Both, words.both())];
    let talk = talk.map(|(talk, name)| (Action::Talk(talk), name, figure.talk == talk));
    let wishes = Wish::ALL
        .map(|wish| switch(Action::Wish(wish), wish_name(wish, words), figure.wishes(wish)));
    let group = |label: &str, choices: Element| {
        el("div").class("ch-group").child(el("span").class("sw-label").text(label)).child(choices)
    };
    el("section")
        .class("ch-needs")
        .child(heading("sw-panel-head").text(words.needs()))
        .child(group(words.runs(), segments(words.runs(), runs)))
        .child(group(words.talk(), segments(words.talk(), talk)))
        .child(el("div").class("ch-wishes").children(wishes))
}

fn wish_name(wish: Wish, words: &Words) -> &str {
    match wish {
        Wish::Arrive => words.arrive(),
        Wish::Fresh => words.fresh(),
        Wish::Binary => words.binary(),
        Wish::Proxies => words.proxies(),
        Wish::Peer => words.peer(),
        Wish::Many => words.many(),
    }
}

/// A need that can be given up, as the switch or the choice names it.
fn need_name(need: Need, words: &Words) -> &str {
    match need {
        Need::Arrive => words.arrive(),
        Need::Fresh => words.fresh(),
        Need::Binary => words.binary(),
        Need::Proxies => words.proxies(),
        Need::Peer => words.peer(),
        Need::Many => words.many(),
        // Nothing else can be given up.
        _ => words.page(),
    }
}

fn name(who: Candidate, words: &Words) -> &str {
    match who {
        Candidate::Http => words.http(),
        Candidate::Events => words.events(),
        Candidate::WebSocket => words.websocket(),
        Candidate::Tcp => words.tcp(),
        Candidate::Udp => words.udp(),
        Candidate::WebTransport => words.webtransport(),
        Candidate::WebRtc => words.webrtc(),
    }
}

fn candidate(figure: &Chooser, who: Candidate, costs: Option<usize>, words: &Words) -> Element {
    let (look, standing) = match costs {
        Some(0) => ("fits", words.fits().to_owned()),
        Some(count) => ("costs", words.costs(&count)),
        None => ("barred", words.barred().to_owned()),
    };
    let mut reasons: Vec<&Rule> = rules::reasons(who, figure).collect();
    let nothing = reasons.is_empty();
    // What bars it comes first, then what it costs.
    let mut ordered = Vec::new();
    for grade in [Grade::Bars, Grade::Costs, Grade::Does] {
        ordered.extend(reasons.iter().filter(|rule| rule.grade == grade).copied());
    }
    reasons = ordered;
    el("li")
        .class("ch-candidate")
        .attr("data-standing", look)
        .child(
            el("div")
                .class("ch-name")
                .child(el("b").text(name(who, words)))
                .child(el("span").class("ch-standing").text(standing)),
        )
        .child(el("ul").children(reasons.into_iter().map(|rule| reason(rule, words))))
        .maybe(nothing.then(|| el("p").class("sw-micro").text(words.neutral())))
}

fn reason(rule: &Rule, words: &Words) -> Element {
    let (look, said, sign) = match rule.grade {
        Grade::Does => ("does", words.does_said(), "✓"),
        Grade::Costs => ("costs", words.costs_said(), "+"),
        Grade::Bars => ("bars", words.bars_said(), "✕"),
    };
    let text = el("span")
        .child(el("span").class("sw-hidden").text([said, ": "].concat()))
        .text((rule.why)(words))
        .text(" ")
        .child(rule.place.link(words));
    let text =
        if rule.clause.is_empty() { text } else { text.text(" ").child(source(rule.clause)) };
    el("li")
        .attr("data-grade", look)
        .child(el("span").class("ch-sign").attr("aria-hidden", "true").text(sign))
        .child(text)
}

/// A clause of an RFC, or a standard that is not one.
fn source(clause: &'static str) -> Element {
    let address = match clause {
        "Fetch Standard" => "https://fetch.spec.whatwg.org/#fetch-method",
        "HTML Standard" => "https://html.spec.whatwg.org/multipage/server-sent-events.html",
        "WebSockets Standard" => "https://websockets.spec.whatwg.org/",
        "WebTransport" => "https://www.w3.org/TR/webtransport/",
        _ => return clause::link(clause),
    };
    el("a").class("sw-clause").attr("href", address).text(clause)
}

fn names(those: impl Iterator<Item = Candidate>, words: &Words) -> String {
    let mut text = String::new();
    for who in those {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(name(who, words));
    }
    text
}

/// What came of it, in a line.
pub(super) fn line(choice: &Choice, words: &Words) -> String {
    let best = names(choice.best(), words);
    match choice.least() {
        Some(0) => words.line_fits(&best),
        Some(_) => words.line_costs(&best),
        None => words.line_none().to_owned(),
    }
}

fn result(figure: &Chooser, choice: &Choice, words: &Words) -> Element {
    let said = line(choice, words);
    let text = |text: &str| el("p").text(text);
    match choice.least() {
        Some(0) => verdict(Standing::Good, &said, text(words.why_fits())),
        Some(_) => verdict(Standing::Good, &said, text(words.why_costs())),
        None => verdict(Standing::Bad, &said, surrender(figure, words)),
    }
}

/// Where nothing fits: what can be given up, and what is left then.
fn surrender(figure: &Chooser, words: &Words) -> Element {
    let ways = rules::give_up(figure);
    let why = match ways.first() {
        Some((needs, _)) if needs.len() == 1 => words.why_none(),
        Some(_) => words.why_none_two(),
        None => words.why_never(),
    };
    let rows = ways.iter().map(|(needs, choice)| {
        let mut given_up = String::new();
        for need in needs {
            if !given_up.is_empty() {
                given_up.push_str(words.and());
            }
            given_up.push_str(need_name(*need, words));
        }
        let left = words.gives(&names(choice.best(), words));
        let row = el("li");
        // One press takes one need back; two are named only.
        let row = match needs[..] {
            [need] => row.child(button(Action::GiveUp(need), given_up)),
            _ => row.child(el("b").text(given_up)),
        };
        row.text(" ").child(el("span").text(left))
    });
    el("div").child(el("p").text(why)).child(el("ul").class("ch-give-up").children(rows))
}
