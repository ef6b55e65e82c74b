//! Event loops on simulated hosts, with tests that play the JavaScript above them.

mod events;
mod stage;

mod node;
mod websocket;
