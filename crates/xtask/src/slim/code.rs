//! The instructions of a function, as far as one has to know them to take some out.

use super::program::Program;
use anyhow::{Context, Result, ensure};
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// An instruction and where it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Instruction {
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Call(u32),
    /// `unreachable`.
    Trap,
    /// Gives one value and takes none: a constant, or what a global holds.
    Constant,
    LocalGet(u32),
    /// Takes values and gives values, and if it fails, it traps: nothing else sees it.
    Quiet,
    Nothing,
    /// Leads to a label that so many blocks are between.
    Branch(u32),
    /// Opens a block, ends one, or returns.
    Opens,
    Ends,
    Returns,
    /// Does something that others see, and goes on behind itself.
    Other,
    /// Nothing is known of it, so it may lead anywhere.
    Unknown,
}

/// The instructions of a function that is not imported.
pub(super) fn instructions(program: &Program<'_>, function: u32) -> Result<Vec<Instruction>> {
    let body = program.body(function).context("a function without a body")?;
    let reader = BinaryReader::new(&program.bytes[body.clone()], body.start);
    let operators = FunctionBody::new(reader).get_operators_reader()?;
    let mut all: Vec<Instruction> = Vec::new();
    for read in operators.into_iter_with_offsets() {
        let (operator, at) = read?;
        if let Some(last) = all.last_mut() {
            last.len = at - last.at;
        }
        let named = matches!(
            operator,
            Operator::Call { .. }
                | Operator::ReturnCall { .. }
                | Operator::RefFunc { .. }
                | Operator::GlobalGet { .. }
                | Operator::GlobalSet { .. }
        );
        if named {
            let known = program.code.binary_search_by_key(&(at + 1), |reference| reference.at);
            ensure!(known.is_ok(), "{}: {operator:?} without a relocation", program.name(function));
        }
        let kind = kind_of(&operator, program.bytes[at]);
        all.push(Instruction { at, len: body.end - at, kind });
    }
    Ok(all)
}

fn kind_of(operator: &Operator<'_>, opcode: u8) -> Kind {
    match operator {
        Operator::Call { function_index } => Kind::Call(*function_index),
        Operator::LocalGet { local_index } => Kind::LocalGet(*local_index),
        Operator::Unreachable => Kind::Trap,
        Operator::Nop => Kind::Nothing,
        Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => {
            Kind::Branch(*relative_depth)
        }
        Operator::BrTable { targets } => {
            let targets_read = targets.targets().filter_map(Result::ok);
            Kind::Branch(targets_read.chain([targets.default()]).max().unwrap_or_default())
        }
        Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => Kind::Opens,
        Operator::End => Kind::Ends,
        Operator::Return | Operator::ReturnCall { .. } | Operator::ReturnCallIndirect { .. } => {
            Kind::Returns
        }
        // Opcodes as the specification's index lists them.
        _ => match opcode {
            // global.get, and the constants
            0x23 | 0x41..=0x44 => Kind::Constant,
            // drop, select, local.set, local.tee; loads; memory.size; numbers
            0x1a..=0x1c | 0x21..=0x22 | 0x28..=0x35 | 0x3f | 0x45..=0xc4 => Kind::Quiet,
            // call_indirect, global.set, stores, memory.grow, and blocks of memory
            0x11 | 0x24 | 0x36..=0x3e | 0x40 | 0xfc => Kind::Other,
            _ => Kind::Unknown,
        },
    }
}
