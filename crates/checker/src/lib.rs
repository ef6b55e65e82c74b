//! Judges exercises: a reader's program in many worlds, against scripted peers.
//!
//! A `checks.txt` names the program and says, check by check, what peers do to it and what must
//! come of it ([`Checks::parse`]). Each check has its [`World`]s, the simplest first. A [`Trial`]
//! is one of them on the simulated machine: whoever runs the program, in a sandbox or a test, gets
//! its turns, and in the end a verdict. On real sockets somebody else drives the same [`Actor`]s:
//! it asks each for a [`Want`] and tells the [`Outcome`].
//!
//! Where what stands: `parse`, `statement`, `bytes`, `token` read the language; `world` cuts what
//! is sent; `actor` knows what a statement means, `observed` what a program's end does; `trial` is
//! the lab with peers, `goal` is about figures.
//!
//! # Architecture invariants
//!
//! - No clock, no randomness, no I/O: the same program in the same world gets the same verdict.
//! - Whatever a checks' text says is read or refused with its line; nothing panics.
//! - Bytes of WebSocket are computed by the engine, never typed.
//!
//! ```
//! use checker::{Act, Checks, Expected};
//!
//! let checks = Checks::parse(
//!     "program server.py\n\
//!      check short\n\
//!      peer client\n\
//!      connect 8080\n\
//!      send \"Hello\\n\"\n\
//!      expect \"Hello\\n\" within 1s\n",
//! )
//! .unwrap();
//! let peer = &checks.checks[0].peers[0];
//! assert_eq!(peer.statements[1].act, Act::Send(b"Hello\n".to_vec()));
//! assert_eq!(peer.statements[2].act, Act::Expect(Expected::Bytes(b"Hello\n".to_vec())));
//! assert_eq!(peer.statements[2].within_ms, 1_000);
//!
//! let wrong = Checks::parse("program server.py\ncheck short\npeer client\nsend 1").unwrap_err();
//! assert_eq!(wrong.line, 4);
//! ```

#![forbid(unsafe_code)]

mod act;
pub mod actor;
mod bytes;
mod checks;
mod claim;
mod failure;
pub mod goal;
mod observed;
mod parse;
mod statement;
mod token;
mod trial;
mod want;
pub mod websocket;
mod world;

pub use act::{Act, Ask, Expected, FrameKind};
pub use actor::Actor;
pub use checks::{
    CHECKS_MAX, Check, Checks, Every, PEERS_MAX, Peer, Program, STATEMENTS_MAX, Statement, Wrong,
};
pub use claim::{Claim, Claimed, Count};
pub use failure::{Failure, Reason, Step, Went};
pub use lab::Language;
pub use observed::{Observed, Standing};
pub use trial::Trial;
pub use want::{Outcome, Want};
pub use world::{Cut, Cuts, World};
