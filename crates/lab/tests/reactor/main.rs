//! Event loops on simulated hosts, with tests that play the JavaScript above them.

mod events;
mod stage;

mod compressor;
mod fetch;
mod lab;
mod node;
mod random;
mod websocket;
