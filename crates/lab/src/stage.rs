//! The stage: the world with its programs' threads, to which deeds are done. A live lab and the
//! replay of its log do the same deeds, so they see the same run.

use kernel::{Call, CallResult, HostId, Input, LinkId, ProcessId, ThreadId, Time, World};
use recording::{End, Recorder, Recording, Stream, Thread};

use crate::codec::Malformed;
use crate::deed::Deed;
use crate::setup::Setup;

/// The most threads of all programs together.
pub(crate) const THREADS_MAX: usize = 4_096;

/// How a call is written for the record.
pub type Text = fn(&Call) -> String;

/// The world and who acts in it.
pub struct Stage {
    setup: Setup,
    recorder: Recorder,
    /// The program that each thread belongs to.
    processes: Vec<usize>,
    /// How many threads each host has had.
    counts: Vec<u32>,
    text: Text,
}

impl Stage {
    /// The stage before the first deed. `text` writes calls for the record.
    pub fn new(setup: Setup, text: Text) -> Self {
        let recorder = setup.stage();
        let mut counts = vec![0; setup.hosts.len()];
        for program in &setup.programs {
            counts[program.host] += 1;
        }
        let processes = (0..setup.programs.len()).collect();
        Self { setup, recorder, processes, counts, text }
    }

    /// What it was made of.
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The world as it is now.
    pub const fn world(&self) -> &World {
        self.recorder.world()
    }

    /// The record so far.
    pub const fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// How many threads there are, those that ended included.
    pub fn len(&self) -> usize {
        self.processes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.processes.is_empty()
    }

    /// The process of a thread.
    pub fn process_of(&self, thread: usize) -> Option<usize> {
        self.processes.get(thread).copied()
    }

    /// The host of a thread.
    pub fn host_of(&self, thread: usize) -> usize {
        self.processes.get(thread).map_or(0, |process| self.setup.programs[*process].host)
    }

    /// Whether steps are still kept; if not, nothing is any more.
    pub fn keeps(&mut self) -> bool {
        if self.recorder.is_spent() && !self.recorder.is_blind() {
            self.recorder.go_blind();
        }
        !self.recorder.is_blind()
    }

    /// A thread makes a call. Gives what it came to, if it came back at once.
    pub fn call(&mut self, thread: usize, line: u32, call: Call) -> Option<CallResult> {
        self.keeps();
        let text = (self.text)(&call);
        let line = (line > 0).then_some(line as usize);
        self.recorder.call(thread, call, text, line).cloned()
    }

    /// What the newest call of a thread came to, once it is back.
    pub fn returned(&self, thread: usize) -> Option<&CallResult> {
        self.recorder.thread(thread).calls.last()?.result.as_ref()
    }

    /// The newest call of a thread.
    pub fn newest(&self, thread: usize) -> Option<&Call> {
        Some(&self.recorder.thread(thread).calls.last()?.call)
    }

    /// One event of the world. Gives whether there was one.
    pub fn step(&mut self) -> bool {
        self.keeps();
        self.recorder.step()
    }

    /// The clock moves on; whatever happens until then happened before.
    pub fn wait(&mut self, until: Time) {
        self.recorder.apply(Input::Wait { until });
    }

    /// A process ends.
    pub fn exit(&mut self, thread: usize, status: i32) {
        self.keeps();
        self.recorder.exit(thread, if status == 0 { End::Done } else { End::Failed });
    }

    /// A process has another thread. Gives its place, unless there are too many.
    pub fn new_thread(&mut self, process: usize) -> Option<usize> {
        let host = self.setup.programs.get(process)?.host;
        if self.len() >= THREADS_MAX {
            return None;
        }
        let first = self.recorder.thread(process);
        let (program, id, shown) = (first.program.clone(), first.process, first.host);
        let count = &mut self.counts[host];
        let thread = Thread::new(&program, shown, id, ThreadId(*count));
        *count += 1;
        self.recorder.apply(Input::SpawnThread { host: HostId(host as u32), process: id });
        self.processes.push(process);
        Some(self.recorder.add_thread(thread))
    }

    /// A thread ends, its process lives on.
    pub fn end_thread(&mut self, thread: usize) {
        self.recorder.end_thread(thread);
    }

    /// A program wrote, or was given to read.
    pub fn write(&mut self, thread: usize, fd: i32, text: &str) {
        let stream = match fd {
            0 => Stream::Input,
            1 => Stream::Output,
            _ => Stream::Error,
        };
        self.recorder.write(thread, stream, text);
    }

    /// A thread is interrupted in its sleep.
    pub fn interrupt(&mut self, thread: usize) {
        self.keeps();
        self.recorder.interrupt(thread);
    }

    /// Somebody interferes. Gives whether the text names a deed of this setup.
    pub fn disturb(&mut self, text: &str) -> bool {
        self.keeps();
        let Ok(fault) = self.setup.fault(text) else { return false };
        self.recorder.disturb(fault);
        true
    }

    /// The link becomes another. Gives whether the text says one.
    pub fn change_link(&mut self, text: &str) -> bool {
        let mut wire = self.setup.wire;
        if wire.change(text).is_err() {
            return false;
        }
        self.setup.wire = wire;
        let hosts = self.setup.hosts.len();
        for link in 0..hosts * (hosts - 1) / 2 {
            let to = wire.link();
            self.recorder.apply(Input::ChangeLink { link: LinkId(link as u32), to });
        }
        if hosts == 1 {
            let to = wire.loopback(wire.link());
            self.recorder.apply(Input::ChangeLoopback { host: HostId(0), to });
        }
        true
    }

    /// The number by which a host knows the process of a program.
    pub fn process_id(&self, process: usize) -> ProcessId {
        self.recorder.thread(process).process
    }

    /// Does what a log says. Words about threads that never were are passed over.
    pub fn perform(&mut self, deed: &Deed) {
        let known = |thread: usize| thread < self.processes.len();
        match deed {
            Deed::Call { thread, line, call } if known(*thread) => {
                self.call(*thread, *line, call.clone());
            }
            Deed::Step => _ = self.step(),
            Deed::Wait { until } => self.wait(*until),
            Deed::Exit { thread, status } if known(*thread) => self.exit(*thread, *status),
            Deed::NewThread { process } => _ = self.new_thread(*process),
            Deed::EndThread { thread } if known(*thread) => self.end_thread(*thread),
            Deed::Write { thread, fd, text } if known(*thread) => self.write(*thread, *fd, text),
            Deed::Interrupt { thread } if known(*thread) => self.interrupt(*thread),
            Deed::Disturb(fault) => _ = self.disturb(fault),
            Deed::Link(link) => _ = self.change_link(link),
            _ => {}
        }
    }

    /// Does everything that a log says.
    pub fn replay(&mut self, log: &[u8]) -> Result<(), Malformed> {
        for deed in Deed::read_all(log)? {
            self.perform(&deed);
        }
        Ok(())
    }

    /// The run as a recording.
    pub fn finish(self) -> Recording {
        self.recorder.finish()
    }
}
