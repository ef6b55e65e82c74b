//! What lasts: states of sockets, stays in a queue, timers that run.
//!
//! Invariant: each is read off the scenes of a run, step by step; its first and last step are
//! those in which the world changed.

use kernel::{Awaited, Endpoint, SocketId, State, TcpDetail};

use super::run::Run;
use super::scenario::Side;

/// A connection or a listener, as something that keeps its place while its sockets change: a
/// request becomes a connection, and that becomes what is left of it in TIME-WAIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    port: u16,
    remote: Endpoint,
    /// Of what has no peer.
    inode: u32,
}

impl Identity {
    pub(super) fn of(detail: &TcpDetail) -> Self {
        let alone = detail.remote == Endpoint::NONE;
        let inode = if alone { detail.inode } else { 0 };
        Self { port: detail.local.port, remote: detail.remote, inode }
    }
}

/// What a bracket beside an axis stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stay {
    /// In the SYN queue.
    SynQueue,
    /// In the accept queue.
    AcceptQueue,
    /// A timer runs; how long it was set for, in nanoseconds.
    Timer(Awaited, u64),
}

/// A state that a socket is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) side: Side,
    pub(super) who: Identity,
    pub(super) state: State,
    /// Which place beside the axis, counted from it.
    pub(super) column: usize,
    pub(super) from: usize,
    /// The step in which it ended; none while it lasts.
    pub(super) until: Option<usize>,
}

/// A stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bracket {
    pub(super) side: Side,
    pub(super) who: Identity,
    pub(super) stay: Stay,
    pub(super) from: usize,
    pub(super) until: Option<usize>,
}

impl Bracket {
    /// A timer that is followed no longer is known by its length, not by its moment.
    fn settle(&mut self, run: &Run) {
        if let Stay::Timer(awaited, at) = self.stay {
            self.stay = Stay::Timer(awaited, at.saturating_sub(run.ns(self.from)));
        }
    }
}

/// All that lasts in a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    pub(super) bars: Vec<Bar>,
    pub(super) brackets: Vec<Bracket>,
    /// The connections, in the order in which they appear: the client's port of each.
    pub(super) ports: Vec<u16>,
}

/// Timers shorter than this are bookkeeping, and every segment would have one.
const TIMER_NS_MIN: u64 = 40_000_000;

impl Spans {
    pub(super) fn of(run: &Run) -> Self {
        let mut spans = Self::default();
        for position in 0..=run.steps.len() {
            for side in Side::BOTH {
                let details = run.sockets(side, position);
                spans.follow_states(side, position, details);
                spans.follow_stays(side, position, details, run);
            }
        }
        for bracket in spans.brackets.iter_mut().filter(|it| it.until.is_none()) {
            bracket.settle(run);
        }
        // A timer that did its duty unseen is no news: only one that fired stays.
        let fired = |bracket: &Bracket| match (bracket.stay, bracket.until) {
            (Stay::Timer(_, _), Some(until)) => {
                let events = run.entries_of(until).iter();
                events.into_iter().any(|it| matches!(it.event, kernel::Event::Fired { .. }))
            }
            _ => true,
        };
        spans.brackets.retain(fired);
        spans
    }

    fn follow_states(&mut self, side: Side, position: usize, details: &[TcpDetail]) {
        let lasts = |bar: &Bar| {
            let mut same = details.iter().filter(|detail| Identity::of(detail) == bar.who);
            same.next().is_some_and(|detail| detail.state == bar.state)
        };
        for bar in self.bars.iter_mut().filter(|bar| bar.side == side && bar.until.is_none()) {
            if !lasts(bar) {
                bar.until = Some(position);
            }
        }
        for detail in details.iter().filter(|detail| detail.state != State::Closed) {
            let who = Identity::of(detail);
            let mine = |bar: &Bar| bar.side == side && bar.who == who;
            if self.bars.iter().any(|bar| mine(bar) && bar.until.is_none()) {
                continue;
            }
            if side == Side::Client && !self.ports.contains(&detail.local.port) {
                self.ports.push(detail.local.port);
            }
            let before = self.bars.iter().rev().find(|bar| mine(bar));
            let kept = before.filter(|bar| bar.until == Some(position)).map(|bar| bar.column);
            let taken = |column: usize| {
                let mut bars = self.bars.iter();
                bars.any(|bar| bar.side == side && bar.column == column && bar.until.is_none())
            };
            let column = kept.or_else(|| (0..8).find(|column| !taken(*column))).unwrap_or(8);
            let state = detail.state;
            self.bars.push(Bar { side, who, state, column, from: position, until: None });
        }
    }

    fn follow_stays(&mut self, side: Side, position: usize, details: &[TcpDetail], run: &Run) {
        let mut now: Vec<(Identity, Stay)> = Vec::new();
        for detail in details {
            let who = Identity::of(detail);
            if let Some(listener) = detail.listener {
                let in_accept_queue = is_queued(details, listener, detail.socket);
                let stay = if in_accept_queue { Stay::AcceptQueue } else { Stay::SynQueue };
                now.push((who, stay));
            }
            for (awaited, at) in &detail.timers {
                let length = at.0.saturating_sub(run.ns(position));
                // The timer of a request says no more than its stay in the SYN queue.
                let told = matches!(awaited, Awaited::Handshake | Awaited::KeepAlive);
                if length >= TIMER_NS_MIN && !told {
                    now.push((who, Stay::Timer(*awaited, at.0)));
                }
            }
        }
        // While it is followed, a timer is known by the moment at which it will fire.
        for bracket in self.brackets.iter_mut().filter(|it| it.side == side && it.until.is_none()) {
            if !now.iter().any(|(who, stay)| (bracket.who, bracket.stay) == (*who, *stay)) {
                bracket.until = Some(position);
                bracket.settle(run);
            }
        }
        for (who, stay) in now {
            let known = self.brackets.iter().any(|it| {
                it.side == side && it.until.is_none() && it.who == who && it.stay == stay
            });
            if !known {
                self.brackets.push(Bracket { side, who, stay, from: position, until: None });
            }
        }
    }

    /// The letter of a connection, where there are several.
    pub(super) fn letter(&self, port: u16) -> Option<char> {
        let at = self.ports.iter().position(|known| *known == port)?;
        (self.ports.len() > 1).then(|| char::from(b'a' + (at % 26) as u8))
    }
}

fn is_queued(details: &[TcpDetail], listener: SocketId, socket: SocketId) -> bool {
    let listener = details.iter().find(|detail| detail.socket == listener);
    listener.is_some_and(|listener| listener.accept_queue.contains(&socket))
}

impl Identity {
    /// The client's port of the connection that it is part of.
    pub(super) fn client_port(&self, side: Side) -> u16 {
        match side {
            Side::Client => self.port,
            Side::Server => self.remote.port,
        }
    }
}
