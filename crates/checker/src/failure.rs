//! Why a check failed, and on which way.

/// A check that failed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// Why.
    pub reason: Reason,
    /// The peer that saw it, by its place in the check; none if it is about the program alone.
    pub peer: Option<usize>,
    /// What was done, by all peers, in order.
    pub steps: Vec<Step>,
    /// What was expected: bytes, or text for reasons that are not about bytes.
    pub expected: Vec<u8>,
    /// What was seen in its place.
    pub seen: Vec<u8>,
    /// Where `seen` goes wrong.
    pub at: Option<usize>,
    /// What belongs to the reason: the clause of a rule, the last line of a traceback, the name of
    /// a call or of a fact.
    pub detail: String,
}

/// Something that a peer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which peer, by its place in the check; behind the last it is the program, and the statement
    /// a claim.
    pub peer: usize,
    /// The statement's line in the checks.
    pub line: usize,
    /// The statement as it is written.
    pub text: String,
    /// What came of it.
    pub went: Went,
    /// When that was known, in milliseconds since the world's beginning.
    pub at_ms: u64,
}

/// What came of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Went {
    /// It did what it says.
    Done,
    /// It did not.
    Failed,
    /// It was under way when the world ended.
    #[default]
    Waiting,
}

impl Went {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Waiting => "waiting",
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $case:ident $name:literal,)*) => {
        /// Why a check failed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum Reason {
            $($(#[$doc])* $case,)*
        }

        impl Reason {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$case),*];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$case => $name,)*
                }
            }

            /// The reason of a name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == name)
            }
        }
    };
}

reasons! {
    /// Nobody listened.
    Refused "refused",
    /// Nothing, or nothing more, came in time: `seen` is what had come.
    #[default]
    Nothing "nothing",
    /// The connection ended before it all came: `seen` is what had come.
    Ended "ended",
    /// The connection was reset.
    Reset "reset",
    /// Other bytes came: `at` says where they differ.
    Differs "differs",
    /// Something came where nothing should.
    More "more",
    /// It should have ended and did not.
    Open "open",
    /// The program ended with an error: `detail` is its last line on standard error.
    Died "died",
    /// The program ended although peers wanted something of it, or it was to live.
    Exited "exited",
    /// The program ended with another status: both as decimal text.
    Status "status",
    /// The program printed what it should not.
    Printed "printed",
    /// The program did not print what it should: `seen` is what it printed.
    Unprinted "unprinted",
    /// It made a call more or less often: `detail` is the call, the counts are decimal text.
    Calls "calls",
    /// Other sockets are open in it: counts as decimal text.
    Holds "holds",
    /// The program computed without end.
    Loop "loop",
    /// A frame or a head breaks a rule: `detail` is the clause.
    Illegal "illegal",
    /// It was refused, or was not: statuses as decimal text.
    Refusal "refusal",
    /// Nobody could go on.
    Stuck "stuck",
    /// A figure's fact is not as it should be: `detail` is the fact.
    Goal "goal",
    /// A setting that was to stay was changed: `detail` is the setting.
    Kept "kept",
}
