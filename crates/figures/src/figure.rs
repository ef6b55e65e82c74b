//! The trait of figures that are not yet on the kit's own.

pub use crate::untyped::{Figure, on_or_off};
pub use figure_kit::figure::{Effect, Motion, Projector, Refused, Unreachable};

/// The kit's context with the words of all figures.
pub type Context<'a> = figure_kit::figure::Context<'a, crate::words::Words>;
