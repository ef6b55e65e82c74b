//! What leads to what: functions and data of a program, and all that can come to be used once
//! something is.
//!
//! Invariant: what code can do it was told by a call or by an address, and each is a relocation;
//! so what no relocation leads to is never used.

use super::links::Target;
use super::program::Program;
use super::silence::Silence;
use wasmparser::ExternalKind;

/// A function or a block of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Item {
    Function(u32),
    Block(usize),
}

/// What each item leads to at once.
#[derive(Debug)]
pub(super) struct Graph {
    functions: Vec<Vec<Item>>,
    blocks: Vec<Vec<Item>>,
}

/// A set of items.
#[derive(Debug)]
pub(super) struct Reached {
    functions: Vec<bool>,
    blocks: Vec<bool>,
}

impl Graph {
    /// The graph without the ways from the block of the registry to what makes the figures.
    pub(super) fn new(program: &Program<'_>, silence: &Silence, registry: Option<usize>) -> Self {
        let item = |target: Target| match target {
            Target::Call(function) | Target::Slot(function) => Some(Item::Function(function)),
            Target::Block(block) => Some(Item::Block(block)),
            Target::Global(_) | Target::Fixed => None,
        };
        let functions = (0..program.functions()).map(|function| {
            if silence.traps.contains(&function) {
                return Vec::new();
            }
            let references = program.references_of(function).iter();
            let said = references.filter(|reference| silence.keeps(reference.at));
            said.filter_map(|reference| item(reference.target)).collect()
        });
        let blocks = (0..program.blocks.len()).map(|block| {
            let targets = program.references_in(block).iter().map(|reference| reference.target);
            let targets = targets
                .filter(|target| Some(block) != registry || !matches!(target, Target::Slot(_)));
            targets.filter_map(item).collect()
        });
        Self { functions: functions.collect(), blocks: blocks.collect() }
    }

    /// All that these lead to, and they themselves.
    pub(super) fn reach(&self, from: impl IntoIterator<Item = Item>) -> Reached {
        let mut reached = Reached {
            functions: vec![false; self.functions.len()],
            blocks: vec![false; self.blocks.len()],
        };
        let mut waiting: Vec<Item> = from.into_iter().collect();
        while let Some(item) = waiting.pop() {
            let (seen, next) = match item {
                Item::Function(function) => {
                    (&mut reached.functions[function as usize], &self.functions[function as usize])
                }
                Item::Block(block) => (&mut reached.blocks[block], &self.blocks[block]),
            };
            if !std::mem::replace(seen, true) {
                waiting.extend(next);
            }
        }
        reached
    }

    /// All that lead to these, and they themselves.
    pub(super) fn leading_to(&self, targets: impl IntoIterator<Item = Item>) -> Reached {
        let mut turned = Self {
            functions: vec![Vec::new(); self.functions.len()],
            blocks: vec![Vec::new(); self.blocks.len()],
        };
        for item in self.items() {
            for next in self.next(item) {
                match next {
                    Item::Function(function) => turned.functions[*function as usize].push(item),
                    Item::Block(block) => turned.blocks[*block].push(item),
                }
            }
        }
        turned.reach(targets)
    }

    /// What an item leads to at once.
    pub(super) fn next(&self, item: Item) -> &[Item] {
        match item {
            Item::Function(function) => &self.functions[function as usize],
            Item::Block(block) => &self.blocks[block],
        }
    }

    pub(super) fn items(&self) -> impl Iterator<Item = Item> + use<> {
        let functions = (0..self.functions.len() as u32).map(Item::Function);
        functions.chain((0..self.blocks.len()).map(Item::Block))
    }
}

impl Reached {
    pub(super) fn contains(&self, item: Item) -> bool {
        match item {
            Item::Function(function) => self.functions[function as usize],
            Item::Block(block) => self.blocks[block],
        }
    }
}

/// What the page calls.
pub(super) fn roots(program: &Program<'_>) -> impl Iterator<Item = Item> {
    program.exports.iter().filter_map(|(_, kind, index)| {
        (*kind == ExternalKind::Func).then_some(Item::Function(*index))
    })
}
