//! A small program with a registry of figures, as `slim/tests.rs` cuts it.

/// Where a figure says what it did.
#[repr(C)]
pub struct Entry {
    name: &'static str,
    create: fn() -> Box<dyn Figure>,
    /// Something else that is made, and something that is not.
    first: fn() -> u32,
    weights: &'static [u32; 2],
}

pub trait Figure {
    fn act(&mut self, number: u32) -> Result<u32, String>;
}

/// What two figures share, much of it: tables and a function that is not short.
mod engine {
    static TABLE: [u32; 600] = {
        let mut table = [0; 600];
        let mut at = 0;
        while at < 600 {
            table[at] = (at as u32).wrapping_mul(2_654_435_761) | 1;
            at += 1;
        }
        table
    };

    #[inline(never)]
    pub fn mixed(number: u32, rounds: usize) -> u32 {
        let mut value = number;
        for round in 0..rounds {
            value = value.rotate_left(5) ^ TABLE[(value as usize + round) % TABLE.len()];
        }
        value
    }

    /// Something that changes, and only these figures know.
    pub static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(40);
}

#[derive(Default)]
struct Adder(u32);

impl Figure for Adder {
    fn act(&mut self, number: u32) -> Result<u32, String> {
        self.0 = self.0.checked_add(number).ok_or("too much for the adder")?;
        engine::COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(engine::mixed(self.0, 7))
    }
}

#[derive(Default)]
struct Counter(Vec<u32>);

impl Figure for Counter {
    fn act(&mut self, number: u32) -> Result<u32, String> {
        self.0.push(engine::mixed(number, 3));
        let first = self.0[number as usize % 4];
        Ok(first ^ engine::COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
    }
}

#[derive(Default)]
struct Speaker(String);

impl Figure for Speaker {
    fn act(&mut self, number: u32) -> Result<u32, String> {
        self.0 += &format!("the speaker says {number}; ");
        if number == 9 {
            return Err(format!("nine is refused after {:?}", self.0));
        }
        Ok(self.0.bytes().fold(7, |sum, byte| sum * 31 % 65_521 + u32::from(byte)))
    }
}

mod registry {
    use super::{Adder, Counter, Entry, Figure as _, Speaker};

    pub static FIGURES: [Entry; 3] = [
        Entry {
            name: "adder",
            create: || Box::new(Adder::default()),
            first: || Adder::default().act(5).unwrap_or_default(),
            weights: &[5, 97],
        },
        Entry {
            name: "counter",
            create: || Box::new(Counter::default()),
            first: || Counter::default().act(7).unwrap_or_default(),
            weights: &[7, 99],
        },
        Entry {
            name: "speaker",
            create: || Box::new(Speaker::default()),
            first: || Speaker::default().act(7).unwrap_or_default(),
            weights: &[7, 115],
        },
    ];
}

thread_local! {
    static SHOWN: std::cell::RefCell<Vec<Box<dyn Figure>>> = const {
        std::cell::RefCell::new(Vec::new())
    };
}

/// Makes a figure; says which of those that were made it is.
#[unsafe(no_mangle)]
pub extern "C" fn show(figure: usize) -> usize {
    let made = (registry::FIGURES[figure].create)();
    SHOWN.with_borrow_mut(|shown| {
        shown.push(made);
        shown.len() - 1
    })
}

/// Has a figure act; a refusal is the length of what it says.
#[unsafe(no_mangle)]
pub extern "C" fn act(shown: usize, number: u32) -> u32 {
    let acted = SHOWN.with_borrow_mut(|all| all[shown].act(number));
    acted.unwrap_or_else(|refusal| refusal.len() as u32)
}

/// What the next figure would say at first.
#[unsafe(no_mangle)]
pub extern "C" fn first(figure: usize) -> u32 {
    (registry::FIGURES[figure].first)()
}

/// A sum over what needs no figure, so that it is used.
#[unsafe(no_mangle)]
pub extern "C" fn names() -> u32 {
    let weights = registry::FIGURES.iter().flat_map(|entry| entry.weights).sum::<u32>();
    registry::FIGURES.iter().flat_map(|entry| entry.name.bytes()).map(u32::from).sum::<u32>()
        + weights
}
