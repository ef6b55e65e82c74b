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
            None => match judge(bytes, reader, limits) {
                Ok(()) => Ok(None),
                Err(Broken { rule, at }) => Err(Fault::new(rule, u64::from(at))),
            },
        }
    }

    /// Writes the header with the shortest length that there is (§5.2).
    #[inline]
    pub fn encode(&self) -> Encoded {
        match self.payload_len {
            len @ 0..=LONGEST_7 => self.joined::<2>(u128::from(len) << 8),
            len @ ..=LONGEST_16 => {
                let len = u128::from((len as u16).swap_bytes());
                self.joined::<4>(len << 16 | u128::from(LEN_16) << 8)
            }
            len => {
                let len = u128::from(len.swap_bytes());
                self.joined::<10>(len << 16 | u128::from(LEN_64) << 8)
            }
        }
    }

    /// The header with its length in place, and `LEN` bytes before its mask.
    ///
    /// It is put together in one register: bytes written one by one would have to be waited for
    /// before they can be read as a whole.
    #[inline]
    fn joined<const LEN: usize>(&self, length: u128) -> Encoded {
        let first = u8::from(self.fin) << 7 | self.reserved.0 | self.opcode as u8;
        let start = u128::from(first) | length;
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
    ///
    /// What is rare is settled out of line, by functions that give back no more than fits a
    /// register: a result put together in memory would have to be waited for.
    #[inline]
    pub(crate) fn parse(bytes: &[u8], reader: Role, limits: &Limits) -> Option<(Self, usize)> {
        // With the payload behind it, a header has as many bytes as are looked at.
        let padded;
        let room = if let Some(chunk) = bytes.first_chunk() {
            chunk
        } else {
            padded = padded_if_whole(bytes)?;
            &padded
        };
        let [first, second, ..] = *room;
        let (payload_len, start) = match second & 0x7f {
            len @ 0..LEN_16 => (u64::from(len), 2),
            LEN_16 => {
                let len = u64::from(u16::from_be_bytes(part(room, 2)));
                (len > LONGEST_7).then_some((len, 4))?
            }
            _ => {
                let len = u64::from_be_bytes(part(room, 2));
                // As a signed number, one with its top bit set is too small as well.
                (len.cast_signed() > LONGEST_16.cast_signed()).then_some((len, 10))?
            }
        };
        let is_masked = second & 0x80 != 0;
        if is_masked != (reader == Role::Server) {
            return None;
        }
        // Data that no extension touched, as most frames are, has nothing else to be judged.
        let opcode = match plain_opcode(first) {
            Some(opcode) if payload_len <= limits.frame_len_max => opcode,
            _ => legal_opcode(first, payload_len, limits)?,
        };
        let (mask, size) =
            if is_masked { (Some(part(room, start)), start + 4) } else { (None, start) };
        let (fin, reserved) = (first & 0x80 != 0, Reserved::of(first));
        Some((Self { fin, reserved, opcode, mask, payload_len }, size))
    }
}

/// As many bytes as are asked for, from `start`.
#[inline]
fn part<const LEN: usize>(room: &[u8; HEADER_ROOM], start: usize) -> [u8; LEN] {
    core::array::from_fn(|at| room[start + at])
}

/// A whole header and zeros behind it; `None` if more is needed.
#[cold]
fn padded_if_whole(bytes: &[u8]) -> Option<[u8; HEADER_ROOM]> {
    let start = match bytes.get(1)? & 0x7f {
        LEN_64 => 10,
        LEN_16 => 4,
        _ => 2,
    };
    let size = if bytes[1] & 0x80 != 0 { start + 4 } else { start };
    let mut room = [0; HEADER_ROOM];
    room[..size].copy_from_slice(bytes.get(..size)?);
    Some(room)
}

/// The opcode of data that no extension touched.
#[inline]
const fn plain_opcode(first: u8) -> Option<Opcode> {
    match first & 0x7f {
        0 => Some(Opcode::Continuation),
        1 => Some(Opcode::Text),
        2 => Some(Opcode::Binary),
        _ => None,
    }
}

/// The opcode in the first byte, if its bits and this length go together.
#[inline(never)]
fn legal_opcode(first: u8, payload_len: u64, limits: &Limits) -> Option<Opcode> {
    let reserved = Reserved::of(first);
    let opcode = Opcode::try_from(first).ok()?;
    let is_legal = if opcode.is_control() {
        first & 0x80 != 0 && payload_len <= LONGEST_7 && reserved == Reserved::NONE
    } else {
        payload_len <= limits.frame_len_max
            && limits.reserved.contains(reserved)
            && !(opcode == Opcode::Continuation && reserved.contains(Reserved::RSV1))
    };
    is_legal.then_some(opcode)
}

/// The greatest lengths that seven and sixteen bits can say.
const LONGEST_7: u64 = CONTROL_LEN_MAX as u64;
const LONGEST_16: u64 = 0xffff;

/// A broken rule and its place, in as little as comes back in registers: a fault in memory would
/// keep the legal header beside it there too.
struct Broken {
    rule: Rule,
    at: u8,
}

/// Finds the first byte that breaks a rule, in as much of the header as is there.
#[cold]
#[inline(never)]
fn judge(bytes: &[u8], reader: Role, limits: &Limits) -> Result<(), Broken> {
    let [first, rest @ ..] = bytes else { return Ok(()) };
    let opcode = judge_first(*first, limits.reserved).map_err(|rule| Broken { rule, at: 0 })?;
    let [second, rest @ ..] = rest else { return Ok(()) };
    judge_second(*second, opcode, reader, limits).map_err(|rule| Broken { rule, at: 1 })?;
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
fn judge_length(bytes: &[u8], width: u8, least: u64, limits: &Limits) -> Result<(), Broken> {
    let mut so_far = 0;
    for (&byte, place) in bytes.iter().zip(0..width) {
        let at = place + 2;
        if width == 8 && place == 0 && byte & 0x80 != 0 {
            return Err(Broken { rule: Rule::LengthTopBit, at });
        }
        so_far = so_far << 8 | u64::from(byte);
        let unknown_bits = 8 * (width - 1 - place);
        let smallest = so_far << unknown_bits;
        let greatest = smallest | ((1 << unknown_bits) - 1);
        if greatest < least {
            return Err(Broken { rule: Rule::NonMinimalLength, at });
        }
        if smallest > limits.frame_len_max {
            return Err(Broken { rule: Rule::FrameTooLong, at });
        }
    }
    Ok(())
}
