//! The numbers of a broadcast, the run that they give, and what is asked about it.

use std::rc::Rc;

use figure_kit::components::gate::{self, Prediction};
use figure_kit::number::Number;

use super::outbox::Policy;
use super::run::{Fate, Plan, Run};
use crate::simulated::Kept;

pub(super) type Clients = Number<2, 5, 3>;
pub(super) type Size = Number<4, 4_000, 2_000>;
pub(super) type Interval = Number<20, 1_000, 40>;
/// Thousands of bytes a second.
pub(super) type Pace = Number<0, 1_000, 20>;
/// In KiB.
pub(super) type Limit = Number<1, 4_096, 128>;
pub(super) type Room = Number<8, 1_024, 64>;
/// In seconds.
pub(super) type Grace = Number<1, 30, 5>;
pub(super) type Length = Number<2, 20, 20>;

/// The numbers that make a broadcast.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    pub(super) clients: Clients,
    pub(super) size: Size,
    pub(super) interval: Interval,
    pub(super) pace: Pace,
    pub(super) limit: Limit,
    pub(super) send_room: Room,
    pub(super) receive_room: Room,
    pub(super) grace: Grace,
    pub(super) length: Length,
}

figure_kit::names! {
    /// Whom the question is about.
    pub(super) enum Asked {
        /// What the fast clients get.
        Fast = "fast",
        /// What the slow one gets.
        Slow = "slow",
    }
}

figure_kit::actions! {
    /// What a reader can do to the broadcast.
    pub enum Action {
        /// What the server does about the slow one.
        Policy(Policy) = "policy",
        /// How many clients, the slow one included.
        Clients(Clients) = "clients",
        /// Bytes in a message.
        Size(Size) = "size",
        /// Milliseconds from one message to the next.
        Interval(Interval) = "interval",
        /// Thousands of bytes that the slow client reads in a second.
        Pace(Pace) = "pace",
        /// KiB that the program queues for a client.
        Limit(Limit) = "limit",
        /// KiB of the server's send buffer for each.
        SendRoom(Room) = "send-room",
        /// KiB of the slow client's receive buffer.
        ReceiveRoom(Room) = "receive-room",
        /// Seconds that a closed client has to answer.
        Grace(Grace) = "grace",
        /// Seconds of the run.
        Length(Length) = "length",
        /// Say what they get.
        Predict(gate::Action): nested,
    }
}

thread_local! {
    /// Numbers come one at a time, and a run is long.
    static RUNS: Kept<Plan, Run> = const { Kept::new() };
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct SlowReader {
    pub(super) policy: Policy,
    pub(super) numbers: Numbers,
    /// Whom the question is about, and how far the reader has come with it.
    pub(super) question: Option<Asked>,
    pub(super) answer: Prediction,
}

impl Default for SlowReader {
    fn default() -> Self {
        Self {
            policy: Policy::Queue,
            numbers: Numbers::default(),
            question: None,
            answer: Prediction::default(),
        }
    }
}

impl SlowReader {
    pub(super) fn plan(&self) -> Plan {
        let it = &self.numbers;
        Plan {
            policy: self.policy,
            clients: it.clients.value(),
            size: it.size.value(),
            interval_ms: it.interval.value(),
            pace: it.pace.value(),
            limit: it.limit.value() << 10,
            send_room: it.send_room.value() << 10,
            receive_room: it.receive_room.value() << 10,
            grace_ms: it.grace.value() * 1_000,
            length_ms: it.length.value() * 1_000,
        }
    }

    /// The run of the numbers.
    pub(super) fn run(&self) -> Rc<Run> {
        let plan = self.plan();
        RUNS.with(|runs| runs.run(plan, || plan.run()))
    }

    /// A question that waits for its answer hides the run.
    pub(super) fn is_locked(&self) -> bool {
        self.question.is_some() && !self.answer.is_committed
    }

    /// What those who are asked about get, by the run.
    pub(super) fn fate(&self, asked: Asked) -> Fate {
        let (plan, run) = (self.plan(), self.run());
        match asked {
            Asked::Fast => run.fast(&plan),
            Asked::Slow => run.tracks[0].fate(&plan),
        }
    }
}
