//! What a `checks.txt` says, as data.

use std::fmt;

use lab::Language;

use crate::act::Act;
use crate::claim::Claim;
use crate::failure::{Failure, Step, Went};
use crate::observed::Observed;

/// The most checks of an exercise.
pub const CHECKS_MAX: usize = 64;
/// The most peers of one check.
pub const PEERS_MAX: usize = 16;
/// The most statements of one peer.
pub const STATEMENTS_MAX: usize = 256;
/// How long a statement waits unless it says otherwise, in milliseconds.
pub(crate) const WITHIN_MS: u64 = 3_000;
/// The virtual time that a world may take unless the checks say otherwise, in milliseconds.
pub(crate) const UNTIL_MS: u64 = 10_000;

/// A whole `checks.txt` about a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checks {
    /// The reader's file.
    pub program: Program,
    /// What runs instead of it, beside the reader's file.
    pub main: Option<String>,
    /// What the program is started with.
    pub args: Vec<String>,
    /// The virtual time that a world may take, in milliseconds.
    pub until_ms: u64,
    /// What is judged, in order.
    pub checks: Vec<Check>,
}

impl Checks {
    /// The file that runs: the harness if there is one, else the reader's.
    pub fn runs(&self) -> &str {
        self.main.as_deref().unwrap_or(&self.program.name)
    }

    /// What runs the file that runs.
    pub fn language(&self) -> Language {
        let main = self.main.as_deref().and_then(|main| crate::parse::language(main).ok());
        main.unwrap_or(self.program.language)
    }
}

impl Check {
    /// What a check comes to when its peers are done: the first claim that is not true of the
    /// program. The claims are steps behind the peers', with the number of peers as their peer.
    pub fn judge(&self, observed: &Observed, mut steps: Vec<Step>, at_ms: u64) -> Option<Failure> {
        for claim in &self.claims {
            let failure = claim.judge(observed);
            let went = if failure.is_some() { Went::Failed } else { Went::Done };
            let (peer, line, text) = (self.peers.len(), claim.line, claim.text.clone());
            steps.push(Step { peer, line, text, went, at_ms });
            if let Some(failure) = failure {
                return Some(Failure { steps, ..failure });
            }
        }
        None
    }
}

/// The reader's program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its file.
    pub name: String,
    /// What runs it.
    pub language: Language,
}

/// One thing that is judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// Its name, which the exercise's words use.
    pub name: String,
    /// Who does something to the program, all at once.
    pub peers: Vec<Peer>,
    /// What must be true of the program when all peers are done.
    pub claims: Vec<Claim>,
    /// Lines that are typed, in order, without their ends.
    pub stdin: Vec<String>,
    /// Whether the input ends behind them. If not, it stays open, as a terminal does.
    pub is_stdin_closed: bool,
    /// Whether what peers send is cut at every place.
    pub every: Option<Every>,
    /// What is different in further worlds, a line of a lab's setup each.
    pub worlds: Vec<String>,
}

/// How what peers send is cut. The request of a handshake is cut where nothing else is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// At each place in turn, then at all: connections one after the other in one run. Where
    /// peers listen, as [`Every::OnceSplit`].
    Split,
    /// Each byte alone.
    Byte,
    /// As [`Every::Split`], each cut a run of its own: for programs that serve one client.
    OnceSplit,
}

/// Somebody with one socket, who acts as told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Peer {
    /// Its name.
    pub name: String,
    /// The virtual moment at which it begins, in milliseconds.
    pub start_ms: u64,
    /// What it does, in order.
    pub statements: Vec<Statement>,
}

/// Something that a peer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its line in the checks, from 1.
    pub line: usize,
    /// As it is written: what readers see as the executed step.
    pub text: String,
    /// What it does.
    pub act: Act,
    /// How long it waits for what it needs, in milliseconds.
    pub within_ms: u64,
}

/// A line that cannot be: which, counted from 1, and what is wanted instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// The line, from 1.
    pub line: usize,
    /// What is wanted.
    pub wants: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.wants)
    }
}

impl std::error::Error for Wrong {}
