//! IANA's names: where a page is printed they are at hand, in a browser they may be on their way.

#[cfg(target_arch = "wasm32")]
pub(super) use fetched::{ask, table, take, want_again};

/// The registry.
#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::unnecessary_wraps, reason = "in the browser there may be none")]
pub(super) const fn table() -> Option<&'static str> {
    Some(include_str!("../../../../../book/data/ports.txt"))
}

/// Fetched when the first map comes into a page.
#[cfg(target_arch = "wasm32")]
mod fetched {
    use std::cell::{Cell, OnceCell};

    use figure_kit::figure::{Context, Effect, Unreachable};

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
    pub(in super::super) fn table() -> Option<&'static str> {
        TABLE.with(|table| table.get().copied())
    }

    /// Asks the page for it, once.
    pub(in super::super) fn ask<W>(context: &mut Context<'_, W>) {
        if table().is_none() && !ASKED.replace(true) {
            context.effects.push(Effect::Fetch(FILE));
        }
    }

    /// The reader searches: where it could not be had, it is asked for again.
    pub(in super::super) fn want_again() {
        if FAILED.replace(false) {
            ASKED.set(false);
        }
    }

    /// Takes it in. What is not text is no registry.
    pub(in super::super) fn take(file: Result<&[u8], Unreachable>) {
        match file.ok().and_then(|bytes| std::str::from_utf8(bytes).ok()) {
            Some(text) => TABLE.with(|table| {
                let _ = table.set(String::from(text).leak());
            }),
            None => FAILED.set(true),
        }
    }
}
