//! Memory that is read from and written to, and what holds nothing.

use ::std::io::ErrorKind;

use super::{BufRead, Error, Read, Result, Write};

impl Read for &[u8] {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let count = buf.len().min(self.len());
        let (taken, rest) = self.split_at(count);
        buf[..count].copy_from_slice(taken);
        *self = rest;
        Ok(count)
    }
}

impl BufRead for &[u8] {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        Ok(self)
    }

    fn consume(&mut self, amount: usize) {
        *self = &self[amount..];
    }
}

impl Write for Vec<u8> {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.extend_from_slice(buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Write for &mut [u8] {
    fn write(&mut self, data: &[u8]) -> Result<usize> {
        let count = data.len().min(self.len());
        let (room, rest) = ::std::mem::take(self).split_at_mut(count);
        room.copy_from_slice(&data[..count]);
        *self = rest;
        Ok(count)
    }

    fn write_all(&mut self, data: &[u8]) -> Result<()> {
        const FULL: Error = Error::message(ErrorKind::WriteZero, "failed to write whole buffer");
        if self.write(data)? < data.len() { Err(FULL) } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// What gives nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Empty;

/// What gives nothing.
pub const fn empty() -> Empty {
    Empty
}

impl Read for Empty {
    fn read(&mut self, _buf: &mut [u8]) -> Result<usize> {
        Ok(0)
    }
}

/// What keeps nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sink;

/// What keeps nothing.
pub const fn sink() -> Sink {
    Sink
}

impl Write for Sink {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        Ok(buf.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
