//! The hijack as a reader runs it.

use figure_kit::action::Action as _;
use figure_kit::figure::{Context, Figure as _, Motion, driven};
use figure_kit::words::{Language, Vocabulary as _};

use super::*;

type Settings<'a> = &'a [(&'a str, &'a str)];

fn with(settings: Settings<'_>) -> Hijack {
    driven(settings, &[])
}

#[track_caller]
fn check(settings: Settings<'_>, fact: &str, expected: &str) {
    let found = with(settings).fact(fact);
    assert_eq!(found.as_deref(), Some(expected), "{fact} of {settings:?}");
}

/// Outcome, whether the cookie went along, and whether the attacker has the account.
#[track_caller]
fn ends(settings: Settings<'_>, expected: &str) {
    let figure = with(settings);
    let found = ["outcome", "cookie", "stolen"].map(|fact| figure.fact(fact).unwrap()).join(" ");
    assert_eq!(found, expected, "{settings:?}");
}

const LIST: (&str, &str) = ("check", "list");
const SIBLING: (&str, &str) = ("page", "https://blog.bank.example");
const OWN: (&str, &str) = ("page", "https://bank.example");

#[test]
fn section_10_2_without_a_check_any_page_reads_the_account() {
    ends(&[], "served sent yes");
    check(&[], "origin", "evil.example");
    check(&[], "reads", "balance 1,250");
    check(&[], "steps", "9");
    ends(&[LIST], "refused sent no");
    check(&[LIST], "status", "403");
    check(&[LIST], "step-message", "none");
}

#[test]
fn the_banks_own_page_is_served_whatever_is_checked() {
    for credential in Credential::NAMES {
        for samesite in SameSite::NAMES {
            for rule in Rule::NAMES {
                for check in Check::NAMES {
                    let settings = [
                        OWN,
                        ("credential", credential),
                        ("samesite", samesite),
                        ("rule", rule),
                        ("check", check),
                    ];
                    ends(&settings, "served sent no");
                }
            }
        }
    }
}

#[test]
fn half_a_check_is_passed_by_a_name_that_was_chosen_for_it() {
    let behind = ("page", "https://bank.example.evil.example");
    let before = ("page", "https://evilbank.example");
    for (page, passes) in [
        (behind, ["contains", "starts"].as_slice()),
        (before, &["contains", "ends"]),
        (SIBLING, &["contains", "ends"]),
        (("page", "https://bank.example:8443"), &["contains", "starts"]),
        (("page", "http://bank.example"), &["contains", "ends"]),
        (("page", "https://evil.example"), &[]),
    ] {
        for name in Check::NAMES {
            let is_let_in = name == "off" || passes.contains(&name);
            let stolen = if is_let_in { "yes" } else { "no" };
            check(&[page, ("check", name)], "stolen", stolen);
        }
    }
}

#[test]
fn a_handshake_is_no_new_page_so_lax_keeps_the_cookie_at_home() {
    for samesite in ["lax", "strict"] {
        for rule in Rule::NAMES {
            ends(&[("samesite", samesite), ("rule", rule)], "unknown kept no");
        }
    }
    let absent = ("samesite", "absent");
    ends(&[absent], "unknown kept no");
    ends(&[absent, ("rule", "none")], "served sent yes");
    ends(&[absent, ("rule", "blocks")], "unknown kept no");
    ends(&[("rule", "blocks")], "unknown kept no");
}

#[test]
fn same_site_is_about_sites_and_not_about_origins() {
    for samesite in SameSite::NAMES {
        for rule in Rule::NAMES {
            ends(&[SIBLING, ("samesite", samesite), ("rule", rule)], "served sent yes");
        }
    }
    ends(&[SIBLING, ("samesite", "strict"), LIST], "refused sent no");
    let port = ("page", "https://bank.example:8443");
    ends(&[port, ("samesite", "strict")], "served sent yes");
    let scheme = ("page", "http://bank.example");
    ends(&[scheme, ("samesite", "strict")], "unknown kept no");
}

#[test]
fn a_token_is_read_by_the_banks_own_page_alone() {
    for credential in ["query", "message"] {
        let credential = ("credential", credential);
        check(&[OWN, credential], "token", "read");
        for page in [("page", "https://evil.example"), SIBLING] {
            check(&[page, credential], "token", "withheld");
            check(&[page, credential], "stolen", "no");
        }
    }
    ends(&[("credential", "query")], "unknown sent no");
    ends(&[("credential", "message")], "closed sent no");
    // The answer with the token came, all the same: it is the browser that keeps it.
    let run = with(&[("credential", "query")]).run();
    let token = run.steps.iter().find(|step| step.happens == Happens::Token).unwrap();
    assert_eq!(step::status(&token.bytes), 200);
}

#[test]
fn section_10_2_a_program_may_claim_any_origin_and_has_nothing_of_the_victims() {
    let program = ("opener", "program");
    for name in Check::NAMES {
        ends(&[program, OWN, ("check", name)], "unknown kept no");
        ends(&[program, ("page", ""), ("check", name)], "unknown kept no");
    }
    check(&[program, ("page", "")], "origin", "none");
    check(&[program, LIST], "status", "403");
    ends(&[program, OWN, ("credential", "message")], "closed kept no");
}

#[test]
fn section_4_the_engine_takes_the_handshake_at_both_ends() {
    use websocket::handshake::{Client, Server, server::Policy};
    let run = with(&[]).run();
    let bytes = |wanted| &run.steps.iter().find(|it| it.happens == wanted).unwrap().bytes;
    let accepted =
        Server::new(Policy::default()).receive(&mut &bytes(Happens::Ask)[..]).unwrap().unwrap();
    assert_eq!(&accepted.response().to_bytes(), bytes(Happens::Verdict));
    let mut client = Client::after(&accepted.request, http::Limits::default());
    assert!(matches!(client.receive(&mut &bytes(Happens::Verdict)[..]), Some(Ok(_))));
}

#[test]
fn what_is_shown_went_over_the_wire() {
    for settings in [[].as_slice(), &[("credential", "message")], &[("opener", "program")]] {
        let run = with(settings).run();
        // Every connection has at least a handshake of three segments, and every step one.
        assert!(run.segments > run.steps.len() * 2, "{} segments", run.segments);
        let told: Vec<_> = run.steps.iter().map(|step| (step.from, step.to)).collect();
        assert!(told.iter().all(|(from, to)| from != to));
    }
}

#[test]
fn rubbish_is_answered_in_both_languages() {
    let long = "x".repeat(5_000);
    let dots = ".".repeat(300);
    for page in ["", " ", "\u{0}", "한글", "ftp://a", "a b", "a:0", "a:99999", "//", &long, &dots]
    {
        for opener in Opener::NAMES {
            let mut figure = with(&[("opener", opener)]);
            figure.set_page(page);
            let (_, is_sound) = figure.origin();
            assert_eq!(is_sound, opener == "program" && page.trim().is_empty(), "{page:?}");
            for words in [Language::English, Language::Korean].map(Words::in_language) {
                assert!(!figure.view(&words).plain_text().is_empty());
            }
        }
    }
    check(&[("page", "한글")], "origin", "evil.example");
    check(&[("page", "HTTPS://Evil.Example:443/path?x")], "origin", "evil.example");
    check(&[("page", "http:evil.example")], "origin", "http://evil.example");
    check(&[("page", "127.0.0.1:3000")], "origin", "127.0.0.1:3000");
}

#[test]
fn a_question_hides_what_follows_the_handshake() {
    let words = Words::in_language(Language::English);
    let mut figure = with(&[("question", "on")]);
    let shows = |figure: &Hijack, text: &str| figure.view(&words).plain_text().contains(text);
    assert!(shows(&figure, "Origin: https://evil.example") && !shows(&figure, "Hijacked"));
    assert!(shows(&figure.finished(), "Hijacked"));
    let mut entropy = |_: &mut [u8]| {};
    for action in ["play", "step next", "choose 2"] {
        let mut context = Context::new(&mut entropy, &words);
        figure.update(Action::parse(action).unwrap(), &mut context);
        assert!(!shows(&figure, "Hijacked") && !shows(&figure, "Switching"));
    }
    figure.update(Action::parse("check").unwrap(), &mut Context::new(&mut entropy, &words));
    assert!(shows(&figure, "Hijacked"));
    assert_eq!(figure.prediction.write(), "2 seen");
}

#[test]
fn a_grade_is_of_the_run_it_was_given_for() {
    let asked = [("question", "on")];
    let after = |actions: &[&str]| driven::<Hijack>(&asked, actions).prediction.write();
    for other in ["page a.example", "origins list", "credential query", "samesite lax", "rule none"]
    {
        assert_eq!(after(&["choose 1", "check", other]), "", "{other}");
    }
    for same in ["page https://evil.example/", "step next", "to 3", "origins off"] {
        assert_eq!(after(&["choose 1", "check", same]), "1 seen", "{same}");
    }
    assert_eq!(after(&["choose 1", "origins list"]), "1", "before it is given, it is kept");
    assert_eq!(after(&["show-me", "origins list"]), "seen", "no answer, no grade");
}

#[test]
fn the_walk_ends_by_showing_all() {
    let words = Words::in_language(Language::English);
    let mut entropy = |_: &mut [u8]| {};
    let mut figure = with(&[]);
    figure.update(Action::parse("play").unwrap(), &mut Context::new(&mut entropy, &words));
    let mut seen = Vec::new();
    for _ in 0..100 {
        seen.push(figure.walk.step().write());
        let mut context = Context::new(&mut entropy, &words);
        if figure.tick(2_000, &mut context) == Motion::Rests {
            break;
        }
    }
    seen.dedup();
    assert_eq!(seen.join(" "), "1 2 3 4 5 6 7 8 9");
    assert_eq!(figure.walk.step().write(), "");
}

#[test]
fn every_sentence_of_a_step_is_told() {
    let words = Words::in_language(Language::English);
    for settings in [[].as_slice(), &[SIBLING], &[("samesite", "lax")], &[("opener", "program")]] {
        let mut figure = with(settings);
        for step in 1..=figure.run().steps.len() {
            figure.walk.set(Some(step), 99).unwrap();
            let run = figure.run();
            let told = view::narration(&figure, &run, &words);
            let seen = figure.view(&words).plain_text();
            for sentence in told.split(". ").filter(|it| it.len() > 20) {
                assert!(seen.contains(sentence.trim_end_matches('.')), "{step}: {sentence}");
            }
        }
    }
}
