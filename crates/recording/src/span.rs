//! What lasts: states of sockets, stays in a queue, timers that run.
//!
//! Invariant: each is read off the scenes of a run, step by step; its first and last step are
//! those in which the world changed.

use kernel::{Awaited, Endpoint, HostId, SocketId, State, TcpDetail};

use crate::step::{Host, Scene};

/// A connection or a listener, as something that keeps its place while its sockets change: a
/// request becomes a connection, and that becomes what is left of it in TIME-WAIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    port: u16,
    remote: Endpoint,
    /// Of what has no peer.
    inode: u32,
}

impl Identity {
    /// That of a socket.
    pub fn of(detail: &TcpDetail) -> Self {
        let alone = detail.remote == Endpoint::NONE;
        let inode = if alone { detail.inode } else { 0 };
        Self { port: detail.local.port, remote: detail.remote, inode }
    }
}

/// What a bracket beside an axis stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// In the SYN queue.
    SynQueue,
    /// In the accept queue.
    AcceptQueue,
    /// A timer runs; how long it was set for, in nanoseconds.
    Timer(Awaited, u64),
}

/// A state that a socket is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// On which host.
    pub host: HostId,
    /// Whose.
    pub who: Identity,
    /// Its connection, by the order in which they appear; none of a listener.
    pub connection: Option<usize>,
    /// Which state.
    pub state: State,
    /// Which place beside the axis, counted from it.
    pub column: usize,
    /// The position at which it began.
    pub from: usize,
    /// The step in which it ended; none while it lasts.
    pub until: Option<usize>,
}

/// A stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracket {
    /// On which host.
    pub host: HostId,
    /// Whose.
    pub who: Identity,
    /// Which.
    pub stay: Stay,
    /// The position at which it began.
    pub from: usize,
    /// The step in which it ended; none while it lasts.
    pub until: Option<usize>,
}

impl Bracket {
    /// A timer that is followed no longer is known by its length, not by its moment.
    fn settle(&mut self, moments: &[Moment<'_>]) {
        if let Stay::Timer(awaited, at) = self.stay {
            self.stay = Stay::Timer(awaited, at.saturating_sub(moments[self.from].ns));
        }
    }
}

/// What a position is seen by.
pub(crate) struct Moment<'a> {
    pub(crate) ns: u64,
    /// Whether a timer fired in the step that led to it.
    pub(crate) has_fired: bool,
    pub(crate) scene: &'a Scene,
}

/// All that lasts in a run.
#[derive(Debug, Clone, Default)]
pub struct Spans {
    /// States.
    pub bars: Vec<Bar>,
    /// Stays.
    pub brackets: Vec<Bracket>,
    /// The connections, in the order in which they were begun: who began it, and with whom.
    pub connections: Vec<[Endpoint; 2]>,
}

/// Timers shorter than this are bookkeeping, and every segment would have one.
const TIMER_NS_MIN: u64 = 40_000_000;

/// Places beside an axis; what finds none free takes the next one after the last.
const COLUMNS: usize = 8;

impl Spans {
    pub(crate) fn of(hosts: &[Host], moments: &[Moment<'_>]) -> Self {
        let mut spans = Self::default();
        for (position, moment) in moments.iter().enumerate() {
            for (host, details) in hosts.iter().zip(moment.scene) {
                spans.follow_states(host.id, position, details);
                spans.follow_stays(host.id, position, details, moments);
            }
        }
        for bracket in spans.brackets.iter_mut().filter(|it| it.until.is_none()) {
            bracket.settle(moments);
        }
        // A timer that did its duty unseen is no news: only one that fired stays.
        spans.brackets.retain(|bracket| match (bracket.stay, bracket.until) {
            (Stay::Timer(_, _), Some(until)) => moments[until].has_fired,
            _ => true,
        });
        spans
    }

    fn follow_states(&mut self, host: HostId, position: usize, details: &[TcpDetail]) {
        let lasts = |bar: &Bar| {
            let mut same = details.iter().filter(|detail| Identity::of(detail) == bar.who);
            same.next().is_some_and(|detail| detail.state == bar.state)
        };
        for bar in self.bars.iter_mut().filter(|bar| bar.host == host && bar.until.is_none()) {
            if !lasts(bar) {
                bar.until = Some(position);
            }
        }
        for detail in details.iter().filter(|detail| detail.state != State::Closed) {
            let who = Identity::of(detail);
            let mine = |bar: &Bar| bar.host == host && bar.who == who;
            if self.bars.iter().any(|bar| mine(bar) && bar.until.is_none()) {
                continue;
            }
            let ends = [detail.local, detail.remote];
            // A connection is begun by whoever sends the SYN.
            if detail.state == State::SynSent && self.connection(ends).is_none() {
                self.connections.push(ends);
            }
            let before = self.bars.iter().rev().find(|bar| mine(bar));
            let kept = before.filter(|bar| bar.until == Some(position)).map(|bar| bar.column);
            let taken = |column: usize| {
                let mut bars = self.bars.iter();
                bars.any(|bar| bar.host == host && bar.column == column && bar.until.is_none())
            };
            let free = || (0..COLUMNS).find(|column| !taken(*column));
            let column = kept.or_else(free).unwrap_or(COLUMNS);
            self.bars.push(Bar {
                host,
                who,
                connection: self.connection(ends),
                state: detail.state,
                column,
                from: position,
                until: None,
            });
        }
    }

    fn follow_stays(
        &mut self,
        host: HostId,
        position: usize,
        details: &[TcpDetail],
        moments: &[Moment<'_>],
    ) {
        let mut now: Vec<(Identity, Stay)> = Vec::new();
        for detail in details {
            let who = Identity::of(detail);
            if let Some(listener) = detail.listener {
                let in_accept_queue = is_queued(details, listener, detail.socket);
                let stay = if in_accept_queue { Stay::AcceptQueue } else { Stay::SynQueue };
                now.push((who, stay));
            }
            for (awaited, at) in &detail.timers {
                let length = at.0.saturating_sub(moments[position].ns);
                // The timer of a request says no more than its stay in the SYN queue.
                let told = matches!(awaited, Awaited::Handshake | Awaited::KeepAlive);
                if length >= TIMER_NS_MIN && !told {
                    now.push((who, Stay::Timer(*awaited, at.0)));
                }
            }
        }
        // While it is followed, a timer is known by the moment at which it will fire.
        for bracket in self.brackets.iter_mut().filter(|it| it.host == host && it.until.is_none()) {
            if !now.iter().any(|(who, stay)| (bracket.who, bracket.stay) == (*who, *stay)) {
                bracket.until = Some(position);
                bracket.settle(moments);
            }
        }
        for (who, stay) in now {
            let known = self.brackets.iter().any(|it| {
                it.host == host && it.until.is_none() && it.who == who && it.stay == stay
            });
            if !known {
                self.brackets.push(Bracket { host, who, stay, from: position, until: None });
            }
        }
    }

    /// The connection between two ends, whichever stands first.
    pub fn connection(&self, [one, other]: [Endpoint; 2]) -> Option<usize> {
        let same = |known: &[Endpoint; 2]| *known == [one, other] || *known == [other, one];
        self.connections.iter().position(same)
    }

    /// The letter of a connection, where there are several.
    pub fn letter(&self, connection: Option<usize>) -> Option<char> {
        let at = connection.filter(|_| self.connections.len() > 1)?;
        Some(char::from(b'a' + (at % 26) as u8))
    }
}

fn is_queued(details: &[TcpDetail], listener: SocketId, socket: SocketId) -> bool {
    let listener = details.iter().find(|detail| detail.socket == listener);
    listener.is_some_and(|listener| listener.accept_queue.contains(&socket))
}
