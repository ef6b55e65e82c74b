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

use std::cell::RefCell;
use std::rc::Rc;

use figures::words::Words;
use stage::Stage;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

thread_local! {
    static WORDS: RefCell<Option<Rc<Words>>> = const { RefCell::new(None) };
    static STAGES: RefCell<Vec<Rc<RefCell<Stage>>>> = const { RefCell::new(Vec::new()) };
}

/// Takes in the words of the page's language. Once, before the first figure.
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

/// Lets time pass for every figure that moves.
#[wasm_bindgen]
pub fn tick(now_ms: f64) {
    let stages = STAGES.with_borrow(Clone::clone);
    for stage in stages {
        if let Ok(mut stage) = stage.try_borrow_mut() {
            stage.tick(now_ms);
        }
    }
}
