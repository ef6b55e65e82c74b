//! A scenario: programs on two hosts, the link between them, their kernels' settings, and the
//! gates at which the reader is asked.
//!
//! Invariant: what is here was parsed; a text that is refused leaves the scenario as it was.

use recording::{KNOBS, Tuned};

use super::gate::{self, Gate};
use super::name::{GATES, PROGRAMS, Side, program_named};
use super::program::{self, Statement, milliseconds};
use crate::sockets::recorded::tuned;
use figure_kit::figure::Refused;

/// The wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wire {
    pub(super) delay_ms: u32,
    /// Thousands of bits a second; 0 is at once.
    pub(super) rate_kbit: u32,
    pub(super) mtu: u32,
}

/// All that an author says.
#[derive(Debug, Clone)]
pub(super) struct Scenario {
    /// The settings as they were written.
    texts: Vec<(&'static str, String)>,
    pub(super) programs: [Vec<Statement>; PROGRAMS.len()],
    pub(super) wire: Wire,
    pub(super) tuned: Vec<Tuned>,
    pub(super) gates: Vec<Gate>,
    /// Where the run ends, if nothing ends it before.
    pub(super) until: Until,
}

/// Where a run ends that would go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// At this millisecond.
    Time(u32),
    /// Once the Nth call of a program has come back.
    After(usize, usize),
}

/// Longest scenario setting.
const TEXT_MAX: usize = 1_000;
/// When every run ends at the latest.
pub(super) const UNTIL_MS: u32 = 300_000;

impl Default for Scenario {
    fn default() -> Self {
        Self {
            texts: Vec::new(),
            programs: Default::default(),
            wire: Wire { delay_ms: 20, rate_kbit: 0, mtu: 1_500 },
            tuned: Vec::new(),
            gates: Vec::new(),
            until: Until::Time(UNTIL_MS),
        }
    }
}

impl Scenario {
    /// The text of a setting as it was written.
    pub(super) fn text(&self, name: &str) -> String {
        let found = self.texts.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    /// Sets one of the author's settings. `None`: there is none of this name.
    pub(super) fn set(&mut self, name: &'static str, value: &str) -> Result<(), Refused> {
        if value.len() > TEXT_MAX {
            return Err(Refused::expected("no more than 1000 letters"));
        }
        if let Some(program) = program_named(name) {
            self.programs[program] = program::parse(value)?;
        } else if GATES.contains(&name) {
            let place = self.gates.iter().position(|gate| gate.name == name);
            let gate = gate::parse(name, value)?;
            match (place, gate) {
                (Some(at), Some(gate)) => self.gates[at] = gate,
                (None, Some(gate)) => self.gates.push(gate),
                (Some(at), None) => drop(self.gates.remove(at)),
                (None, None) => {}
            }
        } else if name == "link" {
            self.wire = parse_wire(value)?;
        } else if name == "sysctl" {
            self.tuned = parse_tuned(value)?;
        } else {
            self.until = parse_until(value)?;
        }
        self.texts.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            self.texts.push((name, value.to_owned()));
        }
        Ok(())
    }
}

fn parse_until(text: &str) -> Result<Until, Refused> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let until = match *words.as_slice() {
        [] => Some(Until::Time(UNTIL_MS)),
        [time] => milliseconds(time).filter(|ms| *ms <= UNTIL_MS).map(Until::Time),
        ["after", program, call] => {
            gate::program_and_call(program, call).map(|(program, call)| Until::After(program, call))
        }
        _ => None,
    };
    until.ok_or_else(|| Refused::expected("a time up to 300s, or `after PROGRAM CALL`"))
}

fn parse_tuned(text: &str) -> Result<Vec<Tuned>, Refused> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let read = |part| tuned(part, |name| Side::parse(name).map(Side::host));
    let all: Option<Vec<Tuned>> = parts.map(read).collect();
    let explain = || {
        let mut expected = String::from("`client|server NAME VALUE`, with");
        for knob in &KNOBS {
            expected.push(' ');
            expected.push_str(knob.name);
            expected.push(' ');
            expected.push_str(&knob.least.to_string());
            expected.push('-');
            expected.push_str(&knob.most.to_string());
        }
        expected
    };
    all.ok_or_else(|| Refused::explained(explain))
}

fn parse_wire(text: &str) -> Result<Wire, Refused> {
    let mut wire = Scenario::default().wire;
    let refused =
        || Refused::expected("`delay TIME`, `rate NUMBERkbit`, `mtu 100-1500`, separated by `;`");
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once(' ').ok_or_else(refused)?;
        match name {
            "delay" => {
                let delay = milliseconds(value).filter(|ms| (1..=10_000).contains(ms));
                wire.delay_ms = delay.ok_or_else(refused)?;
            }
            "rate" => {
                let number = value.strip_suffix("kbit").and_then(|it| it.parse().ok());
                wire.rate_kbit = number.filter(|it| *it <= 1_000_000).ok_or_else(refused)?;
            }
            "mtu" => {
                let mtu = value.parse().ok().filter(|it| (100..=1_500).contains(it));
                wire.mtu = mtu.ok_or_else(refused)?;
            }
            _ => return Err(refused()),
        }
    }
    Ok(wire)
}
