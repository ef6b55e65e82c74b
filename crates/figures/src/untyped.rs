//! Figures with settings and actions by name: the way from here to the kit's typed ones.

use std::str::FromStr;

use figure_kit::action::Verb;
use figure_kit::figure::{AnyFigure, Context as KitContext, Motion, Refused, Unreachable};
use figure_kit::node::Node;
use figure_kit::words::{Section, Tables, Vocabulary, WrongTable};

use crate::words::Words;

type Context<'a> = KitContext<'a, Words>;

/// A figure: state that is set by name, changed by actions and shown as a tree.
pub trait Figure: Default + Clone {
    /// What a reader can do to it.
    type Action: FromStr<Err = Refused>;
    /// The first word of every action.
    const ACTIONS: &'static [&'static str];
    /// The names of all settings.
    const SETTINGS: &'static [&'static str];
    /// Sets one setting from its text.
    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused>;
    /// The text of a setting.
    fn setting(&self, name: &str) -> String;
    /// Whether the state is small enough to be said at all.
    fn fits_link(&self) -> bool {
        true
    }
    /// Performs an action.
    fn update(&mut self, action: Self::Action, context: &mut Context<'_>);
    /// Shows the state.
    fn view(&self, words: &Words) -> Node;
    /// A fact by its name.
    fn fact(&self, name: &str) -> Option<String>;
    /// What is printed where a script shows nothing in particular.
    #[must_use]
    fn finished(&self) -> Self {
        self.clone()
    }
    /// Lets time pass.
    fn tick(&mut self, _elapsed_ms: u32, _context: &mut Context<'_>) -> Motion {
        Motion::Rests
    }
    /// Takes in a file that it asked for.
    fn received(
        &mut self,
        _name: &str,
        _file: Result<&[u8], Unreachable>,
        _context: &mut Context<'_>,
    ) {
    }
}

/// Such a figure as the kit wants it, with the section of its words.
#[derive(Clone)]
pub(crate) struct Old<F>(pub(crate) &'static str, pub(crate) F);

impl<F: Figure + 'static> AnyFigure for Old<F> {
    fn set(&mut self, name: &str, value: &str) -> Result<(), Refused> {
        self.1.set(name, value)
    }
    fn settings(&self) -> Vec<(&'static str, String)> {
        F::SETTINGS.iter().map(|name| (*name, self.1.setting(name))).collect()
    }
    fn fits_link(&self) -> bool {
        self.1.fits_link()
    }
    fn act(&mut self, action: &str, context: &mut KitContext<'_, Tables>) -> Result<(), Refused> {
        let action = action.parse()?;
        context.within(|context| self.1.update(action, context));
        Ok(())
    }
    fn view(&self, tables: &Tables) -> Node {
        self.1.view(&Words::of(tables))
    }
    fn require(&self, tables: &Tables) -> Result<(), WrongTable> {
        self.sections().into_iter().try_for_each(|section| tables.require(section))
    }
    fn sections(&self) -> Vec<&'static Section> {
        let mut sections = Vec::new();
        Words::sections(&mut sections);
        sections.retain(|section| section.name == "kit" || section.name == self.0);
        sections
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn verbs(&self) -> Vec<Verb> {
        F::ACTIONS.iter().map(|word| Verb { word, takes: None, says: "" }).collect()
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn documented_settings(&self) -> Vec<(&'static str, String, &'static str)> {
        F::SETTINGS.iter().map(|name| (*name, String::new(), "")).collect()
    }
    #[cfg(not(target_arch = "wasm32"))]
    fn fact(&self, name: &str) -> Option<String> {
        self.1.fact(name)
    }
    fn tick(&mut self, elapsed_ms: u32, context: &mut KitContext<'_, Tables>) -> Motion {
        context.within(|context| self.1.tick(elapsed_ms, context))
    }
    fn received(
        &mut self,
        name: &str,
        file: Result<&[u8], Unreachable>,
        context: &mut KitContext<'_, Tables>,
    ) {
        context.within(|context| self.1.received(name, file, context));
    }
    fn boxed_finished(&self) -> Box<dyn AnyFigure> {
        Box::new(Self(self.0, self.1.finished()))
    }
    fn boxed_clone(&self) -> Box<dyn AnyFigure> {
        Box::new(self.clone())
    }
}

/// What the setting of a switch says: `on` or `off`.
pub fn on_or_off(text: &str) -> Result<bool, Refused> {
    figure_kit::value::Value::parse(text)
}

/// A figure after these settings and actions, as a test wants it.
#[cfg(test)]
#[allow(dead_code)]
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
