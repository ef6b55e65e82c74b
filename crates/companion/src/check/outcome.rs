//! Everything that was played, and what it comes to.

use checker::websocket::{Level, Unfit, Verdict};
use websocket::Role;

use super::connection::Played;

/// Everything that was played.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Whom: an address, or a client's name.
    pub(crate) title: String,
    pub(crate) peer: Role,
    pub(crate) level: Level,
    pub(crate) echoes: bool,
    pub(crate) played: Vec<Played>,
    pub(crate) seconds: f64,
}

impl Outcome {
    /// How many cases ended so.
    pub(crate) fn count(&self, is: impl Fn(&Verdict) -> bool) -> usize {
        self.played.iter().filter(|played| is(&played.verdict)).count()
    }

    /// Whether nothing failed, and everything was played.
    pub(crate) fn is_good(&self) -> bool {
        // A client that gave up before the last case has not shown what it can.
        let is_bad = |verdict: &Verdict| match verdict {
            Verdict::Failed(_) | Verdict::Error(_) => true,
            Verdict::NotApplicable(unfit) => *unfit == Unfit::NotServed,
            Verdict::Passed | Verdict::Informational(_) => false,
        };
        self.count(is_bad) == 0 && !self.played.is_empty()
    }
}
