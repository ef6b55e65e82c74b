//! What a browser's network process does for a page: WebSocket and fetch, over the sockets of the
//! event loop.
//!
//! Give, then drain: behind each wish, each news of a connection and each deadline, the loop takes
//! commands until there are none. Nothing here makes a system call.

mod answer_head;
mod blocked_ports;
mod command;
mod connections;
mod cors;
mod explanation;
mod fetch;
mod network;
mod permission;
mod request;
mod socket;
mod url;

pub use blocked_ports::is_blocked;
pub(crate) use command::{Command, Deadline};
pub(crate) use network::Browser;
