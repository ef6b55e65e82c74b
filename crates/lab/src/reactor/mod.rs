//! An event loop as libuv has it, for JavaScript: wishes in, events out, system calls in between.
//!
//! A turn of JavaScript gives its wishes as bytes ([`Reactor::take_ops`]); [`Reactor::next`] then
//! asks for one system call after another, and is told what each came to, until there are events
//! for the next turn, or nothing is alive. All sockets are non-blocking and watched by one epoll
//! instance, as Node and Chromium have it.
//!
//! Invariants: the same wishes and results give the same calls and events; whatever comes, nothing
//! panics, and what is held has bounds (`limits`).
//!
//! ```
//! use kernel::{Call, Reply, Time};
//! use lab::codec::Writer;
//! use lab::reactor::{Kind, Names, Next, Reactor};
//!
//! let mut reactor = Reactor::new(Kind::Node, Names::default(), 1);
//! let mut ops = Writer::default();
//! ops.u32(1).u8(9).u32(7).u32(1).u64(20_000_000); // one wish: a timer of 20 ms, number 7, line 1
//! reactor.take_ops(&ops.bytes)?;
//!
//! let next = reactor.next(Time::ZERO, None);
//! let Next::Call { call: Call::EpollCreate, .. } = next else { panic!() };
//! let next = reactor.next(Time::ZERO, Some(Ok(Reply::Number(3))));
//! let Next::Call { call: Call::EpollWait { timeout_ms: 20, .. }, .. } = next else { panic!() };
//! let next = reactor.next(Time::from_ms(20), Some(Ok(Reply::Events(Vec::new()))));
//! assert_eq!(next, Next::Events(vec![1, 0, 0, 0, 9, 7, 0, 0, 0]), "one event: timer 7");
//!
//! reactor.take_ops(&[0; 4])?;
//! assert_eq!(reactor.next(Time::from_ms(20), None), Next::Idle);
//! # Ok::<(), lab::codec::Malformed>(())
//! ```

mod compressor;
mod connection;
mod datagram;
pub(crate) mod event;
mod event_loop;
mod handle;
pub(crate) mod kind;
mod limits;
mod names;
pub(crate) mod news;
pub(crate) mod op;
mod perform;
mod program;
mod timers;

use std::fmt;
use std::rc::Rc;

use kernel::{Call, CallResult, Time};

use crate::codec::Malformed;

pub use kind::Kind;
pub use names::{Forwarded, Names};

use event_loop::EventLoop;
use names::Notes;
use op::Op;
use program::{Program, Question};

/// What the loop does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// A system call, made for a line of the program; line 0 is the loop's own.
    Call {
        /// The call.
        call: Call,
        /// The line, or 0.
        line: u32,
    },
    /// JavaScript has its turn with these events.
    Events(Vec<u8>),
    /// Nothing is alive any more.
    Idle,
}

impl Next {
    fn of(question: Option<&Question>) -> Self {
        match question {
            Some(Question::Call(call, line)) => Self::Call { call: call.clone(), line: *line },
            Some(Question::Turn(events)) if !events.is_empty() => {
                Self::Events(event::write_events(events))
            }
            Some(Question::Turn(_)) | None => Self::Idle,
        }
    }
}

/// An event loop.
pub struct Reactor {
    program: Program,
    ops: Option<Vec<Op>>,
    notes: Notes,
}

impl fmt::Debug for Reactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.program.question(|question| {
            f.debug_struct("Reactor").field("waits for", &question).finish_non_exhaustive()
        })
    }
}

impl Reactor {
    /// A loop that knows these names; keys and nonces grow from the seed.
    pub fn new(kind: Kind, names: Names, seed: u64) -> Self {
        let notes = Notes::default();
        let kept = Rc::clone(&notes);
        let program =
            Program::start(move |system| EventLoop::new(system, kind, names, seed, kept).run());
        Self { program, ops: None, notes }
    }

    /// Takes the wishes of one turn of JavaScript. If they cannot be read, none is done.
    pub fn take_ops(&mut self, bytes: &[u8]) -> Result<(), Malformed> {
        let ops = op::read_ops(bytes)?;
        self.ops.get_or_insert_default().extend(ops);
        Ok(())
    }

    /// Goes on, with the result of the call that it asked for last: none only behind
    /// [`Self::take_ops`].
    pub fn next(&mut self, now: Time, mut result: Option<CallResult>) -> Next {
        self.program.set_now(now);
        loop {
            let waits_for_call = self.program.question(|it| matches!(it, Some(Question::Call(..))));
            match (result.take(), self.ops.take()) {
                (Some(result), ops) if waits_for_call => {
                    self.ops = ops;
                    self.program.answer_call(result);
                }
                (_, Some(ops)) if !waits_for_call => self.program.answer_turn(ops),
                (_, ops) => {
                    self.ops = ops;
                    return self.program.question(Next::of);
                }
            }
        }
    }

    /// The connections so far that came to another port than they asked for, each once.
    pub fn forwarded(&self) -> Vec<Forwarded> {
        self.notes.borrow().clone()
    }
}
