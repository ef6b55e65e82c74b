//! Readers that read ahead, writers that wait.

use ::std::fmt;

use super::{BUFFER_LEN, BufRead, Error, Read, Result, Write};

/// Reads ahead.
pub struct BufReader<R: ?Sized> {
    buffer: Box<[u8]>,
    /// What is read and not used: from here to there.
    unused: (usize, usize),
    inner: R,
}

impl<R: Read> BufReader<R> {
    /// With a buffer of the usual size.
    pub fn new(inner: R) -> Self {
        Self::with_capacity(BUFFER_LEN, inner)
    }

    /// With a buffer of this size.
    pub fn with_capacity(capacity: usize, inner: R) -> Self {
        Self { buffer: vec![0; capacity].into(), unused: (0, 0), inner }
    }
}

impl<R> BufReader<R> {
    /// The reader below.
    pub const fn get_ref(&self) -> &R {
        &self.inner
    }

    /// The reader below.
    pub const fn get_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    /// The reader below; what was read ahead is lost.
    pub fn into_inner(self) -> R {
        self.inner
    }

    /// What was read ahead.
    pub fn buffer(&self) -> &[u8] {
        &self.buffer[self.unused.0..self.unused.1]
    }
}

impl<R: Read + ?Sized> Read for BufReader<R> {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        // Who asks for more than the buffer holds is better served without it.
        if self.unused.0 == self.unused.1 && buf.len() >= self.buffer.len() {
            return self.inner.read(buf);
        }
        let got = Read::read(&mut self.fill_buf()?, buf)?;
        self.consume(got);
        Ok(got)
    }

    #[track_caller]
    fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {
        let ahead = &self.buffer[self.unused.0..self.unused.1];
        buf.extend_from_slice(ahead);
        let count = ahead.len();
        self.unused = (0, 0);
        Ok(count + self.inner.read_to_end(buf)?)
    }
}

impl<R: Read + ?Sized> BufRead for BufReader<R> {
    #[track_caller]
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.unused.0 == self.unused.1 {
            self.unused = (0, self.inner.read(&mut self.buffer)?);
        }
        Ok(&self.buffer[self.unused.0..self.unused.1])
    }

    fn consume(&mut self, amount: usize) {
        self.unused.0 = (self.unused.0 + amount).min(self.unused.1);
    }
}

impl<R: fmt::Debug> fmt::Debug for BufReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = format!("{}/{}", self.unused.1 - self.unused.0, self.buffer.len());
        f.debug_struct("BufReader")
            .field("reader", &self.inner)
            .field("buffer", &format_args!("{held}"))
            .finish()
    }
}

/// Waits until there is enough to write.
#[derive(Debug)]
pub struct BufWriter<W: Write> {
    waiting: Vec<u8>,
    capacity: usize,
    /// Absent once it was taken out.
    inner: Option<W>,
}

/// A writer that could not be emptied, and why.
#[derive(Debug)]
pub struct IntoInnerError<W>(W, Error);

impl<W> IntoInnerError<W> {
    /// Why.
    pub const fn error(&self) -> &Error {
        &self.1
    }

    /// The writer.
    pub fn into_inner(self) -> W {
        self.0
    }
}

impl<W> From<IntoInnerError<W>> for Error {
    fn from(error: IntoInnerError<W>) -> Self {
        error.1
    }
}

impl<W: Write> BufWriter<W> {
    /// With a buffer of the usual size.
    pub fn new(inner: W) -> Self {
        Self::with_capacity(BUFFER_LEN, inner)
    }

    /// With a buffer of this size.
    pub fn with_capacity(capacity: usize, inner: W) -> Self {
        Self { waiting: Vec::new(), capacity, inner: Some(inner) }
    }

    /// The writer below.
    pub fn get_ref(&self) -> &W {
        self.inner.as_ref().expect("it is taken out at the end only")
    }

    /// The writer below.
    pub fn get_mut(&mut self) -> &mut W {
        self.inner.as_mut().expect("it is taken out at the end only")
    }

    /// What waits.
    pub fn buffer(&self) -> &[u8] {
        &self.waiting
    }

    /// The writer below, once all is written.
    #[track_caller]
    pub fn into_inner(mut self) -> ::std::result::Result<W, IntoInnerError<Self>> {
        match self.send() {
            Err(error) => Err(IntoInnerError(self, error)),
            Ok(()) => Ok(self.inner.take().expect("it is taken out here only")),
        }
    }

    #[track_caller]
    fn send(&mut self) -> Result<()> {
        while !self.waiting.is_empty() {
            let waiting = ::std::mem::take(&mut self.waiting);
            let outcome = self.get_mut().write(&waiting);
            self.waiting = waiting;
            match outcome {
                Ok(0) => {
                    const FULL: &str = "failed to write the buffered data";
                    return Err(Error::message(::std::io::ErrorKind::WriteZero, FULL));
                }
                Ok(count) => drop(self.waiting.drain(..count)),
                Err(error) if error.kind() == ::std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for BufWriter<W> {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        if self.waiting.len() + buf.len() > self.capacity {
            self.send()?;
        }
        if buf.len() >= self.capacity {
            return self.get_mut().write(buf);
        }
        self.waiting.extend_from_slice(buf);
        Ok(buf.len())
    }

    #[track_caller]
    fn flush(&mut self) -> Result<()> {
        self.send()?;
        self.get_mut().flush()
    }
}

impl<W: Write> Drop for BufWriter<W> {
    fn drop(&mut self) {
        if self.inner.is_some() {
            let _ = self.send();
        }
    }
}

/// Waits until there is a line to write.
#[derive(Debug)]
pub struct LineWriter<W: Write>(BufWriter<W>);

impl<W: Write> LineWriter<W> {
    /// With a buffer of the usual size.
    pub fn new(inner: W) -> Self {
        Self(BufWriter::with_capacity(1_024, inner))
    }

    /// The writer below.
    pub fn get_ref(&self) -> &W {
        self.0.get_ref()
    }
}

impl<W: Write> Write for LineWriter<W> {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        let Some(end) = buf.iter().rposition(|byte| *byte == b'\n') else {
            return self.0.write(buf);
        };
        self.0.write_all(&buf[..=end])?;
        self.0.flush()?;
        self.0.write_all(&buf[end + 1..])?;
        Ok(buf.len())
    }

    #[track_caller]
    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}
