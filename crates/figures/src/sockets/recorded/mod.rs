//! Views of a recorded run: lanes, the ladder, what kernels hold, the log, a segment's bytes, the
//! transport, faults, and each step in a sentence.
//!
//! They look at a [`recording::Recording`] whoever made it: a figure owns the programs and
//! remakes the run when [`Viewing`] says that faults have changed; the rest is here.
//!
//! Invariant: nothing here knows how programs are written or why the run stops where it does: what
//! may not be seen yet lies behind [`View::limit`].

mod bytes;
mod clause;
mod faults;
mod holdings;
mod ladder;
mod lane;
mod log;
mod narration;
mod text;
mod track;
mod transport;
mod view;
mod viewing;
mod words;

pub use clause::clause;
pub use ladder::{ladder, said};
pub use lane::{Line, Source, lane};
pub use log::beside;
pub use narration::narration;
pub use text::{decimal, length, quoted};
pub use transport::{controls, narrated};
pub use view::{Kept, View, program_name};
pub(crate) use viewing::tuned;
pub use viewing::{Action, Came, KEYS, Look, Speed, Tab, Viewing};
pub use words::Words;
