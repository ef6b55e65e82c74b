//! The drawing: descriptors on the left, descriptions in the middle, sockets on the right.
//!
//! Every row has the same height, so an arrow's ends follow from two row numbers.

use figure_kit::node::{Element, el};
use figure_kit::playback::Go;
use kernel::{Fd, FileId, SocketRow, abi};

use super::super::state::{Action, DescriptorTable};
use super::super::words::Words;
use crate::sockets::state_pill;

/// Units of a row, and of the width that an arrow crosses.
const ROW: usize = 44;
const ACROSS: usize = 64;

/// Arrow keys lead from descriptor to descriptor.
const KEYS: [(&str, Action); 4] = [
    ("ArrowUp", Action::Look(Go::Previous)),
    ("ArrowDown", Action::Look(Go::Next)),
    ("Home", Action::Look(Go::First)),
    ("End", Action::Look(Go::Last)),
];

/// A descriptor's place: which process, which number, what it refers to, which row.
struct Place {
    actor: usize,
    fd: Fd,
    file: FileId,
    row: usize,
}

/// The three columns and the arrows between them.
pub(super) fn view(figure: &DescriptorTable, words: &Words) -> Element {
    let host = figure.bench.host();
    let mut sockets: Vec<SocketRow> = Vec::new();
    // By age, whichever place in its table the kernel gave each.
    for row in host.socket_rows() {
        let at = sockets.iter().position(|other| other.inode > row.inode);
        sockets.insert(at.unwrap_or(sockets.len()), row);
    }
    let (tables, places, left) = tables(figure, words);
    let height = left.max(sockets.len()) * ROW;
    let chosen = figure.fd().and_then(|fd| {
        let actor = figure.actor();
        places.iter().find(|place| place.actor == actor && place.fd == fd).map(|place| place.file)
    });
    let mut first = arrows(height);
    let mut second = arrows(height);
    for place in &places {
        let Some(to) = sockets.iter().position(|row| row.file == Some(place.file)) else {
            continue;
        };
        let is_chosen = place.actor == figure.actor() && figure.fd() == Some(place.fd);
        first = first.child(arrow(place.row, to, is_chosen));
    }
    for (at, _) in sockets.iter().enumerate().filter(|(_, row)| row.file.is_some()) {
        second = second.child(arrow(at, at, sockets[at].file == chosen));
    }
    let descriptions = sockets.iter().map(|row| description(figure, row, chosen, words));
    let objects = sockets.iter().map(|row| socket(row, chosen, words));
    let head = |title: &str, note: &str| {
        el("p")
            .class("dt-head")
            .child(el("b").text(title))
            .text(" ")
            .child(el("span").class("sw-micro").text(note))
    };
    el("div")
        .class("dt-plate")
        .keys(&KEYS)
        .child(head(words.tables(), words.tables_note()).attr("data-actor", "client"))
        .child(head(words.descriptions(), words.descriptions_note()))
        .child(head(words.sockets(), words.sockets_note()))
        .child(el("div").class("dt-tables").children(tables))
        .child(first)
        .child(el("div").class("dt-files").children(descriptions))
        .child(second)
        .child(el("div").class("dt-sockets").attr("data-actor", "kernel").children(objects))
}

fn arrows(height: usize) -> Element {
    let size = ["0 0 ", &ACROSS.to_string(), " ", &height.max(1).to_string()].concat();
    el("svg")
        .class("dt-arrows")
        .attr("viewBox", size)
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
}

/// A curve from the middle of a row to the middle of another, with a head.
fn arrow(from: usize, to: usize, chosen: bool) -> Element {
    let y = |row: usize| (row * ROW + ROW / 2).to_string();
    let (from, to) = (y(from), y(to));
    let end = to.parse::<usize>().unwrap_or_default();
    let curve = ["M2 ", &from, "C34 ", &from, " 26 ", &to, " 58 ", &to].concat();
    let [up, down] = [end - 5, end + 5].map(|y| y.to_string());
    let head = ["M54 ", &up, "L63 ", &to, "L54 ", &down, "Z"].concat();
    el("g")
        .class_if("is-chosen", chosen)
        .child(el("path").class("dt-line").attr("d", curve))
        .child(el("path").class("dt-tip").attr("d", head))
}

/// The tables of all processes, the places of their descriptors, and how many rows that took.
fn tables(figure: &DescriptorTable, words: &Words) -> (Vec<Element>, Vec<Place>, usize) {
    let (mut rows, mut places) = (Vec::new(), Vec::new());
    let host = figure.bench.host();
    let several = figure.bench.actors.len() > 1;
    for (at, actor) in figure.bench.actors.iter().enumerate() {
        let acts = at == figure.actor();
        let name = words.process(&actor.pid);
        let asleep = actor.asleep.and_then(|line| figure.bench.log.get(line));
        let note = match (actor.exited, asleep) {
            (true, _) => words.exited().to_owned(),
            (_, Some(line)) => words.asleep(&line.call),
            _ => String::new(),
        };
        let head = el(if several { "button" } else { "div" })
            .class("dt-process")
            .class_if("is-acting", acts)
            .attr("data-actor", "client")
            .child(el("span").class("sw-mark"))
            .child(el("b").text(name))
            .text(" ")
            .child(el("span").class("sw-micro").text(note));
        rows.push(if several {
            head.attr("type", "button").state("aria-pressed", acts).does(Action::Process(actor.pid))
        } else {
            head
        });
        if actor.exited {
            continue;
        }
        let standard = el("div")
            .class("dt-fd dt-standard")
            .child(el("b").text(words.range(&0, &2)))
            .child(el("span").class("sw-micro").text(words.terminal()));
        rows.push(standard);
        let open = host.descriptors(actor.process);
        for (order, (fd, file)) in open.iter().enumerate() {
            places.push(Place { actor: at, fd: *fd, file: *file, row: rows.len() });
            rows.push(descriptor(figure, acts, *fd, order == 0, words));
        }
    }
    let count = rows.len();
    (rows, places, count)
}

fn descriptor(
    figure: &DescriptorTable,
    acts: bool,
    fd: Fd,
    is_first: bool,
    words: &Words,
) -> Element {
    let number = fd.to_string();
    if !acts {
        return el("div").class("dt-fd").child(el("b").text(number));
    }
    let chosen = figure.fd() == Some(fd);
    let reachable = chosen || (figure.fd().is_none() && is_first);
    el("button")
        .attr("type", "button")
        .class("dt-fd")
        .attr("aria-label", words.descriptor(&number))
        .state("aria-pressed", chosen)
        .attr("tabindex", if reachable { "0" } else { "-1" })
        .does(Action::Look(Go::To(usize::try_from(fd).unwrap_or(0))))
        .child(el("b").text(number))
}

fn description(
    figure: &DescriptorTable,
    row: &SocketRow,
    chosen: Option<FileId>,
    words: &Words,
) -> Element {
    let descriptions = figure.bench.host().descriptions();
    let found = row.file.and_then(|file| descriptions.into_iter().find(|it| it.file == file));
    let Some(found) = found else {
        return el("div")
            .class("dt-file is-absent")
            .child(el("span").class("sw-micro").text(words.no_description()));
    };
    let flags = if found.nonblocking { "O_RDWR|O_NONBLOCK" } else { "O_RDWR" };
    el("div")
        .class("dt-file")
        .class_if("is-chosen", chosen == row.file)
        .attr("title", words.references(&found.references))
        .child(el("b").text(["×", &found.references.to_string()].concat()))
        .child(el("span").class("sw-micro").text(flags))
}

fn socket(row: &SocketRow, chosen: Option<FileId>, words: &Words) -> Element {
    let is_chosen = row.file.is_some() && row.file == chosen;
    let mut ends = if row.is_bound() { row.local.to_string() } else { String::new() };
    if let Some(remote) = &row.remote {
        ends.push_str(" → ");
        ends.push_str(&remote.to_string());
    }
    if row.listening && row.waiting.0 > 0 {
        ends.push_str(&[" · ", &words.waiting(&row.waiting.0)].concat());
    }
    el("div")
        .class("dt-socket")
        .class_if("is-chosen", is_chosen)
        .class_if("is-absent", row.file.is_none())
        .child(
            el("div")
                .child(el("b").text(kind_name(row)))
                .text(" ")
                .child(el("span").class("dt-inode").text(inode_text(row)))
                .text(" ")
                .child(state_pill::of_socket(row)),
        )
        .child(el("div").class("dt-ends").text(ends))
}

/// What `/proc/PID/fd` calls it; Linux gives no inode to what no program can have open.
pub(super) fn inode_text(row: &SocketRow) -> String {
    ["socket:[", &row.inode.to_string(), "]"].concat()
}

/// The kind of a socket in a word.
pub(super) const fn kind_name(row: &SocketRow) -> &'static str {
    match (row.domain, row.kind) {
        (abi::AF_INET, abi::SOCK_STREAM) => "TCP",
        (abi::AF_INET, _) => "UDP",
        (_, abi::SOCK_STREAM) => "AF_UNIX stream",
        _ => "AF_UNIX dgram",
    }
}
