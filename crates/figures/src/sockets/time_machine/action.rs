//! What a reader can do to the time machine.

use std::str::FromStr;

use super::fault::Fault;
use super::scenario::{Side, Tuned, program_named};
use crate::figure::Refused;

/// The first word of every action.
pub(super) const VERBS: &[&str] = &[
    "step",
    "at",
    "play",
    "speed",
    "segment",
    "drop",
    "delay",
    "duplicate",
    "reset-to",
    "kill",
    "fill",
    "sysctl",
    "undo",
    "heal",
    "choose",
    "check",
    "reveal",
    "ask-again",
    "tab",
    "language",
    "program",
    "lines",
    "save",
];

/// How long a segment is held back by a press of the button.
pub(super) const DELAY_MS: u32 = 300;

/// What stands beside the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tab {
    /// What happened, line by line.
    #[default]
    Events,
    /// The bytes of a segment.
    Segment,
    /// `ss -tanp` of both hosts.
    Ss,
    /// `/proc/net/tcp` of both hosts.
    Proc,
    /// What can be done to the run.
    Change,
}

impl Tab {
    pub(super) const ALL: [(Tab, &'static str); 5] = [
        (Tab::Events, "events"),
        (Tab::Segment, "segment"),
        (Tab::Ss, "ss"),
        (Tab::Proc, "proc"),
        (Tab::Change, "change"),
    ];
}

/// The language of the listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Language {
    /// Python with its `socket` module.
    #[default]
    Python,
    /// C as POSIX has it.
    C,
    /// Rust with the `socket2` crate, whose functions are the system calls.
    Rust,
}

impl Language {
    pub(super) const ALL: [(Language, &'static str); 3] =
        [(Language::C, "c"), (Language::Python, "python"), (Language::Rust, "rust")];
}

/// How fast the run plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Speed {
    /// Half as fast.
    Half,
    /// A step in 800 ms.
    #[default]
    One,
    /// Twice as fast.
    Two,
}

impl Speed {
    pub(super) const ALL: [(Speed, &'static str, &'static str); 3] =
        [(Speed::Half, "half", "½×"), (Speed::One, "one", "1×"), (Speed::Two, "two", "2×")];

    /// How long a step stays.
    pub(super) fn dwell_ms(self) -> u32 {
        match self {
            Self::Half => 1_600,
            Self::One => 800,
            Self::Two => 400,
        }
    }
}

/// Where to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// One further.
    Next,
    /// One back.
    Previous,
    /// To the beginning.
    First,
    /// As far as the next gate, or to the end.
    Last,
    /// To none at all.
    None,
    /// To this one; what is no number leads nowhere.
    To(Option<usize>),
}

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(private_interfaces, reason = "what an action holds is the figure's own affair")]
pub enum Action {
    /// `step ...` and `at N`: move in time.
    Step(Walk),
    /// `play`: let time pass, or stop it.
    Play,
    /// `speed NAME`.
    Speed(Speed),
    /// `segment ...`: look at a segment.
    Segment(Walk),
    /// `drop N` and other mishaps of a segment.
    Mishap(Fault),
    /// `kill PROGRAM` and other deeds, done at the present step.
    Deed(Fault),
    /// A sysctl whose value made no sense.
    Nothing,
    /// `undo N`: take back the Nth fault.
    Undo(usize),
    /// `heal`: take back all.
    Heal,
    /// `choose N`: an answer, not yet given.
    Choose(usize),
    /// `check`: give the chosen answer.
    Check,
    /// `reveal`: see what happens without an answer.
    Reveal,
    /// `ask-again`: forget the last answer and go back to its gate.
    AskAgain,
    /// `tab NAME`.
    Tab(Tab),
    /// `language NAME`.
    Language(Language),
    /// `program NAME`: keep a program in view; a second time, follow whoever acts.
    Program(usize),
    /// `lines`: all lines of the listings, or those with calls.
    Lines,
    /// `save`: the capture, for Wireshark.
    Save,
}

fn walk(text: &str) -> Option<Walk> {
    Some(match text {
        "next" => Walk::Next,
        "previous" => Walk::Previous,
        "first" => Walk::First,
        "last" => Walk::Last,
        "none" => Walk::None,
        _ => return None,
    })
}

fn named<T: Copy>(all: &[(T, &'static str)], name: &str) -> Option<T> {
    all.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
}

fn parse(text: &str) -> Option<Action> {
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let number = || rest.parse::<usize>().ok().filter(|number| *number > 0);
    Some(match (verb, rest) {
        ("step", rest) => Action::Step(walk(rest).filter(|it| *it != Walk::None)?),
        // From a slider, which anything may be typed into by a script.
        ("at", rest) => Action::Step(Walk::To(rest.parse().ok())),
        ("play", "") => Action::Play,
        ("speed", name) => Action::Speed(Speed::ALL.iter().find(|(_, known, _)| *known == name)?.0),
        ("segment", rest) => match walk(rest) {
            Some(walk) => Action::Segment(walk),
            None => Action::Segment(Walk::To(Some(number()?))),
        },
        ("drop", _) => Action::Mishap(Fault::Drop(number()?)),
        ("delay", _) => Action::Mishap(Fault::Delay(number()?, DELAY_MS)),
        ("duplicate", _) => Action::Mishap(Fault::Duplicate(number()?)),
        ("reset-to", side) => Action::Deed(Fault::Reset(Side::parse(side)?, 0)),
        ("kill", program) => Action::Deed(Fault::Kill(program_named(program)?, 0)),
        ("fill", "") => Action::Deed(Fault::Fill(0)),
        // From a list, into which a script may put anything.
        ("sysctl", rest) => match Tuned::parse(rest) {
            Some(tuned) => Action::Deed(Fault::Tune(tuned, 0)),
            None => Action::Nothing,
        },
        ("undo", _) => Action::Undo(number()?),
        ("heal", "") => Action::Heal,
        ("choose", _) => Action::Choose(number()?),
        ("check", "") => Action::Check,
        ("reveal", "") => Action::Reveal,
        ("ask-again", "") => Action::AskAgain,
        ("tab", name) => Action::Tab(named(&Tab::ALL, name)?),
        ("language", name) => Action::Language(named(&Language::ALL, name)?),
        ("program", name) => Action::Program(program_named(name)?),
        ("lines", "") => Action::Lines,
        ("save", "") => Action::Save,
        _ => return None,
    })
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        parse(text).ok_or_else(|| Refused::one_of(VERBS))
    }
}
