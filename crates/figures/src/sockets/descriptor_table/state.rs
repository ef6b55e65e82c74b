//! The world that the steps made, what is looked at, and the question about the next call.

use figure_kit::components::gate::{self, Prediction};
use figure_kit::figure::Refused;
use figure_kit::playback::Go;
use figure_kit::value::Value as _;
use figure_kit::written::Written;
use kernel::{DescriptionRow, Fd, FileId, SocketRow};

use super::bench::{Bench, Line};
use super::step::Step;
use crate::sockets::call_text::{self, Named};

/// Whether a FIN is sent: yes, or no.
pub(super) const ANSWERS: usize = 2;

/// A question about what a call will send.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// The call that it is about.
    pub(super) step: Step,
    /// Which of the answers was chosen.
    pub(super) chosen: Option<usize>,
    /// The line of the log in which the call was made, from 0.
    pub(super) asked: Option<usize>,
}

/// The figure's state.
#[derive(Debug, Clone)]
pub struct DescriptorTable {
    pub(super) bench: Bench,
    /// The process that was chosen to act.
    pub(super) pid: u32,
    /// The descriptor that was chosen. It may have been closed since: see [`Self::fd`].
    pub(super) chosen: Option<Fd>,
    pub(super) tab: Tab,
    pub(super) address: Written,
    pub(super) number: Written,
    pub(super) option: &'static Named,
    pub(super) value: Written,
    pub(super) options: Options,
    pub(super) question: Option<Question>,
}

figure_kit::names! {
    /// A text that the host shows of itself.
    pub enum Tab {
        /// `/proc/PID/fd`.
        Proc = "proc",
        /// `ss -tanp`.
        Ss = "ss",
        /// `lsof -i`.
        Lsof = "lsof",
        /// `netstat -tanu`.
        Netstat = "netstat",
        /// `/proc/net/unix`.
        Unix = "unix",
    }
}

figure_kit::names! {
    /// Which options of a socket are shown.
    pub enum Options {
        /// Those that the first programs need.
        Few = "few",
        /// All that the world knows.
        All = "all",
    }
}

figure_kit::actions! {
    /// What a reader can do to the descriptor table.
    pub enum Action {
        /// The process makes a call, the peer does something, or time passes.
        Call(Step) = "call",
        /// Look at a descriptor: this one, or one from the one that is looked at.
        Look(Go) = "fd",
        /// Act as this process.
        Process(u32) = "process",
        /// Choose what is shown of the host.
        Tab(Tab) = "tab",
        /// Write the address for `bind`, `connect` and `sendto`.
        Address(Written) = "address",
        /// Write the new number for `dup2`.
        Number(Written) = "number",
        /// Choose the option to set.
        Option(&'static Named) = "option",
        /// Show all options, or a few.
        MoreOptions = "more-options",
        /// Write the value to set it to.
        Value(Written) = "value",
        /// Take the last step back.
        Undo = "undo",
        /// Say whether a FIN is sent.
        Predict(gate::Action): nested,
    }
}

impl Default for DescriptorTable {
    fn default() -> Self {
        let bench = Bench::default();
        let pid = bench.actors[0].pid;
        Self {
            bench,
            pid,
            chosen: None,
            tab: Tab::Ss,
            address: Written::new("192.0.2.2:80"),
            number: Written::new("9"),
            option: call_text::option("SO_RCVBUF").unwrap_or(&call_text::OPTIONS[0]),
            value: Written::new("4096"),
            options: Options::Few,
            question: None,
        }
    }
}

impl DescriptorTable {
    pub(super) fn actor(&self) -> usize {
        self.bench.actors.iter().position(|actor| actor.pid == self.pid).unwrap_or(0)
    }

    /// The process that acts.
    pub(super) fn pid(&self) -> u32 {
        self.bench.actors[self.actor()].pid
    }

    /// The descriptors of the acting process.
    pub(super) fn open(&self) -> Vec<(Fd, FileId)> {
        self.bench.host().descriptors(self.bench.actors[self.actor()].process)
    }

    /// The descriptor that is looked at, if it is open.
    pub(super) fn fd(&self) -> Option<Fd> {
        self.chosen.filter(|fd| self.open().iter().any(|(number, _)| number == fd))
    }

    /// The description of a descriptor of the acting process.
    pub(super) fn description_of(&self, fd: Fd) -> Option<DescriptionRow> {
        let (_, file) = self.open().into_iter().find(|(number, _)| *number == fd)?;
        self.bench.host().descriptions().into_iter().find(|it| it.file == file)
    }

    /// The socket behind a descriptor of the acting process.
    pub(super) fn socket_of(&self, fd: Fd) -> Option<SocketRow> {
        let socket = self.description_of(fd)?.socket?;
        self.bench.host().socket_rows().into_iter().find(|row| row.socket == socket)
    }

    /// Whether the acting process can make a call now.
    pub(super) fn can_call(&self) -> bool {
        !self.is_locked() && !self.bench.is_full() && self.bench.awake(self.pid()).is_some()
    }

    /// A question that waits for its answer locks the calls.
    pub(super) fn is_locked(&self) -> bool {
        self.question.as_ref().is_some_and(|question| question.asked.is_none())
    }

    /// How far the reader has come with the question.
    pub(super) fn answer(&self) -> Prediction {
        let answer = |question: &Question| Prediction {
            chosen: question.chosen,
            is_committed: question.asked.is_some(),
        };
        self.question.as_ref().map(answer).unwrap_or_default()
    }

    /// What the questioned call came to.
    pub(super) fn verdict(&self) -> Option<&Line> {
        self.bench.log.get(self.question.as_ref()?.asked?)
    }

    pub(super) fn ask(&mut self, step: Option<Step>) {
        let pid = self.pid();
        let question = |step: Step| Question { step: step.by(pid), chosen: None, asked: None };
        self.question = step.map(question);
    }

    /// An answer that was taken back with its call is a question again.
    fn drop_lost(&mut self) {
        let lines = self.bench.log.len();
        if let Some(question) = &mut self.question {
            question.asked = question.asked.filter(|at| *at < lines);
        }
    }

    /// Takes a step; what it opened is looked at. Gives whether it could be taken.
    pub(super) fn take(&mut self, step: Step) -> bool {
        let before = self.open();
        if !self.bench.perform(step.by(self.pid())) {
            return false;
        }
        let opened = self.open().into_iter().find(|it| !before.contains(it));
        if let Some((fd, _)) = opened {
            self.chosen = Some(fd);
        } else if self.fd().is_none() {
            self.chosen = self.open().last().map(|(fd, _)| *fd);
        }
        true
    }

    pub(super) fn undo(&mut self) {
        let mut steps = self.bench.steps.clone();
        steps.pop();
        if let Some(bench) = Bench::replay(&steps) {
            self.bench = bench;
            self.drop_lost();
        }
    }

    /// The question stands before its call: what came after goes with it.
    pub(super) fn take_back_to(&mut self, line: usize) {
        while self.bench.log.len() > line {
            self.undo();
        }
    }

    pub(super) fn act_as(&mut self, pid: u32) {
        if self.bench.actors.iter().any(|actor| actor.pid == pid) {
            self.pid = pid;
            self.chosen = self.open().last().map(|(fd, _)| *fd);
        }
    }

    pub(super) fn look(&mut self, go: Go) {
        let open = self.open();
        let place = |fd: Fd| open.iter().position(|(number, _)| *number == fd);
        let last = open.len().saturating_sub(1);
        let target = match (go, self.fd().and_then(place)) {
            (Go::To(fd), _) => Fd::try_from(fd).ok().and_then(place),
            (Go::First, _) | (Go::Next, None) => Some(0),
            (Go::Last, _) | (Go::Previous, None) => Some(last),
            (Go::Next, Some(at)) => Some((at + 1).min(last)),
            (Go::Previous, Some(at)) => Some(at.saturating_sub(1)),
        };
        if let Some((fd, _)) = target.and_then(|at| open.get(at)) {
            self.chosen = Some(*fd);
        }
    }

    /// The steps, one behind another; `@PID` where another process goes on.
    pub(super) fn calls(&self) -> String {
        let mut text = String::new();
        let mut pid = Some(self.bench.actors[0].pid);
        for step in &self.bench.steps {
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(&if step.pid == pid { step.text.clone() } else { step.write() });
            pid = step.pid;
        }
        text
    }

    pub(super) fn set_calls(&mut self, text: &str) -> Result<(), Refused> {
        let mut pid = Bench::default().actors[0].pid;
        let mut steps = Vec::new();
        for part in text.split(',').filter(|part| !part.trim().is_empty()) {
            let step = Step::parse(part)?.by(pid);
            pid = step.pid.unwrap_or(pid);
            steps.push(step);
        }
        self.bench = Bench::replay(&steps)
            .ok_or_else(|| Refused::expected("calls of processes that live and are awake"))?;
        self.drop_lost();
        Ok(())
    }

    pub(super) fn set_asked(&mut self, line: Option<usize>) -> Result<(), Refused> {
        let lines = self.bench.log.len();
        let line = match line {
            Some(line) => Some(
                line.checked_sub(1)
                    .filter(|at| *at < lines)
                    .ok_or_else(|| Refused::expected("the number of a call that was made"))?,
            ),
            None => None,
        };
        if let Some(question) = &mut self.question {
            question.asked = line;
        }
        Ok(())
    }
}
