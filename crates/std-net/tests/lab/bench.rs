//! A lab whose programs are functions.

use real::sync::mpsc::{Receiver, Sender, channel};
use real::thread;

use lab::{Lab, Next, Rest, Setup};
use std_net::machine::{self, Ended, Environment, Machine};
use std_net::process::Termination;

/// A program and the file that it is.
pub(crate) struct Program {
    pub(crate) file: &'static str,
    pub(crate) arguments: &'static [&'static str],
    pub(crate) body: Box<dyn FnOnce() -> i32 + Send>,
}

/// A program of a file; what it ends with is reported as `main` does it.
pub(crate) fn program<T: Termination>(
    file: &'static str,
    body: impl FnOnce() -> T + Send + 'static,
) -> Program {
    Program { file, arguments: &[], body: Box::new(move || body().report()) }
}

/// What a program asked for, with its line and what it wrote before.
struct Asked {
    line: u32,
    call: Vec<u8>,
    out: Vec<(i32, String)>,
}

struct Door {
    asks: Sender<Asked>,
    replies: Receiver<(Vec<u8>, u64)>,
    out: Vec<(i32, String)>,
    now: u64,
    arguments: &'static [&'static str],
}

impl Machine for Door {
    fn ask(&mut self, call: &[u8], line: u32) -> Vec<u8> {
        let out = real::mem::take(&mut self.out);
        let _ = self.asks.send(Asked { line, call: call.to_vec(), out });
        // After its last call nobody answers a program.
        let (reply, now) = self.replies.recv().unwrap_or_default();
        self.now = now;
        reply
    }

    fn write(&mut self, fd: i32, text: &[u8]) {
        self.out.push((fd, String::from_utf8_lossy(text).into_owned()));
    }

    fn now(&self) -> u64 {
        self.now
    }

    fn environment(&self) -> Environment {
        let words = ["./program"].into_iter().chain(self.arguments.iter().copied());
        let arguments = words.map(str::to_owned).collect();
        Environment { arguments, pid: 1_001, epoch_ms: 1_000 }
    }
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) rest: Rest,
    /// What each program wrote to its output and its error, and its status.
    pub(crate) programs: Vec<(String, String, Option<i32>)>,
    /// The calls of each, by their tags, with their lines.
    pub(crate) calls: Vec<Vec<(u8, u32)>>,
}

/// Runs programs until the lab rests.
pub(crate) fn run(setup: &str, programs: Vec<Program>) -> Ran {
    let mut lab = Lab::new(Setup::parse(setup).unwrap());
    let mut doors = Vec::new();
    let count = programs.len();
    let mut waiting: Vec<Option<Program>> = programs.into_iter().map(Some).collect();
    let mut ran = Ran {
        rest: Rest::Budget,
        programs: vec![(String::new(), String::new(), None); count],
        calls: vec![Vec::new(); count],
    };
    for _ in 0..count {
        let (asks, asked) = channel();
        let (answers, replies) = channel();
        let door = Door { asks, replies, out: Vec::new(), now: 0, arguments: &[] };
        doors.push((Some(door), asked, answers));
    }
    for _ in 0..100_000 {
        match lab.advance() {
            Next::Start { .. } | Next::Busy => {}
            Next::Rest(rest) => {
                ran.rest = rest;
                return ran;
            }
            Next::Turn { process, thread, reply, now } => {
                let (door, asked, answers) = &mut doors[process];
                match (door.take(), waiting[process].take()) {
                    (Some(door), Some(program)) => begin(door, program),
                    _ => answers.send((reply, now)).unwrap(),
                }
                let Asked { line, call, out } = asked.recv().expect("a program asks or exits");
                for (fd, text) in out {
                    let (output, error, _) = &mut ran.programs[process];
                    if fd == 1 { output.push_str(&text) } else { error.push_str(&text) }
                }
                if let [64, status @ ..] = &call[..] {
                    let status = i32::from_le_bytes(status.try_into().unwrap());
                    ran.programs[process].2 = Some(status);
                }
                ran.calls[process].push((call[0], line));
                lab.heard(process, thread, line, &call);
            }
        }
    }
    panic!("the lab never rests");
}

fn begin(mut door: Door, program: Program) {
    door.arguments = program.arguments;
    thread::spawn(move || {
        machine::install(Box::new(door));
        // A program's end unwinds, with `Ended` and without a word.
        let ended = real::panic::catch_unwind(real::panic::AssertUnwindSafe(|| {
            let body = program.body;
            machine::run(program.file, move || Status(body()))
        }));
        assert!(ended.is_err_and(|payload| payload.is::<Ended>()), "a program ends by its end");
    });
}

/// A status that was reported already.
struct Status(i32);

impl Termination for Status {
    fn report(self) -> i32 {
        self.0
    }
}
