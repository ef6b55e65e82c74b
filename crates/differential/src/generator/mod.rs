//! Writes sequences of calls: small plots that reach the rare states, with uniform noise between.
//!
//! # Architecture invariant
//!
//! A step is taken only when the simulated world answers it alike on three schedules, so that no
//! result hangs on a few milliseconds. Which of them is right, only the live kernel says.

mod noise;
mod plots_link;
mod plots_local;
mod plots_tcp;
mod plots_wait;
mod values;

use kernel::Rng;
use serde_json::{Value, json};

use crate::runner::{Runner, Schedule, text};
use crate::sequence::{PATIENCE_MS, Sequence, is_call, watched};

/// Schedules on which a step must come to the same: a quick machine, a slow one, and another
/// place between two ticks.
pub(crate) const SCHEDULES: [Schedule; 3] =
    [schedule(0, 20_000), schedule(1_300_000, 350_000), schedule(2_900_000, 90_000)];
/// A call that takes longer is made by a thread of its own.
const LONGEST_MS: u64 = 1_200;
/// Virtual time after which a sequence sleeps only briefly.
const UNHURRIED_MS: u64 = 3_000;
/// Threads that may sleep in a call at once: two would race for what wakes them.
const WAITING_MAX: usize = 1;
/// Milliseconds in which a thread that was woken gets its turn.
const TURN_MS: u64 = 30;
/// Processes that may run beside the first.
const CHILDREN_MAX: usize = 3;

const fn schedule(start_ns: u64, step_ns: u64) -> Schedule {
    Schedule { start_ns, step_ns, patience_ms: PATIENCE_MS, names_early: true }
}

/// What a descriptor is for, as far as the generator cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Tcp,
    Listener,
    Connected,
    Udp,
    UnixStream,
    UnixListener,
    UnixDatagram,
    Epoll,
}

/// A descriptor that the sequence has a name for.
#[derive(Debug, Clone)]
struct Descriptor {
    name: String,
    kind: Kind,
    open: bool,
}

/// A sequence being written.
pub(crate) struct Generator {
    rng: Rng,
    lanes: Vec<Runner>,
    sequence: Sequence,
    calls: usize,
    length: usize,
    descriptors: Vec<Descriptor>,
    children: Vec<String>,
    waiting: Vec<String>,
    named: usize,
    /// Noise inside of noise would never end.
    in_noise: bool,
    /// The limit of descriptors was lowered.
    limited: bool,
    /// No more processes may be made, so no threads either.
    alone: bool,
}

/// Whether the thread of a `bg` step still sleeps in its call.
fn is_waiting(lane: &Runner, name: &str) -> bool {
    let thread = lane.threads.get(name);
    thread.is_some_and(|(thread, _)| lane.world.is_asleep(lane.host, *thread))
}

/// Writes the sequence of a seed.
pub(crate) fn generate(seed: u64, length: usize) -> Sequence {
    let mut generator = Generator {
        rng: Rng::new(seed),
        lanes: SCHEDULES.map(Runner::new).to_vec(),
        sequence: Sequence::default(),
        calls: 0,
        length,
        descriptors: Vec::new(),
        children: Vec::new(),
        waiting: Vec::new(),
        named: 0,
        in_noise: false,
        limited: false,
        alone: false,
    };
    generator.prepare();
    // A plot may come to nothing; so many in a row do not.
    for _ in 0..length * 20 {
        if generator.calls >= length {
            break;
        }
        generator.plot();
    }
    generator.finish();
    generator.sequence
}

impl Generator {
    /// What the world leaves out on purpose is turned off.
    fn prepare(&mut self) {
        for key in ["net.ipv4.tcp_sack", "net.ipv4.tcp_recovery"] {
            self.propose(json!({"op": "sysctl", "key": key, "val": 0}));
        }
        if self.one_in(2) {
            let key = "net.ipv4.tcp_early_retrans";
            self.propose(json!({"op": "sysctl", "key": key, "val": 0}));
        }
    }

    /// Looks at everything that is left.
    fn finish(&mut self) {
        self.join_finished();
        self.propose(json!({"op": "tcp"}));
        self.propose(json!({"op": "udp"}));
    }

    pub(crate) fn one_in(&mut self, count: u32) -> bool {
        self.rng.below(count) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.rng.below(choices.len() as u32) as usize].clone()
    }

    /// A name that the sequence has not used.
    pub(crate) fn fresh(&mut self, prefix: &str) -> String {
        self.named += 1;
        format!("{prefix}{}", self.named)
    }

    /// Takes a step of a plot, now and then with noise before it.
    pub(crate) fn act(&mut self, step: Value) -> Option<Value> {
        if !self.in_noise && self.one_in(6) {
            self.in_noise = true;
            self.noise();
            self.in_noise = false;
        }
        self.propose(step)
    }

    /// Takes a step, unless its result hangs on the schedule; gives the result.
    pub(crate) fn propose(&mut self, step: Value) -> Option<Value> {
        if is_call(&step) && self.calls >= self.length {
            return None;
        }
        if text(&step, "op") == Some("setuid") && !self.waiting.is_empty() {
            // The C library tells all threads, which ends their calls.
            return None;
        }
        let mut lanes = self.lanes.clone();
        let mut results = Vec::new();
        let mut longest_ms = 0;
        for lane in &mut lanes {
            let before = lane.world.now();
            let steps = &self.sequence.steps;
            results.push(watched(steps, || lane.take(&step)).ok()?);
            longest_ms = longest_ms.max(lane.world.now().as_ms() - before.as_ms());
        }
        let waits = !matches!(text(&step, "op"), Some("sleep" | "tcp" | "udp" | "nanosleep"));
        let stuck = results.iter().any(|result| result.get("timeout").is_some());
        if stuck || (waits && longest_ms > LONGEST_MS) {
            return self.in_background(step);
        }
        // Two that sleep in the same call race for what wakes them.
        if waits && longest_ms > 0 && !self.waiting.is_empty() && text(&step, "op") != Some("bg") {
            return None;
        }
        let result = results.pop()?;
        if results.iter().any(|other| *other != result) {
            return None;
        }
        self.lanes = lanes;
        self.note(&step, &result);
        self.sequence.push(step, result.clone());
        self.let_threads_run();
        Some(result)
    }

    /// A call that does not come back soon is made by another thread.
    fn in_background(&mut self, mut step: Value) -> Option<Value> {
        const MAY_SLEEP: [&str; 8] =
            ["accept", "recv", "recvmsg", "connect", "send", "poll", "select", "epoll_wait"];
        let op = text(&step, "op")?.to_owned();
        let many = self.waiting.len() >= WAITING_MAX;
        if many || self.alone || step.get("in").is_some() || !MAY_SLEEP.contains(&op.as_str()) {
            return None;
        }
        step.as_object_mut()?.remove("op");
        let name = self.fresh("t");
        self.propose(json!({"op": "bg", "as": name, "step": [op, step]}))
    }

    /// Notes what a step made or closed.
    fn note(&mut self, step: &Value, result: &Value) {
        let op = text(step, "op").unwrap_or_default();
        self.calls += usize::from(is_call(step));
        if op == "bg" {
            self.waiting.extend(text(step, "as").map(str::to_owned));
        }
        if result.get("err").is_some() {
            return;
        }
        match op {
            "close" => {
                let name = text(step, "fd").unwrap_or_default();
                for descriptor in self.descriptors.iter_mut().filter(|it| it.name == name) {
                    descriptor.open = false;
                }
            }
            "listen" => self.becomes(step, Kind::Tcp, Kind::Listener),
            "connect" => self.becomes(step, Kind::Tcp, Kind::Connected),
            "fork" => self.children.extend(text(step, "as").map(str::to_owned)),
            "exit" => self.children.retain(|child| Some(child.as_str()) != text(step, "in")),
            _ => {}
        }
    }

    fn becomes(&mut self, step: &Value, from: Kind, to: Kind) {
        let name = text(step, "fd").unwrap_or_default();
        let same = |it: &&mut Descriptor| it.name == name && it.kind == from;
        for descriptor in self.descriptors.iter_mut().filter(same) {
            descriptor.kind = to;
        }
    }

    /// Remembers a descriptor that a step made.
    pub(crate) fn keep(&mut self, name: &str, kind: Kind) {
        self.descriptors.push(Descriptor { name: name.to_owned(), kind, open: true });
    }

    /// When a step wakes a thread, the thread gets its turn before the next step.
    fn let_threads_run(&mut self) {
        let asleep = |lanes: &[Runner], name: &str| lanes.iter().all(|lane| is_waiting(lane, name));
        let woken = self.waiting.iter().any(|name| !asleep(&self.lanes, name));
        if woken && self.sequence.steps.last().is_some_and(is_call) {
            self.sleep(TURN_MS);
        }
    }

    /// Collects the results of threads whose calls came back.
    pub(crate) fn join_finished(&mut self) {
        for name in std::mem::take(&mut self.waiting) {
            let finished = self.lanes.iter().all(|lane| !is_waiting(lane, &name));
            let joined = finished && self.propose(json!({"op": "join", "name": name})).is_some();
            if !joined {
                self.waiting.push(name);
            }
        }
    }

    /// Lets time pass for all.
    pub(crate) fn sleep(&mut self, ms: u64) {
        let late = self.lanes[0].world.now().as_ms() > UNHURRIED_MS;
        let ms = if late { ms.min(70) } else { ms };
        self.propose(json!({"op": "sleep", "ms": ms}));
    }

    /// Looks at the sockets.
    pub(crate) fn look(&mut self) {
        self.propose(json!({"op": "tcp"}));
    }

    fn plot(&mut self) {
        match self.rng.below(44) {
            0..4 => self.noise_run(),
            4..8 => self.plot_traffic(),
            8..11 => self.plot_close(),
            11..13 => self.plot_reset(),
            13..15 => self.plot_refused(),
            15 => self.plot_self_connect(),
            16..18 => self.plot_backlog(),
            18..20 => self.plot_lost_fin(),
            20..22 => self.plot_lost_handshake(),
            22 => self.plot_lost_data(),
            23 => self.plot_full_window(),
            24..27 => self.plot_udp(),
            27..30 => self.plot_unix_pair(),
            30..32 => self.plot_unix_named(),
            32..34 => self.plot_epoll(),
            34..36 => self.plot_fork(),
            36 | 40..44 => self.plot_limits(),
            37 => self.plot_sleepers(),
            38 => self.plot_options(),
            _ => self.plot_ports(),
        }
    }
}
