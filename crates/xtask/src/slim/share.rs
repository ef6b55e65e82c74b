//! Which file holds what: a rule over which figures use it, and no list of names.
//!
//! A file belongs to a set of figures, and each of them loads it. The base belongs to all, a
//! figure's own file to it alone, and whatever is used lies in the file of the smallest set that
//! holds all its users. The sets between are chosen by what they save; with two of them there is
//! always the one of what both have in common, so the smallest is never in doubt.
//!
//! Invariant: what leads to something is in the file of a smaller set or in the same. So a figure
//! that loads its files has everything that they name, and files never need each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

/// A set of figures, a bit each.
pub(super) type Users = u64;

/// How many figures fit.
pub(super) const FIGURES_MAX: usize = Users::BITS as usize;

/// What a file costs a figure that loads it, in bytes of code: the request, and what has to be
/// named between files.
const FILE_COST: u64 = 4_096;

/// Files by the figures that load them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Family(BTreeSet<Users>);

impl Family {
    /// A file for all, and one a figure.
    fn simple(all: Users) -> Self {
        let own = (0..Users::BITS).map(|bit| 1 << bit).filter(|own| own & all != 0);
        Self(own.chain([all]).collect())
    }

    /// With one set more, and with all that it has in common with others.
    fn with(&self, users: Users) -> Self {
        let mut sets = self.0.clone();
        sets.extend(self.0.iter().map(|other| other & users).filter(|both| *both != 0));
        sets.insert(users);
        Self(sets)
    }

    /// The file of what these figures use: the smallest that all of them load.
    pub(super) fn home(&self, users: Users) -> Users {
        let holds = self.0.iter().filter(|set| users & **set == users);
        holds.fold(Users::MAX, |smallest, set| smallest & set)
    }

    /// What all figures together load if each is opened by itself.
    fn cost(&self, weights: &BTreeMap<Users, u64>) -> u64 {
        let mut files: BTreeMap<Users, u64> = BTreeMap::new();
        for (users, bytes) in weights {
            *files.entry(self.home(*users)).or_default() += bytes;
        }
        let loads =
            files.iter().map(|(set, bytes)| u64::from(set.count_ones()) * (bytes + FILE_COST));
        loads.sum()
    }
}

/// Chooses the files for code of which so many bytes are used by these sets of figures.
pub(super) fn choose(weights: &BTreeMap<Users, u64>, all: Users) -> Family {
    let mut family = Family::simple(all);
    let mut cost = family.cost(weights);
    loop {
        let candidates = weights.keys().filter(|users| !family.0.contains(users));
        let tried = candidates.map(|users| {
            let with = family.with(*users);
            (with.cost(weights), with)
        });
        match tried.min_by_key(|(cost, _)| *cost) {
            Some((less, with)) if less < cost => (cost, family) = (less, with),
            _ => return family,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Users = 0b1111;

    fn check(weights: &[(Users, u64)], expected: &[Users]) -> Family {
        let family = choose(&weights.iter().copied().collect(), ALL);
        let simple = Family::simple(ALL);
        let between: Vec<Users> = family.0.difference(&simple.0).copied().collect();
        assert_eq!(between, expected);
        family
    }

    #[test]
    fn much_that_some_share_is_a_file_and_little_is_not() {
        check(&[(ALL, 50_000), (0b0001, 9_000)], &[]);
        check(&[(ALL, 50_000), (0b0011, 70_000)], &[0b0011]);
        check(&[(ALL, 50_000), (0b0011, 100)], &[]);
    }

    #[test]
    fn where_two_files_meet_there_is_one_of_what_both_have() {
        let family = check(&[(0b0111, 70_000), (0b1110, 70_000)], &[0b0110, 0b0111, 0b1110]);
        assert_eq!(family.home(0b0010), 0b0010);
        assert_eq!(family.home(0b0110), 0b0110);
        assert_eq!(family.home(0b0011), 0b0111);
        assert_eq!(family.home(0b1001), ALL);
    }

    #[test]
    fn what_leads_to_something_is_loaded_by_no_more_figures() {
        let family = check(&[(0b0111, 70_000), (0b1110, 70_000)], &[0b0110, 0b0111, 0b1110]);
        for less in 1..=ALL {
            for more in (less..=ALL).filter(|more| more & less == less) {
                assert_eq!(family.home(less) & family.home(more), family.home(less));
            }
        }
    }
}
