//! The page's address: the states that it holds, and those that are on their way into it.
//!
//! Invariant: what a figure says stands in the address, or the figure carries the mark
//! [`PENDING`]. It is written before the page is left.

use std::cell::{Cell, RefCell};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, HtmlElement, Url};

use crate::page::{document, window};

/// Browsers count how often a page rewrites its address (Chromium: 200 times in 30 s) and then
/// refuse; and a rewriting costs as much as a step of a figure. So it waits and is gathered.
const REWRITE_AFTER_MS: i32 = 250;

/// After a refusal the wait doubles each time, and the last try comes about a minute after the
/// first: by then every browser counts anew. After that it waits for the next change.
const REFUSALS_MAX: u32 = 7;

/// Marks a figure whose state is not in the address yet.
const PENDING: &str = "data-link-pending";

/// A state on its way into the address.
struct Pending {
    host: HtmlElement,
    name: String,
    state: String,
}

impl Pending {
    fn is_written(&self) -> bool {
        state(&self.name).unwrap_or_default() == self.state
    }
}

thread_local! {
    static WAITING: RefCell<Vec<Pending>> = const { RefCell::new(Vec::new()) };
    static TIMED: Cell<bool> = const { Cell::new(false) };
    static REFUSALS: Cell<u32> = const { Cell::new(0) };
    static LISTENING: Cell<bool> = const { Cell::new(false) };
}

fn address() -> Option<Url> {
    Url::new(&window().location().href().ok()?).ok()
}

fn parameter(name: &str) -> String {
    ["f.", name].concat()
}

/// The state that the page's address holds for a figure.
pub(crate) fn state(name: &str) -> Option<String> {
    address()?.search_params().get(&parameter(name))
}

/// Writes a figure's state into the page's address, soon.
pub(crate) fn remember(host: &HtmlElement, name: &str, state: &str) {
    let _ = host.set_attribute(PENDING, "");
    WAITING.with_borrow_mut(|waiting| {
        let state = state.to_owned();
        match waiting.iter_mut().find(|known| known.name == name) {
            Some(known) => known.state = state,
            None => waiting.push(Pending { host: host.clone(), name: name.to_owned(), state }),
        }
    });
    if !LISTENING.replace(true) {
        listen();
    }
    if !TIMED.get() {
        REFUSALS.set(0);
        write_after(REWRITE_AFTER_MS);
    }
}

/// The page's address with every state in it, written yet or not.
pub(crate) fn complete() -> Option<Url> {
    let url = address()?;
    WAITING.with_borrow(|waiting| {
        for Pending { name, state, .. } in waiting {
            let (all, parameter) = (url.search_params(), parameter(name));
            if state.is_empty() {
                all.delete(&parameter);
            } else {
                all.set(&parameter, state);
            }
        }
    });
    Some(url)
}

/// Writes what waits, as far as the browser lets it.
pub(crate) fn write() {
    if WAITING.with_borrow(Vec::is_empty) {
        return;
    }
    if let (Some(url), Ok(history)) = (complete(), window().history()) {
        // Refused by some browsers for `file://`; the figure works all the same.
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&url.href()));
    }
    // Some browsers throw when they have had enough, Chromium says nothing: the address tells.
    WAITING.with_borrow_mut(|waiting| {
        waiting.retain(|pending| {
            let written = pending.is_written();
            if written {
                let _ = pending.host.remove_attribute(PENDING);
            }
            !written
        });
    });
}

fn write_after(ms: i32) {
    TIMED.set(true);
    let write = Closure::once_into_js(|| {
        TIMED.set(false);
        write();
        let refusals = REFUSALS.get() + 1;
        if WAITING.with_borrow(Vec::is_empty) || refusals > REFUSALS_MAX {
            return;
        }
        REFUSALS.set(refusals);
        write_after(REWRITE_AFTER_MS << refusals);
    });
    let _ =
        window().set_timeout_with_callback_and_timeout_and_arguments_0(write.unchecked_ref(), ms);
}

/// Writes before the page goes: out of sight, to another page, or by a link that takes the
/// address along.
fn listen() {
    on(&window(), "pagehide", |_| write());
    on(&document(), "visibilitychange", |_| write());
    on(&document(), "click", |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| matches!(target.closest("a"), Ok(Some(_)))) {
            write();
        }
    });
}

/// Before anything else in the page hears of it.
fn on(target: &EventTarget, name: &str, handle: fn(Event)) {
    let closure = Closure::<dyn FnMut(Event)>::new(handle);
    let function = closure.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback_and_bool(name, function, true);
    closure.forget();
}
