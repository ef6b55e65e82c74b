//! Where the focus is in a figure, and where it goes when what had it is gone or off.
//!
//! Invariant: a figure that had the focus before it was drawn has it afterwards, on something that
//! takes keys. A lost focus would put the reader at the top of the page, where an arrow turns it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Node};

use crate::page::document;

/// What Tab stops at.
const STOPS: &str = ":is(button, input, select, textarea):enabled:not([tabindex=\"-1\"]), a[href], \
                     summary, [tabindex=\"0\"]:not(:disabled)";

/// Where the answers to an open question begin.
const ANSWERS: &str = "[role=\"radiogroup\"] [role=\"radio\"][data-do][tabindex=\"0\"]";

/// What had the focus before a drawing.
pub(crate) struct Kept {
    control: Element,
    /// The control and what it was in, from the inside out: if it goes, these may stay.
    places: Vec<Element>,
}

impl Kept {
    /// What has the focus in a figure, or nothing.
    pub(crate) fn of(host: &HtmlElement) -> Option<Self> {
        let control = focused(host)?;
        let mut places = vec![control.clone()];
        let mut inner = control.clone();
        while inner != **host {
            inner = inner.parent_element()?;
            places.push(inner.clone());
        }
        Some(Self { control, places })
    }

    /// Keeps the focus in the figure after a drawing; `true` when it had to move.
    pub(crate) fn hold(&self, host: &HtmlElement) -> Result<bool, JsValue> {
        // A control that went off has the focus until the browser looks again, and then nothing has.
        if focused(host).is_some_and(|focused| !is_off(&focused)) {
            return Ok(false);
        }
        // The same control drawn anew; else the question that the figure now waits for; else what
        // Tab would have come to next.
        let moved = self.again(host) || first(host, ANSWERS) || self.next(host)?;
        if !moved {
            host.focus()?;
        }
        Ok(true)
    }

    /// Gives the focus to the control that does what the lost one did.
    fn again(&self, host: &HtmlElement) -> bool {
        ["data-do", "data-input"].into_iter().any(|name| {
            let value = self.control.get_attribute(name);
            value.is_some_and(|value| control(host, name, &value))
        })
    }

    /// Gives the focus to the first stop in or behind the place of the lost one.
    fn next(&self, host: &HtmlElement) -> Result<bool, JsValue> {
        let Some(place) = self.places.iter().find(|it| host.contains(Some(it))) else {
            return Ok(false);
        };
        let stops = host.query_selector_all(STOPS)?;
        for at in 0..stops.length() {
            let Some(stop) = stops.item(at) else { continue };
            // What is inside comes behind it too.
            let behind = place.compare_document_position(&stop) & Node::DOCUMENT_POSITION_FOLLOWING;
            if behind != 0 && takes_focus(stop.unchecked_ref()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether a control is there and answers nothing.
pub(crate) fn is_off(element: &Element) -> bool {
    element.matches(":disabled").unwrap_or(false)
}

/// Gives an element the focus, if it can have it: what is not shown cannot.
pub(crate) fn takes_focus(element: &Element) -> bool {
    // Elements of HTML and of SVG both take the focus; only the first kind has a type for it.
    element.unchecked_ref::<HtmlElement>().focus().is_ok()
        && document().active_element().as_ref() == Some(element)
}

/// Gives the focus to the first that a selector finds.
pub(crate) fn first(inside: &Element, selector: &str) -> bool {
    let found = inside.query_selector(selector).ok().flatten();
    found.is_some_and(|found| takes_focus(&found))
}

/// Gives the focus to the control that has this in an attribute, and is not off.
pub(crate) fn control(host: &Element, name: &str, value: &str) -> bool {
    first(host, &["[", name, "=\"", value, "\"]:not(:disabled)"].concat())
}

fn focused(host: &HtmlElement) -> Option<Element> {
    document().active_element().filter(|it| host.contains(Some(it)))
}
