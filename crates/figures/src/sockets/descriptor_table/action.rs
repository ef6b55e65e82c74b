//! What a reader can do to the descriptor table.

use std::str::FromStr;

use kernel::Fd;

use super::step::Step;
use crate::figure::Refused;
use crate::sockets::call_text;

/// The first word of every action.
pub(super) const VERBS: &[&str] = &[
    "call", "fd", "process", "tab", "address", "number", "option", "value", "undo", "choose",
    "check", "show-me", "ask",
];

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `call STEP`: the process makes a call, the peer does something, or time passes.
    Call(String),
    /// `fd ...`: look at a descriptor.
    Look(Move),
    /// `process PID`: act as this process.
    Process(u32),
    /// `tab NAME`: what is shown of the host.
    Tab(Tab),
    /// `address TEXT`: the address for `bind`, `connect` and `sendto`.
    Address(String),
    /// `number TEXT`: the new number for `dup2`.
    Number(String),
    /// `option NAME`: the option to set.
    Option(&'static str),
    /// `value TEXT`: the value to set it to.
    Value(String),
    /// `undo`: take the last step back.
    Undo,
    /// `choose 1` (a FIN is sent) or `choose 2` (none is).
    Choose(bool),
    /// `check`: run the call that the question is about.
    Check,
    /// `show-me`: run it without a prediction.
    ShowMe,
    /// `ask`: ask again.
    Ask,
}

/// Which descriptor to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// This one.
    To(Fd),
    /// The one below.
    Next,
    /// The one above.
    Previous,
    /// The topmost.
    First,
    /// The last.
    Last,
}

/// A text that the host shows of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// `/proc/PID/fd`.
    Proc,
    /// `ss -tanp`.
    Ss,
    /// `lsof -i`.
    Lsof,
    /// `netstat -tanu`.
    Netstat,
    /// `/proc/net/unix`.
    Unix,
}

impl Tab {
    pub(super) const ALL: [Self; 5] = [Self::Proc, Self::Ss, Self::Lsof, Self::Netstat, Self::Unix];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Proc => "proc",
            Self::Ss => "ss",
            Self::Lsof => "lsof",
            Self::Netstat => "netstat",
            Self::Unix => "unix",
        }
    }
}

impl FromStr for Tab {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let found = Self::ALL.into_iter().find(|tab| tab.name() == text);
        found.ok_or_else(|| Refused::one_of(&Self::ALL.map(Self::name)))
    }
}

/// The name of an option that exists.
pub(super) fn option(text: &str) -> Result<&'static str, Refused> {
    let found = call_text::option(text);
    found.map(|option| option.name).ok_or_else(|| Refused::expected("the name of an option"))
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        Ok(match (verb, rest) {
            ("call", step) => {
                Step::parse(0, step)?;
                Self::Call(step.to_owned())
            }
            ("fd", "next") => Self::Look(Move::Next),
            ("fd", "previous") => Self::Look(Move::Previous),
            ("fd", "first") => Self::Look(Move::First),
            ("fd", "last") => Self::Look(Move::Last),
            ("fd", number) => {
                let fd = number.parse().map_err(|_| Refused::expected("a descriptor"))?;
                Self::Look(Move::To(fd))
            }
            ("process", pid) => {
                Self::Process(pid.parse().map_err(|_| Refused::expected("a process"))?)
            }
            ("tab", name) => Self::Tab(name.parse()?),
            ("address", text) => Self::Address(text.to_owned()),
            ("number", text) => Self::Number(text.to_owned()),
            ("option", name) => Self::Option(option(name)?),
            ("value", text) => Self::Value(text.to_owned()),
            ("undo", "") => Self::Undo,
            ("choose", "1") => Self::Choose(true),
            ("choose", "2") => Self::Choose(false),
            ("check", "") => Self::Check,
            ("show-me", "") => Self::ShowMe,
            ("ask", "") => Self::Ask,
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}
