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

pub mod clause;
pub mod figure;
pub mod registry;
pub mod sockets;
#[cfg(not(target_arch = "wasm32"))]
pub mod table;
pub mod websocket;
pub mod words;

/// What is not yet on the kit's own trait.
mod untyped;

/// The tree, with what the kit has among its components.
pub mod node {
    pub use figure_kit::components::{columns, heading};
    pub use figure_kit::node::*;
}
