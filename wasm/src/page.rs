//! What a figure asks of the page around it: the address, the clipboard, a voice, chance.

use figures::figure::Projector;
use figures::words::Words;
use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Url, Window};

/// Browsers count how often a page rewrites its address, so bursts are written once.
const REMEMBER_AFTER_MS: i32 = 200;

fn window() -> Window {
    web_sys::window().expect("figures live in a page")
}

fn document() -> Document {
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

fn address() -> Option<Url> {
    Url::new(&window().location().href().ok()?).ok()
}

fn parameter(name: &str) -> String {
    format!("f.{name}")
}

/// The state that the page's address holds for a figure.
pub(crate) fn state(name: &str) -> Option<String> {
    address()?.search_params().get(&parameter(name))
}

thread_local! {
    static PENDING: std::cell::RefCell<Vec<(String, String)>> =
        const { std::cell::RefCell::new(Vec::new()) };
}

/// Writes a figure's state into the page's address, soon.
pub(crate) fn remember(name: &str, state: Option<&str>) {
    let state = state.unwrap_or_default().to_owned();
    let first = PENDING.with_borrow_mut(|pending| {
        let first = pending.is_empty();
        pending.retain(|(known, _)| known != name);
        pending.push((name.to_owned(), state));
        first
    });
    if first {
        let write = Closure::once_into_js(write_address);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(
            write.unchecked_ref(),
            REMEMBER_AFTER_MS,
        );
    }
}

fn write_address() {
    let pending = PENDING.take();
    let Some(url) = address() else { return };
    for (name, state) in pending {
        if state.is_empty() {
            url.search_params().delete(&parameter(&name));
        } else {
            url.search_params().set(&parameter(&name), &state);
        }
    }
    if let Ok(history) = window().history() {
        // Refused by some browsers for `file://`; the figure works all the same.
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&url.href()));
    }
}

/// Puts the page's address on the clipboard, with the figure as its fragment if it has none.
pub(crate) fn copy_link(host: &HtmlElement, words: &Words) {
    write_address();
    let Some(url) = address() else { return };
    if url.hash().is_empty() {
        url.set_hash(&host.id());
    }
    let _ = window().navigator().clipboard().write_text(&url.href());
    announce(words.link_copied());
    show_toast(host, words.link_copied());
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
    let place = document.get_element_by_id("sw-announcer").or_else(|| {
        let place = document.create_element("p").ok()?;
        place.set_id("sw-announcer");
        place.set_class_name("sw-announcer");
        place.set_attribute("aria-live", "polite").ok()?;
        document.body()?.append_child(&place).ok()?;
        Some(place)
    });
    if let Some(place) = place {
        place.set_text_content(Some(text));
    }
}

/// Lets a figure fill the window, or puts it back.
pub(crate) fn project(host: &HtmlElement, mode: Projector) {
    let on = mode == Projector::On;
    let root = document().document_element();
    if on {
        let _ = host.set_attribute("data-projector", "");
    } else {
        let _ = host.remove_attribute("data-projector");
    }
    if let Some(root) = root {
        let _ = root.class_list().toggle_with_force("has-projector", on);
    }
}

/// Whether the focus is inside an element.
pub(crate) fn focus_within(host: &Element) -> bool {
    host.contains(document().active_element().as_deref())
}
