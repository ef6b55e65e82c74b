//! System calls beside an axis: a mark where one returns at once, a line while one sleeps.

use super::ladder::{count, line, px};
use super::run::{Actor, End, Made};
use super::scenario::{PROGRAMS, Side};
use super::track::Track;
use crate::node::el;

/// From the mark of a program's call to that of the next program's.
pub(super) const PROGRAM: i32 = 5;

impl Track<'_> {
    /// The calls of a program, one of so many beside the axis, and its end.
    pub(super) fn calls(&mut self, actor: &Actor, place: usize, actors: usize) {
        for (index, made) in actor.calls.iter().enumerate() {
            let mut name = String::new();
            if actors > 1 {
                let number = PROGRAMS[actor.program].trim_start_matches(char::is_alphabetic);
                name.push_str(if number.is_empty() { "1 " } else { number });
                name.push_str(if number.is_empty() { "" } else { " " });
            }
            name.push_str(actor.statements[index].ask.name());
            name.push_str("()");
            self.grouped(|track| track.call(actor, made, place, name));
        }
        let (position, limit) = (self.figure.position, self.figure.limit());
        if let Some((step, end)) = actor.ended
            && step <= limit
            && self.rows.holds(step)
        {
            let text = match end {
                End::Killed => self.words.tm_was_killed(),
                End::Done | End::Failed => "exit",
            };
            self.label(step, step > position, false, text.to_owned());
        }
    }

    fn call(&mut self, actor: &Actor, made: &Made, place: usize, mut name: String) {
        let (position, limit) = (self.figure.position, self.figure.limit());
        let end = actor.ended.map(|(step, _)| step);
        let back = made.returned.or(end).filter(|step| *step <= limit);
        if made.called > limit || back.is_some_and(|step| step < self.rows.first) {
            self.past.push(el("g"));
            return;
        }
        let is_future = made.called > position;
        let slept = made.returned != Some(made.called);
        let failed = matches!(made.result, Some(Err(_)));
        let number = match &made.result {
            Some(Ok(reply)) => reply.number(),
            _ => -1,
        };
        if !slept && (number != 0 || name.contains("recv")) {
            name.push_str(" = ");
            name.push_str(&number.to_string());
        }
        if self.rows.holds(made.called) {
            self.label(made.called, is_future, failed && !slept, name);
        }
        let x = self.x(self.marks + PROGRAM * count(place));
        let y = self.rows.y(made.called);
        if !slept {
            let dot = el("rect").attr("x", px(x - 3)).attr("y", px(y - 3));
            let round = if self.side == Side::Client { "3" } else { "0" };
            let dot = dot.attr("width", "6").attr("height", "6").attr("rx", round);
            self.past.push(dot.class("tm-dot"));
            return;
        }
        let woken = back.filter(|step| *step <= position);
        let bottom = back.map_or(self.rows.bottom, |step| self.rows.y(step));
        let sleep = line(px(x), y.max(0), px(x), bottom).class("tm-sleep");
        self.past.push(sleep.class_if("is-open", woken.is_none()));
        if let (Some(step), Some(result)) = (woken, &made.result)
            && self.rows.holds(step)
        {
            let text = match result {
                Ok(reply) => ["= ", &reply.number().to_string()].concat(),
                Err(errno) => ["= ", errno.name()].concat(),
            };
            self.label(step, false, failed, text);
        }
        // Said in the first row that no other name needs, once the sleep has lasted a while.
        let until = back.unwrap_or(usize::MAX).min(self.rows.last + 1);
        let from = (made.called + 1).max(self.rows.first);
        let free = (from..until).find(|row| !self.named.contains(row));
        if let Some(row) = free.filter(|_| position.min(until) >= made.called + 3) {
            self.named.push(row);
            let y = self.rows.y(row) + 4;
            self.out.push(self.text("tm-asleep", self.names, y, self.words.tm_asleep()));
        }
    }

    fn label(&mut self, row: usize, is_future: bool, is_bad: bool, name: String) {
        let class = match (is_future, is_bad) {
            (true, _) => "tm-call-label is-future",
            (_, true) => "tm-call-label is-bad",
            _ => "tm-call-label",
        };
        let y = self.rows.y(row) + 4;
        self.out.push(self.text(class, self.names, y, name));
    }
}
