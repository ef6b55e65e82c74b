//! Threads: they make a call, sleep in it, are woken and try again.

use std::sync::Arc;

use crate::call::{Call, CallResult, Outcome};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{ProcessId, ThreadId};
use crate::process::{FIRST_FREE, File, Object, Parked, Process, Progress, Thread};
use crate::timer::{Owner, Slot};
use crate::trace::Event;

impl Host {
    /// Starts a process with one thread.
    pub(crate) fn spawn(&mut self, name: &str) -> (ProcessId, ThreadId) {
        let process = self.processes.insert(Process::new(name));
        (process, self.add_thread(process))
    }

    /// Opens descriptors 0, 1 and 2.
    pub(crate) fn open_terminal(&mut self, process: ProcessId) {
        let references = FIRST_FREE as u32;
        let file = File { object: Object::Terminal, nonblocking: false, references };
        let file = self.files.insert(file);
        let process = &mut self.processes[process];
        process.has_terminal = true;
        process.descriptors[..FIRST_FREE].fill(Some(file));
    }

    /// Starts another thread of a process.
    pub(crate) fn add_thread(&mut self, process: ProcessId) -> ThreadId {
        self.threads.insert(Thread {
            process,
            parked: None,
            finished: None,
            timeout: Slot::default(),
            held: Vec::new(),
            queued: false,
        })
    }

    pub(crate) fn process_of(&self, thread: ThreadId) -> &Process {
        &self.processes[self.threads[thread].process]
    }

    pub(crate) fn process_of_mut(&mut self, thread: ThreadId) -> &mut Process {
        &mut self.processes[self.threads[thread].process]
    }

    /// Makes a system call. A thread that sleeps, or whose process has ended, can make none.
    pub(crate) fn call(&mut self, thread: ThreadId, call: Call) -> Outcome {
        let Some(record) = self.threads.get_mut(thread) else {
            return Outcome::Done(Err(Errno::EINTR));
        };
        if record.parked.is_some() || self.process_of(thread).exited {
            return Outcome::Done(Err(Errno::EINTR));
        }
        self.threads[thread].finished = None;
        let call = Arc::new(call);
        self.tell_of_call(|| Event::Called { thread, call: Arc::clone(&call) });
        self.attempt(thread, call, Progress::default())
    }

    /// Notes what became of a call, unless calls are left out: then it is not even made.
    fn tell_of_call(&mut self, event: impl FnOnce() -> Event) {
        if self.tells_calls {
            self.note(event());
        }
    }

    fn attempt(&mut self, thread: ThreadId, call: Arc<Call>, mut progress: Progress) -> Outcome {
        let outcome = self.perform(thread, &call, &mut progress);
        match &outcome {
            Outcome::Done(result) => {
                self.tell_of_call(|| Event::Returned { thread, result: Arc::new(result.clone()) });
                self.let_go(thread);
            }
            Outcome::Blocked(wait) => {
                for &s in &wait.sockets {
                    if let Some(socket) = self.sockets.get_mut(s) {
                        socket.waiters.push(thread);
                    }
                }
                if let Some(deadline) = wait.deadline {
                    let slot = &mut self.threads[thread].timeout;
                    self.wheel.arm_at(slot, Owner::Thread(thread), deadline);
                }
                if !progress.begun {
                    self.hold(thread, &call);
                    self.tell_of_call(|| Event::Slept { thread, wait: Arc::new(wait.clone()) });
                }
                progress.begun = true;
                let parked = Parked { call, progress, wait: wait.clone(), timed_out: false };
                self.threads[thread].parked = Some(parked);
            }
        }
        outcome
    }

    /// A call that sleeps keeps the descriptions that it works on, whoever closes them.
    fn hold(&mut self, thread: ThreadId, call: &Call) {
        for fd in call.works_on() {
            if let Ok(file) = self.process_of(thread).file(fd) {
                self.files[file].references += 1;
                self.threads[thread].held.push((fd, file));
            }
        }
    }

    fn let_go(&mut self, thread: ThreadId) {
        let held = self.threads.get_mut(thread).map(|record| std::mem::take(&mut record.held));
        for (_, file) in held.into_iter().flatten() {
            self.release_file(file);
        }
    }

    fn unpark(&mut self, thread: ThreadId) -> Option<Parked> {
        let record = self.threads.get_mut(thread)?;
        record.queued = false;
        let parked = record.parked.take()?;
        self.wheel.cancel(&mut record.timeout);
        for &s in &parked.wait.sockets {
            if let Some(socket) = self.sockets.get_mut(s) {
                socket.waiters.retain(|&waiter| waiter != thread);
            }
        }
        Some(parked)
    }

    /// Runs the next woken thread: its call is tried again. Gives whether there was one.
    pub(crate) fn run_next(&mut self) -> bool {
        let Some(thread) = self.runnable.pop_front() else { return false };
        let Some(mut parked) = self.unpark(thread) else { return true };
        parked.progress.timed_out = parked.timed_out;
        let outcome = self.attempt(thread, parked.call, parked.progress);
        if let Outcome::Done(result) = outcome
            && let Some(record) = self.threads.get_mut(thread)
        {
            record.finished = Some(result);
        }
        true
    }

    pub(crate) fn time_out(&mut self, thread: ThreadId) {
        if let Some(parked) = &mut self.threads[thread].parked {
            parked.timed_out = true;
        }
        self.make_runnable(thread);
    }

    /// Ends the call of a thread that sleeps with `EINTR`.
    pub(crate) fn interrupt(&mut self, thread: ThreadId) {
        if self.unpark(thread).is_none() {
            return;
        }
        let result = Err(Errno::EINTR);
        self.tell_of_call(|| Event::Returned { thread, result: Arc::new(result.clone()) });
        self.let_go(thread);
        if let Some(record) = self.threads.get_mut(thread) {
            record.finished = Some(result);
        }
    }

    /// What the call of a thread that slept came to, once.
    pub(crate) fn take_finished(&mut self, thread: ThreadId) -> Option<CallResult> {
        self.threads.get_mut(thread)?.finished.take()
    }

    /// Ends a process: its threads stop where they are, its descriptors are closed.
    pub(crate) fn end_process(&mut self, process: ProcessId) {
        let threads: Vec<ThreadId> = self
            .threads
            .iter()
            .filter(|(_, thread)| thread.process == process)
            .map(|(id, _)| id)
            .collect();
        for thread in threads {
            self.unpark(thread);
            self.let_go(thread);
        }
        self.processes[process].exited = true;
        let descriptors = std::mem::take(&mut self.processes[process].descriptors);
        // Descriptors are given up from the lowest on, but what that leaves without any is closed
        // from the last on: it waits on a stack until the process is through (`task_work_run`).
        let mut unreferenced = Vec::new();
        for file in descriptors.into_iter().flatten() {
            if self.unreference(file) {
                unreferenced.push(file);
            }
        }
        for file in unreferenced.into_iter().rev() {
            self.close_file(file);
        }
    }
}
