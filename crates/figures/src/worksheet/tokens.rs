//! DEFLATE by hand (RFC 1951): letters, and copies of what stood before, with the fixed codes.
//!
//! What such a text means says the engine, which inflates it.

/// The shortest and the longest copy of a task, and how far back one reaches.
pub(super) const COPY_MIN: usize = 3;
pub(super) const COPY_MAX: usize = 10;
const BACK_MAX: usize = 64;

/// The longest copy that there is (§3.2.5).
pub(super) const LONGEST: usize = 258;

/// What stands for some of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Letter(u8),
    /// So many bytes, as they stood so far back.
    Copy(usize, usize),
}

/// The tokens of a text behind another one: the longest copy wherever there is one, the nearest
/// of the longest.
pub(super) fn tokens(before: &[u8], text: &[u8]) -> Vec<Token> {
    let all = [before, text].concat();
    let mut at = before.len();
    let mut found = Vec::new();
    while at < all.len() {
        let length = |back: usize| {
            let same = (0..COPY_MAX.min(all.len() - at))
                .take_while(|step| all[at + step] == all[at + step - back]);
            same.count()
        };
        // Of equals the last one counts for `max_by_key`, so the farthest come first.
        let backs = (1..=at.min(BACK_MAX)).rev();
        let best = backs.map(|back| (length(back), back)).max_by_key(|(length, _)| *length);
        match best {
            Some((length, back)) if length >= COPY_MIN => {
                found.push(Token::Copy(length, back));
                at += length;
            }
            _ => {
                found.push(Token::Letter(all[at]));
                at += 1;
            }
        }
    }
    found
}

/// Bits, the first the lowest of a byte (§3.1.1).
#[derive(Debug, Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        if self.used.is_multiple_of(8) {
            self.bytes.push(0);
        }
        let last = self.bytes.len() - 1;
        self.bytes[last] |= u8::from(bit) << (self.used % 8);
        self.used += 1;
    }

    /// A number, its lowest bit first.
    fn number(&mut self, value: usize, count: u32) {
        for place in 0..count {
            self.push(value >> place & 1 == 1);
        }
    }

    /// A code, its highest bit first.
    fn code(&mut self, value: usize, count: u32) {
        for place in (0..count).rev() {
            self.push(value >> place & 1 == 1);
        }
    }

    /// A letter or a length by its fixed code (§3.2.6).
    fn symbol(&mut self, symbol: usize) {
        match symbol {
            0..=143 => self.code(0x30 + symbol, 8),
            144..=255 => self.code(0x190 + symbol - 144, 9),
            256..=279 => self.code(symbol - 256, 7),
            _ => self.code(0xc0 + symbol - 280, 8),
        }
    }

    /// How far back (§3.2.5): two codes for each number of extra bits.
    fn distance(&mut self, back: usize) {
        let from = back - 1;
        if from < 4 {
            return self.code(from, 5);
        }
        let extra = from.ilog2() - 1;
        self.code(2 * extra as usize + (from >> extra), 5);
        self.number(from & ((1 << extra) - 1), extra);
    }
}

/// The payload of a compressed message (RFC 7692 §7.2.1): a block with the fixed codes, and the
/// beginning of an empty one whose end is cut off.
pub(super) fn payload(tokens: &[Token]) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.number(0b010, 3);
    for token in tokens {
        match *token {
            Token::Letter(byte) => bits.symbol(byte.into()),
            Token::Copy(length, back) => {
                bits.symbol(if length == LONGEST { 285 } else { 254 + length });
                bits.distance(back);
            }
        }
    }
    bits.symbol(256);
    bits.number(0b000, 3);
    bits.bytes
}
