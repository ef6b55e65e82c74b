//! What is typed into a field, as it was typed: right or wrong, it stays until it is changed.
//!
//! Invariant: it is short enough for a link, and cut between two characters.
//!
//! ```
//! use figure_kit::written::Written;
//!
//! assert_eq!(&*Written::new("192.0.2.1:80"), "192.0.2.1:80");
//! assert_eq!(Written::new(&"열".repeat(100)).len(), 120);
//! ```

use std::ops::Deref;

use crate::figure::Refused;
use crate::value::Value;

/// The most bytes that are kept.
const LENGTH_MAX: usize = 120;

/// The text of a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written(String);

impl Written {
    /// A text, cut where it gets too long.
    pub fn new(text: &str) -> Self {
        Self(text[..text.floor_char_boundary(LENGTH_MAX)].to_owned())
    }
}

impl Deref for Written {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Value for Written {
    fn parse(text: &str) -> Result<Self, Refused> {
        Ok(Self::new(text))
    }

    fn write(&self) -> String {
        self.0.clone()
    }

    fn expects() -> String {
        String::expects()
    }

    fn any() -> Self {
        Self::default()
    }
}
