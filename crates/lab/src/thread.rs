//! A thread and a process as the lab sees them.

use std::collections::{BTreeMap, VecDeque};

use kernel::{CallResult, Time};

use crate::reactor::Reactor;
use crate::report::Ended;

/// What a thread is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Activity {
    /// It begins at a moment.
    Later(Time),
    /// It can go on, and is told this.
    Ready(Vec<u8>),
    /// It has the turn.
    Turn,
    /// It sleeps in a call of the kernel.
    Kernel,
    /// Its event loop goes on, with what its last call came to.
    Loop(Option<CallResult>),
    /// Its event loop sleeps in a call of the kernel.
    LoopAsleep,
    /// It is a page in which nothing is left to happen.
    Idle,
    /// It waits for a lock.
    Lock { lock: u32, until: Option<Time>, holder: Option<u32> },
    /// It waits for a line of standard input, since a moment.
    Reading(Time),
    /// It is over.
    Over,
}

/// A thread as the lab sees it.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) process: usize,
    /// Its number within its process.
    pub(crate) number: u32,
    pub(crate) line: u32,
    pub(crate) activity: Activity,
}

/// A process as the lab sees it.
#[derive(Debug, Default)]
pub(crate) struct Process {
    pub(crate) is_started: bool,
    /// What runs under a program with an event loop.
    pub(crate) reactor: Option<Reactor>,
    pub(crate) threads: Vec<usize>,
    /// Standard input that was typed and not read.
    pub(crate) typed: VecDeque<String>,
    /// No more will be typed.
    pub(crate) is_input_closed: bool,
    pub(crate) computing_ms: u64,
    pub(crate) output_len: usize,
    pub(crate) ended: Option<Ended>,
    /// How often it made each call.
    pub(crate) calls: BTreeMap<&'static str, u32>,
    /// How many of them came back at once and moved nothing.
    pub(crate) idle_calls: u64,
}
