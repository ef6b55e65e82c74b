//! Frame anatomy: bytes of one direction taken apart frame by frame, every bit with its meaning.
//!
//! [`notation`] reads what a reader pastes, [`reading`] takes the bytes apart and has them
//! judged, [`meaning`] says it in words, [`text`] prints it for a terminal.

pub mod meaning;
pub mod notation;
pub mod part;
pub mod reading;
pub mod text;

#[cfg(test)]
mod tests;
