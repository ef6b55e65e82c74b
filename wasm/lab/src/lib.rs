//! The lab as a program for the sandbox in which readers' programs run. Its caller owns the
//! Workers: it asks what is next and tells what they asked for.

#![deny(unsafe_code)]

mod trial;

use lab::{Ended, Lab, Mode, Next, Rest, Setup};
use wasm_bindgen::prelude::*;

/// That of the figures.
#[global_allocator]
static MEMORY: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();

/// What is to be done next.
#[wasm_bindgen]
pub struct Directive {
    kind: &'static str,
    why: &'static str,
    process: usize,
    thread: u32,
    reply: Vec<u8>,
    now: u64,
}

#[wasm_bindgen]
impl Directive {
    /// `start`, `turn`, `busy` or `rest`.
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> String {
        self.kind.to_owned()
    }

    /// Of a rest: `paused`, `input`, `ended`, `quiet`, `time`, `budget`,
    /// `stopped` or `differs`.
    #[wasm_bindgen(getter)]
    pub fn why(&self) -> String {
        self.why.to_owned()
    }

    /// Which process.
    #[wasm_bindgen(getter)]
    pub fn process(&self) -> usize {
        self.process
    }

    /// Which of its threads.
    #[wasm_bindgen(getter)]
    pub fn thread(&self) -> u32 {
        self.thread
    }

    /// What it is told.
    #[wasm_bindgen(getter)]
    pub fn reply(&self) -> Vec<u8> {
        self.reply.clone()
    }

    /// The virtual time in nanoseconds.
    #[expect(clippy::cast_precision_loss, reason = "JavaScript's numbers hold 104 days")]
    #[wasm_bindgen(getter)]
    pub fn now(&self) -> f64 {
        self.now as f64
    }
}

impl Directive {
    fn of(next: Next, now: u64) -> Self {
        let (mut kind, mut why, mut process) = ("busy", "", 0);
        match next {
            Next::Start { process: started } => (kind, process) = ("start", started),
            Next::Turn { process, thread, reply, now } => {
                return Self { kind: "turn", why, process, thread, reply, now };
            }
            Next::Busy => {}
            Next::Rest(rest) => (kind, why) = ("rest", name(rest)),
        }
        Self { kind, why, process, thread: 0, reply: Vec::new(), now }
    }
}

/// A lab.
#[wasm_bindgen(js_name = Lab)]
pub struct Programs {
    lab: Lab,
}

#[wasm_bindgen(js_class = Lab)]
impl Programs {
    /// A lab of this setup; an error says which line is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(setup: &str) -> Result<Self, JsError> {
        let setup = Setup::parse(setup).map_err(|wrong| JsError::new(&wrong.to_string()))?;
        Ok(Self { lab: Lab::new(setup) })
    }

    /// What is to be done next.
    #[wasm_bindgen(js_name = next)]
    pub fn advance(&mut self) -> Directive {
        let next = self.lab.advance();
        Directive::of(next, self.lab.now().0)
    }

    /// A thread that had the turn asks for something.
    pub fn heard(&mut self, process: usize, thread: u32, line: u32, bytes: &[u8]) {
        self.lab.heard(process, thread, line, bytes);
    }

    /// A program wrote something.
    pub fn wrote(&mut self, process: usize, thread: u32, fd: i32, text: &str) {
        self.lab.wrote(process, thread, fd, text);
    }

    /// What runs a program has given up on it: `loop`, `memory`, `silent` or `broken`.
    pub fn died(&mut self, process: usize, why: &str) {
        self.lab.died(process, Ended::named(why));
    }

    /// The reader typed a line; nothing ends the input.
    #[expect(clippy::needless_pass_by_value, reason = "what wasm-bindgen can hand over")]
    pub fn input(&mut self, process: usize, line: Option<String>) {
        self.lab.input(process, line.as_deref());
    }

    /// The reader stops it.
    pub fn stop(&mut self) {
        self.lab.stop();
    }

    /// It goes on: `run`, `call` or `line`.
    pub fn go(&mut self, mode: &str) {
        self.lab.go(Mode::named(mode));
    }

    /// The run goes the way of an earlier one and pauses where this part of its log ends.
    pub fn follow(&mut self, log: &[u8]) {
        self.lab.follow(log);
    }

    /// Somebody interferes; `false` if this lab knows no such thing.
    pub fn disturb(&mut self, text: &str) -> bool {
        self.lab.disturb(text)
    }

    /// What was done since it was last asked.
    #[wasm_bindgen(js_name = takeLog)]
    pub fn take_log(&mut self) -> Vec<u8> {
        self.lab.take_log()
    }

    /// How a process ended, if it has: `exited STATUS`, or the name of what ended it.
    pub fn ended(&self, process: usize) -> Option<String> {
        ended(&self.lab, process)
    }

    /// How everybody stands.
    pub fn report(&self) -> Vec<u8> {
        self.lab.report().to_bytes()
    }
}

fn ended(lab: &Lab, process: usize) -> Option<String> {
    Some(match lab.ended(process)? {
        Ended::Exited(status) => format!("exited {status}"),
        other => other.name().to_owned(),
    })
}

fn name(rest: Rest) -> &'static str {
    match rest {
        Rest::Paused => "paused",
        Rest::Input => "input",
        Rest::Ended => "ended",
        Rest::Quiet => "quiet",
        Rest::Time => "time",
        Rest::Budget => "budget",
        Rest::Stopped => "stopped",
        Rest::Differs => "differs",
    }
}
