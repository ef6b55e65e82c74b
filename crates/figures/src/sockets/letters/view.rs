//! Two lanes: the wire with the letters on it, what the receiver has, and what just happened.

use figure_kit::action::verb;
use figure_kit::components::{button, field, note};
use figure_kit::icon;
use figure_kit::legible::readable;
use figure_kit::node::{Element, Node, el};
use figure_kit::playback::Way;

use super::run::{DELAY_US, Flight, Lane, Protocol};
use super::state::{Action, Letters, Parcel};
use super::word::{LETTERS_MAX, Word, shown};
use super::words::Words;

/// The middle of the wire, below the top of its drawing. Everything on it is measured in what the
/// style sheet makes of an em, so that it grows with the text of the figure.
const MIDDLE: &str = "2.6em";
/// A letter's button: how far it stretches around the point where the letter is. It is longer
/// behind, for a finger that comes late.
const BUTTON: [(&str, &str); 4] =
    [("x", "-5.4em"), ("y", "0.2em"), ("width", "7.6em"), ("height", "4.8em")];
/// The frame of a letter that was destroyed, and the line through it.
const SHELL: [(&str, &str); 4] =
    [("x", "-1.7em"), ("y", "0.9em"), ("width", "3.4em"), ("height", "3.4em")];
const CROSS: [(&str, &str); 4] =
    [("x1", "-1.7em"), ("y1", "4.3em"), ("x2", "1.7em"), ("y2", "0.9em")];
/// Where words stand below the wire, and a letter on it, in the ems of their own type.
const BELOW: &str = "5.2em";
const ON: &str = "1.65em";

/// What is drawn of a run.
struct Lit<'a> {
    protocol: Protocol,
    lane: &'a Lane,
    word: &'a Word,
    now_us: u32,
    words: &'a Words,
}

/// All panels.
pub(super) fn whole(letters: &Letters, words: &Words) -> Node {
    let word = letters.word();
    let lanes = letters.lanes();
    let now_us = letters.now_us();
    let lit = |protocol: Protocol| {
        let lane = &lanes[protocol as usize];
        lane_view(&Lit { protocol, lane, word: &word, now_us, words })
    };
    el("div")
        .class("lt")
        .keys(&[
            ("ArrowLeft", Action::Step(Way::Previous)),
            ("ArrowRight", Action::Step(Way::Next)),
            ("Home", Action::Step(Way::First)),
            ("End", Action::Step(Way::Last)),
        ])
        // The page lets it play once, for readers who like motion.
        .when_seen(Action::Play)
        .child(home(letters, &word, words))
        .children(Protocol::ALL.map(lit))
        .node()
}

/// The sender's side: the word, and what to do with it.
fn home(letters: &Letters, word: &Word, words: &Words) -> Element {
    let (drawing, text) =
        if letters.playing { (icon::pause(), words.pause()) } else { (icon::play(), words.play()) };
    let wrong = wrong(word, words);
    let empty = word.letters.is_empty();
    let play = button(Action::Play, "").class("sw-btn--primary").flag("disabled", empty);
    let again = button(Action::Again, words.again()).flag("disabled", empty);
    let clock = words.clock(&(letters.now_us() / 1_000));
    el("div")
        .class("lt-home")
        .child(
            field(words.word(), verb(Action::Word), &letters.written, wrong.is_none())
                .child(note(&wrong.unwrap_or_default())),
        )
        .child(
            el("div")
                .class("sw-toolbar sw-js-only")
                .child(play.child(drawing).text(text))
                .child(again)
                .child(
                    el("span")
                        .class("sw-label lt-clock")
                        .attr("title", words.clock_said())
                        .text(clock),
                ),
        )
}

/// What is wrong with what is written.
fn wrong(word: &Word, words: &Words) -> Option<String> {
    if word.letters.is_empty() {
        Some(words.nothing().to_owned())
    } else if word.beyond > 0 {
        Some(words.beyond(&LETTERS_MAX, &word.beyond))
    } else {
        word.has_unseen.then(|| words.unseen().to_owned())
    }
}

fn name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
    }
}

fn lane_view(lit: &Lit<'_>) -> Element {
    el("section")
        .class("lt-lane")
        .attr("aria-label", name(lit.protocol))
        .child(el("span").class("lt-tag").text(name(lit.protocol)))
        .child(wire(lit))
        .child(slots(lit))
        .child(el("p").class("lt-says").text(says(lit)))
}

/// The way from the sender's kernel to the receiver's, with what is on it. Each letter has its
/// place in the tree whether it flies or not, so that none takes over the focus of another.
fn wire(lit: &Lit<'_>) -> Element {
    let line = el("line").attr("x2", "100%").attr("y1", MIDDLE).attr("y2", MIDDLE);
    let acks = lit.lane.acks.iter().filter_map(|sent| ack(*sent, lit.now_us));
    let letters = 0..lit.word.letters.len();
    el("svg")
        .class("lt-wire")
        .attr("role", "group")
        .attr("aria-label", lit.words.wire_said(&name(lit.protocol)))
        .child(line.class("lt-line"))
        .child(el("g").attr("aria-hidden", "true").children(acks))
        .children(letters.clone().map(|letter| ghost(letter, lit)))
        .children(letters.map(|letter| flying(letter, lit)))
}

/// How far a packet has come, in hundredths of a percent of the way.
fn way(sent_us: u32, at_us: u32) -> u32 {
    at_us.saturating_sub(sent_us).min(DELAY_US) / (DELAY_US / 10_000)
}

/// A place on the wire.
fn place(hundredths: u32) -> Element {
    let part = (100 + hundredths % 100).to_string();
    let percent = [&(hundredths / 100).to_string(), ".", &part[1..], "%"].concat();
    el("svg").class("lt-place").attr("x", percent)
}

/// An acknowledgement on its way back.
fn ack(sent_us: u32, now_us: u32) -> Option<Element> {
    let flies = (sent_us..sent_us + DELAY_US).contains(&now_us);
    let mark = || el("text").class("lt-ack").attr("y", "2.5em").text("◆");
    flies.then(|| place(10_000 - way(sent_us, now_us)).child(mark()))
}

/// A packet that begins with this letter, on its way.
fn flying(letter: usize, lit: &Lit<'_>) -> Element {
    let is_it = |flight: &&Flight| flight.first == letter && flight.is_flying(lit.now_us);
    let flight = lit.lane.flights.iter().rev().find(is_it);
    let mut on_wire = el("button").attr("type", "button").class("lt-letter").at_once();
    let mut tile = el("span").class("lt-tile");
    let mut tag = el("text").class("lt-again").attr("x", "1.6em").attr("y", BELOW);
    let mut at = 0;
    if let Some(flight) = flight {
        let text = lit.word.text(flight.first..flight.first + flight.count);
        let said = lit.words.lose(&text, &name(lit.protocol));
        let parcel = Parcel { protocol: lit.protocol, nth: flight.nth };
        let is_again = flight.again_after_us.is_some();
        on_wire = on_wire.does(Action::Lose(parcel)).attr("aria-label", said);
        tile = tile.class_if("is-again", is_again).text(text);
        tag = tag.text(if is_again { lit.words.sent_again() } else { "" });
        at = way(flight.sent_us, lit.now_us);
    } else {
        let text = shown(&lit.word.letters[letter]);
        on_wire = on_wire.flag("disabled", true).attr("aria-label", text);
    }
    let frame = drawn("foreignObject", BUTTON).child(on_wire.child(tile));
    place(at).class_if("is-off", flight.is_none()).child(tag).child(frame)
}

/// Where the packet of this letter was last destroyed.
fn ghost(letter: usize, lit: &Lit<'_>) -> Element {
    let is_it = |flight: &&Flight| {
        flight.first == letter && flight.lost_us.is_some_and(|at| at <= lit.now_us)
    };
    let Some(flight) = lit.lane.flights.iter().rev().find(is_it) else {
        return place(0).class("is-off");
    };
    let text = lit.word.text(flight.first..flight.first + flight.count);
    let label = |class, y: &str, text: &str| el("text").class(class).attr("y", y).text(text);
    place(way(flight.sent_us, flight.ends_us()))
        .child(el("circle").class("lt-burst").attr("cy", MIDDLE).attr("r", "1.5em"))
        .child(drawn("rect", SHELL).class("lt-shell"))
        .child(label("lt-gone", ON, &text))
        .child(drawn("line", CROSS).class("lt-cross"))
        .child(label("lt-lost", BELOW, lit.words.lost()))
}

fn drawn(tag: &'static str, place: [(&'static str, &'static str); 4]) -> Element {
    place.into_iter().fold(el(tag), |element, (name, value)| element.attr(name, value))
}

/// What the receiver has: above what its program got, below what its kernel holds back.
fn slots(lit: &Lit<'_>) -> Element {
    let (lane, now) = (lit.lane, lit.now_us);
    let slot = |(letter, text): (usize, &String)| {
        let is_got = lane.has_delivered(letter, now);
        let is_held = lane.is_held(letter, now);
        let later_came = (letter + 1..lit.word.letters.len())
            .any(|later| lane.has_delivered(later, now) || lane.is_held(later, now));
        let is_hole = !is_got && !is_held && (later_came || lane.is_lost(letter, now));
        let (class, text) = match (is_got, is_held, is_hole) {
            (true, ..) => ("is-got", shown(text)),
            (_, true, _) => ("is-held", shown(text)),
            (.., true) => ("is-hole", "×"),
            _ => ("is-empty", "·"),
        };
        let came_again = is_got && lane.was_lost(letter, now);
        let box_ = el("span").class("lt-slot").class(class).class_if("is-late", came_again);
        box_.child(el("span").text(text))
    };
    let got = lit.word.text(lane.which(|letter| lane.has_delivered(letter, now)));
    let held = lit.word.text(lane.which(|letter| lane.is_held(letter, now)));
    let all = el("div")
        .class("lt-row")
        .attr("role", "img")
        .attr("aria-label", lit.words.slots_said(&got, &held))
        .children(lit.word.letters.iter().enumerate().map(slot));
    let band = |class, text: &str| el("span").class("lt-band").class(class).text(text);
    el("div")
        .class("lt-slots")
        .child(band("is-program", lit.words.program()))
        .child(band("is-kernel", lit.words.kernel()))
        .child(all)
}

/// What just happened, and why.
fn says(lit: &Lit<'_>) -> String {
    if lit.word.letters.is_empty() {
        return String::new();
    }
    match lit.protocol {
        Protocol::Tcp => tcp_says(lit),
        Protocol::Udp => udp_says(lit),
    }
}

fn tcp_says(lit: &Lit<'_>) -> String {
    let (lane, now, words) = (lit.lane, lit.now_us, lit.words);
    let all = lane.which(|_| true);
    let missing = all.iter().copied().find(|letter| !lane.has_delivered(*letter, now));
    let Some(missing) = missing else {
        return tcp_is_whole(lit);
    };
    let Some(flight) = lane.last_flight(missing, now) else { return words.tcp_runs().to_owned() };
    let in_flight = |is_held: bool| {
        let letters = flight.first..flight.first + flight.count;
        lit.word.text(letters.filter(|letter| lane.is_held(*letter, now) == is_held))
    };
    let (lost, behind) = (in_flight(false), in_flight(true));
    let ms = flight.again_after_us.unwrap_or(0) / 1_000;
    if let Some(at_us) = lane.given_up_us.filter(|at| *at <= now) {
        let times = lane.flights.iter().filter(|flight| flight.holds(missing)).count();
        return words.tcp_gave_up(&lost, &times, &(at_us / 1_000_000));
    }
    if flight.is_flying(now) {
        let gone = lit.word.text(lane.which(|letter| lane.is_lost(letter, now)));
        return match (flight.again_after_us, flight.asked) {
            (None, _) if !gone.is_empty() => words.tcp_lost(&gone),
            (None, _) if now < super::run::INTERVAL_US => words.tcp_begins().to_owned(),
            (None, _) => words.tcp_runs().to_owned(),
            (_, 3..) if behind.is_empty() => words.tcp_asked(&lost, &ms),
            (_, 3..) => words.tcp_asked_behind(&lost, &behind, &ms),
            _ => words.tcp_waited(&lost, &ms),
        };
    }
    let held = lit.word.text(lane.which(|letter| lane.is_held(letter, now)));
    if held.is_empty() { words.tcp_lost(&lost) } else { words.tcp_holds(&lost, &held) }
}

fn tcp_is_whole(lit: &Lit<'_>) -> String {
    let (lane, words) = (lit.lane, lit.words);
    let again = lane.flights.iter().filter(|flight| flight.again_after_us.is_some());
    let Some(flight) = again.max_by_key(|flight| flight.again_after_us) else {
        return words.tcp_whole().to_owned();
    };
    let was_lost = lane.which(|letter| lane.was_lost(letter, lit.now_us));
    let last_lost = was_lost.last().copied();
    let lost = lit.word.text(was_lost);
    let ms = flight.again_after_us.unwrap_or(0) / 1_000;
    if last_lost == lit.word.letters.len().checked_sub(1) {
        words.tcp_mended_last(&lost, &ms)
    } else {
        words.tcp_mended(&lost, &ms)
    }
}

fn udp_says(lit: &Lit<'_>) -> String {
    let (lane, now, words) = (lit.lane, lit.now_us, lit.words);
    let lost = lit.word.text(lane.which(|letter| lane.is_lost(letter, now)));
    let is_over = now >= lane.end_us;
    match (lost.is_empty(), is_over) {
        (true, true) => words.udp_whole().to_owned(),
        (true, _) if now < super::run::INTERVAL_US => words.udp_begins().to_owned(),
        (true, _) => words.udp_runs().to_owned(),
        (_, true) => words.udp_hole(&lost),
        _ => words.udp_lost(&lost),
    }
}

/// What the program has at the end, holes as underscores.
pub(super) fn outcome(word: &Word, lane: &Lane) -> String {
    let letter = |(at, text): (usize, &String)| {
        if lane.delivered[at].is_some() { text.clone() } else { "_".to_owned() }
    };
    let text: String = word.letters.iter().enumerate().map(letter).collect();
    readable(&text)
}

/// The end in words, for ears.
pub(super) fn end_said(letters: &Letters, words: &Words) -> String {
    let word = letters.word();
    let [tcp, udp] = &*letters.lanes();
    words.end_said(&outcome(&word, tcp), &outcome(&word, udp))
}

/// What was destroyed just now, for ears.
pub(super) fn lost_said(letters: &Letters, parcel: Parcel, words: &Words) -> String {
    let lane = &letters.lanes()[parcel.protocol as usize];
    let flight = lane.flights.iter().find(|flight| flight.nth == parcel.nth);
    let text = flight.map(|it| letters.word().text(it.first..it.first + it.count));
    words.lost_said(&text.unwrap_or_default(), &name(parcel.protocol))
}
