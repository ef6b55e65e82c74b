//! Figures on the WebSocket engine.

pub mod accept_key;
pub mod chooser;
pub mod frame_anatomy;
pub mod handshake_bench;
pub mod herd;
pub mod hijack;
mod masking_key;
pub mod notation;
mod opening;
pub mod poisoned_proxy;
pub mod slow_reader;
pub mod xor_wheel;
