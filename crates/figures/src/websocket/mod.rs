//! Figures on the WebSocket engine.

pub mod accept_key;
pub mod frame_anatomy;
pub mod handshake_bench;
pub mod hijack;
mod masking_key;
pub mod notation;
pub mod poisoned_proxy;
pub mod xor_wheel;
