//! What a figure asks of the page around it: the clipboard, a voice, the whole window, chance.

use figure_kit::figure::Projector;
use figure_kit::words::Kit;
use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Clipboard, CustomEvent, CustomEventInit, Document, Element, HtmlElement, ScrollIntoViewOptions,
    ScrollLogicalPosition, Window,
};

use crate::address;

/// Where announcements are made.
const ANNOUNCER: &str = "sw-announcer";

pub(crate) fn window() -> Window {
    web_sys::window().expect("figures live in a page")
}

pub(crate) fn document() -> Document {
    window().document().expect("figures live in a page")
}

/// Fills a buffer with random bytes.
pub(crate) fn entropy(buffer: &mut [u8]) {
    if let Ok(crypto) = window().crypto() {
        let random = Uint8Array::new_with_length(buffer.len() as u32);
        if crypto.get_random_values_with_array_buffer_view(&random).is_ok() {
            random.copy_to(buffer);
        }
    }
}

/// Puts the page's address on the clipboard, with the figure as its fragment if it has none, and
/// says whether that worked: pages that did not come over https have no clipboard.
pub(crate) fn copy_link(host: &HtmlElement, words: &Kit) {
    address::write();
    let Some(url) = address::complete() else { return };
    if url.hash().is_empty() {
        url.set_hash(&host.id());
    }
    let say = |text: fn(&Kit) -> &str| {
        let (host, words) = (host.clone(), words.clone());
        Closure::<dyn FnMut(JsValue)>::new(move |_| {
            announce(text(&words));
            show_toast(&host, text(&words));
        })
    };
    let copied = say(Kit::link_copied);
    let refused = say(Kit::link_not_copied);
    if let Some(clipboard) = clipboard() {
        let _ = clipboard.write_text(&url.href()).then2(&copied, &refused);
        copied.forget();
    } else {
        let function: &js_sys::Function = refused.as_ref().unchecked_ref();
        let _ = function.call0(&JsValue::NULL);
    }
    refused.forget();
}

fn clipboard() -> Option<Clipboard> {
    let found =
        js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard")).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// A line beside the button, for those who see: gone with the next action.
fn show_toast(host: &HtmlElement, text: &str) {
    if let Ok(Some(button)) = host.query_selector("[data-do=\"copy-link\"]") {
        let _ = button.set_attribute("data-done", text);
        let done = Closure::once_into_js(move || {
            let _ = button.remove_attribute("data-done");
        });
        let _ = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(done.unchecked_ref(), 2_500);
    }
}

/// Has a screen reader say a text.
pub(crate) fn announce(text: &str) {
    let document = document();
    let place = document.get_element_by_id(ANNOUNCER);
    if let Some(place) = place {
        // The same words again would be no change, and would not be said.
        let again = place.text_content().is_some_and(|said| said == text);
        place.set_text_content(Some(&format!("{text}{}", if again { "\u{a0}" } else { "" })));
    }
}

/// Brings a part of a figure into view, moving no further than needed.
pub(crate) fn reveal(host: &HtmlElement, selector: &str) {
    if let Ok(Some(part)) = host.query_selector(selector) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        part.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Lets a figure fill the window, or puts it back.
pub(crate) fn project(host: &HtmlElement, mode: Projector) {
    let on = mode == Projector::On;
    let _ = if on {
        host.set_attribute("data-projector", "")
    } else {
        host.remove_attribute("data-projector")
    };
    if let Some(root) = document().document_element() {
        let _ = root.class_list().toggle_with_force("has-projector", on);
    }
    hide_the_rest(host, on);
}

/// What stands around a figure hears from it by this event.
const TOLD: &str = "workbook:told";

/// Tells whoever stands around a figure something.
pub(crate) fn tell(host: &HtmlElement, text: &str) -> Result<bool, JsValue> {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(text));
    init.set_bubbles(true);
    host.dispatch_event(&*CustomEvent::new_with_event_init_dict(TOLD, &init)?)
}

/// Takes everything but the figure out of reach, for the keyboard and for screen readers too.
fn hide_the_rest(host: &HtmlElement, on: bool) {
    let mut inner: Element = host.clone().into();
    while let Some(outer) = inner.parent_element() {
        let children = outer.children();
        for index in 0..children.length() {
            let Some(child) = children.item(index) else { continue };
            if child != inner && child.id() != ANNOUNCER {
                let _ = child.toggle_attribute_with_force("inert", on);
            }
        }
        if outer.tag_name() == "BODY" {
            return;
        }
        inner = outer;
    }
}
