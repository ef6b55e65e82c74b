//! Readers' programs on the simulated world: whose turn it is, what each is told, budgets, the log.
//!
//! A [`Setup`] names hosts and programs. A [`Lab`] gives one thread after another the turn; what
//! runs the programs (an interpreter in a Worker, a test) asks [`Lab::advance`] what to do and
//! tells it what the program asked for ([`Lab::heard`]). Everything that is done to the world is a
//! [`Deed`]; the log of deeds on a fresh [`Stage`] gives the same run again, as a
//! [`recording::Recording`].
//!
//! # Architecture invariants
//!
//! - One thread runs at a time, and which one hangs on nothing but what programs did before: no
//!   clock, no order of messages.
//! - Time is virtual and stands still while a program computes; computing that never asks for
//!   anything is counted by the runtime and told with a yield.
//! - Whatever a program sends is answered or ends it: nothing panics, nothing waits unbounded.
//!
//! # A program by hand
//!
//! ```
//! use kernel::{Call, abi};
//! use lab::codec::{Writer, write_call};
//! use lab::{Lab, Next, Setup};
//!
//! let setup = Setup::parse("host alpha 10.0.0.1\nprogram one.py alpha python").unwrap();
//! let mut lab = Lab::new(setup);
//! assert_eq!(lab.advance(), Next::Start { process: 0 });
//! let Next::Turn { process: 0, thread: 0, reply, now: 0 } = lab.advance() else { panic!() };
//! assert!(reply.is_empty(), "the first turn begins the program");
//!
//! let call = Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 };
//! let mut asked = Writer::default();
//! write_call(&mut asked, &call);
//! lab.heard(0, 0, 7, &asked.bytes);
//! let Next::Turn { reply, .. } = lab.advance() else { panic!() };
//! assert_eq!(reply, [0, 3, 0, 0, 0], "it worked: descriptor 3");
//! ```

#![forbid(unsafe_code)]

pub mod along;
pub mod browser;
pub mod codec;
mod deed;
mod event_loop;
mod forward;
mod input;
mod lab;
mod lock;
mod peer;
pub mod reactor;
mod report;
mod request;
mod setup;
mod stage;
mod steer;
mod table;
mod thread;

pub use deed::Deed;
pub use lab::{Lab, Mode, Next, Rest};
pub use report::{Ended, Report, Standing, ThreadReport};
pub use setup::{
    Forward, HOSTS_MAX, Language, PROGRAMS_MAX, Program, STEPS_MAX, Setup, Wire, Wrong,
};
pub use stage::{Stage, Text};
