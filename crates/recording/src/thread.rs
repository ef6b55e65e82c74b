//! Programs at work: the threads that ran, the calls that they made, what they wrote.

use kernel::{Call, CallResult, Fd, HostId, ProcessId, ThreadId};

/// A call that a thread made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallMade {
    /// What was asked of the kernel.
    pub call: Call,
    /// The call as a tracer writes it.
    pub text: String,
    /// Where it stands in the program's source, as the producer counts: a line, a statement.
    pub line: Option<usize>,
    /// The step in which it was made.
    pub called: usize,
    /// The step in which it came back.
    pub returned: Option<usize>,
    /// With what.
    pub result: Option<CallResult>,
}

/// How a thread ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It came to its end.
    Done,
    /// It gave up over an error.
    Failed,
    /// It was killed.
    Killed,
}

/// A thread of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The name of its program, as it is shown.
    pub program: String,
    /// Where it runs.
    pub host: HostId,
    /// Its process; threads of one process share their descriptors.
    pub process: ProcessId,
    /// Its number on its host.
    pub id: ThreadId,
    /// Its calls, in the order in which it made them.
    pub calls: Vec<CallMade>,
    /// The step in which it ended, and how.
    pub ended: Option<(usize, End)>,
}

impl Thread {
    /// A thread that has done nothing yet.
    pub fn new(program: &str, host: HostId, process: ProcessId, id: ThreadId) -> Self {
        Self { program: program.to_owned(), host, process, id, calls: Vec::new(), ended: None }
    }

    /// Whether it is awake: its last call came back, and it has not ended.
    pub fn is_ready(&self) -> bool {
        self.ended.is_none() && self.calls.last().is_none_or(|made| made.returned.is_some())
    }

    /// The steps in which it did something: made a call, came back from one, ended.
    pub fn steps(&self) -> impl Iterator<Item = usize> {
        let calls = self.calls.iter().flat_map(|made| [Some(made.called), made.returned]);
        calls.chain([self.ended.map(|(step, _)| step)]).flatten()
    }

    /// The call that it is in, or last was in, after so many steps, and whether it sleeps there.
    pub fn current(&self, position: usize) -> Option<(usize, bool)> {
        let made = self.calls.iter().rposition(|made| made.called <= position)?;
        let returned = self.calls[made].returned.is_some_and(|step| step <= position);
        Some((made, !returned && !self.has_ended(position)))
    }

    /// Whether it has ended after so many steps.
    pub fn has_ended(&self, position: usize) -> bool {
        self.ended.is_some_and(|(step, _)| step <= position)
    }
}

/// Where a program reads or writes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard input: what it was given to read.
    Input,
    /// Standard output.
    Output,
    /// Standard error.
    Error,
}

impl Stream {
    /// The descriptor by which programs know it.
    pub const fn fd(self) -> Fd {
        match self {
            Self::Input => 0,
            Self::Output => 1,
            Self::Error => 2,
        }
    }
}

/// A text that a program read or wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The step with which it is seen: the one before it.
    pub step: usize,
    /// Which thread, by its place in the recording.
    pub thread: usize,
    /// Where.
    pub stream: Stream,
    /// The text.
    pub text: String,
}
