//! The numbers of a race, the two runs that they give, and the moment that is shown.

use std::cell::RefCell;
use std::rc::Rc;

use figure_kit::components::gate::{self, Prediction};
use figure_kit::figure::{Motion, Refused};
use figure_kit::number::Number;
use figure_kit::value::Value;

use super::run::{Lane, Plan};

/// How long a race plays, whatever its virtual length.
const PLAY_MS: u32 = 8_000;
/// How far an arrow key moves the time: parts of the whole.
const STEPS: u32 = 100;

/// How many messages: more would not be told apart in the drawing.
pub(super) type Messages = Number<2, 40, 20>;
pub(super) type Size = Number<8, 1_400, 100>;
pub(super) type Interval = Number<1, 200, 20>;
pub(super) type Delay = Number<0, 500, 40>;
pub(super) type Loss = Number<0, 100, 10>;
/// Packets held back or delivered twice, in a hundred.
pub(super) type Rare = Number<0, 100, 5>;
pub(super) type Seed = Number<0, 9_999, 52>;

/// The numbers that make a race.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    pub(super) messages: Messages,
    pub(super) size: Size,
    pub(super) interval: Interval,
    pub(super) delay: Delay,
    pub(super) loss: Loss,
    pub(super) reorder: Rare,
    pub(super) duplicate: Rare,
    pub(super) seed: Seed,
}

impl Numbers {
    pub(super) fn plan(&self) -> Plan {
        Plan {
            messages: self.messages.value(),
            size: self.size.value(),
            interval_ms: self.interval.value(),
            delay_ms: self.delay.value(),
            loss: self.loss.value(),
            reorder: self.reorder.value(),
            duplicate: self.duplicate.value(),
            seed: self.seed.value(),
        }
    }
}

figure_kit::names! {
    /// Who delivers a message first: the answers to choose from.
    pub(super) enum First {
        /// TCP.
        Tcp = "tcp",
        /// UDP.
        Udp = "udp",
        /// Both at the same moment.
        Together = "together",
        /// Neither delivers it.
        Neither = "neither",
    }
}

/// A moment of the race.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// So many milliseconds after the start.
    At(u32),
    /// A little later.
    Next,
    /// A little earlier.
    Previous,
    /// The start.
    First,
    /// The end.
    Last,
}

const NAMED: [(&str, Moment); 4] = [
    ("next", Moment::Next),
    ("previous", Moment::Previous),
    ("first", Moment::First),
    ("last", Moment::Last),
];

impl Value for Moment {
    fn parse(text: &str) -> Result<Self, Refused> {
        let named = NAMED.iter().find(|(name, _)| *name == text).map(|(_, moment)| *moment);
        // A slider gives numbers; what else comes in is the end.
        Ok(named.unwrap_or_else(|| text.trim().parse().map_or(Self::Last, Self::At)))
    }

    fn write(&self) -> String {
        if let Self::At(ms) = self {
            return ms.to_string();
        }
        let named = NAMED.iter().find(|(_, moment)| moment == self);
        named.map_or("", |(name, _)| name).to_owned()
    }

    fn expects() -> String {
        "one of next, previous, first, last, or milliseconds".to_owned()
    }

    fn any() -> Self {
        Self::Last
    }
}

figure_kit::actions! {
    /// What a reader can do to the race.
    pub enum Action {
        /// How many messages.
        Messages(Messages) = "messages",
        /// Bytes in each.
        Size(Size) = "size",
        /// Milliseconds from one to the next.
        Interval(Interval) = "interval",
        /// Milliseconds that the link takes.
        Delay(Delay) = "delay",
        /// Packets lost, in a hundred.
        Loss(Loss) = "loss",
        /// Packets held back, in a hundred.
        Reorder(Rare) = "reorder",
        /// Packets delivered twice, in a hundred.
        Duplicate(Rare) = "duplicate",
        /// What the luck is drawn from.
        Seed(Seed) = "seed",
        /// Show a moment.
        At(Moment) = "at",
        /// Let the race run, or stop it.
        Play = "play",
        /// Say who delivers the message first.
        Predict(gate::Action): nested,
    }
}

/// The figure's state.
#[derive(Debug, Clone, Default)]
pub struct Race {
    pub(super) numbers: Numbers,
    /// The moment that is shown; none for the end.
    pub(super) at_ms: Option<u32>,
    pub(super) playing: bool,
    /// The message that is asked about, from 1, and how far the reader has come with that.
    pub(super) question: Option<u32>,
    pub(super) answer: Prediction,
    /// The last plan that was run. Numbers come one at a time, and a run is long.
    runs: RefCell<Option<(Plan, Rc<Lanes>)>>,
}

/// TCP's run and UDP's.
type Lanes = [Lane; 2];

impl Race {
    /// The two runs of the numbers.
    pub(super) fn lanes(&self) -> Rc<Lanes> {
        let plan = self.numbers.plan();
        let mut runs = self.runs.borrow_mut();
        match &*runs {
            Some((known, lanes)) if *known == plan => lanes.clone(),
            _ => {
                let lanes = Rc::new([plan.run(true), plan.run(false)]);
                *runs = Some((plan, Rc::clone(&lanes)));
                lanes
            }
        }
    }

    /// The last moment of the longer race, in whole milliseconds and a little room.
    pub(super) fn end_ms(&self) -> u32 {
        self.lanes().iter().map(Lane::end_us).max().unwrap_or(0) / 1_000 + 10
    }

    /// A question that waits for its answer hides the race.
    pub(super) fn is_locked(&self) -> bool {
        self.question.is_some() && !self.answer.is_committed
    }

    /// The moment up to which everything is shown.
    pub(super) fn now_us(&self) -> u32 {
        if self.is_locked() {
            return 0;
        }
        self.at_ms.map_or(u32::MAX, |at| at.min(self.end_ms()) * 1_000)
    }

    /// When TCP and UDP delivered a message, if they did.
    pub(super) fn delivered_us(&self, message: u32) -> [Option<u32>; 2] {
        let lanes = self.lanes();
        [0, 1].map(|lane: usize| {
            let track = lanes[lane].tracks.get(message.saturating_sub(1) as usize);
            track.and_then(|track| track.delivered.first().copied())
        })
    }

    /// Who delivers a message first, by the run.
    pub(super) fn first(&self, message: u32) -> First {
        match self.delivered_us(message) {
            [None, None] => First::Neither,
            [Some(tcp), Some(udp)] if udp == tcp => First::Together,
            [Some(tcp), Some(udp)] if udp > tcp => First::Tcp,
            [Some(_), None] => First::Tcp,
            [_, Some(_)] => First::Udp,
        }
    }

    pub(super) fn go(&mut self, to: Moment) {
        let end = self.end_ms();
        let now = self.at_ms.unwrap_or(end).min(end);
        let step = end.div_ceil(STEPS).max(1);
        let target = match to {
            Moment::At(ms) => ms,
            Moment::Next => now + step,
            Moment::Previous => now.saturating_sub(step),
            Moment::First => 0,
            Moment::Last => end,
        };
        self.at_ms = (target < end).then_some(target);
        self.playing = false;
    }

    pub(super) fn play_or_stop(&mut self) {
        self.playing = !self.playing;
        if self.playing && self.at_ms.is_none_or(|at| at >= self.end_ms()) {
            self.at_ms = Some(0);
        }
    }

    /// Lets time pass while it plays.
    pub(super) fn pass(&mut self, elapsed_ms: u32) -> Motion {
        if !self.playing {
            return Motion::Rests;
        }
        let end = self.end_ms();
        // At least a millisecond, or a slow clock would stand still.
        let step = (elapsed_ms * end.div_ceil(100) / (PLAY_MS / 100)).max(1);
        let at = self.at_ms.unwrap_or(end) + step;
        self.playing = at < end;
        self.at_ms = self.playing.then_some(at);
        Motion::Moves
    }
}
