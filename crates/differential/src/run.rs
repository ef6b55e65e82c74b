//! Runs of many sequences, several at once.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use crate::coverage::Coverage;
use crate::facts;
use crate::generator::{SCHEDULES, generate};
use crate::judge::{Difference, Verdict, judge};
use crate::live::Live;
use crate::options::Options;
use crate::runner::load;
use crate::sequence::{Sequence, is_call, simulate};
use crate::shrink::shrink;

/// A run of so many sequences must also cover everything.
const FULL_RUN: u64 = 1_000;
/// Calls that divergences may excuse, in hundredths of a percent.
const EXCUSED_MAX: usize = 200;
/// Differences that are shrunk; of the others, only the first lines are printed.
const SHRUNK_MAX: usize = 20;
/// Where shrunk sequences are left.
const FOLDER: &str = "target/differential";

/// What one sequence came to.
struct Report {
    seed: u64,
    sequence: Sequence,
    verdict: Verdict,
    /// For a difference: the shrunk sequence and where it differs.
    shrunk: Option<(Sequence, Difference)>,
}

/// Sums of a run.
#[derive(Default)]
struct Totals {
    sequences: u64,
    agreed: u64,
    repeated: u64,
    calls: usize,
    excused: BTreeMap<&'static str, usize>,
    differences: u64,
    coverage: Coverage,
}

/// Compares random sequences.
pub(crate) fn random(options: &Options) -> Result<()> {
    // A step that needs the packet filter too.
    let first = [json!({"op": "undrop"})];
    if let Err(fault) = Live::start().and_then(|mut live| live.run(&first)) {
        return fall_back(&fault);
    }
    let (next, shrunk) = (AtomicU64::new(0), AtomicUsize::new(0));
    let (sender, receiver) = mpsc::channel();
    let mut totals = Totals::default();
    let mut doubtful = Vec::new();
    thread::scope(|scope| -> Result<()> {
        for _ in 0..options.lanes {
            let sender = sender.clone();
            let (next, shrunk) = (&next, &shrunk);
            scope.spawn(move || work(options, next, shrunk, &sender));
        }
        drop(sender);
        for report in receiver {
            let report = report?;
            if matches!(report.verdict, Verdict::Differs(_)) {
                doubtful.push(report);
                continue;
            }
            totals.add(&report);
            if totals.sequences.is_multiple_of(100) {
                eprintln!("{} sequences agree, {} may differ", totals.sequences, doubtful.len());
            }
        }
        Ok(())
    })?;
    // What differed while other sequences ran is run once more by itself.
    let mut live = Live::start()?;
    for mut report in doubtful {
        report.verdict = judge(&mut live, &report.sequence)?;
        if let Verdict::Agrees { runs } = &mut report.verdict {
            *runs += 1;
        }
        totals.add(&report);
        print_difference(&report, options)?;
    }
    totals.finish(options)
}

/// Without namespaces nothing can be compared; what was recorded still can.
fn fall_back(fault: &anyhow::Error) -> Result<()> {
    let line = "!".repeat(78);
    eprintln!("{line}");
    eprintln!("!! NO NETWORK NAMESPACES HERE: {fault:#}");
    eprintln!("!! Nothing is compared with a live kernel. That takes Linux, root, python3 and");
    eprintln!("!! nftables. The facts that were recorded on Linux 6.18 are replayed instead.");
    eprintln!("{line}");
    facts::replay_all()
}

/// Takes one sequence after the other, until there are no more.
fn work(
    options: &Options,
    next: &AtomicU64,
    shrunk: &AtomicUsize,
    sender: &mpsc::Sender<Result<Report>>,
) {
    let mut live = Live::start();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        if at >= options.sequences {
            return;
        }
        let report = match &mut live {
            Ok(live) => compare(live, options.seed.wrapping_add(at), options.length, shrunk),
            Err(fault) => Err(anyhow!("{fault:#}")),
        };
        let failed = report.is_err();
        if sender.send(report).is_err() || failed {
            // Nobody waits for more.
            next.store(options.sequences, Ordering::Relaxed);
            return;
        }
    }
}

fn compare(live: &mut Live, seed: u64, length: usize, shrunk: &AtomicUsize) -> Result<Report> {
    let sequence = generate(seed, length);
    let verdict = judge(live, &sequence).with_context(|| format!("the sequence of seed {seed}"))?;
    let mut smaller = None;
    if let Verdict::Differs(difference) = &verdict
        && shrunk.fetch_add(1, Ordering::Relaxed) < SHRUNK_MAX
    {
        let found = shrink(live, &sequence, difference.at)?;
        if let Verdict::Differs(difference) = judge(live, &found)? {
            smaller = Some((found, difference));
        }
    }
    Ok(Report { seed, sequence, verdict, shrunk: smaller })
}

fn print_difference(report: &Report, options: &Options) -> Result<()> {
    let Verdict::Differs(difference) = &report.verdict else { return Ok(()) };
    let seed = report.seed;
    println!("\nDIFFERS seed={seed} step {}", difference.at);
    let (sequence, difference) = match &report.shrunk {
        Some((sequence, difference)) => (sequence, difference),
        None => (&report.sequence, difference),
    };
    let at = difference.at;
    let shown = if report.shrunk.is_some() { 0 } else { at };
    for (step, result) in sequence.steps.iter().zip(&sequence.results).take(at + 1).skip(shown) {
        println!("  {step} -> {result}");
    }
    println!("  simulated: {}", sequence.results[at]);
    println!("  live:      {}", difference.live);
    fs::create_dir_all(FOLDER).with_context(|| format!("{FOLDER} cannot be made"))?;
    let file = format!("{FOLDER}/seed-{seed}.json");
    let scenario = json!({"id": format!("seed-{seed}"), "steps": sequence.steps});
    fs::write(&file, serde_json::to_string_pretty(&json!([scenario]))?)
        .with_context(|| format!("{file} cannot be written"))?;
    println!("  these steps: cargo xtask differential --replay {file}");
    let length = options.length;
    println!(
        "  all of them: cargo xtask differential --seed {seed} --sequences 1 --length {length}"
    );
    Ok(())
}

impl Totals {
    fn add(&mut self, report: &Report) {
        let sequence = &report.sequence;
        self.sequences += 1;
        self.calls += sequence.calls();
        let mut agreed = sequence.steps.len();
        match &report.verdict {
            Verdict::Agrees { runs } => {
                self.agreed += 1;
                self.repeated += u64::from(*runs > 1);
            }
            Verdict::Excused { at, divergence } => {
                // What follows a divergence proves nothing.
                let lost = sequence.steps[*at..].iter().filter(|step| is_call(step)).count();
                *self.excused.entry(divergence.name).or_default() += lost.max(1);
                agreed = *at;
            }
            Verdict::Differs(difference) => {
                self.differences += 1;
                agreed = difference.at;
            }
        }
        self.coverage.count(sequence, agreed);
    }

    fn finish(&self, options: &Options) -> Result<()> {
        println!("\n{}", self.coverage);
        let excused: usize = self.excused.values().sum();
        let share = excused * 10_000 / self.calls.max(1);
        println!(
            "{} sequences of {} calls, seeds {} to {}: {} agree, {} of them only when repeated",
            self.sequences,
            options.length,
            options.seed,
            options.seed.wrapping_add(options.sequences).wrapping_sub(1),
            self.agreed,
            self.repeated,
        );
        println!(
            "{} calls, {excused} excused by divergences ({}.{:02} %)",
            self.calls,
            share / 100,
            share % 100
        );
        for (name, count) in &self.excused {
            println!("  {count:>6}  {name}");
        }
        let mut faults = Vec::new();
        if self.differences > 0 {
            faults.push(format!("{} sequences differ", self.differences));
        }
        if share > EXCUSED_MAX {
            faults.push("more than 2 % of the calls are excused".to_owned());
        }
        let gaps = self.coverage.gaps();
        if options.sequences >= FULL_RUN && !gaps.is_empty() {
            faults.push(format!("not covered: {}", gaps.join(", ")));
        }
        if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("; ")) }
    }
}

/// Runs the sequences of a file on both sides.
pub(crate) fn replay(file: &str) -> Result<()> {
    let mut live = Live::start()?;
    let mut differ = 0;
    for scenario in load(file).map_err(|fault| anyhow!("{file}: {fault}"))? {
        let steps = scenario["steps"].as_array().cloned().unwrap_or_default();
        let results = simulate(&steps, SCHEDULES[0]).map_err(|fault| anyhow!("{file}: {fault}"))?;
        let sequence = Sequence { steps, results };
        let seen = live.run(&sequence.steps)?;
        for ((step, simulated), live) in sequence.steps.iter().zip(&sequence.results).zip(&seen) {
            println!("{step}\n    simulated {simulated}\n    live      {live}");
        }
        if let Verdict::Differs(Difference { at, .. }) = judge(&mut live, &sequence)? {
            differ += 1;
            println!("{} differs at step {at}", scenario.get("id").unwrap_or(&Value::Null));
        }
    }
    if differ == 0 { Ok(()) } else { bail!("{differ} of the sequences differ") }
}
