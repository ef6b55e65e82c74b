//! A linked program, with what its linker knew: which number in it stands for which function and
//! which data.
//!
//! Invariant: a relocation says what stands at its place, and every byte of data belongs to a
//! symbol or is zero. A program of which that is not true, or that holds what this reader does not
//! know, is refused.

use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use wasmparser::{
    ConstExpr, CustomSectionReader, DataKind, DefinedDataSymbol, ElementItems, ElementKind,
    ExternalKind, FuncType, GlobalType, ImportSectionReader, KnownCustom, Linking, MemoryType,
    Name, Operator, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo, TableType,
    TypeRef,
};

/// How many bytes a number takes that the linker wrote into code.
pub(super) const PADDED_LEN: usize = 5;

/// A linked program.
#[derive(Debug, Default)]
pub(super) struct Program<'a> {
    pub(super) bytes: &'a [u8],
    /// The sections of types, imports and globals as they stand.
    pub(super) types: Range<usize>,
    pub(super) imports: Range<usize>,
    pub(super) globals: Range<usize>,
    pub(super) signatures: Vec<FuncType>,
    /// The type of every function, the imported ones first.
    pub(super) kinds: Vec<u32>,
    /// How many functions are imported.
    pub(super) imported: u32,
    /// The bodies of the others.
    pub(super) bodies: Vec<Range<usize>>,
    pub(super) global_types: Vec<GlobalType>,
    pub(super) tables: Vec<TableType>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) exports: Vec<(&'a str, ExternalKind, u32)>,
    /// Which function stands where in the table.
    pub(super) slots: BTreeMap<u32, u32>,
    pub(super) segments: Vec<Segment>,
    /// What the memory holds at first, in pieces that are there whole or not at all.
    pub(super) blocks: Vec<Block<'a>>,
    /// What the code refers to, and the data, in the order of places.
    pub(super) code: Vec<Reference>,
    pub(super) data: Vec<Reference>,
    pub(super) names: HashMap<u32, &'a str>,
    /// Custom sections that are not the linker's.
    pub(super) customs: Vec<(&'a str, &'a [u8])>,
}

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
#[derive(Default)]
struct Links<'a> {
    symbols: Vec<SymbolInfo<'a>>,
    relocations: Vec<(u32, Vec<RelocationEntry>)>,
    /// The index and the first byte of the sections of code and data.
    code: (u32, usize),
    data: (u32, usize),
}

impl<'a> Program<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut program = Self { bytes, ..Self::default() };
        let mut links = Links::default();
        let mut section = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            let counts = payload
                .as_section()
                .is_some_and(|_| !matches!(payload, Payload::CodeSectionEntry(_)));
            program.take(payload, section, &mut links)?;
            section += u32::from(counts);
        }
        ensure!(
            !links.symbols.is_empty() && !links.relocations.is_empty(),
            "the program was linked without --emit-relocs"
        );
        ensure!(
            program.tables.len() == 1 && program.memories.len() == 1,
            "the program has {} tables and {} memories, not one of each",
            program.tables.len(),
            program.memories.len()
        );
        program.blocks = program.blocks_of(&links.symbols)?;
        program.check_rest()?;
        program.link(&links)?;
        Ok(program)
    }

    fn take(&mut self, payload: Payload<'a>, section: u32, links: &mut Links<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                self.types = types.range();
                let all = types.into_iter_err_on_gc_types().collect::<Result<_, _>>();
                self.signatures = all?;
            }
            Payload::ImportSection(imports) => self.take_imports(imports)?,
            Payload::FunctionSection(kinds) => {
                for kind in kinds {
                    self.kinds.push(kind?);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(memories) => {
                self.memories = memories.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::GlobalSection(globals) => {
                self.globals = globals.range();
                for global in globals {
                    self.global_types.push(global?.ty);
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    self.exports.push((export.name, export.kind, export.index));
                }
            }
            Payload::ElementSection(elements) => {
                for element in elements {
                    self.take_element(&element?)?;
                }
            }
            Payload::CodeSectionStart { range, .. } => links.code = (section, range.start),
            Payload::CodeSectionEntry(body) => self.bodies.push(body.range()),
            Payload::DataSection(data) => {
                links.data = (section, data.range().start);
                for segment in data {
                    self.take_segment(&segment?)?;
                }
            }
            Payload::CustomSection(custom) => self.take_custom(&custom, links)?,
            Payload::Version { .. } | Payload::DataCountSection { .. } | Payload::End(_) => {}
            other => bail!("the program has a section that is not expected: {other:?}"),
        }
        Ok(())
    }

    fn take_imports(&mut self, imports: ImportSectionReader<'a>) -> Result<()> {
        self.imports = imports.range();
        for import in imports.into_imports() {
            let import = import?;
            let TypeRef::Func(kind) = import.ty else {
                bail!("the program imports {}, which is no function", import.name);
            };
            self.kinds.push(kind);
        }
        self.imported = self.kinds.len() as u32;
        Ok(())
    }

    fn take_custom(
        &mut self,
        custom: &CustomSectionReader<'a>,
        links: &mut Links<'a>,
    ) -> Result<()> {
        match custom.as_known() {
            KnownCustom::Linking(linking) => {
                for part in linking.subsections() {
                    if let Linking::SymbolTable(symbols) = part? {
                        links.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                    }
                }
            }
            KnownCustom::Reloc(relocations) => {
                let entries = relocations.entries().into_iter().collect::<Result<_, _>>()?;
                links.relocations.push((relocations.section_index(), entries));
            }
            KnownCustom::Name(names) => {
                for part in names {
                    if let Name::Function(functions) = part? {
                        for naming in functions {
                            let naming = naming?;
                            self.names.insert(naming.index, naming.name);
                        }
                    }
                }
            }
            _ => self.customs.push((custom.name(), custom.data())),
        }
        Ok(())
    }

    fn take_element(&mut self, element: &wasmparser::Element<'a>) -> Result<()> {
        let (ElementKind::Active { offset_expr, .. }, ElementItems::Functions(functions)) =
            (&element.kind, &element.items)
        else {
            bail!("the table is filled in a way that is not expected");
        };
        for (slot, function) in (number(offset_expr)?..).zip(functions.clone()) {
            self.slots.insert(slot, function?);
        }
        Ok(())
    }

    fn take_segment(&mut self, data: &wasmparser::Data<'a>) -> Result<()> {
        let DataKind::Active { offset_expr, .. } = &data.kind else {
            bail!("the memory is filled in a way that is not expected");
        };
        let bytes = data.range.end - data.data.len()..data.range.end;
        self.segments.push(Segment { address: number(offset_expr)?, bytes });
        Ok(())
    }

    /// Where a symbol's data lies.
    fn address(&self, symbol: DefinedDataSymbol) -> Result<u32> {
        let segment = self.segments.get(symbol.index as usize).with_context(|| {
            format!("a symbol lies in segment {}, which is not there", symbol.index)
        })?;
        Ok(segment.address + symbol.offset)
    }

    fn blocks_of(&self, symbols: &[SymbolInfo<'a>]) -> Result<Vec<Block<'a>>> {
        let mut all = Vec::new();
        for symbol in symbols {
            if let SymbolInfo::Data { name, symbol: Some(place), .. } = *symbol
                && place.size > 0
            {
                let address = self.address(place)?;
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

    /// What no symbol names says nothing.
    fn check_rest(&self) -> Result<()> {
        for segment in &self.segments {
            for (address, at) in (segment.address..).zip(segment.bytes.clone()) {
                if self.bytes[at] != 0 && self.block_at(address).is_none() {
                    bail!("the data at {address} belongs to no symbol");
                }
            }
        }
        Ok(())
    }

    /// The block that an address lies in.
    pub(super) fn block_at(&self, address: u32) -> Option<usize> {
        let index = self.blocks.partition_point(|block| block.range.start <= address);
        let index = index.checked_sub(1)?;
        self.blocks[index].range.contains(&address).then_some(index)
    }

    /// The bytes of a block, unless it is memory that begins as zeros.
    pub(super) fn content(&self, block: usize) -> Option<&'a [u8]> {
        let range = &self.blocks[block].range;
        self.segments.iter().find_map(|segment| {
            let from = segment.bytes.start + range.start.checked_sub(segment.address)? as usize;
            let to = from + range.len();
            (to <= segment.bytes.end).then(|| &self.bytes[from..to])
        })
    }

    /// The address of what stands in the file at a place.
    pub(super) fn address_of(&self, at: usize) -> Option<u32> {
        let segment = self.segments.iter().find(|segment| segment.bytes.contains(&at))?;
        Some(segment.address + (at - segment.bytes.start) as u32)
    }

    fn link(&mut self, links: &Links<'a>) -> Result<()> {
        for (section, entries) in &links.relocations {
            let (start, is_code) = match *section {
                section if section == links.code.0 => (links.code.1, true),
                section if section == links.data.0 => (links.data.1, false),
                // Where the linker describes for debuggers.
                _ => continue,
            };
            let mut references = Vec::with_capacity(entries.len());
            for entry in entries {
                let at = start + entry.offset as usize;
                let target = self.target(entry, at, &links.symbols)?;
                references.push(Reference { at, target });
            }
            references.sort_by_key(|reference| reference.at);
            *(if is_code { &mut self.code } else { &mut self.data }) = references;
        }
        Ok(())
    }

    /// What a relocation stands for; and that it is what stands there.
    fn target(&self, entry: &RelocationEntry, at: usize, symbols: &[SymbolInfo]) -> Result<Target> {
        let found = self.number_at(at, entry.ty)?;
        let symbol = symbols.get(entry.index as usize);
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
                let address = self.address(*place)?;
                let target = self.block_at(address).map_or(Target::Fixed, Target::Block);
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

    /// What the code of a function refers to.
    pub(super) fn references_of(&self, function: u32) -> &[Reference] {
        let Some(body) = self.body(function) else { return &[] };
        within(&self.code, body)
    }

    /// What a block of data refers to.
    pub(super) fn references_in(&self, block: usize) -> &[Reference] {
        let range = &self.blocks[block].range;
        let place = |address: u32| {
            let at = self.segments.iter().find(|segment| {
                let len = segment.bytes.len() as u32;
                (segment.address..segment.address + len).contains(&address)
            })?;
            Some(at.bytes.start + (address - at.address) as usize)
        };
        let Some(from) = place(range.start) else { return &[] };
        within(&self.data, from..from + range.len())
    }

    /// Where the body of a function stands, unless it is imported.
    pub(super) fn body(&self, function: u32) -> Option<Range<usize>> {
        self.bodies.get(function.checked_sub(self.imported)? as usize).cloned()
    }

    pub(super) fn name(&self, function: u32) -> &'a str {
        self.names.get(&function).copied().unwrap_or("a function without a name")
    }

    /// A function's path, without what makes it one version's.
    pub(super) fn path(&self, function: u32) -> String {
        format!("{:#}", rustc_demangle::demangle(self.name(function)))
    }

    pub(super) fn signature(&self, function: u32) -> &FuncType {
        &self.signatures[self.kinds[function as usize] as usize]
    }

    /// How many functions there are, with the imported ones.
    pub(super) fn functions(&self) -> u32 {
        self.kinds.len() as u32
    }
}

fn within(references: &[Reference], range: Range<usize>) -> &[Reference] {
    let from = references.partition_point(|reference| reference.at < range.start);
    let to = references.partition_point(|reference| reference.at < range.end);
    &references[from..to]
}

fn number(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        other => bail!("an address is computed, not given: {other:?}"),
    }
}
