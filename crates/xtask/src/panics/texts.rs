//! The texts that reports of a fault are called with.
//!
//! Invariant: a text is cleared only if nothing but calls of reports points into it. What points is
//! a constant or an offset in the code, or an aligned word in the data.

use super::{clear as clear_places, pieces};
use std::collections::{BTreeSet, HashMap};
use walrus::ir::{Instr, InstrSeq, Value, Visitor, dfs_in_order};
use walrus::{FunctionId, Module};

/// The arguments of a report: a text's address, its length, and the location.
const ARGUMENTS: usize = 3;

/// What all code together points to.
struct Pointers<'a> {
    /// Whether they take a text as `fmt::Arguments` hold it, by function.
    reports: &'a HashMap<FunctionId, bool>,
    /// Texts of reports: address and length.
    texts: BTreeSet<(usize, usize)>,
    others: BTreeSet<usize>,
}

impl Pointers<'_> {
    /// The text that these instructions call a report with: its address and length.
    fn text(&self, instructions: &[&Instr]) -> Option<(usize, usize)> {
        let [address, length, location, Instr::Call(call)] = instructions.get(..ARGUMENTS + 1)?
        else {
            return None;
        };
        let (address, length) = (number(address)?, number(length)?);
        number(location)?;
        if *self.reports.get(&call.func)? {
            // The double of the length and one more; anything else is no plain text.
            return (length % 2 == 1).then_some((address, length / 2));
        }
        Some((address, length))
    }
}

impl<'instr> Visitor<'instr> for Pointers<'_> {
    fn start_instr_seq(&mut self, sequence: &'instr InstrSeq) {
        let instructions: Vec<&Instr> = sequence.instrs.iter().map(|(it, _)| it).collect();
        let mut at = 0;
        while let Some(rest) = instructions.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some(text) = self.text(rest) {
                self.texts.insert(text);
                at += ARGUMENTS;
                continue;
            }
            match rest[0] {
                Instr::Load(load) => self.others.insert(load.arg.offset as usize),
                Instr::Store(store) => self.others.insert(store.arg.offset as usize),
                other => number(other).is_some_and(|number| self.others.insert(number)),
            };
            at += 1;
        }
    }
}

fn number(instruction: &Instr) -> Option<usize> {
    match instruction {
        Instr::Const(constant) => match constant.value {
            Value::I32(number) => usize::try_from(number).ok(),
            _ => None,
        },
        _ => None,
    }
}

/// Clears every text that only reports are called with.
pub(super) fn clear(module: &mut Module, reports: &[FunctionId]) {
    let formats = |id: &FunctionId| {
        module.funcs.get(*id).name.as_deref().is_some_and(|name| name.contains("panic_fmt"))
    };
    let reports = reports.iter().map(|id| (*id, formats(id))).collect();
    let (texts, others) = (BTreeSet::new(), BTreeSet::new());
    let mut pointers = Pointers { reports: &reports, texts, others };
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut pointers, function, function.entry_block());
    }
    let pieces = pieces(module);
    for piece in &pieces {
        let skipped = piece.address.wrapping_neg() % 4;
        let (words, _) = piece.bytes.get(skipped..).unwrap_or_default().as_chunks();
        pointers.others.extend(words.iter().map(|word| u32::from_le_bytes(*word) as usize));
    }
    let Pointers { texts, others, .. } = pointers;
    let is_free =
        |&(address, len): &(usize, usize)| others.range(address..address + len).next().is_none();
    let places = texts.into_iter().filter(is_free).collect();
    clear_places(module, pieces, places);
}
