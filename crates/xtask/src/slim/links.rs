//! What a linker leaves in a program: symbols and relocations, understood.
//!
//! Invariant: a relocation says what stands at its place; one that does not, or of a kind that is
//! not known here, is an error.

use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::ops::Range;
use wasmparser::{DefinedDataSymbol, RelocationEntry, RelocationType, SymbolInfo};

/// How many bytes a number takes that the linker wrote into code.
pub(super) const PADDED_LEN: usize = 5;

/// A part of the memory's first content: its address, and where its bytes stand in the file.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) address: u32,
    pub(super) bytes: Range<usize>,
}

/// The data of a symbol, or of several that overlap, by addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block<'a> {
    pub(super) range: Range<u32>,
    pub(super) name: &'a str,
}

/// A number in the file that stands for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    /// Where the number stands in the file.
    pub(super) at: usize,
    pub(super) target: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// A function that is called.
    Call(u32),
    /// A function by its place in the table.
    Slot(u32),
    /// A block of data.
    Block(usize),
    Global(u32),
    /// What is the same in every file: a type, a table, an address that nothing lies at.
    Fixed,
}

/// What the linker's sections say, before it is understood.
#[derive(Debug, Default)]
pub(super) struct Links<'a> {
    pub(super) symbols: Vec<SymbolInfo<'a>>,
    /// By the index of the section that they are for.
    pub(super) relocations: Vec<(u32, Vec<RelocationEntry>)>,
    /// The index and the first byte of the sections of code and data.
    pub(super) code: (u32, usize),
    pub(super) data: (u32, usize),
}

/// Where everything is that a relocation may stand for.
pub(super) struct Placed<'p> {
    pub(super) bytes: &'p [u8],
    pub(super) slots: &'p BTreeMap<u32, u32>,
    pub(super) segments: &'p [Segment],
    pub(super) blocks: &'p [Block<'p>],
}

impl<'a> Links<'a> {
    /// The data of all symbols, the overlapping ones united, by addresses.
    pub(super) fn blocks(&self, segments: &[Segment]) -> Result<Vec<Block<'a>>> {
        let mut all = Vec::new();
        for symbol in &self.symbols {
            if let SymbolInfo::Data { name, symbol: Some(place), .. } = *symbol
                && place.size > 0
            {
                let address = address(segments, place)?;
                all.push(Block { range: address..address + place.size, name });
            }
        }
        all.sort_by_key(|block| (block.range.start, block.range.end));
        let mut blocks: Vec<Block<'a>> = Vec::new();
        for block in all {
            match blocks.last_mut() {
                Some(last) if block.range.start < last.range.end => {
                    last.range.end = last.range.end.max(block.range.end);
                }
                _ => blocks.push(block),
            }
        }
        Ok(blocks)
    }

    /// What the code refers to, and the data, each in the order of places.
    pub(super) fn references(&self, placed: &Placed<'_>) -> Result<[Vec<Reference>; 2]> {
        let mut found = [Vec::new(), Vec::new()];
        for (section, entries) in &self.relocations {
            // What is for debuggers has relocations too.
            let place = [self.code, self.data].iter().position(|(index, _)| index == section);
            let Some(place) = place else { continue };
            let start = [self.code, self.data][place].1;
            for entry in entries {
                let at = start + entry.offset as usize;
                let symbol = self.symbols.get(entry.index as usize);
                found[place].push(Reference { at, target: placed.target(entry, at, symbol)? });
            }
            found[place].sort_by_key(|reference| reference.at);
        }
        Ok(found)
    }
}

impl Placed<'_> {
    /// What a relocation stands for; and that it is what stands there.
    fn target(
        &self,
        entry: &RelocationEntry,
        at: usize,
        symbol: Option<&SymbolInfo<'_>>,
    ) -> Result<Target> {
        let found = self.number_at(at, entry.ty)?;
        let (target, expected) = match (entry.ty, symbol) {
            (RelocationType::FunctionIndexLeb, Some(SymbolInfo::Func { index, .. })) => {
                (Target::Call(*index), *index)
            }
            (
                RelocationType::TableIndexSleb | RelocationType::TableIndexI32,
                Some(SymbolInfo::Func { index, .. }),
            ) => {
                let function = self.slots.get(&found).copied();
                ensure!(function == Some(*index), "slot {found} does not hold function {index}");
                (Target::Slot(*index), found)
            }
            (
                RelocationType::MemoryAddrLeb
                | RelocationType::MemoryAddrSleb
                | RelocationType::MemoryAddrI32,
                Some(SymbolInfo::Data { symbol, .. }),
            ) => {
                let Some(place) = symbol else { return Ok(Target::Fixed) };
                let address = address(self.segments, *place)?;
                let target = block_at(self.blocks, address).map_or(Target::Fixed, Target::Block);
                (target, address.wrapping_add_signed(i32::try_from(entry.addend)?))
            }
            (RelocationType::GlobalIndexLeb, Some(SymbolInfo::Global { index, .. })) => {
                (Target::Global(*index), *index)
            }
            (RelocationType::TypeIndexLeb, _) => (Target::Fixed, entry.index),
            (RelocationType::TableNumberLeb, Some(SymbolInfo::Table { index, .. })) => {
                (Target::Fixed, *index)
            }
            (kind, symbol) => bail!("a relocation is not understood: {kind:?} of {symbol:?}"),
        };
        ensure!(found == expected, "at byte {at} stands {found}, the linker says {expected}");
        Ok(target)
    }

    fn number_at(&self, at: usize, kind: RelocationType) -> Result<u32> {
        let bytes = self.bytes.get(at..at + kind.extent()).context("a relocation outside")?;
        if let Ok(word) = bytes.try_into() {
            return Ok(u32::from_le_bytes(word));
        }
        let septets = bytes.iter().rev();
        Ok(septets.fold(0_u64, |number, byte| number << 7 | u64::from(byte & 0x7f)) as u32)
    }
}

/// Where a symbol's data lies.
fn address(segments: &[Segment], symbol: DefinedDataSymbol) -> Result<u32> {
    let segment = segments.get(symbol.index as usize).with_context(|| {
        format!("a symbol lies in segment {}, which is not there", symbol.index)
    })?;
    Ok(segment.address + symbol.offset)
}

/// The block that an address lies in.
pub(super) fn block_at(blocks: &[Block<'_>], address: u32) -> Option<usize> {
    let index = blocks.partition_point(|block| block.range.start <= address);
    let index = index.checked_sub(1)?;
    blocks[index].range.contains(&address).then_some(index)
}
