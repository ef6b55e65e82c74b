//! The figures in a page: mounted, patched, listened to. The only code that knows the DOM.
//!
//! # Architecture invariant
//!
//! This crate knows no figure by name. A new figure is written in `figures` and appears here by
//! itself.

#![deny(unsafe_code)]

mod address;
mod events;
mod file;
mod focus;
mod page;
mod patch;
pub mod record;
mod stage;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use checker::goal::Goals;
use figure_kit::words::Tables;
use js_sys::{Function, Promise};
use stage::Stage;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Half the size of the standard one.
#[global_allocator]
static MEMORY: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();

thread_local! {
    static OPEN: RefCell<Option<Function>> = const { RefCell::new(None) };
    static WORDS: RefCell<Option<Rc<Tables>>> = const { RefCell::new(None) };
    static FRAME_PENDING: Cell<bool> = const { Cell::new(false) };
    static STAGES: RefCell<Vec<Rc<RefCell<Stage>>>> = const { RefCell::new(Vec::new()) };
}

/// Takes in what the page's figures say, in the page's language: tables one after another. Once,
/// before the first figure.
///
/// `open` takes a file's name and gives back a promise of its bytes.
#[wasm_bindgen]
pub fn start(words: &str, open: Function) {
    WORDS.set(Some(Rc::new(Tables::parse(words))));
    OPEN.set(Some(open));
}

/// Brings one printed figure to life.
#[wasm_bindgen]
pub fn mount(host: HtmlElement) -> Result<(), JsValue> {
    let words = WORDS.with_borrow(Clone::clone).ok_or("start() comes before mount()")?;
    let stage = Rc::new(RefCell::new(Stage::new(host, words)?));
    events::listen(&stage)?;
    stage.borrow_mut().wake();
    STAGES.with_borrow_mut(|stages| stages.push(stage));
    Ok(())
}

/// Feeds a mounted figure with what it lives from; `false` if none is mounted there.
#[wasm_bindgen]
pub fn feed(host: &HtmlElement, name: &str, bytes: &[u8]) -> bool {
    let Some(stage) = stage_of(host) else { return false };
    let Ok(mut stage) = stage.try_borrow_mut() else { return false };
    stage.received(name, Ok(bytes));
    true
}

/// Holds a mounted figure against the goals of an exercise: see [`Stage::judge`]. Nothing where no
/// figure is mounted, or where these are no goals.
#[wasm_bindgen]
pub fn judge(host: &HtmlElement, goals: &str) -> Option<String> {
    let goals = Goals::parse(goals).ok()?;
    let stage = stage_of(host)?;
    let stage = stage.try_borrow().ok()?;
    Some(stage.judge(&goals))
}

/// Puts the first figure of a kind into a state. The one that asks is busy and is passed over.
pub(crate) fn open_figure(figure: &str, state: &str) {
    let stages = STAGES.with_borrow(Clone::clone);
    for stage in stages {
        if stage.try_borrow_mut().is_ok_and(|mut stage| stage.open(figure, state)) {
            return;
        }
    }
}

/// Asks the page for a file of the site.
pub(crate) fn open(name: &str) -> Result<Promise, JsValue> {
    let open = OPEN.with_borrow(Clone::clone).ok_or("start() comes before mount()")?;
    open.call1(&JsValue::NULL, &JsValue::from_str(name))?.dyn_into()
}

/// The live figure of a place in the page.
pub(crate) fn stage_of(host: &HtmlElement) -> Option<Rc<RefCell<Stage>>> {
    let is_it =
        |stage: &&Rc<RefCell<Stage>>| stage.try_borrow().is_ok_and(|stage| stage.host == *host);
    STAGES.with_borrow(|stages| stages.iter().find(is_it).cloned())
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
