//! Makes a sequence that differs as short as it gets.

use anyhow::Result;
use serde_json::Value;

use crate::generator::SCHEDULES;
use crate::judge::{Verdict, judge_in};
use crate::live::Live;
use crate::sequence::{Sequence, simulate};

/// Candidates that are tried before the shortest so far has to do.
const TRIALS_MAX: usize = 150;

/// How often a candidate must differ.
const RUNS: usize = 2;

/// Drops steps while the sequence still differs. Gives it with its verdict.
pub(crate) fn shrink(live: &mut Live, sequence: &Sequence, at: usize) -> Result<Sequence> {
    let mut best = sequence.clone();
    cut(&mut best, at);
    let mut trials = 0;
    let mut chunk = best.steps.len() / 2;
    while chunk > 0 {
        let mut start = 0;
        let mut shorter = false;
        while start < best.steps.len() && trials < TRIALS_MAX {
            trials += 1;
            let end = (start + chunk).min(best.steps.len());
            let without: Vec<Value> = best
                .steps
                .iter()
                .enumerate()
                .filter(|(at, step)| !(start..end).contains(at) || is_setting(step))
                .map(|(_, step)| step.clone())
                .collect();
            if without.len() == best.steps.len() {
                start = end;
                continue;
            }
            match differing(live, &without)? {
                Some(found) => {
                    best = found;
                    shorter = true;
                }
                None => start += chunk,
            }
        }
        if !shorter || chunk > 1 {
            chunk /= 2;
        }
    }
    Ok(best)
}

/// Settings turn off what the world leaves out: without them, every difference becomes that one.
fn is_setting(step: &Value) -> bool {
    step["op"] == "sysctl"
}

/// What comes behind the difference does not matter.
fn cut(sequence: &mut Sequence, at: usize) {
    sequence.steps.truncate(at + 1);
    sequence.results.truncate(at + 1);
}

/// The steps as a sequence up to where they differ, if they do, on every schedule alike.
fn differing(live: &mut Live, steps: &[Value]) -> Result<Option<Sequence>> {
    let mut results = Vec::new();
    for schedule in SCHEDULES {
        let Ok(found) = simulate(steps, schedule) else { return Ok(None) };
        results.push(found);
    }
    let first = results.swap_remove(0);
    let same = results.iter().all(|other| *other == first);
    // A call that never comes back says little and takes long.
    let stuck = first.iter().any(|result| result.get("timeout").is_some());
    if !same || stuck {
        return Ok(None);
    }
    let mut sequence = Sequence { steps: steps.to_vec(), results: first };
    Ok(match judge_in(live, &sequence, RUNS)? {
        Verdict::Differs(difference) => {
            cut(&mut sequence, difference.at);
            Some(sequence)
        }
        _ => None,
    })
}
