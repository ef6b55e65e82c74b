//! Every recorded fact, replayed.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "JSON numbers become the C types of system calls, as a program would cast them"
)]

#[path = "../examples/replay/arguments.rs"]
mod arguments;
#[path = "../examples/replay/compare.rs"]
mod compare;
#[path = "../examples/replay/describe.rs"]
mod describe;
#[path = "../examples/replay/names.rs"]
mod names;
#[path = "../examples/replay/parse.rs"]
mod parse;
#[path = "../examples/replay/runner.rs"]
mod runner;

/// Facts that were recorded; a file that is lost must not go unnoticed.
const FACTS: usize = 238;

#[test]
fn the_world_agrees_with_every_recorded_fact() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the facts are there")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let mut count = 0;
    let mut differences = Vec::new();
    for file in files {
        let path = file.to_str().expect("a readable name");
        for scenario in runner::load(path).expect("a file of facts") {
            count += 1;
            differences.extend(compare::verdict(&scenario).err());
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(count, FACTS);
}
