//! Recorded facts: writing new ones down, and falling back on them.

use std::fs;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use crate::compare::verdict;
use crate::live::{Live, Outcome};
use crate::runner::load;

/// The facts of the simulated world's tests.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../kernel/tests/facts");
/// How often each scenario is run before it is written down.
const RUNS: usize = 3;

/// Replays every recorded fact in the simulated world.
pub(crate) fn replay_all() -> Result<()> {
    let mut files: Vec<_> = fs::read_dir(FOLDER)
        .with_context(|| format!("{FOLDER} cannot be read"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    let (mut passed, mut failed) = (0, 0);
    for file in files {
        for scenario in load(&file.to_string_lossy()).map_err(|fault| anyhow!(fault))? {
            match verdict(&scenario) {
                Ok(_) => passed += 1,
                Err(difference) => {
                    failed += 1;
                    println!("{difference}");
                }
            }
        }
    }
    println!("recorded facts: {passed} passed, {failed} failed");
    if failed > 0 || passed == 0 {
        bail!("the simulated world disagrees with recorded facts");
    }
    Ok(())
}

/// Runs the scenarios of a file on this kernel and writes what they gave beside their steps.
pub(crate) fn record(file: &str) -> Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("{file} cannot be read"))?;
    let mut whole: Value =
        serde_json::from_str(&text).with_context(|| format!("{file} is not JSON"))?;
    let scenarios = whole["scenarios"]
        .as_array_mut()
        .with_context(|| format!("{file} has no list `scenarios`"))?;
    let mut live = Live::start()?;
    for scenario in scenarios {
        let id = scenario["id"].as_str().unwrap_or("?").to_owned();
        let steps = scenario["steps"].as_array().cloned();
        let steps = steps.with_context(|| format!("{id} has no `steps`"))?;
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            runs.push(live.record(&steps).with_context(|| id.clone())?);
        }
        write_down(scenario, &runs);
        println!("recorded {id}");
    }
    let text = serde_json::to_string_pretty(&whole)?;
    fs::write(file, text + "\n").with_context(|| format!("{file} cannot be written"))
}

fn write_down(scenario: &mut Value, runs: &[Outcome]) {
    let first = &runs[0];
    scenario["expect"] = json!(first.results);
    scenario["packets"] = first.packets.clone();
    scenario["packet_times_s"] = first.packet_times_s.clone();
    scenario["reps"] = json!(runs.len());
    scenario["steps_stable"] = json!(runs.iter().all(|run| run.results == first.results));
    scenario["packets_stable"] = json!(runs.iter().all(|run| run.packets == first.packets));
    for at in 0..first.results.len() {
        let mut others: Vec<&Value> = runs.iter().filter_map(|run| run.results.get(at)).collect();
        others.retain(|result| **result != first.results[at]);
        if !others.is_empty() {
            scenario["variants"][at.to_string()] = json!(others);
        }
    }
}
