//! The figures of a program: the entries of `figures::registry::FIGURES`.
//!
//! What an entry looks like is read off the relocations: entries are alike, each has its name, as a
//! pointer and a length behind it, and pointers to functions, which are what makes the figure.
//! Entries of which that is not true are refused. What else they point to is everybody's.

use super::links::{Reference, Target};
use super::program::Program;
use anyhow::{Context, Result, bail, ensure};

/// The end of the registry's path, as both ways of mangling write it.
const SYMBOL: &str = "8registry7FIGURES";

const WORD: usize = 4;

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
        let mut all = Vec::new();
        for reference in program.references_in(block) {
            let address = program.address_of(reference.at).context("a reference outside")?;
            all.push((address - range.start, *reference));
        }
        let entries = entries(range.len() as u32, &all)
            .context("the entries of FIGURES do not point to things of the same kinds")?;
        let figures: Result<Vec<Figure>> =
            entries.iter().map(|entry| figure(program, entry)).collect();
        Ok(Self { block: Some(block), figures: figures? })
    }
}

/// The pointers of each entry: the bytes are as many alike pieces as can be.
fn entries(len: u32, all: &[(u32, Reference)]) -> Option<Vec<&[(u32, Reference)]>> {
    let alike = |count: &usize| {
        let (each, stride) = (all.len() / count, len / *count as u32);
        let fits = all.len().is_multiple_of(*count) && len == stride * *count as u32;
        fits && all.iter().enumerate().all(|(index, (at, reference))| {
            let (first, kind) = all[index % each];
            let place = first + (index / each) as u32 * stride;
            let is_function = |target| matches!(target, Target::Slot(_));
            *at == place && is_function(reference.target) == is_function(kind.target)
        })
    };
    let count = (1..=all.len()).rev().find(alike)?;
    Some(all.chunks(all.len() / count).collect())
}

/// An entry's figure: its name is the first of its pointers that leads to a name.
fn figure(program: &Program<'_>, entry: &[(u32, Reference)]) -> Result<Figure> {
    let (mut name, mut functions) = (None, Vec::new());
    for (_, reference) in entry {
        match reference.target {
            Target::Slot(function) => functions.push(function),
            Target::Block(_) if name.is_none() => {
                let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                let text = text(program, reference.at);
                name = text.filter(|text| !text.is_empty() && text.chars().all(sound));
            }
            Target::Block(_) => {}
            other => bail!("an entry of FIGURES points to {other:?}"),
        }
    }
    let name = name.context("an entry of FIGURES has no name")?;
    ensure!(!functions.is_empty(), "nothing makes the figure {name}");
    Ok(Figure { name, functions })
}

/// The text that the pointer and the length at a place mean, if they mean one.
fn text(program: &Program<'_>, at: usize) -> Option<String> {
    let word = |at: usize| {
        let bytes = program.bytes.get(at..at + WORD)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    };
    let (address, len) = word(at).zip(word(at + WORD))?;
    let block = program.block_at(address)?;
    let from = (address - program.blocks[block].range.start) as usize;
    let bytes = program.content(block)?.get(from..from.checked_add(len as usize)?)?;
    Some(std::str::from_utf8(bytes).ok()?.to_owned())
}
