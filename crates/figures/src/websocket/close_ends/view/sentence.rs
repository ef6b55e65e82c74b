//! What happens in words: a step, and what each end reports at the end.

use figure_kit::legible::readable;
use kernel::{Body, DropReason, Event, Flags, TimerKind};
use recording::Segment;
use websocket::Rule;
use websocket::connection::{Ending, Refusal};
use websocket::frame::CloseCode;

use super::super::end::{ANSWER_NS, HANG_UP_NS, Note, Ready, SERVER_NS, Wait};
use super::super::run::{Beat, Run, host_of, sender};
use super::super::scene::{Refused, Scene, Who};
use super::super::state::CloseEnds;
use super::super::words::Words;
use crate::sockets::recorded::length;
use crate::sockets::state_pill;

/// An end in a sentence.
pub(super) fn name(who: Who, words: &Words) -> &str {
    match who {
        Who::Page => words.page(),
        Who::Server => words.server(),
    }
}

/// `close(1000, “bye”)`.
pub(super) fn call(scene: &Scene, who: Who) -> String {
    let says = &scene.says[who as usize];
    let mut text = String::from("close(");
    match says.code() {
        Some(code) => text.push_str(&code.to_string()),
        None if !says.reason.is_empty() => text.push_str("undefined"),
        None => {}
    }
    if !says.reason.is_empty() {
        let reason = readable(&says.reason);
        let short: String = reason.chars().take(24).collect();
        let more = if short.len() < reason.len() { "…" } else { "" };
        text.push_str(&[", “", &short, more, "”"].concat());
    }
    text.push(')');
    text
}

/// A `close` event.
pub(super) fn event(ending: &Ending, words: &Words) -> String {
    let reason = readable(&ending.reason);
    let reason = if reason.is_empty() { reason } else { [" “", &reason, "”"].concat() };
    let clean = if ending.clean { "true" } else { "false" };
    words.ev_close(&ending.code, &reason, &clean)
}

/// A `message` event.
pub(super) fn message(text: &str) -> String {
    ["message “", &readable(text), "”"].concat()
}

/// What an end reports, in a line.
pub(super) fn outcome(run: &Run, who: Who, words: &Words) -> String {
    let lane = match who {
        Who::Page => words.page_lane(),
        Who::Server => words.server_lane(),
    };
    match run.ending(who) {
        Some((_, ending)) => words.r_reports(&lane, &event(ending, words)),
        None => words.r_nothing(&lane),
    }
}

/// Why an end reports that, and where it is written.
pub(super) fn why<'w>(run: &Run, who: Who, words: &'w Words) -> (&'w str, &'static [&'static str]) {
    let all = run.beats.len();
    let has = |wanted: fn(&Note) -> bool| run.notes(who, all).any(|(_, note)| wanted(note));
    let abnormal: &[&str] = &["RFC 6455 §7.1.5"];
    match run.ending(who) {
        Some((_, ending)) if ending.clean && ending.code == CloseCode::NO_STATUS => {
            (words.y_no_status(), &["RFC 6455 §7.1.5"])
        }
        Some((_, ending)) if ending.clean => {
            (words.y_clean(), &["RFC 6455 §7.1.4", "RFC 6455 §7.1.5"])
        }
        Some(_) if has(|note| matches!(note, Note::Fails(_))) => {
            (words.y_fails(), &["RFC 6455 §7.1.7"])
        }
        Some(_) if has(|note| matches!(note, Note::Terminates)) => (words.y_pong(), abnormal),
        Some(_) if has(|note| matches!(note, Note::TimesOut(_))) => (words.y_timeout(), abnormal),
        Some(_) => (words.y_end(), abnormal),
        None if has(|note| matches!(note, Note::Killed)) => (words.y_killed(), &[]),
        None if has(|note| matches!(note, Note::Hangs)) => (words.y_hangs(), &[]),
        None if has(|note| matches!(note, Note::Refused(_))) => {
            (words.y_refused(), &["RFC 6455 §7.4"])
        }
        None => (words.y_open(), &[]),
    }
}

/// What an end reports, and why.
pub(crate) fn reported(figure: &CloseEnds, who: Who, words: &Words) -> String {
    let run = figure.run();
    [&outcome(&run, who, words), " ", why(&run, who, words).0].concat()
}

/// What happens in the step that is shown last.
pub(crate) fn narration(figure: &CloseEnds, run: &Run, shown: usize, words: &Words) -> String {
    let Some(beat) = shown.checked_sub(1).and_then(|last| run.beats.get(last)) else {
        return words.n_start().to_owned();
    };
    let mut parts: Vec<String> = Vec::new();
    if let Some(who) = beat.who
        && let Some(text) = of_kernel(run, beat, who, words)
    {
        parts.push(text);
    }
    for note in &beat.notes {
        parts.push(of_note(&figure.scene, beat.who.unwrap_or(Who::Page), note, words));
    }
    for step in beat.steps.clone() {
        if run.recording.sent_in(step).iter().any(|it| it.lost == Some(DropReason::Link)) {
            parts.push(words.k_lost().to_owned());
        }
        for change in &run.recording.steps[step - 1].changes {
            let who = if change.host == host_of(Who::Page) { Who::Page } else { Who::Server };
            let states = [change.from, change.to].map(state_pill::name);
            parts.push(words.k_state(&name(who, words), &states[0], &states[1]));
        }
    }
    parts.join(" ")
}

/// What the kernel of an end does in a beat, where it is the kernel that acts.
fn of_kernel(run: &Run, beat: &Beat, who: Who, words: &Words) -> Option<String> {
    let (step, name) = (*beat.steps.start(), name(who, words));
    let arrived = run.recording.entries_of(step).iter().find_map(|entry| match &entry.event {
        Event::Arrived(packet) => match &packet.body {
            Body::Tcp(segment) => Some(segment),
            _ => None,
        },
        _ => None,
    });
    if let Some(segment) = arrived {
        return Some(if segment.flags.has(Flags::RST) {
            words.k_rst(&name)
        } else if segment.flags.has(Flags::FIN) {
            words.k_fin(&name)
        } else if segment.payload.is_empty() {
            words.k_ack(&name)
        } else {
            words.k_data(&name)
        });
    }
    let fired = run.recording.entries_of(step).iter().find_map(|entry| match &entry.event {
        Event::Fired { kind, .. } => Some(*kind),
        _ => None,
    })?;
    let sent = run.recording.sent_in(step);
    Some(match sent.first() {
        Some(segment) if segment.flags().has(Flags::RST) => words.k_gives_up(&name),
        Some(segment) if !segment.is_pure_ack() => words.k_again(&name),
        Some(_) if fired == TimerKind::Lifetime => words.k_probe(&name),
        Some(_) => words.k_sends(&name),
        None => words.k_gives_up(&name),
    })
}

fn of_note(scene: &Scene, who: Who, note: &Note, words: &Words) -> String {
    let name = name(who, words);
    let waited = |ns: u64| length(ns);
    match note {
        Note::Calls => words.n_calls(&name, &call(scene, who)),
        Note::Refused(refused) => refusal(*refused, words).to_owned(),
        Note::Forges => words.n_forges().to_owned(),
        Note::Sends(text) => words.n_sends(&name, text),
        Note::SendsPiece(text, _) => words.n_piece(&name, &text.trim()),
        Note::SendsNothing(text) if who == Who::Page => words.n_page_unsent(text),
        Note::SendsNothing(text) => words.n_server_unsent(&text.trim()),
        Note::Hears(text) => words.n_hears(&name, text),
        Note::Ignores(text) => words.n_ignores(text),
        Note::CloseCame => words.n_close_came(&name),
        Note::Answers => words.n_answers(&name),
        Note::Pings => words.n_pings().to_owned(),
        Note::Pongs => words.n_pongs(&name),
        Note::PongCame => words.n_pong_came().to_owned(),
        Note::Fails(fault) => words.n_fails(&name, &broken(fault.rule, words)),
        Note::TimesOut(Wait::Answer) => {
            let limit = if who == Who::Page { ANSWER_NS } else { SERVER_NS };
            words.n_answer_timeout(&name, &waited(limit))
        }
        Note::TimesOut(Wait::HangUp) => {
            let limit = if who == Who::Page { HANG_UP_NS } else { SERVER_NS };
            words.n_hang_up_timeout(&name, &waited(limit))
        }
        Note::Terminates => words.n_terminates().to_owned(),
        Note::End => words.n_end(&name),
        Note::Broken(errno) => words.n_broken(&name, &errno.name()),
        Note::ShutsDown => words.n_shuts_down(&name),
        Note::Closes => words.n_closes(&name),
        Note::Reports(ending) => words.n_reports(&name, &event(ending, words)),
        Note::Killed => words.n_killed(&name),
        Note::Hangs => words.n_hangs(&name),
        Note::Pulled => words.n_pulled().to_owned(),
    }
}

/// Why `close` was refused.
pub(super) fn refusal(refused: Refused, words: &Words) -> &str {
    match refused {
        Refused::PageCode => words.n_page_code(),
        Refused::PageReason => words.n_page_reason(),
        Refused::Engine(Refusal::LongControl) => words.n_engine_reason(),
        Refused::Engine(_) => words.n_engine_code(),
        Refused::NotText => words.n_not_text(),
        Refused::NoCode => words.n_no_code(),
    }
}

fn broken(rule: Rule, words: &Words) -> &str {
    match rule {
        Rule::CloseCode => words.rule_code(),
        Rule::LongControl => words.rule_long(),
        Rule::ReasonNotUtf8 => words.rule_text(),
        Rule::CloseBodyOfOne => words.rule_one(),
        _ => words.rule_other(),
    }
}

/// The short word for what a note does to `readyState`, for the track beside the wire.
pub(super) fn track(scene: &Scene, who: Who, note: &Note) -> Option<String> {
    Some(match note {
        Note::Calls => call(scene, who),
        Note::Refused(_) => "✕".to_owned(),
        Note::Hears(text) => message(text),
        Note::SendsNothing(text) => ["✕ send “", text.trim(), "”"].concat(),
        Note::Ignores(text) => ["✕ “", text, "”"].concat(),
        Note::Reports(ending) => ["close ", &ending.code.to_string()].concat(),
        Note::Fails(_) => "error".to_owned(),
        Note::Broken(errno) => errno.name().to_owned(),
        Note::End => "recv() = 0".to_owned(),
        Note::ShutsDown => "shutdown()".to_owned(),
        Note::TimesOut(_) | Note::Terminates => "⏱".to_owned(),
        Note::Killed => "SIGKILL".to_owned(),
        _ => return None,
    })
}

/// A state of the API, as it is numbered and named.
pub(super) fn ready(ready: Ready) -> &'static str {
    match ready {
        Ready::Open => "1 OPEN",
        Ready::Closing => "2 CLOSING",
        Ready::Closed => "3 CLOSED",
    }
}

/// What stands along a segment's line.
pub(super) fn label(segment: &Segment) -> String {
    let payload = segment.tcp().map(|tcp| &tcp.payload[..]).unwrap_or_default();
    let mut text = super::super::frame::Frame::read(sender(segment), payload)
        .map(|frame| frame.label())
        .unwrap_or_default();
    let mut add = |name: &str| {
        text.push_str(if text.is_empty() { "" } else { " + " });
        text.push_str(name);
    };
    if segment.flags().has(Flags::RST) {
        add("RST");
    } else if segment.flags().has(Flags::FIN) {
        add("FIN");
    } else if payload.is_empty() {
        add("ACK");
    }
    text
}
