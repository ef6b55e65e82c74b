//! The figure as a whole: the question, the policy, the numbers, where the bytes wait, how old
//! messages are when they arrive, and what became of each client.

use figure_kit::action::verb;
use figure_kit::components::plot::{Line, Plot, across};
use figure_kit::components::{Gate, foot, footed, number, panel, round_step, segments, table};
use figure_kit::node::{Element, Node, el};

use super::outbox::Policy;
use super::run::{Ended, Fate, Plan, Queues, Run, SAMPLES, Track};
use super::state::{Action, Asked, SlowReader};
use super::words::Words;

/// All panels.
pub(super) fn whole(figure: &SlowReader, words: &Words) -> Node {
    let root = footed(el("div").class("sr"))
        .maybe(figure.question.map(|asked| gate(figure, asked, words)))
        .child(policy(figure, words))
        .child(numbers(figure, words));
    if figure.is_locked() {
        return root.child(el("p").class("sw-label sr-locked").text(words.locked())).node();
    }
    let (plan, run) = (figure.plan(), figure.run());
    let plots = el("div")
        .class("sr-plots")
        .child(panel(words.waiting(), words.waiting_note(), waiting(&plan, &run, words)))
        .child(panel(words.ages(), words.ages_note(), ages(&plan, &run, words)));
    root.child(plots)
        .child(legend(words))
        .child(counts(&plan, &run, words))
        .child(foot(vec![el("p").class("sr-said").text(said(figure, words))]))
        .node()
}

fn policy(figure: &SlowReader, words: &Words) -> Element {
    let choice = |policy: Policy| {
        let text = match policy {
            Policy::Block => words.block(),
            Policy::Queue => words.queue(),
            Policy::Newest => words.newest(),
            Policy::Oldest => words.oldest(),
            Policy::Close => words.close(),
        };
        (Action::Policy(policy), text, figure.policy == policy)
    };
    let says = match figure.policy {
        Policy::Block => words.block_says(),
        Policy::Queue => words.queue_says(),
        Policy::Newest => words.newest_says(),
        Policy::Oldest => words.oldest_says(),
        Policy::Close => words.close_says(),
    };
    el("div")
        .class("sr-policy")
        .child(el("p").class("sw-label").text(words.policy()))
        .child(segments(words.policy(), Policy::ALL.map(choice)))
        .child(el("p").class("sr-says").text(says))
}

fn numbers(figure: &SlowReader, words: &Words) -> Element {
    let it = &figure.numbers;
    let plan = figure.plan();
    let sent = plan.size / plan.interval_ms.max(1);
    el("fieldset")
        .class("sr-numbers")
        .child(number(words.pace(), &verb(Action::Pace), &it.pace, words))
        .child(number(words.limit(), &verb(Action::Limit), &it.limit, words))
        .child(number(words.size(), &verb(Action::Size), &it.size, words))
        .child(number(words.interval(), &verb(Action::Interval), &it.interval, words))
        .child(number(words.send_room(), &verb(Action::SendRoom), &it.send_room, words))
        .child(number(words.receive_room(), &verb(Action::ReceiveRoom), &it.receive_room, words))
        .child(number(words.clients(), &verb(Action::Clients), &it.clients, words))
        .child(number(words.grace(), &verb(Action::Grace), &it.grace, words))
        .child(number(words.length(), &verb(Action::Length), &it.length, words))
        .child(el("p").class("sw-label").text(words.rates(&sent, &plan.pace)))
}

/// What is asked.
pub(super) fn question(asked: Asked, words: &Words) -> &str {
    match asked {
        Asked::Fast => words.ask_fast(),
        Asked::Slow => words.ask_slow(),
    }
}

fn fate(fate: Fate, words: &Words) -> &str {
    match fate {
        Fate::InTime => words.in_time(),
        Fate::Late => words.late(),
        Fate::Gaps => words.gaps(),
        Fate::Closed => words.closed(),
    }
}

/// The answers to choose from.
pub(super) fn choices(words: &Words) -> [&str; Fate::ALL.len()] {
    Fate::ALL.map(|it| fate(it, words))
}

fn gate(figure: &SlowReader, asked: Asked, words: &Words) -> Element {
    let seen = figure.answer.is_committed;
    let gate = Gate {
        question: question(asked, words),
        choices: &choices(words),
        chosen: figure.answer.chosen,
        right: seen.then(|| figure.fate(asked) as usize),
        why: seen.then(|| said(figure, words)),
    };
    gate.view(words)
}

/// What came of it, in a sentence.
pub(super) fn said(figure: &SlowReader, words: &Words) -> String {
    let [fast, slow] = [Asked::Fast, Asked::Slow].map(|asked| fate(figure.fate(asked), words));
    words.said(&fast, &slow, &(figure.run().memory_max() >> 10))
}

fn tenths(ms: u32) -> String {
    [&(ms / 1_000).to_string(), ".", &(ms / 100 % 10).to_string()].concat()
}

/// A frame over seconds, and the same over samples.
fn frames(plan: &Plan, label: &str, up: u32) -> (Element, Plot) {
    let step = round_step(up / 4);
    let up = up.next_multiple_of(step).max(1);
    let seconds = plan.length_ms / 1_000;
    let frame = Plot { across: seconds, up }.frame(label, round_step(seconds / 6), step);
    (frame, Plot { across: SAMPLES, up })
}

/// One of the queues.
type Part = fn(&Queues) -> u32;

/// The three queues on the way to the slow client, one on the other.
fn waiting(plan: &Plan, run: &Run, words: &Words) -> Element {
    let queues = &run.tracks[0].queues;
    let most = |at: fn(&Queues) -> u32| queues.iter().map(at).max().unwrap_or(0) >> 10;
    let label = words.waiting_said(
        &most(|it| it.program),
        &most(|it| it.sending),
        &most(|it| it.receiving),
    );
    let up = most(|it| it.program + it.sending + it.receiving);
    let (mut drawing, plot) = frames(plan, &label, up);
    let parts: [(&str, Part); 3] = [
        // The program's is the lowest, so that the limit can be read off.
        ("sr-program", |it| it.program),
        ("sr-sending", |it| it.sending),
        ("sr-receiving", |it| it.receiving),
    ];
    let mut below = vec![0; queues.len()];
    for (class, of) in parts {
        let mut line = Line::default();
        line.to(plot.x(0), plot.y(0));
        for (at, (queues, below)) in (1..).zip(queues.iter().zip(&below)) {
            line.to(plot.x(at), plot.y((below + of(queues)) >> 10));
        }
        for (at, below) in below.iter().enumerate().rev() {
            let at = at as u32 + 1;
            line.to(plot.x(at), plot.y(below >> 10));
        }
        drawing = drawing.child(line.path(true).class(class));
        for (below, queues) in below.iter_mut().zip(queues) {
            *below += of(queues);
        }
    }
    let has_limit = !matches!(plan.policy, Policy::Block | Policy::Queue);
    let limit = plan.limit >> 10;
    let line = (has_limit && limit <= plot.up)
        .then(|| across("sr-limit", plot.x(0), plot.x(SAMPLES), plot.y(limit)));
    drawing.maybe(line)
}

/// How old messages are when they arrive, the oldest of each stretch of time.
fn ages(plan: &Plan, run: &Run, words: &Words) -> Element {
    let sample_of = |at_ms: u32| (at_ms * SAMPLES / plan.length_ms.max(1)).min(SAMPLES - 1);
    let oldest = |tracks: &[Track]| {
        let mut oldest: Vec<Option<u32>> = vec![None; SAMPLES as usize];
        for (message, at) in tracks.iter().flat_map(|track| &track.received) {
            let age = at.saturating_sub(plan.due_ms(*message));
            let slot = &mut oldest[sample_of(*at) as usize];
            *slot = Some(slot.unwrap_or(0).max(age));
        }
        oldest
    };
    let (slow, fast) = run.tracks.split_at(1);
    let longest = |tracks: &[Track]| tracks.iter().map(|it| it.longest_ms(plan)).max();
    let [slow_ms, fast_ms] = [slow, fast].map(|tracks| longest(tracks).unwrap_or(0));
    let label = words.ages_said(&tenths(slow_ms), &tenths(fast_ms));
    let lines = [(oldest(fast), "sr-fast"), (oldest(slow), "sr-slow")];
    let most = lines.iter().flat_map(|(ages, _)| ages).flatten().max().copied().unwrap_or(0);
    let (mut drawing, plot) = frames(plan, &label, most.div_ceil(1_000).max(1));
    let fine = Plot { across: plot.across, up: plot.up * 1_000 };
    for (ages, class) in lines {
        let mut line = Line::default();
        for (at, age) in (0..).zip(ages) {
            let Some(age) = age else { continue };
            line.to(fine.x(at), fine.y(age));
        }
        drawing = drawing.child(line.path(false).class(class));
    }
    drawing
}

/// What became of each client.
fn counts(plan: &Plan, run: &Run, words: &Words) -> Element {
    let ended = |track: &Track| match track.ended {
        Ended::Not => words.open().to_owned(),
        Ended::Closed(code) => words.with_code(&code, &tenths(track.ended_ms)),
        Ended::Broken => words.broken(&tenths(track.ended_ms)),
    };
    let names: Vec<String> = (0..run.tracks.len())
        .map(|at| if at == 0 { words.slow().to_owned() } else { words.fast(&at) })
        .collect();
    let rows = names.iter().zip(&run.tracks).map(|(name, track)| {
        let cells = [
            run.messages.to_string(),
            track.received.len().to_string(),
            track.dropped.to_string(),
            words.seconds(&tenths(track.longest_ms(plan))),
            words.kib(&(track.program_max() >> 10)),
            ended(track),
        ];
        (name.as_str(), cells)
    });
    let columns = [
        words.counted(),
        words.sent(),
        words.received(),
        words.dropped(),
        words.longest(),
        words.held(),
        words.ended(),
    ];
    el("div").class("sr-counts").attr("tabindex", "0").child(table(&columns, rows))
}

/// What the areas mean.
fn legend(words: &Words) -> Element {
    let item = |class: &'static str, text: &str| {
        let drawing = el("svg")
            .attr("viewBox", "0 0 24 12")
            .attr("aria-hidden", "true")
            .child(el("path").class(class).attr("d", "M4 1h16v10h-16z"));
        el("li").child(drawing).child(el("span").text(text))
    };
    el("ul")
        .class("sw-plot sr-legend")
        .child(item("sr-program", words.key_program()))
        .child(item("sr-sending", words.key_sending()))
        .child(item("sr-receiving", words.key_receiving()))
}
