//! The figure as a whole: the key, its verdict, the four steps, the bits, the answer, the mistakes.

use std::ops::Range;

use figure_kit::action::verb;
use figure_kit::components::{button, columns, field, heading, switch, toolbar, transport};
use figure_kit::legible::hex;
use figure_kit::node::{Element, Node, el};
use websocket::handshake::key::examine;

use super::pipeline::{Mistake, Mistakes, Part, Pipeline, SHOWN_MAX, STEPS, Spot};
use super::state::{AcceptKey, Action, KEY_LEN_MAX, Select};
use super::words::Words;
use super::{origin, verdict};

/// Arrow keys lead from byte to byte, as long as the focus is on one of them.
const KEYS: &str = "ArrowLeft=select previous;ArrowRight=select next;Home=select first;\
                    End=select last;Escape=select none;p=play;P=play";

/// All panels.
pub(super) fn whole(figure: &AcceptKey, words: &Words) -> Node {
    let pipeline = figure.pipeline();
    let steps = (1..=STEPS).map(|step| step_panel(figure, &pipeline, step, words));
    let explained = el("div")
        .child(explanation(figure, &pipeline, words))
        .child(bits(figure, &pipeline, words));
    el("div")
        .class("ak")
        .child(inputs(figure, words))
        .child(verdict::on_key(figure.value(), words))
        .child(transport(&figure.walk, STEPS, words.position(), words))
        .child(columns(el("div").children(steps), explained).attr("data-keys", KEYS))
        .child(
            // The answer stays above the mistakes as long as one of them can be made.
            el("div").child(answer(figure, &pipeline, words)).child(mistakes(figure, words)),
        )
        .node()
}

fn inputs(figure: &AcceptKey, words: &Words) -> Element {
    let is_sound = examine(figure.value()).is_ok();
    let key = field(words.key_label(), verb(Action::Key), &figure.key, is_sound);
    let cut = figure.is_cut.then(|| el("p").class("sw-micro").text(words.cut(&KEY_LEN_MAX)));
    el("div").class("ak-inputs sw-js-only").child(key).maybe(cut).child(toolbar([
        button(Action::Random, words.random_key()),
        button(Action::Sample, words.rfc_sample()),
        button(Action::Pair, words.other_pair()),
    ]))
}

/// What a step does, in one sentence.
pub(super) fn narration(pipeline: &Pipeline, step: usize, words: &Words) -> String {
    let has = |mistake| pipeline.has(mistake);
    let said = match step {
        1 if has(Mistake::DecodeFirst) => words.say_key_decoded(),
        1 => words.say_key(),
        2 if has(Mistake::NoGuid) && has(Mistake::Newline) => {
            return [words.say_no_guid(), " ", words.say_newline()].concat();
        }
        2 if has(Mistake::Newline) => words.say_newline(),
        2 if has(Mistake::NoGuid) => words.say_no_guid(),
        2 => words.say_guid(),
        3 if has(Mistake::HexDigest) => words.say_hex(),
        3 => words.say_digest(),
        _ => words.say_accept(),
    };
    said.to_owned()
}

/// The rows of a step, and whether one of the mistakes is made there.
fn content(pipeline: &Pipeline, step: usize) -> (&'static [Part], bool) {
    let has = |mistake| pipeline.has(mistake);
    match step {
        1 => (&[Part::Key], has(Mistake::DecodeFirst)),
        2 => (&[Part::Guid, Part::Newline], has(Mistake::NoGuid) || has(Mistake::Newline)),
        3 => (&[Part::Digest], has(Mistake::HexDigest)),
        _ => (&[Part::Accept], false),
    }
}

fn step_panel(figure: &AcceptKey, pipeline: &Pipeline, step: usize, words: &Words) -> Element {
    let title = match step {
        1 if pipeline.has(Mistake::DecodeFirst) => words.step_key_decoded(),
        1 => words.step_key(),
        2 if pipeline.has(Mistake::NoGuid) => words.step_no_guid(),
        2 => words.step_guid(),
        3 if pipeline.has(Mistake::HexDigest) => words.step_digest_hex(),
        3 => words.step_digest(),
        _ => words.step_accept(),
    };
    let (parts, is_wrong) = content(pipeline, step);
    let count: usize = parts.iter().map(|part| pipeline.row(*part).len()).sum();
    let cells = parts.iter().flat_map(|part| row(figure, pipeline, *part, words));
    let head = heading("sw-panel-head")
        .child(el("span").class("ak-number").text(step.to_string()))
        .child(el("span").text(title))
        .child(el("span").class("sw-micro").text(words.bytes(&count)));
    let is_void = pipeline.key.is_none() && step != 2;
    let say =
        if is_void { words.undecodable().to_owned() } else { narration(pipeline, step, words) };
    let grid = el("div").class("ak-bytes").class_if("ak-bytes--fours", step == 4).children(cells);
    let rest = if step == 1 { count.saturating_sub(SHOWN_MAX) } else { 0 };
    let rest = (rest > 0).then(|| el("p").class("sw-micro").text(words.more_bytes(&rest)));
    el("section")
        .class("sw-panel ak-step")
        .class_if("is-current", figure.walk.step() == Some(step))
        .class_if("is-future", !figure.shows(step))
        .child(head)
        .maybe((step == 1).then(|| header_line(figure.value())))
        .child(el("p").class("ak-say").class_if("is-wrong", is_wrong || is_void).text(say))
        .child(grid)
        .maybe(rest)
}

/// A header and its value.
fn header(name: &str, value: &str) -> Element {
    el("p").class("ak-header sw-mono").text(name).child(el("b").text(value))
}

/// The key as the one string that it is in the request.
fn header_line(key: &str) -> Element {
    let drawn = |c| if c == ' ' || verdict::is_readable(c) { c } else { '�' };
    let mut shown: String = key.chars().take(SHOWN_MAX).map(drawn).collect();
    if key.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    header("Sec-WebSocket-Key: ", &shown)
}

/// The cells of one row. One cell of the whole figure is in the tab order; keys lead to the rest.
fn row(figure: &AcceptKey, pipeline: &Pipeline, part: Part, words: &Words) -> Vec<Element> {
    let faulty = faulty(figure, part);
    let spots = pipeline.spots();
    let tab_stop = figure.selected.or(spots.first().copied());
    let mut cells: Vec<Element> = spots
        .into_iter()
        .filter(|spot| spot.part == part)
        .map(|spot| {
            let is_linked = figure.selected.is_some_and(|other| origin::is_linked(other, spot));
            cell(pipeline, spot, words)
                .class_if("is-linked", is_linked)
                .class_if("is-error", faulty.as_ref().is_some_and(|at| at.contains(&spot.index)))
                .state("aria-pressed", figure.selected == Some(spot))
                .attr("tabindex", if tab_stop == Some(spot) { "0" } else { "-1" })
        })
        .collect();
    if faulty.is_some_and(|at| at.is_empty()) && pipeline.row(Part::Key).len() < SHOWN_MAX {
        let missing = el("span").class("ak-char").text("?");
        cells.push(el("span").class("sw-byte ak-byte is-absent is-error").child(missing));
    }
    cells
}

/// The bytes at which the key's verdict points, as long as the row shows the key's own text. All
/// bytes of a character are wrong together; where something is missing, the range is empty.
fn faulty(figure: &AcceptKey, part: Part) -> Option<Range<usize>> {
    if part != Part::Key || figure.mistakes.has(Mistake::DecodeFirst) {
        return None;
    }
    let key = figure.value();
    let at = examine(key).err()?.at;
    let len = key.get(at..)?.chars().next().map_or(0, char::len_utf8);
    Some(at..at + len)
}

fn cell(pipeline: &Pipeline, spot: Spot, words: &Words) -> Element {
    let byte = pipeline.byte(spot).unwrap_or_default();
    let field = match spot.part {
        Part::Key => "key",
        Part::Guid => "mask",
        Part::Newline => "fin",
        Part::Digest => "len",
        Part::Accept => "data",
    };
    let is_raw = spot.part == Part::Digest && !pipeline.has(Mistake::HexDigest)
        || spot.part == Part::Key && pipeline.has(Mistake::DecodeFirst);
    let cell = el("button")
        .attr("type", "button")
        .class("sw-byte ak-byte")
        .class_if("ak-byte--raw", is_raw)
        .attr("data-f", field)
        .does(Action::Select(Select::Spot(spot)))
        .attr("title", origin::title(pipeline, spot, words));
    if is_raw {
        return cell.child(el("span").class("ak-char").text(hex(byte)));
    }
    cell.child(el("span").class("ak-char").text(glyph(byte)))
        .text(" ")
        .child(el("span").class("ak-hex").text(hex(byte)))
}

/// A byte as a character; what has no glyph of its own is drawn as a dot, a blank as one too.
fn glyph(byte: u8) -> String {
    let glyph = match byte {
        b'\n' => '↵',
        b' ' => '␣',
        byte if byte.is_ascii_graphic() => char::from(byte),
        _ => '·',
    };
    glyph.to_string()
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
        .text([" ", words.keys_help(), " "].concat())
        .child(el("kbd").text("Esc"))
        .text([" ", words.keys_clear()].concat());
    let group = match figure.selected {
        Some(Spot { part: Part::Digest, index }) => index / 3,
        Some(Spot { part: Part::Accept, index }) => index / 4,
        _ => 0,
    };
    el("section")
        .class("sw-panel ak-bits")
        .class_if("is-future", !figure.shows(STEPS))
        .child(heading("sw-panel-head").text(words.group_title()))
        .child(keys)
        .maybe(pipeline.digest.as_ref().map(|_| group_grid(pipeline, group, words)))
}

/// Three bytes of the digest over the four characters they become.
fn group_grid(pipeline: &Pipeline, group: usize, words: &Words) -> Element {
    let digest = pipeline.row(Part::Digest);
    let characters = pipeline.row(Part::Accept);
    let bytes = &digest[group * 3..digest.len().min(group * 3 + 3)];
    let sextets = bytes.len() + 1;
    let bit = |at: usize| match bytes.get(at / 8) {
        Some(byte) => el("i").class("ak-bit").text((byte >> (7 - at % 8) & 1).to_string()),
        None => el("i").class("ak-bit is-fill").attr("title", words.zero_fill()).text("0"),
    };
    let cell = |class: &str, field: &str, text: String, number: String| {
        el("span")
            .class(class)
            .attr("data-f", field)
            .child(el("b").text(text))
            .child(el("span").class("sw-micro").text(number))
    };
    let upper = bytes.iter().enumerate().map(|(offset, byte)| {
        cell("ak-eight", "len", hex(*byte), (group * 3 + offset).to_string())
    });
    let lower = (group * 4..group * 4 + sextets).map(|index| {
        let character = characters.get(index).map_or('=', |byte| char::from(*byte));
        let sextet = origin::sextet(digest, index).to_string();
        cell("ak-six", "data", character.to_string(), sextet)
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
    let value = pipeline.accept.as_deref();
    el("section")
        .class("sw-panel ak-answer")
        .class_if("is-future", !figure.shows(STEPS))
        .maybe(value.map(|value| header("Sec-WebSocket-Accept: ", value)))
        .child(verdict::on_answer(figure.value(), pipeline, words))
}

fn mistakes(figure: &AcceptKey, words: &Words) -> Element {
    let labels = [words.decode_first(), words.no_guid(), words.newline(), words.hex_digest()];
    let rows = Mistake::ALL.into_iter().zip(labels).map(|(mistake, label)| {
        let on = figure.mistakes.has(mistake);
        let value = match Pipeline::run(figure.value(), Mistakes::only(mistake)).accept {
            Some(value) => el("code").class("ak-value").text(value),
            None => el("span").class("sw-label").text(words.no_value()),
        };
        el("li")
            .child(switch(Action::Mistake(mistake), label, on))
            .child(el("span").class("sw-micro").text(words.gives()))
            .child(value)
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
