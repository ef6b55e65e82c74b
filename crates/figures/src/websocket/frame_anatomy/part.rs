//! One frame, taken apart as its own bytes say, legal or not.

use std::ops::Range;

use websocket::frame::{Opcode, Reserved, mask};

/// One frame among the bytes, the last one perhaps in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FramePart {
    /// Its number, from 0.
    pub index: usize,
    /// Offset of its first byte.
    pub start: usize,
    /// The first byte: FIN, the reserved bits and the opcode.
    pub first: u8,
    /// The second byte: MASK and seven bits of length.
    pub second: Option<u8>,
    /// The length that is announced; `None` while its bytes are not all there.
    pub length: Option<u64>,
    /// The masking key; `None` without one, or while its bytes are not all there.
    pub key: Option<[u8; 4]>,
    /// Bytes of the header that are there.
    pub header_len: usize,
    /// Bytes of the header that are not, as far as those that are there tell.
    pub header_missing: usize,
    /// Bytes of the payload that are there.
    pub payload_len: usize,
    /// Where it stands in its message.
    pub place: Place,
    /// The kind of message to which the payload belongs; `None` for a control frame and for one
    /// that belongs to no message.
    pub kind: Option<Opcode>,
    /// The kind of the message that was open before this frame.
    pub inside: Option<Opcode>,
    /// The character that an earlier fragment began and this one goes on with.
    pub carried: Carried,
}

/// Where a frame stands in its message (§5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is the whole message.
    Whole,
    /// It begins one.
    First,
    /// It goes on with one.
    Middle,
    /// It ends one.
    Last,
    /// It is a control frame, which may stand between fragments.
    Control,
    /// It belongs to no message: a continuation of none, a start inside one, an unknown opcode.
    Astray,
}

/// The bytes of a character that is not whole yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Carried {
    bytes: [u8; 3],
    len: u8,
}

/// How many bytes a frame lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// This many.
    pub bytes: u64,
    /// Whether it may be more, because the length itself is not whole.
    pub or_more: bool,
}

figure_kit::names! {
    /// How the length is written.
    #[derive(PartialOrd, Ord)]
    pub enum Width {
        /// In the seven bits themselves.
        Seven = "7",
        /// In two more bytes; the seven bits say 126.
        Sixteen = "16",
        /// In eight more bytes; the seven bits say 127.
        SixtyFour = "64",
    }
}

/// A field of a frame, in the order in which they stand (§5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Whether the message ends here.
    Fin,
    /// The first reserved bit.
    Rsv1,
    /// The second reserved bit.
    Rsv2,
    /// The third reserved bit.
    Rsv3,
    /// What the frame carries.
    Opcode,
    /// Whether a key follows.
    Mask,
    /// The seven bits of length.
    Length,
    /// The length in two or eight bytes.
    ExtendedLength,
    /// The masking key.
    Key,
    /// What is carried.
    Payload,
}

/// A field with its place and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Which one.
    pub kind: FieldKind,
    /// Offset of its first bit from the first bit of the frame.
    pub first_bit: usize,
    /// Bits of it that are there.
    pub bits: usize,
    /// What the bits that are there say, as a number; 0 for the payload.
    pub value: u64,
}

impl Field {
    /// Its bits, counted from the frame's first.
    pub const fn range(&self) -> Range<usize> {
        self.first_bit..self.first_bit + self.bits
    }

    /// Its bytes, as offsets from the frame's first byte.
    pub const fn bytes(&self) -> Range<usize> {
        self.first_bit / 8..(self.first_bit + self.bits).div_ceil(8)
    }
}

impl Carried {
    /// The bytes so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// Goes on with the last bytes of a payload: what is left of them is the character that they
    /// begin and do not end.
    pub(super) fn add(&mut self, tail: &[u8]) {
        let all = [self.bytes(), tail].concat();
        let begun = (1..=all.len().min(3)).rev().find_map(|len| {
            let end = &all[all.len() - len..];
            let error = str::from_utf8(end).err()?;
            (error.valid_up_to() == 0 && error.error_len().is_none()).then_some(end)
        });
        *self = Self::default();
        for (place, &byte) in self.bytes.iter_mut().zip(begun.unwrap_or_default()) {
            *place = byte;
            self.len += 1;
        }
    }
}

impl Width {
    /// Bytes of length behind the first two.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Seven => 0,
            Self::Sixteen => 2,
            Self::SixtyFour => 8,
        }
    }

    /// The shortest form for a length, which §5.2 asks for.
    pub const fn of(length: u64) -> Self {
        match length {
            0..=125 => Self::Seven,
            126..=0xffff => Self::Sixteen,
            _ => Self::SixtyFour,
        }
    }
}

impl FramePart {
    /// Takes apart the frame that begins at `start`, where there is at least one byte.
    pub(super) fn read(bytes: &[u8], start: usize, index: usize) -> Self {
        let here = &bytes[start..];
        let mut part = Self {
            index,
            start,
            first: here[0],
            second: here.get(1).copied(),
            length: None,
            key: None,
            header_len: here.len().min(2),
            header_missing: 2 - here.len().min(2),
            payload_len: 0,
            place: Place::Astray,
            kind: None,
            inside: None,
            carried: Carried::default(),
        };
        let Some(second) = part.second else { return part };
        let extended = part.width().bytes();
        let whole = 2 + extended + if second & 0x80 == 0 { 0 } else { 4 };
        part.header_len = here.len().min(whole);
        part.header_missing = whole - part.header_len;
        part.length = match extended {
            0 => Some(u64::from(second & 0x7f)),
            _ => here.get(2..2 + extended).map(number),
        };
        let key_at = 2 + extended;
        part.key = here.get(key_at..whole).and_then(|key| key.try_into().ok());
        let announced = part.length.unwrap_or(0);
        let left = here.len() - part.header_len;
        part.payload_len = usize::try_from(announced).unwrap_or(usize::MAX).min(left);
        part
    }

    /// FIN.
    pub const fn fin(&self) -> bool {
        self.first & 0x80 != 0
    }

    /// RSV1 to RSV3.
    pub const fn reserved(&self) -> Reserved {
        Reserved::of(self.first)
    }

    /// The opcode; the reserved number itself where there is none.
    pub fn opcode(&self) -> Result<Opcode, u8> {
        Opcode::try_from(self.first)
    }

    /// MASK.
    pub fn is_masked(&self) -> bool {
        self.second.is_some_and(|second| second & 0x80 != 0)
    }

    /// How the length is written.
    pub const fn width(&self) -> Width {
        match self.second {
            Some(second) if second & 0x7f == 126 => Width::Sixteen,
            Some(second) if second & 0x7f == 127 => Width::SixtyFour,
            _ => Width::Seven,
        }
    }

    /// Whether a shorter form would have done (§5.2).
    pub fn is_wasteful(&self) -> bool {
        self.length.is_some_and(|length| Width::of(length) < self.width())
    }

    /// Offsets of the payload that is there.
    pub const fn payload(&self) -> Range<usize> {
        let start = self.start + self.header_len;
        start..start + self.payload_len
    }

    /// Offset behind its last byte.
    pub const fn end(&self) -> usize {
        self.payload().end
    }

    /// What it lacks.
    pub fn missing(&self) -> Option<Missing> {
        let payload = self.length.map(|length| length - self.payload_len as u64);
        let bytes = payload.unwrap_or(0).saturating_add(self.header_missing as u64);
        (bytes > 0).then_some(Missing { bytes, or_more: payload.is_none() })
    }

    /// Payload bytes as they were before masking; `range` counts from the first of all bytes and
    /// lies within [`Self::payload`].
    pub fn plain(&self, bytes: &[u8], range: Range<usize>) -> Vec<u8> {
        let phase = range.start.saturating_sub(self.payload().start) % 4;
        let mut plain = bytes.get(range).unwrap_or_default().to_vec();
        if let Some(key) = self.key {
            mask(&mut plain, key, phase);
        }
        plain
    }

    /// The field that holds a bit, counted from the frame's first.
    pub fn field_at(&self, bit: usize, bytes: &[u8]) -> Option<Field> {
        self.fields(bytes).into_iter().find(|field| field.range().contains(&bit))
    }

    /// Every field of which at least one bit is there.
    pub fn fields(&self, bytes: &[u8]) -> Vec<Field> {
        use FieldKind::{ExtendedLength, Fin, Key, Length, Mask, Rsv1, Rsv2, Rsv3};
        let bit = |byte: u8, place: u32| u64::from(byte >> (7 - place) & 1);
        let field = |kind, first_bit, bits, value| Field { kind, first_bit, bits, value };
        let one = |kind, place| field(kind, place as usize, 1, bit(self.first, place));
        let mut fields = vec![one(Fin, 0), one(Rsv1, 1), one(Rsv2, 2), one(Rsv3, 3)];
        fields.push(field(FieldKind::Opcode, 4, 4, u64::from(self.first & 0x0f)));
        let Some(second) = self.second else { return fields };
        fields.push(field(Mask, 8, 1, bit(second, 0)));
        fields.push(field(Length, 9, 7, u64::from(second & 0x7f)));
        let mut at = 2;
        for (kind, len) in
            [(ExtendedLength, self.width().bytes()), (Key, if self.is_masked() { 4 } else { 0 })]
        {
            let end = (at + len).min(self.header_len);
            if at < end {
                let value = number(&bytes[self.start + at..self.start + end]);
                fields.push(field(kind, at * 8, (end - at) * 8, value));
            }
            at += len;
        }
        if self.payload_len > 0 {
            fields.push(field(FieldKind::Payload, self.header_len * 8, self.payload_len * 8, 0));
        }
        fields
    }
}

/// Bytes as one number, the first the greatest.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |so_far, byte| so_far << 8 | u64::from(*byte))
}
