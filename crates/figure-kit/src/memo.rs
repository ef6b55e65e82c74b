//! Parts of a view that are kept for the next one.
//!
//! Most of a large drawing looks at one step as it did at the last. A part that is asked for with
//! the key that it was made for is handed out again, and whoever compares the two views need not
//! look into it.
//!
//! Invariant: a key says all that the part depends on, beside what [`Memo::renew`] was told.
//!
//! ```
//! use figure_kit::{memo::Memo, node::el};
//!
//! let memo = Memo::default();
//! let row = |number: usize, is_now: bool| {
//!     memo.part(number, usize::from(is_now), || el("li").class_if("is-current", is_now))
//! };
//! let first = row(1, true);
//! assert!(row(1, true).is_same(&first));
//! assert!(!row(1, false).is_same(&first));
//! ```

use std::cell::{Cell, RefCell};

use crate::node::Element;

/// Parts by their place.
#[derive(Debug, Default)]
pub struct Memo {
    made_for: Cell<[usize; 4]>,
    parts: RefCell<Vec<Option<(usize, Element)>>>,
}

impl Memo {
    /// Forgets everything that was made for something else.
    pub fn renew(&self, made_for: [usize; 4]) {
        if self.made_for.replace(made_for) != made_for {
            self.parts.borrow_mut().clear();
        }
    }

    /// The part of this place, as the key says.
    pub fn part(&self, place: usize, key: usize, make: impl FnOnce() -> Element) -> Element {
        self.known(place, key).unwrap_or_else(|| self.keep(place, key, make()))
    }

    #[inline(never)]
    fn known(&self, place: usize, key: usize) -> Option<Element> {
        let parts = self.parts.borrow();
        let (known, part) = parts.get(place)?.as_ref()?;
        (*known == key).then(|| part.clone())
    }

    #[inline(never)]
    fn keep(&self, place: usize, key: usize, part: Element) -> Element {
        let mut parts = self.parts.borrow_mut();
        if parts.len() <= place {
            parts.resize(place + 1, None);
        }
        parts[place] = Some((key, part.clone()));
        part
    }
}
