//! Every interactive figure of the workbook: its state, its actions, its view.
//!
//! A figure is a plain value. The same value prints itself into the page ([`print`]), lives in
//! the browser (the `wasm` crate patches its [`node::Node`] into the DOM) and stands in tests.
//!
//! # Architecture invariant
//!
//! Nothing here knows the DOM, the clock or the page's language: entropy and time come in through
//! [`figure::Context`] and [`figure::Figure::tick`], words through [`words::Words`]. A figure's
//! whole state can be said in settings, so a link restores exactly what was seen.
//!
//! # Parts
//!
//! The features `sockets`, `handshake` and `frames` each compile one part of the figures in (see
//! [`registry`]); by default all are there.
//!
//! ```
//! use figures::{exhibit::Exhibit, print, script::Script, words::Words};
//!
//! let script = Script::parse("accept-key", "key = x3JJHMbDL1EzLkh9GBhXDw==")?;
//! let exhibit = Exhibit::from_script("accept-key", &script)?;
//! assert!(print::html(&exhibit.panels(&Words::english())).contains("HSmr"));
//! # Ok::<(), figures::script::ScriptError>(())
//! ```

#![forbid(unsafe_code)]

#[cfg(feature = "handshake")]
pub mod accept_key;
#[cfg(feature = "frames")]
mod byte_line;
#[cfg(feature = "sockets")]
pub mod call_text;
pub mod clause;
pub mod control;
#[cfg(feature = "ports")]
pub mod demultiplexer;
#[cfg(feature = "descriptors")]
pub mod descriptor_table;
pub mod exhibit;
pub mod figure;
#[cfg(feature = "frames")]
pub mod frame_anatomy;
#[cfg(feature = "handshake")]
pub mod handshake_bench;
pub mod icon;
#[cfg(feature = "websocket")]
mod legible;
pub mod link;
pub mod node;
#[cfg(feature = "frames")]
pub mod poisoned_proxy;
#[cfg(feature = "ports")]
pub mod port_map;
pub mod predict;
pub mod print;
#[cfg(feature = "race")]
pub mod race;
pub mod registry;
pub mod script;
#[cfg(feature = "sockets")]
pub mod state_pill;
#[cfg(all(feature = "frames", not(target_arch = "wasm32")))]
pub mod table;
#[cfg(feature = "machine")]
pub mod time_machine;
pub mod words;
#[cfg(feature = "frames")]
pub mod xor_wheel;
