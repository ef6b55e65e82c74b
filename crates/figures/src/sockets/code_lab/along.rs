//! Listings that are read along: what they would do and log at the position of the run.

use figure_kit::node::{Element, el};
use lab::along::{self, Along, Lines, Moment};
use lab::codec::{Malformed, Reader};
use recording::Recording;

use super::words::Words;

/// A listing that is read along, with all that the run gives it.
pub struct Reading {
    name: String,
    text: String,
    /// The program whose run it follows.
    followed: String,
    moments: Vec<Moment>,
    /// The lines that may light up; with one more around them they are what is shown.
    lines: Vec<Lines>,
}

impl Reading {
    /// Reads what is read along from a feed: name, text, rules, the program that is followed. Rules
    /// that cannot be were refused when the book was built; a listing with such rules lights up
    /// nothing.
    pub(super) fn read_all(
        reader: &mut Reader<'_>,
        run: &Recording,
    ) -> Result<Vec<Self>, Malformed> {
        // A feed may end before them.
        if reader.is_done() {
            return Ok(Vec::new());
        }
        reader.list(|reader| {
            let (name, text) = (reader.text()?, reader.text()?);
            let (rules, followed) = (reader.text()?, reader.text()?);
            let rules = Along::parse(&rules, &text).ok();
            let moments = rules.as_ref().map_or_else(Vec::new, |it| it.read(run, &followed));
            let lines = rules.map_or_else(Vec::new, |rules| rules.lines());
            Ok(Self { name, text, followed, moments, lines })
        })
    }
}

/// All of them, at a position of the run.
pub(super) fn view(readings: &[Reading], position: usize, words: &Words) -> Option<Element> {
    let all = readings.iter().map(|reading| one(reading, position, words));
    (!readings.is_empty()).then(|| el("div").class("cl-along").children(all))
}

fn one(reading: &Reading, position: usize, words: &Words) -> Element {
    let (lit, log) = along::at(&reading.moments, position);
    let head = el("p")
        .class("cl-along-head")
        .child(el("b").text(reading.name.clone()))
        .text([" ", words.read_along(&reading.followed).as_str()].concat());
    let section = el("section")
        .attr("aria-label", reading.name.clone())
        .child(head)
        .child(code(reading, lit));
    if reading.moments.iter().all(|moment| moment.log.is_empty()) {
        return section;
    }
    let label = words.log_of(&reading.name);
    let console = el("pre").class("cl-along-log").attr("role", "log").attr("tabindex", "0");
    section
        .child(el("p").class("sw-label").text(label.clone()))
        .child(console.attr("aria-label", label).text(log))
}

fn code(reading: &Reading, lit: &[Lines]) -> Element {
    let is_lit = |number: usize| lit.iter().any(|(first, last)| (*first..=*last).contains(&number));
    let near = |(first, last): &Lines, number: usize| {
        (first.saturating_sub(1)..=last + 1).contains(&number)
    };
    let is_shown = |number: usize| reading.lines.iter().any(|lines| near(lines, number));
    let mut rows = Vec::new();
    let mut is_left_out = false;
    for (at, text) in reading.text.lines().enumerate() {
        let number = at + 1;
        if !is_shown(number) {
            is_left_out = true;
            continue;
        }
        if std::mem::take(&mut is_left_out) {
            rows.push(el("li").attr("data-n", "⋮"));
        }
        let row = el("li").attr("data-n", number.to_string());
        rows.push(row.class_if("is-current", is_lit(number)).text(text));
    }
    el("ol").class("sw-code rec-code is-whole").children(rows)
}
