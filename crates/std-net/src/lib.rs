//! A look-alike of `std::net` and of what programs use beside it, over the lab's calls, for
//! `wasm32-unknown-unknown`, whose own standard library has neither sockets nor output.
//!
//! A listing is compiled as it stands. Two lines behind it put this crate in the place of `std`:
//!
//! ```text
//! #[macro_use] extern crate std_net as std;
//! std::entry!(main);
//! ```
//!
//! What is not about input, output, time, threads or processes is the standard library's own.
//!
//! # Architecture invariants
//!
//! - A program asks for what it would ask Linux for, in the same order: the calls are those that
//!   `strace` shows of the same program.
//! - Errors print as Linux's standard library prints them.
//! - Only `machine.rs` touches the outside, and only it may be unsafe.

#![deny(unsafe_code)]
#![expect(clippy::legacy_numeric_constants, reason = "programs may use all that `std` has")]

mod call;
mod codec;
pub mod env;
pub mod io;
pub mod machine;
pub mod net;
pub mod os;
pub mod process;
pub mod sync;
pub mod thread;
pub mod time;

pub use ::std::{
    alloc, any, array, ascii, borrow, boxed, cell, char, clone, cmp, collections, convert, default,
    error, ffi, fmt, future, hash, hint, iter, marker, mem, num, ops, option, panic, path, pin,
    prelude, ptr, rc, result, slice, str, string, task, vec,
};
pub use ::std::{
    assert, assert_eq, assert_ne, concat, debug_assert, debug_assert_eq, format, format_args,
    matches, stringify, thread_local, todo, unimplemented, unreachable, write, writeln,
};
pub use ::std::{f32, f64, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize};

/// Writes to standard output.
#[macro_export]
macro_rules! print {
    ($($text:tt)*) => { $crate::io::print(::core::format_args!($($text)*)) };
}

/// Writes a line to standard output.
#[macro_export]
macro_rules! println {
    () => { $crate::io::print(::core::format_args!("\n")) };
    ($($text:tt)*) => { $crate::io::print_line(::core::format_args!($($text)*)) };
}

/// Writes to standard error.
#[macro_export]
macro_rules! eprint {
    ($($text:tt)*) => { $crate::io::print_error(::core::format_args!($($text)*)) };
}

/// Writes a line to standard error.
#[macro_export]
macro_rules! eprintln {
    () => { $crate::io::print_error(::core::format_args!("\n")) };
    ($($text:tt)*) => { $crate::io::print_error_line(::core::format_args!($($text)*)) };
}
