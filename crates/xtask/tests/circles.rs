//! No circle of imports among the files of a folder: whoever reads one file can read what it stands
//! on first.
//!
//! Read off the sources: every path that begins with `crate`, `self` or `super` is followed to the
//! file that it leads to. `mod` lines are no imports, and tests may look at whatever they test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The crates that are free of circles, and how deep the folders lie that are looked at each by
/// itself: figures stand in groups, and a figure does not import another's files anyway.
const CRATES: [(&str, usize); 4] =
    [("companion", 0), ("figure-kit", 0), ("figures", 2), ("recording", 0)];

/// A module's path within its crate, such as `sockets::race::view`.
type Module = Vec<String>;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The module that a file is.
fn module(src: &Path, file: &Path) -> Module {
    let relative = file.strip_prefix(src).unwrap().with_extension("");
    let mut parts: Module = relative.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// The text without comments, and without what follows `#[cfg(test)] mod tests {`.
fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = own.lines().map(|line| line.split("//").next().unwrap());
    lines.filter(|line| !line.trim_start().starts_with("pub(in")).collect::<Vec<_>>().join("\n")
}

/// Every path in the code that begins with `crate`, `self` or `super`, lists in braces spelled
/// out one by one.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '$')) {
                continue;
            }
            spell(&code[at..], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Every path that begins with a module declared in this file, as if it began with `self`.
fn paths_into_children(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for line in code.lines() {
        let Some(declared) = line.trim_end().strip_suffix(';') else { continue };
        let Some((visible, name)) = declared.split_once("mod ") else { continue };
        if !visible.is_empty() && !visible.starts_with("pub") {
            continue;
        }
        for (at, _) in code.match_indices(&format!("{name}::")) {
            let before = code[..at].chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | ':')) {
                found.push(vec!["self".to_owned(), name.to_owned()]);
            }
        }
    }
    found
}

/// Reads one path, or the paths of a list, and gives back what is behind it.
fn spell<'a>(text: &'a str, begun: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    let len = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(len);
    let depth = begun.len();
    if !name.is_empty() {
        begun.push(name.to_owned());
    }
    let rest = if let Some(list) = rest.strip_prefix("::{").or_else(|| rest.strip_prefix('{')) {
        let mut rest = list;
        loop {
            rest = spell(rest, begun, found).trim_start();
            match rest.strip_prefix(',') {
                Some(further) if !further.trim_start().starts_with('}') => rest = further,
                Some(further) => break further.trim_start().strip_prefix('}').unwrap_or(further),
                None => break rest.strip_prefix('}').unwrap_or(rest),
            }
            if rest.is_empty() {
                break rest;
            }
        }
    } else if let Some(further) = rest.strip_prefix("::") {
        spell(further, begun, found)
    } else {
        // A macro is called where it is visible, whatever its file imports.
        if !rest.starts_with('!') {
            found.push(begun.clone());
        }
        rest
    };
    begun.truncate(depth);
    rest
}

/// The file that a path leads to from a module, if it is one of the crate's own.
fn target<'m>(path: &[String], from: &Module, all: &'m BTreeSet<Module>) -> Option<&'m Module> {
    let mut base: Module = match path[0].as_str() {
        "crate" => Vec::new(),
        _ => from.clone(),
    };
    let mut rest = &path[1..];
    if path[0] == "super" {
        base.pop()?;
    }
    while rest.first().is_some_and(|part| part == "super") {
        base.pop()?;
        rest = &rest[1..];
    }
    base.extend(rest.iter().cloned());
    while !all.contains(&base) {
        base.pop()?;
    }
    all.get(&base)
}

/// Every file of a crate with the files that it imports from.
fn imports(src: &Path) -> BTreeMap<Module, BTreeSet<Module>> {
    let mut files = Vec::new();
    sources(src, &mut files);
    let all: BTreeSet<Module> = files.iter().map(|file| module(src, file)).collect();
    let mut graph = BTreeMap::new();
    for file in files {
        let from = module(src, &file);
        if from.iter().any(|part| part == "tests") {
            continue;
        }
        let text = code(&fs::read_to_string(&file).unwrap());
        let mut targets = paths(&text);
        targets.extend(paths_into_children(&text));
        let targets = targets.iter().filter_map(|path| target(path, &from, &all));
        graph.insert(from.clone(), targets.filter(|to| **to != from).cloned().collect());
    }
    graph
}

/// The folder that a module belongs to.
fn folder(module: &Module, depth: usize) -> &[String] {
    &module[..module.len().min(depth)]
}

/// A circle within a folder, if there is one.
fn circle(graph: &BTreeMap<Module, BTreeSet<Module>>, depth: usize) -> Option<Vec<String>> {
    fn visit(
        graph: &BTreeMap<Module, BTreeSet<Module>>,
        depth: usize,
        at: &Module,
        path: &mut Vec<Module>,
        done: &mut BTreeSet<Module>,
    ) -> Option<Vec<String>> {
        if let Some(begin) = path.iter().position(|earlier| earlier == at) {
            let names = path[begin..].iter().chain([at]).map(|module| module.join("::"));
            return Some(names.collect());
        }
        if !done.insert(at.clone()) {
            return None;
        }
        path.push(at.clone());
        let near =
            graph.get(at).into_iter().flatten().filter(|to| folder(to, depth) == folder(at, depth));
        let found = near
            .cloned()
            .collect::<Vec<_>>()
            .iter()
            .find_map(|to| visit(graph, depth, to, path, done));
        path.pop();
        found
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|at| visit(graph, depth, at, &mut Vec::new(), &mut done))
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut circles = Vec::new();
    for (name, depth) in CRATES {
        let graph = imports(&crates.join(name).join("src"));
        assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 5, "{name} imports something");
        circles.extend(circle(&graph, depth).map(|way| format!("{name}: {}", way.join(" -> "))));
    }
    assert!(circles.is_empty(), "files import each other:\n{}", circles.join("\n"));
}

#[test]
fn paths_are_found_in_lists_and_in_the_middle_of_code() {
    let spelled = |code: &str| {
        let all = paths(code);
        all.iter().map(|path| path.join("::")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        spelled("use crate::{a::B, c::{self, D},};"),
        "crate::a::B crate::c::self crate::c::D"
    );
    assert_eq!(spelled("let x = super::view::whole(crate::y);"), "crate::y super::view::whole");
    assert_eq!(spelled("$crate::a std::self::b"), "");
}

#[test]
fn a_circle_is_found_and_its_way_told() {
    let name = |text: &str| text.split("::").map(str::to_owned).collect::<Module>();
    let graph = |edges: &[(&str, &str)]| {
        let mut graph: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (from, to) in edges {
            graph.entry(name(from)).or_default().insert(name(to));
        }
        graph
    };
    let round = graph(&[("a", "a::view"), ("a::view", "a::state"), ("a::state", "a")]);
    assert_eq!(circle(&round, 1).unwrap().join(" "), "a a::view a::state a");
    assert_eq!(
        circle(&graph(&[("a", "a::view"), ("a", "a::state"), ("a::view", "a::state")]), 1),
        None
    );
    assert_eq!(circle(&graph(&[("a::x", "b::y"), ("b::y", "a::x")]), 1), None, "another folder");
}
