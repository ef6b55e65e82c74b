//! From chapters to pages: figures printed into the text, both languages, the search index.
//!
//! # Architecture invariant
//!
//! This is the only crate that knows mdBook. Whatever a page shows of a figure was printed by
//! running its fence; a fence that does not hold fails the build with its file and line.

#![forbid(unsafe_code)]

pub mod alert;
pub mod book;
pub mod chapters;
pub mod exercise;
pub mod fence;
pub mod glossary;
pub mod included;
pub mod lab;
pub mod language;
pub mod listing;
pub mod notes;
pub mod numbering;
pub mod page;
pub mod progress;
pub mod question;
pub mod quiz;
pub mod scenario;
pub mod search_index;
pub mod spacing;
pub mod table;
pub mod translation;
