//! Every figure by name. A new figure is its file and one line here.

use crate::accept_key::AcceptKey;
use crate::figure::AnyFigure;
use crate::frame_anatomy::FrameAnatomy;

/// The names, as they stand in a fence's opening line.
pub const NAMES: &[&str] = &["accept-key", "frame-anatomy"];

/// A fresh figure in its default state.
pub fn create(name: &str) -> Option<Box<dyn AnyFigure>> {
    Some(match name {
        "accept-key" => Box::new(AcceptKey::default()),
        "frame-anatomy" => Box::new(FrameAnatomy::default()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_makes_a_figure() {
        for name in NAMES {
            assert!(create(name).is_some(), "{name}");
        }
        assert!(create("no-such-figure").is_none());
    }
}
