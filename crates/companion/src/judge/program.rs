//! The reader's program as a child process: what it prints, how it ends, and its sure end.
//!
//! Invariant: whatever it does, it is gone when this is dropped, with all processes of its group;
//! of what it prints no more than [`OUTPUT_LEN_MAX`] bytes are kept.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use checker::{Check, Checks, Language, Observed, Standing};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, Command},
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::bench::{BROWSER, Folder, Ports, node_modules};

use super::folder::Exercise;

/// The most that a program may print.
pub(super) const OUTPUT_LEN_MAX: usize = 1 << 20;
/// How long the last words of a program that ended are waited for.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// How often a program that may end is looked at, how often in a row it must be found waiting, and
/// for how long it is looked: at all, and where nothing can be seen.
const REST_LOOK: Duration = Duration::from_millis(20);
const RESTS: u32 = 4;
const REST_MAX: Duration = Duration::from_secs(3);
const REST_UNKNOWN: Duration = Duration::from_millis(300);
/// For how long it is looked whether a program computes.
const LOOK: Duration = Duration::from_millis(300);

/// A program that runs, or has.
#[derive(Debug)]
pub(super) struct Program {
    child: Child,
    group: Option<u32>,
    stdout: Output,
    stderr: Output,
    typing: JoinHandle<()>,
    status: Option<ExitStatus>,
    ports: Ports,
    /// It holds the program's files; they go last.
    _folder: Folder,
}

/// What a process has been doing.
#[derive(Debug, PartialEq, Eq)]
struct Activity {
    /// It waits for something, not for a processor.
    is_waiting: bool,
    /// Processor time in ticks of 10 ms, its own and the kernel's for it.
    own: u64,
    kernel: u64,
}

/// What comes out of one of its pipes.
#[derive(Debug)]
struct Output {
    text: Arc<Mutex<Vec<u8>>>,
    reading: JoinHandle<()>,
}

impl Program {
    /// Starts a program on ports of its own, beside the exercise's files.
    pub(super) fn start(
        exercise: &Exercise,
        text: &str,
        check: &Check,
        ports: Ports,
    ) -> Result<Self, String> {
        let checks = &exercise.checks;
        let folder = laid_out(exercise, text, ports)
            .map_err(|error| format!("the program's files cannot be written: {error}"))?;
        let mut command = command(checks, folder.path(), &exercise.folder);
        command.args(checks.args.iter().map(|word| ports.moved(word)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: what it starts ends with it.
        command.kill_on_drop(true).process_group(0);
        let mut child = command.spawn().map_err(|error| {
            let name = command.as_std().get_program().to_string_lossy().into_owned();
            match error.kind() {
                ErrorKind::NotFound => {
                    format!("`{name}` is not installed, and the program needs it")
                }
                _ => format!("`{name}` cannot be started: {error}"),
            }
        })?;
        let typing = type_in(&mut child, check);
        let stdout = Output::of(child.stdout.take());
        let stderr = Output::of(child.stderr.take());
        let group = child.id();
        Ok(Self { child, group, stdout, stderr, typing, status: None, ports, _folder: folder })
    }

    /// Whether it has ended by itself.
    pub(super) fn has_ended(&mut self) -> bool {
        if self.status.is_none() {
            self.status = self.child.try_wait().ok().flatten();
        }
        self.status.is_some()
    }

    /// Whether it printed more than anybody reads.
    pub(super) fn is_flooding(&self) -> bool {
        self.stdout.is_full() || self.stderr.is_full()
    }

    /// What is known of it now; of one that ended, its last words too.
    pub(super) async fn observed(&mut self) -> Observed {
        let has_ended = self.has_ended();
        if has_ended {
            // Whatever it left behind may hold its pipes: then there is no end of them.
            self.end_group();
            self.stdout.wait().await;
            self.stderr.wait().await;
        }
        let standing = match self.status {
            Some(status) => Standing::Ended(number(status)),
            None => Standing::Lives,
        };
        Observed {
            standing,
            stdout: self.ports.restored_bytes(&self.stdout.text()),
            stderr: self.ports.restored_bytes(&self.stderr.text()),
            calls: None,
            holds: None,
        }
    }

    /// Whether it computes and asks the kernel for nothing: looked at for a moment.
    pub(super) async fn computes(&mut self) -> bool {
        let Some(before) = self.times() else { return false };
        sleep(LOOK).await;
        let Some(after) = self.times() else { return false };
        let (own, kernel) = (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1));
        // On a machine that is busy it gets a part of a processor. One that asks again and again
        // whether something came spends its time in the kernel as well.
        let look_ticks = u64::try_from(LOOK.as_millis()).unwrap_or(0) / 10;
        own * 5 >= look_ticks && kernel * 5 <= own
    }

    /// Waits until it has ended, or until it waits for something itself: whatever it does because
    /// of what happened, on however busy a machine, is then done.
    pub(super) async fn come_to_rest(&mut self) {
        let begun = Instant::now();
        let mut last = None;
        let mut resting = 0;
        while begun.elapsed() < REST_MAX && !self.has_ended() {
            let seen = self.activity();
            // Where the system does not tell, it is given some time.
            let is_resting = match &seen {
                Some(seen) => seen.is_waiting && last.as_ref() == Some(seen),
                None => begun.elapsed() > REST_UNKNOWN,
            };
            resting = if is_resting { resting + 1 } else { 0 };
            if resting >= RESTS {
                return;
            }
            last = seen;
            sleep(REST_LOOK).await;
        }
    }

    /// Processor time, its own and the kernel's, in ticks of 10 ms; where the system tells.
    fn times(&self) -> Option<(u64, u64)> {
        self.activity().map(|activity| (activity.own, activity.kernel))
    }

    fn activity(&self) -> Option<Activity> {
        let row = fs::read_to_string(format!("/proc/{}/stat", self.group?)).ok()?;
        // The name in brackets may hold anything; behind it, fields 3 and on (man 5 proc).
        let (_, fields) = row.rsplit_once(')')?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let number = |at: usize| fields.get(at)?.parse().ok();
        Some(Activity {
            is_waiting: *fields.first()? == "S",
            own: number(11)?,
            kernel: number(12)?,
        })
    }

    fn end_group(&self) {
        #[cfg(unix)]
        if let Some(group) =
            self.group.and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()))
        {
            // None is left of a group that ended.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end_group();
        self.typing.abort();
        self.stdout.reading.abort();
        self.stderr.reading.abort();
    }
}

impl Output {
    fn of(pipe: Option<impl AsyncRead + Unpin + Send + 'static>) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&text);
        let reading = tokio::spawn(async move {
            let Some(mut pipe) = pipe else { return };
            let mut room = vec![0; 16 << 10];
            while let Ok(len @ 1..) = pipe.read(&mut room).await {
                if keep(&kept, &room[..len]) > OUTPUT_LEN_MAX {
                    // Nobody reads on, and who prints waits: a pipe that closes would be an error.
                    std::future::pending::<()>().await;
                }
            }
        });
        Self { text, reading }
    }

    /// Waits for the rest, but not for long.
    async fn wait(&mut self) {
        if !self.reading.is_finished() {
            let _ = timeout(LAST_WORDS, &mut self.reading).await;
        }
    }

    fn text(&self) -> Vec<u8> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_full(&self) -> bool {
        self.text.lock().unwrap_or_else(PoisonError::into_inner).len() > OUTPUT_LEN_MAX
    }
}

/// Adds to what was printed, and says how much that is.
fn keep(kept: &Mutex<Vec<u8>>, more: &[u8]) -> usize {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.extend_from_slice(more);
    kept.len()
}

/// The status of a program that ended; a signal's number as shells write it.
fn number(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(1)
}

/// Types the lines. A program that does not read them is no fault; the input stays open as a
/// terminal does, unless its end is typed too.
fn type_in(child: &mut Child, check: &Check) -> JoinHandle<()> {
    let stdin = child.stdin.take();
    let is_closed = check.is_stdin_closed;
    let text = check.stdin.iter().fold(String::new(), |text, line| text + line + "\n");
    tokio::spawn(async move {
        let Some(mut stdin) = stdin else { return };
        let _ = stdin.write_all(text.as_bytes()).await;
        let _ = stdin.flush().await;
        if !is_closed {
            std::future::pending::<()>().await;
        }
    })
}

/// Writes the reader's program and what lies beside it, with this bench's ports.
fn laid_out(exercise: &Exercise, text: &str, ports: Ports) -> io::Result<Folder> {
    let folder = Folder::new("exercise", &ports)?;
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), ports.moved(text));
    for (name, text) in &exercise.beside {
        write(name, text)?;
    }
    write(&exercise.checks.program.name, text)?;
    // Not one of the exercise's: its ports are nobody's business.
    fs::write(folder.path().join("browser.cjs"), BROWSER)?;
    #[cfg(unix)]
    if let Some(modules) = modules(&exercise.folder) {
        // `import` looks here, and not where `NODE_PATH` says.
        let _ = std::os::unix::fs::symlink(modules, folder.path().join("node_modules"));
    }
    Ok(folder)
}

fn modules(near: &Path) -> Option<std::path::PathBuf> {
    node_modules(near).or_else(|| node_modules(Path::new(".")))
}

/// How the program is started.
fn command(checks: &Checks, folder: &Path, near: &Path) -> Command {
    let file = checks.runs();
    let is_python = Path::new(file).extension().is_some_and(|ending| ending == "py");
    let mut command = if is_python {
        let mut command = Command::new("python3");
        // What it prints is to be seen at once, as in a terminal.
        command.env("PYTHONUNBUFFERED", "1").env("PYTHONIOENCODING", "utf-8");
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        command
    } else {
        let mut command = Command::new("node");
        if checks.program.language == Language::Browser {
            command.args(["--require", "./browser.cjs"]);
        }
        if let Some(modules) = modules(near) {
            command.env("NODE_PATH", modules);
        }
        command
    };
    command.arg(file).current_dir(folder);
    command
}
