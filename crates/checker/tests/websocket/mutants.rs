//! Every flaw and the cases that it fails, kept in `mutants.txt`: `UPDATE=1` writes it anew, and
//! the difference is to be read.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use checker::websocket::{Finding, Note, Unfit, Verdict, cases};
use websocket::Role;

use crate::{endpoint::Flaw, world::play};

/// Flaws that are found by nearly every case; they do not count where each case has to have a flaw
/// of its own.
const BROAD: usize = 60;

const SERVERS: &[Flaw] = &[
    "accept-without-guid",
    "accept-of-the-same",
    "accept-of-the-bytes",
    "accept-of-the-example",
    "one-read",
    "upgrade-exact",
    "connection-exact",
    "connection-first-field",
    "names-exact",
    "host-first",
    "blank-needed",
    "one-blank",
    "no-tabs",
    "known-fields-only",
    "origin-form-only",
    "speaks-another",
    "answers-wider-window",
    "grants-any-extension",
    "grants-all-again",
    "hangs-on-what-is-odd",
    "hangs-on-many-fields",
    "hangs-on-long-heads",
    "key-optional",
    "key-unjudged",
    "first-key",
    "version-optional",
    "version-unjudged",
    "version-untold",
    "upgrade-optional",
    "upgrade-unjudged",
    "connection-optional",
    "connection-unjudged",
    "host-optional",
    "hosts",
    "extensions-unjudged",
    "any-method",
    "method-any-case",
    "any-http",
    "blank-before-colon",
    "no-colon",
    "refuses-in-silence",
    "leaves-pings-masked",
    "masks-whole-words",
    "mask-begins-anew-with-a-read",
    "mask-runs-through-fragments",
    "first-key-for-all",
    "zero-key-is-none",
    "accepts-wrong-masking-of-later-fragments",
    "keeps-tcp",
    "keeps-tcp-after-fault",
    "echoes-after-close",
    "pongs-after-close",
    "closes-twice",
    "ignores-the-end",
    "dies-of-long-lengths",
    "dies-of-half-requests",
    "dies-of-leavers",
    "serves-ten",
    "one-client-at-a-time",
    "ten-clients-at-once",
];

const CLIENTS: &[Flaw] = &[
    "asks-without-version",
    "one-read",
    "upgrade-exact",
    "names-exact",
    "one-blank",
    "known-fields-only",
    "phrase-exact",
    "loses-what-is-behind",
    "accept-unjudged",
    "accept-any-case",
    "accept-optional",
    "status-unjudged",
    "answer-unjudged",
    "upgrade-optional",
    "upgrade-unjudged",
    "connection-unjudged",
    "extensions-unjudged",
    "protocol-unjudged",
    "any-http",
    "one-key",
    "echoes-after-close",
    "pongs-after-close",
];

/// Flaws of either end.
const BOTH: &[Flaw] = &[
    "greets",
    "pongs-by-itself",
    "masks-wrongly",
    "accepts-wrong-masking",
    "accepts-wrong-masking-of-control",
    "header-in-one-read",
    "frame-in-one-read",
    "one-frame-a-read",
    "ignores-faults",
    "goes-on-after-fault",
    "faults-in-silence",
    "faults-with-1000",
    "126-is-a-length",
    "127-is-a-length",
    "16-bits-little-endian",
    "16-bits-signed",
    "64-bits-cut-to-32",
    "64-bits-cut-to-16",
    "top-bit-dropped",
    "accepts-short-16",
    "accepts-short-64",
    "accepts-long-control",
    "accepts-cut-control",
    "ignores-rsv1",
    "ignores-rsv2",
    "ignores-rsv3",
    "ignores-rsv-on-control",
    "ignores-rsv-on-continuation",
    "ignores-all-rsv-at-once",
    "unknown-data-is-text",
    "unknown-control-is-nothing",
    "writes-one-too-few",
    "writes-126-in-seven-bits",
    "writes-125-in-16-bits",
    "writes-little-endian",
    "writes-no-64-bits",
    "text-by-reads",
    "text-by-frames",
    "text-at-the-end",
    "text-with-its-frame",
    "text-of-8-kib",
    "text-unjudged",
    "text-may-be-cut-short",
    "allows-overlong",
    "allows-surrogates",
    "allows-beyond-unicode",
    "allows-five-bytes",
    "allows-ff",
    "counts-no-continuations",
    "refuses-four-bytes",
    "refuses-noncharacters",
    "refuses-d7ff",
    "refuses-nul",
    "binary-is-judged",
    "latin-1",
    "strips-the-mark",
    "stops-at-nul",
    "changes-case",
    "text-is-binary",
    "binary-is-text",
    "echoes-twice",
    "drops-empty",
    "drops-one-byte",
    "drops-long",
    "drops-very-long",
    "drops-the-hundredth",
    "drops-the-fifth",
    "cuts-at-32-kib",
    "last-fragment-only",
    "fragments-are-text",
    "fragments-are-messages",
    "empty-fragment-ends",
    "thousand-empty-end",
    "hundred-fragments",
    "stray-continuation-is-text",
    "start-replaces",
    "start-goes-on",
    "ping-ends-message",
    "close-waits-for-message",
    "no-pongs",
    "pongs-empty",
    "pongs-of-100",
    "pongs-are-text",
    "first-ping-only",
    "fifty-pings-only",
    "pongs-late",
    "pongs-are-pings",
    "pongs-twice",
    "answers-pongs",
    "fears-pongs",
    "ignores-close",
    "close-needs-a-code",
    "close-without-reason",
    "reasons-of-100",
    "accepts-body-of-one",
    "accepts-any-code",
    "knows-1000-only",
    "reasons-unjudged",
    "ends-without-close",
    "says-1005",
    "says-1000-always",
    "hurries-to-close",
    "deflate-needs-rsv1",
    "no-stored-blocks",
    "no-final-blocks",
    "no-second-block",
    "inflates-anew",
    "inflates-anything",
    "keeps-context",
];

/// Flaws that no handshake survives.
#[test]
fn the_least_handshake_is_failed_by_a_wrong_accept_value() {
    for flaw in ["accept-without-guid", "accept-of-the-same"] {
        let least = checker::websocket::case("handshake.accept").unwrap();
        let verdict = play(least, Role::Server, flaw);
        assert!(matches!(verdict, Verdict::Failed(Finding::IllegalHead(_))), "{verdict:?}");
    }
}

/// Cases so long that they are played with the flaws of long messages alone.
const LONG: [&str; 2] = ["limits.message-8-mib", "deflate.zeros-8-mib"];

fn flaws(end: Role) -> impl Iterator<Item = Flaw> {
    let own = if end == Role::Server { SERVERS } else { CLIENTS };
    own.iter().chain(BOTH).copied()
}

/// The cases that each flaw fails.
fn table(end: Role) -> BTreeMap<Flaw, Vec<&'static str>> {
    let failed = |flaw: Flaw| {
        let is_played = |name| flaw.starts_with("drops-") || !LONG.contains(&name);
        let played = cases(end).filter(|case| is_played(case.name));
        let failed = played.filter(|case| matches!(play(case, end, flaw), Verdict::Failed(_)));
        failed.map(|case| case.name).collect()
    };
    flaws(end).map(|flaw| (flaw, failed(flaw))).collect()
}

#[test]
fn a_right_echo_passes_every_case() {
    for end in [Role::Server, Role::Client] {
        for case in cases(end) {
            let verdict = play(case, end, "");
            let is_good = match &verdict {
                Verdict::Passed => true,
                // What is allowed either way, and a list that no one has to answer.
                Verdict::Informational(note) => {
                    matches!(note, Note::Refuses(_) | Note::Waits | Note::OtherStatus { .. })
                }
                _ => false,
            };
            assert!(is_good, "{end:?} {}: {verdict:?}", case.name);
        }
    }
}

#[test]
fn each_flaw_fails_the_cases_that_it_should_and_no_case_is_unable_to_fail() {
    let mut text = String::new();
    let (mut missed, mut unfound) = (Vec::new(), Vec::new());
    for end in [Role::Server, Role::Client] {
        let _ = writeln!(text, "# {end:?}");
        let table = table(end);
        for (flaw, failed) in &table {
            if failed.is_empty() {
                unfound.push((end, *flaw));
            }
            let told = if failed.len() > BROAD {
                format!("{} cases", failed.len())
            } else {
                failed.join(" ")
            };
            let _ = writeln!(text, "{flaw}: {told}");
        }
        let narrow: Vec<_> = table.values().filter(|failed| failed.len() <= BROAD).collect();
        // Who cannot do this can do nothing, so no flaw fails it alone.
        let found =
            |name| name == "handshake.accept" || narrow.iter().any(|failed| failed.contains(&name));
        missed.extend(cases(end).filter(|case| !found(case.name)).map(|case| (end, case.name)));
    }
    assert!(unfound.is_empty(), "no case finds these: {unfound:?}");
    assert!(missed.is_empty(), "no flaw of its own fails these: {missed:?}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/websocket/mutants.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(path).unwrap_or_default(), "UPDATE=1 writes it anew");
}

#[test]
fn what_needs_an_echo_is_left_out_where_there_is_none() {
    use checker::websocket::{Exchange, Facts, case};
    let mut facts = Facts::new(Role::Server, "a", "/");
    facts.echoes = false;
    let verdict = |name| Exchange::new(case(name).unwrap(), &facts).verdict().cloned();
    assert_eq!(verdict("framing.text"), Some(Verdict::NotApplicable(Unfit::NoEcho)));
    assert_eq!(verdict("control.ping-empty"), None);
}
