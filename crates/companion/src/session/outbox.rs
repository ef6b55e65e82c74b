//! Bytes on their way out.
//!
//! Invariant: once everything is written, no room is kept.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{io::AsyncWrite as _, net::TcpStream};

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
        // A long message's room is not kept for the next.
        (self.bytes, self.written) = (Vec::new(), 0);
        Poll::Ready(Ok(progress))
    }
}
