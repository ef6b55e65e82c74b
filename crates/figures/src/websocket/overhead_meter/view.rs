//! The figure as a whole: the question, the inputs, four timelines, the plot, the counts.

use figure_kit::action::verb;
use figure_kit::components::{
    Gate, area, disclosure, foot, footed, labelled, note, number, panel, segments, switch, table,
};
use figure_kit::legible::spaced_hex;
use figure_kit::node::{Element, Node, el};

use super::conversation::{MESSAGES_MAX, Side, TEXT_MAX, Writer};
use super::run::Run;
use super::setup::{Setup, Way};
use super::state::{Action, By, OverheadMeter, Runs};
use super::words::Words;

mod plot;
mod timeline;

/// Messages that are listed, and bytes of a message that are shown.
const ROWS_MAX: usize = 40;
const SHOWN_MAX: usize = 1_400;

/// All panels.
pub(super) fn whole(meter: &OverheadMeter, words: &Words) -> Node {
    let question = meter.is_asked.then(|| question(meter, words));
    let root = footed(el("div").class("om")).maybe(question).child(inputs(meter, words));
    if meter.is_locked() {
        return root.child(el("p").class("sw-label om-locked").text(words.locked())).node();
    }
    let (setup, runs) = meter.runs();
    let lines = Way::ALL.map(|way| {
        let run = &runs[way as usize];
        let brief = words.brief(&run.requests, &run.segments(), &run.bytes());
        panel(words.way(way), &brief, timeline::view(&setup, run, words.way(way), words))
    });
    let below = el("div")
        .class("om-below")
        .child(panel(words.plot(), words.plot_note(), plot::view(meter, words)))
        .child(counts(&setup, &runs, words));
    root.child(el("div").class("om-lines").children(lines))
        .child(timeline::legend(words))
        .child(below)
        .child(folded(Action::Messages, words.each(), words.each_holds(), meter.open.messages))
        .maybe(meter.open.messages.then(|| each(&setup, &runs, words)))
        .child(folded(Action::Wire, words.wire(), words.wire_holds(), meter.open.wire))
        .maybe(meter.open.wire.then(|| wire(&runs, words)))
        .child(foot(vec![el("p").class("om-said").text(said(meter, words))]))
        .node()
}

/// A part that is folded has nothing to say on paper.
fn folded(action: Action, title: &str, holds: &str, open: bool) -> Element {
    el("div").class("sw-js-only").child(disclosure(action, title, holds, open))
}

fn question(meter: &OverheadMeter, words: &Words) -> Element {
    let is_seen = meter.prediction.is_committed;
    let gate = Gate {
        question: words.question(),
        choices: &choices(words),
        chosen: meter.prediction.chosen,
        right: is_seen.then(|| meter.more().0 as usize),
        why: is_seen.then(|| why(meter, words)),
    };
    gate.view(words)
}

/// The answers to choose from.
pub(super) fn choices(words: &Words) -> [&str; 4] {
    [words.always(), words.low(), words.high(), words.never()]
}

/// What the runs of the plot say.
pub(super) fn why(meter: &OverheadMeter, words: &Words) -> String {
    let sampled = meter.sampled();
    let [polling, socket] = [Way::Polling, Way::WebSocket].map(|way| sampled[way as usize]);
    let last = polling.len() - 1;
    let ends = words.why(&polling[0], &socket[0], &polling[last], &socket[last]);
    match meter.more().1 {
        Some([from, to]) => [&ends, " ", &words.changes(&from, &to)].concat(),
        None => ends,
    }
}

/// The measurement in a sentence.
pub(super) fn said(meter: &OverheadMeter, words: &Words) -> String {
    let (setup, runs) = meter.runs();
    let part = |way: Way| {
        let run = &runs[way as usize];
        let median = median_us(&run.delays_us(&setup)).map(|us| us / 1_000);
        let median = median.map_or_else(|| words.none().to_owned(), |ms| words.ms(&ms));
        (run.bytes(), median)
    };
    let ((polled, late), (framed, soon)) = (part(Way::Polling), part(Way::WebSocket));
    words.said(&polled, &late, &framed, &soon)
}

/// The one in the middle; of two, the shorter.
fn median_us(delays: &[u32]) -> Option<u32> {
    delays.get(delays.len().saturating_sub(1) / 2).copied()
}

fn inputs(meter: &OverheadMeter, words: &Words) -> Element {
    let by = [
        (Action::By(By::Script), words.by_lines(), meter.by == By::Script),
        (Action::By(By::Rate), words.by_rate(), meter.by == By::Rate),
    ];
    let by = el("div").class("om-by").child(segments(words.by(), by).class("sw-js-only"));
    let (source, rate) = match meter.by {
        By::Script => (by.child(lines(meter, words)), None),
        By::Rate => {
            let rate = number(words.rate(), &verb(Action::Rate), &meter.rate, words);
            (by.child(writer(meter, words)), Some(rate))
        }
    };
    let is_cut = meter.setup().conversation.is_cut;
    let cut = if is_cut { words.too_many(&MESSAGES_MAX) } else { String::new() };
    el("div")
        .class("om-inputs")
        .child(source)
        .child(note(&cut))
        .child(
            el("div")
                .class("om-numbers")
                .maybe(rate)
                .child(number(words.seconds(), &verb(Action::Seconds), &meter.seconds, words))
                .child(number(words.size(), &verb(Action::Size), &meter.size, words))
                .child(number(words.interval(), &verb(Action::Interval), &meter.interval, words))
                .child(number(words.latency(), &verb(Action::Latency), &meter.latency, words))
                .child(number(words.cookies(), &verb(Action::Cookies), &meter.cookies, words))
                .child(switch(Action::Proxy, words.proxy(), meter.has_proxy)),
        )
        .child(el("p").class("sw-micro").text(words.no_tls()))
}

fn writer(meter: &OverheadMeter, words: &Words) -> Element {
    let writers = [
        (Writer::Server, words.server()),
        (Writer::Browser, words.browser()),
        (Writer::Both, words.both()),
    ];
    let writers =
        writers.map(|(writer, name)| (Action::Writer(writer), name, writer == meter.writer));
    el("div")
        .class("om-writer")
        .child(el("span").class("sw-label").text(words.writer()))
        .child(segments(words.writer(), writers))
}

fn lines(meter: &OverheadMeter, words: &Words) -> Element {
    let wrong = match meter.setup().conversation.wrong_line {
        _ if meter.is_cut => words.cut(&TEXT_MAX),
        Some(line) => words.wrong_line(&line),
        None => String::new(),
    };
    let rows = meter.lines.lines().count().clamp(3, 8);
    let rows = u32::try_from(rows).unwrap_or(8);
    let editor = labelled(words.lines(), area(verb(Action::Lines), &meter.lines, rows))
        .child(el("span").class("sw-micro").text(words.lines_hint()))
        .child(note(&wrong));
    el("div")
        .class("om-script")
        .child(el("pre").class("sw-printed om-printed").text(meter.lines.clone()))
        .child(editor.class("sw-js-only"))
}

/// What each way cost, counted off its run.
fn counts(setup: &Setup, runs: &Runs, words: &Words) -> Element {
    let count = |of: &dyn Fn(&Run) -> u32| Way::ALL.map(|way| of(&runs[way as usize]).to_string());
    let ms =
        |us: Option<u32>| us.map_or_else(|| words.none().to_owned(), |us| words.ms(&(us / 1_000)));
    let delay = |of: &dyn Fn(&[u32]) -> Option<u32>| {
        Way::ALL.map(|way| ms(of(&runs[way as usize].delays_us(setup))))
    };
    let all = setup.messages();
    let payload: usize = all.iter().map(|message| message.text.len()).sum();
    let written = [all.len(), payload].map(|number| Way::ALL.map(|_| number.to_string()));
    let [written, payload] = written;
    let rows = [
        (words.written(), written),
        (words.seen(), count(&|run| run.seen.len() as u32)),
        (words.payload(), payload),
        (words.requests(), count(&|run| run.requests)),
        (words.application(), count(&Run::application)),
        (words.segments(), count(&Run::segments)),
        (words.up(), count(&|run| run.traffic[0].bytes)),
        (words.down(), count(&|run| run.traffic[1].bytes)),
        (words.both_ways(), count(&Run::bytes)),
        (words.sockets(), count(&|run| run.sockets as u32)),
        (words.median(), delay(&|delays| median_us(delays))),
        (words.longest(), delay(&|delays| delays.last().copied())),
    ];
    el("div").class("om-counts").child(table(&headings(words.counted(), words), rows))
}

fn headings<'w>(first: &'w str, words: &'w Words) -> [&'w str; 5] {
    [first, words.short(), words.long_polling(), "SSE", "WebSocket"]
}

/// Every message, and how long it took in each way.
fn each(setup: &Setup, runs: &Runs, words: &Words) -> Element {
    let names = setup.messages().iter().take(ROWS_MAX).map(|message| {
        let from = match message.from {
            Side::Server => words.server(),
            Side::Browser => words.browser(),
        };
        let text: String = message.text.chars().take(16).collect();
        [&words.ms(&(message.at_us / 1_000)), " ", from, " ", &text].concat()
    });
    let names: Vec<String> = names.collect();
    let rows = names.iter().enumerate().map(|(at, name)| {
        let cells = Way::ALL.map(|way| {
            let seen = runs[way as usize].seen_us(at);
            let took = seen.map(|us| (us - setup.messages()[at].at_us) / 1_000);
            took.map_or_else(|| words.not_seen().to_owned(), |ms| words.ms(&ms))
        });
        (&**name, cells)
    });
    el("div").class("om-counts").child(table(&headings(words.message(), words), rows))
}

/// The bytes of each way as they were written: what opens it, and what carries a message.
fn wire(runs: &Runs, words: &Words) -> Element {
    let of_way = |way: Way| {
        let sample = &runs[way as usize].sample;
        let parts = [
            (words.asked(), &sample.asked),
            (words.answered(), &sample.answered),
            (words.from_server(), &sample.from_server),
            (words.from_browser(), &sample.from_browser),
        ];
        let parts = parts.into_iter().filter(|(_, bytes)| !bytes.is_empty());
        let parts = parts.flat_map(|(title, bytes)| {
            let title = [title, ": ", &words.bytes(&bytes.len())].concat();
            [el("p").class("sw-label").text(title), el("pre").class("om-bytes").text(shown(bytes))]
        });
        panel(words.way(way), "", el("div").children(parts))
    };
    el("div").class("om-wire").children(Way::ALL.map(of_way))
}

/// HTTP as text, frames in hex.
fn shown(bytes: &[u8]) -> String {
    let is_text = |byte: &u8| matches!(byte, b'\r' | b'\n' | b' '..=b'~');
    let cut = &bytes[..bytes.len().min(SHOWN_MAX)];
    let text = match str::from_utf8(cut) {
        Ok(text) if bytes.iter().take(2).all(is_text) => text.replace('\r', ""),
        _ => spaced_hex(&cut[..cut.len().min(SHOWN_MAX / 4)]),
    };
    if cut.len() < bytes.len() { [&text, " …"].concat() } else { text }
}
