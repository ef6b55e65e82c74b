//! WebSocket as bytes and meaning, with no clock, no randomness and no I/O.
//!
//! Three layers, each usable alone: [`frame`] (headers and masks, without an allocation),
//! [`connection`] (bytes in, messages out, and back) and [`handshake`].
//!
//! Cargo features add permessage-deflate (RFC 7692): `deflate` in both directions, `deflate-small`
//! the same with less code and worse ratios, `inflate` for receiving alone. `compressor` gives
//! what makes a message small by itself, without a connection. None changes anything else.
//!
//! # Architecture invariant
//!
//! Nothing here knows of a page, a figure or a language. A verdict is data: which rule was
//! broken, by what, and where it is written. The words for it live in the figures' catalogue.
//!
//! ```
//! use websocket::handshake::accept;
//!
//! assert_eq!(accept::value("x3JJHMbDL1EzLkh9GBhXDw=="), "HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
//! ```

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod connection;
mod deflate;
mod fault;
pub mod frame;
pub mod handshake;
mod role;

#[cfg(feature = "compressor")]
pub use deflate::Compressor;
pub use fault::{Blame, Fault, Rule};
pub use role::Role;
