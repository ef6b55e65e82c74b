//! Settings: what of a figure's state has a name.
//!
//! One declaration says the name, the type and what it is for; out of it come the lines of a
//! fence, the link, the round trip that tests hold, and the documentation.
//!
//! Invariant: all settings together say the whole state that is seen, so a link restores it.
//!
//! ```
//! use figure_kit::setting::{self, Setting};
//!
//! #[derive(Default)]
//! struct Lamp {
//!     lit: bool,
//!     watts: u32,
//! }
//!
//! const SETTINGS: &[Setting<Lamp>] = figure_kit::settings![Lamp;
//!     /// Whether it shines.
//!     "lit": bool = lit;
//!     /// How much it takes, at most a hundred.
//!     "watts": u32, |lamp| lamp.watts, |lamp, watts| {
//!         lamp.watts = watts.min(100);
//!         Ok(())
//!     };
//! ];
//!
//! let mut lamp = Lamp::default();
//! setting::write(SETTINGS, &mut lamp, "watts", "900")?;
//! assert_eq!(setting::all(SETTINGS, &lamp), [("lit", "off".into()), ("watts", "100".into())]);
//! assert!(setting::write(SETTINGS, &mut lamp, "lit", "maybe").is_err());
//! # Ok::<(), figure_kit::figure::Refused>(())
//! ```

use crate::refused::Refused;

/// A setting of the figure `F`. [`settings!`](crate::settings) makes them.
pub struct Setting<F> {
    /// Its name in fences and links.
    pub name: &'static str,
    /// What it is for, in English: it is read by an author, so no browser loads it.
    #[cfg(not(target_arch = "wasm32"))]
    pub says: &'static str,
    /// What may be written.
    #[cfg(not(target_arch = "wasm32"))]
    pub expects: fn() -> String,
    /// Its text now.
    pub read: fn(&F) -> String,
    /// Sets it from its text.
    pub write: fn(&mut F, &str) -> Result<(), Refused>,
}

/// Sets the setting of this name.
pub fn write<F>(
    settings: &[Setting<F>],
    figure: &mut F,
    name: &str,
    text: &str,
) -> Result<(), Refused> {
    match settings.iter().find(|setting| setting.name == name) {
        Some(setting) => (setting.write)(figure, text),
        None => Err(Refused::explained(|| {
            let names: Vec<&str> = settings.iter().map(|setting| setting.name).collect();
            ["one of ", &names.join(", ")].concat()
        })),
    }
}

/// Every setting with its text, in their order.
pub fn all<F>(settings: &[Setting<F>], figure: &F) -> Vec<(&'static str, String)> {
    settings.iter().map(|setting| (setting.name, (setting.read)(figure))).collect()
}

/// The settings of a figure.
///
/// `"name": Type = field;` stands for a field of that type; `"name": Type, READ, WRITE;` for what
/// a closure reads (a value of the type, or a reference to one) and another takes in.
#[macro_export]
macro_rules! settings {
    ($figure:ty; $(
        $(#[doc = $says:literal])+
        $name:literal : $type:ty
            $( = $($field:ident).+ )?
            $( , |$read:ident| $get:expr, |$write:ident, $value:ident| $set:expr )? ;
    )*) => {
        &[$( $crate::setting::Setting::<$figure> {
            name: $name,
            #[cfg(not(target_arch = "wasm32"))]
            says: concat!($($says, "\n"),+),
            #[cfg(not(target_arch = "wasm32"))]
            expects: <$type as $crate::value::Value>::expects,
            read: $crate::settings!(@read $figure, $type $(, field $($field).+)? $(, $read, $get)?),
            write: $crate::settings!(
                @write $figure, $type $(, field $($field).+)? $(, $write, $value, $set)?
            ),
        } ),*]
    };
    (@read $figure:ty, $type:ty, field $($field:ident).+) => {
        |figure: &$figure| $crate::value::Value::write(&figure.$($field).+)
    };
    (@read $figure:ty, $type:ty, $read:ident, $get:expr) => {
        |$read: &$figure| {
            let value: $type = $get;
            $crate::value::Value::write(&value)
        }
    };
    (@write $figure:ty, $type:ty, field $($field:ident).+) => {
        |figure: &mut $figure, text: &str| {
            figure.$($field).+ = <$type as $crate::value::Value>::parse(text)?;
            Ok(())
        }
    };
    (@write $figure:ty, $type:ty, $write:ident, $value:ident, $set:expr) => {
        |$write: &mut $figure, text: &str| {
            let $value = <$type as $crate::value::Value>::parse(text)?;
            $set
        }
    };
}
