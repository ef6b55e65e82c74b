//! May this process bind the port, and what happens? The answer, and what it hangs on.

use figure_kit::action::verb;
use figure_kit::components::{Standing, field, foot, heading, segments, switch, terminal, verdict};
use figure_kit::node::{Element, el};
use kernel::Errno;

use super::super::case::{
    Address, Answer, Case, Holder, Made, Protocol, Reuse, Share, User, Verdict,
};
use super::super::state::{Action, PortMap};
use super::super::words::Words;
use crate::clause;

/// The verdict for ears.
pub(in super::super) fn said(case: &Case, answer: &Answer, words: &Words) -> String {
    [&line(case, answer.verdict, words), " ", &reason(case, answer.verdict, words).0].concat()
}

/// The whole panel.
pub(super) fn view(figure: &PortMap, words: &Words) -> Element {
    let case = &figure.case;
    let answer = case.ask();
    el("section")
        .class("sw-panel pm-question")
        .child(heading("sw-panel-head").text(words.question(&case.port)))
        .child(
            el("div").class("pm-sides").child(controls(figure, words)).child(
                el("div")
                    .child(foot(vec![judged(case, &answer, words)]))
                    .child(alternatives(case, &answer, words))
                    .child(calls(&answer, words)),
            ),
        )
        .child(shown(&answer, words))
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
    let protocols = [(Protocol::Tcp, "TCP"), (Protocol::Udp, "UDP")]
        .map(|(it, name)| (Action::Protocol(it), name, it == case.protocol));
    let users = [(User::Root, "root"), (User::Other, "uid 1000")]
        .map(|(it, name)| (Action::User(it), name, it == case.user));
    let from = &figure.unprivileged;
    let start = verb(Action::Unprivileged);
    let start = field("ip_unprivileged_port_start", start, from.written(), from.is_sound());
    let wrong = (!from.is_sound())
        .then(|| el("p").class("sw-note is-wrong").text(words.bad_start(&from.value())));
    el("div")
        .class("pm-group")
        .child(el("p").class("pm-who").text(words.asker()))
        .child(row(words.protocol(), segments(words.protocol(), protocols)))
        .child(row(words.address(), addresses(&Address::ALL, Action::Address, case.address, words)))
        .child(row(words.user(), segments(words.user(), users)))
        .child(switch(Action::Capability, "CAP_NET_BIND_SERVICE", case.capable))
        .children(shares(Action::Reuse, case.reuse))
        .child(start.class("pm-start sw-js-only"))
        .maybe(wrong)
}

/// A switch an option.
fn shares(action: fn(Share) -> Action, now: Reuse) -> impl Iterator<Item = Element> {
    let switched = move |share: Share| switch(action(share), share.option(), now.has(share));
    Share::ALL.into_iter().map(switched)
}

fn addresses(
    all: &[Address],
    action: fn(Address) -> Action,
    now: Address,
    words: &Words,
) -> Element {
    let texts: Vec<String> = all.iter().map(|it| it.ip().to_string()).collect();
    let choices = all.iter().zip(&texts);
    let choices = choices.map(|(it, text)| (action(*it), text.as_str(), *it == now));
    segments(words.address(), choices).class("pm-addresses")
}

fn holder(case: &Case, words: &Words) -> Element {
    let label = |holder: Holder| match holder {
        Holder::Nobody => words.nobody(),
        Holder::Bound => words.bound(),
        Holder::Listener => words.listener(),
        Holder::Connection => words.connection(),
        Holder::TimeWait => words.time_wait(),
        Holder::OtherProtocol if case.protocol == Protocol::Tcp => words.udp_socket(),
        Holder::OtherProtocol => words.tcp_socket(),
    };
    let choices = Holder::ALL.into_iter().filter(|holder| {
        let mut other = *case;
        other.holder = *holder;
        other.exists()
    });
    let choices =
        choices.map(|holder| (Action::Holder(holder), label(holder), holder == case.holder));
    let group = el("div")
        .class("pm-group")
        .child(el("p").class("pm-who").text(words.holder()))
        .child(segments(words.holder(), choices).class("pm-holders"));
    if case.holder == Holder::Nobody || !case.exists() {
        return group;
    }
    // Where a socket of this host can be.
    let local = [Address::Any, Address::Loopback, Address::Own];
    let at = addresses(&local, Action::HolderAddress, case.holder_address, words);
    group
        .child(row(words.address(), at))
        .children(shares(Action::HolderReuse, case.holder_reuse))
        .child(switch(Action::SameUser, words.same_user(), case.same_user))
}

fn line(case: &Case, verdict: Verdict, words: &Words) -> String {
    match verdict {
        Verdict::Has(port) if case.port == 0 => words.chose(&port),
        Verdict::Has(_) if case.protocol == Protocol::Tcp => words.listens().to_owned(),
        Verdict::Has(_) => words.receives().to_owned(),
        Verdict::BindFailed(errno) => words.bind_failed(&errno.name()),
        Verdict::ListenFailed(errno) => words.listen_failed(&errno.name()),
    }
}

/// Why, and where it is written. Which of them holds is read off the run and its variations.
fn reason(case: &Case, verdict: Verdict, words: &Words) -> (String, &'static [&'static str]) {
    match verdict {
        Verdict::BindFailed(Errno::EACCES) => {
            (words.why_low(&case.unprivileged_from), &["ip(7)", "capabilities(7)"])
        }
        Verdict::BindFailed(Errno::EADDRNOTAVAIL) => {
            (words.why_not_here().to_owned(), &["bind(2)"])
        }
        Verdict::BindFailed(Errno::EADDRINUSE) => {
            (words.why_taken().to_owned(), &["ip(7)", "socket(7)"])
        }
        Verdict::ListenFailed(Errno::EADDRINUSE) => (words.why_listen().to_owned(), &["listen(2)"]),
        Verdict::BindFailed(errno) | Verdict::ListenFailed(errno) => {
            (errno.name().to_owned(), &["bind(2)"])
        }
        Verdict::Has(_) if case.port == 0 => {
            let (low, high) = kernel::Sysctls::default().local_port_range;
            (words.why_chosen(&low, &high), &["ip(7)"])
        }
        Verdict::Has(_) if case.holder == Holder::Nobody || !case.exists() => {
            (words.why_free().to_owned(), &["bind(2)"])
        }
        Verdict::Has(_) if case.holder == Holder::OtherProtocol => {
            (words.why_other_protocol().to_owned(), &["ip(7)"])
        }
        Verdict::Has(_) => {
            // Would it work at the holder's own address? If not, the addresses kept them apart.
            let together = Case { address: case.holder_address, ..*case };
            if together.ask().verdict.is_good() {
                (words.why_shared().to_owned(), &["socket(7)"])
            } else {
                (words.why_apart().to_owned(), &["ip(7)"])
            }
        }
    }
}

fn judged(case: &Case, answer: &Answer, words: &Words) -> Element {
    let standing = if answer.verdict.is_good() { Standing::Good } else { Standing::Bad };
    let (why, sources) = reason(case, answer.verdict, words);
    let links = sources.iter().map(|source| clause::link(source));
    let why = links.fold(el("p").text(why), |text, link| text.text(" ").child(link));
    verdict(standing, &line(case, answer.verdict, words), why)
}

/// The same situation with one thing changed.
fn variations(case: Case, words: &Words) -> Vec<(String, Case)> {
    let with = |option: &str, on: bool| [option, if on { " ✓" } else { " ✕" }].concat();
    let (user, other) = match case.user {
        User::Root => ("uid 1000", User::Other),
        User::Other => ("root", User::Root),
    };
    let mut all = vec![
        (user.to_owned(), Case { user: other, ..case }),
        (with("CAP_NET_BIND_SERVICE", !case.capable), Case { capable: !case.capable, ..case }),
    ];
    for share in Share::ALL {
        let reuse = case.reuse.switched(share);
        all.push((with(share.option(), reuse.has(share)), Case { reuse, ..case }));
    }
    for address in [Address::Any, Address::Loopback, Address::Own] {
        if address != case.address {
            all.push((address.ip().to_string(), Case { address, ..case }));
        }
    }
    if case.holder == Holder::Nobody || !case.exists() {
        return all;
    }
    let of_holder = |text: &str| [words.holder_short(), ": ", text].concat();
    for share in Share::ALL {
        let holder_reuse = case.holder_reuse.switched(share);
        let text = of_holder(&with(share.option(), holder_reuse.has(share)));
        all.push((text, Case { holder_reuse, ..case }));
    }
    for share in Share::ALL {
        let set = |reuse: Reuse| if reuse.has(share) { reuse } else { reuse.switched(share) };
        let (reuse, holder_reuse) = (set(case.reuse), set(case.holder_reuse));
        let text = [words.both(), " ", &with(share.option(), true)].concat();
        all.push((text, Case { reuse, holder_reuse, ..case }));
    }
    let same_user = !case.same_user;
    all.push((with(words.same_user(), same_user), Case { same_user, ..case }));
    all.push((of_holder(words.nobody()), Case { holder: Holder::Nobody, ..case }));
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
        .child(el("p").class("sw-label").text(words.change_one()))
        .maybe(none.then(|| el("p").text(words.nothing_changes())))
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
    el("div").class("pm-calls").child(el("p").class("sw-label").text(words.calls())).child(
        el("ol")
            .class("sw-log")
            .children(list(&answer.before, "server"))
            .children(list(&answer.calls, "client")),
    )
}

/// What the host prints, across the whole figure: the lines of `ss` are long.
fn shown(answer: &Answer, words: &Words) -> Element {
    el("div")
        .class("pm-shown")
        .child(el("p").class("sw-label").text(words.at_the_end()))
        .child(terminal(words.at_the_end(), &answer.ss))
}
