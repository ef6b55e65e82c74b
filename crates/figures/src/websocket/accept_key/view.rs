//! The figure as a whole: the key, its verdict, the four steps, the bits, the answer, the mistakes.

use super::mistake::Mistake;
use super::pipeline::Pipeline;
use super::spot::{Part, Spot};
use super::{AcceptKey, KEY_LEN_MAX, STEPS, origin, steps, verdict};
use crate::control;
use crate::icon;
use crate::node::{Element, Node, columns, el, heading};
use crate::words::Words;

/// Arrow keys lead from byte to byte, as long as the focus is on one of them.
const KEYS: &str = "ArrowLeft=select previous;ArrowRight=select next;Home=select first;\
                    End=select last;Escape=select none;p=play;P=play";

/// All panels.
pub(super) fn whole(figure: &AcceptKey, words: &Words) -> Node {
    let pipeline = figure.pipeline();
    el("div")
        .class("ak")
        .child(inputs(figure, words))
        .child(verdict::on_key(figure.value(), words).class("ak-verdict"))
        .child(transport(figure, words))
        .child(
            columns(
                el("div").children(steps::panels(figure, &pipeline, words)),
                el("div")
                    .child(explanation(figure, &pipeline, words))
                    .child(bits(figure, &pipeline, words)),
            )
            .attr("data-keys", KEYS),
        )
        .child(answer(figure, &pipeline, words))
        .child(mistakes(figure, words))
        .node()
}

fn button(action: &str) -> Element {
    el("button").attr("type", "button").class("sw-btn").does(action)
}

fn inputs(figure: &AcceptKey, words: &Words) -> Element {
    let refused = websocket::handshake::key::examine(figure.value()).is_err();
    let input = el("input")
        .class("sw-input")
        .attr("type", "text")
        .attr("value", figure.key.clone())
        .attr("data-input", "key")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .state("aria-invalid", refused);
    let field = el("label")
        .class("sw-field")
        .child(el("span").class("sw-label").text(words.key_label()))
        .child(input);
    let cut = figure.cut.then(|| el("p").class("sw-micro").text(words.cut(&KEY_LEN_MAX)));
    el("div").class("ak-inputs sw-js-only").child(field).maybe(cut).child(
        el("div")
            .class("sw-toolbar")
            .child(button("random").text(words.random_key()))
            .child(button("sample").text(words.rfc_sample()))
            .child(button("pair").text(words.other_pair())),
    )
}

fn transport(figure: &AcceptKey, words: &Words) -> Element {
    let playing = figure.playing_ms.is_some();
    let (icon, label) =
        if playing { (icon::pause(), words.pause()) } else { (icon::play(), words.play()) };
    let at = figure.step;
    let progress =
        (at != 0).then(|| el("span").class("sw-label").text(words.progress(&at, &STEPS)));
    let whole = (at != 0).then(|| button("step 0").class("sw-btn--quiet").text(words.whole()));
    el("div")
        .class("sw-toolbar ak-transport sw-js-only")
        .child(
            button("step previous")
                .class("sw-btn--icon")
                .attr("aria-label", words.step_back())
                .child(icon::back()),
        )
        .child(button("play").class("sw-btn--primary").child(icon).text(label))
        .child(
            button("step next")
                .class("sw-btn--icon")
                .attr("aria-label", words.step_forward())
                .child(icon::forward()),
        )
        .maybe(progress)
        .maybe(whole)
}

/// The selected byte in words. It stays in view while its byte is.
fn explanation(figure: &AcceptKey, pipeline: &Pipeline, words: &Words) -> Element {
    let said = match figure.selected {
        Some(spot) => origin::sentences(pipeline, figure.value(), spot, words),
        None => vec![words.pick_a_byte().to_owned()],
    };
    el("div")
        .class("ak-said")
        .class_if("is-chosen", figure.selected.is_some())
        .children(said.into_iter().map(|text| el("p").text(text)))
}

/// Three bytes around the selected one, cut in eights and in sixes.
fn bits(figure: &AcceptKey, pipeline: &Pipeline, words: &Words) -> Element {
    let keys = el("p")
        .class("ak-keys sw-micro sw-js-only")
        .child(el("kbd").text("←"))
        .child(el("kbd").text("→"))
        .text(format!(" {} ", words.keys_help()))
        .child(el("kbd").text("Esc"))
        .text(format!(" {}", words.keys_clear()));
    let group = match figure.selected {
        Some(Spot { part: Part::Digest, index }) => index / 3,
        Some(Spot { part: Part::Accept, index }) => index / 4,
        _ => 0,
    };
    let grid = pipeline.digest.as_deref().map(|digest| group_grid(digest, pipeline, group, words));
    el("section")
        .class("sw-panel ak-bits")
        .class_if("is-future", figure.step != 0 && figure.step < STEPS)
        .child(heading("sw-panel-head").text(words.group_title()))
        .child(keys)
        .maybe(grid)
}

/// Three bytes of the digest over the four characters they become.
fn group_grid(digest: &[u8], pipeline: &Pipeline, group: usize, words: &Words) -> Element {
    let bytes = &digest[group * 3..digest.len().min(group * 3 + 3)];
    let characters: Vec<u8> = pipeline.accept.iter().flat_map(|text| text.bytes()).collect();
    let sextets = bytes.len() + 1;
    let bit = |at: usize| match bytes.get(at / 8) {
        Some(byte) => el("i").class("ak-bit").text((byte >> (7 - at % 8) & 1).to_string()),
        None => el("i").class("ak-bit is-fill").attr("title", words.zero_fill()).text("0"),
    };
    let upper = bytes.iter().enumerate().map(|(offset, byte)| {
        el("span")
            .class("ak-eight")
            .attr("data-f", "len")
            .child(el("b").text(format!("{byte:02x}")))
            .child(el("span").class("sw-micro").text((group * 3 + offset).to_string()))
    });
    let lower = (0..sextets).map(|offset| {
        let index = group * 4 + offset;
        let character = characters.get(index).map_or('=', |byte| char::from(*byte));
        el("span")
            .class("ak-six")
            .attr("data-f", "data")
            .child(el("b").text(character.to_string()))
            .child(el("span").class("sw-micro").text(origin::sextet(digest, index).to_string()))
    });
    el("div")
        .class("ak-cut")
        .child(el("span").class("ak-cut-label sw-micro").text(words.group_bytes()))
        .child(el("div").class("ak-row").children(upper))
        .child(el("div").class("ak-row ak-row--bits").children((0..sextets * 6).map(bit)))
        .child(el("div").class("ak-row").children(lower))
        .child(el("span").class("ak-cut-label sw-micro").text(words.group_sextets()))
}

fn answer(figure: &AcceptKey, pipeline: &Pipeline, words: &Words) -> Element {
    let header = pipeline.accept.as_deref().map(|value| {
        el("p").class("ak-header sw-mono").text("Sec-WebSocket-Accept: ").child(el("b").text(value))
    });
    el("section")
        .class("sw-panel ak-answer")
        .class_if("is-future", figure.step != 0 && figure.step < STEPS)
        .maybe(header)
        .child(verdict::on_answer(figure.value(), pipeline, words))
}

fn mistakes(figure: &AcceptKey, words: &Words) -> Element {
    let rows = Mistake::ALL.map(|mistake| {
        let value = Pipeline::run(figure.value(), mistake.alone()).accept;
        let on = figure.mistakes.has(mistake);
        let switch =
            control::switch(format!("mistake {}", mistake.name()), mistake.label(words), on);
        let value = match value {
            Some(value) => el("code").class("ak-value").text(value),
            None => el("span").class("sw-label").text(words.no_value()),
        };
        el("li").child(switch).child(el("span").class("sw-micro").text(words.gives())).child(value)
    });
    el("section")
        .class("sw-panel ak-mistakes")
        .child(
            heading("sw-panel-head")
                .child(el("span").text(words.mistakes()))
                .child(el("span").class("sw-label sw-js-only").text(words.mistakes_hint())),
        )
        .child(el("ul").children(rows))
}
