//! The server over loopback, by what a stranger may do to it.

mod abuse;
mod check;
mod conversation;
mod endpoints;
mod frames;
mod hosts;
mod limits;
mod memory;
mod pages;
mod program;
mod terminal;
