//! A judgement as text, for readers in a terminal.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
    path::Path,
};

use checker::{Cuts, Failure, Reason};
use companion::judge::{Exercise, Failed, Judged};

use super::words;

/// Bytes in a row, and the most rows that are shown of either side.
const ROW: usize = 16;
const ROWS_MAX: usize = 6;
/// The most steps and lines that are shown; the last ones count.
const STEPS_MAX: usize = 24;
const LINES_MAX: usize = 12;

/// What is told, and in which language.
pub(super) struct Report<'a> {
    pub(super) exercise: &'a Exercise,
    pub(super) program: &'a Path,
    pub(super) tag: &'a str,
}

impl Report<'_> {
    /// What is judged.
    pub(super) fn opening(&self) -> String {
        let title = self.exercise.title.of(self.tag);
        format!("{title} ({}): {}\n\n", self.exercise.name, self.program.display())
    }

    /// What came of a check.
    pub(super) fn check(&self, judged: &Judged) -> String {
        let said = &self.exercise.said[judged.check];
        let (word, is_failed) = match judged.failed {
            Some(_) => (words::FAILED.of(self.tag), true),
            None => (words::PASSED.of(self.tag), false),
        };
        let says = said.says.of(self.tag);
        let mut out = format!("  {word}  {:<12} {says}", said.name);
        if !is_failed && judged.worlds > 1 {
            let _ = write!(out, " ({})", words::worlds(judged.worlds, self.tag));
        }
        out.push('\n');
        if let Some(failed) = &judged.failed {
            // Writing to a string does not fail.
            let _ = self.failed(&mut out, judged.check, failed);
        }
        out
    }

    fn failed(&self, out: &mut String, check: usize, failed: &Failed) -> fmt::Result {
        let (said, failure) = (&self.exercise.said[check], &failed.failure);
        writeln!(out, "\n{}", indented(&words::why(failure, self.tag)))?;
        if failed.world.pieces != Cuts::Whole {
            writeln!(out, "{}", indented(words::PIECES.of(self.tag)))?;
        }
        writeln!(out, "{}\n", indented(said.why.of(self.tag)))?;
        self.steps(out, check, failure)?;
        self.bytes(out, failure)?;
        let stderr = String::from_utf8_lossy(&failed.observed.stderr);
        let lines: Vec<&str> = stderr.lines().collect();
        if !lines.is_empty() {
            writeln!(out, "    {}", words::STDERR.of(self.tag))?;
            for line in &lines[lines.len().saturating_sub(LINES_MAX)..] {
                writeln!(out, "      {line}")?;
            }
            writeln!(out)?;
        }
        writeln!(out, "    {} {}", words::READ.of(self.tag), said.section)
    }

    fn steps(&self, out: &mut String, check: usize, failure: &Failure) -> fmt::Result {
        if failure.steps.is_empty() {
            return Ok(());
        }
        writeln!(out, "    {}", words::STEPS.of(self.tag))?;
        let peers = &self.exercise.checks.checks[check].peers;
        // A claim is a step of the program's own.
        let program = self.exercise.checks.program.name.as_str();
        let name = |peer: usize| peers.get(peer).map_or(program, |peer| peer.name.as_str());
        let names = failure.steps.iter().map(|step| name(step.peer).len());
        let width = names.max().unwrap_or(0);
        let begin = failure.steps.len().saturating_sub(STEPS_MAX);
        if begin > 0 {
            writeln!(out, "      ...")?;
        }
        for step in &failure.steps[begin..] {
            let name = name(step.peer);
            let went = words::went(step.went, self.tag);
            let text = shortened(&step.text);
            writeln!(out, "    {:>6} ms  {name:<width$}  {text}  {went}", step.at_ms)?;
        }
        writeln!(out)
    }

    /// Expected and seen, in hex with the text beside, around the first byte that is wrong.
    fn bytes(&self, out: &mut String, failure: &Failure) -> fmt::Result {
        if words::is_text(failure.reason) || failure.expected.is_empty() && failure.seen.is_empty()
        {
            return Ok(());
        }
        let at = failure.at.unwrap_or(0);
        let begin = (at / ROW).saturating_sub(ROWS_MAX / 2) * ROW;
        let nothing_expected = failure.expected.is_empty()
            && matches!(failure.reason, Reason::Illegal | Reason::Stuck | Reason::Nothing);
        if !nothing_expected {
            writeln!(out, "    {}", words::EXPECTED.of(self.tag))?;
            self.rows(out, &failure.expected, begin, None)?;
        }
        writeln!(out, "    {}", words::SEEN.of(self.tag))?;
        self.rows(out, &failure.seen, begin, failure.at)?;
        writeln!(out)
    }

    fn rows(
        &self,
        out: &mut String,
        bytes: &[u8],
        begin: usize,
        mark: Option<usize>,
    ) -> fmt::Result {
        if bytes.is_empty() {
            return writeln!(out, "      {}", words::NOTHING.of(self.tag));
        }
        if begin > 0 {
            writeln!(out, "      ...")?;
        }
        let shown = bytes.get(begin..).unwrap_or_default();
        for (row, piece) in shown.chunks(ROW).take(ROWS_MAX).enumerate() {
            let offset = begin + row * ROW;
            let hex: Vec<String> = piece.iter().map(|byte| format!("{byte:02x}")).collect();
            let text: String = piece.iter().map(|&byte| printable(byte)).collect();
            writeln!(out, "      {offset:>6}  {:<47}  {text}", hex.join(" "))?;
            let place = mark.and_then(|at| at.checked_sub(offset)).filter(|&place| place < ROW);
            if let Some(place) = place {
                writeln!(out, "      {:>6}  {}^^", "", " ".repeat(3 * place))?;
            }
        }
        if shown.len() > ROW * ROWS_MAX {
            writeln!(out, "      ...")?;
        }
        Ok(())
    }

    /// How many passed, and what was not judged.
    pub(super) fn closing(&self, all: &[Judged]) -> String {
        let passed = all.iter().filter(|judged| judged.failed.is_none()).count();
        let of = self.exercise.checks.checks.len();
        let mut out = format!("\n{}\n", words::count(passed, all.len(), of, self.tag));
        let skipped: BTreeSet<&str> =
            all.iter().flat_map(|judged| &judged.skipped).map(String::as_str).collect();
        if !skipped.is_empty() {
            let skipped: Vec<&str> = skipped.into_iter().collect();
            let _ = writeln!(out, "{}{}.", words::SKIPPED.of(self.tag), skipped.join("; "));
        }
        out
    }
}

fn indented(text: &str) -> String {
    format!("    {}", text.replace('\n', "\n    "))
}

fn shortened(text: &str) -> String {
    const LEN_MAX: usize = 70;
    if text.chars().count() <= LEN_MAX {
        return text.to_owned();
    }
    text.chars().take(LEN_MAX).chain("...".chars()).collect()
}

const fn printable(byte: u8) -> char {
    if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { '.' }
}
