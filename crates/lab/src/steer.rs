//! What the reader does to a run: stop it, let it go on, interfere, see how everybody stands.

use crate::deed::Deed;
use crate::lab::{INTERRUPTED, Lab, Mode, NS_A_MS, Rest};
use crate::report::{Ended, Report, Standing};
use crate::setup::Language;
use crate::thread::Activity;

impl Lab {
    /// The reader stops the run: threads that block are interrupted and may tidy up; what then
    /// still waits is ended. A second time everything is ended at once.
    pub fn stop(&mut self) {
        self.is_paused = false;
        self.mode = Mode::Run;
        if self.is_stopping {
            self.end_all();
            return;
        }
        self.is_stopping = true;
        for process in 0..self.processes.len() {
            let language = self.stage.setup().programs[process].language;
            if self.processes[process].ended.is_some() {
                continue;
            }
            if matches!(language, Language::Node | Language::Browser | Language::Peer) {
                self.kill(process, Ended::Stopped);
            } else if let Some(main) = self.processes[process].threads.first().copied() {
                self.interrupt(main);
            }
        }
    }

    fn interrupt(&mut self, at: usize) {
        match &mut self.threads[at].activity {
            Activity::Ready(reply) if !reply.is_empty() => *reply = vec![INTERRUPTED],
            Activity::Kernel => {
                self.note(&Deed::Interrupt { thread: at });
                self.stage.interrupt(at);
                self.answer(at, vec![INTERRUPTED]);
            }
            Activity::Lock { .. } | Activity::Reading(_) => {
                self.locks.leave(at);
                self.answer(at, vec![INTERRUPTED]);
            }
            Activity::Later(_) => {
                let process = self.threads[at].process;
                self.kill(process, Ended::Stopped);
            }
            // Programs with event loops are not interrupted: they end.
            Activity::Loop(_)
            | Activity::LoopAsleep
            | Activity::Idle
            | Activity::Ready(_)
            | Activity::Turn
            | Activity::Over => {}
        }
    }

    /// The run goes the way of an earlier one, whose log or a part of it this is, and pauses at its
    /// end; where it goes another way, it rests as [`Rest::Differs`]. Before anything happened.
    pub fn follow(&mut self, log: &[u8]) {
        self.expected = log.iter().copied().collect();
    }

    /// The run goes on: after a pause, or for as much virtual time again.
    pub fn go(&mut self, mode: Mode) {
        self.mode = mode;
        self.is_paused = false;
        self.differs = false;
        self.expected.clear();
        if self.rest == Some(Rest::Time) {
            self.until = self.until.plus_ns(self.stage.setup().until_ms * NS_A_MS);
        }
    }

    /// Somebody interferes, now: a fault as the setup writes it without its step, or `link ...`.
    /// Gives whether it names something of this lab.
    pub fn disturb(&mut self, text: &str) -> bool {
        if let Some(link) = text.strip_prefix("link ") {
            let took = self.stage.change_link(link);
            if took {
                self.note(&Deed::Link(link.to_owned()));
            }
            return took;
        }
        let fault = format!("{text} {}", self.stage.recorder().position());
        if self.stage.setup().fault(&fault).is_err() {
            return false;
        }
        self.note(&Deed::Disturb(fault.clone()));
        self.stage.disturb(&fault);
        self.find_killed();
        self.take_returned();
        true
    }

    /// A process that a fault has killed is over.
    fn find_killed(&mut self) {
        for process in 0..self.processes.len() {
            let first = self.stage.recorder().thread(process);
            if first.ended.is_some_and(|(_, end)| end == recording::End::Killed)
                && self.processes[process].ended.is_none()
            {
                self.over(process, Ended::Killed);
            }
        }
    }

    /// How everybody stands: what they wait for, who could end it.
    pub fn report(&self) -> Report {
        let threads = self.threads.iter().enumerate().map(|(at, thread)| {
            let process = &self.processes[thread.process];
            let standing = match &thread.activity {
                Activity::Over => Standing::Over(process.ended),
                Activity::Later(_) => Standing::Later,
                Activity::Ready(_) | Activity::Turn | Activity::Loop(_) => Standing::Ready,
                Activity::Idle => Standing::Idle,
                Activity::Kernel | Activity::LoopAsleep => match self.stage.newest(at) {
                    Some(call) => Standing::Kernel(call.clone()),
                    None => Standing::Ready,
                },
                Activity::Lock { lock, holder, .. } => {
                    Standing::Lock { lock: *lock, holder: *holder }
                }
                Activity::Reading(_) => Standing::Reading,
            };
            (thread.process, thread.number, thread.line, standing)
        });
        Report::of(&self.stage, self.rest, threads.collect())
    }
}
