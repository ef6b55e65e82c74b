//! Standard input, output and error.

use ::std::cell::RefCell;
use ::std::fmt;

use super::{BufRead, LineWriter, Lines, Read, Result, Write};
use crate::{call, machine};

/// A stream of the process's own, as it is.
#[derive(Debug)]
struct Raw(i32);

impl Write for Raw {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        machine::write(self.0, buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

thread_local! {
    static OUTPUT: RefCell<Option<LineWriter<Raw>>> = const { RefCell::new(None) };
    static INPUT: RefCell<(Vec<u8>, usize)> = const { RefCell::new((Vec::new(), 0)) };
}

fn with_output<T>(use_it: impl FnOnce(&mut LineWriter<Raw>) -> T) -> T {
    OUTPUT.with_borrow_mut(|output| use_it(output.get_or_insert_with(|| LineWriter::new(Raw(1)))))
}

/// Writes what waits for the end of its line.
pub(crate) fn flush_output() {
    let _ = with_output(Write::flush);
}

/// What `print!` does.
#[doc(hidden)]
pub fn print(text: fmt::Arguments<'_>) {
    let _ = with_output(|output| output.write_fmt(text));
}

/// What `println!` does.
#[doc(hidden)]
pub fn print_line(text: fmt::Arguments<'_>) {
    print(format_args!("{text}\n"));
}

/// What `eprint!` does.
#[doc(hidden)]
pub fn print_error(text: fmt::Arguments<'_>) {
    // In one piece: each piece would be a line of the console.
    machine::write(2, text.to_string().as_bytes());
}

/// What `eprintln!` does.
#[doc(hidden)]
pub fn print_error_line(text: fmt::Arguments<'_>) {
    print_error(format_args!("{text}\n"));
}

/// Standard output.
#[derive(Debug, Clone, Copy)]
pub struct Stdout;

/// The same: one thread runs at a time.
pub type StdoutLock<'a> = Stdout;

/// Standard output.
pub const fn stdout() -> Stdout {
    Stdout
}

impl Stdout {
    /// The same.
    #[must_use]
    pub const fn lock(&self) -> Self {
        Self
    }
}

impl Write for Stdout {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        with_output(|output| output.write(buf))
    }

    fn flush(&mut self) -> Result<()> {
        with_output(Write::flush)
    }
}

/// Standard error.
#[derive(Debug, Clone, Copy)]
pub struct Stderr;

/// The same: one thread runs at a time.
pub type StderrLock<'a> = Stderr;

/// Standard error.
pub const fn stderr() -> Stderr {
    Stderr
}

impl Stderr {
    /// The same.
    #[must_use]
    pub const fn lock(&self) -> Self {
        Self
    }
}

impl Write for Stderr {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        Raw(2).write(buf)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Standard input.
#[derive(Debug, Clone, Copy)]
pub struct Stdin;

/// Standard input, whose lines are read one by one.
#[derive(Debug)]
pub struct StdinLock {
    /// The line that is being read, and how much of it is used.
    line: (Vec<u8>, usize),
}

/// Standard input.
pub const fn stdin() -> Stdin {
    Stdin
}

impl Stdin {
    /// It alone, for reading.
    pub fn lock(&self) -> StdinLock {
        StdinLock { line: INPUT.take() }
    }

    /// Reads a line with its end; nothing is the end of all.
    #[track_caller]
    pub fn read_line(&self, buf: &mut String) -> Result<usize> {
        self.lock().read_line(buf)
    }

    /// Its lines, without their ends.
    #[track_caller]
    pub fn lines(self) -> Lines<StdinLock> {
        self.lock().lines()
    }
}

impl Read for Stdin {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.lock().read(buf)
    }
}

impl Read for StdinLock {
    #[track_caller]
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let got = Read::read(&mut self.fill_buf()?, buf)?;
        self.consume(got);
        Ok(got)
    }
}

impl BufRead for StdinLock {
    #[track_caller]
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.line.1 >= self.line.0.len() {
            self.line = (call::read_line()?.into_bytes(), 0);
        }
        Ok(&self.line.0[self.line.1..])
    }

    fn consume(&mut self, amount: usize) {
        self.line.1 = (self.line.1 + amount).min(self.line.0.len());
    }
}

impl Drop for StdinLock {
    fn drop(&mut self) {
        // What of a line is not used belongs to whoever reads next.
        INPUT.set(::std::mem::take(&mut self.line));
    }
}
