//! A number that a reader writes or slides: as it was written, and what it means.
//!
//! Invariant: whatever is written, the value is in the range.
//!
//! ```
//! use figure_kit::{number::Number, value::Value};
//!
//! type Percent = Number<0, 100, 10>;
//!
//! assert_eq!(Percent::default().value(), 10);
//! let much = Percent::parse("250")?;
//! assert_eq!((much.written(), much.value(), much.is_sound()), ("250", 100, false));
//! # Ok::<(), figure_kit::figure::Refused>(())
//! ```

use crate::figure::Refused;
use crate::value::Value;
use crate::written::Written;

/// A number from `LEAST` to `MOST`; nonsense means `USUAL`, and so does a fresh one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number<const LEAST: u32, const MOST: u32, const USUAL: u32>(Written);

/// The number written here, or the nearest that is in the range. One copy for all ranges.
#[inline(never)]
fn nearest(written: &str, least: u32, most: u32) -> Option<u32> {
    let written: i64 = written.trim().parse().ok()?;
    u32::try_from(written.clamp(least.into(), most.into())).ok()
}

impl<const LEAST: u32, const MOST: u32, const USUAL: u32> Number<LEAST, MOST, USUAL> {
    /// The least and the greatest.
    pub const RANGE: (u32, u32) = (LEAST, MOST);

    /// A number as a program sets it.
    pub fn of(value: u32) -> Self {
        Self(Written::new(&value.to_string()))
    }

    /// What was written.
    pub fn written(&self) -> &str {
        &self.0
    }

    /// What it means.
    pub fn value(&self) -> u32 {
        nearest(&self.0, LEAST, MOST).unwrap_or(USUAL)
    }

    /// Whether what is written is a number of the range.
    pub fn is_sound(&self) -> bool {
        self.0.trim() == self.value().to_string()
    }
}

impl<const LEAST: u32, const MOST: u32, const USUAL: u32> Default for Number<LEAST, MOST, USUAL> {
    fn default() -> Self {
        Self::of(USUAL)
    }
}

/// All that is written is kept: a field says what is wrong with it.
impl<const LEAST: u32, const MOST: u32, const USUAL: u32> Value for Number<LEAST, MOST, USUAL> {
    fn parse(text: &str) -> Result<Self, Refused> {
        Ok(Self(Written::new(text)))
    }

    fn write(&self) -> String {
        self.0.write()
    }

    fn expects() -> String {
        ["a number from ", &LEAST.to_string(), " to ", &MOST.to_string()].concat()
    }

    fn any() -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, value: u32, is_sound: bool) {
        let number = Number::<2, 40, 20>::parse(written).unwrap();
        assert_eq!((number.value(), number.is_sound()), (value, is_sound), "{written:?}");
        assert_eq!(number.write(), written);
    }

    #[test]
    fn what_is_written_means_the_nearest_or_the_usual() {
        check("7", 7, true);
        check(" 7 ", 7, true);
        check("1", 2, false);
        check("41", 40, false);
        check("-5", 2, false);
        check("007", 7, false);
        for nonsense in ["", "1e9", "12.5", "마흔", "99999999999999999999"] {
            check(nonsense, 20, false);
        }
    }
}
