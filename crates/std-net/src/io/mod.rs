//! Reading and writing, as `std::io` has them.

mod buffered;
mod cursor;
mod error;
mod memory;
mod read;
mod standard;
mod write;

pub use buffered::{BufReader, BufWriter, IntoInnerError, LineWriter};
pub use cursor::Cursor;
pub(crate) use error::uncategorized;
pub use error::{Error, Result};
pub use memory::{Empty, Sink, empty, sink};
pub use read::{BufRead, Bytes, Chain, Lines, Read, Split, Take};
pub use standard::{
    Stderr, StderrLock, Stdin, StdinLock, Stdout, StdoutLock, stderr, stdin, stdout,
};
pub use write::Write;

pub use ::std::io::{ErrorKind, SeekFrom};

pub(crate) use standard::flush_output;
#[doc(hidden)]
pub use standard::{print, print_error, print_error_line, print_line};

/// How much a buffer holds.
const BUFFER_LEN: usize = 8 * 1_024;

/// What programs bring in at once.
pub mod prelude {
    pub use super::{BufRead, Read, Write};
}

/// All that a reader gives, as text.
#[track_caller]
pub fn read_to_string<R: Read>(mut reader: R) -> Result<String> {
    let mut text = String::new();
    reader.read_to_string(&mut text)?;
    Ok(text)
}

/// Writes all that a reader gives.
#[track_caller]
pub fn copy<R: Read + ?Sized, W: Write + ?Sized>(reader: &mut R, writer: &mut W) -> Result<u64> {
    let mut buffer = [0; BUFFER_LEN];
    let mut copied = 0;
    loop {
        let got = reader.read(&mut buffer)?;
        if got == 0 {
            return Ok(copied);
        }
        writer.write_all(&buffer[..got])?;
        copied += got as u64;
    }
}
