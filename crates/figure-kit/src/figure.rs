//! What a figure is, and the object-safe face that the registry and the browser use.
//!
//! A figure is a value with settings, actions and a view. Settings and actions are texts at the
//! border and types behind it: whatever a fence, a link or a key press says is parsed once.

use crate::action::Action;
#[cfg(not(target_arch = "wasm32"))]
use crate::action::Verb;
use crate::node::Node;
pub use crate::refused::Refused;
use crate::setting::{self, Setting};
#[cfg(not(target_arch = "wasm32"))]
use crate::words::Language;
use crate::words::{Section, Tables, Vocabulary, WrongTable};

/// A figure: state that settings say, that actions change and that is shown as a tree.
pub trait Figure: Default + Clone + 'static {
    /// What a reader can do to it.
    type Action: Action;

    /// What it says, in the language of the page.
    type Words: Vocabulary;

    /// All that its state is made of: see [`settings!`](crate::settings).
    const SETTINGS: &'static [Setting<Self>];

    /// Whether the state is small enough to be said at all: asked before every setting is
    /// written, so that a figure of a megabyte does not write it at each step.
    fn fits_link(&self) -> bool {
        true
    }

    /// Performs an action.
    fn update(&mut self, action: Self::Action, context: &mut Context<'_, Self::Words>);

    /// Shows the state.
    fn view(&self, words: &Self::Words) -> Node;

    /// A fact by its name, for `expect` lines.
    fn fact(&self, name: &str) -> Option<String>;

    /// What the reader has committed to, question by question. The page keeps it.
    fn answers(&self) -> Vec<Answered> {
        Vec::new()
    }

    /// Every question that it asks, with what comes of it: for paper, and to be counted.
    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, _words: &Self::Words) -> Vec<Question> {
        Vec::new()
    }

    /// What is printed where a script shows nothing in particular: the state itself, or, of a
    /// figure that only unfolds in time, the whole.
    #[must_use]
    fn finished(&self) -> Self {
        self.clone()
    }

    /// Lets time pass.
    fn tick(&mut self, _elapsed_ms: u32, _context: &mut Context<'_, Self::Words>) -> Motion {
        Motion::Rests
    }

    /// Takes in a file that it asked for with [`Effect::Fetch`], or what it is fed.
    fn received(
        &mut self,
        _name: &str,
        _file: Result<&[u8], Unreachable>,
        _context: &mut Context<'_, Self::Words>,
    ) {
    }
}

/// What a reader committed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The question's name within the figure.
    pub question: &'static str,
    /// The answer, from 0; none where what happens was shown without one.
    pub given: Option<usize>,
    /// Whether it happened so.
    pub is_right: bool,
}

/// A question as it stands on paper.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name within the figure.
    pub name: &'static str,
    /// What is asked.
    pub text: String,
    /// The answers to choose from.
    pub choices: Vec<String>,
    /// Those that are right, from 0.
    pub right: Vec<usize>,
    /// Why.
    pub why: String,
}

/// A file that could not be had: the reader is offline, or the host has lost it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable;

/// What time did to a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// Nothing moves: no more time is wanted until something is done.
    Rests,
    /// Time counts, but what is seen stays as it is unless something was asked of the page.
    Waits,
    /// What is seen has changed: it is drawn, each frame anew and without a word.
    Moves,
}

/// What an action may draw on, and what it asks of the page.
pub struct Context<'a, W> {
    /// Fills a buffer with random bytes.
    pub entropy: &'a mut dyn FnMut(&mut [u8]),
    /// The words of the page, for what is announced.
    pub words: &'a W,
    /// What the page is asked to do once the action is done.
    pub effects: Vec<Effect>,
}

impl<'a, W> Context<'a, W> {
    /// A context with nothing asked for yet.
    pub fn new(entropy: &'a mut dyn FnMut(&mut [u8]), words: &'a W) -> Self {
        Self { entropy, words, effects: Vec::new() }
    }

    /// Has a screen reader say this.
    pub fn announce(&mut self, text: impl Into<String>) {
        self.effects.push(Effect::Announce(text.into()));
    }
}

impl Context<'_, Tables> {
    /// The same context in the words of one figure.
    pub fn within<V: Vocabulary, R>(&mut self, work: impl FnOnce(&mut Context<'_, V>) -> R) -> R {
        let words = V::of(self.words);
        let mut inner = Context::new(&mut *self.entropy, &words);
        let result = work(&mut inner);
        let effects = inner.effects;
        self.effects.extend(effects);
        result
    }
}

/// What a figure asks of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Have a screen reader say this.
    Announce(String),
    /// Put this page's link, with the figure's state in it, on the clipboard.
    CopyLink,
    /// Bring the part that this selector finds into view.
    Reveal(&'static str),
    /// Enter or leave the full-window mode.
    Projector(Projector),
    /// Put the first figure of this kind on the page into this state, written as a link writes
    /// it, and bring it into view. Nothing happens on a page without one.
    Open {
        /// The figure's name.
        figure: &'static str,
        /// The state.
        state: String,
    },
    /// Give the reader a file to keep.
    Download {
        /// The name that is proposed for it.
        name: String,
        /// Its media type.
        mime: &'static str,
        /// Its content.
        bytes: Vec<u8>,
    },
    /// Tell whoever stands around the figure (the event `workbook:told`): what a figure that is fed
    /// from outside wants to have done there.
    Tell(String),
    /// Fetch `book/data/NAME`, too large for every page to load; [`Figure::received`]
    /// gets the answer. Where nobody answers (a printed page, a test) the figure works without.
    Fetch(&'static str),
}

/// The full-window mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projector {
    /// The figure fills the window.
    On,
    /// The figure stands in the page.
    Off,
}

/// A figure of any type.
pub trait AnyFigure {
    /// Sets one setting from its text.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused>;
    /// Every setting with its text, in the figure's order.
    fn settings(&self) -> Vec<(&'static str, String)>;
    /// See [`Figure::fits_link`].
    fn fits_link(&self) -> bool;
    /// Parses and performs an action.
    fn act(&mut self, action: &str, context: &mut Context<'_, Tables>) -> Result<(), Refused>;
    /// See [`Figure::view`].
    fn view(&self, tables: &Tables) -> Node;
    /// Whether everything that it says is there.
    fn require(&self, tables: &Tables) -> Result<(), WrongTable>;
    /// The names of the sections of words that it needs.
    fn sections(&self) -> Vec<&'static Section>;
    /// Every verb with what it takes and does.
    #[cfg(not(target_arch = "wasm32"))]
    fn verbs(&self) -> Vec<Verb>;
    /// Every setting with what it takes and is for.
    #[cfg(not(target_arch = "wasm32"))]
    fn documented_settings(&self) -> Vec<(&'static str, String, &'static str)>;
    /// See [`Figure::answers`].
    fn answers(&self) -> Vec<Answered>;
    /// See [`Figure::questions`].
    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, tables: &Tables) -> Vec<Question>;
    /// See [`Figure::fact`].
    fn fact(&self, name: &str) -> Option<String>;
    /// See [`Figure::tick`].
    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Tables>) -> Motion;
    /// See [`Figure::received`].
    fn received(
        &mut self,
        name: &str,
        file: Result<&[u8], Unreachable>,
        context: &mut Context<'_, Tables>,
    );
    /// See [`Figure::finished`].
    fn boxed_finished(&self) -> Box<dyn AnyFigure>;
    /// A copy.
    fn boxed_clone(&self) -> Box<dyn AnyFigure>;
}

impl<F: Figure> AnyFigure for F {
    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        setting::write(F::SETTINGS, self, name, value)
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        setting::all(F::SETTINGS, self)
    }

    fn fits_link(&self) -> bool {
        Figure::fits_link(self)
    }

    fn act(&mut self, action: &str, context: &mut Context<'_, Tables>) -> Result<(), Refused> {
        let action = F::Action::parse(action)?;
        context.within(|context| self.update(action, context));
        Ok(())
    }

    fn view(&self, tables: &Tables) -> Node {
        Figure::view(self, &F::Words::of(tables))
    }

    fn require(&self, tables: &Tables) -> Result<(), WrongTable> {
        AnyFigure::sections(self).into_iter().try_for_each(|section| tables.require(section))
    }

    fn sections(&self) -> Vec<&'static Section> {
        let mut sections = Vec::new();
        F::Words::sections(&mut sections);
        sections
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn verbs(&self) -> Vec<Verb> {
        let mut verbs = Vec::new();
        F::Action::verbs(&mut verbs);
        verbs
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn documented_settings(&self) -> Vec<(&'static str, String, &'static str)> {
        let line = |setting: &Setting<F>| (setting.name, (setting.expects)(), setting.says);
        F::SETTINGS.iter().map(line).collect()
    }

    fn answers(&self) -> Vec<Answered> {
        Figure::answers(self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn questions(&self, tables: &Tables) -> Vec<Question> {
        Figure::questions(self, &F::Words::of(tables))
    }

    fn fact(&self, name: &str) -> Option<String> {
        Figure::fact(self, name)
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_, Tables>) -> Motion {
        context.within(|context| Figure::tick(self, elapsed_ms, context))
    }

    fn boxed_finished(&self) -> Box<dyn AnyFigure> {
        Box::new(Figure::finished(self))
    }

    fn received(
        &mut self,
        name: &str,
        file: Result<&[u8], Unreachable>,
        context: &mut Context<'_, Tables>,
    ) {
        context.within(|context| Figure::received(self, name, file, context));
    }

    fn boxed_clone(&self) -> Box<dyn AnyFigure> {
        Box::new(self.clone())
    }
}

/// A figure after these settings and actions, as a test wants it.
///
/// # Panics
///
/// Where one of them is refused.
#[cfg(not(target_arch = "wasm32"))]
pub fn driven<F: Figure>(settings: &[(&str, &str)], actions: &[&str]) -> F {
    let mut figure = F::default();
    for (name, value) in settings {
        if let Err(refused) = setting::write(F::SETTINGS, &mut figure, name, value) {
            panic!("`{name} = {value}`: {refused}");
        }
    }
    let words = F::Words::in_language(Language::English);
    let mut entropy = |buffer: &mut [u8]| buffer.fill(0x5a);
    for text in actions {
        match F::Action::parse(text) {
            Ok(action) => figure.update(action, &mut Context::new(&mut entropy, &words)),
            Err(refused) => panic!("`{text}`: {refused}"),
        }
    }
    figure
}
