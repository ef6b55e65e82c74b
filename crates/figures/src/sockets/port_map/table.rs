//! The registry in a browser: fetched when the first map comes into a page.

use std::cell::{Cell, OnceCell};

use crate::figure::{Context, Effect, Unreachable};

/// The file of the site that holds it, too large for every page to load.
const FILE: &str = "ports.txt";

thread_local! {
    static ASKED: Cell<bool> = const { Cell::new(false) };
    /// It could not be had.
    static FAILED: Cell<bool> = const { Cell::new(false) };
    /// All maps of a page read the same one. It stays for as long as the page.
    static TABLE: OnceCell<&'static str> = const { OnceCell::new() };
}

/// The registry, once it has come.
pub(super) fn table() -> Option<&'static str> {
    TABLE.with(|table| table.get().copied())
}

/// Asks the page for it, once.
pub(super) fn ask(context: &mut Context<'_>) {
    if table().is_none() && !ASKED.replace(true) {
        context.effects.push(Effect::Fetch(FILE));
    }
}

/// The reader searches: where it could not be had, it is asked for again.
pub(super) fn want_again() {
    if FAILED.replace(false) {
        ASKED.set(false);
    }
}

/// Takes it in. What is not text is no registry.
pub(super) fn take(file: Result<&[u8], Unreachable>) {
    match file.ok().and_then(|bytes| std::str::from_utf8(bytes).ok()) {
        Some(text) => TABLE.with(|table| {
            let _ = table.set(String::from(text).leak());
        }),
        None => FAILED.set(true),
    }
}
