//! What can be written to.

use ::std::fmt;
use ::std::io::ErrorKind;

use super::{Error, Result};

const FULL: Error = Error::message(ErrorKind::WriteZero, "failed to write whole buffer");
const NO_FORMAT: Error = Error::message(ErrorKind::Other, "formatter error");

/// What can be written to.
pub trait Write {
    /// Writes as much as can be taken.
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> Result<usize>;

    /// Sends on what waits.
    #[track_caller]
    fn flush(&mut self) -> Result<()>;

    /// Writes all.
    #[track_caller]
    fn write_all(&mut self, mut buf: &[u8]) -> Result<()> {
        while !buf.is_empty() {
            match self.write(buf) {
                Ok(0) => return Err(FULL),
                Ok(count) => buf = &buf[count..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Writes what `write!` is given, piece by piece.
    #[track_caller]
    fn write_fmt(&mut self, arguments: fmt::Arguments<'_>) -> Result<()> {
        let line = crate::machine::line_of(::std::panic::Location::caller());
        let mut pieces = Pieces { inner: self, outcome: Ok(()), line };
        match fmt::write(&mut pieces, arguments) {
            Ok(()) => Ok(()),
            Err(_) if pieces.outcome.is_err() => pieces.outcome,
            Err(_) => Err(NO_FORMAT),
        }
    }

    /// This writer, borrowed.
    fn by_ref(&mut self) -> &mut Self
    where
        Self: Sized,
    {
        self
    }
}

/// Takes what a format writes, and keeps why that failed.
struct Pieces<'a, W: ?Sized> {
    inner: &'a mut W,
    outcome: Result<()>,
    /// Where `write!` stands: formats know no lines.
    line: u32,
}

impl<W: Write + ?Sized> fmt::Write for Pieces<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let _made = crate::machine::Made::at(self.line);
        self.outcome = self.inner.write_all(text.as_bytes());
        if self.outcome.is_ok() { Ok(()) } else { Err(fmt::Error) }
    }
}

impl<W: Write + ?Sized> Write for &mut W {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        (**self).write(buf)
    }

    #[track_caller]
    fn flush(&mut self) -> Result<()> {
        (**self).flush()
    }
}

impl<W: Write + ?Sized> Write for Box<W> {
    #[track_caller]
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        (**self).write(buf)
    }

    #[track_caller]
    fn flush(&mut self) -> Result<()> {
        (**self).flush()
    }
}
