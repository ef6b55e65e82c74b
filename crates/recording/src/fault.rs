//! Faults: what is done to a run from outside. Mishaps befall a segment by its number; deeds are
//! done after a step.

use std::collections::VecDeque;

use kernel::{Fate, HostId, Sysctls};

/// The most faults of one run.
pub const FAULTS_MAX: usize = 12;

/// The last segment that a mishap may befall.
const SEGMENTS_MAX: usize = 10_000;

/// A setting of a kernel that may be changed: its short name, its key, the values that it takes.
pub struct Knob {
    /// Its name without the path to it.
    pub name: &'static str,
    /// As `sysctl` knows it.
    pub key: &'static str,
    /// The least value.
    pub least: u32,
    /// The greatest value.
    pub most: u32,
    /// The value that Linux begins with.
    pub default: u32,
    read: fn(&Sysctls) -> i64,
}

impl Knob {
    /// Its value in a kernel.
    pub fn value(&self, sysctls: &Sysctls) -> u32 {
        u32::try_from((self.read)(sysctls)).unwrap_or(0)
    }
}

const fn knob(
    name: &'static str,
    key: &'static str,
    (least, most): (u32, u32),
    default: u32,
    read: fn(&Sysctls) -> i64,
) -> Knob {
    Knob { name, key, least, most, default, read }
}

/// The settings that can be changed.
pub static KNOBS: [Knob; 5] = [
    knob("somaxconn", "net.core.somaxconn", (0, 65_535), 4_096, |it| it.somaxconn),
    knob("tcp_abort_on_overflow", "net.ipv4.tcp_abort_on_overflow", (0, 1), 0, |it| {
        it.abort_on_overflow
    }),
    knob("tcp_fin_timeout", "net.ipv4.tcp_fin_timeout", (1, 300), 60, |it| it.fin_timeout_s),
    knob("tcp_syn_retries", "net.ipv4.tcp_syn_retries", (1, 127), 6, |it| it.syn_retries),
    knob("tcp_synack_retries", "net.ipv4.tcp_synack_retries", (0, 255), 5, |it| it.synack_retries),
];

/// A knob at a value, on one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuned {
    /// Whose kernel.
    pub host: HostId,
    /// Which of [`KNOBS`].
    pub knob: usize,
    /// Its value.
    pub value: u32,
}

/// Something that goes wrong, or is changed. Deeds name the step after which they are done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The Nth segment is lost, counted from 1.
    Drop(usize),
    /// The Nth segment arrives twice.
    Duplicate(usize),
    /// The Nth segment is held back for so many milliseconds.
    Delay(usize, u32),
    /// A forged RST is sent to this host's newest connection.
    Reset(HostId, usize),
    /// A program is killed with SIGKILL.
    Kill(String, usize),
    /// Strangers connect to this host's first listener until its accept queue is full.
    Fill(HostId, usize),
    /// A kernel is set otherwise.
    Tune(Tuned, usize),
}

impl Fault {
    /// The step after which it is done; segments have theirs by number.
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Reset(_, step)
            | Self::Kill(_, step)
            | Self::Fill(_, step)
            | Self::Tune(_, step) => Some(*step),
            Self::Drop(_) | Self::Duplicate(_) | Self::Delay(..) => None,
        }
    }

    /// The segment that it befalls.
    pub fn segment(&self) -> Option<usize> {
        match self {
            Self::Drop(segment) | Self::Duplicate(segment) | Self::Delay(segment, _) => {
                Some(*segment)
            }
            _ => None,
        }
    }

    /// The same deed after another step.
    #[must_use]
    pub fn after(self, step: usize) -> Self {
        match self {
            Self::Reset(host, _) => Self::Reset(host, step),
            Self::Kill(program, _) => Self::Kill(program, step),
            Self::Fill(host, _) => Self::Fill(host, step),
            Self::Tune(tuned, _) => Self::Tune(tuned, step),
            mishap => mishap,
        }
    }
}

/// The mishaps among some faults as the fates of a link's packets: what a producer of two hosts
/// gives the link between them.
pub fn fates(faults: &[Fault]) -> VecDeque<Fate> {
    let last = faults.iter().filter_map(Fault::segment).filter(|number| *number <= SEGMENTS_MAX);
    let last = last.max().unwrap_or(0);
    let fate = |number| match faults.iter().find(|fault| fault.segment() == Some(number)) {
        Some(Fault::Drop(_)) => Fate::Drop,
        Some(Fault::Duplicate(_)) => Fate::Duplicate,
        Some(Fault::Delay(_, ms)) => Fate::Delay(u64::from(*ms) * 1_000_000),
        _ => Fate::Deliver,
    };
    (1..=last).map(fate).collect()
}
