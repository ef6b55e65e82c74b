//! Programs by hand: plain functions that block in their calls, one thread each, one at a time.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use checker::{Checks, Failure, Trial, World};
use kernel::{Call, CallResult, Endpoint, Errno, Fd, Ip, Reply, abi};
use lab::Next;
use lab::codec::{Writer, write_call};

/// What a program asks for.
pub(crate) enum Asked {
    Call(Call),
    Print(i32, String),
    Compute(u32),
    ReadLine,
    Exit(i32),
}

/// What it is told: what a call came to, and the raw reply.
type Told = (Option<CallResult>, Vec<u8>);

/// The operating system as a program sees it.
pub(crate) struct Os {
    asks: Sender<Asked>,
    told: Receiver<Told>,
}

impl Os {
    /// Whoever asks when the trial is over is gone.
    fn ask(&self, asked: Asked) -> Told {
        if self.asks.send(asked).is_err() {
            resume_unwind(Box::new(()));
        }
        self.told.recv().unwrap_or_else(|_| resume_unwind(Box::new(())))
    }

    pub(crate) fn call(&self, call: Call) -> CallResult {
        self.ask(Asked::Call(call)).0.expect("a call has a result")
    }

    fn number(&self, call: Call) -> i32 {
        self.call(call).expect("it works").number()
    }

    pub(crate) fn tcp(&self) -> Fd {
        self.number(Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 })
    }

    pub(crate) fn udp(&self, port: u16) -> Fd {
        let kind = abi::SOCK_DGRAM;
        let fd = self.number(Call::Socket { domain: abi::AF_INET, kind, protocol: 0 });
        self.number(Call::bind(fd, Endpoint::new(Ip::LOOPBACK, port)));
        fd
    }

    pub(crate) fn listen(&self, port: u16) -> Fd {
        let fd = self.tcp();
        self.number(Call::bind(fd, Endpoint::new(Ip::LOOPBACK, port)));
        self.number(Call::Listen { fd, backlog: 16 });
        fd
    }

    pub(crate) fn accept(&self, fd: Fd) -> Fd {
        self.number(Call::Accept { fd, flags: 0 })
    }

    pub(crate) fn connect(&self, port: u16) -> Result<Fd, Errno> {
        let fd = self.tcp();
        self.call(Call::connect(fd, Endpoint::loopback(port))).map(|_| fd)
    }

    pub(crate) fn receive(&self, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
        match self.call(Call::receive(fd, most))? {
            Reply::Received { data, .. } => Ok(data.to_vec()),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn send(&self, fd: Fd, bytes: &[u8]) -> Result<(), Errno> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let sent = self.call(Call::send(fd, rest))?.number();
            rest = &rest[usize::try_from(sent).unwrap()..];
        }
        Ok(())
    }

    pub(crate) fn close(&self, fd: Fd) {
        self.number(Call::Close { fd });
    }

    pub(crate) fn sleep(&self, ms: u64) {
        let (seconds, ns) = (ms / 1_000, ms % 1_000 * 1_000_000);
        self.number(Call::Sleep { seconds: seconds.cast_signed(), ns: ns.cast_signed() });
    }

    pub(crate) fn print(&self, text: &str) {
        let _ = self.asks.send(Asked::Print(1, text.to_owned()));
    }

    pub(crate) fn compute(&self, ms: u32) {
        self.ask(Asked::Compute(ms));
    }

    /// A line of standard input; the end is empty.
    pub(crate) fn read_line(&self) -> String {
        let reply = self.ask(Asked::ReadLine).1;
        String::from_utf8(reply[5..].to_vec()).unwrap()
    }

    pub(crate) fn exit(&self, status: i32) -> ! {
        self.ask(Asked::Exit(status));
        resume_unwind(Box::new(()))
    }

    /// A traceback and its status.
    pub(crate) fn die(&self, words: &str) -> ! {
        let text = format!("Traceback (most recent call last):\n  File \"a.py\"\n{words}\n");
        let _ = self.asks.send(Asked::Print(2, text));
        self.exit(1)
    }
}

pub(crate) type Program = fn(&Os);

/// A trial and what came of it.
pub(crate) struct Run {
    pub trial: Trial,
    pub log: Vec<u8>,
}

impl Run {
    /// Runs a program in a world until the trial rests.
    pub(crate) fn of(checks: &str, check: usize, world: &World, program: Program) -> Self {
        let checks = Checks::parse(checks).unwrap_or_else(|wrong| panic!("{wrong}\n{checks}"));
        Self::in_world(&checks, check, world, program)
    }

    pub(crate) fn in_world(checks: &Checks, check: usize, world: &World, program: Program) -> Self {
        let mut trial = Trial::new(checks, check, world.clone()).unwrap();
        let (asks, asked) = channel();
        let (tells, told) = channel();
        let mut beginning = Some(Os { asks, told });
        for _ in 0..1_000_000 {
            match trial.advance() {
                Next::Start { .. } | Next::Busy => {}
                Next::Rest(_) => {
                    let log = trial.take_log();
                    return Self { trial, log };
                }
                Next::Turn { process, thread, reply, .. } => {
                    assert_eq!((process, thread), (trial.program(), 0), "its turn alone");
                    if let Some(os) = beginning.take() {
                        thread::spawn(move || run(program, &os));
                    } else {
                        let result = trial.lab().stage().returned(process).cloned();
                        tells.send((result, reply)).unwrap();
                    }
                    answer(&mut trial, process, &asked);
                }
            }
        }
        panic!("the trial never rests");
    }

    /// Why it failed, if it did.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.trial.verdict().expect("a verdict").clone().err()
    }

    /// The verdict in one line: `passed`, or reason, expected, seen, detail.
    pub(crate) fn says(&self) -> String {
        match self.failure() {
            None => "passed".to_owned(),
            Some(Failure { reason, expected, seen, detail, .. }) => {
                let (expected, seen) = (expected.escape_ascii(), seen.escape_ascii());
                let bytes = format!("{expected}/{seen}");
                let bytes = if bytes == "/" { "" } else { &bytes };
                format!("{} {bytes} {detail}", reason.name()).trim().replace("  ", " ")
            }
        }
    }
}

fn run(program: Program, os: &Os) {
    program(os);
    os.exit(0);
}

/// Takes what the program asks for until it gives the turn back.
fn answer(trial: &mut Trial, process: usize, asked: &Receiver<Asked>) {
    loop {
        let mut bytes = Writer::default();
        match asked.recv().expect("the program asks for something") {
            Asked::Print(fd, text) => {
                trial.wrote(process, 0, fd, &text);
                continue;
            }
            Asked::Call(call) => write_call(&mut bytes, &call),
            Asked::Compute(ms) => _ = bytes.u8(69).u32(ms),
            Asked::ReadLine => _ = bytes.u8(70),
            Asked::Exit(status) => _ = bytes.u8(64).i32(status),
        }
        trial.heard(process, 0, 1, &bytes.bytes);
        return;
    }
}

/// The verdict over all worlds of a check, the first that fails first.
pub(crate) fn judged(checks: &str, program: Program) -> String {
    let parsed = Checks::parse(checks).unwrap_or_else(|wrong| panic!("{wrong}\n{checks}"));
    for (number, world) in parsed.worlds(0).iter().enumerate() {
        let run = Run::in_world(&parsed, 0, world, program);
        if run.failure().is_some() {
            return format!("world {number}: {}", run.says());
        }
    }
    "passed".to_owned()
}
