//! Actions: what a reader can do to a figure.
//!
//! One declaration says the verb, what it takes and what it does; out of it come what a control
//! carries, what a fence's `do` line takes, the test that every action can be reached, and the
//! documentation.
//!
//! Invariant: an action that is written is read as itself.
//!
//! ```
//! use figure_kit::action::Action as _;
//!
//! figure_kit::actions! {
//!     /// What a reader can do to the lamp.
//!     pub enum Action {
//!         /// Switch it on or off.
//!         Toggle = "toggle",
//!         /// Take another lamp.
//!         Watts(u32) = "watts",
//!     }
//! }
//!
//! assert_eq!(Action::parse("watts 40"), Ok(Action::Watts(40)));
//! assert_eq!(Action::Watts(40).to_string(), "watts 40");
//! assert_eq!(Action::parse("dim").unwrap_err().to_string(), "expected one of toggle, watts");
//! assert!(Action::parse("toggle twice").is_err());
//! ```

use std::fmt::Display;

use crate::refused::Refused;
use crate::value::Value;

/// A verb, what it takes and what it does.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    /// The first word of the action.
    pub word: &'static str,
    /// What stands behind it; `None` for nothing.
    pub takes: Option<fn() -> String>,
    /// What it does, in English: it is read by an author.
    pub says: &'static str,
}

/// Something a reader can do. [`actions!`](crate::actions) makes them.
pub trait Action: Sized + Display {
    /// Reads the text of a control or of a fence's `do` line; `None` where the verb is another's.
    fn read(verb: &str, rest: &str) -> Option<Result<Self, Refused>>;

    /// Adds the verbs, in the order of their declaration.
    fn verbs(into: &mut Vec<Verb>);

    /// Reads an action.
    fn parse(text: &str) -> Result<Self, Refused> {
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        Self::read(verb, rest).unwrap_or_else(|| {
            Err(Refused::explained(|| {
                let mut verbs = Vec::new();
                Self::verbs(&mut verbs);
                let words: Vec<&str> = verbs.iter().map(|verb| verb.word).collect();
                ["one of ", &words.join(", ")].concat()
            }))
        })
    }
}

/// What a control that only needs the verb carries: `Action::Watts` of a field gives `watts`.
pub fn verb<A: Action, T: Value>(action: impl Fn(T) -> A) -> String {
    let mut text = action(T::any()).to_string();
    text.truncate(text.find(' ').unwrap_or(text.len()));
    text
}

/// Keys and the actions that they perform, as an element's `data-keys` says it.
pub fn keys(leads: &[(&str, String)]) -> String {
    let mut keys = String::new();
    for (key, action) in leads {
        if !keys.is_empty() {
            keys.push(';');
        }
        keys.push_str(key);
        keys.push('=');
        keys.push_str(action);
    }
    keys
}

/// An action without anything behind its verb.
pub fn alone<A>(rest: &str, action: A) -> Result<A, Refused> {
    if rest.is_empty() { Ok(action) } else { Err(Refused::expected("nothing behind the verb")) }
}

/// The actions of a figure.
///
/// A case is `Case = "verb"`, `Case(Type) = "verb"` with a [`Value`](crate::value::Value) behind
/// the verb, or `Case(Type): nested`, whose type is an action itself: that of a component.
#[macro_export]
macro_rules! actions {
    (
        $(#[$meta:meta])*
        $vis:vis enum $action:ident {
            $(
                $(#[doc = $says:literal])+
                $case:ident $( ( $type:ty ) )? $( = $verb:literal )? $( : $nested:ident )?
            ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis enum $action { $( $(#[doc = $says])+ $case $( ($type) )?, )+ }

        impl $crate::action::Action for $action {
            fn read(verb: &str, rest: &str) -> Option<Result<Self, $crate::figure::Refused>> {
                $( $crate::actions!(
                    @read verb, rest, $case, $( ($type) )? $( = $verb )? $( : $nested )?
                ); )+
                None
            }

            fn verbs(into: &mut Vec<$crate::action::Verb>) {
                $( $crate::actions!(
                    @verb into, concat!($($says, "\n"),+),
                    $( ($type) )? $( = $verb )? $( : $nested )?
                ); )+
            }
        }

        impl std::fmt::Display for $action {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $( $crate::actions!(
                    @write self, formatter, $case, $( ($type) )? $( = $verb )? $( : $nested )?
                ); )+
                Ok(())
            }
        }
    };

    (@read $text:ident, $rest:ident, $case:ident, = $verb:literal) => {
        if $text == $verb {
            return Some($crate::action::alone($rest, Self::$case));
        }
    };
    (@read $text:ident, $rest:ident, $case:ident, ($type:ty) = $verb:literal) => {
        if $text == $verb {
            return Some(<$type as $crate::value::Value>::parse($rest).map(Self::$case));
        }
    };
    (@read $text:ident, $rest:ident, $case:ident, ($type:ty) : nested) => {
        if let Some(action) = <$type as $crate::action::Action>::read($text, $rest) {
            return Some(action.map(Self::$case));
        }
    };

    (@verb $into:ident, $says:expr, = $verb:literal) => {
        $into.push($crate::action::Verb { word: $verb, takes: None, says: $says });
    };
    (@verb $into:ident, $says:expr, ($type:ty) = $verb:literal) => {
        $into.push($crate::action::Verb {
            word: $verb,
            takes: Some(<$type as $crate::value::Value>::expects),
            says: $says,
        });
    };
    (@verb $into:ident, $says:expr, ($type:ty) : nested) => {
        <$type as $crate::action::Action>::verbs($into);
    };

    (@write $self:ident, $formatter:ident, $case:ident, = $verb:literal) => {
        if let Self::$case = $self {
            $formatter.write_str($verb)?;
        }
    };
    (@write $self:ident, $formatter:ident, $case:ident, ($type:ty) = $verb:literal) => {
        if let Self::$case(value) = $self {
            $formatter.write_str($verb)?;
            $formatter.write_str(" ")?;
            $formatter.write_str(&$crate::value::Value::write(value))?;
        }
    };
    (@write $self:ident, $formatter:ident, $case:ident, ($type:ty) : nested) => {
        if let Self::$case(action) = $self {
            std::fmt::Display::fmt(action, $formatter)?;
        }
    };
}
