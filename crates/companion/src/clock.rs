//! The clock of everything that waits long, on a thread of its own.
//!
//! A runtime that holds a timer sets one of the system's for every wait, and takes it back for
//! every message. Deadlines of sessions lie many thousands of messages apart, so another runtime
//! keeps them, which has nothing else to wait for.

use std::{io, thread};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
    time::{self, Instant, Sleep},
};

/// A running clock; it stops when it is dropped.
#[derive(Debug)]
pub(crate) struct Clock {
    runtime: Handle,
    _stops_when_dropped: oneshot::Sender<()>,
}

impl Clock {
    pub(crate) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let handle = runtime.handle().clone();
        let (sender, receiver) = oneshot::channel();
        thread::Builder::new().name("clock".to_owned()).spawn(move || {
            // Nothing is ever sent: this is the end of the clock's owner.
            let _dropped = runtime.block_on(receiver);
        })?;
        Ok(Self { runtime: handle, _stops_when_dropped: sender })
    }

    /// Sleeps by this clock, on whichever runtime; the clock must outlive it.
    pub(crate) fn sleep_until(&self, at: Instant) -> Sleep {
        let _entered = self.runtime.enter();
        time::sleep_until(at)
    }
}
