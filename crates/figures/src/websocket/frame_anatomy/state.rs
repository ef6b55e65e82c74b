//! What the actions do to the bytes.

use websocket::Role;
use websocket::connection::Limits;
use websocket::frame::Opcode;

use super::action::Action;
use super::edit::Build;
use super::part::{FramePart, Width};
use super::{BYTES_MAX, Draft, FrameAnatomy, PAYLOAD_EDIT_MAX, Source, TEXT_MAX};
use super::{notation, reading};
use crate::figure::Refused;
use crate::legible::spaced_hex;

/// The key that a frame gets when it begins to be masked: that of RFC 6455 §5.7.
const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

impl Source {
    /// The text that the figure writes for these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        if bytes.len() * 3 > TEXT_MAX {
            return Self::Long { is_cut: false };
        }
        Self::Typed { text: spaced_hex(bytes), notation: notation::Notation::Hex, misread: None }
    }
}

impl Draft {
    /// Reads the setting.
    pub(super) fn read(text: &str) -> Result<Option<Self>, Refused> {
        match text.split_once(' ').unwrap_or((text, "")) {
            ("", "") => Ok(None),
            ("key", text) => Ok(Some(Self::Key(text.to_owned()))),
            ("data", text) => Ok(Some(Self::Data(text.to_owned()))),
            _ => Err(Refused::one_of(&["key", "data"])),
        }
    }

    /// Writes the setting.
    pub(super) fn write(&self) -> String {
        match self {
            Self::Key(text) => ["key ", text].concat(),
            Self::Data(text) => ["data ", text].concat(),
        }
    }
}

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

    pub(super) fn set_from(&mut self, from: Role) {
        self.from = from;
        let bytes = std::mem::take(&mut self.bytes);
        self.set_bytes(bytes);
    }

    fn set_bytes(&mut self, bytes: Vec<u8>) {
        self.anatomy = reading::read(&bytes, self.from, Limits::default());
        self.bytes = bytes;
        self.draft = None;
        self.frame = self.frame.min(self.anatomy.frames.len().saturating_sub(1));
        self.keep_selection();
    }

    /// Puts other bytes in the place of some, as the figure's own controls do.
    fn splice(&mut self, range: std::ops::Range<usize>, new: &[u8]) {
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
            Action::Frame(walk) => self.walk_frames(walk),
            Action::Select(walk) => self.walk_bits(walk),
            Action::Toggle(bit) => self.toggle(bit),
            Action::Opcode(Some(opcode)) => {
                self.rebuild(|build| build.first = build.first & 0xf0 | opcode);
            }
            Action::Mask => self.rebuild(|build| {
                build.key = if build.key.is_some() { None } else { Some(KEY) };
            }),
            Action::Key(text) => {
                if let Ok(key) = <[u8; 4]>::try_from(&notation::hex_only(&text)[..]) {
                    self.rebuild(|build| build.key = Some(key));
                }
                self.draft = Some(Draft::Key(short(&text)));
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
                self.draft = Some(Draft::Data(short(&text)));
            }
            Action::Width(width) => self.rebuild(|build| {
                build.width = width.unwrap_or(Width::Seven);
            }),
            Action::Add(opcode) => self.add(opcode),
            Action::Remove => {
                if let Some(part) = self.part().copied() {
                    self.splice(part.start..part.end(), &[]);
                }
            }
            Action::Split => self.split(),
            Action::Example(Some(example)) => {
                self.from = example.from;
                self.frame = 0;
                self.selected = None;
                self.set_text(example.hex);
            }
            Action::Opcode(None) | Action::Example(None) => {}
        }
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
        let key = (self.from == Role::Client).then_some(KEY);
        let frame = Build::new(0x80 | opcode as u8, key, payload).to_bytes();
        let at = self.part().map_or(0, FramePart::end);
        let is_first = self.anatomy.frames.is_empty();
        self.splice(at..at, &frame);
        if !is_first {
            self.walk_frames(super::action::Walk::Next);
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

fn short(text: &str) -> String {
    let end = text.floor_char_boundary(TEXT_MAX);
    text[..end].to_owned()
}
