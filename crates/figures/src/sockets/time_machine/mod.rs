//! The three-lane time machine: programs, kernels and the wire in one picture that goes back.
//!
//! An author writes programs, a link and gates in a fence; the simulated world runs them and a
//! recorder keeps what happens. What is drawn at any moment is read off that recording, and
//! whatever the reader does to it makes a new one.
//!
//! Invariant: the position is one that the run has, and no gate before it is unanswered.

mod fault;
mod gate;
mod listing;
mod name;
mod predict;
mod program;
mod scenario;
mod stage;
mod state;
mod view;
mod words;

pub use state::{Action, TimeMachine};
pub use words::Words;

use state::Answer;

#[cfg(test)]
mod tests;
