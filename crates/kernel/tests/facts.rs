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
#[path = "facts/tshark.rs"]
mod tshark;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts");
/// Facts that were recorded; a file that is lost must not go unnoticed.
const FACTS: usize = 279;

#[test]
fn the_world_agrees_with_every_recorded_fact() {
    let scenarios = runner::load(FOLDER).expect("the facts are there");
    let differences: Vec<_> =
        scenarios.iter().filter_map(|scenario| compare::verdict(scenario).err()).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert_eq!(scenarios.len(), FACTS);
}
