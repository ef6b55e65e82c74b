//! Frame anatomy: bytes of one direction taken apart frame by frame, every bit with its meaning.
//!
//! [`notation`] reads what a reader pastes, [`reading`] takes the bytes apart and has them
//! judged, [`meaning`] says it in words, [`text`] prints it for a terminal.
//!
//! Invariants: the anatomy is always that of the bytes; the frame and the bit that are selected
//! exist. However many bytes there are, the view draws a bounded window of them.

mod action;
mod edit;
mod glyphs;
pub mod meaning;
pub mod notation;
pub mod part;
pub mod reading;
mod select;
mod state;
pub mod text;
mod view;

use websocket::Role;
use websocket::connection::Limits;

use crate::figure::{Context, Figure, Refused};
use crate::legible::spaced_hex;
use crate::node::Node;
use crate::words::Words;
use action::Action;
use notation::Misread;
use part::FramePart;
use reading::{Anatomy, Outcome};

/// The most bytes that are kept.
const BYTES_MAX: usize = 4 << 20;

/// The longest text that a field shows; the bytes of a longer one are kept, and their number is
/// shown.
const TEXT_MAX: usize = 4_000;

/// The longest payload that can be edited as a whole.
const PAYLOAD_EDIT_MAX: usize = 1_000;

/// The figure's state.
#[derive(Debug, Clone)]
pub struct FrameAnatomy {
    from: Role,
    source: Source,
    bytes: Vec<u8>,
    anatomy: Anatomy,
    /// The place in [`Anatomy::frames`] of the frame that is looked at.
    frame: usize,
    /// The selected bit, counted from the frame's first.
    selected: Option<usize>,
    /// What is being typed and is no key or no payload yet.
    draft: Option<Draft>,
}

/// Where the bytes came from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// A text, with its notation and what could not be read.
    Typed { text: String, notation: notation::Notation, misread: Option<Misread> },
    /// A text too long to be shown; whether more bytes were given than are kept.
    Long { is_cut: bool },
}

/// A field that is being typed in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Draft {
    Key(String),
    Data(String),
}

impl Default for FrameAnatomy {
    fn default() -> Self {
        Self {
            from: Role::Client,
            source: Source::of(&[]),
            bytes: Vec::new(),
            anatomy: reading::read(&[], Role::Client, Limits::default()),
            frame: 0,
            selected: None,
            draft: None,
        }
    }
}

impl FrameAnatomy {
    /// The frame that is looked at.
    fn part(&self) -> Option<&FramePart> {
        self.anatomy.frames.get(self.frame)
    }

    /// The bytes as the text field shows them; `None` if they are too many.
    fn shown_text(&self) -> Option<&str> {
        match &self.source {
            Source::Typed { text, .. } => Some(text),
            Source::Long { .. } => None,
        }
    }
}

impl Figure for FrameAnatomy {
    type Action = Action;

    const ACTIONS: &'static [&'static str] = action::VERBS;

    const SETTINGS: &'static [&'static str] = &["bytes", "from", "frame", "selected", "draft"];

    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        let number = || value.parse().map_err(|_| Refused::expected("a number"));
        match name {
            "bytes" => self.set_text(value),
            "from" => self.set_from(action::end(value)?),
            "frame" => {
                let frame = number()?;
                if frame > 0 && frame >= self.anatomy.frames.len() {
                    return Err(Refused::expected("a frame that is there"));
                }
                self.frame = frame;
                self.keep_selection();
            }
            "selected" if value.is_empty() => self.selected = None,
            "selected" => {
                let bit = number()?;
                if bit >= self.bits_len() {
                    return Err(Refused::expected("a bit that is there"));
                }
                self.selected = Some(bit);
            }
            "draft" => self.draft = Draft::read(value)?,
            _ => return Err(Refused::one_of(Self::SETTINGS)),
        }
        Ok(())
    }

    fn setting(&self, name: &str) -> String {
        match name {
            "bytes" => self.shown_text().map_or_else(|| spaced_hex(&self.bytes), str::to_owned),
            "from" => action::end_name(self.from).to_owned(),
            "frame" => self.frame.to_string(),
            "selected" => self.selected.map(|bit| bit.to_string()).unwrap_or_default(),
            _ => self.draft.as_ref().map(Draft::write).unwrap_or_default(),
        }
    }

    fn fits_link(&self) -> bool {
        self.shown_text().is_some()
    }

    fn update(&mut self, action: Action, context: &mut Context<'_>) {
        let before = meaning::verdict(&self.anatomy, context.words).line;
        let selects = matches!(action, Action::Select(_) | Action::Frame(_));
        self.perform(action);
        if selects {
            let said = view::spoken_selection(self, context.words);
            context.announce(said);
        }
        // While bytes are typed, only a verdict that has changed is worth a word.
        let after = meaning::verdict(&self.anatomy, context.words).line;
        if after != before {
            context.announce(after);
        }
    }

    fn view(&self, words: &Words) -> Node {
        view::whole(self, words)
    }

    fn fact(&self, name: &str) -> Option<String> {
        let part = self.part();
        Some(match name {
            "verdict" => verdict_fact(&self.anatomy),
            "bytes" => spaced_hex(&self.bytes),
            "frames" => self.anatomy.frames_len.to_string(),
            "opcode" => match part?.opcode() {
                Ok(opcode) => format!("{opcode:?}").to_ascii_lowercase(),
                Err(number) => format!("{number:x}"),
            },
            "fin" => u8::from(part?.fin()).to_string(),
            "length" => part?.length?.to_string(),
            "payload" => spaced_hex(&part?.plain(&self.bytes, part?.payload())),
            "text" => String::from_utf8(part?.plain(&self.bytes, part?.payload())).ok()?,
            "delivered" => {
                let each = self.anatomy.delivered.iter();
                each.map(|delivered| format!("{delivered:?}")).collect::<Vec<_>>().join("; ")
            }
            _ => return None,
        })
    }
}

/// The verdict for `expect` lines.
fn verdict_fact(anatomy: &Anatomy) -> String {
    match anatomy.verdict.outcome() {
        Outcome::Fault(fault) => {
            let (rule, at) = (fault.rule, fault.at);
            format!("{rule:?} at byte {at}, {}, close {}", rule.clause(), rule.close_code())
        }
        Outcome::Incomplete(missing) if missing.or_more => {
            format!("at least {} missing", missing.bytes)
        }
        Outcome::Incomplete(missing) => format!("{} missing", missing.bytes),
        Outcome::OpenMessage(_) => "open message".to_owned(),
        Outcome::AfterClose { at } => format!("closed at byte {at}"),
        Outcome::Empty => "empty".to_owned(),
        Outcome::Legal => "legal".to_owned(),
    }
}

#[cfg(test)]
mod tests;
