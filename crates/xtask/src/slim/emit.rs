//! A part of a program as a file of its own.
//!
//! Functions keep their place in the table and data its address, so code is copied as it stands;
//! only what functions and globals are called by has to be written anew. The base has the memory,
//! the table and the stack; every other file asks for them by the names that the base gives out.

use super::links::{PADDED_LEN, Target};
use super::program::Program;
use super::silence::{Edit, Silence};
use anyhow::{Context, Result, ensure};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, FunctionSection, GlobalType, ImportSection, MemoryType, Module,
    NameMap, NameSection, RawSection, RefType, SectionId, TableType, ValType,
};
use wasmparser::ExternalKind;

/// The module that a file's imports come from, and what the base calls its memory and table.
const FROM: &str = "b";
const MEMORY: &str = "memory";
const TABLE: &str = "T";

/// So many zeros are not written: what memory nobody wrote to is zero.
const ZEROS_LEFT_OUT: usize = 10;

/// The bytes of a function that only traps: no locals, `unreachable`, `end`.
const TRAPS: [u8; 3] = [0, 0, 0x0b];
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const I32_CONST: u8 = 0x41;
const I64_CONST: u8 = 0x42;

/// What lies in one file.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) functions: BTreeSet<u32>,
    pub(super) blocks: BTreeSet<usize>,
}

/// What files name of each other: functions and globals, under these names.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) functions: BTreeMap<u32, String>,
    pub(super) globals: BTreeMap<u32, String>,
}

/// Everything that a file is written from.
pub(super) struct Source<'a> {
    pub(super) program: &'a Program<'a>,
    pub(super) silence: &'a Silence,
    pub(super) shared: &'a Shared,
    /// Which part each block of data is in.
    pub(super) owners: &'a HashMap<usize, usize>,
}

/// How functions and globals are counted in a file.
#[derive(Default)]
struct Indices {
    functions: HashMap<u32, u32>,
    globals: HashMap<u32, u32>,
}

impl Source<'_> {
    /// The file that holds this part; `is_base` is the one that all others come after.
    pub(super) fn emit(&self, number: usize, part: &Part, is_base: bool) -> Result<Vec<u8>> {
        let program = self.program;
        let mut module = Module::new();
        let mut indices = Indices::default();
        copy(program, SectionId::Type, &program.types, &mut module);
        if is_base {
            copy(program, SectionId::Import, &program.imports, &mut module);
            indices.functions.extend((0..program.imported).map(|index| (index, index)));
            let globals = 0..program.global_types.len() as u32;
            indices.globals.extend(globals.map(|index| (index, index)));
        } else {
            module.section(&self.imports(part, &mut indices)?);
        }
        let mut kinds = FunctionSection::new();
        let first = indices.functions.len() as u32;
        for (index, function) in (first..).zip(&part.functions) {
            kinds.function(program.kinds[*function as usize]);
            indices.functions.insert(*function, index);
        }
        module.section(&kinds);
        if is_base {
            self.own(&mut module);
        }
        module.section(&self.exports(part, &indices, is_base)?);
        module.section(&self.elements(part, &indices));
        let mut code = CodeSection::new();
        for function in &part.functions {
            code.raw(&self.body(*function, &indices)?);
        }
        module.section(&code);
        let mut data = DataSection::new();
        for (address, bytes) in self.data(number, part) {
            data.active(0, &ConstExpr::i32_const(address.cast_signed()), bytes);
        }
        module.section(&data);
        if is_base {
            for (name, bytes) in &program.customs {
                let (name, data) = (Cow::Borrowed(*name), Cow::Borrowed(*bytes));
                module.section(&CustomSection { name, data });
            }
        }
        module.section(&self.names(&indices));
        Ok(module.finish())
    }

    /// The base's memory, table and globals.
    fn own(&self, module: &mut Module) {
        let program = self.program;
        let mut tables = wasm_encoder::TableSection::new();
        tables.table(table_type(program));
        module.section(&tables);
        let mut memories = wasm_encoder::MemorySection::new();
        memories.memory(memory_type(program));
        module.section(&memories);
        copy(program, SectionId::Global, &program.globals, module);
    }

    fn imports(&self, part: &Part, indices: &mut Indices) -> Result<ImportSection> {
        let mut imports = ImportSection::new();
        imports.import(FROM, MEMORY, memory_type(self.program));
        imports.import(FROM, TABLE, table_type(self.program));
        for target in part.functions.iter().flat_map(|function| self.targets(*function)) {
            match target {
                Target::Call(function)
                    if !part.functions.contains(&function)
                        && !indices.functions.contains_key(&function) =>
                {
                    indices.functions.insert(function, indices.functions.len() as u32);
                    let name = &self.shared.functions[&function];
                    let kind = self.program.kinds[function as usize];
                    imports.import(FROM, name, EntityType::Function(kind));
                }
                Target::Global(global) if !indices.globals.contains_key(&global) => {
                    indices.globals.insert(global, indices.globals.len() as u32);
                    let name = &self.shared.globals[&global];
                    imports.import(FROM, name, global_type(self.program, global)?);
                }
                _ => {}
            }
        }
        Ok(imports)
    }

    /// What a function still says.
    pub(super) fn targets(&self, function: u32) -> impl Iterator<Item = Target> {
        let references = self.program.references_of(function).iter();
        let traps = self.silence.traps.contains(&function);
        let kept = references.filter(move |it| !traps && self.silence.keeps(it.at));
        kept.map(|reference| reference.target)
    }

    fn exports(&self, part: &Part, indices: &Indices, is_base: bool) -> Result<ExportSection> {
        let mut exports = ExportSection::new();
        for (function, name) in &self.shared.functions {
            if part.functions.contains(function) {
                exports.export(name, ExportKind::Func, indices.functions[function]);
            }
        }
        if !is_base {
            return Ok(exports);
        }
        for (global, name) in &self.shared.globals {
            exports.export(name, ExportKind::Global, *global);
        }
        exports.export(TABLE, ExportKind::Table, 0);
        for (name, kind, index) in &self.program.exports {
            let taken = self.shared.functions.values().chain(self.shared.globals.values());
            ensure!(
                *name != TABLE && taken.into_iter().all(|other| other != name),
                "the program exports `{name}`, which files call something else by"
            );
            match kind {
                ExternalKind::Func => {
                    let own =
                        indices.functions.get(index).context("an export is not in the base")?;
                    exports.export(name, ExportKind::Func, *own);
                }
                ExternalKind::Global => drop(exports.export(name, ExportKind::Global, *index)),
                ExternalKind::Memory => drop(exports.export(name, ExportKind::Memory, *index)),
                ExternalKind::Table => drop(exports.export(name, ExportKind::Table, *index)),
                other => anyhow::bail!("the export {name} is not expected: {other:?}"),
            }
        }
        Ok(exports)
    }

    fn elements(&self, part: &Part, indices: &Indices) -> ElementSection {
        let mut runs: Vec<(u32, Vec<u32>)> = Vec::new();
        for (slot, function) in &self.program.slots {
            if !part.functions.contains(function) {
                continue;
            }
            let index = indices.functions[function];
            match runs.last_mut() {
                Some((from, run)) if *from + run.len() as u32 == *slot => run.push(index),
                _ => runs.push((*slot, vec![index])),
            }
        }
        let mut elements = ElementSection::new();
        for (slot, run) in runs {
            let offset = ConstExpr::i32_const(slot.cast_signed());
            elements.active(None, &offset, Elements::Functions(Cow::Owned(run)));
        }
        elements
    }

    /// A function's body with what is called otherwise in this file.
    fn body(&self, function: u32, indices: &Indices) -> Result<Vec<u8>> {
        if self.silence.traps.contains(&function) {
            return Ok(TRAPS.to_vec());
        }
        let range = self.program.body(function).context("a function without a body")?;
        let mut body = self.program.bytes[range.clone()].to_vec();
        for (at, len, edit) in self.silence.within(range.clone()) {
            let place = &mut body[at - range.start..at - range.start + len];
            place.fill(NOP);
            match edit {
                Edit::Nothing => {}
                Edit::Trap => place[0] = UNREACHABLE,
                Edit::Zero(wasmparser::ValType::I64) => {
                    place[..2].copy_from_slice(&[I64_CONST, 0]);
                }
                Edit::Zero(_) => place[..2].copy_from_slice(&[I32_CONST, 0]),
            }
        }
        for reference in self.program.references_of(function) {
            let index = match reference.target {
                Target::Call(callee) => indices.functions.get(&callee),
                Target::Global(global) => indices.globals.get(&global),
                _ => continue,
            };
            if self.silence.keeps(reference.at) {
                let index = index.with_context(|| {
                    format!("{} names what its file has not", self.program.name(function))
                })?;
                let at = reference.at - range.start;
                body[at..at + PADDED_LEN].copy_from_slice(&padded(*index));
            }
        }
        Ok(body)
    }

    /// What the part puts into memory. What lies between two of its blocks and is no other part's
    /// may be written too: as zeros, which a few of cost less than to begin anew.
    fn data(&self, number: usize, part: &Part) -> Vec<(u32, Vec<u8>)> {
        let mut joined: Vec<(u32, Vec<u8>)> = Vec::new();
        let mut last = None;
        for block in &part.blocks {
            let Some(bytes) = self.program.content(*block) else { continue };
            let start = self.program.blocks[*block].range.start;
            let between = last.map_or(0..0, |last: usize| last + 1..*block);
            let is_free = between
                .into_iter()
                .all(|other| self.owners.get(&other).is_none_or(|owner| *owner == number));
            match joined.last_mut() {
                Some((address, run)) if is_free => {
                    run.resize((start - *address) as usize, 0);
                    run.extend_from_slice(bytes);
                }
                _ => joined.push((start, bytes.to_vec())),
            }
            last = Some(*block);
        }
        joined.iter().flat_map(|(address, bytes)| without_zeros(*address, bytes)).collect()
    }

    fn names(&self, indices: &Indices) -> NameSection {
        let mut counted: Vec<(u32, u32)> =
            indices.functions.iter().map(|(function, index)| (*index, *function)).collect();
        counted.sort_unstable();
        let mut functions = NameMap::new();
        for (index, function) in counted {
            functions.append(index, self.program.name(function));
        }
        let mut names = NameSection::new();
        names.functions(&functions);
        names
    }
}

/// Takes a section over as it stands, if there is one.
fn copy(program: &Program<'_>, id: SectionId, range: &Range<usize>, module: &mut Module) {
    if !range.is_empty() {
        module.section(&RawSection { id: id.into(), data: &program.bytes[range.clone()] });
    }
}

/// A number as the linker writes it, in as many bytes as the largest takes.
fn padded(number: u32) -> [u8; PADDED_LEN] {
    let septet = |index: usize| (number >> (7 * index)) as u8 & 0x7f;
    std::array::from_fn(|index| septet(index) | if index + 1 < PADDED_LEN { 0x80 } else { 0 })
}

/// The runs between long rows of zeros, each with its address.
fn without_zeros(address: u32, bytes: &[u8]) -> Vec<(u32, Vec<u8>)> {
    let mut runs: Vec<(u32, Vec<u8>)> = Vec::new();
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte != 0) {
        let place = address + at as u32;
        match runs.last_mut() {
            Some((start, run)) if (place - *start) as usize <= run.len() + ZEROS_LEFT_OUT => {
                run.resize((place - *start) as usize, 0);
                run.push(*byte);
            }
            _ => runs.push((place, vec![*byte])),
        }
    }
    runs
}

fn memory_type(program: &Program<'_>) -> MemoryType {
    let memory = program.memories[0];
    MemoryType {
        minimum: memory.initial,
        maximum: memory.maximum,
        memory64: memory.memory64,
        shared: memory.shared,
        page_size_log2: None,
    }
}

fn table_type(program: &Program<'_>) -> TableType {
    let table = program.tables[0];
    TableType {
        element_type: RefType::FUNCREF,
        table64: table.table64,
        minimum: table.initial,
        maximum: table.maximum,
        shared: table.shared,
    }
}

fn global_type(program: &Program<'_>, global: u32) -> Result<GlobalType> {
    let kind = program.global_types[global as usize];
    ensure!(
        kind.content_type == wasmparser::ValType::I32,
        "figures name a global that is no i32: {kind:?}"
    );
    Ok(GlobalType { val_type: ValType::I32, mutable: kind.mutable, shared: kind.shared })
}
