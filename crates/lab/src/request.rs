//! What a program in a runtime may ask for: the kernel's calls, and what the lab does itself.

use kernel::Call;

use crate::codec::{Malformed, Reader, read_call};

/// What a thread that had the turn asks for, and with it gives the turn back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// A system call.
    Kernel(Call),
    /// The process ends with this status.
    Exit(i32),
    /// Another thread of the process begins.
    StartThread,
    /// This thread ends, the process lives on.
    EndThread,
    /// A lock that another thread holds.
    LockWait { lock: u32, timeout_ns: Option<u64>, holder: Option<u32> },
    /// A lock is given to the first that waits for it.
    LockWake { lock: u32 },
    /// It computed for so long without asking for anything.
    Yield { ms: u32 },
    /// A line of standard input.
    ReadLine,
    /// The addresses of a name.
    Resolve(String),
    /// It is about to execute this line.
    Line(u32),
    /// How it is run: whole, or line by line.
    Mode,
    /// Nothing until it is woken: a peer's.
    Rest,
    /// An event loop's turn: what is to be done before it waits.
    Turn(Vec<u8>),
}

impl Request {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        if let Some(call) = read_call(&mut reader)? {
            return Ok(Self::Kernel(call));
        }
        Ok(match bytes.first() {
            Some(64) => Self::Exit(reader.i32()?),
            Some(65) => Self::StartThread,
            Some(66) => Self::EndThread,
            Some(67) => Self::LockWait {
                lock: reader.u32()?,
                timeout_ns: u64::try_from(reader.i64()?).ok(),
                holder: u32::try_from(reader.i32()?).ok(),
            },
            Some(68) => Self::LockWake { lock: reader.u32()? },
            Some(69) => Self::Yield { ms: reader.u32()? },
            Some(70) => Self::ReadLine,
            Some(71) => Self::Resolve(reader.text()?),
            Some(72) => Self::Line(reader.u32()?),
            Some(73) => Self::Mode,
            Some(74) => Self::Rest,
            Some(80) => Self::Turn(reader.bytes()?.to_vec()),
            _ => return Err(Malformed { at: 0 }),
        })
    }
}
