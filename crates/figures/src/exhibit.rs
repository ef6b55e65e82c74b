//! A figure on show: what every figure has beyond its own state.
//!
//! Built from a script; reset, copy link, full window; a state from a link, or a notice that the
//! link held none; the script's `show` and `expect` lines.
//!
//! Invariant: an action that is refused changes nothing.

use crate::figure::{AnyFigure, Context, Effect, Motion, Projector, Refused, Unreachable};
use crate::link;
use crate::node::{Element, Node, el};
use crate::registry;
use crate::script::{Line, Script, ScriptError};
use crate::words::Words;

/// The actions that every figure takes.
pub const SHARED_ACTIONS: &[&str] = &["reset", "copy-link", "projector", "dismiss"];

/// A figure together with the script it came from.
pub struct Exhibit {
    first: Box<dyn AnyFigure>,
    figure: Box<dyn AnyFigure>,
    projector: Projector,
    notice: Option<Notice>,
    shown: Vec<Box<dyn AnyFigure>>,
}

/// What the reader has to be told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notice {
    BadLink,
    LinkTooLong,
}

impl Exhibit {
    /// Runs a script: its settings, its actions, its expectations.
    pub fn from_script(name: &str, script: &Script) -> Result<Self, ScriptError> {
        let mut figure = registry::create(name).ok_or_else(|| ScriptError {
            line: 0,
            message: format!(
                "no figure is called `{name}`; there are: {}",
                registry::names().collect::<Vec<_>>().join(", ")
            ),
        })?;
        let mut shown = Vec::new();
        // A fence must give the same picture each time, so its entropy is a fixed sequence.
        let mut counter = 0_u8;
        let mut entropy = move |buffer: &mut [u8]| {
            for byte in buffer {
                counter = counter.wrapping_mul(5).wrapping_add(17);
                *byte = counter;
            }
        };
        let words = Words::silent();
        for (line, content) in script.lines() {
            run(figure.as_mut(), content, &mut entropy, &words, &mut shown)
                .map_err(|message| ScriptError { line: *line, message })?;
        }
        if shown.is_empty() {
            shown.push(figure.boxed_finished());
        }
        let first = figure.boxed_clone();
        Ok(Self { first, figure, projector: Projector::Off, notice: None, shown })
    }

    /// The views at the script's `show` lines; at its end where there is none.
    pub fn printed(&self, words: &Words) -> Vec<Node> {
        self.shown.iter().map(|figure| figure.view(words)).collect()
    }

    /// Performs an action of the figure or one that all share.
    pub fn act(&mut self, action: &str, context: &mut Context<'_>) -> Result<(), Refused> {
        match action {
            "reset" => {
                self.figure = self.first.boxed_clone();
                self.notice = None;
                let text = context.words.was_reset().to_owned();
                context.announce(text);
            }
            "copy-link" => {
                let fits = self.link().is_some();
                self.notice = (!fits).then_some(Notice::LinkTooLong);
                if fits {
                    context.effects.push(Effect::CopyLink);
                }
            }
            "projector" => {
                self.projector = match self.projector {
                    Projector::On => Projector::Off,
                    Projector::Off => Projector::On,
                };
                context.effects.push(Effect::Projector(self.projector));
            }
            "dismiss" => self.notice = None,
            _ => self.figure.act(action, context)?,
        }
        Ok(())
    }

    /// Lets time pass.
    pub fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_>) -> Motion {
        self.figure.tick(elapsed_ms, context)
    }

    /// Hands the figure a file that it asked for.
    pub fn received(
        &mut self,
        name: &str,
        file: Result<&[u8], Unreachable>,
        context: &mut Context<'_>,
    ) {
        self.figure.received(name, file, context);
    }

    /// Whether the figure fills the window.
    pub fn projector(&self) -> Projector {
        self.projector
    }

    /// The figure's own state in a link: empty in its first state, `None` when it is too long.
    pub fn link(&self) -> Option<String> {
        if !self.figure.fits_link() {
            return None;
        }
        let first = self.first.settings();
        let mut changed = self.figure.settings();
        changed.retain(|setting| !first.contains(setting));
        let text = link::write(&changed);
        (text.len() <= link::LENGTH_MAX).then_some(text)
    }

    /// Takes on the state of a link. What is not a state of this figure leaves it as its script
    /// made it, with a notice.
    pub fn follow(&mut self, link: &str) {
        let mut figure = self.first.boxed_clone();
        let settings = (link.len() <= 4 * link::LENGTH_MAX).then(|| link::read(link)).flatten();
        let restored = settings.is_some_and(|settings| {
            settings.iter().all(|(name, value)| figure.set(name, value).is_ok())
        });
        if restored {
            self.figure = figure;
            self.notice = None;
        } else {
            self.figure = self.first.boxed_clone();
            self.notice = Some(Notice::BadLink);
        }
    }

    /// A fact of the figure.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn fact(&self, name: &str) -> Option<String> {
        self.figure.fact(name)
    }

    /// The first words of all actions the figure takes, its own and the shared ones.
    pub fn actions(&self) -> impl Iterator<Item = &'static str> {
        self.figure.actions().iter().chain(SHARED_ACTIONS).copied()
    }

    /// The buttons in the figure's head.
    pub fn toolbar(&self, words: &Words) -> Node {
        let button = |action: &str, text: &str| {
            el("button")
                .attr("type", "button")
                .class("sw-btn sw-btn--quiet")
                .does(action)
                .text(text)
        };
        let filling = self.projector == Projector::On;
        let projector = if filling { words.projector_off() } else { words.projector() };
        el("div")
            .class("sw-toolbar")
            .child(button("reset", words.reset()))
            .child(button("copy-link", words.copy_link()))
            .child(button("projector", projector).state("aria-pressed", filling))
            .node()
    }

    /// Everything below the head: a notice, if there is one, and the figure.
    pub fn panels(&self, words: &Words) -> Node {
        let notice = self.notice.map(|notice| notice_line(notice, words));
        el("div").class("sw-stage").maybe(notice).child(self.figure.view(words)).node()
    }
}

fn notice_line(notice: Notice, words: &Words) -> Element {
    let text = match notice {
        Notice::BadLink => words.bad_link(),
        Notice::LinkTooLong => words.link_too_long(),
    };
    let dismiss = el("button").attr("type", "button").class("sw-btn sw-btn--quiet");
    el("p")
        .class("sw-notice")
        .attr("role", "status")
        .child(el("span").text(text))
        .text(" ")
        .child(dismiss.does("dismiss").text(words.dismiss()))
}

fn run(
    figure: &mut dyn AnyFigure,
    line: &Line,
    entropy: &mut dyn FnMut(&mut [u8]),
    words: &Words,
    shown: &mut Vec<Box<dyn AnyFigure>>,
) -> Result<(), String> {
    match line {
        Line::Set(name, value) => figure
            .set(name, value)
            .map_err(|refused| format!("`{name} = {value}` is refused: {refused}")),
        Line::Do(action) => figure
            .act(action, &mut Context::new(entropy, words))
            .map_err(|refused| format!("`do {action}` is refused: {refused}")),
        Line::Show => {
            shown.push(figure.boxed_clone());
            Ok(())
        }
        Line::Expect(name, expected) => expect(figure, name, expected),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn expect(figure: &dyn AnyFigure, name: &str, expected: &str) -> Result<(), String> {
    match figure.fact(name) {
        Some(found) if found == *expected => Ok(()),
        Some(found) => Err(format!("expected {name} = {expected}, but it is {found}")),
        None => Err(format!("the figure has no fact called `{name}`")),
    }
}

/// The build has seen to it: a page never holds a fence that does not stand.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::unnecessary_wraps, reason = "where the book is built it may fail")]
fn expect(_: &dyn AnyFigure, _: &str, _: &str) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exhibit(script: &str) -> Result<Exhibit, String> {
        let script = Script::parse("accept-key", script).map_err(|error| error.to_string())?;
        Exhibit::from_script("accept-key", &script).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn fails(script: &str, message: &str) {
        let error = exhibit(script).map(|_| ()).unwrap_err();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn a_script_that_does_not_hold_says_where_and_what() {
        fails("colour = red", "line 1: `colour = red` is refused: expected one of key");
        fails("key = a\ndo dance", "line 2: `do dance` is refused: expected one of key");
        fails("expect accept = 1", "line 1: expected accept = 1, but it is ");
        fails("expect weather = fine", "line 1: the figure has no fact called `weather`");
        let nameless = Exhibit::from_script("sundial", &Script::default()).map(|_| ());
        assert!(nameless.unwrap_err().message.contains("no figure is called `sundial`"));
    }

    #[test]
    fn show_lines_print_the_states_between() {
        let exhibit = exhibit("key = \nshow\ndo sample\nshow").unwrap();
        let words = Words::english();
        let printed: Vec<String> = exhibit.printed(&words).iter().map(Node::plain_text).collect();
        assert_eq!(printed.len(), 2);
        assert!(
            !printed[0].contains("s3pP") && printed[1].contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        );
    }

    #[test]
    fn a_link_restores_the_state_and_rubbish_gives_the_first_with_a_notice() {
        let mut seen = exhibit("").unwrap();
        let words = Words::english();
        let mut entropy = |buffer: &mut [u8]| buffer.fill(7);
        let mut context = Context::new(&mut entropy, &words);
        seen.act("random", &mut context).unwrap();
        seen.act("mistake no-guid", &mut context).unwrap();
        let link = seen.link().unwrap();
        let mut restored = exhibit("").unwrap();
        restored.follow(&link);
        assert_eq!(restored.panels(&words), seen.panels(&words));
        for rubbish in ["key", "weather:fine", "step:99", "mistakes:%FF", ";;;"] {
            restored.follow(rubbish);
            let panels = restored.panels(&words).plain_text();
            assert!(panels.starts_with(words.bad_link()), "{rubbish}: {panels:.80}");
            assert_eq!(restored.link().as_deref(), Some(""), "{rubbish}");
        }
    }
}
