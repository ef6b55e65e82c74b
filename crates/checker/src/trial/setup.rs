//! The lab of a trial: one machine, the reader's program, and a process for each peer.

use std::fmt::Write as _;

use crate::act::Act;
use crate::checks::{Check, Checks, Peer};
use crate::world::World;

/// When the program starts if peers are to listen before it.
const LATER_MS: u64 = 10;
/// The longest that a world with many rounds may take: a day, as a setup has it.
const UNTIL_MS_MAX: u64 = 86_400_000;

/// A lab's setup, and who is who in it.
pub(super) struct Plan {
    pub(super) text: String,
    /// The reader's program, as a process.
    pub(super) program: usize,
    /// The peers, in their order.
    pub(super) places: Vec<usize>,
    pub(super) until_ms: u64,
}

impl Plan {
    pub(super) fn of(checks: &Checks, check: &Check, world: &World) -> Self {
        let is_client = check.peers.iter().any(Peer::is_waiting);
        // The first stands alone on its side of the loopback: whoever all others speak with.
        let is_behind = is_client && check.peers.len() == 1;
        let (program, first) = if is_behind { (1, 0) } else { (0, 1) };
        let places = (first..first + check.peers.len()).collect();

        let start = if is_client { format!(" start {LATER_MS}ms") } else { String::new() };
        let language = checks.language().name();
        let mut programs = vec![format!("program {} machine {language}{start}", checks.runs())];
        let peers = check.peers.iter().map(|peer| format!("program {} machine peer", peer.name));
        programs.splice(if is_behind { 0..0 } else { 1..1 }, peers);

        let rounds = world.rounds() as u64;
        let until_ms = checks.until_ms.saturating_mul(rounds).min(UNTIL_MS_MAX);
        let mut text = format!("host machine 10.0.0.1\n{}\n", programs.join("\n"));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "until {until_ms}ms");
        if let Some(line) = &world.line {
            let _ = writeln!(text, "{line}");
        }
        Self { text, program, places, until_ms }
    }
}

impl Peer {
    /// Whether it listens, or is bound to a port that the program knows.
    pub(crate) fn is_waiting(&self) -> bool {
        let first = self.statements.first().map(|statement| &statement.act);
        matches!(first, Some(Act::Listen { .. } | Act::Udp { port: Some(_) }))
    }
}
