//! How a program ends.

use ::std::fmt::Debug;

use crate::{io, machine};

/// Ends the process.
pub fn exit(code: i32) -> ! {
    machine::exit(code)
}

/// Ends the process as a failed assertion of the operating system would.
pub fn abort() -> ! {
    machine::exit(134)
}

/// The number of the process.
pub fn id() -> u32 {
    machine::environment().pid
}

/// What a program ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExitCode(u8);

impl ExitCode {
    /// All went well.
    pub const SUCCESS: Self = Self(0);
    /// It did not.
    pub const FAILURE: Self = Self(1);
}

impl From<u8> for ExitCode {
    fn from(code: u8) -> Self {
        Self(code)
    }
}

/// What `main` may give.
pub trait Termination {
    /// The status that is reported; what there is to say of it goes to standard error.
    fn report(self) -> i32;
}

impl Termination for () {
    fn report(self) -> i32 {
        0
    }
}

impl Termination for ExitCode {
    fn report(self) -> i32 {
        i32::from(self.0)
    }
}

impl<T: Termination, E: Debug> Termination for Result<T, E> {
    fn report(self) -> i32 {
        match self {
            Ok(value) => value.report(),
            Err(error) => {
                io::print_error(format_args!("Error: {error:?}\n"));
                1
            }
        }
    }
}
