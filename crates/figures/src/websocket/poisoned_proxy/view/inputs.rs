//! What the reader decides: two texts, the mask, the proxy, the visitor's address.

use super::super::proxy::Manner;
use super::super::{PoisonedProxy, TEXT_MAX};
use crate::control;
use crate::node::{Element, el};
use crate::words::Words;

fn note(text: &str) -> Element {
    el("span").class("sw-note is-wrong").text(text)
}

fn area(label: &str, verb: &'static str, text: &str, rows: &str) -> Element {
    let area = el("textarea")
        .class("sw-input sw-area")
        .attr("rows", rows)
        .attr("value", text)
        .attr("data-input", verb)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false");
    el("label").class("sw-field").child(el("span").class("sw-label").text(label)).child(area)
}

/// The panel. Mask and proxy are printed too: the plate says what it shows.
pub(super) fn panel(figure: &PoisonedProxy, words: &Words) -> Element {
    let cut = if figure.is_cut { words.pp_cut(&TEXT_MAX) } else { String::new() };
    let texts = el("div")
        .class("pp-texts sw-js-only")
        .child(
            area(words.pp_text(), "text", &figure.text, "5")
                .child(el("span").class("sw-micro").text(words.pp_line_ends()))
                .child(note(&cut)),
        )
        .child(area(words.pp_server(), "server", &figure.answer, "5"));
    let manners = Manner::ALL.map(|manner| {
        (["proxy ", manner.name()].concat(), name(manner, words), figure.manner == manner)
    });
    let proxy = el("div")
        .class("pp-manner")
        .child(el("span").class("sw-label").text(words.pp_manner()))
        .child(control::segments(words.pp_manner(), manners))
        .child(el("p").class("pp-says").text(says(figure.manner, words)));
    el("div").class("pp-inputs").child(texts).child(browser(figure, words)).child(proxy)
}

/// The browser's mask, and the visitor.
fn browser(figure: &PoisonedProxy, words: &Words) -> Element {
    let (_, is_key) = figure.key();
    let key = control::field(words.pp_key(), "key", &figure.key, is_key).child(note(if is_key {
        ""
    } else {
        words.pp_key_padded()
    }));
    let visitor = control::field(words.pp_visitor(), "visitor", &figure.visitor, true);
    let mut row = el("div").class("pp-browser").child(control::switch(
        "mask",
        words.pp_mask(),
        figure.is_masked,
    ));
    if figure.is_masked {
        row = row
            .child(key.class("sw-js-only pp-key"))
            .child(control::button("draw", words.pp_draw()).class("sw-js-only"));
    }
    row.child(visitor.class("sw-js-only pp-visitor"))
}

fn name(manner: Manner, words: &Words) -> &str {
    match manner {
        Manner::Tunnel => words.pp_tunnel(),
        Manner::Strict => words.pp_strict(),
        Manner::SkipsLines => words.pp_skips(),
        Manner::Searches => words.pp_searches(),
    }
}

fn says(manner: Manner, words: &Words) -> &str {
    match manner {
        Manner::Tunnel => words.pp_tunnel_says(),
        Manner::Strict => words.pp_strict_says(),
        Manner::SkipsLines => words.pp_skips_says(),
        Manner::Searches => words.pp_searches_says(),
    }
}
