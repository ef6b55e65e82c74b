//! Values that are texts at the border: in a fence, a link, a press.
//!
//! Invariant: what [`Value::write`] writes, [`Value::parse`] reads as the same value.
//!
//! ```
//! use figure_kit::{names, value::Value};
//!
//! names! {
//!     /// How fast it goes.
//!     pub enum Speed {
//!         /// A step a second.
//!         Slow = "slow",
//!         /// All at once.
//!         Fast = "fast",
//!     }
//! }
//!
//! assert_eq!(Speed::parse("fast"), Ok(Speed::Fast));
//! assert_eq!(Speed::Slow.write(), "slow");
//! assert_eq!(Speed::parse("7").unwrap_err().to_string(), "expected one of slow, fast");
//! assert_eq!(Option::<u8>::parse(""), Ok(None));
//! ```

use crate::refused::Refused;

/// A value that a text says, and that says a text.
pub trait Value: Sized {
    /// Reads it.
    fn parse(text: &str) -> Result<Self, Refused>;

    /// Writes it as [`Value::parse`] reads it.
    fn write(&self) -> String;

    /// What is expected, for an author: `a number`, `one of slow, fast`.
    fn expects() -> String;

    /// Any value: with it a field says which action it performs, whatever is typed into it.
    fn any() -> Self;
}

impl Value for String {
    fn parse(text: &str) -> Result<Self, Refused> {
        Ok(text.to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }

    fn expects() -> String {
        "a text".to_owned()
    }

    fn any() -> Self {
        Self::new()
    }
}

impl Value for bool {
    fn parse(text: &str) -> Result<Self, Refused> {
        match text {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err(Refused::explained(Self::expects)),
        }
    }

    fn write(&self) -> String {
        if *self { "on" } else { "off" }.to_owned()
    }

    fn expects() -> String {
        "one of on, off".to_owned()
    }

    fn any() -> Self {
        false
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Value for $number {
            fn parse(text: &str) -> Result<Self, Refused> {
                text.trim().parse().map_err(|_| Refused::explained(Self::expects))
            }

            fn write(&self) -> String {
                self.to_string()
            }

            fn expects() -> String {
                "a whole number".to_owned()
            }

            fn any() -> Self {
                0
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, usize, i32);

/// Nothing is written as nothing.
impl<T: Value> Value for Option<T> {
    fn parse(text: &str) -> Result<Self, Refused> {
        if text.is_empty() { Ok(None) } else { T::parse(text).map(Some) }
    }

    fn write(&self) -> String {
        self.as_ref().map(T::write).unwrap_or_default()
    }

    fn expects() -> String {
        [&T::expects(), ", or nothing"].concat()
    }

    fn any() -> Self {
        None
    }
}

/// What is typed or chosen: as long as it is no value, it says nothing, and is not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed<T>(pub Option<T>);

impl<T: Value> Value for Typed<T> {
    fn parse(text: &str) -> Result<Self, Refused> {
        Ok(Self(T::parse(text).ok()))
    }

    fn write(&self) -> String {
        self.0.as_ref().map(T::write).unwrap_or_default()
    }

    fn expects() -> String {
        [&T::expects(), "; anything else does nothing"].concat()
    }

    fn any() -> Self {
        Self(None)
    }
}

/// Two values with a blank between them; the first holds none. Where the second says nothing, so
/// does the blank: `(side, String::new())` is what a field carries into which the text is typed.
impl<A: Value, B: Value> Value for (A, B) {
    fn parse(text: &str) -> Result<Self, Refused> {
        let (first, second) = text.split_once(' ').unwrap_or((text, ""));
        Ok((A::parse(first)?, B::parse(second)?))
    }

    fn write(&self) -> String {
        let (mut text, second) = (self.0.write(), self.1.write());
        if !second.is_empty() {
            text.push(' ');
            text.push_str(&second);
        }
        text
    }

    fn expects() -> String {
        [&A::expects(), " and ", &B::expects()].concat()
    }

    fn any() -> Self {
        (A::any(), B::any())
    }
}

/// The place of a name in a list, for [`names!`](crate::names): one copy of the search for all
/// lists.
pub fn place(names: &[&str], text: &str) -> Result<usize, Refused> {
    names.iter().position(|name| *name == text).ok_or_else(|| Refused::one_of(names))
}

/// An enumeration whose cases have names: a [`Value`], with `ALL`, `NAMES` and `name()`.
#[macro_export]
macro_rules! names {
    (
        $(#[$meta:meta])*
        $vis:vis enum $type:ident {
            $( $(#[$case_meta:meta])* $case:ident = $name:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum $type { $( $(#[$case_meta])* $case, )+ }

        #[allow(dead_code, reason = "not every list is used in all of its ways")]
        impl $type {
            /// Every case, in order.
            pub const ALL: [Self; [$($name),+].len()] = [$( Self::$case ),+];

            /// The names of all.
            pub const NAMES: [&'static str; [$($name),+].len()] = [$( $name ),+];

            /// Its name in fences, links and actions.
            pub const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
        }

        impl $crate::value::Value for $type {
            fn parse(text: &str) -> Result<Self, $crate::figure::Refused> {
                $crate::value::place(&Self::NAMES, text).map(|place| Self::ALL[place])
            }

            fn write(&self) -> String {
                self.name().to_owned()
            }

            fn expects() -> String {
                ["one of ", &Self::NAMES.join(", ")].concat()
            }

            fn any() -> Self {
                Self::ALL[0]
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check<T: Value>(text: &str, expected: &str) {
        let read = match T::parse(text) {
            Ok(value) => value.write(),
            Err(refused) => refused.to_string(),
        };
        assert_eq!(read, expected, "{text:?}");
    }

    #[test]
    fn values_come_back_and_rubbish_is_refused_with_what_would_do() {
        check::<bool>("on", "on");
        check::<bool>("true", "expected one of on, off");
        check::<u16>(" 80 ", "80");
        check::<u16>("65536", "expected a whole number");
        check::<Option<u8>>("", "");
        check::<Option<u8>>("7", "7");
        check::<Option<u8>>("x", "expected a whole number");
        check::<Typed<u8>>("7", "7");
        check::<Typed<u8>>("x", "");
        check::<(u8, String)>("3 a b", "3 a b");
        check::<(u8, String)>("3", "3");
        check::<(u8, String)>("a b", "expected a whole number");
        check::<String>("열쇠 = x", "열쇠 = x");
    }
}
