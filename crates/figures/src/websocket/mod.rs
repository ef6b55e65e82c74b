//! Figures on the WebSocket engine.

pub mod accept_key;
pub mod attack;
pub mod chooser;
pub mod close_ends;
pub mod compression_lens;
pub mod frame_anatomy;
pub mod handshake_bench;
pub mod herd;
pub mod hijack;
pub mod interleaver;
mod masking_key;
pub mod notation;
mod opening;
pub mod overhead_meter;
pub mod poisoned_proxy;
pub mod slow_reader;
mod text_line;
pub mod upgrade_diff;
pub mod xor_wheel;
