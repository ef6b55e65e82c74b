//! This machine's kernel: a helper program that takes the steps of a scenario in a namespace.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// The helper, beside this crate's sources.
const RUNNER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/live/runner.py");

/// A helper that runs one scenario after the other.
pub(crate) struct Live {
    process: Child,
    orders: ChildStdin,
    outcomes: BufReader<ChildStdout>,
}

/// What the kernel did.
pub(crate) struct Outcome {
    pub(crate) results: Vec<Value>,
    pub(crate) packets: Value,
    pub(crate) packet_times_s: Value,
}

impl Live {
    /// Starts a helper.
    pub(crate) fn start() -> Result<Self> {
        if !Path::new(RUNNER).exists() {
            bail!("{RUNNER} is gone: run this from the checkout that it was built in");
        }
        let mut process = Command::new("python3")
            .args(["-u", RUNNER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("`python3` cannot be started: is it installed?")?;
        let orders = process.stdin.take().context("the helper has no input")?;
        let outcomes = process.stdout.take().context("the helper has no output")?;
        Ok(Self { process, orders, outcomes: BufReader::new(outcomes) })
    }

    /// The results of these steps, in a namespace of their own, where a connection learns nothing
    /// from earlier ones.
    pub(crate) fn run(&mut self, steps: &[Value]) -> Result<Vec<Value>> {
        let settings = json!({"net.ipv4.tcp_no_metrics_save": "1"});
        let order = json!({"steps": steps, "name_early": true, "settings": settings});
        Ok(self.order(&order)?.results)
    }

    /// Runs steps as facts are recorded: with what crossed the loopback.
    pub(crate) fn record(&mut self, steps: &[Value]) -> Result<Outcome> {
        self.order(&json!({"steps": steps, "packets": true}))
    }

    fn order(&mut self, order: &Value) -> Result<Outcome> {
        writeln!(self.orders, "{order}").context("the helper is gone")?;
        self.orders.flush().context("the helper is gone")?;
        let mut line = String::new();
        self.outcomes.read_line(&mut line).context("the helper is gone")?;
        let mut outcome: Value = serde_json::from_str(&line)
            .with_context(|| format!("the helper answered `{}`", line.trim()))?;
        if let Some(fault) = outcome["fault"].as_str() {
            bail!("{fault}");
        }
        let Value::Array(results) = outcome["results"].take() else {
            bail!("the helper gave no results");
        };
        let (packets, times) = (outcome["packets"].take(), outcome["packet_times_s"].take());
        Ok(Outcome { results, packets, packet_times_s: times })
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // The helper ends with its input; whatever still runs is not waited for.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
