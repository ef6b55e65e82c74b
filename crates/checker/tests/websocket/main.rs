//! The cases against an echo with one flaw: a right echo passes all of them, each flaw fails the
//! cases that it should, and no case is unable to fail.

mod answers;
mod endpoint;
mod mutants;
mod opening;
mod sections;
mod world;
