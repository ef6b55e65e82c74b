//! What a figure is, and the object-safe face that the registry and the browser use.
//!
//! A figure is a value with settings, actions and a view. Settings and actions are texts at the
//! border and types behind it: whatever a fence, a link or a key press says is parsed once.

use std::fmt;
use std::str::FromStr;

use crate::node::Node;
use crate::words::Words;

/// A figure: state that is set by name, changed by actions and shown as a tree.
pub trait Figure: Default + Clone {
    /// What a reader can do to it.
    type Action: FromStr<Err = Refused>;

    /// The first word of every action, for help in errors and for the test that reaches them all.
    const ACTIONS: &'static [&'static str];

    /// The names of all settings.
    const SETTINGS: &'static [&'static str];

    /// Sets one setting from its text.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused>;

    /// The text of a setting: what [`Figure::set`] would take to come back to this state.
    fn setting(&self, name: &str) -> String;

    /// Whether the state is small enough to be said at all: asked before every setting is
    /// written, so that a figure of a megabyte does not write it at each step.
    fn fits_link(&self) -> bool {
        true
    }

    /// Performs an action.
    fn update(&mut self, action: Self::Action, context: &mut Context<'_>);

    /// Shows the state.
    fn view(&self, words: &Words) -> Node;

    /// A fact by its name, for `expect` lines.
    fn fact(&self, name: &str) -> Option<String>;

    /// What is printed where a script shows nothing in particular: the state itself, or, of a
    /// figure that only unfolds in time, the whole.
    #[must_use]
    fn finished(&self) -> Self {
        self.clone()
    }

    /// Lets time pass.
    fn tick(&mut self, _elapsed_ms: u32, _context: &mut Context<'_>) -> Motion {
        Motion::Rests
    }

    /// Takes in a file that it asked for with [`Effect::Fetch`].
    fn received(
        &mut self,
        _name: &str,
        _file: Result<&[u8], Unreachable>,
        _context: &mut Context<'_>,
    ) {
    }
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
pub struct Context<'a> {
    /// Fills a buffer with random bytes.
    pub entropy: &'a mut dyn FnMut(&mut [u8]),
    /// The words of the page, for what is announced.
    pub words: &'a Words,
    /// What the page is asked to do once the action is done.
    pub effects: Vec<Effect>,
}

impl<'a> Context<'a> {
    /// A context with nothing asked for yet.
    pub fn new(entropy: &'a mut dyn FnMut(&mut [u8]), words: &'a Words) -> Self {
        Self { entropy, words, effects: Vec::new() }
    }

    /// Has a screen reader say this.
    pub fn announce(&mut self, text: impl Into<String>) {
        self.effects.push(Effect::Announce(text.into()));
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

/// A text that is no setting or no action, and what would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What was expected, in English: it is read by an author or a tester.
    pub expected: String,
}

impl Refused {
    /// A refusal that says what would have been taken. In the browser nobody would read it: its
    /// fences stand, and what a link says wrong is answered by a notice.
    pub fn explained(explain: impl FnOnce() -> String) -> Self {
        let expected = if cfg!(target_arch = "wasm32") { String::new() } else { explain() };
        Self { expected }
    }

    /// A refusal that says what would have been taken.
    pub fn expected(what: impl Into<String>) -> Self {
        Self::explained(|| what.into())
    }

    /// A refusal that lists what would have been taken.
    pub fn one_of(names: &[&str]) -> Self {
        Self::explained(|| format!("one of {}", names.join(", ")))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.expected)
    }
}

impl std::error::Error for Refused {}

/// A figure of any type.
pub trait AnyFigure {
    /// See [`Figure::set`].
    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused>;
    /// Every setting with its text, in the figure's order.
    fn settings(&self) -> Vec<(&'static str, String)>;
    /// See [`Figure::fits_link`].
    fn fits_link(&self) -> bool;
    /// Parses and performs an action.
    fn act(&mut self, action: &str, context: &mut Context<'_>) -> Result<(), Refused>;
    /// See [`Figure::ACTIONS`].
    fn actions(&self) -> &'static [&'static str];
    /// See [`Figure::view`].
    fn view(&self, words: &Words) -> Node;
    /// See [`Figure::fact`]. Facts are checked when the book is built: the browser has none.
    #[cfg(not(target_arch = "wasm32"))]
    fn fact(&self, name: &str) -> Option<String>;
    /// See [`Figure::tick`].
    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_>) -> Motion;
    /// See [`Figure::received`].
    fn received(&mut self, name: &str, file: Result<&[u8], Unreachable>, context: &mut Context<'_>);
    /// See [`Figure::finished`].
    fn boxed_finished(&self) -> Box<dyn AnyFigure>;
    /// A copy.
    fn boxed_clone(&self) -> Box<dyn AnyFigure>;
}

impl<F: Figure + 'static> AnyFigure for F {
    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        Figure::set(self, name, value)
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        F::SETTINGS.iter().map(|name| (*name, self.setting(name))).collect()
    }

    fn fits_link(&self) -> bool {
        Figure::fits_link(self)
    }

    fn act(&mut self, action: &str, context: &mut Context<'_>) -> Result<(), Refused> {
        self.update(action.parse()?, context);
        Ok(())
    }

    fn actions(&self) -> &'static [&'static str] {
        F::ACTIONS
    }

    fn view(&self, words: &Words) -> Node {
        Figure::view(self, words)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn fact(&self, name: &str) -> Option<String> {
        Figure::fact(self, name)
    }

    fn tick(&mut self, elapsed_ms: u32, context: &mut Context<'_>) -> Motion {
        Figure::tick(self, elapsed_ms, context)
    }

    fn boxed_finished(&self) -> Box<dyn AnyFigure> {
        Box::new(Figure::finished(self))
    }

    fn received(
        &mut self,
        name: &str,
        file: Result<&[u8], Unreachable>,
        context: &mut Context<'_>,
    ) {
        Figure::received(self, name, file, context);
    }

    fn boxed_clone(&self) -> Box<dyn AnyFigure> {
        Box::new(self.clone())
    }
}

/// What the setting of a switch says: `on` or `off`.
pub fn on_or_off(text: &str) -> Result<bool, Refused> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(Refused::one_of(&["on", "off"])),
    }
}

/// A figure after these settings and actions, as a test wants it.
#[cfg(test)]
pub(crate) fn driven<F: Figure>(settings: &[(&str, &str)], actions: &[&str]) -> F {
    let mut figure = F::default();
    for (name, value) in settings {
        figure.set(name, value).unwrap();
    }
    let words = Words::english();
    let mut entropy = |buffer: &mut [u8]| buffer.fill(0x5a);
    for action in actions {
        let mut context = Context::new(&mut entropy, &words);
        figure.update(action.parse().unwrap(), &mut context);
    }
    figure
}
