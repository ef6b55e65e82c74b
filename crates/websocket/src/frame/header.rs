//! A frame's header: two to fourteen bytes that say what follows (§5.2).
//!
//! Invariant: a header that decodes is legal as far as it can be judged alone, and a header that
//! is not is refused at the first byte that settles it, however few have arrived.

use alloc::vec::Vec;

use crate::{Fault, Role, Rule};

use super::Opcode;

/// The longest header: two bytes, a 64-bit length and a mask.
pub const HEADER_LEN_MAX: usize = 14;

/// The longest payload of a control frame (§5.5).
pub const CONTROL_LEN_MAX: usize = 125;

/// The seven bits that announce a 16-bit and a 64-bit length.
const LEN_16: u8 = 126;
const LEN_64: u8 = 127;

/// The mask bit, in a header as one number.
const MASK_BIT: u128 = 0x80 << 8;

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

/// Room for any header, as one number of the processor's.
pub const HEADER_ROOM: usize = size_of::<u128>();

/// A header as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoded {
    bytes: [u8; HEADER_ROOM],
    len: usize,
}

impl Encoded {
    /// The bytes that go on the wire.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Adds the bytes to others that go on the wire.
    #[inline]
    pub fn append_to(&self, out: &mut Vec<u8>) {
        // A copy of a fixed length is one instruction, where the right length is a call.
        let end = out.len() + self.len;
        out.extend_from_slice(&self.bytes);
        out.truncate(end);
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
        match Self::parse(bytes, reader, limits) {
            Some(whole) => Ok(Some(whole)),
            None => judge(bytes, reader, limits).map(|()| None),
        }
    }

    /// Writes the header with the shortest length that there is (§5.2).
    #[inline]
    pub fn encode(&self) -> Encoded {
        match self.payload_len {
            len @ 0..=LONGEST_7 => self.joined::<2>(len as u8, 0),
            len @ ..=LONGEST_16 => self.joined::<4>(LEN_16, u64::from((len as u16).swap_bytes())),
            len => self.joined::<10>(LEN_64, len.swap_bytes()),
        }
    }

    /// The header with `LEN` bytes before its mask.
    ///
    /// It is put together in one register: bytes written one by one would have to be waited for
    /// before they can be read as a whole.
    #[inline]
    fn joined<const LEN: usize>(&self, second: u8, length: u64) -> Encoded {
        let first = u8::from(self.fin) << 7 | self.reserved.0 | self.opcode as u8;
        let start = u128::from(u16::from_le_bytes([first, second])) | u128::from(length) << 16;
        let (header, len) = match self.mask {
            Some(key) => {
                let key = u128::from(u32::from_le_bytes(key)) << (8 * LEN);
                (start | MASK_BIT | key, LEN + 4)
            }
            None => (start, LEN),
        };
        Encoded { bytes: header.to_le_bytes(), len }
    }

    /// Takes a header apart; `None` if it is not whole or not legal.
    #[inline]
    pub(crate) fn parse(bytes: &[u8], reader: Role, limits: &Limits) -> Option<(Self, usize)> {
        // With the payload behind it, a header lies in as many bytes as one number takes.
        match bytes.first_chunk() {
            Some(bytes) => Self::parse_padded(u128::from_le_bytes(*bytes), reader, limits),
            None => Self::parse_short(bytes, reader, limits),
        }
    }

    /// The same where less may be there than the header needs.
    fn parse_short(bytes: &[u8], reader: Role, limits: &Limits) -> Option<(Self, usize)> {
        let mut padded = [0; HEADER_ROOM];
        padded[..bytes.len()].copy_from_slice(bytes);
        let whole = Self::parse_padded(u128::from_le_bytes(padded), reader, limits);
        whole.filter(|(_, size)| *size <= bytes.len())
    }

    /// The same for the header in the low bytes of this number.
    #[inline]
    fn parse_padded(bytes: u128, reader: Role, limits: &Limits) -> Option<(Self, usize)> {
        match (bytes >> 8) as u8 & 0x7f {
            LEN_16 => {
                let len = u64::from(((bytes >> 16) as u16).swap_bytes());
                Self::split::<4>(bytes, len, len > LONGEST_7, reader, limits)
            }
            LEN_64 => {
                let len = ((bytes >> 16) as u64).swap_bytes();
                Self::split::<10>(bytes, len, len > LONGEST_16, reader, limits)
            }
            len => Self::split::<2>(bytes, u64::from(len), true, reader, limits),
        }
    }

    /// The header in the low bytes of this number, with `LEN` of them before its mask; `None` if
    /// [`judge`] would find anything.
    #[inline]
    fn split<const LEN: usize>(
        bytes: u128,
        payload_len: u64,
        is_minimal: bool,
        reader: Role,
        limits: &Limits,
    ) -> Option<(Self, usize)> {
        let first = bytes as u8;
        let (fin, reserved) = (first & 0x80 != 0, Reserved::of(first));
        let opcode = Opcode::try_from(first).ok()?;
        let is_legal = if opcode.is_control() {
            fin && payload_len <= LONGEST_7 && reserved == Reserved::NONE
        } else {
            payload_len <= limits.frame_len_max.min(u64::MAX >> 1)
                && limits.reserved.contains(reserved)
                && !(opcode == Opcode::Continuation && reserved.contains(Reserved::RSV1))
        };
        let is_masked = bytes & MASK_BIT != 0;
        if !is_legal || !is_minimal || is_masked != (reader == Role::Server) {
            return None;
        }
        let (mask, size) = if is_masked {
            (Some(((bytes >> (8 * LEN)) as u32).to_le_bytes()), LEN + 4)
        } else {
            (None, LEN)
        };
        Some((Self { fin, reserved, opcode, mask, payload_len }, size))
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
