//! The figures of a program: the entries of `figures::registry::FIGURES`.
//!
//! What an entry looks like is read off the relocations: every entry has one pointer to data, which
//! is its name's, with the name's length behind it, and pointers to functions, which are all that
//! is needed to make the figure. Entries of which that is not true are refused.

use super::links::Target;
use super::program::Program;
use anyhow::{Context, Result, bail, ensure};

/// The end of the registry's path, as both ways of mangling write it.
const SYMBOL: &str = "8registry7FIGURES";

const WORD: u32 = 4;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Registry {
    /// The block of data that the entries are.
    pub(super) block: Option<usize>,
    pub(super) figures: Vec<Figure>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) name: String,
    /// What its entry points to.
    pub(super) functions: Vec<u32>,
}

impl Registry {
    pub(super) fn find(program: &Program<'_>) -> Result<Self> {
        let is_it = |block: &usize| program.blocks[*block].name.contains(SYMBOL);
        let mut found = (0..program.blocks.len()).filter(is_it);
        let (Some(block), None) = (found.next(), found.next()) else {
            bail!("the program has no static `registry::FIGURES`, or several");
        };
        let range = program.blocks[block].range.clone();
        let (mut names, mut functions) = (Vec::new(), Vec::new());
        for reference in program.references_in(block) {
            let address = program.address_of(reference.at).context("a reference outside")?;
            match reference.target {
                Target::Slot(function) => functions.push((address - range.start, function)),
                Target::Block(_) => {
                    names.push((address - range.start, text(program, reference.at)?));
                }
                other => bail!("an entry of FIGURES points to {other:?}"),
            }
        }
        let count = names.len() as u32;
        ensure!(
            count > 0 && range.len().is_multiple_of(names.len()),
            "FIGURES has {} bytes and {count} names",
            range.len()
        );
        let stride = range.len() as u32 / count;
        let figures: Vec<Figure> = names
            .into_iter()
            .enumerate()
            .map(|(index, (_, name))| {
                let own = functions.iter().filter(|(at, _)| at / stride == index as u32);
                Figure { name, functions: own.map(|(_, function)| *function).collect() }
            })
            .collect();
        for figure in &figures {
            let sound = figure.name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            let alike = figure.functions.len() == figures[0].functions.len();
            ensure!(
                sound && alike && !figure.functions.is_empty(),
                "an entry of FIGURES is not understood: {figure:?}"
            );
        }
        Ok(Self { block: Some(block), figures })
    }
}

/// The text that the pointer and the length at a place mean.
fn text(program: &Program<'_>, at: usize) -> Result<String> {
    let word = |at: usize| {
        let bytes = program.bytes.get(at..at + WORD as usize)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    };
    let found = word(at).zip(word(at + WORD as usize)).and_then(|(address, len)| {
        let block = program.block_at(address)?;
        let from = (address - program.blocks[block].range.start) as usize;
        program.content(block)?.get(from..from + len as usize)
    });
    let bytes = found.context("a name in FIGURES is not there")?;
    Ok(std::str::from_utf8(bytes).context("a name in FIGURES is no text")?.to_owned())
}
