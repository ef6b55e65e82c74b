//! Figures on the WebSocket engine.

pub mod accept_key;
pub mod chooser;
pub mod frame_anatomy;
pub mod handshake_bench;
mod masking_key;
pub mod notation;
pub mod overhead_meter;
pub mod poisoned_proxy;
pub mod xor_wheel;
