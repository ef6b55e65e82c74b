//! How fast the world is: `cargo run --release -p kernel --example throughput [WORD]`.
//!
//! Prints a line a measurement: its name, the number, the unit. A number is the best of a few
//! runs, since everything that disturbs a run makes it slower. With a word, only measurements
//! with that word in their name are made.

#![forbid(unsafe_code)]
#![allow(clippy::cast_precision_loss, reason = "measured numbers are shown with three digits")]

use kernel::{Payload, Rng, World};
use std::time::{Duration, Instant};
use workload::Pair;

/// Runs of the same work, of which the shortest counts.
const RUNS: u32 = 7;

/// The time that this thread ran, without the time that others ran on its processor; the system
/// tells it to a few milliseconds. Where it does not tell, the time that has passed.
fn processor_time(begun: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ns = told.and_then(|text| text.split(' ').next()?.parse().ok());
    ns.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

/// The fewest seconds that long work takes. What comes before it and after it is not measured.
fn best_long<T>(before: impl Fn() -> T, work: impl Fn(&mut T), mut after: impl FnMut(T)) -> f64 {
    let mut run = |_| {
        let mut prepared = before();
        let begun = Instant::now();
        let earlier = processor_time(begun);
        work(&mut prepared);
        let seconds = processor_time(begun).saturating_sub(earlier).as_secs_f64();
        after(prepared);
        seconds
    };
    (0..RUNS).map(&mut run).fold(f64::MAX, f64::min)
}

/// The fewest seconds that work of some microseconds takes.
fn best_short<R>(mut work: impl FnMut() -> R) -> f64 {
    let run = |_| {
        let begun = Instant::now();
        std::hint::black_box(work());
        begun.elapsed()
    };
    (0..RUNS).map(run).min().unwrap_or_default().as_secs_f64()
}

/// Millions of events a second while every connection does rounds of the same work.
fn events(connections: usize, rounds: usize, round: impl Fn(&mut Pair)) -> f64 {
    let ready = || {
        let mut pair = Pair::new(connections);
        (0..10).for_each(|_| round(&mut pair));
        let before = pair.world.trace().len();
        (pair, before)
    };
    let mut count = 0;
    let seconds = best_long(
        ready,
        |(pair, _)| (0..rounds).for_each(|_| round(pair)),
        |(pair, before)| count = workload::events_since(&pair.world, before),
    );
    count as f64 / seconds / 1e6
}

/// The longest time that a jump back from the end of a past takes, in seconds.
fn longest_rewind() -> f64 {
    let mut history = workload::history(10_000);
    let mut rng = Rng::new(1);
    let end = history.len();
    let mut jump = |target: usize| {
        let times = (0..RUNS).map(|_| {
            history.go_to(end);
            let begun = Instant::now();
            history.go_to(target);
            begun.elapsed()
        });
        times.min().unwrap_or_default().as_secs_f64()
    };
    (0..100).map(|_| jump(rng.below(end as u32) as usize)).fold(0.0, f64::max)
}

fn measure(name: &str, unit: &str, number: impl Fn() -> f64) {
    if std::env::args().nth(1).is_none_or(|word| name.contains(&word)) {
        println!("{name:36} {:12.3} {unit}", number());
    }
}

fn main() {
    let rate = "million events/s";
    let chunk = Payload::new(vec![b'x'; 16 * 1_024]);
    let stream = |pair: &mut Pair| {
        pair.stream(&chunk);
    };
    measure("2 sockets, streams", rate, || events(1, 20_000, stream));
    measure("10,000 sockets, streams", rate, || events(5_000, 5, stream));
    measure("2 sockets, questions", rate, || events(1, 100_000, Pair::exchange));
    measure("10,000 sockets, questions", rate, || events(5_000, 20, Pair::exchange));
    measure("clone of a world with 20 sockets", "us", || {
        let mut pair = Pair::new(10);
        (0..10).for_each(|_| stream(&mut pair));
        best_short(|| (0..100).map(|_| pair.world.clone().now().0).sum::<u64>()) * 1e4
    });
    measure("longest rewind in 10,000 events", "ms", || longest_rewind() * 1e3);
    measure("64 MiB through a connection", "MiB/s", || {
        let work =
            |world: &mut Option<World>| *world = Some(workload::transfer(64 << 20, 64 << 10));
        64.0 / best_long(|| None, work, drop)
    });
    measure("10,000 connections opened and closed", "connections/s", || {
        let work = |world: &mut Option<World>| *world = Some(workload::open_and_close(10_000));
        10_000.0 / best_long(|| None, work, drop)
    });
}
