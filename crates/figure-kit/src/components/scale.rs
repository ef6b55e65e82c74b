//! A scale: values along a line.
//!
//! ```
//! use figure_kit::components::{Scale, round_step};
//!
//! let scale = Scale { end: 240, length: 600 };
//! assert_eq!((scale.place(60), scale.place(999)), (150, 600));
//! assert_eq!(scale.percent(60), "25.0%");
//! assert_eq!([3, 7, 60].map(round_step), [5, 10, 100]);
//! ```

/// From 0 to the last value, over a length in the drawing's units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The last value.
    pub end: u32,
    /// Where it lies.
    pub length: u32,
}

impl Scale {
    /// Where a value lies; one beyond the end, at the end.
    pub fn place(&self, value: u32) -> u32 {
        let place = u64::from(value.min(self.end)) * u64::from(self.length);
        (place / u64::from(self.end.max(1))) as u32
    }

    /// Where a value lies, in percent. Thousandths, so that hundreds of values stand apart.
    pub fn percent(&self, value: u32) -> String {
        let thousandths = Self { end: self.end, length: 1_000 }.place(value);
        [&(thousandths / 10).to_string(), ".", &(thousandths % 10).to_string(), "%"].concat()
    }
}

/// The next of 1, 2, 5, 10, 20, 50 and so on: from one written value to another.
pub fn round_step(least: u32) -> u32 {
    let mut step = 1_u32;
    loop {
        for times in [1, 2, 5] {
            let round = step.saturating_mul(times);
            if round >= least {
                return round;
            }
        }
        step = step.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::round_step;

    #[test]
    fn steps_are_round_and_not_too_small() {
        let steps = [0, 1, 3, 6, 11, 51, 4_000, u32::MAX].map(round_step);
        assert_eq!(steps, [1, 1, 5, 10, 20, 100, 5_000, u32::MAX]);
    }
}
