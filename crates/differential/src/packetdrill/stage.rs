//! A script on the simulated kernel: one host, and a wire on whose other end the script is.

use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;
use std::sync::Arc;

use kernel::{
    CallResult, Endpoint, Event as Trace, HostId, Ip, Outcome, Packet, ProcessId, ThreadId, Time,
    World,
};

use super::assertion::Variables;
use super::call::{CallLine, Names};
use super::connection::Connection;
use super::fault::{Fault, Judged};

/// The kernel's address, and that of the script's end of the wire.
const LOCAL: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
const REMOTE: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
/// The port of a program, unless the script says another.
const PORT: u16 = 8080;
/// The first port of the script's end when it connects; each connection has the next.
const REMOTE_PORT: u16 = 40_000;
/// A script begins so long after the world, in the middle of a tick.
const START_NS: u64 = 1_000_250_000;
/// What the interpreter takes from one event to the next.
const EVENT_NS: u64 = 10_000;
/// How long a packet is waited for that may come whenever.
const PATIENCE_NS: u64 = 600 * 1_000_000_000;

/// A call that sleeps.
pub(super) struct Sleeper {
    pub(super) line: usize,
    pub(super) thread: ThreadId,
    pub(super) call: CallLine,
    /// When it is to come back.
    pub(super) due: Time,
}

/// A packet that the kernel sent, and when.
pub(super) struct SentPacket {
    pub(super) at: Time,
    pub(super) packet: Arc<Packet>,
}

/// A script being run.
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) host: HostId,
    process: ProcessId,
    pub(super) main: ThreadId,
    pub(super) begun: Time,
    /// When the last event was due.
    pub(super) last_due: Time,
    pub(super) connection: Option<Connection>,
    connections: u16,
    pub(super) fds: BTreeMap<i32, i32>,
    pub(super) sent: VecDeque<SentPacket>,
    pub(super) finished: BTreeMap<ThreadId, Time>,
    pub(super) sleeper: Option<Sleeper>,
    pub(super) variables: Variables,
    /// Entries of the trace that were looked at.
    seen: usize,
    pub(super) tolerance_ns: u64,
    pub(super) tolerance_permille: u64,
    /// Echoed timestamps that were never sent are calculated.
    pub(super) scaled_echo: bool,
}

impl Names for Stage {
    fn live_fd(&self, fd: i32) -> i32 {
        self.fds.get(&fd).copied().unwrap_or(fd)
    }

    fn own(&self) -> Endpoint {
        Endpoint::new(LOCAL, PORT)
    }

    fn peer(&self) -> Endpoint {
        Endpoint::new(REMOTE, PORT)
    }

    fn live_ip(&self, ip: Ip) -> Ip {
        match ip.0.octets() {
            [192, 168, ..] => LOCAL,
            [192, 0, 2, _] => REMOTE,
            _ => ip,
        }
    }
}

impl Stage {
    pub(super) fn new() -> Self {
        let mut world = World::new(1);
        let host = world.add_host("kernel", Some(LOCAL));
        let (process, main) = world.spawn(host, "script");
        world.open_terminal(host, process);
        world.run_until(Time(START_NS));
        let begun = world.now();
        Self {
            world,
            host,
            process,
            main,
            begun,
            last_due: begun,
            connection: None,
            connections: 0,
            fds: BTreeMap::new(),
            sent: VecDeque::new(),
            finished: BTreeMap::new(),
            sleeper: None,
            variables: Variables::new(),
            seen: 0,
            tolerance_ns: 4_000_000,
            tolerance_permille: 125,
            scaled_echo: false,
        }
    }

    /// A connection that does not exist yet.
    pub(super) fn fresh_connection(&mut self, is_udp: bool, connects: bool) -> Connection {
        let port = if connects { PORT } else { REMOTE_PORT + self.connections };
        self.connections += 1;
        Connection::new(self.own(), Endpoint::new(REMOTE, port), is_udp)
    }

    pub(super) fn now(&self) -> Time {
        self.world.now()
    }

    /// Seconds since the script began, for messages.
    pub(super) fn seconds(&self, at: Time) -> String {
        let us = at.0.saturating_sub(self.begun.0) / 1_000;
        format!("{}.{:06} s", us / 1_000_000, us % 1_000_000)
    }

    /// Looks at what happened since the last look.
    fn look(&mut self) {
        let trace = self.world.trace();
        let length = trace.len();
        for entry in self.world.trace_since(self.seen) {
            match &entry.event {
                Trace::Sent(packet) if packet.source == LOCAL && packet.destination == REMOTE => {
                    let packet = Arc::clone(packet);
                    self.sent.push_back(SentPacket { at: entry.at, packet });
                }
                Trace::Returned { thread, .. } => {
                    self.finished.insert(*thread, entry.at);
                }
                _ => {}
            }
        }
        self.seen = length;
    }

    /// Lets time pass until a moment.
    pub(super) fn advance(&mut self, to: Time) {
        self.world.run_until(to);
        self.look();
    }

    /// The interpreter goes to its next event.
    pub(super) fn next_event(&mut self) {
        let now = self.now();
        self.advance(now.plus_ns(EVENT_NS));
    }

    pub(super) fn deliver(&mut self, packet: Packet) {
        self.world.deliver(self.host, packet);
        let now = self.now();
        self.advance(now);
    }

    /// The next packet that the kernel sends, waited for until a moment.
    pub(super) fn next_sent(&mut self, until: Option<Time>) -> Option<SentPacket> {
        let until = until.unwrap_or(self.now().plus_ns(PATIENCE_NS));
        loop {
            while let Some(sent) = self.sent.pop_front() {
                let connection = self.connection.as_ref();
                if connection.is_none_or(|connection| connection.sends(&sent.packet)) {
                    return Some(sent);
                }
            }
            if self.world.next_at().is_none_or(|at| at > until) || !self.world.step() {
                return None;
            }
            self.look();
        }
    }

    /// Makes a call and waits for it; nothing when it does not come back.
    pub(super) fn call(&mut self, call: kernel::Call) -> Option<CallResult> {
        if let Outcome::Done(result) = self.world.syscall(self.host, self.main, call) {
            let now = self.now();
            self.advance(now);
            return Some(result);
        }
        self.wait_for(self.main, Time(self.now().0.saturating_add(PATIENCE_NS)))
    }

    fn wait_for(&mut self, thread: ThreadId, until: Time) -> Option<CallResult> {
        loop {
            self.look();
            if let Some(result) = self.world.take_finished(self.host, thread) {
                return Some(result);
            }
            if self.world.next_at().is_none_or(|at| at > until) || !self.world.step() {
                return None;
            }
        }
    }

    /// Makes a call that is to sleep, in a thread of its own.
    pub(super) fn call_asleep(&mut self, line: usize, call: CallLine, due: Time) -> Judged<()> {
        let request = call.call(line, self)?;
        let thread = self.world.spawn_thread(self.host, self.process);
        let outcome = self.world.syscall(self.host, thread, request);
        let now = self.now();
        self.advance(now);
        let sleeper = Sleeper { line, thread, call, due };
        match outcome {
            Outcome::Done(result) => self.came_back(sleeper, &result, now),
            Outcome::Blocked(_) => {
                self.sleeper = Some(sleeper);
                Ok(())
            }
        }
    }

    /// Judges the call that sleeps, if it has come back. With `wait`, it must.
    pub(super) fn wake(&mut self, wait: bool) -> Judged<()> {
        let Some(sleeper) = self.sleeper.take() else { return Ok(()) };
        let until = sleeper.due.plus_ns(self.allowance(sleeper.due));
        let result = if wait {
            self.wait_for(sleeper.thread, until)
        } else {
            self.world.take_finished(self.host, sleeper.thread)
        };
        match result {
            Some(result) => {
                let at = self.finished.get(&sleeper.thread).copied();
                self.came_back(sleeper, &result, at.unwrap_or(self.now()))
            }
            None if wait || self.now() > until => {
                let due = self.seconds(sleeper.due);
                let text = format!("{}() did not come back by {due}", sleeper.call.name);
                Err(Fault::different(sleeper.line, text))
            }
            None => {
                self.sleeper = Some(sleeper);
                Ok(())
            }
        }
    }

    /// How far from its moment something may happen: an eighth of how long it was waited for, as
    /// the kernel's timers are no better, and the tolerance at least.
    pub(super) fn allowance(&self, due: Time) -> u64 {
        let waited = due.0.saturating_sub(self.last_due.0);
        (waited / 1_000).saturating_mul(self.tolerance_permille).max(self.tolerance_ns)
    }

    fn came_back(&mut self, sleeper: Sleeper, result: &CallResult, at: Time) -> Judged<()> {
        let Sleeper { line, call, due, .. } = sleeper;
        self.judge(line, &call, result)?;
        if at.0.abs_diff(due.0) > self.allowance(due) {
            let wanted = format!("{}() to come back at {}", call.name, self.seconds(due));
            return Err(Fault::expected(line, &wanted, &self.seconds(at)));
        }
        Ok(())
    }

    /// Compares the result of a call, and notes the descriptor that it opened.
    pub(super) fn judge(
        &mut self,
        line: usize,
        call: &CallLine,
        result: &CallResult,
    ) -> Judged<()> {
        let Some((script, opened)) = call.judge(line, result)? else { return Ok(()) };
        self.fds.insert(script, opened);
        if call.name.starts_with("accept")
            && let Some(connection) = &mut self.connection
        {
            connection.fd = Some(script);
        }
        Ok(())
    }
}
