//! The log: everything that was done to the world and by whom, as bytes.
//!
//! ```
//! use lab::Deed;
//!
//! let deeds = [Deed::Step, Deed::Write { thread: 0, fd: 1, text: "hello\n".into() }];
//! let mut log = Vec::new();
//! for deed in &deeds {
//!     deed.write(&mut log);
//! }
//! assert_eq!(Deed::read_all(&log).unwrap(), deeds);
//! ```

use kernel::{Call, Time};

use crate::codec::{Malformed, Reader, Writer, read_call, write_call};

/// Something that was done. Threads are counted as they came into being; the first are the
/// programs' own, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A thread made a call at a line of its program.
    Call {
        /// Who.
        thread: usize,
        /// Where, from 1; 0 is unknown.
        line: u32,
        /// What.
        call: Call,
    },
    /// The world went on by one event.
    Step,
    /// The clock moved on.
    Wait {
        /// To this moment.
        until: Time,
    },
    /// A process ended.
    Exit {
        /// Which thread ended it.
        thread: usize,
        /// With what.
        status: i32,
    },
    /// A process has another thread.
    NewThread {
        /// Which process.
        process: usize,
    },
    /// A thread ended.
    EndThread {
        /// Which.
        thread: usize,
    },
    /// A program wrote, or was given to read: descriptor 0.
    Write {
        /// Which thread.
        thread: usize,
        /// Where to.
        fd: i32,
        /// What.
        text: String,
    },
    /// A thread was interrupted in its sleep.
    Interrupt {
        /// Which.
        thread: usize,
    },
    /// Somebody interfered: a fault as the setup writes it.
    Disturb(String),
    /// The link became another: as the setup writes it.
    Link(String),
    /// A connection was led elsewhere: why, for whoever reads the log.
    Forwarded {
        /// Which thread's.
        thread: usize,
        /// Where it wanted to go.
        from: String,
        /// Where it came to.
        to: String,
    },
}

impl Deed {
    /// Appends it to a log.
    pub fn write(&self, log: &mut Vec<u8>) {
        let mut writer = Writer { bytes: std::mem::take(log) };
        match self {
            Self::Call { thread, line, call } => {
                write_call(writer.u8(1).u32(*thread as u32).u32(*line), call);
            }
            Self::Step => _ = writer.u8(2),
            Self::Wait { until } => _ = writer.u8(3).u64(until.0),
            Self::Exit { thread, status } => _ = writer.u8(4).u32(*thread as u32).i32(*status),
            Self::NewThread { process } => _ = writer.u8(5).u32(*process as u32),
            Self::EndThread { thread } => _ = writer.u8(6).u32(*thread as u32),
            Self::Write { thread, fd, text } => {
                writer.u8(7).u32(*thread as u32).i32(*fd).text(text);
            }
            Self::Interrupt { thread } => _ = writer.u8(8).u32(*thread as u32),
            Self::Disturb(fault) => _ = writer.u8(9).text(fault),
            Self::Link(link) => _ = writer.u8(10).text(link),
            Self::Forwarded { thread, from, to } => {
                writer.u8(11).u32(*thread as u32).text(from).text(to);
            }
        }
        *log = writer.bytes;
    }

    /// Reads the next one.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let at = reader.at();
        let place = |reader: &mut Reader<'_>| reader.u32().map(|number| number as usize);
        Ok(match reader.u8()? {
            1 => {
                let (thread, line) = (place(reader)?, reader.u32()?);
                let call = read_call(reader)?.ok_or(Malformed { at })?;
                Self::Call { thread, line, call }
            }
            2 => Self::Step,
            3 => Self::Wait { until: Time(reader.u64()?) },
            4 => Self::Exit { thread: place(reader)?, status: reader.i32()? },
            5 => Self::NewThread { process: place(reader)? },
            6 => Self::EndThread { thread: place(reader)? },
            7 => Self::Write { thread: place(reader)?, fd: reader.i32()?, text: reader.text()? },
            8 => Self::Interrupt { thread: place(reader)? },
            9 => Self::Disturb(reader.text()?),
            10 => Self::Link(reader.text()?),
            11 => {
                let thread = place(reader)?;
                Self::Forwarded { thread, from: reader.text()?, to: reader.text()? }
            }
            _ => return Err(Malformed { at }),
        })
    }

    /// Reads a whole log.
    pub fn read_all(log: &[u8]) -> Result<Vec<Self>, Malformed> {
        let mut reader = Reader::new(log);
        let mut deeds = Vec::new();
        while !reader.is_done() {
            deeds.push(Self::read(&mut reader)?);
        }
        Ok(deeds)
    }
}
