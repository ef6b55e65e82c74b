//! The figure as a whole: the question, the link, the two lanes, the plots, the counts.

use figure_kit::action::verb;
use figure_kit::components::plot::{CIRCLE, CROSS, Plot, SQUARE, TOP, mark};
use figure_kit::components::round_step;
use figure_kit::components::{Gate, button, foot, footed, icon_button, number, panel, table};
use figure_kit::icon;
use figure_kit::node::{Element, Node, el};

use super::run::{Lane, Track, in_order};
use super::state::{Action, First, Moment, Race};
use super::words::Words;

mod ladder;

/// All panels.
pub(super) fn whole(race: &Race, words: &Words) -> Node {
    let lanes = race.lanes();
    let [tcp, udp] = &*lanes;
    let lane = |lane, name, note| panel(name, note, ladder::view(race, lane, name, words));
    let below = if race.is_locked() {
        el("p").class("sw-label rc-locked").text(words.locked())
    } else {
        let plots = el("div")
            .child(panel(words.latency(), words.latency_note(), latency(race, words)))
            .child(panel(words.so_far(), words.so_far_note(), so_far(race, words)));
        el("div").class("rc-below").child(plots).child(counts(race, [tcp, udp], words))
    };
    let open = !race.is_locked();
    footed(el("div").class("rc"))
        .maybe(race.question.map(|message| question(race, message, words)))
        .child(numbers(race, words))
        .child(el("div").class("rc-lanes").child(lane(tcp, "TCP", words.tcp_note())).child(lane(
            udp,
            "UDP",
            words.udp_note(),
        )))
        .child(legend(words))
        .child(transport(race, words))
        .child(below)
        .maybe(open.then(|| foot(vec![el("p").class("rc-said").text(said(race, words))])))
        .node()
}

fn numbers(race: &Race, words: &Words) -> Element {
    let it = &race.numbers;
    el("fieldset")
        .class("rc-numbers")
        .child(number(words.loss(), &verb(Action::Loss), &it.loss, words))
        .child(number(words.reorder(), &verb(Action::Reorder), &it.reorder, words))
        .child(number(words.duplicate(), &verb(Action::Duplicate), &it.duplicate, words))
        .child(number(words.delay(), &verb(Action::Delay), &it.delay, words))
        .child(number(words.messages(), &verb(Action::Messages), &it.messages, words))
        .child(number(words.interval(), &verb(Action::Interval), &it.interval, words))
        .child(number(words.size(), &verb(Action::Size), &it.size, words))
        .child(number(words.seed(), &verb(Action::Seed), &it.seed, words))
}

fn question(race: &Race, message: u32, words: &Words) -> Element {
    let seen = race.answer.is_committed;
    let gate = Gate {
        question: &words.question(&message),
        choices: &First::ALL.map(|it| first(it, words)),
        chosen: race.answer.chosen,
        right: seen.then(|| race.first(message) as usize),
        why: seen.then(|| why(race, message, words)),
    };
    gate.view(words)
}

/// An answer to choose.
pub(super) fn first(first: First, words: &Words) -> &str {
    match first {
        First::Tcp => "TCP",
        First::Udp => "UDP",
        First::Together => words.together(),
        First::Neither => words.neither(),
    }
}

/// When each of the two delivered the message.
pub(super) fn why(race: &Race, message: u32, words: &Words) -> String {
    let [tcp, udp] = race
        .delivered_us(message)
        .map(|at| at.map_or_else(|| words.never().to_owned(), |us| words.after(&(us / 1_000))));
    let why = words.why(&tcp, &udp);
    let lanes = race.lanes();
    let track = message.checked_sub(1).and_then(|at| lanes[0].tracks.get(at as usize));
    match track.and_then(Track::waited_since_us) {
        Some(since) => [&why, " ", &words.waited(&(since / 1_000))].concat(),
        None => why,
    }
}

/// The moment in words, for ears.
pub(super) fn said(race: &Race, words: &Words) -> String {
    let now = race.now_us();
    let got = |lane: &Lane| {
        let tracks = lane.tracks.iter();
        tracks.filter(|track| track.delivered.first().is_some_and(|at| *at <= now)).count()
    };
    let [tcp, udp] = &*race.lanes();
    let at = race.at_ms.unwrap_or_else(|| race.end_ms());
    words.moment(&at, &got(tcp), &got(udp))
}

fn transport(race: &Race, words: &Words) -> Element {
    let locked = race.is_locked();
    let (icon, text) =
        if race.playing { (icon::pause(), words.pause()) } else { (icon::play(), words.play()) };
    let end = race.end_ms();
    let at = if locked { 0 } else { race.at_ms.unwrap_or(end).min(end) };
    let jump = |to, name, icon| icon_button(Action::At(to), name, icon).flag("disabled", locked);
    let play = button(Action::Play, "").class("sw-btn--primary").flag("disabled", locked);
    el("div")
        .class("rc-transport sw-js-only")
        .keys(&[
            ("ArrowLeft", Action::At(Moment::Previous)),
            ("ArrowRight", Action::At(Moment::Next)),
            ("Home", Action::At(Moment::First)),
            ("End", Action::At(Moment::Last)),
            (" ", Action::Play),
        ])
        .child(
            el("div")
                .class("sw-toolbar")
                .child(jump(Moment::First, words.to_start(), icon::back()))
                .child(play.child(icon).text(text))
                .child(jump(Moment::Last, words.to_end(), icon::forward())),
        )
        .child(
            el("input")
                .attr("type", "range")
                .class("rc-scrub")
                .attr("min", "0")
                .attr("max", end.to_string())
                .attr("value", at.to_string())
                .flag("disabled", locked)
                .takes(verb(Action::At))
                .attr("aria-label", words.scrub()),
        )
        .child(el("output").class("sw-mono rc-clock").text(words.ms(&at)))
}

/// How long each message took: a filled square for TCP, an open circle for UDP, a cross for what
/// never came.
fn latency(race: &Race, words: &Words) -> Element {
    let lanes = race.lanes();
    let longest = lanes.iter().filter_map(|lane| lane.latencies_us().last().copied()).max();
    let longest_ms = longest.unwrap_or(0) / 1_000 + 1;
    let step = round_step(longest_ms / 4);
    let messages = race.numbers.messages.value();
    let plot = Plot { across: messages + 1, up: longest_ms.next_multiple_of(step) };
    let mut drawing = plot.frame(words.latency_said(), round_step(messages / 8), step);
    let now = race.now_us();
    for (lane, (class, shape)) in lanes.iter().zip([("rc-dot-tcp", SQUARE), ("rc-dot-udp", CIRCLE)])
    {
        for (number, track) in (1..).zip(&lane.tracks) {
            let dot = match track.delivered.first() {
                Some(at) if *at <= now => {
                    mark(class, plot.x(number), plot.y((at - track.due_us) / 1_000), shape)
                }
                None if now == u32::MAX => mark("rc-cross", plot.x(number), TOP, CROSS),
                _ => continue,
            };
            drawing = drawing.child(dot);
        }
    }
    drawing
}

/// How many different messages had come by when.
fn so_far(race: &Race, words: &Words) -> Element {
    let end_ms = race.end_ms();
    let messages = race.numbers.messages.value();
    let plot = Plot { across: end_ms, up: messages };
    let until = race.now_us().min(end_ms * 1_000);
    let steps = |lane: &Lane| {
        let first = lane.tracks.iter().filter_map(|track| track.delivered.first().copied());
        let times = in_order(first.filter(|at| *at <= until));
        plot.staircase(times.into_iter().map(|at| at / 1_000), until / 1_000)
    };
    let [tcp, udp] = &*race.lanes();
    plot.frame(words.so_far_said(), round_step(end_ms / 6), round_step(messages / 4))
        .child(steps(tcp).class("rc-steps-tcp"))
        .child(steps(udp).class("rc-steps-udp"))
}

/// The race in numbers, counted off the two runs.
fn counts(race: &Race, lanes: [&Lane; 2], words: &Words) -> Element {
    let plan = race.numbers.plan();
    let count = |value: &dyn Fn(&Lane) -> u32| lanes.map(|lane| value(lane).to_string());
    let of = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let none = || words.none().to_owned();
    let ms = |us: Option<u32>| us.map_or_else(none, |us| words.ms(&(us / 1_000)));
    let goodput = |lane: &Lane| {
        let bits = of(lane.received()) * plan.size * 8;
        let finished_ms = lane.finished_us().map(|us| (us / 1_000).max(1));
        // Bits a millisecond are kilobits a second.
        finished_ms.map_or_else(none, |ms| words.kbps(&(bits / ms)))
    };
    let middle = |lane: &Lane| {
        let all = lane.latencies_us();
        all.get(all.len().saturating_sub(1) / 2).copied()
    };
    let rows = [
        (words.sent(), count(&|_| plan.messages)),
        (words.received(), count(&|lane| of(lane.received()))),
        (words.missing(), count(&|lane| plan.messages - of(lane.received()))),
        (words.duplicates(), count(&|lane| of(lane.duplicates()))),
        (words.out_of_order(), count(&|lane| of(lane.late()))),
        (words.packets(), count(&|lane| lane.packets)),
        (words.bytes_sent(), count(&|lane| lane.bytes)),
        (words.packets_lost(), count(&|lane| lane.lost)),
        (words.retransmissions(), count(&|lane| lane.retransmissions)),
        (words.median(), lanes.map(|lane| ms(middle(lane)))),
        (words.longest(), lanes.map(|lane| ms(lane.latencies_us().last().copied()))),
        (words.goodput(), lanes.map(goodput)),
    ];
    table(&[words.counted(), "TCP", "UDP"], rows)
}

/// What the marks mean.
fn legend(words: &Words) -> Element {
    let item = |drawing: Element, text: &str| el("li").child(drawing).child(el("span").text(text));
    let mark = |class: &'static str, d: &'static str| {
        el("svg")
            .attr("viewBox", "0 0 24 12")
            .attr("aria-hidden", "true")
            .child(el("path").class(class).attr("d", d))
    };
    let items = [
        (mark("rc-due", "M9 6a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"), words.key_due()),
        (mark("rc-way", "M2 6H22"), words.key_way()),
        (mark("rc-lost", "M2 6H22"), words.key_lost()),
        (mark("rc-again", "M8 6h8"), words.key_again()),
        (mark("rc-waits", "M2 6H22"), words.key_waits()),
        (mark("rc-got", "M8 2h8v8h-8z"), words.key_got()),
        (mark("rc-late", "M7 2h10l-5 9z"), words.key_late()),
        (mark("rc-twice", "M8 2h8v8h-8z"), words.key_twice()),
    ];
    let items = items.map(|(drawing, text)| item(drawing, text));
    el("ul").class("rc-legend").children(items)
}
