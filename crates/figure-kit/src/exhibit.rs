//! A figure on show: what every figure has beyond its own state.
//!
//! Built from a script; reset, copy link, full window; a state from a link, or a notice that the
//! link held none; the script's `show` and `expect` lines.
//!
//! Invariant: an action that is refused changes nothing.

use crate::action::Action as _;
#[cfg(not(target_arch = "wasm32"))]
use crate::action::Verb;
use crate::components::button;
#[cfg(not(target_arch = "wasm32"))]
use crate::figure::Question;
use crate::figure::{
    Answered, AnyFigure, Context, Effect, Motion, Projector, Refused, Unreachable,
};
use crate::link;
use crate::node::{Element, Node, el};
use crate::script::{Line, Script, ScriptError};
use crate::words::{Kit, Section, Tables, Vocabulary as _, WrongTable};

crate::actions! {
    /// What every figure takes.
    pub enum Shared {
        /// Go back to the first state.
        Reset = "reset",
        /// Put the link to this state on the clipboard.
        CopyLink = "copy-link",
        /// Fill the window, or no longer.
        Projector = "projector",
        /// Close the notice.
        Dismiss = "dismiss",
    }
}

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
    /// Runs a script on a figure in its default state: its settings, its actions, its
    /// expectations.
    pub fn of(mut figure: Box<dyn AnyFigure>, script: &Script) -> Result<Self, ScriptError> {
        let mut shown = Vec::new();
        // A fence must give the same picture each time, so its entropy is a fixed sequence.
        let mut counter = 0_u8;
        let mut entropy = move |buffer: &mut [u8]| {
            for byte in buffer {
                counter = counter.wrapping_mul(5).wrapping_add(17);
                *byte = counter;
            }
        };
        let words = Tables::silent();
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
    pub fn printed(&self, words: &Tables) -> Vec<Node> {
        self.shown.iter().map(|figure| figure.view(words)).collect()
    }

    /// Performs an action of the figure or one that all share.
    pub fn act(&mut self, action: &str, context: &mut Context<'_, Tables>) -> Result<(), Refused> {
        match Shared::parse(action) {
            Ok(Shared::Reset) => {
                self.figure = self.first.boxed_clone();
                self.notice = None;
                context.announce(Kit::of(context.words).was_reset());
            }
            Ok(Shared::CopyLink) => {
                let fits = self.link().is_some();
                self.notice = (!fits).then_some(Notice::LinkTooLong);
                if fits {
                    context.effects.push(Effect::CopyLink);
                }
            }
            Ok(Shared::Projector) => {
                self.projector = match self.projector {
                    Projector::On => Projector::Off,
                    Projector::Off => Projector::On,
                };
                context.effects.push(Effect::Projector(self.projector));
            }
            Ok(Shared::Dismiss) => self.notice = None,
            Err(_) => self.figure.act(action, context)?,
        }
        Ok(())
    }

    /// Lets time pass.
    pub fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Tables>) -> Motion {
        self.figure.tick(elapsed_ms, context)
    }

    /// Hands the figure a file that it asked for.
    pub fn received(
        &mut self,
        name: &str,
        file: Result<&[u8], Unreachable>,
        context: &mut Context<'_, Tables>,
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

    /// What the reader has committed to.
    pub fn answers(&self) -> Vec<Answered> {
        self.figure.answers()
    }

    /// Every question of the figure with what comes of it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn questions(&self, words: &Tables) -> Vec<Question> {
        self.figure.boxed_finished().questions(words)
    }

    /// Takes on the state in which a question was answered; what is none changes nothing.
    pub fn recall(&mut self, link: &str) {
        self.follow(link);
        if self.notice.take().is_some() {
            self.figure = self.first.boxed_clone();
        }
    }

    /// What a setting was when the figure began: in its script, before any link.
    pub fn setting_at_first(&self, name: &str) -> Option<String> {
        setting(self.first.as_ref(), name)
    }

    /// What a setting is now.
    pub fn setting(&self, name: &str) -> Option<String> {
        setting(self.figure.as_ref(), name)
    }

    /// A fact of the figure.
    pub fn fact(&self, name: &str) -> Option<String> {
        self.figure.fact(name)
    }

    /// All actions that the figure takes, its own and the shared ones.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn verbs(&self) -> Vec<Verb> {
        let mut verbs = self.figure.verbs();
        Shared::verbs(&mut verbs);
        verbs
    }

    /// Every setting with its text.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        self.figure.settings()
    }

    /// The sections of words that the figure needs.
    pub fn sections(&self) -> Vec<&'static Section> {
        self.figure.sections()
    }

    /// Whether everything that the figure says is there.
    pub fn require(&self, tables: &Tables) -> Result<(), WrongTable> {
        self.figure.require(tables)
    }

    /// The buttons in the figure's head.
    pub fn toolbar(&self, words: &Tables) -> Node {
        let words = Kit::of(words);
        let tool = |action, text: &str| button(action, text).class("sw-btn--quiet");
        let filling = self.projector == Projector::On;
        let projector = if filling { words.projector_off() } else { words.projector() };
        el("div")
            .class("sw-toolbar")
            .child(tool(Shared::Reset, words.reset()))
            .child(tool(Shared::CopyLink, words.copy_link()))
            .child(tool(Shared::Projector, projector).state("aria-pressed", filling))
            .node()
    }

    /// Everything below the head: a notice, if there is one, and the figure.
    pub fn panels(&self, words: &Tables) -> Node {
        let notice = self.notice.map(|notice| notice_line(notice, &Kit::of(words)));
        el("div").class("sw-stage").maybe(notice).child(self.figure.view(words)).node()
    }
}

fn notice_line(notice: Notice, words: &Kit) -> Element {
    let text = match notice {
        Notice::BadLink => words.bad_link(),
        Notice::LinkTooLong => words.link_too_long(),
    };
    let dismiss = button(Shared::Dismiss, words.dismiss()).class("sw-btn--quiet");
    el("p")
        .class("sw-notice")
        .attr("role", "status")
        .child(el("span").text(text))
        .text(" ")
        .child(dismiss)
}

fn run(
    figure: &mut dyn AnyFigure,
    line: &Line,
    entropy: &mut dyn FnMut(&mut [u8]),
    words: &Tables,
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

fn setting(figure: &dyn AnyFigure, name: &str) -> Option<String> {
    let settings = figure.settings().into_iter();
    settings.filter(|(known, _)| *known == name).map(|(_, value)| value).next()
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
    use crate::figure::Figure;
    use crate::setting::Setting;
    use crate::words::Language;

    crate::actions! {
        /// What a reader can do to the lamp.
        enum Action {
            /// Switch it.
            Toggle = "toggle",
            /// Any brightness.
            Random = "random",
        }
    }

    #[derive(Clone, Default)]
    struct Lamp {
        lit: bool,
        watts: u8,
    }

    impl Figure for Lamp {
        type Action = Action;
        type Words = Kit;

        const SETTINGS: &'static [Setting<Self>] = crate::settings![Lamp;
            /// Whether it shines.
            "lit": bool = lit;
            /// How brightly.
            "watts": u8 = watts;
        ];

        fn update(&mut self, action: Action, context: &mut Context<'_, Kit>) {
            match action {
                Action::Toggle => self.lit ^= true,
                Action::Random => {
                    let mut byte = [0];
                    (context.entropy)(&mut byte);
                    self.watts = byte[0];
                }
            }
        }

        fn view(&self, words: &Kit) -> Node {
            let text = format!("{} {} {}", words.predict(), self.lit, self.watts);
            el("p").text(text).node()
        }

        fn fact(&self, name: &str) -> Option<String> {
            (name == "lit").then(|| self.lit.to_string())
        }
    }

    fn exhibit(script: &str) -> Result<Exhibit, String> {
        let script = Script::parse("lamp", script).map_err(|error| error.to_string())?;
        Exhibit::of(Box::new(Lamp::default()), &script).map_err(|error| error.to_string())
    }

    fn tables() -> Tables {
        Tables::of(&exhibit("").unwrap().sections(), Language::English)
    }

    #[track_caller]
    fn fails(script: &str, message: &str) {
        assert_eq!(exhibit(script).map(|_| ()).unwrap_err(), message);
    }

    #[test]
    fn a_script_that_does_not_hold_says_where_and_what() {
        fails("colour = red", "line 1: `colour = red` is refused: expected one of lit, watts");
        fails(
            "lit = on\ndo dance",
            "line 2: `do dance` is refused: expected one of toggle, random",
        );
        fails("watts = 900", "line 1: `watts = 900` is refused: expected a whole number");
        fails("expect lit = true", "line 1: expected lit = true, but it is false");
        fails("expect weather = fine", "line 1: the figure has no fact called `weather`");
    }

    #[test]
    fn show_lines_print_the_states_between() {
        let exhibit = exhibit("show\ndo toggle\nshow").unwrap();
        let printed: Vec<String> =
            exhibit.printed(&tables()).iter().map(Node::plain_text).collect();
        assert_eq!(printed, ["Predict false 0", "Predict true 0"]);
    }

    #[test]
    fn a_link_restores_the_state_and_rubbish_gives_the_first_with_a_notice() {
        let (mut seen, tables) = (exhibit("watts = 40").unwrap(), tables());
        let mut entropy = |buffer: &mut [u8]| buffer.fill(7);
        let mut context = Context::new(&mut entropy, &tables);
        seen.act("random", &mut context).unwrap();
        seen.act("toggle", &mut context).unwrap();
        assert_eq!(seen.link().as_deref(), Some("lit:on;watts:7"));
        let mut restored = exhibit("watts = 40").unwrap();
        restored.follow("lit:on;watts:7");
        assert_eq!(restored.panels(&tables), seen.panels(&tables));
        for rubbish in ["lit", "weather:fine", "watts:999", "lit:%FF", ";;;"] {
            restored.follow(rubbish);
            let panels = restored.panels(&tables).plain_text();
            let notice = Kit::of(&tables);
            assert!(panels.starts_with(notice.bad_link()), "{rubbish}: {panels:.80}");
            assert_eq!(restored.link().as_deref(), Some(""), "{rubbish}");
        }
    }

    #[test]
    fn what_all_figures_take_is_taken_and_said() {
        let (mut lamp, tables) = (exhibit("").unwrap(), tables());
        let mut entropy = |_: &mut [u8]| {};
        let mut context = Context::new(&mut entropy, &tables);
        for action in ["toggle", "projector", "copy-link", "reset"] {
            lamp.act(action, &mut context).unwrap();
        }
        let said = Effect::Announce("The figure is back in its first state.".to_owned());
        let asked = [Effect::Projector(Projector::On), Effect::CopyLink, said];
        assert_eq!(context.effects, asked);
        assert!(lamp.act("dance", &mut context).is_err());
    }
}
