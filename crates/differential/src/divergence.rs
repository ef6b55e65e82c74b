//! Differences that are listed in `crates/kernel/DIVERGENCES.md`, and how to tell them.

use serde_json::Value;

/// A difference on purpose.
#[derive(Debug)]
pub(crate) struct Divergence {
    /// The first words of its line in the list.
    pub(crate) name: &'static str,
    /// Whether a difference at the last of these steps is this one: steps up to it, what the
    /// simulated world gave, what the live kernel gave.
    matches: fn(&[Value], &Value, &Value) -> bool,
}

/// All of them, in the order of the list.
pub(crate) const DIVERGENCES: [Divergence; 0] = [];

/// The divergence that explains a difference, if one does.
pub(crate) fn find(
    steps: &[Value],
    simulated: &Value,
    live: &Value,
) -> Option<&'static Divergence> {
    DIVERGENCES.iter().find(|divergence| (divergence.matches)(steps, simulated, live))
}
