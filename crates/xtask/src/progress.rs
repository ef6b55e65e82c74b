//! What a person sees while waiting: each step's name, and its time when it took long.

use anyhow::Result;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

const FIRST_SIGN: Duration = Duration::from_secs(1);
const NEXT_SIGN: Duration = Duration::from_secs(15);

/// Runs `work`; says that it is running after a second, and how long it took at the end.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let begun = Instant::now();
    let (finished, waiting) = channel::<()>();
    let label = name.to_owned();
    let signs = thread::spawn(move || {
        let mut patience = FIRST_SIGN;
        while let Err(RecvTimeoutError::Timeout) = waiting.recv_timeout(patience) {
            eprintln!("  {label} ... {:.0} s", begun.elapsed().as_secs_f32());
            patience = NEXT_SIGN;
        }
    });
    let outcome = work();
    drop(finished);
    // The thread only prints; if it died, the step's outcome is still the truth.
    let _ = signs.join();
    if outcome.is_ok() {
        eprintln!("  {name}: {:.1} s", begun.elapsed().as_secs_f32());
    }
    outcome
}
