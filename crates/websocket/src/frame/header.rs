//! A frame's header: two to fourteen bytes that say what follows (§5.2).
//!
//! Invariant: a header that decodes is legal as far as it can be judged alone, and a header that
//! is not is refused at the first byte that settles it, however few have arrived.

use crate::{Fault, Role, Rule};

use super::Opcode;

/// The longest header: two bytes, a 64-bit length and a mask.
pub const HEADER_LEN_MAX: usize = 14;

/// The longest payload of a control frame (§5.5).
pub const CONTROL_LEN_MAX: usize = 125;

/// The seven bits that announce a 16-bit and a 64-bit length.
const LEN_16: u8 = 126;
const LEN_64: u8 = 127;

/// What a frame says of itself before its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    /// Whether the frame ends its message.
    pub fin: bool,
    /// The three bits that extensions may use.
    pub reserved: Reserved,
    /// What the frame carries.
    pub opcode: Opcode,
    /// The masking key, in a client's frame.
    pub mask: Option<[u8; 4]>,
    /// Bytes of payload that follow.
    pub payload_len: u64,
}

/// RSV1, RSV2 and RSV3, in the places where they stand in the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Reserved(u8);

impl Reserved {
    /// All three bits clear: no extension.
    pub const NONE: Self = Self(0);
    /// The first bit, which permessage-deflate uses (RFC 7692 §6).
    pub const RSV1: Self = Self(0x40);
    /// The second bit; no registered extension uses it.
    pub const RSV2: Self = Self(0x20);
    /// The third bit; no registered extension uses it.
    pub const RSV3: Self = Self(0x10);

    /// The bits as they stand in a frame's first byte; the other bits are dropped.
    pub const fn of(byte: u8) -> Self {
        Self(byte & 0x70)
    }

    /// The bits as they stand in a frame's first byte.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether all of these bits are set here too.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a reader of frames takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest payload of a data frame.
    pub frame_len_max: u64,
    /// The reserved bits that negotiated extensions use.
    pub reserved: Reserved,
}

impl Default for Limits {
    /// Any length that fits 63 bits, and no extension.
    fn default() -> Self {
        Self { frame_len_max: u64::MAX >> 1, reserved: Reserved::NONE }
    }
}

/// A header as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoded {
    bytes: [u8; HEADER_LEN_MAX],
    len: u8,
}

impl Encoded {
    /// The bytes that go on the wire.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

impl Header {
    /// Reads a header at the front of `bytes` as `reader` must, and says how long it is.
    ///
    /// `Ok(None)` means that what is there is legal so far and more is needed.
    #[inline]
    pub fn decode(
        bytes: &[u8],
        reader: Role,
        limits: &Limits,
    ) -> Result<Option<(Self, usize)>, Fault> {
        // Most headers are whole and legal. Only the others need to be judged byte by byte.
        match Self::parse(bytes) {
            Some((header, size)) if header.is_legal(size, reader, limits) => {
                Ok(Some((header, size)))
            }
            _ => judge(bytes, reader, limits).map(|()| None),
        }
    }

    /// Writes the header with the shortest length that there is (§5.2).
    #[inline]
    pub fn encode(&self) -> Encoded {
        let mut bytes = [0; HEADER_LEN_MAX];
        bytes[0] = u8::from(self.fin) << 7 | self.reserved.0 | self.opcode as u8;
        let mask_bit = u8::from(self.mask.is_some()) << 7;
        let mut len = 2;
        match self.payload_len {
            small @ 0..=0x7d => bytes[1] = mask_bit | small as u8,
            medium @ 0x7e..=0xffff => {
                bytes[1] = mask_bit | LEN_16;
                bytes[2..4].copy_from_slice(&(medium as u16).to_be_bytes());
                len = 4;
            }
            large => {
                bytes[1] = mask_bit | LEN_64;
                bytes[2..10].copy_from_slice(&large.to_be_bytes());
                len = 10;
            }
        }
        if let Some(key) = self.mask {
            bytes[len..len + 4].copy_from_slice(&key);
            len += 4;
        }
        Encoded { bytes, len: len as u8 }
    }

    /// Takes a whole header apart, judging nothing but the opcode.
    #[inline]
    fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let &[first, second, ref rest @ ..] = bytes else { return None };
        let (payload_len, rest) = match second & 0x7f {
            LEN_16 => {
                let (len, rest) = rest.split_first_chunk()?;
                (u64::from(u16::from_be_bytes(*len)), rest)
            }
            LEN_64 => {
                let (len, rest) = rest.split_first_chunk()?;
                (u64::from_be_bytes(*len), rest)
            }
            len => (u64::from(len), rest),
        };
        let (mask, rest) = if second & 0x80 == 0 {
            (None, rest)
        } else {
            let (key, rest) = rest.split_first_chunk()?;
            (Some(*key), rest)
        };
        let opcode = Opcode::try_from(first).ok()?;
        let header = Self {
            fin: first & 0x80 != 0,
            reserved: Reserved::of(first),
            opcode,
            mask,
            payload_len,
        };
        Some((header, bytes.len() - rest.len()))
    }

    /// Whether [`judge`] would find nothing in a header of this size.
    #[inline]
    fn is_legal(&self, size: usize, reader: Role, limits: &Limits) -> bool {
        let least_len = match size - self.mask.map_or(0, |key| key.len()) {
            4 => LONGEST_7 + 1,
            10 => LONGEST_16 + 1,
            _ => 0,
        };
        let kind_is_legal = if self.opcode.is_control() {
            self.fin && self.payload_len <= LONGEST_7 && self.reserved == Reserved::NONE
        } else {
            self.payload_len <= limits.frame_len_max.min(u64::MAX >> 1)
                && limits.reserved.contains(self.reserved)
                && !(self.opcode == Opcode::Continuation && self.reserved.contains(Reserved::RSV1))
        };
        kind_is_legal
            && self.mask.is_some() == (reader == Role::Server)
            && self.payload_len >= least_len
    }
}

/// The greatest lengths that seven and sixteen bits can say.
const LONGEST_7: u64 = CONTROL_LEN_MAX as u64;
const LONGEST_16: u64 = 0xffff;

/// Finds the first byte that breaks a rule, in as much of the header as is there.
#[cold]
fn judge(bytes: &[u8], reader: Role, limits: &Limits) -> Result<(), Fault> {
    let [first, rest @ ..] = bytes else { return Ok(()) };
    let opcode = judge_first(*first, limits.reserved).map_err(|rule| Fault::new(rule, 0))?;
    let [second, rest @ ..] = rest else { return Ok(()) };
    judge_second(*second, opcode, reader, limits).map_err(|rule| Fault::new(rule, 1))?;
    let (width, least) = match second & 0x7f {
        LEN_16 => (2, LONGEST_7 + 1),
        LEN_64 => (8, LONGEST_16 + 1),
        _ => return Ok(()),
    };
    judge_length(rest, width, least, limits)
}

/// FIN, the reserved bits and the opcode.
fn judge_first(first: u8, in_use: Reserved) -> Result<Opcode, Rule> {
    let reserved = Reserved::of(first);
    if !in_use.contains(reserved) {
        return Err(Rule::ReservedBit);
    }
    let opcode = Opcode::try_from(first).map_err(|_| Rule::ReservedOpcode)?;
    if opcode.is_control() && first & 0x80 == 0 {
        return Err(Rule::FragmentedControl);
    }
    match opcode {
        _ if opcode.is_control() && reserved.contains(Reserved::RSV1) => {
            Err(Rule::CompressedControl)
        }
        _ if opcode.is_control() && reserved != Reserved::NONE => Err(Rule::ReservedBit),
        Opcode::Continuation if reserved.contains(Reserved::RSV1) => {
            Err(Rule::CompressedContinuation)
        }
        _ => Ok(opcode),
    }
}

/// The mask bit and the seven bits of length.
fn judge_second(second: u8, opcode: Opcode, reader: Role, limits: &Limits) -> Result<(), Rule> {
    match (reader, second & 0x80 != 0) {
        (Role::Server, false) => return Err(Rule::UnmaskedClient),
        (Role::Client, true) => return Err(Rule::MaskedServer),
        _ => {}
    }
    let len = u64::from(second & 0x7f);
    if opcode.is_control() && len > LONGEST_7 {
        return Err(Rule::LongControl);
    }
    let least = match second & 0x7f {
        LEN_16 => LONGEST_7 + 1,
        LEN_64 => LONGEST_16 + 1,
        _ => len,
    };
    if !opcode.is_control() && least > limits.frame_len_max {
        return Err(Rule::FrameTooLong);
    }
    Ok(())
}

/// The bytes of a long length, each judged by what it leaves possible.
fn judge_length(bytes: &[u8], width: u32, least: u64, limits: &Limits) -> Result<(), Fault> {
    let mut so_far = 0;
    for (&byte, place) in bytes.iter().zip(0..width) {
        let at = u64::from(place) + 2;
        if width == 8 && place == 0 && byte & 0x80 != 0 {
            return Err(Fault::new(Rule::LengthTopBit, at));
        }
        so_far = so_far << 8 | u64::from(byte);
        let unknown_bits = 8 * (width - 1 - place);
        let smallest = so_far << unknown_bits;
        let greatest = smallest | ((1 << unknown_bits) - 1);
        if greatest < least {
            return Err(Fault::new(Rule::NonMinimalLength, at));
        }
        if smallest > limits.frame_len_max {
            return Err(Fault::new(Rule::FrameTooLong, at));
        }
    }
    Ok(())
}
