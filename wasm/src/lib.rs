//! The figures in a page: mounted, patched, listened to. The only code that knows the DOM.
//!
//! # Architecture invariant
//!
//! This crate knows no figure by name. A new figure is written in `figures` and appears here by
//! itself.

#![deny(unsafe_code)]

mod events;
mod page;
mod patch;
mod stage;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use figures::words::Words;
use stage::Stage;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

thread_local! {
    static WORDS: RefCell<Option<Rc<Words>>> = const { RefCell::new(None) };
    static FRAME_PENDING: Cell<bool> = const { Cell::new(false) };
    static STAGES: RefCell<Vec<Rc<RefCell<Stage>>>> = const { RefCell::new(Vec::new()) };
}

/// Takes in what the page's figures say, in the page's language: tables one after another. Once,
/// before the first figure.
#[wasm_bindgen]
pub fn start(words: &str) -> Result<(), JsValue> {
    let words = Words::parse(words).map_err(|error| error.to_string())?;
    WORDS.set(Some(Rc::new(words)));
    Ok(())
}

/// Brings one printed figure to life.
#[wasm_bindgen]
pub fn mount(host: HtmlElement) -> Result<(), JsValue> {
    let words = WORDS.with_borrow(Clone::clone).ok_or("start() comes before mount()")?;
    let stage = Rc::new(RefCell::new(Stage::new(host, words)?));
    events::listen(&stage)?;
    STAGES.with_borrow_mut(|stages| stages.push(stage));
    Ok(())
}

/// Lets time pass for the figures that move, a frame at a time, until all rest.
pub(crate) fn keep_time() {
    if FRAME_PENDING.replace(true) {
        return;
    }
    let beat = Closure::once_into_js(|now_ms: f64| {
        FRAME_PENDING.set(false);
        let stages = STAGES.with_borrow(Clone::clone);
        let mut moving = false;
        for stage in stages {
            moving |= stage.try_borrow_mut().is_ok_and(|mut stage| stage.tick(now_ms));
        }
        if moving {
            keep_time();
        }
    });
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(beat.unchecked_ref());
    }
}
