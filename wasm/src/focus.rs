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
    /// What the control was in, from the inside out: if it goes, these may stay.
    around: Vec<Element>,
}

impl Kept {
    /// What has the focus in a figure, or nothing.
    pub(crate) fn of(host: &HtmlElement) -> Option<Self> {
        let control = document().active_element().filter(|it| host.contains(Some(it)))?;
        let mut around = Vec::new();
        let mut inner = control.clone();
        while inner != **host {
            inner = inner.parent_element()?;
            around.push(inner.clone());
        }
        Some(Self { control, around })
    }

    /// Keeps the focus in the figure after a drawing; `true` when it had to move.
    pub(crate) fn hold(&self, host: &HtmlElement) -> Result<bool, JsValue> {
        let focused = document().active_element().filter(|it| host.contains(Some(it)));
        // A control that went off has the focus until the browser looks again, and then nothing has.
        if focused.is_some_and(|focused| !is_off(&focused)) {
            return Ok(false);
        }
        // The same control drawn anew; else the question that the figure now waits for; else what
        // Tab would have come to next.
        let moved = self.again(host)?.is_some_and(|control| takes_focus(&control))
            || host.query_selector(ANSWERS)?.is_some_and(|answer| takes_focus(&answer))
            || self.next(host)?;
        if !moved {
            host.focus()?;
        }
        Ok(true)
    }

    /// The control that does what the lost one did.
    fn again(&self, host: &HtmlElement) -> Result<Option<Element>, JsValue> {
        for name in ["data-do", "data-input"] {
            let Some(value) = self.control.get_attribute(name) else { continue };
            let all = elements(host, &["[", name, "]"].concat())?;
            let same = |it: &Element| it.get_attribute(name).as_deref() == Some(&value);
            if let Some(found) = all.into_iter().find(|it| same(it) && !is_off(it)) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Gives the focus to the first stop in or behind the place of the lost one.
    fn next(&self, host: &HtmlElement) -> Result<bool, JsValue> {
        let around = self.around.iter().find(|it| host.contains(Some(it)));
        let place = if host.contains(Some(&self.control)) { Some(&self.control) } else { around };
        let Some(place) = place else { return Ok(false) };
        let behind = |stop: &Element| {
            place.contains(Some(stop))
                || place.compare_document_position(stop) & Node::DOCUMENT_POSITION_FOLLOWING != 0
        };
        Ok(elements(host, STOPS)?.iter().any(|stop| behind(stop) && takes_focus(stop)))
    }
}

fn elements(host: &HtmlElement, selector: &str) -> Result<Vec<Element>, JsValue> {
    let found = host.query_selector_all(selector)?;
    let all = (0..found.length()).filter_map(|at| found.item(at));
    Ok(all.filter_map(|node| node.dyn_into().ok()).collect())
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

/// Gives the focus to the control that performs an action.
pub(crate) fn control_of(host: &HtmlElement, action: &str) -> bool {
    let does = |it: &Element| it.get_attribute("data-do").as_deref() == Some(action);
    let all = elements(host, "[data-do]").unwrap_or_default();
    all.iter().any(|control| does(control) && takes_focus(control))
}
