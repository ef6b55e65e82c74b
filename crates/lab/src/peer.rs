//! What an owner of a lab who takes some turns itself needs: peers that rest and are woken, an end
//! that it sets, and what programs did so far.

use std::collections::BTreeMap;

use kernel::{HostId, Time};

use crate::lab::Lab;
use crate::report::Ended;
use crate::setup::Language;
use crate::thread::Activity;

impl Lab {
    /// A peer does nothing until it is woken; nobody waits for it.
    pub(crate) fn rest_peer(&mut self, at: usize) {
        let process = self.threads[at].process;
        if self.stage.setup().programs[process].language == Language::Peer {
            self.threads[at].activity = Activity::Idle;
        } else {
            self.end(at, Ended::Broken);
        }
    }

    /// A peer that rests goes on. Gives whether it rested.
    pub fn wake(&mut self, process: usize) -> bool {
        let threads = self.processes.get(process).map(|it| it.threads.clone()).unwrap_or_default();
        let is_idle = |at: &&usize| self.threads[**at].activity == Activity::Idle;
        let is_peer =
            |process: usize| self.stage.setup().programs[process].language == Language::Peer;
        let idle = threads.iter().find(is_idle).copied().filter(|_| is_peer(process));
        if let Some(at) = idle {
            self.answer(at, Vec::new());
        }
        idle.is_some()
    }

    /// The run pauses at this moment, whatever its setup says.
    pub fn pause_at(&mut self, until: Time) {
        self.until = until;
    }

    /// Nobody will type more than was typed: a program that waits for a line does not hold the
    /// others up.
    pub fn without_typist(&mut self) {
        self.typing_ms = None;
    }

    /// How a process ended, if it has.
    pub fn ended(&self, process: usize) -> Option<Ended> {
        self.processes.get(process).and_then(|it| it.ended)
    }

    /// How often a process made each call, by the calls' names.
    pub fn calls_of(&self, process: usize) -> BTreeMap<&'static str, u32> {
        self.processes.get(process).map(|it| it.calls.clone()).unwrap_or_default()
    }

    /// How many calls a process made.
    pub fn calls_made(&self, process: usize) -> u64 {
        let made = self.processes.get(process).into_iter().flat_map(|it| it.calls.values());
        made.map(|times| u64::from(*times)).sum()
    }

    /// How many calls of a process failed or gave 0, without a wait: a program that makes many of
    /// them while no time passes will make them for ever.
    pub fn idle_calls_of(&self, process: usize) -> u64 {
        self.processes.get(process).map_or(0, |it| it.idle_calls)
    }

    /// How many sockets are open in a process, a duplicated one counted once.
    pub fn sockets_of(&self, process: usize) -> usize {
        let Some(program) = self.stage.setup().programs.get(process) else { return 0 };
        let host = self.stage.world().host(HostId(program.host as u32));
        let open = host.descriptors(self.stage.process_id(process));
        let rows = host.socket_rows();
        let is_open = |file| open.iter().any(|(_, other)| *other == file);
        rows.iter().filter(|row| row.file.is_some_and(is_open)).count()
    }
}
