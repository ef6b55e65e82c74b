//! The figure as a whole: the question, the numbers, a plot a strategy, what came of each.

use figure_kit::action::verb;
use figure_kit::components::plot::{Line, Plot};
use figure_kit::components::{Gate, foot, footed, number, panel, round_step, table};
use figure_kit::node::{Element, Node, el};

use super::run::{Fate, Lane, Lanes, Strategy};
use super::state::{Action, Asked, Herd, PEAK_MS, Winner};
use super::words::Words;

/// About how many bars a plot has at most.
const BARS: u32 = 140;

/// All panels.
pub(super) fn whole(herd: &Herd, words: &Words) -> Node {
    let root = footed(el("div").class("hd"))
        .maybe(herd.question.map(|asked| gate(herd, asked, words)))
        .child(numbers(herd, words));
    if herd.is_locked() {
        return root.child(el("p").class("sw-label hd-locked").text(words.locked())).node();
    }
    let lanes = herd.lanes();
    let scale = Scale::of(&lanes);
    let panels = Strategy::ALL.map(|strategy| {
        let drawing = attempts(&lanes[strategy as usize], strategy, &scale, words);
        panel(name(strategy, words), &note(herd, strategy, words), drawing)
    });
    let back = panel(words.back(), words.back_note(), back(&lanes, &scale, words));
    let below = el("div").class("hd-below").child(back).child(counts(&lanes, words));
    root.child(el("p").class("sw-label").text(words.each_bar(&scale.bar_ms)))
        .child(el("div").class("hd-lanes").children(panels))
        .child(legend(words))
        .children(remarks(&lanes, words))
        .child(below)
        .child(foot(vec![el("p").class("hd-said").text(said(herd, words))]))
        .node()
}

fn numbers(herd: &Herd, words: &Words) -> Element {
    let it = &herd.numbers;
    el("fieldset")
        .class("hd-numbers")
        .child(number(words.clients(), &verb(Action::Clients), &it.clients, words))
        .child(number(words.outage(), &verb(Action::Outage), &it.outage, words))
        .child(number(words.capacity(), &verb(Action::Capacity), &it.capacity, words))
        .child(number(words.backlog(), &verb(Action::Backlog), &it.backlog, words))
        .child(number(words.base(), &verb(Action::Base), &it.base, words))
        .child(number(words.cap(), &verb(Action::Cap), &it.cap, words))
        .child(number(words.jitter(), &verb(Action::Jitter), &it.jitter, words))
        .child(number(words.timeout(), &verb(Action::Timeout), &it.timeout, words))
        .child(number(words.seed(), &verb(Action::Seed), &it.seed, words))
}

/// What is asked.
pub(super) fn question(asked: Asked, words: &Words) -> &str {
    match asked {
        Asked::First => words.ask_first(),
        Asked::Peak => words.ask_peak(),
    }
}

/// The answers to choose from.
pub(super) fn choices(words: &Words) -> [&str; Winner::ALL.len()] {
    Winner::ALL.map(|winner| match winner {
        Winner::Fixed => words.fixed(),
        Winner::BackOff => words.back_off(),
        Winner::Jitter => words.with_jitter(),
        Winner::Nobody => words.nobody(),
    })
}

fn gate(herd: &Herd, asked: Asked, words: &Words) -> Element {
    let seen = herd.answer.is_committed;
    let gate = Gate {
        question: question(asked, words),
        choices: &choices(words),
        chosen: herd.answer.chosen,
        right: seen.then(|| herd.winner(asked) as usize),
        why: seen.then(|| why(herd, asked, words)),
    };
    gate.view(words)
}

/// What the runs gave.
pub(super) fn why(herd: &Herd, asked: Asked, words: &Words) -> String {
    let lanes = herd.lanes();
    match asked {
        Asked::First => {
            let [fixed, back_off, jitter] = lanes.each_ref().map(|lane| all_back(lane, words));
            words.why_first(&fixed, &back_off, &jitter)
        }
        Asked::Peak => {
            let [fixed, back_off, jitter] = lanes.each_ref().map(|lane| lane.peak(PEAK_MS));
            words.why_peak(&fixed, &back_off, &jitter)
        }
    }
}

/// What came of it, in a sentence.
pub(super) fn said(herd: &Herd, words: &Words) -> String {
    let [fixed, back_off, jitter] = herd.lanes().each_ref().map(|lane| all_back(lane, words));
    words.result(&fixed, &back_off, &jitter)
}

fn all_back(lane: &Lane, words: &Words) -> String {
    let tenths = |ms: u32| [&(ms / 1_000).to_string(), ".", &(ms / 100 % 10).to_string()].concat();
    lane.all_back_ms().map_or_else(|| words.never().to_owned(), |ms| words.seconds(&tenths(ms)))
}

fn name(strategy: Strategy, words: &Words) -> &str {
    match strategy {
        Strategy::Fixed => words.fixed(),
        Strategy::BackOff => words.back_off(),
        Strategy::Jitter => words.with_jitter(),
    }
}

fn note(herd: &Herd, strategy: Strategy, words: &Words) -> String {
    let plan = herd.numbers.plan();
    match strategy {
        Strategy::Fixed => words.fixed_note(&plan.base_ms),
        Strategy::BackOff => words.back_off_note(&plan.base_ms, &plan.cap_ms.div_ceil(1_000)),
        Strategy::Jitter => words.jitter_note(&plan.jitter),
    }
}

/// What has to be said about how the runs were made.
fn remarks(lanes: &Lanes, words: &Words) -> Vec<Element> {
    let first = &lanes[0];
    let merged = (first.each > 1).then(|| words.merged(&first.clients, &first.each));
    let cut = Strategy::ALL.into_iter().filter(|strategy| lanes[*strategy as usize].is_cut);
    let cut = cut.map(|strategy| words.cut(&name(strategy, words)));
    merged.into_iter().chain(cut).map(|text| el("p").class("sw-label").text(text)).collect()
}

/// The same for all plots, so that they can be compared.
struct Scale {
    /// How long a bar counts, and how many there are.
    bar_ms: u32,
    bars: u32,
    /// The second at which the plots end, and the most attempts in a bar.
    end_s: u32,
    most: u32,
}

impl Scale {
    fn of(lanes: &Lanes) -> Self {
        let end_ms = lanes.iter().map(|lane| lane.end_ms).max().unwrap_or(0).max(1);
        let bar_ms = PEAK_MS * end_ms.div_ceil(BARS * PEAK_MS);
        let most = lanes.iter().map(|lane| lane.peak(bar_ms)).max().unwrap_or(0).max(1);
        let bars = end_ms.div_ceil(bar_ms);
        Self { bar_ms, bars, end_s: end_ms.div_ceil(1_000), most }
    }

    /// Plots are over hundredths of a second.
    fn plot(&self, up: u32) -> Plot {
        Plot { across: self.end_s * 100, up }
    }

    fn frame(&self, label: &str, up: u32, up_step: u32) -> Element {
        // Numbers stand at whole seconds, so the frame is that of seconds.
        let step = round_step(self.end_s / 6);
        Plot { across: self.end_s, up }.frame(label, step, up_step)
    }
}

/// Attempts over time, by how they ended.
fn attempts(lane: &Lane, strategy: Strategy, scale: &Scale, words: &Words) -> Element {
    let step = round_step(scale.most / 4);
    let up = scale.most.next_multiple_of(step);
    let plot = scale.plot(up);
    let peak = lane.peak(PEAK_MS);
    let label = words.attempts_said(&name(strategy, words), &lane.all(), &peak);
    let mut below = vec![0; scale.bars as usize];
    let mut drawing = scale.frame(&label, up, step);
    for (fate, class) in [
        (Fate::Open, "hd-open"),
        (Fate::Refused, "hd-refused"),
        (Fate::Unanswered, "hd-unanswered"),
    ] {
        let mut counts = vec![0; scale.bars as usize];
        for attempt in lane.attempts.iter().filter(|attempt| attempt.fate == fate) {
            if let Some(count) = counts.get_mut((attempt.at_ms / scale.bar_ms) as usize) {
                *count += lane.each;
            }
        }
        let mut d = String::new();
        for (at, (below, count)) in (0..).zip(below.iter_mut().zip(counts)) {
            if count == 0 {
                continue;
            }
            let hundredths = |bar: u32| bar * scale.bar_ms / 10;
            let [left, right] = [plot.x(hundredths(at)), plot.x(hundredths(at + 1))];
            let [foot, top] = [plot.y(*below), plot.y(*below + count)];
            let [left, right, foot, top] =
                [left, right.max(left + 1), foot, top].map(|number| number.to_string());
            d.push_str(&["M", &left, " ", &foot, "V", &top, "H", &right, "V", &foot, "z"].concat());
            *below += count;
        }
        if !d.is_empty() {
            drawing = drawing.child(el("path").class(class).attr("d", d));
        }
    }
    drawing
}

/// How many clients were back by when.
fn back(lanes: &Lanes, scale: &Scale, words: &Words) -> Element {
    let clients = lanes[0].clients * lanes[0].each;
    let plot = scale.plot(clients);
    let mut drawing = scale.frame(words.back_said(), clients, round_step(clients / 4));
    for (lane, class) in lanes.iter().zip(["hd-line-fixed", "hd-line-back-off", "hd-line-jitter"]) {
        let mut line = Line::default();
        let mut count = 0;
        for bar in 0..=scale.bars {
            let until_ms = bar * scale.bar_ms;
            let all = lane.back_ms.iter().skip(count);
            count += all.take_while(|at| **at <= until_ms).count();
            line.to(plot.x(until_ms / 10), plot.y(count as u32 * lane.each));
        }
        drawing = drawing.child(line.path(false).class(class));
    }
    drawing
}

/// The runs in numbers.
fn counts(lanes: &Lanes, words: &Words) -> Element {
    let count = |value: &dyn Fn(&Lane) -> u32| lanes.each_ref().map(|it| value(it).to_string());
    let rows = [
        (words.all_back(), lanes.each_ref().map(|lane| all_back(lane, words))),
        (words.is_back(), count(&|lane| lane.count(Fate::Open))),
        (words.peak(), count(&|lane| lane.peak(PEAK_MS))),
        (words.attempts(), count(&Lane::all)),
        (words.wasted(), count(&Lane::wasted)),
        (words.refused(), count(&|lane| lane.count(Fate::Refused))),
        (words.unanswered(), count(&|lane| lane.count(Fate::Unanswered))),
        (words.syns(), count(&|lane| lane.syns)),
        (words.overflows(), count(&|lane| lane.overflows)),
        (words.accepted(), count(&|lane| lane.accepted)),
        (words.for_nobody(), count(&Lane::for_nobody)),
    ];
    let [fixed, back_off, jitter] = Strategy::ALL.map(|strategy| name(strategy, words));
    table(&[words.counted(), fixed, back_off, jitter], rows)
}

/// What the bars mean.
fn legend(words: &Words) -> Element {
    let item = |class: &'static str, text: &str| {
        let drawing = el("svg")
            .attr("viewBox", "0 0 24 12")
            .attr("aria-hidden", "true")
            .child(el("path").class(class).attr("d", "M4 1h16v10h-16z"));
        el("li").child(drawing).child(el("span").text(text))
    };
    el("ul")
        .class("sw-plot hd-legend")
        .child(item("hd-open", words.key_open()))
        .child(item("hd-refused", words.key_refused()))
        .child(item("hd-unanswered", words.key_unanswered()))
}
