//! What a panic says, taken out: in a browser nobody hears it.
//!
//! A program that panics is stopped either way. Each call of a function that can only end in a trap
//! becomes one; what was computed for such a call alone goes, and with it every text, place and
//! description that nothing else refers to, because what is not referred to is not written.
//!
//! Invariant: until it traps, a program computes the same as before, and the page is asked for the
//! same. A function counts as one that only traps if no way leads out of it, and none to the page
//! but by pointers that it is handed: a hook for panics is not heard. What is taken out in front of
//! a trap is what nobody can see: no store and no call.

use super::code::{self, Instruction, Kind};
use super::program::Program;
use super::reach::{Graph, Item};
use anyhow::{Result, ensure};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use wasmparser::ValType;

/// What every panic comes to.
const PANIC: &str = "core::panicking::panic_fmt";

/// What is left of a file's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edit {
    /// Nothing.
    Nothing,
    /// `unreachable`.
    Trap,
    /// The number zero, of a type.
    Zero(ValType),
}

/// What is to be written otherwise, by where it stands; and the functions that only trap.
#[derive(Debug, Default)]
pub(super) struct Silence {
    pub(super) edits: BTreeMap<usize, (usize, Edit)>,
    pub(super) traps: HashSet<u32>,
}

impl Silence {
    /// Whether what stands there is still said.
    pub(super) fn keeps(&self, at: usize) -> bool {
        let before = self.edits.range(..=at).next_back();
        before.is_none_or(|(start, (len, _))| start + len <= at)
    }

    /// The edits of a function.
    pub(super) fn within(&self, body: Range<usize>) -> impl Iterator<Item = (usize, usize, Edit)> {
        self.edits.range(body).map(|(at, (len, edit))| (*at, *len, *edit))
    }
}

struct Function {
    index: u32,
    instructions: Vec<Instruction>,
}

/// Finds what can go.
pub(super) fn silence(program: &Program<'_>) -> Result<Silence> {
    let imports = (0..program.imported).map(Item::Function);
    let asking = Graph::new(program, &Silence::default(), None).leading_to(imports);
    let mut silence = Silence::default();
    let mut functions = Vec::new();
    for index in program.imported..program.functions() {
        let instructions = code::instructions(program, index)?;
        if never_returns(&instructions) && !asking.contains(Item::Function(index)) {
            silence.traps.insert(index);
        } else {
            functions.push(Function { index, instructions });
        }
    }
    ensure!(
        silence.traps.iter().any(|trap| program.path(*trap) == PANIC),
        "{PANIC} is not among what only traps: slim/silence.rs does not understand this toolchain"
    );
    loop {
        let mut changed = false;
        for function in &mut functions {
            changed |= stop_at_traps(function, &mut silence);
        }
        changed |= forget_unread(program, &mut functions, &mut silence);
        if !changed {
            return Ok(silence);
        }
    }
}

/// Whether no way leads to the end of a function, and none out of it.
fn never_returns(instructions: &[Instruction]) -> bool {
    let mut depth = 0;
    for instruction in instructions {
        match instruction.kind {
            Kind::Opens => depth += 1,
            Kind::Ends => depth = u32::saturating_sub(depth, 1),
            Kind::Branch(label) if label >= depth => return false,
            Kind::Returns | Kind::Unknown => return false,
            _ => {}
        }
    }
    matches!(instructions, [.., before, _] if before.kind == Kind::Trap)
}

/// Makes calls of what only traps a trap, and takes out what leads to a trap alone.
fn stop_at_traps(function: &mut Function, silence: &mut Silence) -> bool {
    let mut changed = false;
    let instructions = &mut function.instructions;
    for index in 0..instructions.len() {
        match instructions[index].kind {
            Kind::Call(callee) if silence.traps.contains(&callee) => {
                edit(&mut instructions[index], Edit::Trap, silence);
                changed = true;
            }
            Kind::Trap => {}
            _ => continue,
        }
        let before = instructions[..index].iter_mut().rev();
        for instruction in before.take_while(|instruction| is_unseen(instruction.kind)) {
            if instruction.kind != Kind::Nothing {
                edit(instruction, Edit::Nothing, silence);
                changed = true;
            }
        }
        let behind = instructions[index + 1..].iter_mut();
        for instruction in behind.take_while(|it| it.kind == Kind::Trap || is_unseen(it.kind)) {
            if instruction.kind != Kind::Nothing {
                edit(instruction, Edit::Nothing, silence);
                changed = true;
            }
        }
    }
    let first = instructions.iter().find(|instruction| instruction.kind != Kind::Nothing);
    if first.is_some_and(|first| first.kind == Kind::Trap) {
        changed |= silence.traps.insert(function.index);
    }
    changed
}

/// Whether nobody sees that an instruction in front of a trap was done.
fn is_unseen(kind: Kind) -> bool {
    matches!(kind, Kind::Constant | Kind::LocalGet(_) | Kind::Quiet | Kind::Nothing)
}

fn edit(instruction: &mut Instruction, edit: Edit, silence: &mut Silence) {
    instruction.kind = match edit {
        Edit::Nothing => Kind::Nothing,
        Edit::Trap => Kind::Trap,
        Edit::Zero(_) => Kind::Constant,
    };
    silence.edits.insert(instruction.at, (instruction.len, edit));
}

/// Hands zero over for every argument that its function does not read.
fn forget_unread(program: &Program<'_>, functions: &mut [Function], silence: &mut Silence) -> bool {
    let mut read: Vec<HashSet<u32>> = vec![HashSet::new(); program.functions() as usize];
    for function in functions.iter() {
        let locals =
            function.instructions.iter().filter_map(|instruction| match instruction.kind {
                Kind::LocalGet(local) => Some(local),
                _ => None,
            });
        read[function.index as usize] = locals.collect();
    }
    let mut changed = false;
    for function in functions {
        for index in 0..function.instructions.len() {
            let Kind::Call(callee) = function.instructions[index].kind else { continue };
            if callee < program.imported {
                continue;
            }
            let parameters = program.signature(callee).params();
            let mut before = function.instructions[..index].iter_mut().rev();
            for (parameter, kind) in parameters.iter().enumerate().rev() {
                let argument = before.find(|instruction| instruction.kind != Kind::Nothing);
                let Some(argument) = argument else { break };
                let refers = match argument.kind {
                    Kind::LocalGet(_) => true,
                    Kind::Constant => refers(program, argument, silence),
                    _ => break,
                };
                let fits = matches!(kind, ValType::I32 | ValType::I64);
                if refers && fits && !read[callee as usize].contains(&(parameter as u32)) {
                    edit(argument, Edit::Zero(*kind), silence);
                    changed = true;
                }
            }
        }
    }
    changed
}

/// Whether a constant stands for something else.
fn refers(program: &Program<'_>, instruction: &Instruction, silence: &Silence) -> bool {
    let number = instruction.at + 1;
    silence.keeps(number)
        && program.code.binary_search_by_key(&number, |reference| reference.at).is_ok()
}
