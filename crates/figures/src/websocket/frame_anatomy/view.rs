//! The figure as a whole: inputs, frames in a row, bytes, bits, the selected field, the verdict.

mod explain;
mod grid;
mod inputs;
mod lines;
mod strip;

use std::ops::Range;

use websocket::Rule;

use super::part::{Field, FieldKind, FramePart};
use super::reading::Outcome;
use super::{FrameAnatomy, meaning};
use crate::node::{Element, Node, el};
use crate::words::Words;
use crate::{clause, icon};

/// Payload and header bytes of one frame that are drawn at once: two lines of bytes, six of bits.
const WINDOW: usize = 24;

/// Arrow keys lead from field to field, as long as the focus is on one of the bytes.
const BYTE_KEYS: &str = "ArrowLeft=select previous;ArrowRight=select next;Home=select first;\
                         End=select last;Escape=select none";

/// Among the bits they lead from bit to bit, and from byte to byte; Space turns a bit over.
const BIT_KEYS: &str = "ArrowLeft=select by -1;ArrowRight=select by 1;ArrowUp=select by -8;\
                        ArrowDown=select by 8;Home=select first;End=select last;\
                        Escape=select none";

/// All panels.
pub(super) fn whole(figure: &FrameAnatomy, words: &Words) -> Node {
    let mut root = el("div").class("fa").child(inputs::panel(figure, words));
    root = root.child(strip::panel(figure, words));
    if let Some(part) = figure.part() {
        let window = Drawn::new(figure, part);
        root = root
            .child(
                el("div")
                    .class("fa-wire")
                    .attr("data-keys", BYTE_KEYS)
                    .children(lines::lines(&window, words)),
            )
            .child(lines::pager(&window, words))
            .child(grid::panel(&window, words))
            .child(explain::absent(part, words))
            .child(explain::panel(&window, words));
    }
    root.child(verdict(figure, words)).node()
}

/// The frame that is looked at, and the bytes of it that are drawn.
struct Drawn<'a> {
    figure: &'a FrameAnatomy,
    part: &'a FramePart,
    fields: Vec<Field>,
    /// Offsets from the first of all bytes.
    window: Range<usize>,
    /// The field at fault, if the fault lies in this frame, and its byte.
    fault: Option<(FieldKind, usize)>,
    selected: Option<Field>,
}

impl<'a> Drawn<'a> {
    fn new(figure: &'a FrameAnatomy, part: &'a FramePart) -> Self {
        let len = part.end() - part.start;
        let at = figure.selected.map_or(0, |bit| bit / 8) / WINDOW * WINDOW;
        let window = part.start + at..part.start + len.min(at + WINDOW);
        let fields = part.fields(&figure.bytes);
        let fault = fault_here(figure, part, &fields);
        Self { figure, part, fields, window, fault, selected: figure.selected_field() }
    }

    /// The fields that have bits in this byte of the frame, in order.
    fn fields_at(&self, byte: usize) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.bytes().contains(&byte))
    }

    /// Whether a field is the selected one; of the payload, only the byte is.
    fn is_selected(&self, field: &Field, byte: usize) -> bool {
        let Some(selected) = self.selected else { return false };
        let same_byte = self.figure.selected.is_some_and(|bit| bit / 8 == byte);
        selected.kind == field.kind && (field.kind != FieldKind::Payload || same_byte)
    }

    /// Whether a field is at fault in this byte, counted from the first of all.
    fn is_faulty(&self, kind: FieldKind, byte: usize) -> bool {
        self.fault == Some((kind, byte))
    }
}

/// Which field breaks the rule, where the byte alone does not tell.
fn fault_here(
    figure: &FrameAnatomy,
    part: &FramePart,
    fields: &[Field],
) -> Option<(FieldKind, usize)> {
    let Outcome::Fault(fault) = figure.anatomy.verdict.outcome() else { return None };
    if figure.anatomy.verdict.fault_frame != Some(part.index) {
        return None;
    }
    let at = usize::try_from(fault.at).ok()?;
    let kind = match fault.rule {
        Rule::UnmaskedClient | Rule::MaskedServer => FieldKind::Mask,
        Rule::FragmentedControl => FieldKind::Fin,
        Rule::ReservedOpcode | Rule::ContinuationWithoutStart | Rule::StartInsideMessage => {
            FieldKind::Opcode
        }
        Rule::ReservedBit => {
            let reserved = [FieldKind::Rsv1, FieldKind::Rsv2, FieldKind::Rsv3];
            let is_set = |field: &&Field| reserved.contains(&field.kind) && field.value == 1;
            fields.iter().find(is_set)?.kind
        }
        _ => {
            let byte = at - part.start;
            fields.iter().rfind(|field| field.bytes().contains(&byte))?.kind
        }
    };
    Some((kind, at))
}

/// The name of a field's colour and pattern.
fn hue(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Fin => "fin",
        FieldKind::Rsv1 | FieldKind::Rsv2 | FieldKind::Rsv3 => "rsv",
        FieldKind::Opcode => "op",
        FieldKind::Mask => "mask",
        FieldKind::Length | FieldKind::ExtendedLength => "len",
        FieldKind::Key => "key",
        FieldKind::Payload => "data",
    }
}

fn button(action: &str) -> Element {
    el("button").attr("type", "button").class("sw-btn").does(action)
}

/// What came through, and what the other end says.
fn verdict(figure: &FrameAnatomy, words: &Words) -> Element {
    let said = meaning::verdict(&figure.anatomy, words);
    let icon = if said.is_legal { icon::tick() } else { icon::cross() };
    let mut why = el("p").class("sw-verdict-why").text(said.why);
    if !said.remedy.is_empty() {
        why = why.text(" ").child(el("b").text(said.remedy));
    }
    if !said.clause.is_empty() {
        why = why.text(" ").child(clause::link(said.clause));
    }
    let delivered = figure.anatomy.delivered.iter().take(DELIVERED_SHOWN);
    let delivered = delivered.map(|delivered| el("li").text(meaning::delivered(delivered, words)));
    el("section").class("fa-end").child(el("ul").class("fa-delivered").children(delivered)).child(
        el("div")
            .class("sw-verdict")
            .attr("data-actor", if said.is_legal { "ok" } else { "err" })
            .child(icon)
            .child(el("p").class("sw-verdict-line").text(said.line))
            .child(why),
    )
}

/// The most deliveries that are listed.
const DELIVERED_SHOWN: usize = 8;

/// The selected field in one breath, for ears.
pub(super) fn spoken_selection(figure: &FrameAnatomy, words: &Words) -> String {
    let Some(part) = figure.part() else { return String::new() };
    if figure.selected.is_none() {
        return strip::spoken(figure, part, words);
    }
    explain::sentences(&Drawn::new(figure, part), words).join(" ")
}
