//! What the reader decides: the page, the bank's check, what the bank knows people by, the browser.

use std::fmt::Display;

use figure_kit::action::verb;
use figure_kit::components::{field, note, segments};
use figure_kit::node::{Element, el};

use super::super::plan::{Credential, Opener};
use super::super::site::{Check, Origin, Rule, SameSite};
use super::super::state::{Action, EVIL, Hijack};
use super::super::words::Words;

/// Pages to try; the bank's own comes last, under its name.
const PAGES: [&str; 4] = [
    EVIL,
    "https://bank.example.evil.example",
    "https://evilbank.example",
    "https://blog.bank.example",
];
const OWN: &str = "https://bank.example";

fn choice<'t, A: Display>(
    label: &str,
    choices: impl IntoIterator<Item = (A, &'t str, bool)>,
) -> Element {
    el("div")
        .class("hj-choice")
        .child(el("span").class("sw-label").text(label))
        .child(segments(label, choices))
}

/// All inputs.
pub(super) fn view(figure: &Hijack, words: &Words) -> Element {
    el("div")
        .class("hj-inputs")
        .child(page(figure, words))
        .child(check(figure, words))
        .child(credential(figure, words))
        .child(same_site(figure, words))
        .child(rule(figure, words))
        .child(opener(figure, words))
        .child(el("p").class("sw-micro hj-tls").text(words.no_tls()))
}

fn page(figure: &Hijack, words: &Words) -> Element {
    let (origin, is_sound) = figure.origin();
    let is_program = figure.opener == Opener::Program;
    let label = if is_program { words.writes() } else { words.page() };
    let said = if is_sound { "" } else { words.no_page() };
    let typed = field(label, verb(Action::Page), &figure.page, is_sound).child(note(said));
    let presets = PAGES.into_iter().chain([OWN]).map(|page| {
        let name = if page == OWN { words.own() } else { &page["https://".len()..] };
        (Action::Page(page.to_owned()), name, is_sound && origin == Origin::read(page))
    });
    el("div")
        .class("hj-page")
        .child(typed)
        .child(segments(words.pages(), presets).class("sw-js-only"))
}

fn check(figure: &Hijack, words: &Words) -> Element {
    let checks = [
        (Check::Off, words.off()),
        (Check::List, words.list()),
        (Check::Contains, words.contains()),
        (Check::Ends, words.ends()),
        (Check::Starts, words.starts()),
    ];
    let checks = checks.map(|(it, name)| (Action::Check(it), name, it == figure.check));
    choice(words.check(), checks).class("is-long")
}

fn credential(figure: &Hijack, words: &Words) -> Element {
    let credentials = [
        (Credential::Cookie, words.by_cookie()),
        (Credential::Query, words.by_query()),
        (Credential::Message, words.by_message()),
    ];
    let credentials =
        credentials.map(|(it, name)| (Action::Credential(it), name, it == figure.credential));
    choice(words.credential(), credentials)
}

fn same_site(figure: &Hijack, words: &Words) -> Element {
    let values = [
        (SameSite::None, "None"),
        (SameSite::Lax, "Lax"),
        (SameSite::Strict, "Strict"),
        (SameSite::Absent, words.absent()),
    ];
    let values = values.map(|(it, name)| (Action::SameSite(it), name, it == figure.same_site));
    choice(words.same_site(), values)
}

fn rule(figure: &Hijack, words: &Words) -> Element {
    let rules = [
        (Rule::Lax, words.rule_lax()),
        (Rule::None, words.rule_none()),
        (Rule::Blocks, words.rule_blocks()),
    ];
    let rules = rules.map(|(it, name)| (Action::Rule(it), name, it == figure.rule));
    choice(words.rule(), rules).class("is-long")
}

fn opener(figure: &Hijack, words: &Words) -> Element {
    let openers = [(Opener::Browser, words.is_browser()), (Opener::Program, words.is_program())];
    let openers = openers.map(|(it, name)| (Action::Opener(it), name, it == figure.opener));
    choice(words.opener(), openers)
}
