//! Listings that are read along: they are not executed. Another program runs, and what it does
//! lights up their lines and fills in their log statements.
//!
//! Beside such a listing stands a file of rules, one a line:
//!
//! ```text
//! call recv -> 36 log 37 data     a call of this name; what it logs once it is back
//! call recv end -> 36 log 43      it gave 0: the end of the stream
//! call close 2 -> 46              its second call of this name
//! open -> 26-29 log 29 id count   a WebSocket connection is open
//! ```
//!
//! Events are `request`, `open`, `message`, `binary`, `sent` and `close`, as the bytes say that the
//! followed program receives and sends, and `call NAME [end] [WHICH]`. Behind `log` stands the line
//! of the log statement, whose text is taken from the listing, and the values for its blanks: `id`,
//! `count`, `text`, `code`, `reason`, `path`, `length` and `data`.
//!
//! Invariant: nothing is logged that the listing does not hold, but for values out of the run.

mod conversation;
mod statement;

use recording::{CallMade, Recording, Thread};

use crate::setup::Wrong;
use conversation::{Conversations, Happened};
use kernel::{Call, CallResult, Reply};
use statement::Statement;

/// Lines, from the first to the last, counted from 1.
pub type Lines = (usize, usize);

/// A listing with the rules by which it is read along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Along {
    rules: Vec<Rule>,
}

/// Something that the listing would do at a step of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The step with which it is seen.
    pub step: usize,
    /// The lines that light up.
    pub lines: Vec<Lines>,
    /// What the listing logs.
    pub log: String,
}

/// What happens in the followed program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Call,
    Request,
    Open,
    Message,
    Binary,
    Sent,
    Close,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    on: On,
    /// The call's name; empty of other events.
    call: String,
    /// Whether it is about a call that gave 0.
    is_end: bool,
    /// Which call of this name, from 1; each if 0.
    which: usize,
    lines: Vec<Lines>,
    log: Option<Statement>,
}

/// What can be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    Id,
    Count,
    Text,
    Code,
    Reason,
    Path,
    Length,
    Data,
}

const VALUES: [(&str, Value); 8] = [
    ("id", Value::Id),
    ("count", Value::Count),
    ("text", Value::Text),
    ("code", Value::Code),
    ("reason", Value::Reason),
    ("path", Value::Path),
    ("length", Value::Length),
    ("data", Value::Data),
];

const EVENTS: [(&str, On); 6] = [
    ("request", On::Request),
    ("open", On::Open),
    ("message", On::Message),
    ("binary", On::Binary),
    ("sent", On::Sent),
    ("close", On::Close),
];

/// The values that an event gives.
pub(crate) type Known = Vec<(Value, String)>;

impl Along {
    /// Reads the rules of a listing.
    pub fn parse(rules: &str, listing: &str) -> Result<Self, Wrong> {
        let listing: Vec<&str> = listing.lines().collect();
        let mut read = Vec::new();
        for (at, line) in rules.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                let rule = rule(line, &listing).map_err(|wants| Wrong { line: at + 1, wants })?;
                read.push(rule);
            }
        }
        Ok(Self { rules: read })
    }

    /// All lines that may ever light up.
    pub fn lines(&self) -> Vec<Lines> {
        let logged = |rule: &Rule| rule.log.as_ref().map(|log| (log.line, log.line));
        let of = |rule: &Rule| rule.lines.iter().copied().chain(logged(rule)).collect::<Vec<_>>();
        self.rules.iter().flat_map(of).collect()
    }

    /// What the listing would do, while a program does what it did in this run.
    pub fn read(&self, run: &Recording, program: &str) -> Vec<Moment> {
        let mut followed = Vec::new();
        let mine = |thread: &&Thread| thread.program == program;
        for thread in run.threads.iter().filter(mine) {
            for made in &thread.calls {
                followed.push((made.called, None, made));
                if let (Some(back), Some(result)) = (made.returned, &made.result) {
                    followed.push((back, Some(result), made));
                }
            }
        }
        // A thread's own are in order already, and stay so.
        followed.sort_by_key(|(step, _, _)| *step);
        let mut reading = Reading { along: self, counts: Vec::new(), moments: Vec::new() };
        let mut conversations = Conversations::default();
        for (step, result, made) in followed {
            match result {
                None => reading.begin(step, made),
                Some(result) => {
                    reading.end(step, made, result);
                    for happened in conversations.returned(&made.call, result) {
                        reading.happened(step, happened);
                    }
                }
            }
        }
        reading.moments
    }
}

/// The lines that are lit and everything that is logged, at a position of the run.
pub fn at(moments: &[Moment], position: usize) -> (&[Lines], String) {
    let seen = moments.iter().take_while(|moment| moment.step <= position);
    let log = seen.clone().map(|moment| moment.log.as_str()).collect();
    (seen.last().map_or(&[], |moment| &moment.lines), log)
}

struct Reading<'a> {
    along: &'a Along,
    /// How many calls of each name have begun.
    counts: Vec<(&'static str, usize)>,
    moments: Vec<Moment>,
}

impl Reading<'_> {
    fn begin(&mut self, step: usize, made: &CallMade) {
        let name = made.call.name();
        match self.counts.iter_mut().find(|it| it.0 == name) {
            Some(count) => count.1 += 1,
            None => self.counts.push((name, 1)),
        }
        if let Some(rule) = self.rule_of(name, false) {
            self.moments.push(Moment { step, lines: rule.lines.clone(), log: String::new() });
        }
    }

    fn end(&mut self, step: usize, made: &CallMade, result: &CallResult) {
        let Ok(reply) = result else { return };
        let is_end = matches!(reply, Reply::Received { data, .. } if data.is_empty());
        let Some(rule) = self.rule_of(made.call.name(), is_end) else { return };
        let mut known = vec![(Value::Length, reply.number().to_string())];
        if let (_, Reply::Received { data, .. }) | (Call::Send { data, .. }, _) =
            (&made.call, reply)
        {
            known.push((Value::Data, String::from_utf8_lossy(data).into_owned()));
        }
        let moment = rule.moment(step, &known);
        if !moment.log.is_empty() {
            self.moments.push(moment);
        }
    }

    /// The rule for a call: the one about this very call, or about any; about its end, if that is
    /// what came.
    fn rule_of(&self, name: &str, is_end: bool) -> Option<&Rule> {
        let count = self.counts.iter().find(|it| it.0 == name).map_or(0, |it| it.1);
        let fits = |rule: &&Rule| {
            rule.on == On::Call && rule.call == name && [0, count].contains(&rule.which)
        };
        let all = self.along.rules.iter().filter(fits);
        all.filter(|rule| is_end || !rule.is_end)
            .max_by_key(|rule| (rule.is_end, rule.which, std::cmp::Reverse(rule.lines.clone())))
    }

    fn happened(&mut self, step: usize, happened: Happened) {
        let (on, known) = (happened.on, happened.known);
        let rules = self.along.rules.iter().filter(|rule| rule.on == on);
        let moments: Vec<Moment> = rules.map(|rule| rule.moment(step, &known)).collect();
        self.moments.extend(moments);
    }
}

impl Rule {
    fn moment(&self, step: usize, known: &Known) -> Moment {
        let log = self.log.as_ref().map_or_else(String::new, |log| log.filled(known));
        let mut lines = self.lines.clone();
        lines.extend(self.log.as_ref().map(|log| (log.line, log.line)));
        lines.sort_unstable();
        Moment { step, lines, log }
    }
}

type Parsed<T> = Result<T, &'static str>;

fn rule(line: &str, listing: &[&str]) -> Parsed<Rule> {
    const WANTS: &str = "EVENT -> LINES [log LINE VALUES], EVENT one of request, open, message, \
                         binary, sent, close and call NAME [end] [WHICH]";
    let (event, effect) = line.split_once("->").ok_or(WANTS)?;
    let words: Vec<&str> = event.split_whitespace().collect();
    let (on, call, is_end, which) = match words[..] {
        ["call", name] => (On::Call, name, false, 0),
        ["call", name, "end"] => (On::Call, name, true, 0),
        ["call", name, which] => (On::Call, name, false, which.parse().map_err(|_| WANTS)?),
        ["call", name, "end", which] => (On::Call, name, true, which.parse().map_err(|_| WANTS)?),
        [name] => {
            let known = EVENTS.iter().find(|(known, _)| *known == name).ok_or(WANTS)?;
            (known.1, "", false, 0)
        }
        _ => return Err(WANTS),
    };
    let mut words = effect.split_whitespace().peekable();
    let mut lines = Vec::new();
    while let Some(word) = words.next_if(|word| *word != "log") {
        lines.push(range(word, listing.len())?);
    }
    let mut log = None;
    if words.next().is_some() {
        let (line, _) = range(words.next().ok_or(WANTS)?, listing.len())?;
        let value = |word: &str| VALUES.iter().find(|(known, _)| *known == word);
        let values: Option<Vec<Value>> = words.map(|word| value(word).map(|it| it.1)).collect();
        let values = values.ok_or("id, count, text, code, reason, path, length or data")?;
        log = Some(Statement::of(listing[line - 1], line, values)?);
    }
    Ok(Rule { on, call: call.to_owned(), is_end, which, lines, log })
}

/// Reads `36` or `26-29`.
fn range(word: &str, count: usize) -> Parsed<Lines> {
    const WANTS: &str = "lines that the listing has, as 36 or as 26-29";
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let number = |text: &str| text.parse::<usize>().map_err(|_| WANTS);
    let (first, last) = (number(first)?, number(last)?);
    let holds = 1 <= first && first <= last && last <= count;
    holds.then_some((first, last)).ok_or(WANTS)
}
