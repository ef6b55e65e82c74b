//! The arguments and results of system calls, as scripts write them.

use std::fmt;

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// `...`: whatever fits.
    Ellipsis,
    Number(i64),
    /// A constant by its name.
    Word(String),
    Text(String),
    /// `A|B`.
    Or(Vec<Value>),
    /// `[...]` or `{...}`, whose items may have names.
    List(Vec<(Option<String>, Value)>),
    /// `htons(80)`.
    Applied(String, Vec<Value>),
}

impl Value {
    /// The first item of a list, or the value itself.
    pub(super) fn inner(&self) -> &Value {
        match self {
            Self::List(items) if items.len() == 1 && items[0].0.is_none() => &items[0].1,
            _ => self,
        }
    }

    /// The item of a list that has a name.
    pub(super) fn field(&self, name: &str) -> Option<&Value> {
        let Self::List(items) = self else { return None };
        items.iter().find(|(key, _)| key.as_deref() == Some(name)).map(|(_, value)| value)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |f: &mut fmt::Formatter<'_>, values: &[Value], between: &str| {
            for (at, value) in values.iter().enumerate() {
                write!(f, "{}{value}", if at == 0 { "" } else { between })?;
            }
            Ok(())
        };
        match self {
            Self::Ellipsis => f.write_str("..."),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Or(values) => join(f, values, "|"),
            Self::Applied(name, values) => {
                write!(f, "{name}(")?;
                join(f, values, ", ")?;
                f.write_str(")")
            }
            Self::List(items) => {
                f.write_str("[")?;
                for (at, (name, value)) in items.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    if let Some(name) = name {
                        write!(f, "{name}=")?;
                    }
                    write!(f, "{value}")?;
                }
                f.write_str("]")
            }
        }
    }
}
