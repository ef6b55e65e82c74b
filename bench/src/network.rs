//! The simulated network beside others: many bytes through one connection, and many connections.
//!
//! They are not the same machine: ours keeps every packet in a trace and has Linux's timers,
//! smoltcp is a TCP without a world around it, turmoil moves messages and has no TCP segments.

#[path = "../../crates/kernel/examples/throughput/workload.rs"]
#[expect(dead_code, reason = "the kernel's own measurements use the rest")]
mod workload;

mod smoltcp;
mod turmoil;

use std::{hint::black_box, time::Duration};

use crate::{
    Result,
    measure::{Samples, print, ran},
};

const BYTES: u64 = 64 << 20;
const CONNECTIONS: usize = 10_000;
const ROUNDS: usize = 3;

const NAMES: [&str; 3] = ["ours", "smoltcp", "turmoil"];

pub(crate) fn run() -> Result<()> {
    in_turns(
        "64 MiB through one TCP connection",
        [&|| assert!(workload::transfer(BYTES) >= BYTES), &|| smoltcp::transfer(BYTES), &|| {
            turmoil::transfer(BYTES)
        }],
    );
    in_turns(
        "10,000 connections opened and closed",
        [
            &|| drop(black_box(workload::open_and_close(CONNECTIONS))),
            &|| smoltcp::open_and_close(CONNECTIONS),
            &|| turmoil::open_and_close(CONNECTIONS),
        ],
    );
    Ok(())
}

/// Measures works of seconds, each a few times in turn.
fn in_turns(title: &str, works: [&dyn Fn(); 3]) {
    let mut samples = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        for (work, samples) in works.iter().zip(&mut samples) {
            let before = ran();
            work();
            let took: Duration = ran().saturating_sub(before);
            samples.push(took.as_secs_f64() * 1000.0);
        }
    }
    print(title, "ms", &NAMES, samples.into_iter().map(Samples::new).collect());
}
