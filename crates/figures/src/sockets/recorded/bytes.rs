//! A segment's bytes: the packet as it stands in the capture, field by field.

use figure_kit::legible::spaced_hex;
use kernel::encode;
use recording::Segment;

use super::faults;
use super::text::{self, quoted};
use super::view::View;
use super::words::Words;
use crate::node::{Element, el, heading};

/// The most bytes of data that are drawn.
const DATA_MAX: usize = 64;

/// A field: its name, the hue that other figures give such fields, its place, its meaning.
struct Field<'w> {
    name: &'w str,
    hue: &'static str,
    from: usize,
    until: usize,
    meaning: String,
}

/// The chosen segment.
pub(super) fn view(view: &View<'_>) -> Element {
    let words = view.words;
    let chosen = view.viewing.segment;
    let chosen = chosen.and_then(|number| Some((number, view.run.segments.get(number - 1)?)));
    let Some((number, segment)) = chosen else {
        return el("p").class("sw-hint").text(words.pick_segment());
    };
    let bytes = encode(&segment.packet);
    let title = words.segment_title(&number, &view.kernel_of(segment.from));
    let head = heading("rec-part-head")
        .attr("data-actor", view.actor(segment.from))
        .child(el("span").class("sw-mark"))
        .child(el("span").text(title))
        .child(el("span").class("sw-micro").text(words.bytes(&bytes.len())));
    let fields = fields(segment, &bytes, words);
    let group = |name: &'static str, from: usize, until: usize| {
        let inside = fields.iter().filter(|it| it.from >= from && it.until <= until);
        el("div")
            .class("rec-header")
            .child(el("p").class("rec-header-name").text(name))
            .child(el("dl").class("rec-fields").children(inside.map(|it| row(it, &bytes, words))))
    };
    let data = data_start(&bytes);
    el("div")
        .class("rec-bytes")
        .child(head)
        .child(faults::mishaps(view).class("sw-js-only"))
        .child(group("IPv4", 0, 20))
        .child(group("TCP", 20, bytes.len().max(data)))
}

fn data_start(bytes: &[u8]) -> usize {
    bytes.get(32).map_or(20, |byte| 20 + usize::from(byte >> 4) * 4)
}

fn row(field: &Field<'_>, bytes: &[u8], words: &Words) -> Element {
    let shown = &bytes[field.from..field.until.min(field.from + DATA_MAX)];
    let rest = field.until - field.from - shown.len();
    let more = (rest > 0).then(|| el("span").class("sw-micro").text(words.more_bytes(&rest)));
    el("div")
        .attr("data-f", field.hue)
        .child(
            el("dt")
                .child(el("span").class("rec-offset").text(field.from.to_string()))
                .text(field.name),
        )
        .child(el("dd").class("rec-hex").child(el("span").text(spaced_hex(shown))).maybe(more))
        .child(el("dd").class("rec-meaning").text(field.meaning.clone()))
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

fn fields<'w>(segment: &Segment, bytes: &[u8], words: &'w Words) -> Vec<Field<'w>> {
    let mut fields = Vec::new();
    let mut add = |name: &'w str, hue, from: usize, length: usize, meaning: String| {
        fields.push(Field { name, hue, from, until: from + length, meaning });
    };
    let plain = |from: usize, length: usize| number(&bytes[from..from + length]).to_string();
    let dotted = |from: usize| {
        let parts = bytes[from..from + 4].iter().map(ToString::to_string);
        parts.collect::<Vec<_>>().join(".")
    };
    add(words.field_version(), "rsv", 0, 1, "IPv4, 20".to_owned());
    add(words.field_service(), "op", 1, 1, plain(1, 1));
    add(words.field_length(), "len", 2, 2, plain(2, 2));
    add(words.field_id(), "rsv", 4, 4, "DF".to_owned());
    add(words.field_ttl(), "rsv", 8, 1, plain(8, 1));
    add(words.field_protocol(), "op", 9, 1, plain(9, 1) + " TCP");
    add(words.field_checksum(), "mask", 10, 2, String::new());
    add(words.field_source(), "key", 12, 4, dotted(12));
    add(words.field_destination(), "key", 16, 4, dotted(16));
    if segment.tcp().is_none() || bytes.len() < 40 {
        return fields;
    }
    let data = data_start(bytes);
    let relative =
        |absolute: String, relative: u32| [&absolute, " · ", &words.relative(&relative)].concat();
    add(words.field_source_port(), "key", 20, 2, plain(20, 2));
    add(words.field_destination_port(), "key", 22, 2, plain(22, 2));
    add(words.field_seq(), "len", 24, 4, relative(plain(24, 4), segment.seq()));
    let ack = if segment.flags().has(kernel::Flags::ACK) {
        relative(plain(28, 4), segment.ack())
    } else {
        "–".to_owned()
    };
    add(words.field_ack(), "len", 28, 4, ack);
    let flags = [&(data - 20).to_string(), " · ", &text::flags(segment.flags())].concat();
    add(words.field_flags(), "fin", 32, 2, flags);
    add(words.field_window(), "len", 34, 2, plain(34, 2));
    add(words.field_checksum(), "mask", 36, 2, String::new());
    add(words.field_urgent(), "rsv", 38, 2, plain(38, 2));
    if data > 40 {
        add(words.field_options(), "ext", 40, data - 40, options(&bytes[40..data]));
    }
    if bytes.len() > data {
        let text = quoted(&bytes[data..]);
        add(words.field_data(), "data", data, bytes.len() - data, text);
    }
    fields
}

/// The options of a TCP header by their kinds (RFC 9293 §3.2, RFC 7323, RFC 2018).
fn options(mut bytes: &[u8]) -> String {
    let mut text = String::new();
    while let [kind, rest @ ..] = bytes {
        let length = match (kind, rest.first()) {
            (0, _) => break,
            (1, _) => 1,
            (_, Some(length)) => usize::from(*length).max(2),
            _ => break,
        };
        let value = bytes.get(2..length).map(number);
        let name = match kind {
            1 => "",
            2 => "MSS ",
            3 => "window scale ",
            4 => "SACK permitted",
            8 => "timestamps",
            _ => "?",
        };
        if !name.is_empty() {
            text.push_str(if text.is_empty() { "" } else { " · " });
            text.push_str(name);
            if let (2 | 3, Some(value)) = (kind, value) {
                text.push_str(&value.to_string());
            }
        }
        bytes = bytes.get(length..).unwrap_or_default();
    }
    text
}
