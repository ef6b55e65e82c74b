//! May this process bind the port, and what happens? The answer, and what it hangs on.

use kernel::{Errno, Ip};

use super::action::address_name;
use super::case::{Answer, Case, FOREIGN, Holder, Made, OWN, Protocol, Verdict};
use super::{PortMap, UNPRIVILEGED_FROM, query};
use crate::control::{field, segments, switch, terminal};
use crate::icon;
use crate::node::{Element, el, heading};
use crate::words::Words;

const IP_7: (&str, &str) = ("ip(7)", "https://man7.org/linux/man-pages/man7/ip.7.html");
const SOCKET_7: (&str, &str) = ("socket(7)", "https://man7.org/linux/man-pages/man7/socket.7.html");
const BIND_2: (&str, &str) = ("bind(2)", "https://man7.org/linux/man-pages/man2/bind.2.html");
const LISTEN_2: (&str, &str) = ("listen(2)", "https://man7.org/linux/man-pages/man2/listen.2.html");
const CAPABILITIES_7: (&str, &str) =
    ("capabilities(7)", "https://man7.org/linux/man-pages/man7/capabilities.7.html");

/// The verdict for ears.
pub(super) fn said(case: &Case, answer: &Answer, words: &Words) -> String {
    [&line(case, answer.verdict, words), " ", &reason(case, answer.verdict, words).0].concat()
}

/// The whole panel.
pub(super) fn view(figure: &PortMap, words: &Words) -> Element {
    let case = &figure.case;
    let answer = case.ask();
    el("section")
        .class("sw-panel pm-question")
        .child(heading("sw-panel-head").text(words.pm_question(&case.port)))
        .child(
            el("div").class("pm-sides").child(controls(figure, words)).child(
                el("div")
                    .child(verdict(case, &answer, words))
                    .child(alternatives(case, &answer, words))
                    .child(calls(&answer, words)),
            ),
        )
}

fn controls(figure: &PortMap, words: &Words) -> Element {
    let case = &figure.case;
    el("div").class("pm-controls").child(asker(figure, words)).child(holder(case, words))
}

fn row(label: &str, control: Element) -> Element {
    el("div").class("pm-row").child(el("span").class("sw-label").text(label)).child(control)
}

fn asker(figure: &PortMap, words: &Words) -> Element {
    let case = &figure.case;
    let tcp = case.protocol == Protocol::Tcp;
    let protocols =
        [("protocol tcp".to_owned(), "TCP", tcp), ("protocol udp".to_owned(), "UDP", !tcp)];
    let users = [
        ("user root".to_owned(), "root", case.root),
        ("user other".to_owned(), "uid 1000", !case.root),
    ];
    let sound = query::number(&figure.unprivileged).is_some();
    let from = field("ip_unprivileged_port_start", "unprivileged", &figure.unprivileged, sound);
    let wrong =
        (!sound).then(|| el("p").class("pm-wrong").text(words.pm_bad_start(&UNPRIVILEGED_FROM)));
    el("div")
        .class("pm-group")
        .child(el("p").class("pm-who").text(words.pm_asker()))
        .child(row(words.pm_protocol(), segments(words.pm_protocol(), protocols)))
        .child(row(words.pm_address(), addresses("address", case.address, true, words)))
        .child(row(words.pm_user(), segments(words.pm_user(), users)))
        .child(switch("capability", "CAP_NET_BIND_SERVICE", case.capable))
        .child(switch("reuse address", "SO_REUSEADDR", case.reuse_address))
        .child(switch("reuse port", "SO_REUSEPORT", case.reuse_port))
        .child(from.class("pm-start sw-js-only"))
        .maybe(wrong)
}

fn addresses(verb: &str, now: Ip, foreign: bool, words: &Words) -> Element {
    let all = [Ip::ANY, Ip::LOOPBACK, OWN, FOREIGN];
    let count = if foreign { 4 } else { 3 };
    let texts = all.map(|ip| ip.to_string());
    let choices = all[..count]
        .iter()
        .zip(&texts)
        .map(|(ip, text)| ([verb, " ", address_name(*ip)].concat(), text.as_str(), *ip == now));
    segments(words.pm_address(), choices).class("pm-addresses")
}

fn holder(case: &Case, words: &Words) -> Element {
    let label = |holder: Holder| match holder {
        Holder::Nobody => words.pm_nobody(),
        Holder::Bound => words.pm_bound(),
        Holder::Listener => words.pm_listener(),
        Holder::Connection => words.pm_connection(),
        Holder::TimeWait => words.pm_time_wait(),
        Holder::OtherProtocol if case.protocol == Protocol::Tcp => words.pm_udp_socket(),
        Holder::OtherProtocol => words.pm_tcp_socket(),
    };
    let choices = Holder::ALL.into_iter().filter(|holder| {
        let mut other = *case;
        other.holder = *holder;
        other.exists()
    });
    let choices = choices
        .map(|holder| (["holder ", holder.name()].concat(), label(holder), holder == case.holder));
    let group = el("div")
        .class("pm-group")
        .child(el("p").class("pm-who").text(words.pm_holder()))
        .child(segments(words.pm_holder(), choices).class("pm-holders"));
    if case.holder == Holder::Nobody || !case.exists() {
        return group;
    }
    group
        .child(row(
            words.pm_address(),
            addresses("holder-address", case.holder_address, false, words),
        ))
        .child(switch("holder-reuse address", "SO_REUSEADDR", case.holder_reuse_address))
        .child(switch("holder-reuse port", "SO_REUSEPORT", case.holder_reuse_port))
        .child(switch("same-user", words.pm_same_user(), case.holder_same_user))
}

fn line(case: &Case, verdict: Verdict, words: &Words) -> String {
    match verdict {
        Verdict::Has(port) if case.port == 0 => words.pm_chose(&port),
        Verdict::Has(_) if case.protocol == Protocol::Tcp => words.pm_listens().to_owned(),
        Verdict::Has(_) => words.pm_receives().to_owned(),
        Verdict::BindFailed(errno) => words.pm_bind_failed(&errno.name()),
        Verdict::ListenFailed(errno) => words.pm_listen_failed(&errno.name()),
    }
}

/// Why, and where it is written. Which of them holds is read off the run and its variations.
fn reason(
    case: &Case,
    verdict: Verdict,
    words: &Words,
) -> (String, Vec<(&'static str, &'static str)>) {
    match verdict {
        Verdict::BindFailed(Errno::EACCES) => {
            (words.pm_why_low(&case.unprivileged_from), vec![IP_7, CAPABILITIES_7])
        }
        Verdict::BindFailed(Errno::EADDRNOTAVAIL) => {
            (words.pm_why_not_here().to_owned(), vec![BIND_2])
        }
        Verdict::BindFailed(Errno::EADDRINUSE) => {
            (words.pm_why_taken().to_owned(), vec![IP_7, SOCKET_7])
        }
        Verdict::ListenFailed(Errno::EADDRINUSE) => {
            (words.pm_why_listen().to_owned(), vec![LISTEN_2])
        }
        Verdict::BindFailed(errno) | Verdict::ListenFailed(errno) => {
            (errno.name().to_owned(), vec![BIND_2])
        }
        Verdict::Has(_) if case.port == 0 => {
            let (low, high) = kernel::Sysctls::default().local_port_range;
            (words.pm_why_chosen(&low, &high), vec![IP_7])
        }
        Verdict::Has(_) if case.holder == Holder::Nobody || !case.exists() => {
            (words.pm_why_free().to_owned(), vec![BIND_2])
        }
        Verdict::Has(_) if case.holder == Holder::OtherProtocol => {
            (words.pm_why_other_protocol().to_owned(), vec![IP_7])
        }
        Verdict::Has(_) => {
            // Would it work at the holder's own address? If not, the addresses kept them apart.
            let together = Case { address: case.holder_address, ..*case };
            if together.ask().verdict.is_good() {
                (words.pm_why_shared().to_owned(), vec![SOCKET_7])
            } else {
                (words.pm_why_apart().to_owned(), vec![IP_7])
            }
        }
    }
}

fn verdict(case: &Case, answer: &Answer, words: &Words) -> Element {
    let good = answer.verdict.is_good();
    let (why, sources) = reason(case, answer.verdict, words);
    let mut text = el("p").class("sw-verdict-why").text(why);
    for (name, address) in sources {
        text = text.text(" ").child(el("a").class("sw-clause").attr("href", address).text(name));
    }
    el("div")
        .class("sw-verdict")
        .attr("data-actor", if good { "ok" } else { "err" })
        .child(if good { icon::tick() } else { icon::cross() })
        .child(el("p").class("sw-verdict-line").text(line(case, answer.verdict, words)))
        .child(text)
}

/// The same situation with one thing changed.
fn variations(case: Case, words: &Words) -> Vec<(String, Case)> {
    let with = |option: &str, on: bool| [option, if on { " ✓" } else { " ✕" }].concat();
    let mut all = vec![
        (if case.root { "uid 1000" } else { "root" }.to_owned(), Case { root: !case.root, ..case }),
        (with("CAP_NET_BIND_SERVICE", !case.capable), Case { capable: !case.capable, ..case }),
        (
            with("SO_REUSEADDR", !case.reuse_address),
            Case { reuse_address: !case.reuse_address, ..case },
        ),
        (with("SO_REUSEPORT", !case.reuse_port), Case { reuse_port: !case.reuse_port, ..case }),
    ];
    for ip in [Ip::ANY, Ip::LOOPBACK, OWN].into_iter().filter(|ip| *ip != case.address) {
        all.push((ip.to_string(), Case { address: ip, ..case }));
    }
    if case.holder == Holder::Nobody || !case.exists() {
        return all;
    }
    let holder = words.pm_holder_short();
    let of_holder = |text: String| [holder, ": ", &text].concat();
    let reuse_address = !case.holder_reuse_address;
    let reuse_port = !case.holder_reuse_port;
    all.extend([
        (
            of_holder(with("SO_REUSEADDR", reuse_address)),
            Case { holder_reuse_address: reuse_address, ..case },
        ),
        (
            of_holder(with("SO_REUSEPORT", reuse_port)),
            Case { holder_reuse_port: reuse_port, ..case },
        ),
        (
            [words.pm_both(), " SO_REUSEADDR ✓"].concat(),
            Case { reuse_address: true, holder_reuse_address: true, ..case },
        ),
        (
            [words.pm_both(), " SO_REUSEPORT ✓"].concat(),
            Case { reuse_port: true, holder_reuse_port: true, ..case },
        ),
        (
            with(words.pm_same_user(), !case.holder_same_user),
            Case { holder_same_user: !case.holder_same_user, ..case },
        ),
        (of_holder(words.pm_nobody().to_owned()), Case { holder: Holder::Nobody, ..case }),
    ]);
    all
}

/// What a variation comes to, in a line's end.
fn outcome(verdict: Verdict) -> Element {
    let sign = if verdict.is_good() { "✓ bind = " } else { "✕ " };
    let text = [sign, &verdict.text()].concat();
    el("code").class_if("pm-good", verdict.is_good()).text(text)
}

/// What would have changed the answer: each variation is asked of the kernel too.
fn alternatives(case: &Case, answer: &Answer, words: &Words) -> Element {
    let now = answer.verdict.text();
    let changed = variations(*case, words).into_iter().filter_map(|(name, other)| {
        let verdict = other.ask().verdict;
        (verdict.text() != now)
            .then(|| el("li").child(el("span").text(name)).child(outcome(verdict)))
    });
    let changed: Vec<Element> = changed.collect();
    let none = changed.is_empty();
    el("div")
        .class("pm-alternatives")
        .child(el("p").class("sw-label").text(words.pm_change_one()))
        .maybe(none.then(|| el("p").text(words.pm_nothing_changes())))
        .child(el("ul").children(changed))
}

fn calls(answer: &Answer, words: &Words) -> Element {
    let list = |made: &[Made], actor: &'static str| {
        let lines: Vec<Element> = made
            .iter()
            .map(|made| {
                el("li").child(el("span").class("sw-mark").attr("data-actor", actor)).child(
                    el("span")
                        .class_if("pm-failed", made.failed)
                        .text([&made.call, " = ", &made.result].concat()),
                )
            })
            .collect();
        lines
    };
    let text = answer.ss.as_str();
    el("div")
        .class("pm-calls")
        .child(el("p").class("sw-label").text(words.pm_calls()))
        .child(
            el("ol")
                .class("sw-log")
                .children(list(&answer.before, "server"))
                .children(list(&answer.calls, "client")),
        )
        .child(terminal(words.pm_at_the_end(), text))
}
