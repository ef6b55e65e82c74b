//! What a panic says, taken out of the wasm: in a browser nobody hears it.
//!
//! A program that panics is stopped either way. Without the message, and without the file and line
//! of every check that could fail, it is a tenth smaller.
//!
//! Invariant: only functions that never return lose their body, and only bytes that nothing else
//! can mean are cleared; what a program computes stays the same.

mod texts;

use walrus::ir::Value;
use walrus::{ConstExpr, DataId, DataKind, FunctionBuilder, FunctionId, FunctionKind, Module};

/// How the names of functions begin that only report a fault and never return.
const REPORTS: [&str; 11] = [
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
];

/// `core::panic::Location` on wasm32: where the file's name lies, its length, line and column.
const LOCATION_SIZE: usize = 16;
const SOURCE_ENDING: &[u8] = b".rs";
const LINE_MAX: u32 = 100_000;
const COLUMN_MAX: u32 = 10_000;

/// Makes every panic a bare trap.
pub(crate) fn silence(module: &mut Module) {
    let reports: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(is_report))
        .map(|(id, _)| id)
        .collect();
    clear_locations(module);
    texts::clear(module, &reports);
    for id in reports {
        trap(module, id);
    }
}

fn is_report(name: &str) -> bool {
    // `core[5cfe...]::panicking::panic` names the crate's version too.
    let mut plain = String::with_capacity(name.len());
    for (index, part) in name.split(['[', ']']).enumerate() {
        if index % 2 == 0 {
            plain.push_str(part);
        }
    }
    REPORTS.iter().any(|report| plain.starts_with(report))
}

/// Replaces a function's body by `unreachable`.
fn trap(module: &mut Module, id: FunctionId) {
    let kind = module.types.get(module.funcs.get(id).ty());
    let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
    let locals = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(locals));
}

/// A piece of the memory's first content.
struct Piece {
    id: DataId,
    address: usize,
    bytes: Vec<u8>,
}

impl Piece {
    fn range(&mut self, address: usize, len: usize) -> Option<&mut [u8]> {
        let from = address.checked_sub(self.address)?;
        self.bytes.get_mut(from..from.checked_add(len)?)
    }
}

/// The memory's first content.
fn pieces(module: &Module) -> Vec<Piece> {
    module
        .data
        .iter()
        .filter_map(|data| match data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(address)), .. } => {
                let address = usize::try_from(address).ok()?;
                Some(Piece { id: data.id(), address, bytes: data.value.clone() })
            }
            _ => None,
        })
        .collect()
}

/// Clears every location and the file's name that it points to. What looks like one is one: four
/// words of which the first two are exactly a text that ends in `.rs`, the others small numbers.
fn clear_locations(module: &mut Module) {
    let mut pieces = pieces(module);
    let mut names = Vec::new();
    for piece in 0..pieces.len() {
        for at in (0..pieces[piece].bytes.len().saturating_sub(LOCATION_SIZE - 1)).step_by(4) {
            let found = pieces[piece].bytes[at..at + LOCATION_SIZE].to_vec();
            if let Some(name) = file_of(&found, &mut pieces) {
                pieces[piece].bytes[at..at + LOCATION_SIZE].fill(0);
                names.push(name);
            }
        }
    }
    clear(module, pieces, names);
}

/// Writes the memory's first content again, with zeros in these places.
fn clear(module: &mut Module, mut pieces: Vec<Piece>, places: Vec<(usize, usize)>) {
    for (address, len) in places {
        let place = pieces.iter_mut().find_map(|piece| piece.range(address, len));
        if let Some(place) = place {
            place.fill(0);
        }
    }
    for piece in pieces {
        module.data.get_mut(piece.id).value = piece.bytes;
    }
}

/// Where the name of the file lies, if these four words are a location.
fn file_of(words: &[u8], pieces: &mut [Piece]) -> Option<(usize, usize)> {
    let word = |index: usize| {
        let bytes = words[4 * index..4 * index + 4].try_into();
        bytes.map_or(0, u32::from_le_bytes)
    };
    let (address, len) = (word(0) as usize, word(1) as usize);
    let (line, column) = (word(2), word(3));
    if !(1..LINE_MAX).contains(&line) || !(1..COLUMN_MAX).contains(&column) {
        return None;
    }
    let name = pieces.iter_mut().find_map(|piece| piece.range(address, len))?;
    let is_file = name.ends_with(SOURCE_ENDING) && name.iter().all(u8::is_ascii_graphic);
    is_file.then_some((address, len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType;

    fn function(module: &mut Module, name: &str) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        builder.name(name.to_owned());
        builder.func_body().i32_const(7);
        let parameter = module.locals.add(ValType::I32);
        builder.finish(vec![parameter], &mut module.funcs)
    }

    fn body(module: &Module, id: FunctionId) -> String {
        let FunctionKind::Local(local) = &module.funcs.get(id).kind else { return String::new() };
        let block = local.block(local.entry_block());
        format!("{:?}", block.instrs)
    }

    #[test]
    fn reports_become_traps_and_nothing_else_does() {
        let mut module = Module::default();
        let check = |module: &Module, id, traps: bool| {
            assert_eq!(body(module, id).contains("Unreachable"), traps, "{}", body(module, id));
        };
        let report = function(&mut module, "core[1a2b]::panicking::panic_bounds_check");
        let failed = function(&mut module, "core::result::unwrap_failed");
        let ours = function(&mut module, "figures::core::panicking::panic");
        silence(&mut module);
        check(&module, report, true);
        check(&module, failed, true);
        check(&module, ours, false);
        assert!(Module::from_buffer(&module.emit_wasm()).is_ok());
    }

    #[test]
    fn locations_are_cleared_and_their_like_is_not() {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut bytes = b"src/seq.rs  .css".to_vec();
        let words = [100, 10, 31, 5, 112, 4, 31, 5, 100, 10, 0, 5_u32];
        bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        let offset = ConstExpr::Value(Value::I32(100));
        let id = module.data.add(DataKind::Active { memory, offset }, bytes.clone());
        silence(&mut module);
        bytes[..10].fill(0);
        bytes[16..32].fill(0);
        assert_eq!(module.data.get(id).value, bytes);
    }

    #[test]
    fn a_text_of_reports_is_cleared_unless_something_else_points_into_it() {
        let mut module = Module::default();
        let kind = [ValType::I32; 3];
        let mut report = |name: &str| {
            let mut builder = FunctionBuilder::new(&mut module.types, &kind, &[]);
            builder.name(name.to_owned());
            let arguments = kind.iter().map(|kind| module.locals.add(*kind)).collect();
            builder.finish(arguments, &mut module.funcs)
        };
        let plain = report("core::panicking::panic");
        let format = report("core::panicking::panic_fmt");
        let ours = report("figures::say");
        let memory = module.memories.add_local(false, false, 1, None, None);
        let offset = ConstExpr::Value(Value::I32(100));
        let bytes = b"onetwothreefour".to_vec();
        let id = module.data.add(DataKind::Active { memory, offset }, bytes);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        let mut body = builder.func_body();
        let calls = [(100, 3, plain), (103, 7, format), (106, 5, plain), (108, 1, ours)];
        for (address, length, callee) in calls {
            body.i32_const(address).i32_const(length).i32_const(0).call(callee);
        }
        builder.finish(Vec::new(), &mut module.funcs);
        silence(&mut module);
        assert_eq!(module.data.get(id).value, b"\0\0\0\0\0\0threefour");
    }
}
