//! What is decided about the measurement, and the runs that it gives.

use std::cell::RefCell;
use std::rc::Rc;

use figure_kit::components::gate::{self, Prediction};
use figure_kit::number::Number;

use super::conversation::{Conversation, TEXT_MAX, Writer};
use super::run::Run;
use super::setup::{Setup, Way};

/// Messages a minute.
pub(super) type Rate = Number<0, 600, 30>;
pub(super) type Seconds = Number<2, 60, 10>;
pub(super) type Size = Number<1, 1_000, 20>;
/// Milliseconds from one poll to the next.
pub(super) type Interval = Number<200, 5_000, 1_000>;
/// Milliseconds from the browser to the server.
pub(super) type Latency = Number<0, 500, 40>;
pub(super) type Cookies = Number<0, 2_000, 200>;

/// The rates that the plot measures, in messages a minute, and for how long.
pub(super) const RATES: [u32; 7] = [0, 60, 120, 240, 360, 480, 600];
pub(super) const SAMPLED_S: u32 = 10;

figure_kit::names! {
    /// Where a conversation comes from.
    pub(super) enum By {
        /// Lines that say who writes when.
        Script = "script",
        /// A rate.
        Rate = "rate",
    }
}

figure_kit::names! {
    /// At which of the measured rates polling sends more than a WebSocket.
    pub(super) enum More {
        /// At all of them.
        Always = "all",
        /// At the low ones.
        Low = "low",
        /// At the high ones.
        High = "high",
        /// At none.
        Never = "none",
    }
}

figure_kit::actions! {
    /// What a reader can do to the meter.
    pub enum Action {
        /// Take the conversation from lines, or from a rate.
        By(By) = "by",
        /// Write the lines.
        Lines(String) = "lines",
        /// Messages a minute.
        Rate(Rate) = "rate",
        /// Who writes them.
        Writer(Writer) = "writer",
        /// How long all of it lasts.
        Seconds(Seconds) = "seconds",
        /// Bytes in a message.
        Size(Size) = "size",
        /// Milliseconds between polls.
        Interval(Interval) = "interval",
        /// Milliseconds from end to end.
        Latency(Latency) = "latency",
        /// Bytes of cookies in every request.
        Cookies(Cookies) = "cookies",
        /// Put a proxy in between, or take it away.
        Proxy = "proxy",
        /// Open the list of messages, or fold it.
        Messages = "messages",
        /// Open the bytes as they were written, or fold them.
        Wire = "wire",
        /// Say at which rates polling sends more.
        Predict(gate::Action): nested,
    }
}

/// The four ways, run.
pub(super) type Runs = [Run; Way::ALL.len()];
/// Bytes of each way at each measured rate.
pub(super) type Sampled = [[u32; RATES.len()]; Way::ALL.len()];

/// What is folded away, or not.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    /// The list of messages.
    pub(super) messages: bool,
    /// The bytes as they were written.
    pub(super) wire: bool,
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct OverheadMeter {
    pub(super) by: By,
    pub(super) lines: String,
    /// More was typed than is kept.
    pub(super) is_cut: bool,
    pub(super) rate: Rate,
    pub(super) writer: Writer,
    pub(super) seconds: Seconds,
    pub(super) size: Size,
    pub(super) interval: Interval,
    pub(super) latency: Latency,
    pub(super) cookies: Cookies,
    pub(super) has_proxy: bool,
    pub(super) open: Open,
    pub(super) is_asked: bool,
    pub(super) prediction: Prediction,
    /// What was run last: letters are typed one by one, and runs are long.
    runs: RefCell<Option<(Rc<Setup>, Rc<Runs>)>>,
    sampled: RefCell<Option<(Sampling, Rc<Sampled>)>>,
}

/// All that the plot depends on.
type Sampling = (Rc<Setup>, Writer, u32);

impl Default for OverheadMeter {
    fn default() -> Self {
        Self {
            by: By::Script,
            lines: "1.3s server goal: 1-0\n4.5s browser hello\n6.2s server goal: 1-1".to_owned(),
            is_cut: false,
            rate: Rate::default(),
            writer: Writer::Server,
            seconds: Seconds::default(),
            size: Size::default(),
            interval: Interval::default(),
            latency: Latency::default(),
            cookies: Cookies::default(),
            has_proxy: false,
            open: Open::default(),
            is_asked: false,
            prediction: Prediction::default(),
            runs: RefCell::new(None),
            sampled: RefCell::new(None),
        }
    }
}

impl OverheadMeter {
    /// A fence and a link have one line for all; a semicolon ends each.
    pub(super) fn lines_in_one(&self) -> String {
        self.lines.replace('\n', ";")
    }

    pub(super) fn set_lines(&mut self, text: &str) {
        let text = text.replace('\r', "").replace(';', "\n");
        self.is_cut = text.len() > TEXT_MAX;
        text[..text.floor_char_boundary(TEXT_MAX)].clone_into(&mut self.lines);
    }

    fn end_us(&self) -> u32 {
        self.seconds.value() * 1_000_000
    }

    fn with(&self, conversation: Conversation, end_us: u32) -> Setup {
        Setup {
            conversation: Rc::new(conversation),
            end_us,
            interval_us: self.interval.value() * 1_000,
            latency_us: self.latency.value() * 1_000,
            cookies: self.cookies.value() as usize,
            has_proxy: self.has_proxy,
        }
    }

    pub(super) fn setup(&self) -> Setup {
        let (end_us, size) = (self.end_us(), self.size.value() as usize);
        let conversation = match self.by {
            By::Script => Conversation::read(&self.lines, end_us, size),
            By::Rate => Conversation::at_rate(self.rate.value(), end_us, self.writer, size),
        };
        self.with(conversation, end_us)
    }

    /// What was run, and what came of it in the four ways.
    pub(super) fn runs(&self) -> (Rc<Setup>, Rc<Runs>) {
        let setup = self.setup();
        let mut known = self.runs.borrow_mut();
        if let Some((of, runs)) = &*known
            && **of == setup
        {
            return (Rc::clone(of), Rc::clone(runs));
        }
        let setup = Rc::new(setup);
        let runs = Rc::new(Way::ALL.map(|way| setup.run(way)));
        *known = Some((Rc::clone(&setup), Rc::clone(&runs)));
        (setup, runs)
    }

    /// The bytes of each way at each rate, from a run each.
    pub(super) fn sampled(&self) -> Rc<Sampled> {
        let end_us = SAMPLED_S * 1_000_000;
        let bare = Rc::new(self.with(Conversation::default(), end_us));
        let size = self.size.value();
        let key = (bare, self.writer, size);
        let mut known = self.sampled.borrow_mut();
        if let Some((of, sampled)) = &*known
            && *of == key
        {
            return Rc::clone(sampled);
        }
        let setups = RATES.map(|rate| {
            let messages = Conversation::at_rate(rate, end_us, self.writer, size as usize);
            Rc::new(self.with(messages, end_us))
        });
        let of_way = |way| setups.each_ref().map(|setup| setup.run(way).bytes());
        let sampled = Rc::new(Way::ALL.map(of_way));
        *known = Some((key, Rc::clone(&sampled)));
        sampled
    }

    /// At which of the rates polling sends more than a WebSocket, and between which it changes.
    pub(super) fn more(&self) -> (More, Option<[u32; 2]>) {
        let sampled = self.sampled();
        let is_more =
            |at: usize| sampled[Way::Polling as usize][at] > sampled[Way::WebSocket as usize][at];
        let change = (1..RATES.len()).find(|at| is_more(*at) != is_more(at - 1));
        let more = match (is_more(0), change) {
            (true, None) => More::Always,
            (true, Some(_)) => More::Low,
            (false, None) => More::Never,
            (false, Some(_)) => More::High,
        };
        (more, change.map(|at| [RATES[at - 1], RATES[at]]))
    }

    /// A question that waits for its answer hides what was measured.
    pub(super) fn is_locked(&self) -> bool {
        self.is_asked && !self.prediction.is_committed
    }

    /// The numbers that the question is about.
    pub(super) fn asked_about(&self) -> impl PartialEq + use<> {
        (self.with(Conversation::default(), 0), self.writer, self.size.value())
    }
}
