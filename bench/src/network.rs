//! The simulated world beside other simulated networks: many bytes through one connection, and many
//! connections. What each does for it, and what it leaves out, is printed with the numbers.

mod smoltcp;
mod turmoil;

use std::{hint::black_box, time::Duration};

use smoltcp::Checksums;

use crate::{
    Result,
    measure::{Samples, print, ran},
};

const BYTES: u64 = 64 << 20;
const CHUNK_LEN: usize = 64 << 10;
const CONNECTIONS: usize = 10_000;

/// From host to host, for all.
const DELAY: Duration = Duration::from_nanos(workload::DELAY_NS);

/// How often each has its turn. Odd, so that the median is a sample.
const ROUNDS: usize = 15;

const DONE_BY_EACH: &str = "
simulated networks: two hosts, 1 ms apart, in processor time of one thread
  ours       Linux's TCP with its timers, windows, congestion control and growing buffers; every
             system call, packet and timer stays in a trace that can be rewound. Segments share the
             bytes of the call that sent them, and become packets with checksums when somebody asks
             for a capture. Sockets wait out their TIME_WAIT.
  smoltcp    a TCP for real devices, 128 KiB a buffer: every packet is written, copied and parsed,
             its checksums computed and verified (a row without them stands below). No congestion
             control as set up here, no trace, no system calls; one socket a side is used again for
             every connection and cut out of its TIME-WAIT, because its sockets are searched one by
             one.
  turmoil    hosts are asynchronous programs, and messages go between them in steps of 1 ms: no TCP
             segments, windows, acknowledgements or retransmissions, no trace. A write is copied
             once and is one message; up to 64 are under way.";

/// A peer, or ours, and its work.
type Subject<'a> = (&'a str, &'a dyn Fn() -> Result<()>);

pub(crate) fn run() -> Result<()> {
    println!("{DONE_BY_EACH}");
    let packets = workload::events_since(&workload::transfer(BYTES, CHUNK_LEN), 0);
    println!("  In 64 MiB, ours delivers {packets} segments or fires timers.");
    in_turns(
        "64 MiB through one TCP connection, written 64 KiB at a time",
        &[
            ("ours", &|| {
                black_box(workload::transfer(BYTES, CHUNK_LEN));
                Ok(())
            }),
            ("smoltcp", &|| smoltcp::transfer(BYTES, CHUNK_LEN, Checksums::Real)),
            ("smoltcp, no checksums", &|| smoltcp::transfer(BYTES, CHUNK_LEN, Checksums::None)),
            ("turmoil", &|| turmoil::transfer(BYTES, CHUNK_LEN)),
        ],
    )?;
    in_turns(
        "10,000 connections opened and closed, one after the other",
        &[
            ("ours", &|| {
                black_box(workload::open_and_close(CONNECTIONS));
                Ok(())
            }),
            ("smoltcp", &|| smoltcp::open_and_close(CONNECTIONS, Checksums::Real)),
            ("smoltcp, no checksums", &|| smoltcp::open_and_close(CONNECTIONS, Checksums::None)),
            ("turmoil", &|| turmoil::open_and_close(CONNECTIONS)),
        ],
    )
}

/// Measures works of many milliseconds, each a few times in turn.
fn in_turns(title: &str, subjects: &[Subject<'_>]) -> Result<()> {
    let mut samples = vec![Vec::new(); subjects.len()];
    for _ in 0..ROUNDS {
        for ((_, work), samples) in subjects.iter().zip(&mut samples) {
            let before = ran();
            work()?;
            samples.push(ran().saturating_sub(before).as_secs_f64() * 1_000.0);
        }
    }
    let names: Vec<&str> = subjects.iter().map(|(name, _)| *name).collect();
    print(title, "ms", &names, samples.into_iter().map(Samples::new).collect());
    Ok(())
}
