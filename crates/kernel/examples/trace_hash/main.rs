//! Hashes of the traces of some worlds, to compare platforms: `tests/wasm.rs` runs this natively
//! and in wasm.
//!
//! A bare wasm module can say nothing but the exit code of `main`, which is a byte. So `main`
//! gives the next byte of the hashes each time that it is called.

#![forbid(unsafe_code)]
#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "random numbers become arguments of any type"
)]

#[path = "../../tests/properties/random_call.rs"]
mod random_call;
mod worlds;

use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() -> ExitCode {
    static HASHES: OnceLock<Vec<u8>> = OnceLock::new();
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let bytes = HASHES.get_or_init(|| worlds::hashes().into_iter().flatten().collect());
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    ExitCode::from(bytes[call % bytes.len()])
}
