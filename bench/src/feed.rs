//! An endless stream of the same bytes, for readers of every kind.

use std::{
    io::{self, Read, Write},
    pin::Pin,
    task::{Context, Poll},
};

use websocket::frame::{Header, Opcode, Reserved, mask};

/// The bytes, and where the next read begins.
pub(crate) struct Feed {
    bytes: Vec<u8>,
    at: usize,
}

impl Feed {
    /// Masked text messages of this length, each masked anew.
    pub(crate) fn of_texts(len: usize) -> Self {
        const MESSAGES: u32 = 1024;
        let mut bytes = Vec::new();
        for number in 0..MESSAGES {
            let key = number.wrapping_mul(0x9e37_79b9).to_be_bytes();
            let header = Header {
                fin: true,
                reserved: Reserved::NONE,
                opcode: Opcode::Text,
                mask: Some(key),
                payload_len: len as u64,
            };
            bytes.extend_from_slice(header.encode().as_bytes());
            let start = bytes.len();
            bytes.extend((0..len).map(|at| b'a' + (at % 26) as u8));
            mask(&mut bytes[start..], key, 0);
        }
        Self { bytes, at: 0 }
    }

    /// Fills the buffer as far as the bytes go before they begin again.
    pub(crate) fn fill(&mut self, buffer: &mut [u8]) -> usize {
        let rest = &self.bytes[self.at..];
        let len = rest.len().min(buffer.len());
        buffer[..len].copy_from_slice(&rest[..len]);
        self.at = (self.at + len) % self.bytes.len();
        len
    }
}

impl Read for Feed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(self.fill(buffer))
    }
}

impl Write for Feed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl tokio::io::AsyncRead for Feed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let rest = &self.bytes[self.at..];
        let len = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..len]);
        self.at = (self.at + len) % self.bytes.len();
        Poll::Ready(Ok(()))
    }
}

impl tokio::io::AsyncWrite for Feed {
    fn poll_write(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
