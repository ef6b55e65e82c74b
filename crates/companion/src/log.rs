//! What the server says by itself: lines on the standard error.
//!
//! Invariant: no more than [`LINES_MAX`] lines a second, whatever strangers do; what was left out
//! is counted.

use std::{
    fmt,
    io::{self, Write},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

/// Lines in one second.
const LINES_MAX: u32 = 10;

const SECOND: Duration = Duration::from_secs(1);

/// The server's log.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Pace>);

/// How much was said lately.
#[derive(Debug, Default)]
struct Pace {
    second: Option<Instant>,
    lines: u32,
    left_out: u64,
}

impl Log {
    pub(crate) fn line(&self, text: fmt::Arguments<'_>) {
        let pace = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A log that nobody can read is no reason to end.
        let _written = pace.line(&mut io::stderr(), Instant::now(), SystemTime::now(), text);
    }
}

impl Pace {
    fn line(
        &mut self,
        out: &mut impl Write,
        now: Instant,
        date: SystemTime,
        text: fmt::Arguments<'_>,
    ) -> io::Result<()> {
        if self.second.is_none_or(|second| now.duration_since(second) >= SECOND) {
            (self.second, self.lines) = (Some(now), 0);
        }
        if self.lines >= LINES_MAX {
            self.left_out += 1;
            return Ok(());
        }
        self.lines += 1;
        let date = httpdate::fmt_http_date(date);
        match std::mem::take(&mut self.left_out) {
            0 => writeln!(out, "{date}: {text}"),
            count => writeln!(out, "{date}: {text} ({count} more lines were left out before)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_counted_and_not_printed() {
        let (mut pace, mut out, begun) = (Pace::default(), Vec::new(), Instant::now());
        let mut line = |after, number: u32| {
            let text = format_args!("line {number}");
            pace.line(&mut out, begun + after, SystemTime::UNIX_EPOCH, text).unwrap();
        };
        for number in 0..LINES_MAX + 5 {
            line(Duration::ZERO, number);
        }
        line(SECOND, 99);
        line(SECOND, 100);
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<_> = text.lines().map(|line| &line[31..]).collect();
        assert_eq!(lines.len() as u32, LINES_MAX + 2, "{text}");
        assert_eq!(lines[0], "line 0");
        assert_eq!(
            lines[LINES_MAX as usize..],
            ["line 99 (5 more lines were left out before)", "line 100",]
        );
    }
}
