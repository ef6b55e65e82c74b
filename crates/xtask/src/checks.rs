//! `cargo xtask test`: every check there is, and at the end the list of what ran.
//!
//! Invariant: nothing is skipped in silence; an ignored or skipped test is a failure.

use crate::arguments::Part;
use crate::project::Project;
use crate::{cargo, differential, packages, process, progress, web};
use anyhow::{Result, bail};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// What `cargo test` is run with: everything, and each way of compressing messages by itself.
const TESTED: [&[&str]; 5] = [
    &["--workspace"],
    &["--package", "websocket", "--features", "inflate"],
    &["--package", "websocket", "--features", "deflate-small"],
    &["--package", "websocket", "--features", "deflate"],
    &["--package", "websocket", "--features", "compressor"],
];

/// Runs the part asked for and prints what ran.
pub(crate) fn run(project: &Project, part: &Part) -> Result<()> {
    let begun = Instant::now();
    let mut ran = Vec::new();
    if matches!(part, Part::All | Part::Rust) {
        ran.extend(run_rust(project)?);
    }
    let filter = match part {
        Part::Web { filter } => filter.as_deref(),
        Part::All | Part::Rust => None,
    };
    if matches!(part, Part::All | Part::Web { .. }) {
        ran.push(run_web(project, filter)?);
    }
    eprintln!("\nAll of this passed, in {:.0} s:", begun.elapsed().as_secs_f32());
    for line in ran {
        eprintln!("  {line}");
    }
    if *part != Part::All {
        eprintln!("This was a part: `cargo xtask test` runs everything.");
    }
    Ok(())
}

fn run_rust(project: &Project) -> Result<Vec<String>> {
    progress::step("format", || {
        let mut format = cargo::command(project, &["fmt", "--all", "--check"]);
        process::run(&mut format, "some Rust file is not formatted: run `cargo fmt --all`")
    })?;
    progress::step("clippy", || {
        let arguments = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
        process::run(&mut cargo::command(project, &arguments), "clippy found something (above)")?;
        cargo::clippy_wasm(project)
    })?;
    packages::require_for_tests()?;
    let (passed, ignored) = (AtomicUsize::new(0), AtomicUsize::new(0));
    progress::step("cargo test", || {
        for selection in TESTED {
            let mut tests = cargo::command(project, &["test", "--no-fail-fast"]);
            process::run_watching(tests.args(selection), "a Rust test failed (above)", |line| {
                let (good, left_out) = counted(line).unwrap_or_default();
                passed.fetch_add(good, Ordering::Relaxed);
                ignored.fetch_add(left_out, Ordering::Relaxed);
            })?;
        }
        Ok(())
    })?;
    progress::step("differential", || differential::run_briefly(project))?;
    let (passed, ignored) = (passed.into_inner(), ignored.into_inner());
    if passed == 0 || ignored > 0 {
        bail!("{passed} Rust tests passed and {ignored} were ignored: all must run");
    }
    Ok(vec![
        "format: cargo fmt --all --check".to_owned(),
        "lints: cargo clippy, natively and for wasm32, warnings denied".to_owned(),
        format!("Rust: {passed} tests of the workspace"),
        "differential: random system calls beside this kernel, or the facts (above)".to_owned(),
    ])
}

fn run_web(project: &Project, filter: Option<&str>) -> Result<String> {
    let counted = progress::step("browser tests", || web::run_tests(project, filter))?;
    if counted.skipped > 0 {
        bail!("{} browser tests were skipped: all must run", counted.skipped);
    }
    Ok(format!("browser: {} tests in {} files of tests/web", counted.passed, counted.files))
}

/// Passed and ignored tests in a line like `test result: ok. 3 passed; 0 failed; 1 ignored; ...`.
fn counted(line: &str) -> Option<(usize, usize)> {
    let counts = line.trim().strip_prefix("test result: ok. ")?;
    let number = |name: &str| {
        let mut parts = counts.split("; ");
        parts.find_map(|part| part.strip_suffix(name)?.trim().parse().ok())
    };
    Some((number("passed")?, number("ignored")?))
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn cargo_s_summary_is_read() {
        let line = "test result: ok. 31 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out";
        assert_eq!(counted(line), Some((31, 2)));
        assert_eq!(counted("test wire::tests::ok ... ok"), None);
    }
}
