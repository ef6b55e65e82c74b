//! The native program `workbook`: it serves the book, and speaks WebSocket with whoever asks.
//!
//! A [`Server`] reads every request's head itself, with `crates/http`, because only so can the
//! engine of `crates/websocket` judge every opening handshake, on a fresh connection or on one
//! that served pages before.
//!
//! # Architecture invariant
//!
//! The protocol is the engine's alone: here is only what needs a clock, a socket or a file. All
//! that can grow has a bound in [`Limits`], for one connection and for all of them together.

#![forbid(unsafe_code)]

mod admission;
mod answer;
pub mod bench;
mod budget;
mod clock;
mod connection;
mod development;
mod endpoint;
mod hosts;
pub mod judge;
mod limits;
mod log;
mod server;
mod session;
mod site;
mod state;

pub use development::Development;
pub use limits::{Limit, Limits};
pub use server::{Server, Settings};
