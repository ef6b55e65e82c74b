//! All bytes in a row: sent, on the wire, received, with the pieces that the receiver reads.

use figure_kit::components::{LINE, spanning};
use figure_kit::legible::{hex, readable};
use figure_kit::node::{Element, el};
use figure_kit::playback;

use super::super::run::{Chunk, Run};
use super::super::state::Action;
use super::super::words::Words;

/// The lines.
pub(super) fn panel(run: &Run, words: &Words) -> Element {
    let lines = (0..run.plain.len()).step_by(LINE).map(|start| line(run, start, words));
    el("section").class("sw-panel xw-tape").children(lines)
}

fn line(run: &Run, start: usize, words: &Words) -> Element {
    let end = run.plain.len().min(start + LINE);
    let mut grid = el("div").class("sw-line xw-line");
    grid = grid.children(characters(&run.plain, usize::MAX, start, end, "xw-r1"));
    for at in start..end {
        grid = grid.children(column(run, at, at - start));
    }
    for chunk in &run.chunks {
        let (from, to) = (chunk.start.max(start), chunk.end.min(end));
        if from < to {
            grid = grid.child(piece(chunk, from - start, to - 1 - start, from, words));
        }
    }
    grid.children(characters(&run.received, run.done, start, end, "xw-r8"))
        .children(labels(end - start, words))
}

/// The names of the rows, where the line leaves room for them.
fn labels(filled: usize, words: &Words) -> Vec<Element> {
    if filled > LINE - 4 {
        return Vec::new();
    }
    let rows = [
        ("xw-r2", words.row_plain()),
        ("xw-r3", words.row_key()),
        ("xw-r4", words.row_wire()),
        ("xw-r6", words.row_again()),
        ("xw-r7", words.row_back()),
    ];
    let label = |(row, text): (&str, &str)| {
        spanning("span", filled, LINE - 1).class("xw-label").class(row).text(text)
    };
    rows.map(label).into()
}

/// The bytes of one place, from above: sent, key, on the wire, key again, received.
fn column(run: &Run, at: usize, column: usize) -> Vec<Element> {
    let is_done = at < run.done;
    let is_now = run.is_walking && at == run.now();
    let is_wrong = run.plain[at] != run.received[at];
    let cell = |tag: &'static str, row: &str, field: &str, byte: u8| {
        spanning(tag, column, column)
            .class("sw-byte sw-byte--sm")
            .class(row)
            .class_if("is-future", !is_done)
            .attr("data-f", field)
            .text(hex(byte))
    };
    let tab_stop = if run.is_walking { run.now() } else { 0 };
    let sent = spanning("button", column, column)
        .attr("type", "button")
        .class("sw-byte sw-byte--sm xw-r2")
        .attr("data-f", "data")
        .state("aria-pressed", is_now)
        .attr("tabindex", if at == tab_stop { "0" } else { "-1" })
        .does(Action::Walk(playback::Action::to(at + 1)))
        .text(hex(run.plain[at]));
    vec![
        sent,
        cell("span", "xw-r3", "key", run.key[at % 4]),
        cell("span", "xw-r4", "data", run.wire[at]).class_if("is-selected", is_now),
        cell("span", "xw-r6", "key", run.receiver_key(at)),
        cell("span", "xw-r7", "data", run.received[at]).class_if("is-error", is_wrong && is_done),
    ]
}

/// A piece that the receiver reads at once, with the phase it begins with.
fn piece(chunk: &Chunk, first: usize, last: usize, at: usize, words: &Words) -> Element {
    let says = if at == chunk.start { words.phase(&chunk.phase) } else { String::new() };
    spanning("span", first, last)
        .class("xw-piece")
        .class_if("is-open", at != chunk.start)
        .text(says)
}

/// The characters of a line, each over its bytes, as far as they are done; a mark for what is
/// none.
fn characters(
    bytes: &[u8],
    done: usize,
    start: usize,
    end: usize,
    row: &'static str,
) -> Vec<Element> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut push = |len: usize, text: String, bad: bool| {
        let (from, to) = (at.max(start), (at + len).min(end));
        if from < to {
            let cell = spanning("span", from - start, to - 1 - start).class("sw-char").class(row);
            let cell = cell.class_if("is-bad", bad).class_if("is-future", at + len > done);
            found.push(cell.text(text));
        }
        at += len;
    };
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            let text =
                if character == ' ' { "␣".to_owned() } else { readable(&character.to_string()) };
            push(character.len_utf8(), text, false);
        }
        if !chunk.invalid().is_empty() {
            push(chunk.invalid().len(), "�".to_owned(), true);
        }
    }
    found
}
