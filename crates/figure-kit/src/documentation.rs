//! What an author may write in a figure's fence, from its declarations.

use std::fmt::Write as _;

use crate::figure::AnyFigure;

/// The settings with what each takes, and the actions behind `do`.
pub fn of(name: &str, figure: &dyn AnyFigure) -> String {
    let mut text = format!("{name}\n\nSettings (NAME = VALUE)\n");
    for (setting, expects, says) in figure.documented_settings() {
        entry(&mut text, &[setting, " = ", &expects].concat(), says);
    }
    text.push_str("\nActions (do ACTION)\n");
    for verb in figure.verbs() {
        let takes = verb.takes.map(|expects| [" ", &expects()].concat()).unwrap_or_default();
        entry(&mut text, &[verb.word, &takes].concat(), verb.says);
    }
    text
}

fn entry(text: &mut String, head: &str, says: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "  {head}");
    for line in says.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let _ = writeln!(text, "      {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::figure::{Context, Figure};
    use crate::node::{Node, el};
    use crate::setting::Setting;
    use crate::words::Kit;

    crate::actions! {
        /// What a reader can do.
        enum Action {
            /// Take another lamp,
            /// of so many watts.
            Watts(u32) = "watts",
            /// Switch it.
            Toggle = "toggle",
        }
    }

    #[derive(Clone, Default)]
    struct Lamp {
        lit: bool,
    }

    impl Figure for Lamp {
        type Action = Action;
        type Words = Kit;

        const SETTINGS: &'static [Setting<Self>] = crate::settings![Lamp;
            /// Whether it shines.
            "lit": bool = lit;
        ];

        fn update(&mut self, _: Action, _: &mut Context<'_, Kit>) {}

        fn view(&self, _: &Kit) -> Node {
            el("p").node()
        }

        fn fact(&self, _: &str) -> Option<String> {
            None
        }
    }

    #[test]
    fn everything_that_is_declared_is_said() {
        let said = "lamp\n\n\
                    Settings (NAME = VALUE)\n  lit = one of on, off\n      Whether it shines.\n\n\
                    Actions (do ACTION)\n  watts a whole number\n      Take another lamp,\n      \
                    of so many watts.\n  toggle\n      Switch it.\n";
        assert_eq!(of("lamp", &Lamp::default()), said);
    }
}
