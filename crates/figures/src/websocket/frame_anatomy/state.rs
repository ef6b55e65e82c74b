//! The bytes, what is looked at of them, and what the actions do to both.

use std::ops::Range;

use figure_kit::components::dissection::Walk;
use figure_kit::playback::Go;
use websocket::connection::Limits;
use websocket::frame::Opcode;

use super::action::{Action, End};
use super::build::Build;
use super::part::{FieldKind, FramePart, Width};
use super::reading::{self, Anatomy};
use crate::websocket::notation::{self, Misread, Notation};
use figure_kit::legible::spaced_hex;

/// The most bytes that are kept.
pub(super) const BYTES_MAX: usize = 4 << 20;

/// The longest text that a field shows; the bytes of a longer one are kept, and their number is
/// shown.
const TEXT_MAX: usize = 4_000;

/// The longest payload that can be edited as a whole.
pub(super) const PAYLOAD_EDIT_MAX: usize = 1_000;

/// The key that a frame gets when it begins to be masked: that of RFC 6455 §5.7.
const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// The figure's state.
#[derive(Debug, Clone)]
pub struct FrameAnatomy {
    pub(super) from: End,
    pub(super) source: Source,
    pub(super) bytes: Vec<u8>,
    pub(super) anatomy: Anatomy,
    /// The place in [`Anatomy::frames`] of the frame that is looked at.
    pub(super) frame: usize,
    /// The selected bit, counted from the frame's first.
    pub(super) selected: Option<usize>,
    /// What is being typed and is no key or no payload yet.
    pub(super) draft: Option<(Draft, String)>,
}

/// Where the bytes came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A text, with its notation and what could not be read.
    Typed { text: String, notation: Notation, misread: Option<Misread> },
    /// A text too long to be shown; whether more bytes were given than are kept.
    Long { is_cut: bool },
}

figure_kit::names! {
    /// A field that is being typed in.
    pub enum Draft {
        /// The masking key.
        Key = "key",
        /// The payload in hex.
        Data = "data",
    }
}

impl Default for FrameAnatomy {
    fn default() -> Self {
        let from = End::Client;
        Self {
            from,
            source: Source::of(&[]),
            bytes: Vec::new(),
            anatomy: reading::read(&[], from.role(), Limits::default()),
            frame: 0,
            selected: None,
            draft: None,
        }
    }
}

impl Source {
    /// The text that the figure writes for these bytes.
    fn of(bytes: &[u8]) -> Self {
        if bytes.len() * 3 > TEXT_MAX {
            return Self::Long { is_cut: false };
        }
        Self::Typed { text: spaced_hex(bytes), notation: Notation::Hex, misread: None }
    }
}

/// What is shown.
impl FrameAnatomy {
    /// The frame that is looked at.
    pub(super) fn part(&self) -> Option<&FramePart> {
        self.anatomy.frames.get(self.frame)
    }

    /// The bytes as the text field shows them; `None` if they are too many.
    pub(super) fn shown_text(&self) -> Option<&str> {
        match &self.source {
            Source::Typed { text, .. } => Some(text),
            Source::Long { .. } => None,
        }
    }

    /// How many bits of the frame are there.
    pub(super) fn bits_len(&self) -> usize {
        self.part().map_or(0, |part| (part.end() - part.start) * 8)
    }

    /// The bits that are selected together with this one: a field's, or a byte's of the payload.
    pub(super) fn stretch(&self, bit: usize) -> Range<usize> {
        match self.part().and_then(|part| part.field_at(bit, &self.bytes)) {
            Some(field) if field.kind != FieldKind::Payload => field.range(),
            _ => bit & !7..(bit & !7) + 8,
        }
    }

    /// Whether the frame that is looked at is one of data, whole and of at least two bytes.
    pub(super) fn can_split(&self) -> bool {
        self.part().is_some_and(|part| {
            let is_data = part.opcode().is_ok_and(|opcode| !opcode.is_control());
            is_data
                && part.missing().is_none()
                && (2..=PAYLOAD_EDIT_MAX).contains(&part.payload_len)
        })
    }
}

/// What is done.
impl FrameAnatomy {
    /// Takes the bytes of a text.
    pub(super) fn set_text(&mut self, text: &str) {
        let mut reading = notation::read(text);
        let is_cut = reading.bytes.len() > BYTES_MAX;
        reading.bytes.truncate(BYTES_MAX);
        self.source = if text.len() > TEXT_MAX {
            Source::Long { is_cut }
        } else {
            let (notation, misread) = (reading.notation, reading.misread);
            Source::Typed { text: text.to_owned(), notation, misread }
        };
        self.set_bytes(reading.bytes);
    }

    pub(super) fn set_from(&mut self, from: End) {
        self.from = from;
        let bytes = std::mem::take(&mut self.bytes);
        self.set_bytes(bytes);
    }

    fn set_bytes(&mut self, bytes: Vec<u8>) {
        self.anatomy = reading::read(&bytes, self.from.role(), Limits::default());
        self.bytes = bytes;
        self.draft = None;
        self.frame = self.frame.min(self.anatomy.frames.len().saturating_sub(1));
        self.keep_selection();
    }

    /// Drops a selection that no longer points anywhere.
    pub(super) fn keep_selection(&mut self) {
        let len = self.bits_len();
        self.selected = self.selected.filter(|bit| *bit < len);
    }

    /// Puts other bytes in the place of some, as the figure's own controls do.
    fn splice(&mut self, range: Range<usize>, new: &[u8]) {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.splice(range, new.iter().copied());
        bytes.truncate(BYTES_MAX);
        self.source = Source::of(&bytes);
        self.set_bytes(bytes);
    }

    /// Builds the frame that is looked at anew, with one thing changed.
    fn rebuild(&mut self, change: impl FnOnce(&mut Build)) {
        let Some(part) = self.part().copied() else { return };
        if part.payload_len > PAYLOAD_EDIT_MAX {
            return;
        }
        let mut build = Build::of(&part, &self.bytes);
        change(&mut build);
        build.payload.truncate(PAYLOAD_EDIT_MAX);
        self.splice(part.start..part.end(), &build.to_bytes());
    }

    pub(super) fn perform(&mut self, action: Action) {
        match action {
            Action::Bytes(text) => self.set_text(&text),
            Action::From(from) => self.set_from(from),
            Action::Frame(go) => self.go(go),
            Action::Select(walk) => self.walk(walk),
            Action::Toggle(bit) => self.toggle(bit),
            Action::Opcode(typed) => {
                if let Some(opcode) = typed.0.filter(|opcode| *opcode < 16) {
                    self.rebuild(|build| build.first = build.first & 0xf0 | opcode);
                }
            }
            Action::Mask => self.rebuild(|build| {
                build.key = if build.key.is_some() { None } else { Some(KEY) };
            }),
            Action::Key(text) => {
                if let Ok(key) = <[u8; 4]>::try_from(&notation::hex_only(&text)[..]) {
                    self.rebuild(|build| build.key = Some(key));
                }
                self.draft = Some((Draft::Key, short(&text)));
            }
            Action::Text(text) => self.rebuild(|build| {
                let end = text.floor_char_boundary(PAYLOAD_EDIT_MAX);
                build.payload = text.as_bytes()[..end].to_vec();
            }),
            Action::Data(text) => {
                let payload = notation::hex_only(&text);
                if !payload.is_empty() || text.trim().is_empty() {
                    self.rebuild(|build| build.payload = payload);
                }
                self.draft = Some((Draft::Data, short(&text)));
            }
            Action::Width(typed) => self.rebuild(|build| {
                build.width = typed.0.unwrap_or(Width::Seven);
            }),
            Action::Add(kind) => self.add(kind.opcode()),
            Action::Remove => {
                if let Some(part) = self.part().copied() {
                    self.splice(part.start..part.end(), &[]);
                }
            }
            Action::Split => self.split(),
            Action::Example(typed) => {
                if let Some((from, hex)) = typed.0.map(super::action::Example::sent) {
                    self.from = from;
                    self.frame = 0;
                    self.selected = None;
                    self.set_text(hex);
                }
            }
        }
    }

    fn go(&mut self, go: Go) {
        let last = self.anatomy.frames.len().saturating_sub(1);
        let frame = match go {
            Go::To(frame) if frame <= last => frame,
            Go::To(_) => self.frame,
            Go::Next => (self.frame + 1).min(last),
            Go::Previous => self.frame.saturating_sub(1),
            Go::First => 0,
            Go::Last => last,
        };
        if frame != self.frame {
            self.frame = frame;
            self.selected = None;
            self.draft = None;
        }
    }

    fn walk(&mut self, walk: Walk) {
        self.selected = walk.from(self.selected, self.bits_len(), &|bit| self.stretch(bit));
    }

    fn toggle(&mut self, bit: usize) {
        let Some(part) = self.part() else { return };
        if bit >= self.bits_len() {
            return;
        }
        let at = part.start + bit / 8;
        let byte = self.bytes[at] ^ 0x80 >> (bit % 8);
        self.selected = Some(bit);
        self.splice(at..at + 1, &[byte]);
    }

    /// A whole frame of this kind behind the one that is looked at.
    fn add(&mut self, opcode: Opcode) {
        let payload = match opcode {
            Opcode::Close => vec![0x03, 0xe8],
            Opcode::Continuation | Opcode::Text => "안녕".as_bytes().to_vec(),
            _ => Vec::new(),
        };
        let key = (self.from == End::Client).then_some(KEY);
        let frame = Build::new(0x80 | opcode as u8, key, payload).to_bytes();
        let at = self.part().map_or(0, FramePart::end);
        let is_first = self.anatomy.frames.is_empty();
        self.splice(at..at, &frame);
        if !is_first {
            self.go(Go::Next);
        }
    }

    /// Cuts a data frame in two: before the selected byte of its payload, or in the middle.
    fn split(&mut self) {
        let Some(part) = self.part().copied() else { return };
        let build = Build::of(&part, &self.bytes);
        if !self.can_split() {
            return;
        }
        let chosen = self.selected.and_then(|bit| (bit / 8).checked_sub(part.header_len));
        let middle = build.payload.len() / 2;
        let at = chosen.filter(|at| (1..build.payload.len()).contains(at)).unwrap_or(middle);
        let (head, tail) = build.payload.split_at(at);
        let first = Build { first: build.first & 0x7f, payload: head.to_vec(), ..build.clone() };
        let second = Build {
            first: build.first & 0x80,
            payload: tail.to_vec(),
            key: build.key,
            width: Width::Seven,
        };
        let both = [first.to_bytes(), second.to_bytes()].concat();
        self.splice(part.start..part.end(), &both);
    }
}

/// As much of a text as is kept while it is typed.
fn short(text: &str) -> String {
    text[..text.floor_char_boundary(TEXT_MAX)].to_owned()
}
