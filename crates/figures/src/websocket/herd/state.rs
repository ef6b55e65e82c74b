//! The numbers of a herd, the three runs that they give, and what is asked about them.

use std::rc::Rc;

use figure_kit::components::gate::{self, Prediction};
use figure_kit::number::Number;

use super::run::{Lanes, Plan, Strategy};
use crate::simulated::Kept;

/// The interval in which attempts are counted for a peak.
pub(super) const PEAK_MS: u32 = 100;

pub(super) type Clients = Number<1, 1_000, 1_000>;
pub(super) type Outage = Number<0, 60, 3>;
pub(super) type Base = Number<100, 10_000, 1_000>;
pub(super) type Cap = Number<1, 60, 4>;
pub(super) type Jitter = Number<0, 100, 100>;
pub(super) type Capacity = Number<10, 5_000, 250>;
pub(super) type Backlog = Number<0, 4_096, 128>;
pub(super) type Timeout = Number<1, 30, 3>;
pub(super) type Seed = Number<0, 9_999, 1>;

/// The numbers that make a herd.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    pub(super) clients: Clients,
    pub(super) outage: Outage,
    pub(super) base: Base,
    pub(super) cap: Cap,
    pub(super) jitter: Jitter,
    pub(super) capacity: Capacity,
    pub(super) backlog: Backlog,
    pub(super) timeout: Timeout,
    pub(super) seed: Seed,
}

impl Numbers {
    pub(super) fn plan(&self) -> Plan {
        let base_ms = self.base.value();
        Plan {
            clients: self.clients.value(),
            outage_ms: self.outage.value() * 1_000,
            base_ms,
            cap_ms: (self.cap.value() * 1_000).max(base_ms),
            jitter: self.jitter.value(),
            capacity: self.capacity.value(),
            backlog: self.backlog.value(),
            timeout_ms: self.timeout.value() * 1_000,
            seed: self.seed.value(),
        }
    }
}

figure_kit::names! {
    /// What is asked.
    pub(super) enum Asked {
        /// With which strategy all are back first.
        First = "first",
        /// With which one the peak is smallest.
        Peak = "peak",
    }
}

figure_kit::names! {
    /// The answers to choose from.
    pub(super) enum Winner {
        /// Always the same wait.
        Fixed = "fixed",
        /// Growing waits.
        BackOff = "back-off",
        /// Growing waits, with chance.
        Jitter = "jitter",
        /// More than one of them alike, or none.
        Nobody = "nobody",
    }
}

figure_kit::actions! {
    /// What a reader can do to the herd.
    pub enum Action {
        /// How many clients.
        Clients(Clients) = "clients",
        /// Seconds without a server.
        Outage(Outage) = "outage",
        /// The first wait, in milliseconds.
        Base(Base) = "base",
        /// The longest wait, in seconds.
        Cap(Cap) = "cap",
        /// The part of a wait that is left to chance, in a hundred.
        Jitter(Jitter) = "jitter",
        /// Handshakes a second.
        Capacity(Capacity) = "capacity",
        /// Connections that may wait to be accepted.
        Backlog(Backlog) = "backlog",
        /// Seconds that a client waits for an answer.
        Timeout(Timeout) = "timeout",
        /// What chance is drawn from.
        Seed(Seed) = "seed",
        /// Say which strategy it is.
        Predict(gate::Action): nested,
    }
}

thread_local! {
    /// Numbers come one at a time, and a run is long.
    static RUNS: Kept<Plan, Lanes> = const { Kept::new() };
}

/// The figure's state.
#[derive(Debug, Clone, Default)]
pub struct Herd {
    pub(super) numbers: Numbers,
    /// What is asked, and how far the reader has come with it.
    pub(super) question: Option<Asked>,
    pub(super) answer: Prediction,
}

impl Herd {
    /// The runs of the numbers.
    pub(super) fn lanes(&self) -> Rc<Lanes> {
        let plan = self.numbers.plan();
        RUNS.with(|runs| runs.run(plan, || plan.run()))
    }

    /// A question that waits for its answer hides the runs.
    pub(super) fn is_locked(&self) -> bool {
        self.question.is_some() && !self.answer.is_committed
    }

    /// Which strategy is the one that is asked for, by the runs.
    pub(super) fn winner(&self, asked: Asked) -> Winner {
        let lanes = self.lanes();
        let by = |strategy: Strategy| {
            let lane = &lanes[strategy as usize];
            match asked {
                Asked::First => lane.all_back_ms().unwrap_or(u32::MAX),
                Asked::Peak => lane.peak(PEAK_MS),
            }
        };
        let values = Strategy::ALL.map(by);
        let least = values.into_iter().min().unwrap_or(u32::MAX);
        let mut winners = (0..).zip(values).filter(|(_, value)| *value == least);
        match (winners.next(), winners.next()) {
            (Some((at, value)), None) if value < u32::MAX => Winner::ALL[at],
            _ => Winner::Nobody,
        }
    }
}
