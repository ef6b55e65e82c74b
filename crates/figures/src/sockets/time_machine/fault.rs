//! The language of faults: what was done to a run, as a setting writes it.

use recording::{Budget, FAULTS_MAX, Fault, KNOBS};

use super::name::{Side, program_named};
use super::program::milliseconds;
use crate::figure::Refused;
use crate::sockets::recorded::tuned;

/// The longest delay of a segment.
const DELAY_MS_MAX: u32 = 60_000;

/// `drop N`, `duplicate N`, `delay N TIME`: what becomes of the Nth segment; `reset SIDE STEP`,
/// `kill PROGRAM STEP`, `fill STEP`, `set SIDE NAME VALUE STEP`: what is done after a step.
fn read(text: &str) -> Option<Fault> {
    let (verb, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let most = Budget::default().steps;
    let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number <= most);
    let segment = |text: &str| number(text).filter(|segment| *segment > 0);
    let pair = rest.rsplit_once(' ');
    Some(match verb {
        "drop" => Fault::Drop(segment(rest)?),
        "duplicate" => Fault::Duplicate(segment(rest)?),
        "delay" => {
            let (which, time) = pair?;
            let ms = milliseconds(time).filter(|ms| (1..=DELAY_MS_MAX).contains(ms))?;
            Fault::Delay(segment(which)?, ms)
        }
        "reset" => Fault::Reset(Side::parse(pair?.0)?.host(), number(pair?.1)?),
        "kill" => {
            program_named(pair?.0)?;
            Fault::Kill(pair?.0.to_owned(), number(pair?.1)?)
        }
        "fill" => Fault::Fill(Side::Server.host(), number(rest)?),
        "set" => {
            let host = |name: &str| Side::parse(name).map(Side::host);
            Fault::Tune(tuned(pair?.0, host)?, number(pair?.1)?)
        }
        _ => return None,
    })
}

fn write(fault: &Fault) -> String {
    let two = |verb: &str, one: &str, other: &str| [verb, " ", one, " ", other].concat();
    match fault {
        Fault::Drop(segment) => ["drop ", &segment.to_string()].concat(),
        Fault::Duplicate(segment) => ["duplicate ", &segment.to_string()].concat(),
        Fault::Delay(segment, ms) => {
            two("delay", &segment.to_string(), &[&ms.to_string(), "ms"].concat())
        }
        Fault::Reset(host, step) => two("reset", Side::of(*host).name(), &step.to_string()),
        Fault::Kill(program, step) => two("kill", program, &step.to_string()),
        Fault::Fill(_, step) => ["fill ", &step.to_string()].concat(),
        Fault::Tune(tuned, step) => {
            let (side, value) = (Side::of(tuned.host).name(), tuned.value.to_string());
            let set = [side, " ", KNOBS[tuned.knob].name, " ", &value].concat();
            two("set", &set, &step.to_string())
        }
    }
}

/// Reads a list of faults.
pub(super) fn parse(text: &str) -> Result<Vec<Fault>, Refused> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let faults: Option<Vec<Fault>> = parts.map(read).collect();
    faults.filter(|faults| faults.len() <= FAULTS_MAX).ok_or_else(|| {
        Refused::expected(
            "up to 12 of `drop N`, `duplicate N`, `delay N TIME`, `reset SIDE STEP`, \
             `kill PROGRAM STEP`, `fill STEP`, `set SIDE SYSCTL VALUE STEP`, separated by `;`",
        )
    })
}

/// Writes a list of faults.
pub(super) fn text(faults: &[Fault]) -> String {
    faults.iter().map(write).collect::<Vec<_>>().join("; ")
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
