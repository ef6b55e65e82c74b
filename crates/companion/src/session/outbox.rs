//! Bytes on their way out.
//!
//! Invariant: once everything is written, no room is kept, but for the little that a thread keeps
//! for all its streams.

use std::{
    cell::Cell,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{io::AsyncWrite as _, net::TcpStream};

/// The most room that a thread keeps.
const ROOM_LEN_MAX: usize = 64 << 10;

thread_local! {
    /// Where bytes were that are written: room for those of any stream.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The thread's spare room, for bytes that will come here.
pub(super) fn take_room() -> Vec<u8> {
    ROOM.take()
}

/// The bytes, of which so many are written.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    written: usize,
    is_stuck: bool,
}

/// How the writing went.
pub(super) enum Progress {
    AtOnce,
    /// The peer read something that it had let wait.
    AfterWait,
}

impl Outbox {
    pub(super) fn len(&self) -> usize {
        self.bytes.len() - self.written
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
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
                Poll::Ready(Ok(written)) => self.written += written,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.is_stuck = true;
                    return Poll::Pending;
                }
            }
            if std::mem::take(&mut self.is_stuck) {
                progress = Progress::AfterWait;
            }
        }
        self.written = 0;
        let room = std::mem::take(&mut self.bytes);
        // A long message's room is not kept for the next.
        if (1..=ROOM_LEN_MAX).contains(&room.capacity()) {
            ROOM.set(room);
        }
        Poll::Ready(Ok(progress))
    }
}
