//! Programs that drive the finished site in a real browser: tests, pictures, sizes.

use crate::arguments::{Edition, Pages};
use crate::cargo::{self, Profile};
use crate::project::Project;
use crate::wasm::{self, Effort, Glue};
use crate::{browser, files, npm, portable, process, progress, site};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

const FOLDER: &str = "tests/web";
const LIGHTHOUSE: &str = "tests/lighthouse";
const TEST_ENDING: &str = ".test.mjs";

/// What the browser's test runner counted.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) passed: usize,
    pub(crate) skipped: usize,
    pub(crate) files: usize,
}

/// Builds the site and its portable zip, and finds everything that a browser program needs.
fn prepare(project: &Project) -> Result<PathBuf> {
    npm::require_node()?;
    let chrome = browser::require()?;
    site::build(project, Effort::Small, Edition::Learners)?;
    site::assemble(project, Edition::Instructors)?;
    portable::build(project, Edition::Learners)?;
    progress::step("uncut figures", || {
        wasm::build(project, &project.figures_whole(), Glue::Module, Effort::Whole)
    })?;
    npm::install(project, FOLDER)?;
    // A `cargo xtask serve` beside the tests may put another site in place while they run.
    files::copy_folder(&project.site(Edition::Learners), &project.site_tested())?;
    Ok(chrome)
}

fn node(project: &Project, chrome: &PathBuf) -> Command {
    let mut command = Command::new("node");
    command
        .current_dir(project.root.join(FOLDER))
        .env("CHROME", chrome)
        .env("WORKBOOK_SITE", project.site_tested())
        .env("WORKBOOK_INSTRUCTOR", project.site(Edition::Instructors))
        .env("WORKBOOK_PORTABLE", project.portable_zip(Edition::Learners))
        .env("WORKBOOK_WHOLE", project.figures_whole());
    command
}

/// Runs the browser tests whose file names hold `filter`. Where one is given, those that take
/// samples among all take everything.
pub(crate) fn run_tests(project: &Project, filter: Option<&str>) -> Result<Counted> {
    let files = test_files(project, filter)?;
    let chrome = prepare(project)?;
    let (passed, skipped) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut command = node(project, &chrome);
    if filter.is_some() {
        command.env("WORKBOOK_THOROUGH", "1");
    }
    command
        .args(["--test", "--test-concurrency=2", "--test-timeout=600000", "--test-reporter=spec"])
        .args(files.iter().map(|file| format!("./{file}")));
    process::run_watching(&mut command, "a browser test failed (its name is above)", |line| {
        for (name, count) in [("pass", &passed), ("skipped", &skipped), ("todo", &skipped)] {
            if let Some(seen) = counted(line, name) {
                count.fetch_add(seen, Ordering::Relaxed);
            }
        }
    })?;
    let counted =
        Counted { passed: passed.into_inner(), skipped: skipped.into_inner(), files: files.len() };
    if counted.passed == 0 {
        bail!("no browser test ran, although {} files were given", counted.files);
    }
    Ok(counted)
}

/// The number in a line of the runner's summary: `ℹ pass 12`.
fn counted(line: &str, name: &str) -> Option<usize> {
    line.trim().strip_prefix("ℹ ")?.strip_prefix(name)?.trim().parse().ok()
}

fn test_files(project: &Project, filter: Option<&str>) -> Result<Vec<String>> {
    let folder = project.root.join(FOLDER);
    let known: Vec<String> = files::list_without(&folder, "node_modules")?
        .iter()
        .map(|path| files::with_slashes(path))
        .filter(|name| name.ends_with(TEST_ENDING))
        .collect();
    let wanted = filter.unwrap_or_default();
    let chosen: Vec<String> = known.iter().filter(|name| name.contains(wanted)).cloned().collect();
    if chosen.is_empty() {
        bail!("no file of {FOLDER} has `{wanted}` in its name; there are: {}", known.join(", "));
    }
    Ok(chosen)
}

/// Takes the README's pictures.
pub(crate) fn screenshots(project: &Project) -> Result<()> {
    let chrome = prepare(project)?;
    let folder = project.root.join("docs/pictures");
    progress::step("pictures", || {
        let mut command = node(project, &chrome);
        process::run(command.arg("screenshots.mjs").arg(&folder), "the pictures were not taken")
    })
}

/// Prints what each page loads at first.
pub(crate) fn sizes(project: &Project) -> Result<()> {
    let chrome = prepare(project)?;
    process::run(node(project, &chrome).arg("sizes.mjs"), "the sizes were not measured")
}

/// Has Lighthouse judge pages, from the book's own server.
pub(crate) fn lighthouse(project: &Project, pages: &Pages) -> Result<()> {
    npm::require_node()?;
    let chrome = browser::require()?;
    site::build(project, Effort::Small, Edition::Learners)?;
    let program = progress::step("server", || cargo::build_companion(project, Profile::Release))?;
    npm::install(project, LIGHTHOUSE)?;
    let mut command = Command::new("node");
    command
        .current_dir(project.root.join(LIGHTHOUSE))
        .env("CHROME", chrome)
        .env("WORKBOOK_PROGRAM", program)
        .env("WORKBOOK_SITE", project.site(Edition::Learners))
        .arg("judge.mjs")
        .args(match pages {
            Pages::All => None,
            Pages::Half => Some("--half"),
            Pages::Named(part) => Some(part.as_str()),
        });
    process::run_shown(&mut command, "a page missed its bounds (above)")
}

/// Measures how long a step of the time machine takes.
pub(crate) fn steps(project: &Project) -> Result<()> {
    let chrome = prepare(project)?;
    let mut command = node(project, &chrome);
    process::run_shown(command.arg("steps.mjs"), "the steps were not measured (above)")
}

/// Measures what a lab costs its reader.
pub(crate) fn labs(project: &Project) -> Result<()> {
    let chrome = prepare(project)?;
    let mut command = node(project, &chrome);
    process::run_shown(command.arg("lab_bench.mjs"), "the labs were not measured (above)")
}

/// Measures the simulated world in the browser: a folder with the work compiled in these ways.
pub(crate) fn world(project: &Project, folder: &Path, ways: &[&str]) -> Result<()> {
    npm::require_node()?;
    let chrome = browser::require()?;
    npm::install(project, FOLDER)?;
    let mut command = Command::new("node");
    command.current_dir(project.root.join(FOLDER)).env("CHROME", chrome);
    command.arg("world.mjs").arg(folder).args(ways);
    process::run_shown(&mut command, "the simulated world was not measured in Chromium (above)")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn the_runner_s_summary_is_read() {
        assert_eq!(counted("ℹ pass 12", "pass"), Some(12));
        assert_eq!(counted("ℹ skipped 0", "skipped"), Some(0));
        assert_eq!(counted("✔ pass the ball (3ms)", "pass"), None);
        assert_eq!(counted("ℹ passing", "pass"), None);
    }
}
