//! Whether the simulated world and the live kernel agree on a sequence.

use anyhow::Result;
use serde_json::Value;

use crate::divergence::{self, Divergence};
use crate::live::Live;
use crate::sequence::Sequence;

/// A sequence that differs is run so many times: a busy machine may stop a program for longer
/// than any margin.
const RUNS_MAX: usize = 6;

/// What became of a sequence.
#[derive(Debug, Clone)]
pub(crate) enum Verdict {
    /// All results are the same, after so many runs.
    Agrees { runs: usize },
    /// From this step on, the results differ as a listed divergence says.
    Excused { at: usize, divergence: &'static Divergence },
    /// At this step, they differ.
    Differs(Difference),
}

/// A step whose results differ.
#[derive(Debug, Clone)]
pub(crate) struct Difference {
    pub(crate) at: usize,
    pub(crate) live: Value,
}

/// Hexadecimal digits of an abstract name that the kernel chose.
const CHOSEN_DIGITS: usize = 5;

/// Abstract names that the kernel chose are drawn by lot; all are the same here.
fn without_chance(value: &mut Value) {
    match value {
        Value::String(text) => {
            let digits = text.strip_prefix("unix:@").unwrap_or_default();
            let hex = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
            if digits.len() == CHOSEN_DIGITS && digits.bytes().all(hex) {
                *value = Value::from("unix:@(chosen)");
            }
        }
        Value::Object(map) => map.values_mut().for_each(without_chance),
        _ => {}
    }
}

/// Rows come in no order where their ends are the same.
fn comparable(result: &Value) -> Value {
    let mut result = result.clone();
    without_chance(&mut result);
    if let Some(rows) = result.get_mut("rows").and_then(Value::as_array_mut) {
        rows.sort_by_key(Value::to_string);
    }
    result
}

fn first_difference(simulated: &[Value], live: &[Value]) -> Option<usize> {
    let pairs = simulated.iter().zip(live);
    let same = |(one, other): (&Value, &Value)| comparable(one) == comparable(other);
    let differs = pairs.enumerate().find(|&(_, pair)| !same(pair)).map(|(at, _)| at);
    differs.or((simulated.len() != live.len()).then_some(simulated.len().min(live.len())))
}

/// Runs a sequence until it agrees, or differs every time.
pub(crate) fn judge(live: &mut Live, sequence: &Sequence) -> Result<Verdict> {
    judge_in(live, sequence, RUNS_MAX)
}

/// Runs a sequence until it agrees, or has differed so many times.
pub(crate) fn judge_in(live: &mut Live, sequence: &Sequence, runs_max: usize) -> Result<Verdict> {
    let mut farthest: Option<Difference> = None;
    for runs in 1..=runs_max {
        let results = live.run(&sequence.steps)?;
        let Some(at) = first_difference(&sequence.results, &results) else {
            return Ok(Verdict::Agrees { runs });
        };
        if farthest.as_ref().is_none_or(|known| at > known.at) {
            let live = results.get(at).cloned().unwrap_or_default();
            farthest = Some(Difference { at, live });
        }
    }
    let Some(difference) = farthest else { return Ok(Verdict::Agrees { runs: runs_max }) };
    let at = difference.at;
    let excuse = divergence::find(&sequence.steps[..=at], &sequence.results[at], &difference.live);
    Ok(match excuse {
        Some(divergence) => Verdict::Excused { at, divergence },
        None => Verdict::Differs(difference),
    })
}
