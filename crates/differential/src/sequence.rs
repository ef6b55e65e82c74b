//! A sequence of steps, with what the simulated world made of each.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use serde_json::Value;

use crate::runner::{Runner, Schedule, text};

/// Milliseconds that a call may take before it counts as never coming back, on both sides.
pub(crate) const PATIENCE_MS: u64 = 3_000;
/// Steps that set the scene, or look at it; all others are calls.
const SCENERY: [&str; 9] =
    ["sleep", "tcp", "udp", "drop", "dropseq", "undrop", "mtu", "sysctl", "join"];

/// Steps and their results in the simulated world.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    pub(crate) steps: Vec<Value>,
    pub(crate) results: Vec<Value>,
}

/// Whether a step is a system call.
pub(crate) fn is_call(step: &Value) -> bool {
    text(step, "op").is_some_and(|op| !SCENERY.contains(&op))
}

impl Sequence {
    pub(crate) fn push(&mut self, step: Value, result: Value) {
        self.steps.push(step);
        self.results.push(result);
    }

    pub(crate) fn calls(&self) -> usize {
        self.steps.iter().filter(|step| is_call(step)).count()
    }
}

/// Takes steps in a fresh simulated world.
pub(crate) fn simulate(steps: &[Value], schedule: Schedule) -> Result<Vec<Value>, String> {
    let run = || -> Result<Vec<Value>, String> {
        let mut runner = Runner::new(schedule);
        let take = |(at, step)| runner.take(step).map_err(|fault| format!("step {at}: {fault}"));
        steps.iter().enumerate().map(take).collect()
    };
    watched(steps, run)
}

/// The world must take anything; the steps that it does not take are shown before it falls.
pub(crate) fn watched<T>(steps: &[Value], run: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|fall| {
        let steps: Vec<String> = steps.iter().map(Value::to_string).collect();
        eprintln!("THE SIMULATED WORLD FELL over these steps:\n[{}]", steps.join(",\n"));
        resume_unwind(fall)
    })
}
