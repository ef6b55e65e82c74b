//! `workbook check`: the cases of `crates/checker` played against a server or a client.
//!
//! Nothing is judged here: what is right, a case's [`checker::websocket::Exchange`] knows.

mod annotate;
mod clients;
mod connection;
mod formats;
mod outcome;
mod question;
mod report;
mod servers;
mod words;

use checker::websocket::Case;
use figure_kit::words::{Language, Vocabulary as _};
use websocket::Role;

use crate::ending::{Ending, said};

pub(crate) use question::{Format, Question, Whom};
use report::Colours;
use words::Words;

/// Checks, and prints the outcome.
pub(crate) fn run(question: &Question) -> Ending {
    let words = Words::in_language(Language::of_tag(&question.language));
    let peer = match question.whom {
        Whom::Server(_) => Role::Server,
        Whom::Clients(_) => Role::Client,
    };
    let cases = chosen(question, peer);
    if cases.is_empty() {
        return Ending::Misused(words.no_case(&question.only.join(", ")));
    }
    if question.list {
        return said(&report::list(&cases, &words), Ending::Good);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return Ending::Failed(format!("no threads can be started: {error}")),
    };
    let outcome = runtime.block_on(async {
        match &question.whom {
            Whom::Server(Some(url)) => servers::check(url, &cases, question, &words).await,
            Whom::Server(None) => Err("`check` needs ws://host:port/path".to_owned()),
            Whom::Clients(port) => clients::check(*port, &cases, question, &words).await,
        }
    });
    // Connections that a hostile peer keeps busy are not waited for.
    runtime.shutdown_background();
    match outcome {
        Err(message) => Ending::Failed(message),
        Ok(outcome) => {
            let text = match question.format {
                Format::Text => {
                    report::text(&outcome, question.verbose, &words, Colours::of_terminal())
                }
                Format::Json => formats::json(&outcome, &words),
                Format::Junit => formats::junit(&outcome, &words),
            };
            said(&text, if outcome.is_good() { Ending::Good } else { Ending::Illegal })
        }
    }
}

/// The cases of this level whose names fit.
fn chosen(question: &Question, peer: Role) -> Vec<&'static Case> {
    let fits = |case: &&Case| {
        let named = question.only.iter().any(|pattern| fits(pattern, case.name));
        named || question.only.is_empty() && case.level <= question.level
    };
    checker::websocket::cases(peer).filter(fits).collect()
}

/// Whether a name fits a pattern.
fn fits(pattern: &str, name: &str) -> bool {
    // A whole name is that case alone, though others begin with it.
    if checker::websocket::case(pattern).is_some() {
        return pattern == name;
    }
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    if !pattern.contains('*') {
        return name.contains(pattern);
    }
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut last = "";
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = part;
    }
    last.is_empty() || name.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns() {
        for (pattern, name, expected) in [
            ("utf8.*", "utf8.korean", true),
            ("utf8.*", "framing.text", false),
            ("korean", "utf8.korean", true),
            ("*.length-*", "framing.length-126", true),
            ("*text", "framing.text", true),
            ("*text", "framing.text-empty", false),
            ("framing.text", "framing.text-empty", false),
            ("*", "framing.text", true),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
