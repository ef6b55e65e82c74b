//! What a compressed payload says, read without writing anything out: letters that stand there
//! themselves, and copies of what was said before (RFC 1951 §3.2).
//!
//! Invariant: data that is not DEFLATE is `None`, and reading ends with the data.

use websocket::Compressor;

/// One thing that the payload says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// A byte that stands there itself.
    Literal,
    /// So many bytes, as they stood so far back.
    Copy { len: usize, distance: usize },
}

/// Bits as DEFLATE takes them: the lowest of a byte first (§3.1.1).
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn bit(&mut self) -> Option<usize> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        Some(bit.into())
    }

    fn number(&mut self, bits: usize) -> Option<usize> {
        let mut number = 0;
        for place in 0..bits {
            number |= self.bit()? << place;
        }
        Some(number)
    }
}

/// A Huffman code: how many codes there are of each length, and what they stand for, in the order
/// of the codes (§3.2.2).
struct Code {
    counts: [usize; 16],
    symbols: Vec<usize>,
}

impl Code {
    fn of(lens: &[u8]) -> Self {
        let mut counts = [0; 16];
        let mut symbols = Vec::new();
        for (len, count) in counts.iter_mut().enumerate().skip(1) {
            for (symbol, _) in lens.iter().enumerate().filter(|(_, it)| usize::from(**it) == len) {
                symbols.push(symbol);
                *count += 1;
            }
        }
        Self { counts, symbols }
    }

    /// The next symbol. Codes of one length are numbers in a row, and their row begins where twice
    /// the end of the shorter ones' would be.
    fn symbol(&self, bits: &mut Bits<'_>) -> Option<usize> {
        let (mut code, mut row, mut known) = (0, 0, 0);
        for count in &self.counts[1..] {
            code = code * 2 + bits.bit()?;
            row *= 2;
            if code < row + count {
                return self.symbols.get(known + code - row).copied();
            }
            row += count;
            known += count;
        }
        None
    }
}

/// The least length or distance of each code, and the bits that are added to it (§3.2.5).
const LENGTHS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
const DISTANCES: [(u16, u8); 30] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 1),
    (7, 1),
    (9, 2),
    (13, 2),
    (17, 3),
    (25, 3),
    (33, 4),
    (49, 4),
    (65, 5),
    (97, 5),
    (129, 6),
    (193, 6),
    (257, 7),
    (385, 7),
    (513, 8),
    (769, 8),
    (1_025, 9),
    (1_537, 9),
    (2_049, 10),
    (3_073, 10),
    (4_097, 11),
    (6_145, 11),
    (8_193, 12),
    (12_289, 12),
    (16_385, 13),
    (24_577, 13),
];

/// The symbol that ends a block.
const END: usize = 256;

/// In which order a block with its own codes tells the lengths of the code for lengths (§3.2.7).
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// What the payload of a compressed message says.
pub(super) fn read(payload: &[u8]) -> Option<Vec<Token>> {
    let bytes = [payload, &Compressor::CUT].concat();
    let mut bits = Bits { bytes: &bytes, at: 0 };
    let mut tokens = Vec::new();
    // A message ends with the block that was cut, and that one ends with a byte.
    while bits.at < bytes.len() * 8 {
        let _is_last = bits.bit()?;
        match bits.number(2)? {
            0 => {
                bits.at = bits.at.next_multiple_of(8);
                let len = bits.number(16)?;
                bits.number(16)?;
                bits.at += len * 8;
                tokens.extend((0..len).map(|_| Token::Literal));
            }
            1 => {
                let lens: Vec<u8> = (0..288).map(fixed_len).collect();
                block(&mut bits, &Code::of(&lens), &Code::of(&[5; 30]), &mut tokens)?;
            }
            2 => {
                let (letters, distances) = own_codes(&mut bits)?;
                block(&mut bits, &letters, &distances, &mut tokens)?;
            }
            _ => return None,
        }
    }
    Some(tokens)
}

/// How long the code of a symbol is in a block without codes of its own (§3.2.6).
const fn fixed_len(symbol: usize) -> u8 {
    match symbol {
        144..256 => 9,
        256..280 => 7,
        _ => 8,
    }
}

fn block(
    bits: &mut Bits<'_>,
    letters: &Code,
    distances: &Code,
    tokens: &mut Vec<Token>,
) -> Option<()> {
    loop {
        match letters.symbol(bits)? {
            END => return Some(()),
            ..END => tokens.push(Token::Literal),
            symbol => {
                let (least, added) = *LENGTHS.get(symbol - END - 1)?;
                let len = usize::from(least) + bits.number(added.into())?;
                let (least, added) = *DISTANCES.get(distances.symbol(bits)?)?;
                let distance = usize::from(least) + bits.number(added.into())?;
                tokens.push(Token::Copy { len, distance });
            }
        }
    }
}

/// The codes that a block brings along (§3.2.7).
fn own_codes(bits: &mut Bits<'_>) -> Option<(Code, Code)> {
    let letters = bits.number(5)? + 257;
    let distances = bits.number(5)? + 1;
    let told = bits.number(4)? + 4;
    let mut lens = [0; 19];
    for place in &ORDER[..told] {
        lens[*place] = bits.number(3)? as u8;
    }
    let code = Code::of(&lens);
    let mut lens: Vec<u8> = Vec::new();
    while lens.len() < letters + distances {
        let (len, times) = match code.symbol(bits)? {
            16 => (*lens.last()?, 3 + bits.number(2)?),
            17 => (0, 3 + bits.number(3)?),
            18 => (0, 11 + bits.number(7)?),
            len => (len as u8, 1),
        };
        lens.extend((0..times).map(|_| len));
    }
    let (letters, distances) = lens.split_at_checked(letters)?;
    Some((Code::of(letters), Code::of(distances)))
}
