//! Every interactive figure of the workbook: its state, its actions, its view.
//!
//! A figure is a plain value. The same value prints itself into the page ([`figure_kit::print`]),
//! lives in the browser (the `wasm` crate patches its [`figure_kit::node::Node`] into the DOM) and
//! stands in tests.
//!
//! # Architecture invariant
//!
//! Nothing here knows the DOM, the clock or the page's language: entropy and time come in through
//! [`figure_kit::figure::Context`] and [`figure_kit::figure::Figure::tick`], words through types
//! of their own. A figure's whole state can be said in settings, so a link restores exactly what
//! was seen.
//!
//! ```
//! use figure_kit::{print, script::Script, words::Language};
//! use figures::registry;
//!
//! let script = Script::parse("accept-key", "key = x3JJHMbDL1EzLkh9GBhXDw==")?;
//! let exhibit = registry::exhibit("accept-key", &script)?;
//! let tables = registry::tables(Language::English);
//! assert!(print::html(&exhibit.panels(&tables)).contains("HSmr"));
//! # Ok::<(), figure_kit::script::ScriptError>(())
//! ```

#![forbid(unsafe_code)]

pub mod chapter;
pub mod clause;
pub mod registry;
pub mod simulated;
pub mod sockets;
#[cfg(not(target_arch = "wasm32"))]
pub mod table;
pub mod websocket;
pub mod worksheet;
