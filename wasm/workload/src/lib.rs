//! The simulated world's work, as a program for the browser: what the bench measures there. The
//! clock is the page's.

#![deny(unsafe_code)]

use kernel::{History, Payload};
use wasm_bindgen::prelude::wasm_bindgen;
use workload::Pair;

/// That of the figures, so that their numbers are these.
#[global_allocator]
static MEMORY: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();

/// What a client sends at once when it streams.
const CHUNK_LEN: usize = 16 * 1_024;

/// Rounds before anything is measured, in which the windows open.
const WARM_ROUNDS: usize = 10;

/// Connections on which something goes on.
#[wasm_bindgen]
pub struct Traffic {
    pair: Pair,
    chunk: Payload,
    streams: bool,
}

#[wasm_bindgen]
impl Traffic {
    /// So many connections that stream.
    pub fn streams(connections: usize) -> Self {
        Self::new(connections, true)
    }

    /// So many connections with questions and answers.
    pub fn questions(connections: usize) -> Self {
        Self::new(connections, false)
    }

    /// Lets every connection do so many rounds.
    pub fn run(&mut self, rounds: usize) {
        for _ in 0..rounds {
            if self.streams {
                self.pair.stream(&self.chunk);
            } else {
                self.pair.exchange();
            }
        }
    }

    /// How many entries the trace has.
    pub fn entries(&self) -> usize {
        self.pair.world.trace().len()
    }

    /// Segments that were delivered and timers that fired, from this entry of the trace on.
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers hold some millions")]
    pub fn events_since(&self, entry: usize) -> f64 {
        workload::events_since(&self.pair.world, entry) as f64
    }
}

impl Traffic {
    fn new(connections: usize, streams: bool) -> Self {
        let chunk = Payload::new(vec![b'x'; CHUNK_LEN]);
        let mut traffic = Self { pair: Pair::new(connections), chunk, streams };
        traffic.run(WARM_ROUNDS);
        traffic
    }
}

/// A past of so many events.
#[wasm_bindgen]
pub struct Past(History);

#[wasm_bindgen]
impl Past {
    /// Lives through it.
    #[wasm_bindgen(constructor)]
    pub fn new(events: usize) -> Self {
        Self(workload::history(events))
    }

    /// How many moments it has.
    pub fn moments(&self) -> usize {
        self.0.len()
    }

    /// Goes to a moment.
    pub fn go_to(&mut self, moment: usize) {
        self.0.go_to(moment);
    }
}
