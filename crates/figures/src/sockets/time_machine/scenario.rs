//! A scenario: programs on two hosts, the link between them, their kernels' settings, and the
//! gates at which the reader is asked.
//!
//! Invariant: what is here was parsed; a text that is refused leaves the scenario as it was.

use super::gate::{self, Gate};
use super::program::{self, Statement, milliseconds};
use crate::figure::Refused;

/// On which side of the wire something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The host that connects; drawn left.
    Client,
    /// The host that listens; drawn right.
    Server,
}

impl Side {
    pub(super) const BOTH: [Side; 2] = [Side::Client, Side::Server];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.name() == text)
    }
}

/// The programs that there may be, in the order in which they take their turn.
pub(super) const PROGRAMS: [&str; 5] = ["server", "server2", "client", "client2", "client3"];

/// The gates that there may be.
pub(super) const GATES: [&str; 4] = ["gate", "gate2", "gate3", "gate4"];

/// Where a program runs: its name says it.
pub(super) fn side_of(program: usize) -> Side {
    if program < 2 { Side::Server } else { Side::Client }
}

/// A program by its name.
pub(super) fn program_named(name: &str) -> Option<usize> {
    PROGRAMS.iter().position(|known| *known == name)
}

/// A setting of a kernel that a scenario or a reader may change: its short name, its key, the
/// values that it takes.
pub(super) struct Knob {
    pub(super) name: &'static str,
    pub(super) key: &'static str,
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) default: u32,
}

const fn knob(
    name: &'static str,
    key: &'static str,
    (least, most): (u32, u32),
    default: u32,
) -> Knob {
    Knob { name, key, least, most, default }
}

/// The settings that can be changed.
pub(super) const KNOBS: [Knob; 5] = [
    knob("somaxconn", "net.core.somaxconn", (0, 65_535), 4_096),
    knob("tcp_abort_on_overflow", "net.ipv4.tcp_abort_on_overflow", (0, 1), 0),
    knob("tcp_fin_timeout", "net.ipv4.tcp_fin_timeout", (1, 300), 60),
    knob("tcp_syn_retries", "net.ipv4.tcp_syn_retries", (1, 127), 6),
    knob("tcp_synack_retries", "net.ipv4.tcp_synack_retries", (0, 255), 5),
];

/// A knob at a value, on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tuned {
    pub(super) side: Side,
    pub(super) knob: usize,
    pub(super) value: u32,
}

impl Tuned {
    /// `server tcp_syn_retries 2`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let &[side, name, value] = words.as_slice() else { return None };
        let knob = KNOBS.iter().position(|knob| knob.name == name)?;
        let bounds = &KNOBS[knob];
        let value = value.parse().ok().filter(|it| (bounds.least..=bounds.most).contains(it))?;
        Some(Self { side: Side::parse(side)?, knob, value })
    }

    pub(super) fn text(self) -> String {
        [self.side.name(), " ", KNOBS[self.knob].name, " ", &self.value.to_string()].concat()
    }
}

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
    /// The run ends at this moment at the latest.
    pub(super) until_ms: u32,
}

/// Longest scenario setting.
const TEXT_MAX: usize = 1_000;
const UNTIL_MS: u32 = 300_000;

impl Default for Scenario {
    fn default() -> Self {
        Self {
            texts: Vec::new(),
            programs: Default::default(),
            wire: Wire { delay_ms: 20, rate_kbit: 0, mtu: 1_500 },
            tuned: Vec::new(),
            gates: Vec::new(),
            until_ms: UNTIL_MS,
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
            let until = if value.is_empty() { Some(UNTIL_MS) } else { milliseconds(value) };
            let until = until.filter(|ms| *ms <= UNTIL_MS);
            self.until_ms = until.ok_or_else(|| Refused::expected("a time up to 300s"))?;
        }
        self.texts.retain(|(known, _)| *known != name);
        if !value.is_empty() {
            self.texts.push((name, value.to_owned()));
        }
        Ok(())
    }
}

fn parse_tuned(text: &str) -> Result<Vec<Tuned>, Refused> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let tuned: Option<Vec<Tuned>> = parts.map(Tuned::parse).collect();
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
    tuned.ok_or_else(|| Refused::explained(explain))
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
