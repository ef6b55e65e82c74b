//! Every interactive figure of the workbook: its state, its actions, its view.
//!
//! A figure is a plain value. The same value prints itself into the page ([`print`]), lives in
//! the browser (the `wasm` crate patches its [`node::Node`] into the DOM) and stands in tests.
//!
//! # Architecture invariant
//!
//! Nothing here knows the DOM, the clock or the page's language: entropy and time come in through
//! [`figure_kit::figure::Context`] and [`figure_kit::figure::Figure::tick`], words through types
//! of their own. A figure's whole state can be said in settings, so a link restores exactly what
//! was seen.
//!
//! ```
//! use figure_kit::words::Language;
//! use figures::{print, registry, script::Script};
//!
//! let script = Script::parse("accept-key", "key = x3JJHMbDL1EzLkh9GBhXDw==")?;
//! let exhibit = registry::exhibit("accept-key", &script)?;
//! let tables = registry::tables(Language::English);
//! assert!(print::html(&exhibit.panels(&tables)).contains("HSmr"));
//! # Ok::<(), figures::script::ScriptError>(())
//! ```

#![forbid(unsafe_code)]

pub(crate) use figure_kit::legible;
pub use figure_kit::{exhibit, icon, link, print, script};

pub mod accept_key;
pub mod call_text;
pub mod clause;
pub mod demultiplexer;
pub mod descriptor_table;
pub mod figure;
pub mod frame_anatomy;
pub mod handshake_bench;
pub mod poisoned_proxy;
pub mod port_map;
pub mod race;
pub mod registry;
pub mod state_pill;
#[cfg(not(target_arch = "wasm32"))]
pub mod table;
pub mod time_machine;
pub mod words;
pub mod xor_wheel;

/// What is not yet on the kit's own trait.
mod untyped;

pub(crate) use untyped::{byte_line, control, predict};

/// The tree, with what the kit has among its components.
pub mod node {
    pub use figure_kit::components::{columns, heading};
    pub use figure_kit::node::*;
}
