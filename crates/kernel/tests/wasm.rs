//! The same seed gives the same trace in WebAssembly, where pointers have half the width.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "random numbers become arguments of any type"
)]

#[path = "properties/random_call.rs"]
mod random_call;
#[path = "../examples/trace_hash/worlds.rs"]
mod worlds;

use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Calls `main` once for each byte, and prints the bytes.
const SCRIPT: &str = "
const [file, count] = process.argv.slice(1);
const wasm = require('node:fs').readFileSync(file);
WebAssembly.instantiate(wasm, {}).then(({ instance }) => {
  const bytes = Array.from({ length: Number(count) }, () => instance.exports.main(0, 0));
  console.log(bytes.join(' '));
});
";

fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", "kernel", "--example", "trace_hash"]);
    cargo.args(["--target", TARGET, "--target-dir"]).arg(target()).current_dir(root);
    let built = cargo.status().expect("cargo runs");
    assert!(built.success(), "no wasm: is the target there? `rustup target add {TARGET}`");
    target().join(TARGET).join("debug/examples/trace_hash.wasm")
}

/// A folder of its own, so that no other cargo is waited for.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("wasm")
}

#[test]
fn wasm_traces_are_the_native_ones() {
    let native: Vec<u8> = worlds::hashes().into_iter().flatten().collect();
    let mut node = Command::new("node");
    node.args(["-e", SCRIPT]).arg(build()).arg(native.len().to_string());
    let output = node.output().unwrap_or_else(|fault| {
        panic!("node cannot be run ({fault}): install Node 20 from https://nodejs.org")
    });
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "node failed: {complaints}");
    let text = String::from_utf8(output.stdout).expect("numbers");
    let wasm: Vec<u8> = text.split_whitespace().filter_map(|byte| byte.parse().ok()).collect();
    assert_eq!(wasm.len(), native.len());
    let differs = (0..worlds::WORLDS).find(|at| wasm[at * 8..][..8] != native[at * 8..][..8]);
    assert_eq!(differs, None, "the first world whose hash differs, by its seed");
}
