//! What a reader can do to the two heads and to the server.

use std::str::FromStr;

use super::head::Side;
use crate::figure::Refused;

/// The first word of every action.
pub(super) const VERBS: &[&str] = &[
    "line",
    "name",
    "value",
    "add",
    "remove",
    "double",
    "up",
    "down",
    "own",
    "origins",
    "protocols",
    "deflate",
    "head-max",
    "headers-max",
    "hex",
    "preset",
    "follow-key",
];

/// An action, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `line SIDE TEXT`: another first line.
    Line(Side, String),
    /// `name SIDE ROW TEXT`: another name for a header.
    Name(Side, Row, String),
    /// `value SIDE ROW TEXT`: another value for a header.
    Value(Side, Row, String),
    /// `add SIDE` or `add SIDE NAME: VALUE`: one more header.
    Add(Side, String),
    /// `remove SIDE ROW`: a header goes.
    Remove(Side, Row),
    /// `double SIDE ROW`: a header stands twice.
    Double(Side, Row),
    /// `up SIDE ROW`: a header changes places with the one before.
    Up(Side, Row),
    /// `down SIDE ROW`: a header changes places with the one behind.
    Down(Side, Row),
    /// `own`: the response is the server's own again.
    Own,
    /// `origins LIST`: the origins that the server serves.
    Origins(String),
    /// `protocols LIST`: the subprotocols that the server speaks.
    Protocols(String),
    /// `deflate`: permessage-deflate on or off.
    Deflate,
    /// `head-max N`: the longest head.
    HeadMax(String),
    /// `headers-max N`: the most headers.
    HeadersMax(String),
    /// `hex`: the bytes in hex, or no longer.
    Hex,
    /// `preset NAME`: another situation; `None` for a name that there is not.
    Preset(Option<super::preset::Preset>),
    /// `follow-key`: hand the key to the accept-key pipeline on the same page.
    FollowKey,
}

/// A header, by its place or by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Its place, from 0.
    At(usize),
    /// The first of this name.
    Named(String),
}

fn row(text: &str) -> Result<Row, Refused> {
    if text.is_empty() {
        return Err(Refused::expected("a header's place or name"));
    }
    Ok(text.parse().map_or_else(|_| Row::Named(text.to_owned()), Row::At))
}

impl FromStr for Action {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let (side_name, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let side = || side_name.parse::<Side>();
        let (row_name, value) = behind.split_once(' ').unwrap_or((behind, ""));
        let value = || value.to_owned();
        Ok(match verb {
            "line" => Self::Line(side()?, behind.to_owned()),
            "name" => Self::Name(side()?, row(row_name)?, value()),
            "value" => Self::Value(side()?, row(row_name)?, value()),
            "add" => Self::Add(side()?, behind.to_owned()),
            "remove" => Self::Remove(side()?, row(behind)?),
            "double" => Self::Double(side()?, row(behind)?),
            "up" => Self::Up(side()?, row(behind)?),
            "down" => Self::Down(side()?, row(behind)?),
            "own" if rest.is_empty() => Self::Own,
            "origins" => Self::Origins(rest.to_owned()),
            "protocols" => Self::Protocols(rest.to_owned()),
            "deflate" if rest.is_empty() => Self::Deflate,
            "head-max" => Self::HeadMax(rest.to_owned()),
            "headers-max" => Self::HeadersMax(rest.to_owned()),
            "hex" if rest.is_empty() => Self::Hex,
            "preset" => Self::Preset(rest.parse().ok()),
            "follow-key" if rest.is_empty() => Self::FollowKey,
            _ => return Err(Refused::one_of(VERBS)),
        })
    }
}
