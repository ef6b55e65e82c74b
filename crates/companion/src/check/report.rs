//! The outcome for a reader at a terminal.

use std::{fmt::Write as _, io::IsTerminal as _};

use checker::websocket::{Case, Group, Level, Verdict};
use figure_kit::words::Language;
use websocket::Role;

use super::{
    annotate::{self, Heads},
    connection::Played,
    outcome::Outcome,
    words::Words,
};

/// Failures that are told in full; of more, a line each.
const TOLD_MAX: usize = 10;

/// Whether words may be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colours {
    On,
    Off,
}

impl Colours {
    /// On where a person reads, unless `NO_COLOR` asks for none.
    pub(crate) fn of_terminal() -> Self {
        let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        if is_wanted && std::io::stdout().is_terminal() { Self::On } else { Self::Off }
    }

    fn paint(self, text: &str, code: &str) -> String {
        match self {
            Self::On => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::Off => text.to_owned(),
        }
    }

    fn verdict(self, text: &str, verdict: &Verdict) -> String {
        let code = match verdict {
            Verdict::Passed => "32",
            Verdict::Failed(_) => "1;31",
            Verdict::Error(_) => "1;35",
            Verdict::Informational(_) => "33",
            Verdict::NotApplicable(_) => "2",
        };
        self.paint(text, code)
    }
}

/// What a case says in this language.
pub(super) fn says(case: &Case, words: &Words) -> &'static str {
    match words.language() {
        Language::English => case.english,
        Language::Korean => case.korean,
    }
}

/// The names of cases, one a line.
pub(super) fn list(cases: &[&'static Case], words: &Words) -> String {
    let width = cases.iter().map(|case| case.name.len()).max().unwrap_or(0);
    cases.iter().fold(String::new(), |mut list, case| {
        let level = case.level.name();
        let _ = writeln!(list, "{:<width$}  {level:<8}  {}", case.name, says(case, words));
        list
    })
}

pub(super) fn text(outcome: &Outcome, verbose: bool, words: &Words, colours: Colours) -> String {
    let mut text = String::new();
    let title = words.head(&outcome.title, &outcome.played.len(), &outcome.level.name());
    let _ = writeln!(text, "{}\n", colours.paint(&title, "1"));
    if !outcome.echoes {
        let _ = writeln!(text, "{}\n", words.no_echo_here());
    }
    for group in Group::ALL {
        let played: Vec<_> =
            outcome.played.iter().filter(|played| played.case.group() == group).collect();
        if !played.is_empty() {
            group_line(group, &played, words, colours, &mut text);
            if verbose {
                cases_of(&played, outcome.peer, words, colours, &mut text);
            }
        }
    }
    let failures = outcome
        .played
        .iter()
        .filter(|played| matches!(played.verdict, Verdict::Failed(_) | Verdict::Error(_)));
    for (index, played) in failures.enumerate() {
        failure(played, outcome, index < TOLD_MAX, words, colours, &mut text);
    }
    summary(outcome, words, colours, &mut text);
    text
}

/// How a group went, in one line.
fn group_line(
    group: Group,
    played: &[&Played],
    words: &Words,
    colours: Colours,
    text: &mut String,
) {
    let count = |is: fn(&Verdict) -> bool| played.iter().filter(|one| is(&one.verdict)).count();
    let good = count(|verdict| matches!(verdict, Verdict::Passed | Verdict::Informational(_)));
    let unfit = count(|verdict| matches!(verdict, Verdict::NotApplicable(_)));
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    let errors = count(|verdict| matches!(verdict, Verdict::Error(_)));
    let title = words.group(group);
    // Hangul is two columns wide.
    let wide = title.chars().filter(|c| !c.is_ascii()).count();
    let pad = " ".repeat(22_usize.saturating_sub(title.chars().count() + wide));
    let mark = if failed + errors > 0 {
        colours.paint("x", "1;31")
    } else if good == 0 {
        colours.paint("-", "2")
    } else {
        colours.paint("+", "32")
    };
    let _ = write!(text, "  {mark} {title}{pad}{}", words.of(&good, &(played.len() - unfit)));
    if failed > 0 {
        let _ = write!(text, "   {}", colours.paint(&words.count_failed(&failed), "1;31"));
    }
    if errors > 0 {
        let _ = write!(text, "   {}", colours.paint(&words.count_errors(&errors), "1;35"));
    }
    if unfit > 0 {
        let _ = write!(text, "   {}", colours.paint(&words.count_unfit(&unfit), "2"));
    }
    text.push('\n');
}

/// One line a case.
fn cases_of(played: &[&Played], peer: Role, words: &Words, colours: Colours, text: &mut String) {
    for one in played {
        let verdict = colours.verdict(words.verdict(&one.verdict), &one.verdict);
        let _ = writeln!(text, "      {:<36} {verdict}", one.case.name);
        let why = words.why(&one.verdict, peer);
        if matches!(one.verdict, Verdict::Informational(_)) {
            let _ = writeln!(text, "        {}", colours.paint(&why, "2"));
        }
    }
}

fn failure(
    played: &Played,
    outcome: &Outcome,
    in_full: bool,
    words: &Words,
    colours: Colours,
    text: &mut String,
) {
    let Played { case, verdict, transcript, .. } = played;
    let title = format!("{} {}", words.verdict(verdict), case.name);
    let _ = writeln!(text, "\n{}", colours.verdict(&title, verdict));
    let why = words.why(verdict, outcome.peer);
    if !in_full || matches!(verdict, Verdict::Error(_)) {
        let _ = writeln!(text, "  {why}");
        return;
    }
    let _ = writeln!(text, "  {}\n  {why}", says(case, words));
    for line in annotate::lines(transcript, Heads::of(case.group()), outcome.peer, words) {
        let _ = writeln!(text, "    {line}");
    }
    let page = format!("{}/{}", words.tag(), case.section);
    let _ = writeln!(text, "  {}; {}", case.clause, words.in_the_book(&page));
    if let Some(hex) = annotate::received(transcript) {
        let from = if outcome.peer == Role::Server { "server" } else { "client" };
        let command = format!("workbook explain --from {from} {hex}");
        let _ = writeln!(text, "  {}", words.explain(&command));
    }
}

/// The counts, and what to do next.
fn summary(outcome: &Outcome, words: &Words, colours: Colours, text: &mut String) {
    let mut parts = Vec::new();
    let mut part = |count: usize, said: String, code: &str| {
        if count > 0 {
            parts.push(colours.paint(&said, code));
        }
    };
    let passed = outcome.count(|verdict| *verdict == Verdict::Passed);
    part(passed, words.count_passed(&passed), "32");
    let notes = outcome.count(|verdict| matches!(verdict, Verdict::Informational(_)));
    part(notes, words.count_notes(&notes), "33");
    let failed = outcome.count(|verdict| matches!(verdict, Verdict::Failed(_)));
    part(failed, words.count_failed(&failed), "1;31");
    let errors = outcome.count(|verdict| matches!(verdict, Verdict::Error(_)));
    part(errors, words.count_errors(&errors), "1;35");
    let unfit = outcome.count(|verdict| matches!(verdict, Verdict::NotApplicable(_)));
    part(unfit, words.count_unfit(&unfit), "2");
    let seconds = words.seconds(&format!("{:.1}", outcome.seconds));
    let _ = writeln!(text, "\n{}; {seconds}", parts.join(", "));

    let command = match outcome.peer {
        Role::Server => format!("workbook check {}", outcome.title),
        Role::Client => "workbook check --client --port P".to_owned(),
    };
    let bad = |played: &&Played| matches!(played.verdict, Verdict::Failed(_) | Verdict::Error(_));
    match outcome.played.iter().find(bad) {
        Some(first) => {
            let command = format!("{command} --only {}", first.case.name);
            let _ = writeln!(text, "{}", words.next_one(&command));
        }
        None if !outcome.is_good() => {}
        None => {
            let _ = writeln!(text, "{}", words.all_good());
            let next = Level::ALL.into_iter().find(|level| *level > outcome.level);
            if let Some(next) = next {
                let command = format!("{command} --level {}", next.name());
                let _ = writeln!(text, "{}", words.next_level(&command));
            }
        }
    }
}
