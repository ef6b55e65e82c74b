//! Bytes on their way out.
//!
//! Invariant: once everything is written, no memory is kept, but for the little that a thread keeps
//! for all its streams.

use std::{
    cell::Cell,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{io::AsyncWrite as _, net::TcpStream, time::Instant};

/// The most memory that a thread keeps.
const SPARE_LEN_MAX: usize = 64 << 10;

thread_local! {
    /// Where bytes were that are written: memory for those of any stream.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The thread's spare memory, for bytes that will come here.
pub(super) fn take_spare() -> Vec<u8> {
    SPARE.take()
}

/// The bytes, of which so many are written.
#[derive(Debug, Default)]
pub(super) struct SendQueue {
    bytes: Vec<u8>,
    written: usize,
    /// Since when the peer has taken nothing, while something waits for it.
    stuck_since: Option<Instant>,
}

/// How the writing went.
pub(super) enum Progress {
    AtOnce,
    /// The peer read something that it had let wait.
    AfterWait,
}

impl SendQueue {
    pub(super) fn len(&self) -> usize {
        self.bytes.len() - self.written
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The memory that is taken, whether its bytes are written or not.
    pub(super) const fn held_len(&self) -> usize {
        self.bytes.capacity()
    }

    pub(super) const fn stuck_since(&self) -> Option<Instant> {
        self.stuck_since
    }

    pub(super) fn push(&mut self, bytes: Vec<u8>) {
        if self.is_empty() {
            (self.bytes, self.written) = (bytes, 0);
        } else {
            self.bytes.extend_from_slice(&bytes);
        }
    }

    pub(super) fn poll_flush(
        &mut self,
        stream: &mut TcpStream,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<Progress>> {
        let mut progress = Progress::AtOnce;
        while !self.is_empty() {
            match Pin::new(&mut *stream).poll_write(cx, &self.bytes[self.written..]) {
                Poll::Ready(Ok(written)) => {
                    self.written += written;
                    if self.stuck_since.take().is_some() {
                        progress = Progress::AfterWait;
                    }
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.stuck_since.get_or_insert_with(Instant::now);
                    return Poll::Pending;
                }
            }
        }
        self.written = 0;
        let spare = std::mem::take(&mut self.bytes);
        // A long message's memory is not kept for the next.
        if (1..=SPARE_LEN_MAX).contains(&spare.capacity()) {
            SPARE.set(spare);
        }
        Poll::Ready(Ok(progress))
    }
}
