//! What a reader does to a run: faults of segments by their number, and deeds at a step.

use super::program::milliseconds;
use super::run::STEPS_MAX;
use super::scenario::{PROGRAMS, Side, Tuned, program_named};
use crate::figure::Refused;

/// The most faults of one run.
pub(super) const FAULTS_MAX: usize = 12;

/// The longest delay of a segment.
const DELAY_MS_MAX: u32 = 60_000;

/// Something that goes wrong, or is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// `drop N`: the Nth segment is lost.
    Drop(usize),
    /// `duplicate N`: the Nth segment arrives twice.
    Duplicate(usize),
    /// `delay N TIME`: the Nth segment is held back.
    Delay(usize, u32),
    /// `reset SIDE STEP`: a forged RST is sent to this side's newest connection.
    Reset(Side, usize),
    /// `kill PROGRAM STEP`: `kill -9`.
    Kill(usize, usize),
    /// `fill STEP`: strangers connect until the accept queue is full.
    Fill(usize),
    /// `set SIDE NAME VALUE STEP`: a sysctl.
    Tune(Tuned, usize),
}

impl Fault {
    /// The step after which it is done; segments have theirs by number.
    pub(super) fn step(self) -> Option<usize> {
        match self {
            Self::Reset(_, step) | Self::Kill(_, step) | Self::Fill(step) | Self::Tune(_, step) => {
                Some(step)
            }
            Self::Drop(_) | Self::Duplicate(_) | Self::Delay(..) => None,
        }
    }

    /// The segment that it is about.
    pub(super) fn segment(self) -> Option<usize> {
        match self {
            Self::Drop(segment) | Self::Duplicate(segment) | Self::Delay(segment, _) => {
                Some(segment)
            }
            _ => None,
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (verb, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let number = |text: &str| text.parse::<usize>().ok().filter(|it| *it <= STEPS_MAX);
        let segment = |text: &str| number(text).filter(|segment| *segment > 0);
        let pair = rest.rsplit_once(' ');
        Some(match verb {
            "drop" => Self::Drop(segment(rest)?),
            "duplicate" => Self::Duplicate(segment(rest)?),
            "delay" => {
                let (which, time) = pair?;
                let ms = milliseconds(time).filter(|ms| (1..=DELAY_MS_MAX).contains(ms))?;
                Self::Delay(segment(which)?, ms)
            }
            "reset" => Self::Reset(Side::parse(pair?.0)?, number(pair?.1)?),
            "kill" => Self::Kill(program_named(pair?.0)?, number(pair?.1)?),
            "fill" => Self::Fill(number(rest)?),
            "set" => Self::Tune(Tuned::parse(pair?.0)?, number(pair?.1)?),
            _ => return None,
        })
    }

    pub(super) fn text(self) -> String {
        let two = |verb: &str, one: &str, other: String| [verb, " ", one, " ", &other].concat();
        match self {
            Self::Drop(segment) => ["drop ", &segment.to_string()].concat(),
            Self::Duplicate(segment) => ["duplicate ", &segment.to_string()].concat(),
            Self::Delay(segment, ms) => {
                two("delay", &segment.to_string(), [&ms.to_string(), "ms"].concat())
            }
            Self::Reset(side, step) => two("reset", side.name(), step.to_string()),
            Self::Kill(program, step) => two("kill", PROGRAMS[program], step.to_string()),
            Self::Fill(step) => ["fill ", &step.to_string()].concat(),
            Self::Tune(tuned, step) => two("set", &tuned.text(), step.to_string()),
        }
    }
}

/// Reads a list of faults.
pub(super) fn parse(text: &str) -> Result<Vec<Fault>, Refused> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let faults: Option<Vec<Fault>> = parts.map(Fault::parse).collect();
    faults.filter(|faults| faults.len() <= FAULTS_MAX).ok_or_else(|| {
        Refused::expected(
            "up to 12 of `drop N`, `duplicate N`, `delay N TIME`, `reset SIDE STEP`, \
             `kill PROGRAM STEP`, `fill STEP`, `set SIDE SYSCTL VALUE STEP`, separated by `;`",
        )
    })
}

/// Writes a list of faults.
pub(super) fn text(faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.text()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let all = "drop 3; duplicate 2; delay 5 300ms; reset server 12; kill client2 4; fill 7; \
                   set server tcp_abort_on_overflow 1 9";
        assert_eq!(text(&parse(all).unwrap()), all);
        assert_eq!(parse("").unwrap(), []);
        for wrong in [
            "drop",
            "drop 0",
            "drop 3 4",
            "delay 3 0ms",
            "kill nobody 3",
            "reset 3",
            "fill 9999",
            "set server tcp_syn_retries 0 3",
            "set server speed 1 3",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(parse(&"drop 1;".repeat(13)).is_err());
    }
}
