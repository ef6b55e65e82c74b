//! The figures' program cut into files: a base that every page shares, and what only some figures
//! need.
//!
//! The linker writes down what every call and every address in the program stands for. So it can
//! be seen what each figure leads to, and the program can be cut there: the base holds the page's
//! side and the toolkit, files between what several figures use (an engine, for the most part), and
//! each figure has a file with what is its own. Nothing calls from the base into a figure: it finds
//! the figure's maker in `figures::registry::FIGURES`, whose file the page has loaded before.
//!
//! Invariant: every function is in one file at most, and a figure's files hold all that it can
//! come to use.

mod code;
mod emit;
pub(crate) mod glue;
mod links;
mod program;
mod reach;
mod registry;
mod share;
mod silence;
#[cfg(test)]
mod tests;

use anyhow::{Context, Result, ensure};
use emit::{Part, Shared, Source};
use links::Target;
use program::Program;
use reach::{Graph, Item, roots};
use registry::Registry;
use share::{Family, Users};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wasmparser::{Parser, Payload, Validator};

/// What the base is called, and how files begin that several figures share.
pub(crate) const BASE: &str = "base";
const SHARED: &str = "shared-";

/// How programs are slimmed: a change of it makes them anew.
pub(crate) const SOURCES: &str = concat!(
    include_str!("slim.rs"),
    include_str!("slim/code.rs"),
    include_str!("slim/emit.rs"),
    include_str!("slim/glue.rs"),
    include_str!("slim/links.rs"),
    include_str!("slim/program.rs"),
    include_str!("slim/reach.rs"),
    include_str!("slim/registry.rs"),
    include_str!("slim/share.rs"),
    include_str!("slim/silence.rs"),
);

/// A program in files.
#[derive(Debug)]
pub(crate) struct Cut {
    pub(crate) base: Vec<u8>,
    /// The other files by name.
    pub(crate) chunks: BTreeMap<String, Vec<u8>>,
    /// What each figure needs beside the base, in the order in which it is to be loaded.
    pub(crate) needs: BTreeMap<String, Vec<String>>,
}

/// Cuts a linked program at its figures.
pub(crate) fn cut(raw: &[u8]) -> Result<Cut> {
    let program = Program::read(raw)?;
    let registry = Registry::find(&program)?;
    cut_at(&program, &registry)
}

/// A linked program without figures, in one file.
pub(crate) fn slim(raw: &[u8]) -> Result<Vec<u8>> {
    let program = Program::read(raw)?;
    Ok(cut_at(&program, &Registry::default())?.base)
}

fn cut_at(program: &Program<'_>, registry: &Registry) -> Result<Cut> {
    let silence = silence::silence(program)?;
    let graph = Graph::new(program, &silence, registry.block);
    let users = users(program, &graph, registry)?;
    let all = everyone(registry);
    let family = share::choose(&weights(program, &silence, &users), all);
    let parts = parts(&users, &family, all, program.imported);
    let owners = owners(&parts);
    let shared = shared(program, &graph, &users, &family)?;
    let source = Source { program, silence: &silence, shared: &shared, owners: &owners };
    let names = names(program, registry, &parts)?;
    let mut files = BTreeMap::new();
    for (number, (set, part)) in parts.iter().enumerate() {
        files.insert(*set, source.emit(number, part, *set == all)?);
    }
    check(files.values(), users.keys().copied(), program.imported)?;
    let base = files.remove(&all).context("the program has no base")?;
    let needs = registry.figures.iter().enumerate().map(|(bit, figure)| {
        let mut sets: Vec<Users> =
            files.keys().copied().filter(|set| set >> bit & 1 == 1).collect();
        sets.sort_by_key(|set| (std::cmp::Reverse(set.count_ones()), *set));
        (figure.name.clone(), sets.iter().map(|set| names[set].clone()).collect())
    });
    let needs = needs.collect();
    let chunks = files.into_iter().map(|(set, bytes)| (names[&set].clone(), bytes)).collect();
    Ok(Cut { base, chunks, needs })
}

/// Whether browsers take what was written, and every function is in one file and no other.
fn check<'a>(
    files: impl Iterator<Item = &'a Vec<u8>>,
    used: impl Iterator<Item = Item>,
    imported: u32,
) -> Result<()> {
    let mut written = 0;
    for file in files {
        Validator::new().validate_all(file).context("a file of the figures is not valid")?;
        for payload in Parser::new(0).parse_all(file) {
            if let Payload::CodeSectionEntry(_) = payload? {
                written += 1;
            }
        }
    }
    let wanted = used.filter(|item| matches!(item, Item::Function(it) if *it >= imported)).count();
    ensure!(written == wanted, "{wanted} functions are used, and {written} were written");
    Ok(())
}

/// The set of all figures.
fn everyone(registry: &Registry) -> Users {
    // A program without figures is all base, which somebody has to load.
    Users::MAX >> (share::FIGURES_MAX - registry.figures.len().max(1))
}

/// Who uses what; what nobody does is not there.
fn users(
    program: &Program<'_>,
    graph: &Graph,
    registry: &Registry,
) -> Result<BTreeMap<Item, Users>> {
    let count = registry.figures.len();
    ensure!(count <= share::FIGURES_MAX, "{count} figures are more than a set of {} holds", 64);
    let mut users = BTreeMap::new();
    let mut mark = |from: Vec<Item>, who: Users| {
        let reached = graph.reach(from);
        for item in graph.items().filter(|item| reached.contains(*item)) {
            *users.entry(item).or_default() |= who;
        }
    };
    mark(roots(program).collect(), everyone(registry));
    for (bit, figure) in registry.figures.iter().enumerate() {
        mark(figure.functions.iter().copied().map(Item::Function).collect(), 1 << bit);
    }
    Ok(users)
}

/// How much there is of what these use.
fn weights(
    program: &Program<'_>,
    silence: &silence::Silence,
    users: &BTreeMap<Item, Users>,
) -> BTreeMap<Users, u64> {
    let mut weights = BTreeMap::new();
    for (item, who) in users {
        *weights.entry(*who).or_default() += weight(program, silence, *item);
    }
    weights
}

fn weight(program: &Program<'_>, silence: &silence::Silence, item: Item) -> u64 {
    match item {
        Item::Function(function) if silence.traps.contains(&function) => 0,
        Item::Function(function) => {
            let Some(body) = program.body(function) else { return 0 };
            let out: usize = silence.within(body.clone()).map(|(_, len, _)| len).sum();
            (body.len() - out) as u64
        }
        Item::Block(block) => program.content(block).map_or(0, |bytes| bytes.len() as u64),
    }
}

fn parts(
    users: &BTreeMap<Item, Users>,
    family: &Family,
    all: Users,
    imported: u32,
) -> BTreeMap<Users, Part> {
    let mut parts: BTreeMap<Users, Part> = BTreeMap::from([(all, Part::default())]);
    for (item, who) in users {
        let part = parts.entry(family.home(*who)).or_default();
        match item {
            Item::Function(function) if *function >= imported => {
                part.functions.insert(*function);
            }
            Item::Function(_) => {}
            Item::Block(block) => {
                part.blocks.insert(*block);
            }
        }
    }
    parts
}

fn owners(parts: &BTreeMap<Users, Part>) -> HashMap<usize, usize> {
    let all = parts.values().enumerate();
    all.flat_map(|(number, part)| part.blocks.iter().map(move |block| (*block, number))).collect()
}

/// What is named from one file to another, and that it may be.
fn shared(
    program: &Program<'_>,
    graph: &Graph,
    users: &BTreeMap<Item, Users>,
    family: &Family,
) -> Result<Shared> {
    let mut shared = Shared::default();
    let mut functions = BTreeSet::new();
    for (item, who) in users {
        let home = family.home(*who);
        for next in graph.next(*item) {
            let there = family.home(users[next]);
            ensure!(home & there == home, "{item:?} names what fewer figures load: {next:?}");
            if home == there {
                continue;
            }
            if let Item::Function(function) = next {
                ensure!(
                    *function >= program.imported,
                    "a figure calls {}, which only the page's side may",
                    program.name(*function)
                );
                functions.insert(*function);
            }
        }
        if let Item::Function(function) = item {
            for reference in program.references_of(*function) {
                if let Target::Global(global) = reference.target {
                    let next = shared.globals.len();
                    shared.globals.entry(global).or_insert_with(|| format!("g{next}"));
                }
            }
        }
    }
    let named = functions.into_iter().enumerate();
    shared.functions = named.map(|(index, function)| (function, short(index))).collect();
    Ok(shared)
}

/// A short name that no other export has: `_a`, ..., `_aa`, ...
fn short(index: usize) -> String {
    let mut name = String::from("_");
    let mut rest = index + 1;
    while rest > 0 {
        name.push(char::from(b'a' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    name
}

/// What the files are called: a figure's after it, and what several share after the crate that
/// most of it is from.
fn names(
    program: &Program<'_>,
    registry: &Registry,
    parts: &BTreeMap<Users, Part>,
) -> Result<BTreeMap<Users, String>> {
    let mut names: BTreeMap<Users, String> = BTreeMap::new();
    let mut sets: Vec<Users> = parts.keys().copied().collect();
    sets.sort_by_key(|set| std::cmp::Reverse((set.count_ones(), *set)));
    for set in sets {
        let part = &parts[&set];
        let own = registry.figures.iter().enumerate().find(|(bit, _)| set == 1 << bit);
        let name = match own {
            _ if set == everyone(registry) => BASE.to_owned(),
            Some((_, figure)) => figure.name.clone(),
            None => {
                let stem = format!("{SHARED}{}", most_of(program, part));
                let alike = names.values().filter(|other| other.starts_with(&stem)).count();
                if alike > 0 { format!("{stem}-{}", alike + 1) } else { stem }
            }
        };
        names.insert(set, name);
    }
    for figure in &registry.figures {
        ensure!(
            figure.name != BASE && !figure.name.starts_with(SHARED),
            "a figure may not be called {}: a file is",
            figure.name
        );
    }
    Ok(names)
}

/// The crate that most code of a part is from.
fn most_of(program: &Program<'_>, part: &Part) -> String {
    let mut crates: BTreeMap<String, usize> = BTreeMap::new();
    for function in &part.functions {
        let name = program.path(*function);
        let path = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let krate: String =
            path.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        *crates.entry(krate).or_default() += program.body(*function).map_or(0, |body| body.len());
    }
    let most = crates.into_iter().max_by_key(|(_, bytes)| *bytes);
    most.map_or_else(|| "code".to_owned(), |(krate, _)| krate.replace('_', "-"))
}
