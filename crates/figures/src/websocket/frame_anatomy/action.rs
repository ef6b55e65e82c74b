//! What a reader can do to the frames.

use std::str::FromStr;

use websocket::Role;
use websocket::frame::Opcode;

use super::part::Width;
use crate::figure::Refused;

/// The first word of every action.
pub(super) const VERBS: &[&str] = &[
    "bytes", "from", "frame", "select", "toggle", "opcode", "mask", "key", "text", "data", "width",
    "add", "remove", "split", "example",
];

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `bytes TEXT`: these bytes, in any notation.
    Bytes(String),
    /// `from client` or `from server`: who sent them.
    From(Role),
    /// `frame ...`: look at another frame.
    Frame(Walk),
    /// `select ...`: explain a field.
    Select(Walk),
    /// `toggle N`: turn a bit of the frame over.
    Toggle(usize),
    /// `opcode N`: another opcode, from 0 to 15; `None` for a text that is none.
    Opcode(Option<u8>),
    /// `mask`: mask the payload, or no longer; the key comes or goes.
    Mask,
    /// `key HEX`: another masking key.
    Key(String),
    /// `text TEXT`: this text as the payload.
    Text(String),
    /// `data HEX`: these bytes as the payload.
    Data(String),
    /// `width ...`: how the length is written; `None` for a text that is no width.
    Width(Option<Width>),
    /// `add KIND`: a frame behind this one.
    Add(Opcode),
    /// `remove`: this frame goes.
    Remove,
    /// `split`: cut this frame in two, before the selected byte or in the middle.
    Split,
    /// `example NAME`: bytes worth looking at; `None` for a name that there is not.
    Example(Option<&'static Example>),
}

/// A step among frames or fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// To this one.
    To(usize),
    /// To the one behind.
    Next,
    /// To the one before.
    Previous,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// To none.
    None,
    /// This many further, or back.
    By(i8),
}

/// Bytes worth looking at.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// Its name in fences.
    pub(super) name: &'static str,
    /// Who sent it.
    pub(super) from: Role,
    /// Its bytes.
    pub(super) hex: &'static str,
}

/// The examples: those of §5.7, and some that go wrong.
pub(super) const EXAMPLES: [Example; 6] = [
    example("hello", Role::Client, "81 85 37 fa 21 3d 7f 9f 4d 51 58"),
    example("fragments", Role::Server, "01 04 ec 95 88 eb 80 02 85 95"),
    example("ping", Role::Server, "01 03 48 65 6c 89 05 48 65 6c 6c 6f 80 02 6c 6f"),
    example("close", Role::Server, "88 05 03 e8 62 79 65"),
    example("long", Role::Server, LONG),
    example("wasteful", Role::Server, "81 7e 00 05 48 65 6c 6c 6f"),
];

/// A binary message of 256 bytes (§5.7), of which the first have come.
const LONG: &str = "82 7e 01 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f";

const fn example(name: &'static str, from: Role, hex: &'static str) -> Example {
    Example { name, from, hex }
}

/// The name of an end in fences and links.
pub(super) const fn end_name(end: Role) -> &'static str {
    match end {
        Role::Client => "client",
        Role::Server => "server",
    }
}

/// An end by its name.
pub(super) fn end(text: &str) -> Result<Role, Refused> {
    match text {
        "client" => Ok(Role::Client),
        "server" => Ok(Role::Server),
        _ => Err(Refused::one_of(&["client", "server"])),
    }
}

fn walk(text: &str, noun: &str) -> Result<Walk, Refused> {
    Ok(match text {
        "next" => Walk::Next,
        "previous" => Walk::Previous,
        "first" => Walk::First,
        "last" => Walk::Last,
        "none" => Walk::None,
        _ => {
            let by = text.strip_prefix("by ").and_then(|by| by.parse().ok()).map(Walk::By);
            let to = text.strip_prefix(noun).and_then(|to| to.parse().ok()).map(Walk::To);
            let help = || Refused::expected("a number, next, previous, first, last, none");
            by.or(to).ok_or_else(help)?
        }
    })
}

/// An opcode by the name in fences.
fn kind(text: &str) -> Option<Opcode> {
    let names = ["continuation", "text", "binary", "close", "ping", "pong"];
    names.iter().position(|name| *name == text).map(|index| Opcode::ALL[index])
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let number = || rest.parse().map_err(|_| Refused::expected("a number"));
        Ok(match verb {
            "bytes" => Self::Bytes(rest.to_owned()),
            "from" => Self::From(end(rest)?),
            "frame" => Self::Frame(walk(rest, "")?),
            "select" => Self::Select(walk(rest, "bit ")?),
            "toggle" => Self::Toggle(number()?),
            "opcode" => Self::Opcode(rest.parse().ok().filter(|opcode| *opcode < 16)),
            "mask" if rest.is_empty() => Self::Mask,
            "key" => Self::Key(rest.to_owned()),
            "text" => Self::Text(rest.to_owned()),
            "data" => Self::Data(rest.to_owned()),
            "width" => Self::Width(match rest {
                "7" => Some(Width::Seven),
                "16" => Some(Width::Sixteen),
                "64" => Some(Width::SixtyFour),
                _ => None,
            }),
            "add" => {
                let kind = kind(rest);
                Self::Add(kind.ok_or_else(|| Refused::expected("the name of an opcode"))?)
            }
            "remove" if rest.is_empty() => Self::Remove,
            "split" if rest.is_empty() => Self::Split,
            "example" => Self::Example(EXAMPLES.iter().find(|example| example.name == rest)),
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}
