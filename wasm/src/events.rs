//! What a reader does inside a figure, as actions. One listener a kind on the whole figure.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    KeyboardEvent, MouseEvent,
};

use crate::focus;
use crate::page::document;
use crate::patch::COMPOSING;
use crate::stage::Stage;

/// What the page tells a figure that begins by itself (`data-seen`), once it is in view.
const SEEN: &str = "seen";

/// Marks a figure in which something is being dragged.
const DRAGGING: &str = "data-dragging";

/// Listens for as long as the page lives.
pub(crate) fn listen(stage: &Rc<RefCell<Stage>>) -> Result<(), JsValue> {
    on(stage, "click", |stage, event| {
        if let Some(control) = closest(event, "[data-do]").filter(|it| !focus::is_off(it)) {
            perform(stage, &control.get_attribute("data-do").unwrap_or_default());
        }
    })?;
    // What moves would be gone before the press ends.
    on(stage, "pointerdown", |stage, event| {
        let is_main = event.unchecked_ref::<MouseEvent>().button() == 0;
        let control = closest(event, "[data-do][data-down]").filter(|it| !focus::is_off(it));
        if let Some(control) = control.filter(|_| is_main) {
            perform(stage, &control.get_attribute("data-do").unwrap_or_default());
        }
    })?;
    on(stage, "pointerdown", grab)?;
    on(stage, "pointerup", let_go)?;
    on(stage, "pointercancel", |stage, _| {
        dragged(stage);
    })?;
    on(stage, SEEN, |stage, _| {
        if let Ok(mut stage) = stage.try_borrow_mut() {
            stage.begin();
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

/// Takes note of what a pointer goes down on, if that can be dragged.
fn grab(stage: &Rc<RefCell<Stage>>, event: &Event) {
    let is_main = event.unchecked_ref::<MouseEvent>().button() == 0;
    let grabbed = closest(event, "[data-grab]").filter(|it| is_main && !focus::is_off(it));
    if let Ok(mut stage) = stage.try_borrow_mut() {
        if grabbed.is_some() {
            let _ = stage.host.set_attribute(DRAGGING, "");
        }
        stage.grabbed = grabbed;
    }
}

/// Ends a dragging, and gives what was dragged.
fn dragged(stage: &Rc<RefCell<Stage>>) -> Option<(HtmlElement, Element)> {
    let mut stage = stage.try_borrow_mut().ok()?;
    let grabbed = stage.grabbed.take()?;
    let _ = stage.host.remove_attribute(DRAGGING);
    Some((stage.host.clone(), grabbed))
}

/// Performs what comes of letting go, if that is at a place for it. A finger keeps the events of
/// its touch where it began, so what lies under it has to be looked for.
fn let_go(stage: &Rc<RefCell<Stage>>, event: &Event) {
    let Some((host, grabbed)) = dragged(stage) else { return };
    let pointer = event.unchecked_ref::<MouseEvent>();
    // No window is so large that its places do not fit.
    let place = |at: i32| f32::from(i16::try_from(at).unwrap_or(i16::MAX));
    let under = document().element_from_point(place(pointer.client_x()), place(pointer.client_y()));
    let place = under.and_then(|it| it.closest("[data-drop]").ok().flatten());
    // Where it was grabbed, it was pressed and not dragged.
    let place = place.filter(|it| host.contains(Some(it)) && !it.contains(Some(&grabbed)));
    if let Some(place) = place {
        let said = |it: &Element, name| it.get_attribute(name).unwrap_or_default();
        perform(stage, &[&said(&grabbed, "data-grab"), " ", &said(&place, "data-drop")].concat());
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
    let host = stage.borrow().host.clone();
    let pressed = event.key();
    if pressed == "Escape" && host.has_attribute("data-projector") {
        perform(stage, "projector");
        focus::first(&host, "[data-do=\"projector\"]");
        return;
    }
    // A field that wraps holds one line all the same.
    if pressed == "Enter" && target.has_attribute("data-line") {
        event.prevent_default();
        return;
    }
    let is_press = matches!(pressed.as_str(), "Enter" | " ");
    if is_press && is_held(stage, event) {
        event.prevent_default();
    } else if !is_own(&target, &pressed) {
        let found = if is_press {
            press_action(&target, &pressed)
        } else {
            key_action(&host, &target, &pressed)
        };
        if found.is_some() || (is_press && is_answer(&target)) {
            event.prevent_default();
        }
        if let Some((group, action)) = found {
            perform(stage, &action);
            follow_focus(&host, &group, &target, &action);
        }
    }
}

/// Whether a key is still down that was pressed on a control which has lost the focus since: what
/// has it now was not meant.
fn is_held(stage: &Rc<RefCell<Stage>>, event: &KeyboardEvent) -> bool {
    let Ok(mut stage) = stage.try_borrow_mut() else { return false };
    if !event.repeat() {
        stage.focus_moved = false;
    }
    stage.focus_moved
}

/// Whether what has the focus does something with a key by itself.
fn is_own(target: &Element, pressed: &str) -> bool {
    let is = |selector: &str| target.matches(selector).unwrap_or(false);
    let is_press = matches!(pressed, "Enter" | " ");
    // What a command printed is wider than its place, and scrolls.
    if is("input[type=\"range\"], pre") {
        return pressed.starts_with("Arrow")
            || matches!(pressed, "Home" | "End" | "PageUp" | "PageDown");
    }
    if is("input[type=\"checkbox\"]") {
        return pressed == " ";
    }
    is("input, textarea, select") || (is_press && !is_answer(target) && is("button, a, summary"))
}

fn is_answer(target: &Element) -> bool {
    target.matches("[role=\"radio\"]").unwrap_or(false)
}

/// What Enter or Space does where the browser does nothing by itself, and in which group. An answer
/// is chosen by Space; Enter gives the chosen one, and chooses none by chance.
fn press_action(target: &Element, pressed: &str) -> Option<(Element, String)> {
    let gives = pressed == "Enter" && is_answer(target);
    let own = target.get_attribute("data-do").filter(|_| !gives);
    own.map(|action| (target.clone(), action)).or_else(|| in_groups(target, pressed))
}

/// What another key does, and in which group: the innermost that takes it; else, wherever the focus
/// is in the figure, the first that does, unless the page would scroll.
fn key_action(host: &Element, target: &Element, pressed: &str) -> Option<(Element, String)> {
    in_groups(target, pressed).or_else(|| {
        let scrolls = matches!(pressed, "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown");
        // With Hangul turned on, the key of P gives one of its letters.
        let plays = matches!(pressed, "p" | "P" | "ㅔ" | "ㅖ");
        if scrolls {
            return None;
        }
        let found = |selector: &str| host.query_selector(selector).ok().flatten();
        let group = found(&["[data-keys*=\"", pressed, "=\"]"].concat());
        let action = group.and_then(|group| Some((group.clone(), action_of(&group, pressed)?)));
        let play = || Some((found("[data-do=\"play\"]:enabled")?, "play".to_owned()));
        action.or_else(|| if plays { play() } else { None })
    })
}

/// From the inside out.
fn in_groups(target: &Element, pressed: &str) -> Option<(Element, String)> {
    let mut inner = Some(target.clone());
    while let Some(group) = inner.and_then(|it| it.closest("[data-keys]").ok().flatten()) {
        if let Some(action) = action_of(&group, pressed) {
            return Some((group, action));
        }
        inner = group.parent_element();
    }
    None
}

/// What a key does in a group.
fn action_of(group: &Element, pressed: &str) -> Option<String> {
    let keys = group.get_attribute("data-keys")?;
    // Nothing is trimmed: the key of the space bar is a space.
    keys.split(';').find_map(|pair| {
        let (key, action) = pair.split_once('=')?;
        (key == pressed).then(|| action.to_owned())
    })
}

/// Keeps the focus on the one element of a group that is in the tab order, and on the answer that
/// a key chose.
fn follow_focus(host: &HtmlElement, group: &Element, target: &Element, action: &str) {
    let is_answer = action.starts_with("choose ") && focus::control(host, "data-do", action);
    let stays = target.is_connected() && target.get_attribute("tabindex").as_deref() == Some("0");
    let roves = target.has_attribute("tabindex") && group.contains(Some(target));
    if !is_answer && !stays && roves && **host != *target {
        focus::first(group, "[tabindex=\"0\"]");
    }
}

fn closest(event: &Event, selector: &str) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok().flatten()
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
