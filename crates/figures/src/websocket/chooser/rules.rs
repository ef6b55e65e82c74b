//! Which way of talking meets which need: one table, a line a reason.
//!
//! Invariant: nothing is judged but by a line of [`RULES`]. Each says when it counts, what it makes
//! of a candidate, why, where that is written, and which chapter explains it.

use super::state::{Chooser, Need};
use super::words::Words;
use crate::chapter::{Chapter, Place};

figure_kit::names! {
    /// What may be taken, the simplest to use first.
    pub enum Candidate {
        /// Requests over HTTP, polling among them.
        Http = "http",
        /// Server-sent events.
        Events = "events",
        /// WebSocket.
        WebSocket = "websocket",
        /// A TCP socket.
        Tcp = "tcp",
        /// A UDP socket.
        Udp = "udp",
        /// WebTransport.
        WebTransport = "webtransport",
        /// A data channel of WebRTC.
        WebRtc = "webrtc",
    }
}

/// What a reason makes of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// It does this by itself.
    Does,
    /// It can be had, and the program has to add it.
    Costs,
    /// It cannot be had.
    Bars,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) who: &'static [Candidate],
    /// It counts where all of these are needed.
    pub(super) when: &'static [Need],
    pub(super) grade: Grade,
    pub(super) why: fn(&Words) -> &str,
    /// Where it is written; empty where nothing but the chapter says it.
    pub(super) clause: &'static str,
    pub(super) place: Place,
}

use Candidate::{Events, Http, Tcp, Udp, WebRtc, WebSocket, WebTransport};
use Grade::{Bars, Costs, Does};
use Need::{Arrive, Ask, Binary, Both, Fresh, Many, Page, Peer, Program, Proxies, Push, Server};

const fn rule(
    who: &'static [Candidate],
    when: &'static [Need],
    grade: Grade,
    why: fn(&Words) -> &str,
    clause: &'static str,
    (chapter, section): (Chapter, &'static str),
) -> Rule {
    Rule { who, when, grade, why, clause, place: Place { chapter, section } }
}

const PROMISES: (Chapter, &str) = (Chapter::TcpUdp, "promises");
const RACE: (Chapter, &str) = (Chapter::TcpUdp, "race");
const LIMITS: (Chapter, &str) = (Chapter::TcpUdp, "limits");
const CONNECTION: (Chapter, &str) = (Chapter::TcpUdp, "connection");
const RAW: (Chapter, &str) = (Chapter::WhyWebSocket, "no-raw-tcp");
const REQUEST: (Chapter, &str) = (Chapter::WhyWebSocket, "request");
const POLLING: (Chapter, &str) = (Chapter::WhyWebSocket, "short-polling");
const EVENTS: (Chapter, &str) = (Chapter::WhyWebSocket, "events");
const WHY: (Chapter, &str) = (Chapter::WhyWebSocket, "websocket");
const HTTP: (Chapter, &str) = (Chapter::Beyond, "http2");
const BEYOND: (Chapter, &str) = (Chapter::Beyond, "neighbours");
const RECONNECT: (Chapter, &str) = (Chapter::Programs, "reconnect");

/// All reasons. Within a candidate they are shown in this order.
pub(super) static RULES: [Rule; 56] = [
    // Where it runs.
    rule(&[Tcp, Udp], &[Page], Bars, Words::no_raw, "", RAW),
    rule(&[Http], &[Page], Does, Words::http_page, "Fetch Standard", REQUEST),
    rule(&[Http], &[Program], Does, Words::http_program, "", REQUEST),
    rule(&[Events], &[Page], Does, Words::events_page, "HTML Standard", EVENTS),
    rule(&[Events], &[Program], Costs, Words::events_program, "HTML Standard", EVENTS),
    rule(
        &[WebSocket],
        &[Page],
        Does,
        Words::websocket_page,
        "WebSockets Standard",
        (Chapter::Programs, "events"),
    ),
    rule(
        &[WebSocket],
        &[Program],
        Costs,
        Words::websocket_program,
        "RFC 6455 §4",
        (Chapter::Programs, "by-hand"),
    ),
    rule(
        &[Tcp],
        &[Program],
        Costs,
        Words::tcp_framing,
        "RFC 9293 §2.2",
        (Chapter::TcpUdp, "boundaries"),
    ),
    rule(&[WebTransport], &[Page], Costs, Words::transport_page, "WebTransport", BEYOND),
    rule(&[WebTransport], &[Program], Costs, Words::transport_program, "", BEYOND),
    rule(&[WebTransport], &[Server], Costs, Words::transport_server, "", BEYOND),
    rule(&[WebRtc], &[], Costs, Words::rtc_signalling, "RFC 8825 §3", BEYOND),
    rule(&[WebRtc], &[Program], Costs, Words::rtc_program, "RFC 8831 §5", BEYOND),
    rule(&[WebRtc], &[Page, Server], Costs, Words::rtc_server, "RFC 8831 §5", BEYOND),
    // Who speaks.
    rule(&[Http], &[Ask], Does, Words::http_ask, "RFC 9110 §3.4", REQUEST),
    rule(&[Http], &[Push], Costs, Words::http_polls, "RFC 6455 §1.1", POLLING),
    rule(&[Http], &[Both], Costs, Words::http_polls, "RFC 6455 §1.1", POLLING),
    rule(&[Http], &[Both], Costs, Words::http_waits, "RFC 6455 §1.1", POLLING),
    rule(&[Events], &[Ask], Costs, Words::events_ask, "", EVENTS),
    rule(&[Events], &[Push], Does, Words::events_push, "HTML Standard", EVENTS),
    rule(&[Events], &[Both], Costs, Words::events_both, "", EVENTS),
    rule(&[WebSocket], &[Ask], Costs, Words::websocket_ask, "", WHY),
    rule(&[WebSocket], &[Push], Costs, Words::websocket_push, "", RECONNECT),
    rule(&[WebSocket], &[Both], Does, Words::websocket_both, "RFC 6455 §1.2", WHY),
    rule(&[Tcp], &[Both], Does, Words::tcp_both, "", PROMISES),
    rule(&[Udp], &[Both], Does, Words::udp_both, "RFC 768", CONNECTION),
    rule(&[WebTransport], &[Both], Does, Words::transport_both, "RFC 9000 §2", BEYOND),
    rule(&[WebRtc], &[Both], Does, Words::rtc_both, "RFC 8831 §6.4", BEYOND),
    // What must arrive.
    rule(&[Tcp], &[Arrive], Does, Words::tcp_arrive, "RFC 9293 §2.2", PROMISES),
    rule(&[Udp], &[Arrive], Costs, Words::udp_arrive, "RFC 8085 §3.3", CONNECTION),
    rule(&[Udp], &[Arrive], Costs, Words::udp_pace, "RFC 8085 §3.1", CONNECTION),
    rule(&[WebSocket], &[Arrive], Does, Words::websocket_arrive, "RFC 6455 §1.5", RECONNECT),
    rule(&[Events], &[Arrive], Does, Words::events_arrive, "HTML Standard", EVENTS),
    rule(&[Http], &[Arrive], Does, Words::http_arrive, "RFC 9110 §15", REQUEST),
    rule(&[WebTransport], &[Arrive], Does, Words::transport_arrive, "RFC 9000 §13.3", BEYOND),
    rule(&[WebRtc], &[Arrive], Does, Words::rtc_arrive, "RFC 8831 §6.4", BEYOND),
    // What must not wait.
    rule(&[Tcp, WebSocket, Events], &[Fresh], Bars, Words::stream_waits, "RFC 9293 §2.2", RACE),
    rule(&[Http], &[Fresh], Costs, Words::http_fresh, "RFC 9114 §1.1", HTTP),
    rule(&[Http], &[Fresh, Proxies], Bars, Words::http_fresh_web, "RFC 9114 §3.1", HTTP),
    rule(&[Udp], &[Fresh], Does, Words::udp_fresh, "RFC 768", RACE),
    rule(&[WebTransport], &[Fresh], Does, Words::transport_fresh, "RFC 9221 §5", BEYOND),
    rule(&[WebRtc], &[Fresh], Does, Words::rtc_fresh, "RFC 8831 §6.4", BEYOND),
    rule(&[WebRtc], &[Fresh, Proxies], Bars, Words::rtc_fresh_web, "RFC 8835 §3.4", BEYOND),
    // What it is.
    rule(&[Events], &[Binary], Costs, Words::events_binary, "HTML Standard", EVENTS),
    rule(
        &[WebSocket],
        &[Binary],
        Does,
        Words::websocket_binary,
        "RFC 6455 §5.6",
        (Chapter::Frames, "opcode"),
    ),
    rule(
        &[Http, Tcp, Udp, WebTransport, WebRtc],
        &[Binary],
        Does,
        Words::any_bytes,
        "",
        (Chapter::TcpUdp, "boundaries"),
    ),
    // Which way it has to go.
    rule(&[Tcp], &[Proxies], Costs, Words::tcp_web, "RFC 9110 §9.3.6", WHY),
    rule(&[Udp, WebTransport], &[Proxies], Bars, Words::udp_web, "RFC 9308 §2", BEYOND),
    rule(&[WebSocket], &[Proxies], Does, Words::websocket_web, "RFC 6455 §4.1", WHY),
    rule(&[Http, Events], &[Proxies], Does, Words::http_web, "", REQUEST),
    rule(&[WebRtc], &[Proxies], Costs, Words::rtc_web, "RFC 8835 §3.4", BEYOND),
    // Between whom.
    rule(
        &[Http, Events, WebSocket, WebTransport],
        &[Page, Peer],
        Bars,
        Words::page_peer,
        "RFC 6455 §4.1",
        RAW,
    ),
    rule(
        &[Http, Events, WebSocket, Tcp, Udp, WebTransport],
        &[Program, Peer],
        Costs,
        Words::program_peer,
        "RFC 8445 §1",
        (Chapter::Ports, "address"),
    ),
    rule(&[WebRtc], &[Peer], Does, Words::rtc_peer, "RFC 8445 §1", BEYOND),
    // To how many.
    rule(&[Udp], &[Many], Does, Words::udp_many, "RFC 8085 §4", LIMITS),
    rule(
        &[Http, Events, WebSocket, Tcp, WebTransport, WebRtc],
        &[Many],
        Bars,
        Words::no_many,
        "",
        LIMITS,
    ),
];

impl Rule {
    /// Whether it counts for a candidate where this is needed.
    fn counts(&self, who: Candidate, needs: &Chooser) -> bool {
        self.who.contains(&who) && self.when.iter().all(|need| needs.holds(*need))
    }
}

/// The reasons for and against a candidate.
pub(super) fn reasons(who: Candidate, needs: &Chooser) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(move |rule| rule.counts(who, needs))
}

/// How a candidate comes off: how much has to be added, or nothing where it is barred.
pub(crate) fn costs(who: Candidate, needs: &Chooser) -> Option<usize> {
    let mut costs = 0;
    for rule in reasons(who, needs) {
        match rule.grade {
            Does => {}
            Costs => costs += 1,
            Bars => return None,
        }
    }
    Some(costs)
}

/// What came of the needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Every candidate, the least to add first, and what is barred last.
    pub(super) ranked: Vec<(Candidate, Option<usize>)>,
}

impl Choice {
    pub(super) fn of(needs: &Chooser) -> Self {
        let mut ranked: Vec<(Candidate, Option<usize>)> = Vec::new();
        for who in Candidate::ALL {
            let found = costs(who, needs);
            let rank = |costs: Option<usize>| costs.unwrap_or(usize::MAX);
            let behind = ranked.iter().position(|(_, other)| rank(*other) > rank(found));
            ranked.insert(behind.unwrap_or(ranked.len()), (who, found));
        }
        Self { ranked }
    }

    /// Those with the least to add.
    pub(super) fn best(&self) -> impl Iterator<Item = Candidate> {
        let least = self.ranked.first().and_then(|(_, costs)| *costs);
        let best = self.ranked.iter().filter(move |(_, costs)| costs.is_some() && *costs == least);
        best.map(|(who, _)| *who)
    }

    /// How much the best of them leaves to be added; nothing where none is left.
    pub(super) fn least(&self) -> Option<usize> {
        self.ranked.first().and_then(|(_, costs)| *costs)
    }
}

/// The fewest needs without which something is left: one of them, or else two of them; each with
/// who is left then.
pub(super) fn give_up(needs: &Chooser) -> Vec<(Vec<Need>, Choice)> {
    let mut found = Vec::new();
    for need in needs.optional() {
        try_without(needs, &[need], &mut found);
    }
    if found.is_empty() {
        for (at, first) in needs.optional().enumerate() {
            for second in needs.optional().skip(at + 1) {
                try_without(needs, &[first, second], &mut found);
            }
        }
    }
    found
}

fn try_without(needs: &Chooser, given_up: &[Need], found: &mut Vec<(Vec<Need>, Choice)>) {
    let rest = given_up.iter().fold(needs.clone(), |rest, need| rest.without(*need));
    let choice = Choice::of(&rest);
    if choice.least().is_some() {
        found.push((given_up.to_vec(), choice));
    }
}
