//! Frame anatomy: bytes of one direction taken apart frame by frame, every bit with its meaning.
//!
//! [`reading`] takes the bytes apart and has them judged, [`meaning`] says it in words, [`text`]
//! prints it for a terminal; the figure shows it and lets every bit be changed.
//!
//! Invariants: the anatomy is always that of the bytes; the frame and the bit that are selected
//! exist. However many bytes there are, the view draws a bounded window of them.

mod action;
mod build;
mod glyphs;
pub mod meaning;
pub mod part;
pub mod reading;
mod state;
pub mod text;
mod view;
mod words;

use figure_kit::figure::{Context, Figure, Refused};
use figure_kit::node::Node;
use figure_kit::setting::Setting;

use action::{Action, End};
use figure_kit::legible::spaced_hex;
use reading::{Anatomy, Delivered, Outcome};
use state::Draft;
pub use state::FrameAnatomy;
use websocket::Fault;
pub use words::Words;

impl Figure for FrameAnatomy {
    type Action = Action;
    type Words = Words;

    const SETTINGS: &'static [Setting<Self>] = figure_kit::settings![FrameAnatomy;
        /// The bytes that one end sent: hex, Base64, a hex dump, a C array or a C string.
        "bytes": String, |it| it.text(), |it, text| {
            it.set_text(&text);
            Ok(())
        };
        /// Who sent them.
        "from": End, |it| it.from, |it, from| {
            it.set_from(from);
            Ok(())
        };
        /// The frame that is looked at, from 0.
        "frame": usize, |it| it.frame, |it, frame| {
            if frame > 0 && frame >= it.anatomy.frames.len() {
                return Err(Refused::expected("a frame that is there"));
            }
            it.frame = frame;
            it.keep_selection();
            Ok(())
        };
        /// The bit of it that is selected, from 0, and with it its field.
        "selected": Option<usize>, |it| it.selected, |it, bit| {
            if bit.is_some_and(|bit| bit >= it.bits_len()) {
                return Err(Refused::expected("a bit that is there"));
            }
            it.selected = bit;
            Ok(())
        };
        /// What is being typed and is no key or no payload yet: `key 37 f`, `data 4`.
        "draft": Option<(Draft, String)> = draft;
    ];

    fn fits_link(&self) -> bool {
        self.shown_text().is_some()
    }

    fn update(&mut self, action: Action, context: &mut Context<'_, Words>) {
        let before = self.verdict(context.words).line;
        let selects = matches!(action, Action::Select(_) | Action::Frame(_));
        self.perform(action);
        if selects {
            context.announce(view::spoken_selection(self, context.words));
        }
        // While bytes are typed, only a verdict that has changed is worth a word.
        let after = self.verdict(context.words).line;
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
            "at" => self.fault().map_or_else(none, |fault| fault.at.to_string()),
            "close" => self.fault().map_or_else(none, |fault| fault.rule.close_code().to_string()),
            "bytes" => spaced_hex(&self.bytes),
            "frames" => self.anatomy.frames_len.to_string(),
            "opcode" => match part?.opcode() {
                Ok(opcode) => format!("{opcode:?}").to_ascii_lowercase(),
                Err(number) => format!("{number:x}"),
            },
            "fin" => u8::from(part?.fin()).to_string(),
            "length" => part?.length?.to_string(),
            // The whole header, as long as its own first two bytes say it is.
            "header" => (part?.header_len + part?.header_missing).to_string(),
            "payload" => spaced_hex(&part?.plain(&self.bytes, part?.payload())),
            "text" => String::from_utf8(part?.plain(&self.bytes, part?.payload())).ok()?,
            "messages" => {
                let is_message = |it: &&Delivered| {
                    matches!(it, Delivered::Text { .. } | Delivered::Binary { .. })
                };
                self.anatomy.delivered.iter().filter(is_message).count().to_string()
            }
            "delivered" => {
                let each = self.anatomy.delivered.iter();
                each.map(|delivered| format!("{delivered:?}")).collect::<Vec<_>>().join("; ")
            }
            _ => return None,
        })
    }
}

impl FrameAnatomy {
    /// The verdict on the bytes; text in which no byte could be read is not judged as legal.
    fn verdict(&self, words: &Words) -> meaning::Said {
        let is_misread = matches!(self.source, state::Source::Typed { misread: Some(_), .. });
        if is_misread && self.bytes.is_empty() {
            return meaning::unread(words);
        }
        meaning::verdict(&self.anatomy, words)
    }

    /// What is wrong with the bytes, if anything is.
    fn fault(&self) -> Option<Fault> {
        match self.anatomy.verdict.outcome() {
            Outcome::Fault(fault) => Some(fault),
            _ => None,
        }
    }

    /// The bytes as a setting says them.
    fn text(&self) -> String {
        self.shown_text().map_or_else(|| spaced_hex(&self.bytes), str::to_owned)
    }
}

/// What a fact says that there is not.
fn none() -> String {
    "none".to_owned()
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
