//! What a program is told when it begins.

use crate::machine;

/// The arguments of a program; the first is its own name.
#[derive(Debug)]
pub struct Args(::std::vec::IntoIter<String>);

/// The arguments of the program.
pub fn args() -> Args {
    Args(machine::environment().arguments.into_iter())
}

impl Iterator for Args {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Args {}

impl DoubleEndedIterator for Args {
    fn next_back(&mut self) -> Option<String> {
        self.0.next_back()
    }
}

pub use ::std::env::VarError;

/// A variable of the environment: there are none here.
pub fn var<K: AsRef<::std::ffi::OsStr>>(_name: K) -> Result<String, VarError> {
    Err(VarError::NotPresent)
}
