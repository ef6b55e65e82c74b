//! A linked program, with what its linker knew: which number in it stands for which function and
//! which data.
//!
//! Invariant: a relocation says what stands at its place, and every byte of data belongs to a
//! symbol or is zero. A program of which that is not true, or that holds what this reader does not
//! know, is refused.

use super::links::{self, Block, Links, Placed, Reference, Segment};
use anyhow::{Result, bail, ensure};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use wasmparser::{
    ConstExpr, CustomSectionReader, DataKind, ElementItems, ElementKind, ExternalKind, FuncType,
    GlobalType, ImportSectionReader, KnownCustom, Linking, MemoryType, Name, Operator, Parser,
    Payload, TableType, TypeRef,
};

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
        program.blocks = links.blocks(&program.segments)?;
        program.check_rest()?;
        let placed = Placed {
            bytes,
            slots: &program.slots,
            segments: &program.segments,
            blocks: &program.blocks,
        };
        let [code, data] = links.references(&placed)?;
        (program.code, program.data) = (code, data);
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
        links::block_at(&self.blocks, address)
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
