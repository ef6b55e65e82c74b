//! Every exercise whose solution is a program, on this machine: its solution passes, its starter
//! fails, and each of its wrong solutions fails at the check and for the reason that it says.
//!
//! `EXERCISE=echo-line cargo test -p companion --test exercises` judges one of them; more stand
//! behind commas.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use companion::bench;
use companion::judge::{Exercise, Judged, judge, text_of};

/// How many programs are judged at once.
const AT_ONCE: usize = 4;
/// How many may come out wrong on a busy machine before the machine is no excuse.
const DOUBTFUL_MAX: usize = 12;
/// What is told as slow.
const SLOW: Duration = Duration::from_secs(4);

/// A program of an exercise, and what must come of it.
struct Case {
    exercise: usize,
    program: PathBuf,
    must: Must,
}

enum Must {
    Pass,
    Fail,
    FailAt { check: String, reason: &'static str },
}

/// What came of a case: how it fails, or a note.
#[derive(Default)]
struct Told {
    faults: Vec<String>,
    notes: Vec<String>,
}

impl Told {
    fn print(&self) {
        for line in self.faults.iter().chain(&self.notes) {
            println!("{line}");
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/exercises")
}

/// The folders of exercises that are programs.
fn exercises(told: &mut Told) -> Vec<Exercise> {
    let filter = std::env::var("EXERCISE").ok();
    let entries = fs::read_dir(root()).into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let is_wanted = |folder: &PathBuf| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        filter.as_ref().is_none_or(|wanted| wanted.split(',').any(|it| it == name))
    };
    let is_program = |folder: &PathBuf| {
        let text = fs::read_to_string(folder.join("exercise.toml")).unwrap_or_default();
        text.lines().any(|line| line.replace(' ', "") == "kind=\"program\"")
    };
    let wanted = folders.iter().filter(|it| is_wanted(it) && is_program(it));
    let read = wanted.map(|folder| Exercise::read(folder));
    read.filter_map(|read| read.map_err(|fault| told.faults.push(fault)).ok()).collect()
}

fn cases(exercises: &[Exercise], told: &mut Told) -> Vec<Case> {
    let mut cases = Vec::new();
    for (place, exercise) in exercises.iter().enumerate() {
        let mut case = |program, must| cases.push(Case { exercise: place, program, must });
        case(exercise.solution(), Must::Pass);
        case(exercise.starter(), Must::Fail);
        for wrong in &exercise.wrong {
            let (check, reason) = (wrong.fails.clone(), wrong.reason.name());
            case(exercise.wrong_solution(&wrong.key), Must::FailAt { check, reason });
        }
        let listed: BTreeSet<String> = exercise.wrong.iter().map(|it| it.key.clone()).collect();
        let entries = fs::read_dir(exercise.folder.join("wrong")).into_iter().flatten().flatten();
        let there: BTreeSet<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        if listed != there || listed.is_empty() {
            let name = &exercise.name;
            told.faults.push(format!("{name}: [[wrong]] {listed:?} and its folders {there:?}"));
        }
    }
    cases
}

/// The checks in order, to the first that fails.
fn judged(exercise: &Exercise, program: &Path) -> Result<Vec<Judged>, String> {
    let text = text_of(program)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let all = runtime.block_on(async {
        let mut all = Vec::new();
        for check in 0..exercise.checks.checks.len() {
            all.push(judge(exercise, check, &text).await?);
            if all.last().is_some_and(|judged| judged.failed.is_some()) {
                break;
            }
        }
        Ok(all)
    });
    runtime.shutdown_background();
    all
}

/// How it came out, in words: `split: ended`, or `passed`.
fn outcome(exercise: &Exercise, all: &[Judged]) -> String {
    match all.last().map(|judged| (judged.check, &judged.failed)) {
        Some((check, Some(failed))) => {
            format!("{}: {}", exercise.checks.checks[check].name, failed.failure.reason.name())
        }
        _ => "passed".to_owned(),
    }
}

fn try_case(exercise: &Exercise, case: &Case) -> Told {
    let mut told = Told::default();
    let program = case.program.strip_prefix(root()).unwrap_or(&case.program).display();
    let begun = Instant::now();
    let all = match judged(exercise, &case.program) {
        Ok(all) => all,
        Err(message) => {
            told.faults.push(message);
            return told;
        }
    };
    let took = begun.elapsed();
    if took > SLOW {
        told.notes.push(format!("{program}: {:.1} s", took.as_secs_f32()));
    }
    let seen = outcome(exercise, &all);
    let is_right = match &case.must {
        Must::Pass => seen == "passed",
        Must::Fail => seen != "passed",
        Must::FailAt { check, reason } => seen == format!("{check}: {reason}"),
    };
    if is_right {
        return told;
    }
    // What a machine cannot be made to do, only a simulated world judges.
    let (wanted, in_simulator) = match &case.must {
        Must::Pass => ("passed".to_owned(), false),
        Must::Fail => ("a failure".to_owned(), all.iter().any(|it| !it.skipped.is_empty())),
        Must::FailAt { check, reason } => {
            let place = exercise.checks.checks.iter().position(|it| it.name == *check);
            let skips = |it: &&Judged| Some(it.check) == place && !it.skipped.is_empty();
            (format!("{check}: {reason}"), all.iter().any(|it| skips(&it)))
        }
    };
    if seen == "passed" && in_simulator {
        told.notes.push(format!("{program}: {wanted} in the simulator alone"));
        return told;
    }
    let detail = all.last().and_then(|judged| judged.failed.as_deref()).map(|failed| {
        let failure = &failed.failure;
        let stderr = String::from_utf8_lossy(&failed.observed.stderr).into_owned();
        format!(
            "\n  expected {}\n  seen {} {}\n  {}",
            failure.expected.escape_ascii(),
            failure.seen.escape_ascii(),
            failure.detail,
            stderr.lines().last().unwrap_or_default()
        )
    });
    told.faults.push(format!(
        "{program}: {seen} where it should be {wanted}{}",
        detail.unwrap_or_default()
    ));
    told
}

#[test]
fn solutions_pass_and_wrong_ones_fail_as_they_say() {
    let runtimes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtimes");
    bench::install_node_modules(&runtimes).unwrap_or_else(|message| panic!("{message}"));
    let mut told = Told::default();
    let exercises = exercises(&mut told);
    let cases = cases(&exercises, &mut told);
    let (queue, doubtful) = (Mutex::new(cases.iter()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(case) = queue.lock().unwrap().next() else { return };
                    let news = try_case(&exercises[case.exercise], case);
                    news.print();
                    if !news.faults.is_empty() {
                        doubtful.lock().unwrap().push(case);
                    }
                }
            });
        }
    });
    // The checks wait for some tenths of a second, which a busy machine can take from a program:
    // what failed among others has to fail by itself too.
    let doubtful = doubtful.into_inner().unwrap();
    assert!(doubtful.len() <= DOUBTFUL_MAX, "{} programs came out wrong", doubtful.len());
    for case in doubtful {
        let mut news = try_case(&exercises[case.exercise], case);
        println!("once more, by itself: {}", case.program.display());
        news.print();
        told.faults.append(&mut news.faults);
    }
    let faults = told.faults;
    println!("{} exercises, {} programs", exercises.len(), cases.len());
    assert!(!exercises.is_empty(), "there are exercises in {}", root().display());
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
