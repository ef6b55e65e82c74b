//! The figure of how connections live, as a program for the browser.
//!
//! A package for each part, because Cargo unites the features of what it builds together and
//! writes a package's program always to the same file.

#![forbid(unsafe_code)]

pub use workbook_wasm::{mount, start};
