//! What can be read from.

use ::std::io::ErrorKind;

use super::{BUFFER_LEN, Error, Result};
use crate::machine;

/// How much is tried before a buffer grows.
const PROBE_LEN: usize = 32;

const SHORT: Error = Error::message(ErrorKind::UnexpectedEof, "failed to fill whole buffer");
const NO_TEXT: Error = Error::message(ErrorKind::InvalidData, "stream did not contain valid UTF-8");

/// What can be read from.
pub trait Read {
    /// Reads what is there, at most as much as there is room for; 0 is the end.
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize>;

    /// Reads all until the end. How much it asks for at a time is what Linux's library asks for.
    #[track_caller]
    fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {
        let (start, capacity) = (buf.len(), buf.capacity());
        let mut most = BUFFER_LEN;
        if buf.capacity() - buf.len() < PROBE_LEN && probe(self, buf)? == 0 {
            return Ok(0);
        }
        let mut short_reads = 0;
        loop {
            // What was given may fit exactly: the end is looked for before memory is.
            let is_exact = buf.len() == buf.capacity() && buf.capacity() == capacity;
            if is_exact && probe(self, buf)? == 0 {
                return Ok(buf.len() - start);
            }
            if buf.len() == buf.capacity() {
                buf.reserve(PROBE_LEN);
            }
            let filled = buf.len();
            let room = most.min(buf.capacity() - filled);
            buf.resize(filled + room, 0);
            let outcome = read_again(self, &mut buf[filled..]);
            buf.truncate(filled + outcome.as_ref().map_or(0, |got| *got));
            let got = outcome?;
            if got == 0 {
                return Ok(buf.len() - start);
            }
            short_reads = if got < room { short_reads + 1 } else { 0 };
            if short_reads > 1 {
                most = usize::MAX;
            }
            if room >= most && got == room {
                most = most.saturating_mul(2);
            }
        }
    }

    /// Reads all until the end, as text.
    #[track_caller]
    fn read_to_string(&mut self, buf: &mut String) -> Result<usize> {
        let mut bytes = Vec::new();
        let got = self.read_to_end(&mut bytes)?;
        buf.push_str(&String::from_utf8(bytes).map_err(|_| NO_TEXT)?);
        Ok(got)
    }

    /// Reads exactly so much.
    #[track_caller]
    fn read_exact(&mut self, mut buf: &mut [u8]) -> Result<()> {
        while !buf.is_empty() {
            match read_again(self, buf)? {
                0 => return Err(SHORT),
                got => buf = &mut buf[got..],
            }
        }
        Ok(())
    }

    /// This reader, borrowed.
    fn by_ref(&mut self) -> &mut Self
    where
        Self: Sized,
    {
        self
    }

    /// Its bytes, one by one.
    #[track_caller]
    fn bytes(self) -> Bytes<Self>
    where
        Self: Sized,
    {
        Bytes(self)
    }

    /// This reader, then another.
    fn chain<R: Read>(self, next: R) -> Chain<Self, R>
    where
        Self: Sized,
    {
        Chain { first: self, second: next, is_first_over: false }
    }

    /// At most so much of it.
    fn take(self, limit: u64) -> Take<Self>
    where
        Self: Sized,
    {
        Take { inner: self, limit }
    }
}

#[track_caller]
fn read_again<R: Read + ?Sized>(reader: &mut R, buf: &mut [u8]) -> Result<usize> {
    loop {
        match reader.read(buf) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[track_caller]
fn probe<R: Read + ?Sized>(reader: &mut R, buf: &mut Vec<u8>) -> Result<usize> {
    let mut small = [0; PROBE_LEN];
    let got = read_again(reader, &mut small)?;
    buf.extend_from_slice(&small[..got]);
    Ok(got)
}

/// What reads ahead, and can be asked for lines.
pub trait BufRead: Read {
    /// What is read and not used yet; reads if that is nothing.
    #[track_caller]
    fn fill_buf(&mut self) -> Result<&[u8]>;

    /// So much is used.
    fn consume(&mut self, amount: usize);

    /// Reads up to a byte and with it.
    #[track_caller]
    fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> Result<usize> {
        let mut read = 0;
        loop {
            let available = match self.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                other => other?,
            };
            let found = available.iter().position(|it| *it == byte);
            let used = found.map_or(available.len(), |at| at + 1);
            buf.extend_from_slice(&available[..used]);
            self.consume(used);
            read += used;
            if found.is_some() || used == 0 {
                return Ok(read);
            }
        }
    }

    /// Reads a line with its end; nothing is the end of all.
    #[track_caller]
    fn read_line(&mut self, buf: &mut String) -> Result<usize> {
        let mut bytes = Vec::new();
        let got = self.read_until(b'\n', &mut bytes)?;
        buf.push_str(&String::from_utf8(bytes).map_err(|_| NO_TEXT)?);
        Ok(got)
    }

    /// Its lines, without their ends.
    #[track_caller]
    fn lines(self) -> Lines<Self>
    where
        Self: Sized,
    {
        Lines { reader: self, line: machine::line_of(::std::panic::Location::caller()) }
    }

    /// Its parts between a byte.
    fn split(self, byte: u8) -> Split<Self>
    where
        Self: Sized,
    {
        Split { reader: self, byte }
    }
}

/// Lines of a reader.
#[derive(Debug)]
pub struct Lines<B> {
    reader: B,
    /// Where it was made, for those who ask on its behalf.
    line: u32,
}

impl<B: BufRead> Iterator for Lines<B> {
    type Item = Result<String>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        let mut text = String::new();
        let _made = machine::Made::at(self.line);
        match self.reader.read_line(&mut text) {
            Err(error) => return Some(Err(error)),
            Ok(0) => return None,
            Ok(_) => {}
        }
        if text.ends_with('\n') {
            text.pop();
            if text.ends_with('\r') {
                text.pop();
            }
        }
        Some(Ok(text))
    }
}

/// Parts of a reader.
#[derive(Debug)]
pub struct Split<B> {
    reader: B,
    byte: u8,
}

impl<B: BufRead> Iterator for Split<B> {
    type Item = Result<Vec<u8>>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        let mut part = Vec::new();
        match self.reader.read_until(self.byte, &mut part) {
            Err(error) => return Some(Err(error)),
            Ok(0) => return None,
            Ok(_) => {}
        }
        if part.last() == Some(&self.byte) {
            part.pop();
        }
        Some(Ok(part))
    }
}

/// Bytes of a reader.
#[derive(Debug)]
pub struct Bytes<R>(R);

impl<R: Read> Iterator for Bytes<R> {
    type Item = Result<u8>;

    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        let mut byte = [0];
        match read_again(&mut self.0, &mut byte) {
            Ok(0) => None,
            Ok(_) => Some(Ok(byte[0])),
            Err(error) => Some(Err(error)),
        }
    }
}

/// A reader, then another.
#[derive(Debug)]
pub struct Chain<R, S> {
    first: R,
    second: S,
    is_first_over: bool,
}

impl<R: Read, S: Read> Read for Chain<R, S> {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        if !self.is_first_over {
            let got = self.first.read(buf)?;
            if got > 0 || buf.is_empty() {
                return Ok(got);
            }
            self.is_first_over = true;
        }
        self.second.read(buf)
    }
}

/// At most so much of a reader.
#[derive(Debug)]
pub struct Take<R> {
    inner: R,
    limit: u64,
}

impl<R> Take<R> {
    /// How much may still come.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// The reader.
    pub fn into_inner(self) -> R {
        self.inner
    }
}

impl<R: Read> Read for Take<R> {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let room = usize::try_from(self.limit).unwrap_or(usize::MAX).min(buf.len());
        if self.limit == 0 {
            return Ok(0);
        }
        let got = self.inner.read(&mut buf[..room])?;
        self.limit -= got as u64;
        Ok(got)
    }
}

impl<R: BufRead> BufRead for Take<R> {
    #[track_caller]
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.limit == 0 {
            return Ok(&[]);
        }
        let room = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let buf = self.inner.fill_buf()?;
        Ok(&buf[..room.min(buf.len())])
    }

    fn consume(&mut self, amount: usize) {
        self.limit -= (amount as u64).min(self.limit);
        self.inner.consume(amount);
    }
}

impl<R: Read + ?Sized> Read for &mut R {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        (**self).read(buf)
    }
}

impl<R: BufRead + ?Sized> BufRead for &mut R {
    #[track_caller]
    fn fill_buf(&mut self) -> Result<&[u8]> {
        (**self).fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        (**self).consume(amount);
    }
}

impl<R: Read + ?Sized> Read for Box<R> {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        (**self).read(buf)
    }
}

impl<R: BufRead + ?Sized> BufRead for Box<R> {
    #[track_caller]
    fn fill_buf(&mut self) -> Result<&[u8]> {
        (**self).fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        (**self).consume(amount);
    }
}
