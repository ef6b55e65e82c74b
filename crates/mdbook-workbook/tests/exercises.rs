//! Every exercise that is done in a figure: its solution reaches all goals, its beginning does not,
//! and each of its wrong solutions fails at the check and for the reason that it says.

use std::fs;
use std::path::{Path, PathBuf};

use checker::goal::Goals;
use figure_kit::exhibit::Exhibit;
use figure_kit::script::Script;
use figures::registry;
use mdbook_workbook::exercise::{self, Figure, Folder, Kind};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The script with the lines of a solution: settings stand before all else, and the later holds.
fn joined(script: &str, solution: &str) -> String {
    let is_setting = |line: &&str| {
        !["do ", "show", "expect ", "#"].iter().any(|word| line.trim_start().starts_with(word))
    };
    let lines = || script.lines().chain(solution.lines()).filter(|line| !line.trim().is_empty());
    let settings = lines().filter(is_setting);
    let rest = lines().filter(|line| !is_setting(line));
    settings.chain(rest).collect::<Vec<_>>().join("\n")
}

fn exhibit(name: &str, script: &str) -> Result<Exhibit, String> {
    let script = Script::parse(name, script).map_err(|error| error.to_string())?;
    registry::exhibit(name, &script).map_err(|error| error.to_string())
}

/// What comes of a figure: `passed`, or the first check that fails and its reason.
fn outcome(figure: &Figure, solution: &str) -> Result<String, String> {
    let goals = Goals::parse(&figure.checks).map_err(|wrong| format!("{wrong:?}"))?;
    let first = exhibit(&figure.name, &figure.script)?;
    let last = exhibit(&figure.name, &joined(&figure.script, solution))?;
    let setting = |exhibit: &Exhibit, name: &str| {
        let mut settings = exhibit.settings().into_iter();
        settings.find(|(known, _)| *known == name).map(|(_, value)| value)
    };
    for (_, goals) in &goals.checks {
        for goal in goals {
            if let checker::goal::Goal::Keep(name) = goal {
                setting(&first, name).ok_or(format!("`keep {name}`: no such setting"))?;
            }
        }
    }
    let verdicts = goals.judge(
        |fact| last.fact(fact),
        |name| setting(&first, name),
        |name| setting(&last, name),
    );
    let failed = verdicts.into_iter().find_map(|(name, verdict)| Some((name, verdict.err()?)));
    Ok(failed.map_or("passed".to_owned(), |(name, failure)| {
        format!("{name}: {}", failure.reason.name())
    }))
}

fn faults(folder: &Folder, figure: &Figure) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |file: &str, holds: &dyn Fn(&str) -> bool| {
        let solution = match file {
            "start.txt" => Ok(String::new()),
            _ => fs::read_to_string(folder.path.join(file)).map_err(|error| error.to_string()),
        };
        match solution.and_then(|solution| outcome(figure, &solution)) {
            Ok(seen) if holds(&seen) => {}
            Ok(seen) | Err(seen) => faults.push(format!("{}/{file}: {seen}", folder.name)),
        }
    };
    check("solution.txt", &|seen| seen == "passed");
    check("start.txt", &|seen| seen != "passed");
    for wrong in &folder.settings.wrong {
        let stated = format!("{}: {}", wrong.fails.text, wrong.reason.text);
        check(&format!("wrong/{}.txt", wrong.key.text), &|seen| seen == stated);
    }
    faults
}

#[test]
fn figures_are_brought_to_their_goals_by_solutions_alone() {
    let folders = exercise::all(&root()).unwrap();
    let mut figures = 0;
    let mut told = Vec::new();
    for folder in &folders {
        if let Kind::Figure(figure) = &folder.kind {
            figures += 1;
            told.extend(faults(folder, figure));
            assert!(!folder.settings.wrong.is_empty(), "{}: no [[wrong]]", folder.name);
        }
    }
    assert!(figures > 0, "there are exercises with figures");
    assert!(told.is_empty(), "{}", told.join("\n"));
}
