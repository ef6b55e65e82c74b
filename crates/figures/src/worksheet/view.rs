//! The sheet as it lies on the table, and its key behind it.

use figure_kit::action::verb;
use figure_kit::components::{button, field, note, switch, toolbar};
use figure_kit::node::{Element, Node, el};

use super::sheet::{Cell, Part, Task};
use super::state::{Action, Chapter, Seed, Worksheet};
use super::tasks;
use super::words::Words;

/// Whether what is left out is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copy {
    Sheet,
    Key,
}

/// Controls, the sheet, the key where it is wanted.
pub(super) fn whole(figure: &Worksheet, words: &Words) -> Node {
    let tasks = tasks::of(figure.chapter, figure.seed.value(), words);
    let key = figure.has_answers.then(|| sheet(figure, &tasks, Copy::Key, words));
    el("div")
        .class("ws")
        .child(controls(figure, words))
        .child(sheet(figure, &tasks, Copy::Sheet, words))
        .maybe(key)
        .node()
}

fn controls(figure: &Worksheet, words: &Words) -> Element {
    let (least, most) = Seed::RANGE;
    let wrong =
        if figure.seed.is_sound() { String::new() } else { words.seed_range(&least, &most) };
    let number =
        field(words.seed(), verb(Action::Seed), figure.seed.written(), figure.seed.is_sound());
    el("div")
        .class("ws-controls sw-js-only")
        .child(number.child(note(&wrong)))
        .child(toolbar([
            button(Action::Another, words.another()),
            button(Action::Print, words.print()),
        ]))
        .child(switch(Action::Answers, words.show_key(), figure.has_answers))
}

/// What a chapter is called.
pub(super) fn title(chapter: Chapter, words: &Words) -> &str {
    match chapter {
        Chapter::Socket => words.socket(),
        Chapter::Ports => words.ports(),
        Chapter::Life => words.life(),
        Chapter::TcpUdp => words.tcp_udp(),
        Chapter::Endings => words.endings(),
        Chapter::Handshake => words.handshake(),
        Chapter::Frames => words.frames(),
        Chapter::Masking => words.masking(),
        Chapter::Programs => words.programs(),
        Chapter::WhyWebSocket => words.why_websocket(),
        Chapter::Messages => words.messages(),
        Chapter::Closing => words.closing(),
        Chapter::Security => words.security(),
        Chapter::Beyond => words.beyond(),
        Chapter::SideBySide => words.side_by_side(),
    }
}

fn sheet(figure: &Worksheet, tasks: &[Task], copy: Copy, words: &Words) -> Element {
    let seed = figure.seed.value();
    let kind = if copy == Copy::Key { words.key_no(&seed) } else { words.sheet_no(&seed) };
    let blanks = (copy == Copy::Sheet).then(|| {
        el("p")
            .class("ws-name")
            .child(el("span").text(words.name()))
            .child(el("span").text(words.date()))
    });
    el("section")
        .class("ws-sheet")
        .class_if("is-key", copy == Copy::Key)
        .child(
            el("div")
                .class("ws-head")
                .child(el("p").class("ws-kind").text(kind))
                .child(el("p").class("ws-title").text(title(figure.chapter, words)))
                .maybe(blanks),
        )
        .children(tasks.iter().enumerate().map(|(at, task)| printed(at + 1, task, copy, words)))
}

fn printed(number: usize, task: &Task, copy: Copy, words: &Words) -> Element {
    el("div")
        .class("ws-task")
        .child(
            el("p")
                .class("ws-task-title")
                .child(el("b").text(number.to_string()))
                .text(task.title.clone()),
        )
        .child(el("p").text(task.ask.clone()))
        .children(task.parts.iter().filter_map(|it| part(it, copy, words)))
}

fn part(part: &Part, copy: Copy, words: &Words) -> Option<Element> {
    Some(match part {
        Part::Text(text) => el("p").text(text),
        Part::Code(lines) => el("pre").class("ws-code").text(lines.join("\n")),
        Part::Table { head, rows } => table(head, rows, copy, words),
        Part::Choices { options, right } => {
            let option = |(at, text): (usize, &String)| {
                el("li").class_if("is-right", copy == Copy::Key && right.contains(&at)).text(text)
            };
            el("ul").class("ws-choices").children(options.iter().enumerate().map(option))
        }
        Part::Line { label, answer } => {
            el("p").class("ws-line").child(el("span").text(label)).child(blank(answer, copy, words))
        }
        Part::Because(_) if copy == Copy::Key => return None,
        Part::Because(label) => {
            el("p").class("ws-line is-long").child(el("span").text(label)).child(el("span"))
        }
    })
}

/// Something left out, or what belongs there.
fn blank(answer: &str, copy: Copy, words: &Words) -> Element {
    match copy {
        Copy::Key => el("span").class("ws-answer").text(answer),
        Copy::Sheet => {
            el("span").class("ws-blank").attr("role", "img").attr("aria-label", words.blank())
        }
    }
}

fn table(head: &[String], rows: &[Vec<Cell>], copy: Copy, words: &Words) -> Element {
    let columns = head.iter().map(|name| {
        if name.is_empty() { el("td") } else { el("th").attr("scope", "col").text(name) }
    });
    let rows = rows.iter().map(|row| {
        el("tr").children(row.iter().enumerate().map(|(at, cell)| match cell {
            Cell::Given(text) if at == 0 => el("th").attr("scope", "row").text(text),
            Cell::Given(text) => el("td").text(text),
            Cell::Blank(answer) => el("td").class("is-blank").child(blank(answer, copy, words)),
        }))
    });
    el("table")
        .class("ws-table")
        .child(el("thead").child(el("tr").children(columns)))
        .child(el("tbody").children(rows))
}
