//! The native program `workbook`: it serves the book, and speaks WebSocket with whoever asks.
//!
//! A [`Server`] reads every request's head itself, with `crates/http`, because only so can the
//! engine of `crates/websocket` judge every opening handshake, on a fresh connection or on one
//! that served pages before.
//!
//! # Architecture invariant
//!
//! The protocol is the engine's alone: here is only what needs a clock, a socket or a file. All
//! that can grow has a bound in [`Limits`].

#![forbid(unsafe_code)]

mod answer;
mod clock;
mod development;
mod endpoint;
mod limits;
mod origin;
mod server;
mod session;
mod site;
mod visit;

pub use development::Development;
pub use limits::{Limit, Limits};
pub use server::{Server, Settings};
