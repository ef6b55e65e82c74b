//! A case: its name, its sentence, where its rule is written, and its script.

use websocket::Role;

use super::{Facts, Script, Step};

/// One thing that a server or a client has to do.
#[derive(Clone, Copy)]
pub struct Case {
    /// Stable, such as `framing.length-16-minimal`; the part before the point is the group.
    pub name: &'static str,
    /// Who has to do it.
    pub level: Level,
    /// Where the rule is written.
    pub clause: &'static str,
    /// The page and the heading of the book that explain it.
    pub section: &'static str,
    /// What is right, in one English sentence.
    pub english: &'static str,
    /// The same sentence in Korean.
    pub korean: &'static str,
    /// Which end it is asked of.
    pub side: Side,
    script: fn(&mut Script),
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Which end a case is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Only servers.
    Server,
    /// Only clients.
    Client,
    /// Either end.
    Both,
}

/// How much is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What simple peers need of it.
    Beginner,
    /// Everything that a specification says with MUST.
    Complete,
    /// What is said with SHOULD, and robustness.
    Strict,
}

impl Level {
    /// All levels, the least first.
    pub const ALL: [Self; 3] = [Self::Beginner, Self::Complete, Self::Strict];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Beginner => "beginner",
            Self::Complete => "complete",
            Self::Strict => "strict",
        }
    }
}

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The opening handshake.
    Handshake,
    /// Headers and lengths.
    Framing,
    /// The mask.
    Masking,
    /// Messages in pieces.
    Fragmentation,
    /// Text.
    Utf8,
    /// Ping and pong.
    Control,
    /// The closing handshake.
    Closing,
    /// Long and many messages.
    Limits,
    /// Peers that do not keep to anything.
    Abuse,
    /// permessage-deflate.
    Deflate,
}

impl Group {
    /// All groups, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Handshake,
        Self::Framing,
        Self::Masking,
        Self::Fragmentation,
        Self::Utf8,
        Self::Control,
        Self::Closing,
        Self::Limits,
        Self::Abuse,
        Self::Deflate,
    ];

    /// The part before the point in a case's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Handshake => "handshake",
            Self::Framing => "framing",
            Self::Masking => "masking",
            Self::Fragmentation => "fragmentation",
            Self::Utf8 => "utf8",
            Self::Control => "control",
            Self::Closing => "closing",
            Self::Limits => "limits",
            Self::Abuse => "abuse",
            Self::Deflate => "deflate",
        }
    }
}

impl Case {
    /// A case of both ends.
    pub(super) const fn new(
        name: &'static str,
        level: Level,
        clause: &'static str,
        section: &'static str,
        says: [&'static str; 2],
        script: fn(&mut Script),
    ) -> Self {
        let [english, korean] = says;
        Self { name, level, clause, section, english, korean, side: Side::Both, script }
    }

    /// The same case, asked of servers alone.
    pub(super) const fn of_servers(self) -> Self {
        Self { side: Side::Server, ..self }
    }

    /// The same case, asked of clients alone.
    pub(super) const fn of_clients(self) -> Self {
        Self { side: Side::Client, ..self }
    }

    /// Whether this end is asked.
    pub fn is_of(&self, end: Role) -> bool {
        match self.side {
            Side::Both => true,
            Side::Server => end == Role::Server,
            Side::Client => end == Role::Client,
        }
    }

    /// Its group.
    pub fn group(&self) -> Group {
        let name = self.name.split('.').next().unwrap_or_default();
        let known = Group::ALL.into_iter().find(|group| group.name() == name);
        known.unwrap_or(Group::Handshake)
    }

    /// What is done and expected, step by step.
    pub fn steps(&self, facts: &Facts) -> Vec<Step> {
        let mut script = Script::new(facts, self.name);
        (self.script)(&mut script);
        script.into_steps()
    }

    /// Whether it takes a peer that sends every message back.
    pub fn needs_echo(&self, facts: &Facts) -> bool {
        self.steps(facts).iter().any(Step::wants_a_message)
    }
}
