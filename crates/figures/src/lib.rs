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
//! ```
//! use figures::{exhibit::Exhibit, print, script::Script, words::Words};
//!
//! let script = Script::parse("accept-key", "key = x3JJHMbDL1EzLkh9GBhXDw==")?;
//! let exhibit = Exhibit::from_script("accept-key", &script)?;
//! assert!(print::html(&exhibit.panels(&Words::english())).contains("HSmr"));
//! # Ok::<(), figures::script::ScriptError>(())
//! ```

#![forbid(unsafe_code)]

pub mod accept_key;
mod byte_line;
pub mod call_text;
pub mod clause;
pub mod control;
pub mod demultiplexer;
pub mod descriptor_table;
pub mod exhibit;
pub mod figure;
pub mod frame_anatomy;
pub mod handshake_bench;
pub mod icon;
mod legible;
pub mod link;
pub mod node;
pub mod poisoned_proxy;
pub mod port_map;
pub mod predict;
pub mod print;
pub mod race;
pub mod registry;
pub mod script;
pub mod state_pill;
#[cfg(not(target_arch = "wasm32"))]
pub mod table;
pub mod time_machine;
pub mod words;
pub mod xor_wheel;
