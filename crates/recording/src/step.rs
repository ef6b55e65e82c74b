//! Steps with their causes, and what stood on every host after each.

use std::ops::Range;
use std::rc::Rc;

use kernel::{HostId, Ip, State, TcpDetail};

use crate::fault::Fault;

/// A host in the picture. Others may take part in the run, and are not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Which, in the picture.
    pub id: HostId,
    /// The host of the world that it is, or is a part of.
    pub real: HostId,
    /// Its name, as it is shown.
    pub name: String,
    /// Where it is reached.
    pub address: Ip,
}

impl Host {
    /// A host by its name.
    pub fn new(id: HostId, name: &str, address: Ip) -> Self {
        Self { id, real: id, name: name.to_owned(), address }
    }

    /// A part of a host: some of its programs, with what they hold.
    pub fn part(id: HostId, real: HostId, name: &str, address: Ip) -> Self {
        Self { id, real, name: name.to_owned(), address }
    }
}

/// Why a step happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A thread made its call of this index.
    Call(usize, usize),
    /// A thread came to its end.
    Exit(usize),
    /// A packet, a timer, or a thread that was woken.
    World,
    /// Somebody interfered.
    Fault(Fault),
}

/// A socket whose state changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// On which host.
    pub host: HostId,
    /// From what.
    pub from: State,
    /// To what.
    pub to: State,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When, in nanoseconds.
    pub ns: u64,
    /// Why.
    pub cause: Cause,
    /// What the trace says of it.
    pub entries: Range<usize>,
    /// How much of the world's log had been applied after it.
    pub log: usize,
    /// The thread that was woken in it, and the call that came back.
    pub woken: Option<(usize, usize)>,
    /// The states that changed in it. A connection that is new, or only has a new socket, changes
    /// none.
    pub changes: Vec<Change>,
    /// The segments that were sent in it.
    pub sent: Range<usize>,
    /// Whether a segment came to nothing in it: on the wire, or on its arrival.
    pub loses: bool,
}

/// The TCP sockets of each host at one moment, in the order of the recording's hosts. Moments
/// between which nothing changed on a host share them.
pub(crate) type Scene = Vec<Rc<[TcpDetail]>>;
