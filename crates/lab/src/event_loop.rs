//! Programs with an event loop: what their turns ask for is done by a reactor, call by call.

use kernel::CallResult;

use crate::lab::{Lab, bytes};
use crate::reactor::{self, Kind, Names, Reactor};
use crate::report::Ended;
use crate::setup::Language;
use crate::thread::Activity;

impl Lab {
    /// A turn of JavaScript is over: its event loop does what it asked for.
    pub(crate) fn take_ops(&mut self, at: usize, ops: &[u8]) {
        let process = self.threads[at].process;
        let language = self.stage.setup().programs[process].language;
        let kind = match language {
            Language::Browser => Kind::Browser,
            Language::Node | Language::Python | Language::Rust | Language::Peer => Kind::Node,
        };
        let seed = process as u64 + 1;
        let names = || Names::of(self.stage.setup());
        let record = &mut self.processes[process];
        let reactor = record.reactor.get_or_insert_with(|| Reactor::new(kind, names(), seed));
        match reactor.take_ops(ops) {
            Ok(()) => {
                self.threads[at].activity = Activity::Loop(None);
                self.ready.push_front(at);
            }
            Err(_) => self.end(at, Ended::Broken),
        }
    }

    /// An event loop goes on by one call, or has something to tell.
    pub(crate) fn go_round(&mut self, at: usize, result: Option<CallResult>) {
        let (process, now) = (self.threads[at].process, self.now());
        let Some(reactor) = &mut self.processes[process].reactor else { return };
        match reactor.next(now, result) {
            reactor::Next::Call { call, line } => {
                self.threads[at].line = line;
                let result = self.make(at, call);
                let is_done = result.is_some();
                self.threads[at].activity =
                    if is_done { Activity::Loop(result) } else { Activity::LoopAsleep };
                if is_done {
                    self.ready.push_front(at);
                }
            }
            reactor::Next::Events(events) => self.answer_now(at, bytes(&events)),
            reactor::Next::Idle => {
                let language = self.stage.setup().programs[process].language;
                if language == Language::Browser {
                    self.threads[at].activity = Activity::Idle;
                } else {
                    self.answer_now(at, bytes(&[0; 4]));
                }
            }
        }
    }
}
