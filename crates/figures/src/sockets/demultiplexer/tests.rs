//! The lookup as a reader asks for it.

use figure_kit::figure::{Figure, driven};
use figure_kit::value::Value as _;
use figure_kit::words::{Language, Vocabulary as _};
use kernel::State;

use super::Demultiplexer;
use super::lookup::Got;
use super::words::Words;

#[track_caller]
fn check(settings: &[(&str, &str)], gets: &str, answer: &str) {
    let figure = driven::<Demultiplexer>(settings, &[]);
    let found = (figure.fact("gets").unwrap(), figure.fact("answer").unwrap_or_default());
    assert_eq!(found, (gets.to_owned(), answer.to_owned()), "{settings:?}");
}

#[track_caller]
fn descriptor(settings: &[(&str, &str)], fd: &str) {
    let figure = driven::<Demultiplexer>(settings, &[]);
    assert_eq!(figure.fact("descriptor").as_deref(), Some(fd), "{settings:?}");
}

fn data(source: &str) -> Vec<(&str, &str)> {
    vec![("send", "data"), ("source", source)]
}

#[test]
fn rfc_9293_section_3_4_1_a_pair_of_ends_is_a_connection() {
    // Two ports of one address, one port of two addresses: three sockets.
    descriptor(&data("198.51.100.7:40001"), "4");
    descriptor(&data("198.51.100.7:40002"), "5");
    descriptor(&data("203.0.113.9:40001"), "6");
    // Both values occur, but not in one row.
    check(&data("203.0.113.9:40002"), "nobody", "RST");
}

#[test]
fn only_a_syn_goes_to_a_listener() {
    let syn = [("send", "syn"), ("source", "203.0.113.9:40002")];
    check(&syn, "listener", "SYN|ACK");
    descriptor(&syn, "3");
    check(&[&syn[..], &[("destination", "192.0.2.1:81")]].concat(), "nobody", "RST|ACK");
    // With the pair of a connection it is the connection's, which challenges it (RFC 5961 §4).
    check(&[("send", "syn"), ("source", "203.0.113.9:40001")], "connection", "ACK");
}

#[test]
fn the_more_exact_listener_comes_first() {
    let syn = [("send", "syn"), ("source", "203.0.113.9:40002"), ("specific", "on")];
    let figure = driven::<Demultiplexer>(&syn, &[]);
    let found = figure.found().unwrap();
    let Got::Row(at) = found.got else { panic!("nobody got it") };
    assert_eq!(found.rows[at].local.to_string(), "192.0.2.1:80");
}

#[test]
fn what_is_left_of_a_connection_still_answers() {
    let gone = [("source", "203.0.113.9:40009"), ("waiting", "on")];
    let rows = driven::<Demultiplexer>(&gone, &[]).found().unwrap().rows;
    let row = rows.iter().find(|row| row.remote.port == 40_009).unwrap();
    assert_eq!(row.state, State::TimeWait);
    check(&[&gone[..], &[("send", "data")]].concat(), "connection", "ACK");
    // A new connection may take its place (RFC 9293 §3.10.7.4): then the listener has it.
    check(&[&gone[..], &[("send", "syn")]].concat(), "listener", "SYN|ACK");
    check(&[("source", "203.0.113.9:40009"), ("send", "data")], "nobody", "RST");
}

#[test]
fn udp_has_ports_of_its_own() {
    let to = |port| [("send", "datagram"), ("destination", port)];
    check(&to("192.0.2.1:53"), "udp", "");
    check(&to("192.0.2.1:80"), "nobody", "ICMP port unreachable");
    check(&[("send", "syn"), ("destination", "192.0.2.1:53")], "nobody", "RST|ACK");
}

#[test]
fn another_hosts_segment_does_not_come_here() {
    let figure = driven::<Demultiplexer>(&[("destination", "192.0.2.2:80")], &[]);
    assert_eq!(figure.found().unwrap().got, Got::NoHost);
}

#[test]
fn rubbish_is_answered() {
    let words = Words::in_language(Language::Korean);
    for text in ["", ":", "1.2.3.4", "1.2.3:80", "1.2.3.4:0", "1.2.3.4:65536", "한글:1"] {
        for field in ["source ", "destination "] {
            let figure = driven::<Demultiplexer>(&[], &[&[field, text].concat()]);
            assert!(figure.found().is_none(), "{text}");
            let shown = figure.view(&words).plain_text();
            assert!(shown.contains(words.nothing_sent()), "{text}");
        }
    }
    for source in ["0.0.0.0:9", "127.0.0.1:9", "224.0.0.1:9", "255.255.255.255:9", "192.0.2.1:9"] {
        assert!(driven::<Demultiplexer>(&[("source", source)], &[]).found().is_none(), "{source}");
    }
}

#[test]
fn a_question_hides_whose_it_is() {
    let words = Words::in_language(Language::English);
    let figure = driven::<Demultiplexer>(&[("question", "on")], &["choose 1"]);
    let shown = figure.view(&words).plain_text();
    assert!(!shown.contains("differs") && !shown.contains("≠"));
    let figure = driven::<Demultiplexer>(&[("question", "on")], &["choose 1", "check"]);
    assert_eq!(figure.answer.write(), "1 seen");
    let shown = figure.view(&words).plain_text();
    assert!(shown.contains(words.gets()) && shown.contains(words.what_happens_as_predicted()));
}

#[test]
fn a_grade_is_of_the_segment_it_was_given_for() {
    // Data from a pair of ends that no connection has: nobody gets it, and 1 is wrong.
    let asked = [("question", "on"), ("source", "203.0.113.9:40002")];
    let after = |actions: &[&str]| {
        let figure = driven::<Demultiplexer>(&asked, actions);
        (figure.answer.write(), figure.is_locked())
    };
    let graded = ["choose 1", "check"];
    let others =
        ["source 203.0.113.9:40001", "source 203", "as 1", "send syn", "specific", "waiting"];
    for other in others {
        let (answer, is_locked) = after(&[&graded[..], &[other]].concat());
        assert_eq!((&*answer, is_locked), ("", true), "{other}");
    }
    for same in ["send data", "source  203.0.113.9:40002", "destination 192.0.2.1:80"] {
        let (answer, is_locked) = after(&[&graded[..], &[same]].concat());
        assert_eq!((&*answer, is_locked), ("1 seen", false), "{same}");
    }
    assert_eq!(after(&["show-me", "as 1"]), ("seen".to_owned(), false), "no answer, no grade");
}
