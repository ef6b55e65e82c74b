//! The map as a reader uses it.

use figure_kit::figure::{Figure as _, driven};
use figure_kit::setting;
use figure_kit::words::{Language, Vocabulary as _};

use super::case::Holder;
use super::state::PortMap;
use super::words::Words;

fn verdict(settings: &[(&str, &str)]) -> String {
    driven::<PortMap>(settings, &[]).fact("verdict").unwrap()
}

#[track_caller]
fn check(settings: &[(&str, &str)], expected: &str) {
    assert_eq!(verdict(settings), expected, "{settings:?}");
}

#[test]
fn low_ports_want_a_privilege() {
    check(&[("port", "80")], "bind: EACCES");
    check(&[("port", "80"), ("user", "root")], "0");
    check(&[("port", "80"), ("capability", "on")], "0");
    check(&[("port", "80"), ("unprivileged", "80")], "0");
    check(&[("port", "1024")], "0");
}

#[test]
fn holders_stand_in_the_way_or_not() {
    let held = |holder| [("port", "8080"), ("holder", holder)];
    check(&held("listener"), "bind: EADDRINUSE");
    check(&held("bound"), "bind: EADDRINUSE");
    check(&held("connection"), "bind: EADDRINUSE");
    check(&held("time-wait"), "bind: EADDRINUSE");
    check(&held("other-protocol"), "0");
    let apart = [("address", "loopback"), ("holder-address", "own")];
    check(&[&held("listener")[..], &apart].concat(), "0");
}

#[test]
fn reuse_address_forgives_what_does_not_listen() {
    let both = [("port", "8080"), ("reuse", "address"), ("holder-reuse", "address")];
    let with = |holder| [&both[..], &[("holder", holder)]].concat();
    check(&with("time-wait"), "0");
    check(&with("connection"), "0");
    check(&with("listener"), "bind: EADDRINUSE");
    check(&with("bound"), "0");
    let one = [("port", "8080"), ("reuse", "address"), ("holder", "time-wait")];
    check(&one, "bind: EADDRINUSE");
}

#[test]
fn reuse_port_shares_among_one_user() {
    let both = [("port", "8080"), ("holder", "listener"), ("reuse", "port")];
    let both = [&both[..], &[("holder-reuse", "port")]].concat();
    check(&both, "0");
    check(&[&both[..], &[("same-user", "off")]].concat(), "bind: EADDRINUSE");
}

#[test]
fn fewer_than_one_number_in_ten_has_a_name() {
    let map = driven::<PortMap>(&[], &[]);
    assert_eq!(map.fact("named").as_deref(), Some("6091"));
    assert_eq!(map.fact("named-tenths").as_deref(), Some("0"));
}

#[test]
fn addresses_and_port_zero() {
    check(&[("port", "8080"), ("address", "foreign")], "bind: EADDRNOTAVAIL");
    check(&[("port", "0")], "0");
    check(&[("port", "0"), ("protocol", "udp")], "0");
    check(&[("port", "53"), ("protocol", "udp"), ("user", "root")], "0");
}

#[test]
fn every_situation_has_an_answer_and_its_holder_came_into_being() {
    for holder in Holder::ALL {
        for protocol in ["tcp", "udp"] {
            for address in ["any", "loopback", "own"] {
                let figure: PortMap = driven(
                    &[
                        ("port", "7"),
                        ("user", "root"),
                        ("holder", holder.name()),
                        ("holder-address", address),
                        ("protocol", protocol),
                    ],
                    &[],
                );
                let answer = figure.case.ask();
                let failed: Vec<_> = answer.before.iter().filter(|made| made.failed).collect();
                assert!(failed.is_empty(), "{holder:?} {protocol} {address}: {failed:?}");
                assert!(
                    !figure.view(&Words::in_language(Language::Korean)).plain_text().is_empty()
                );
            }
        }
    }
}

#[test]
fn rubbish_is_refused_or_answered() {
    let refused = [
        ("port", "65536"),
        ("port", "-1"),
        ("user", "king"),
        ("reuse", "all"),
        ("holder-address", "foreign"),
    ];
    for (name, value) in refused {
        let set = setting::write(PortMap::SETTINGS, &mut PortMap::default(), name, value);
        assert!(set.is_err(), "{name} {value}");
    }
    for query in ["70000", "-1", "\u{0}", "zzzzzz", &"9".repeat(5_000), "한글"] {
        let figure: PortMap = driven(&[("query", query)], &[]);
        let text = figure.view(&Words::in_language(Language::English)).plain_text();
        assert!(text.contains("Not a port") || text.contains("no name like"), "{query:.20}");
    }
}
