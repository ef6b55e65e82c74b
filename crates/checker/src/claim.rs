//! What must be true of the program when all peers are done.

/// A claim about the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its line in the checks, from 1.
    pub line: usize,
    /// As it is written.
    pub text: String,
    /// What it says.
    pub claimed: Claimed,
}

/// What a claim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// It printed this somewhere.
    Prints(Vec<u8>),
    /// A line that it printed is this, without its end.
    PrintsLine(Vec<u8>),
    /// It printed this nowhere.
    PrintsNo(Vec<u8>),
    /// It ended by itself: with this status, or with any.
    Exits(Option<i32>),
    /// It has not ended.
    Lives,
    /// It made a system call so often. Simulated worlds alone know.
    Calls {
        /// Its name.
        name: String,
        /// How often.
        count: Count,
    },
    /// So many sockets are open in it. Simulated worlds alone know.
    Holds(usize),
}

impl Claimed {
    /// Whether only a simulated world can judge it.
    pub const fn is_simulated_only(&self) -> bool {
        matches!(self, Self::Calls { .. } | Self::Holds(_))
    }
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So often or more.
    AtLeast(u32),
    /// Exactly so often; never is 0.
    Exactly(u32),
}

impl Count {
    /// Whether so often is right.
    pub const fn holds(self, times: u32) -> bool {
        match self {
            Self::AtLeast(least) => times >= least,
            Self::Exactly(exact) => times == exact,
        }
    }

    /// The number that is named.
    pub const fn number(self) -> u32 {
        match self {
            Self::AtLeast(number) | Self::Exactly(number) => number,
        }
    }
}
