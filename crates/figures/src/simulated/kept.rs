//! The last runs of a figure, kept for whoever asks again with the same numbers: a figure that is
//! made anew from its link, and another one on the same page.

use std::cell::RefCell;
use std::rc::Rc;

/// How many runs are kept: those of a page, and the one that a reader tries out.
const KEPT_MAX: usize = 4;

/// The last runs by their plans.
#[derive(Debug)]
pub struct Kept<Plan, Run>(RefCell<Vec<(Plan, Rc<Run>)>>);

impl<Plan: PartialEq + Copy, Run> Kept<Plan, Run> {
    /// None yet.
    pub const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// The run of a plan: a kept one, or a new one.
    pub fn run(&self, plan: Plan, run: impl FnOnce() -> Run) -> Rc<Run> {
        let known = self.0.borrow().iter().position(|(known, _)| *known == plan);
        let run = match known {
            Some(at) => self.0.borrow_mut().remove(at).1,
            None => Rc::new(run()),
        };
        let mut kept = self.0.borrow_mut();
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push((plan, Rc::clone(&run)));
        run
    }
}

impl<Plan: PartialEq + Copy, Run> Default for Kept<Plan, Run> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_made_once_while_it_is_among_the_last() {
        let kept = Kept::new();
        let mut made = 0;
        let mut ask = |plan: usize| {
            *kept.run(plan, || {
                made += 1;
                plan * 10
            })
        };
        assert_eq!([ask(1), ask(2), ask(1), ask(3), ask(4), ask(5)], [10, 20, 10, 30, 40, 50]);
        // The second was asked for longest ago.
        assert_eq!([ask(1), ask(2)], [10, 20]);
        assert_eq!(made, 6);
    }
}
