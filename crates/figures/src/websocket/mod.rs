//! Figures on the WebSocket engine.

pub mod accept_key;
pub mod compression_lens;
pub mod frame_anatomy;
pub mod handshake_bench;
mod masking_key;
pub mod notation;
pub mod poisoned_proxy;
mod text_line;
pub mod upgrade_diff;
pub mod xor_wheel;
