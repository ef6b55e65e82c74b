//! How fast the world is: `cargo run --release -p kernel --example throughput`.
//!
//! Prints a line a measurement: its name, the number, the unit. A number is the best of a few
//! runs, since everything that disturbs a run makes it slower.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "measured numbers are shown with three digits"
)]

mod workload;

use kernel::Rng;
use std::time::Instant;
use workload::Pair;

const RUNS: u32 = 5;

/// The shortest time that the work took, in seconds, and what it gave. What `prepare` makes is
/// not measured.
fn best<T, R>(prepare: impl Fn() -> T, work: impl Fn(T) -> R) -> (f64, R) {
    let run = || {
        let prepared = prepare();
        let begun = Instant::now();
        let result = work(prepared);
        (begun.elapsed().as_secs_f64(), result)
    };
    (1..RUNS).fold(run(), |best, _| {
        let next = run();
        if next.0 < best.0 { next } else { best }
    })
}

fn show(name: &str, number: f64, unit: &str) {
    println!("{name:36} {number:12.3} {unit}");
}

/// Events a second while every connection does rounds of the same work.
fn events(name: &str, connections: usize, rounds: usize, round: impl Fn(&mut Pair)) {
    let ready = || {
        let mut pair = Pair::new(connections);
        round(&mut pair);
        pair
    };
    let (seconds, count) = best(ready, |mut pair| {
        let before = pair.world.trace().len();
        for _ in 0..rounds {
            round(&mut pair);
        }
        workload::events_since(&pair.world, before)
    });
    show(name, count as f64 / seconds / 1e6, "million events/s");
}

fn main() {
    let stream = |pair: &mut Pair| {
        pair.stream(&[b'x'; 8_192]);
    };
    events("2 sockets, streams", 1, 20_000, stream);
    events("10,000 sockets, streams", 5_000, 8, stream);
    events("2 sockets, questions and answers", 1, 50_000, Pair::exchange);
    events("10,000 sockets, questions, answers", 5_000, 10, Pair::exchange);

    let pair = Pair::new(10);
    let (seconds, _) =
        best(|| (), |()| (0..1_000).map(|_| pair.world.clone().now().0).sum::<u64>());
    show("clone of a world with 20 sockets", seconds * 1e3, "us");

    let mut history = workload::history(10_000);
    let mut rng = Rng::new(1);
    let mut longest = 0.0_f64;
    for _ in 0..200 {
        let target = rng.below(history.len() as u32) as usize;
        history.go_to(history.len());
        let begun = Instant::now();
        history.go_to(target);
        longest = longest.max(begun.elapsed().as_secs_f64());
    }
    show("longest rewind in 10,000 entries", longest * 1e3, "ms");

    let (seconds, bytes) = best(|| (), |()| workload::transfer(64 << 20));
    show("64 MiB through a connection", bytes as f64 / seconds / f64::from(1 << 20), "MiB/s");
    let (seconds, _) = best(|| (), |()| workload::open_and_close(10_000));
    show("10,000 connections opened and closed", 10_000.0 / seconds, "connections/s");
}
