//! A transcript of a terminal, run again: lines that begin with `$ ` are typed, the rest is what
//! the machine answered.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::bench::Bench;

/// Longer than anything here takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

const DONE: &str = "=== done ===";

/// Types every command of the transcript and returns the transcript of this run.
pub(crate) fn replay(bench: &Bench, transcript: &str) -> String {
    let mut shell = Shell::start(bench);
    let mut again = String::new();
    let mut lines = transcript.lines().peekable();
    while let Some(line) = lines.next() {
        let command = line.strip_prefix("$ ").expect("a transcript begins with a command");
        let mut expected = 0;
        while lines.next_if(|line| !line.starts_with("$ ")).is_some() {
            expected += 1;
        }
        again.push_str(line);
        again.push('\n');
        for line in shell.run(&bench.moved(command), expected) {
            again.push_str(&bench.restored(&line));
            again.push('\n');
        }
    }
    again
}

struct Shell {
    child: Child,
    input: ChildStdin,
    output: Receiver<String>,
}

impl Shell {
    fn start(bench: &Bench) -> Shell {
        let mut child = Command::new("bash")
            .current_dir(&bench.folder)
            // A group of its own, so that what the transcript leaves running can be ended.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bash runs");
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "exec 2>&1").unwrap();
        let (sender, output) = channel();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Shell { child, input, output }
    }

    /// What a command prints: everything of one that ends, the lines expected of one that stays.
    fn run(&mut self, command: &str, expected: usize) -> Vec<String> {
        writeln!(self.input, "{command}").unwrap();
        let stays = command.ends_with('&');
        if !stays {
            writeln!(self.input, "echo '{DONE}'").unwrap();
        }
        let mut lines = Vec::new();
        while !stays || lines.len() < expected {
            let line = self.output.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("`{command}` printed {lines:?} and stays"));
            if line == DONE {
                break;
            }
            lines.push(line);
        }
        lines
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
    }
}
