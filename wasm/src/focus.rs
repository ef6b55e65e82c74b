//! Where the focus is in a figure, and where it goes when what had it is gone or off.
//!
//! Invariant: a figure that had the focus before it was drawn has it afterwards, on something that
//! takes keys. A lost focus would put the reader at the top of the page, where an arrow turns it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use crate::page::document;

/// What Tab stops at.
const STOPS: &str = ":is(button, input, select, textarea):enabled:not([tabindex=\"-1\"]), a[href], \
                     summary, [tabindex=\"0\"]:not(:disabled)";

/// Where the answers to an open question begin.
const ANSWERS: &str = "[role=\"radiogroup\"] [role=\"radio\"][data-do][tabindex=\"0\"]";

/// What has the focus in a figure, or nothing.
pub(crate) fn of(host: &HtmlElement) -> Option<Element> {
    document().active_element().filter(|it| host.contains(Some(it)))
}

/// Keeps the focus in a figure after a drawing before which a control had it; `true` when it had to
/// move. A control that went off has the focus until the browser looks again, and then nothing has.
pub(crate) fn keep(host: &HtmlElement, had: &Element) -> bool {
    if of(host).is_some_and(|focused| !is_off(&focused)) {
        return false;
    }
    // The same control drawn anew; else the question that the figure now waits for; else what Tab
    // would have come to next.
    let again =
        |name: &str| had.get_attribute(name).is_some_and(|value| control(host, name, &value));
    let moved = again("data-do") || again("data-input") || first(host, ANSWERS) || next(host, had);
    if !moved {
        let _ = host.focus();
    }
    true
}

/// Gives the focus to the first stop behind a control that is still there.
fn next(host: &HtmlElement, had: &Element) -> bool {
    let Ok(stops) = host.query_selector_all(STOPS) else { return false };
    let is_next = |stop: &Node| {
        let place = had.compare_document_position(stop);
        // Of what was taken out of the page, every place is as good as any other.
        place & Node::DOCUMENT_POSITION_DISCONNECTED == 0
            && place & Node::DOCUMENT_POSITION_FOLLOWING != 0
            && takes_focus(stop.unchecked_ref())
    };
    (0..stops.length()).filter_map(|at| stops.item(at)).any(|stop| is_next(&stop))
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
