//! Checks and trials for the judge of the page.

use checker::{Checks, Failure, Trial};
use js_sys::{Array, Object, Reflect, Uint8Array};
use lab::{Ended, Mode};
use wasm_bindgen::prelude::*;

use crate::{Directive, ended};

/// The checks of a program.
#[wasm_bindgen(js_name = Checks)]
pub struct Judged {
    checks: Checks,
}

#[wasm_bindgen(js_class = Checks)]
impl Judged {
    /// Reads checks; an error says which line is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, JsError> {
        Ok(Self { checks: read(text)? })
    }

    /// How many checks there are.
    #[wasm_bindgen(getter)]
    pub fn count(&self) -> usize {
        self.checks.checks.len()
    }

    /// The name of a check.
    pub fn name(&self, check: usize) -> Option<String> {
        self.checks.checks.get(check).map(|it| it.name.clone())
    }

    /// How many worlds a check has.
    pub fn worlds(&self, check: usize) -> usize {
        self.checks.worlds(check).len()
    }

    /// The line of a lab's setup that makes a world different, if there is one.
    pub fn world(&self, check: usize, world: usize) -> Option<String> {
        self.checks.worlds(check).into_iter().nth(world).and_then(|it| it.line)
    }

    /// The names of a check's peers.
    pub fn peers(&self, check: usize) -> Vec<String> {
        let check = self.checks.checks.get(check);
        check.into_iter().flat_map(|it| it.peers.iter().map(|peer| peer.name.clone())).collect()
    }

    /// The reader's file.
    #[wasm_bindgen(getter)]
    pub fn program(&self) -> String {
        self.checks.program.name.clone()
    }

    /// The file that runs.
    #[wasm_bindgen(getter)]
    pub fn runs(&self) -> String {
        self.checks.runs().to_owned()
    }

    /// What runs that file: `python`, `node` or `browser`.
    #[wasm_bindgen(getter)]
    pub fn language(&self) -> String {
        self.checks.language().name().to_owned()
    }

    /// Whether something else than the reader's file runs.
    #[wasm_bindgen(getter, js_name = isMain)]
    pub fn is_main(&self) -> bool {
        self.checks.main.is_some()
    }

    /// What the program is started with.
    #[wasm_bindgen(getter)]
    pub fn args(&self) -> Vec<String> {
        self.checks.args.clone()
    }
}

fn read(text: &str) -> Result<Checks, JsError> {
    Checks::parse(text).map_err(|wrong| JsError::new(&wrong.to_string()))
}

/// A check in one of its worlds: a lab whose peers' turns are taken within.
#[wasm_bindgen(js_name = Trial)]
pub struct Judging {
    trial: Trial,
    world: usize,
}

#[wasm_bindgen(js_class = Trial)]
impl Judging {
    /// A check of these in one of its worlds, or in that world with one of its cuts alone.
    #[wasm_bindgen(constructor)]
    pub fn new(
        text: &str,
        check: usize,
        world: usize,
        cut: Option<usize>,
    ) -> Result<Self, JsError> {
        let checks = read(text)?;
        let found = checks.worlds(check).into_iter().nth(world);
        let it = found.ok_or_else(|| JsError::new("the number of a check and of its world"))?;
        let it = cut.map_or(it.clone(), |cut| it.only(cut));
        let trial = Trial::new(&checks, check, it);
        Ok(Self { trial: trial.map_err(|wrong| JsError::new(&wrong.to_string()))?, world })
    }

    /// What is to be done next: turns are the program's alone.
    #[wasm_bindgen(js_name = next)]
    pub fn advance(&mut self) -> Directive {
        let next = self.trial.advance();
        Directive::of(next, self.trial.lab().now().0)
    }

    /// A thread that had the turn asks for something.
    pub fn heard(&mut self, process: usize, thread: u32, line: u32, bytes: &[u8]) {
        self.trial.heard(process, thread, line, bytes);
    }

    /// The program wrote something.
    pub fn wrote(&mut self, process: usize, thread: u32, fd: i32, text: &str) {
        self.trial.wrote(process, thread, fd, text);
    }

    /// What runs the program has given up on it: `loop`, `memory`, `silent` or `broken`.
    pub fn died(&mut self, process: usize, why: &str) {
        self.trial.died(process, Ended::named(why));
    }

    /// A line is typed beside those of the check; nothing ends the input.
    #[expect(clippy::needless_pass_by_value, reason = "what wasm-bindgen can hand over")]
    pub fn input(&mut self, process: usize, line: Option<String>) {
        self.trial.input(process, line.as_deref());
    }

    /// It is stopped: there will be no verdict, unless there is one.
    pub fn stop(&mut self) {
        self.trial.stop();
    }

    /// It goes on: `run`, `call` or `line`.
    pub fn go(&mut self, mode: &str) {
        self.trial.go(Mode::named(mode));
    }

    /// What was done since it was last asked.
    #[wasm_bindgen(js_name = takeLog)]
    pub fn take_log(&mut self) -> Vec<u8> {
        self.trial.take_log()
    }

    /// How everybody stands.
    pub fn report(&self) -> Vec<u8> {
        self.trial.report().to_bytes()
    }

    /// How a process ended, if it has.
    pub fn ended(&self, process: usize) -> Option<String> {
        ended(self.trial.lab(), process)
    }

    /// The lab's setup, with which the log can be replayed.
    #[wasm_bindgen(getter)]
    pub fn setup(&self) -> String {
        self.trial.setup().to_owned()
    }

    /// The process whose turns come to the caller, by its number in the setup.
    #[wasm_bindgen(getter)]
    pub fn program(&self) -> usize {
        self.trial.program()
    }

    /// The names of the processes whose turns come to the caller.
    #[wasm_bindgen(getter)]
    pub fn processes(&self) -> Vec<String> {
        let programs = &self.trial.lab().stage().setup().programs;
        programs.get(self.trial.program()).map(|it| it.name.clone()).into_iter().collect()
    }

    /// After a failure: the number of the cut at which it failed, if there were several.
    #[wasm_bindgen(getter)]
    pub fn failing(&self) -> Option<usize> {
        self.trial.failing()
    }

    /// The verdict, once there is one: `{passed, world, ...}`.
    pub fn verdict(&self) -> JsValue {
        let Some(verdict) = self.trial.verdict() else { return JsValue::UNDEFINED };
        let object = Record::default();
        object.set("passed", verdict.is_ok()).set("world", self.world);
        if let Err(failure) = verdict {
            object.fail(failure);
        }
        object.0.into()
    }
}

/// An object of JavaScript while it is made.
#[derive(Default)]
struct Record(Object);

impl Record {
    fn set(&self, name: &str, value: impl Into<JsValue>) -> &Self {
        // A plain object takes every property.
        let _set = Reflect::set(&self.0, &name.into(), &value.into());
        self
    }

    fn fail(&self, failure: &Failure) {
        let steps = failure.steps.iter().map(|step| {
            let it = Self::default();
            it.set("peer", step.peer).set("line", step.line).set("text", &step.text);
            let ms = u32::try_from(step.at_ms).unwrap_or(u32::MAX);
            it.set("outcome", step.went.name()).set("ms", ms);
            JsValue::from(it.0)
        });
        self.set("reason", failure.reason.name())
            .set("peer", failure.peer)
            .set("steps", steps.collect::<Array>())
            .set("expected", Uint8Array::from(&failure.expected[..]))
            .set("seen", Uint8Array::from(&failure.seen[..]))
            .set("at", failure.at)
            .set("detail", &failure.detail);
    }
}
