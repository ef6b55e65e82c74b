//! What a reader does inside a figure, as actions. One listener a kind on the whole figure.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    KeyboardEvent,
};

use crate::patch::COMPOSING;
use crate::stage::Stage;

/// Listens for as long as the page lives.
pub(crate) fn listen(stage: &Rc<RefCell<Stage>>) -> Result<(), JsValue> {
    on(stage, "click", |stage, event| {
        if let Some(control) = closest(event, "[data-do]").filter(|control| !is_disabled(control)) {
            perform(stage, &control.get_attribute("data-do").unwrap_or_default());
        }
    })?;
    on(stage, "input", |stage, event| {
        if let Some(field) = closest(event, "[data-input]") {
            let verb = field.get_attribute("data-input").unwrap_or_default();
            perform(stage, &format!("{verb} {}", text_of(&field)));
        }
    })?;
    on(stage, "compositionstart", |_, event| {
        if let Some(field) = closest(event, "[data-input]") {
            let _ = field.set_attribute(COMPOSING, "");
        }
    })?;
    on(stage, "compositionend", |stage, event| {
        if let Some(field) = closest(event, "[data-input]") {
            let _ = field.remove_attribute(COMPOSING);
            let verb = field.get_attribute("data-input").unwrap_or_default();
            perform(stage, &format!("{verb} {}", text_of(&field)));
        }
    })?;
    on(stage, "keydown", |stage, event| {
        // The page turns at an arrow key; inside a figure every key is the figure's.
        event.stop_propagation();
        press(stage, event.unchecked_ref());
    })
}

fn on(
    stage: &Rc<RefCell<Stage>>,
    name: &str,
    handle: fn(&Rc<RefCell<Stage>>, &Event),
) -> Result<(), JsValue> {
    let host = stage.borrow().host.clone();
    let stage = Rc::clone(stage);
    let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| handle(&stage, &event));
    host.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref())?;
    closure.forget();
    Ok(())
}

fn perform(stage: &Rc<RefCell<Stage>>, action: &str) {
    // An event that an update itself fires comes in while the figure is being drawn.
    if let Ok(mut stage) = stage.try_borrow_mut() {
        stage.act(action);
    }
}

fn press(stage: &Rc<RefCell<Stage>>, event: &KeyboardEvent) {
    let combined = event.ctrl_key() || event.alt_key() || event.meta_key();
    if event.is_composing() || event.default_prevented() || combined {
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    let pressed = event.key();
    if pressed == "Escape" && stage.borrow().host.has_attribute("data-projector") {
        perform(stage, "projector");
        let host = stage.borrow().host.clone();
        focus_first(&host, "[data-do=\"projector\"]");
        return;
    }
    let writes = target.matches("input, textarea, select").unwrap_or(false);
    if writes {
        return;
    }
    let group = target.closest("[data-keys]").ok().flatten();
    if let Some((group, action)) = group.and_then(|group| action_of(&group, &pressed)) {
        event.prevent_default();
        perform(stage, &action);
        follow_focus(&group, &target);
    } else if matches!(pressed.as_str(), "Enter" | " ")
        && let Some(action) = target.get_attribute("data-do")
        && !target.matches("button, a, summary").unwrap_or(false)
    {
        // A button answers these keys by itself; a part of a drawing that is one does not.
        event.prevent_default();
        perform(stage, &action);
    }
}

/// What a key does in a group.
fn action_of(group: &Element, pressed: &str) -> Option<(Element, String)> {
    let keys = group.get_attribute("data-keys")?;
    let action = keys.split(';').find_map(|pair| {
        let (key, action) = pair.split_once('=')?;
        (key.trim() == pressed).then(|| action.trim().to_owned())
    })?;
    Some((group.clone(), action))
}

/// Keeps the focus on the one element of a group that is in the tab order.
fn follow_focus(group: &Element, target: &Element) {
    if !target.has_attribute("tabindex") {
        return;
    }
    focus_first(group, "[tabindex=\"0\"]");
}

fn focus_first(group: &Element, selector: &str) {
    let found = group.query_selector(selector).ok().flatten();
    if let Some(found) = found {
        // Elements of HTML and of SVG both take the focus; only the first kind has a type for it.
        let _ = found.unchecked_into::<HtmlElement>().focus();
    }
}

fn closest(event: &Event, selector: &str) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok().flatten()
}

fn is_disabled(element: &Element) -> bool {
    element.has_attribute("disabled")
}

fn text_of(field: &Element) -> String {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else {
        String::new()
    }
}
