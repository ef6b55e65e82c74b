//! Functions that nothing calls any more, taken out.
//!
//! A function whose address is taken stands in the table, and for all that wasm-opt knows anything
//! there may be called. Much of it stands there for the messages of panics, and for what
//! wasm-bindgen read from the program and took out.
//!
//! Invariant: only a function that no export, no call and no address leads to is taken out. An
//! address is a constant in the code or an aligned word in the data, so a number that merely looks
//! like one keeps a function that could go, and never the other way round.

use std::collections::{BTreeMap, HashSet};
use walrus::ir::{Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, Module,
};

/// Where the linker is told to begin the table: among numbers that mean nothing else.
pub(crate) const TABLE_BASE: u32 = 7_919;

/// What a function's code names.
#[derive(Default)]
struct Named {
    functions: Vec<FunctionId>,
    numbers: Vec<i32>,
}

impl Visitor<'_> for Named {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.functions.push(*id);
    }

    fn visit_value(&mut self, value: &Value) {
        if let Value::I32(number) = value {
            self.numbers.push(*number);
        }
    }
}

/// Takes every function out of the table that nothing leads to, so that wasm-opt drops it.
pub(crate) fn take_out(module: &mut Module) {
    let table = addresses(module);
    let reached = reached(module, &table);
    let Some(stays) = table.values().copied().find(|id| reached.contains(id)) else { return };
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut element.items {
            // Something has to stand there, or all that is behind it would move.
            functions.iter_mut().filter(|id| !reached.contains(id)).for_each(|id| *id = stays);
        }
    }
}

/// The functions of the table, by their addresses.
fn addresses(module: &Module) -> BTreeMap<i32, FunctionId> {
    let mut table = BTreeMap::new();
    for element in module.elements.iter() {
        if let ElementKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = element.kind
            && let ElementItems::Functions(functions) = &element.items
        {
            table.extend((base..).zip(functions.iter().copied()));
        }
    }
    table
}

/// All functions that may be called, from outside or by one that may be.
fn reached(module: &Module, table: &BTreeMap<i32, FunctionId>) -> HashSet<FunctionId> {
    let exported = module.exports.iter().filter_map(|export| match export.item {
        ExportItem::Function(id) => Some(id),
        _ => None,
    });
    let mut waiting: Vec<FunctionId> = exported.chain(module.start).collect();
    waiting.extend(words(module).filter_map(|word| table.get(&word)));
    let mut reached = HashSet::new();
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        if let FunctionKind::Local(local) = &module.funcs.get(id).kind {
            let mut named = Named::default();
            dfs_in_order(&mut named, local, local.entry_block());
            waiting.append(&mut named.functions);
            waiting.extend(named.numbers.iter().filter_map(|number| table.get(number)));
        }
    }
    reached
}

/// The aligned words of the memory's first content.
fn words(module: &Module) -> impl Iterator<Item = i32> {
    module.data.iter().flat_map(|data| {
        let start = match data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(address)), .. } => address,
            _ => 0,
        };
        let skipped = start.wrapping_neg().rem_euclid(4) as usize;
        let (words, _) = data.value.get(skipped..).unwrap_or_default().as_chunks();
        words.iter().map(|word| i32::from_le_bytes(*word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, RefType};

    /// A function that names a number.
    fn function(module: &mut Module, number: i32) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.func_body().i32_const(number).drop();
        builder.finish(Vec::new(), &mut module.funcs)
    }

    #[test]
    fn what_an_export_a_constant_or_a_word_leads_to_stays() {
        let mut module = Module::default();
        let forgotten = function(&mut module, 104);
        let by_word = function(&mut module, 0);
        let exported = function(&mut module, 103);
        let by_constant = function(&mut module, 0);
        let by_forgotten = function(&mut module, 0);
        let all = [forgotten, by_word, exported, by_constant, by_forgotten];
        module.exports.add("exported", exported);
        let table = module.tables.add_local(false, 105, None, RefType::FUNCREF);
        let offset = |number| ConstExpr::Value(Value::I32(number));
        let kind = ElementKind::Active { table, offset: offset(100) };
        module.elements.add(kind, ElementItems::Functions(all.to_vec()));
        let memory = module.memories.add_local(false, false, 1, None, None);
        // The word 101 stands at an address that four divides; what looks like 100 does not.
        let kind = DataKind::Active { memory, offset: offset(1_026) };
        module.data.add(kind, vec![0, 0, 101, 0, 0, 0, 0, 100, 0, 0, 0]);
        take_out(&mut module);
        let left: HashSet<FunctionId> = addresses(&module).into_values().collect();
        assert_eq!(left, HashSet::from([by_word, exported, by_constant]));
    }
}
