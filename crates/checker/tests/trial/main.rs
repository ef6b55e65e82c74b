//! Verdicts over small programs by hand.

mod program;
mod statements;
mod worlds;
