//! The cases of `workbook check`: what a WebSocket server or client has to do, one sentence each.
//!
//! A [`Case`] is a [`Script`]: what is sent, and what may come back. An [`Exchange`] plays it,
//! sans-I/O: it says what it [`Want`]s of a connection, is told what was [`Heard`], and ends with a
//! [`Verdict`]. What comes back is read by `crates/websocket`, which alone knows the protocol.
//!
//! Invariants: an exchange ends whatever it hears, for each step has a time and what is received a
//! bound; the same answers give the same verdict.
//!
//! ```
//! use checker::websocket::{Exchange, Facts, Heard, Verdict, Want, case};
//! use websocket::Role;
//!
//! // A server that hangs up on everyone.
//! let facts = Facts::new(Role::Server, "127.0.0.1:8080", "/");
//! let mut exchange = Exchange::new(case("framing.text").unwrap(), &facts);
//! while let want = exchange.next_want() && want != Want::Done {
//!     match want {
//!         Want::Connect { .. } => exchange.heard(Heard::Connected),
//!         Want::Receive { .. } => exchange.heard(Heard::End),
//!         _ => {}
//!     }
//! }
//! assert!(matches!(exchange.verdict(), Some(Verdict::Failed(_))));
//! ```

mod case;
pub mod catalogue;
mod exchange;
mod frame;
mod head;
mod item;
mod observer;
mod script;
mod transcript;
mod verdict;

pub use case::{Case, Group, Level, Side};
pub use catalogue::{case, cases, probe};
pub use exchange::{Exchange, Facts, Heard, Want};
pub use frame::{Form, Frame};
pub use head::Head;
pub use item::Item;
pub use script::{Answer, Due, Script, Serving, Step};
pub use transcript::{Entry, Transcript, Way};
pub use verdict::{Finding, Note, Unfit, Verdict};
