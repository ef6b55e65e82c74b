//! The buttons that do something to the bench.

use figure_kit::action::verb;
use figure_kit::components::button;
use figure_kit::node::Element;

use super::super::state::Action;

/// A button that takes a step, written with a blank before it.
pub(super) fn step(step: &str, text: impl Into<String>, able: bool) -> Element {
    button([&verb(Action::Call), step].concat(), text).flag("disabled", !able)
}

/// A button that makes a call.
pub(super) fn call(step: &str, text: impl Into<String>, able: bool) -> Element {
    self::step(step, text, able).class("dt-call")
}
