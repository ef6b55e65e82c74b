//! What a reader answered: the record, its format, its merging; the file that takes record and
//! programs to another device; the summary that can be checked.
//!
//! A page keeps the record as one text on the reader's device. Two pages of the book may be open
//! at once, so nobody overwrites: whoever saves reads what is there, [merges](Record::merge) and
//! writes.
//!
//! # Architecture invariants
//!
//! - Pure: no clock, no storage. Times and texts are arguments.
//! - Merging is commutative, associative and idempotent: in whatever order tabs save, they end
//!   with the same record.
//! - A file that is imported takes nothing away. Of two versions of a program both are kept.
//! - Nothing is lost in silence. A line that cannot be read is kept and written back; a text that
//!   is not ours, or is newer than this version, is refused and left to the caller untouched.
//!
//! ```
//! use progress::{Answer, Grade, Record};
//!
//! let mut here = Record::default();
//! here.answer("socket/close-after-dup", Answer {
//!     given: "2".to_owned(),
//!     grade: Grade::Wrong,
//!     inputs: "calls:socket tcp".to_owned(),
//!     at_ms: 1_000,
//! });
//! let mut there = Record::read(&here.write())?.record;
//! there.reset_page("socket", 2_000);
//! here.merge(&there);
//! assert_eq!(here.answers().count(), 0);
//! # Ok::<(), progress::Unreadable>(())
//! ```

#![forbid(unsafe_code)]

pub mod export;
mod format;
mod record;
pub mod summary;

pub use format::{Read, Unreadable};
pub use record::{Answer, Grade, Imported, Record};
