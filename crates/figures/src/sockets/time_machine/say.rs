//! What a step is called: a sentence for the reader, a line for the log.

use kernel::{
    Awaited, Body, DropReason, Entry, Event, Flags, Packet, Reply, State, TcpDetail, TimerKind,
};

use super::TimeMachine;
use super::fault::Fault;
use super::program::{Ask, quoted};
use super::run::{Actor, Cause, End, Run, Step, side};
use super::scenario::{KNOBS, PROGRAMS, Side, side_of};
use super::segment::Segment;
use super::span::Identity;
use super::time;
use crate::sockets::state_pill;
use crate::words::Words;

/// A program's name in a sentence.
pub(super) fn who(program: usize, words: &Words) -> String {
    // `{n|second|third}`: the catalogue's choice between one and many.
    let nth = match PROGRAMS[program].as_bytes().last() {
        Some(b'2') => 1,
        Some(b'3') => 2,
        _ => 0,
    };
    match (side_of(program), nth) {
        (Side::Client, 0) => words.tm_client().to_owned(),
        (Side::Server, 0) => words.tm_server().to_owned(),
        (Side::Client, nth) => words.tm_nth_client(&nth),
        (Side::Server, nth) => words.tm_nth_server(&nth),
    }
}

/// A host's kernel in a sentence.
pub(super) fn kernel_of(side: Side, words: &Words) -> &str {
    match side {
        Side::Client => words.tm_client_kernel(),
        Side::Server => words.tm_server_kernel(),
    }
}

/// The flags as people say them: `SYN ACK`.
pub(super) fn flags(flags: Flags) -> String {
    const NAMES: [(Flags, &str); 5] = [
        (Flags::SYN, "SYN"),
        (Flags::FIN, "FIN"),
        (Flags::RST, "RST"),
        (Flags::PSH, "PSH"),
        (Flags::ACK, "ACK"),
    ];
    let mut text = String::new();
    for (flag, name) in NAMES {
        if flags.has(flag) {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(name);
        }
    }
    text
}

/// What is said aloud after an action: the step, and the gate if the run stands at one.
pub(super) fn spoken(figure: &TimeMachine, words: &Words) -> String {
    let mut text = narration(&figure.play().run, figure.position, words);
    if let Some(asked) = figure.open_gate() {
        text.push(' ');
        text.push_str(&super::predict::question(figure, asked, words));
    }
    text
}

/// The sentences of a step.
pub(super) fn narration(run: &Run, position: usize, words: &Words) -> String {
    let Some(step) = position.checked_sub(1).map(|at| &run.steps[at]) else {
        return words.tm_say_start().to_owned();
    };
    let mut text = match step.cause {
        Cause::Call(program, index) => of_call(run, program, index, position, words),
        Cause::Exit(program) => of_exit(run, program, words),
        Cause::Fault(fault) => of_fault(fault, words),
        Cause::World => of_world(run, step, position, words),
    };
    let lost = run.segments.iter().filter(|it| it.sent == position && it.lost.is_some());
    for segment in lost.filter(|it| it.lost == Some(DropReason::Link)) {
        text.push(' ');
        text.push_str(&words.tm_say_lost(&label(segment)));
    }
    for (side, from, to) in transitions(run, position) {
        let (from, to) = (state_pill::name(from), state_pill::name(to));
        text.push(' ');
        text.push_str(&words.tm_say_state(&kernel_of(side, words), &from, &to));
    }
    text
}

/// The states that changed in a step, read off the sockets before and after it. A connection that
/// is new, or only has a new socket, changes none.
pub(super) fn transitions(run: &Run, position: usize) -> Vec<(Side, State, State)> {
    let mut changes = Vec::new();
    for side in Side::BOTH {
        let after = run.sockets(side, position);
        for old in run.sockets(side, position - 1) {
            let who = Identity::of(old);
            // A closed socket that a descriptor still holds is not what waits in its place.
            let lives = old.state != State::Closed;
            let same =
                |it: &&TcpDetail| it.inode == old.inode || (lives && Identity::of(it) == who);
            let now = after.iter().find(same).map_or(State::Closed, |it| it.state);
            if now != old.state {
                changes.push((side, old.state, now));
            }
        }
    }
    changes
}

/// A segment in a few letters: its data, or its flags.
pub(super) fn label(segment: &Segment) -> String {
    let length = segment.packet.payload_length();
    let names = flags(segment.flags().without(Flags::PSH));
    match segment.tcp() {
        Some(tcp) if length > 0 => quoted(&tcp.payload),
        // Every segment after the first acknowledges; only where nothing else is said is it news.
        Some(_) if segment.flags().has(Flags::FIN) => "FIN".to_owned(),
        Some(_) if segment.flags().has(Flags::RST) => "RST".to_owned(),
        _ => names,
    }
}

fn has_sent(events: &[Entry], wanted: Flags) -> bool {
    events.iter().any(|entry| match &entry.event {
        Event::Sent(packet) => match &packet.body {
            Body::Tcp(segment) => segment.flags.has(wanted),
            _ => false,
        },
        _ => false,
    })
}

fn of_call(run: &Run, program: usize, index: usize, position: usize, words: &Words) -> String {
    let Some(actor) = run.actor(program) else { return String::new() };
    let (made, statement) = (&actor.calls[index], &actor.statements[index]);
    let who = who(program, words);
    let events = run.entries_of(position);
    let done = made.returned == Some(position);
    match &made.result {
        Some(Err(errno)) if done => return words.tm_say_fails(&who, &made.text, &errno.name()),
        _ => {}
    }
    let number = made.result.as_ref().and_then(|it| it.as_ref().ok()).map_or(0, Reply::number);
    match &statement.ask {
        Ask::Socket => words.tm_say_socket(&who, &number),
        Ask::ReuseAddress(_) => words.tm_say_reuse(&who),
        Ask::NoDelay(_) => words.tm_say_nodelay(&who),
        Ask::Bind(fd, port) => words.tm_say_bind(&who, port, fd),
        Ask::Listen(_, backlog) => words.tm_say_listen(&who, &(backlog + 1)),
        Ask::Accept(_) if done => words.tm_say_accept(&who, &number),
        Ask::Accept(_) => words.tm_say_accept_sleeps(&who),
        Ask::Connect(..) => words.tm_say_connect(&who),
        Ask::Send(..) | Ask::Fill(..) | Ask::Reply(_) if done => {
            let sent = has_sent(events, Flags::ACK);
            if sent {
                words.tm_say_send(&who, &number)
            } else {
                words.tm_say_send_waits(&who, &number)
            }
        }
        Ask::Send(..) | Ask::Fill(..) | Ask::Reply(_) => words.tm_say_send_sleeps(&who),
        Ask::Receive(..) if !done => words.tm_say_recv_sleeps(&who),
        Ask::Receive(..) if number == 0 => words.tm_say_recv_end(&who),
        Ask::Receive(..) => words.tm_say_recv(&who, &number),
        Ask::Shutdown(_) => words.tm_say_shutdown(&who),
        Ask::Close(_) if has_sent(events, Flags::RST) => words.tm_say_close_reset(&who),
        Ask::Close(_) if has_sent(events, Flags::FIN) => words.tm_say_close_fin(&who),
        Ask::Close(_) => words.tm_say_close(&who),
        Ask::Wait(ms) => words.tm_say_wait(&who, &time::length(u64::from(*ms) * 1_000_000)),
    }
}

fn of_exit(run: &Run, program: usize, words: &Words) -> String {
    let who = who(program, words);
    let ended = run.actor(program).and_then(|actor| actor.ended);
    match ended {
        Some((_, End::Failed)) => words.tm_say_gives_up(&who),
        _ => words.tm_say_ends(&who),
    }
}

/// What the reader did, as a sentence.
pub(super) fn of_fault(fault: Fault, words: &Words) -> String {
    match fault {
        Fault::Drop(segment) => words.tm_did_drop(&segment),
        Fault::Duplicate(segment) => words.tm_did_duplicate(&segment),
        Fault::Delay(segment, ms) => {
            words.tm_did_delay(&segment, &time::length(u64::from(ms) * 1_000_000))
        }
        Fault::Reset(side, _) => words.tm_did_reset(&kernel_of(side, words)),
        Fault::Kill(program, _) => words.tm_did_kill(&who(program, words)),
        Fault::Fill(_) => words.tm_did_fill().to_owned(),
        Fault::Tune(tuned, _) => {
            words.tm_did_tune(&kernel_of(tuned.side, words), &KNOBS[tuned.knob].name, &tuned.value)
        }
    }
}

/// The program that was woken in a step, by the call that came back in it.
pub(super) fn woken(run: &Run, position: usize) -> Option<(&Actor, usize)> {
    run.actors.iter().find_map(|actor| {
        let came =
            |made: &super::run::Made| made.returned == Some(position) && made.called < position;
        actor.calls.iter().position(came).map(|index| (actor, index))
    })
}

fn of_world(run: &Run, step: &Step, position: usize, words: &Words) -> String {
    let events = &run.entries[step.entries.clone()];
    let Some(first) = events.first() else { return String::new() };
    if let Some((actor, index)) = woken(run, position) {
        return of_return(actor, index, words);
    }
    let Some(side) = side(first.host) else { return String::new() };
    match &first.event {
        Event::Arrived(packet) => of_arrival(run, side, packet, events, position, words),
        Event::Fired { kind, .. } => of_timer(run, side, *kind, events, position, words),
        Event::Dropped(..) => words.tm_say_checksum(&kernel_of(side, words)),
        _ => String::new(),
    }
}

fn of_return(actor: &Actor, index: usize, words: &Words) -> String {
    let (made, who) = (&actor.calls[index], who(actor.program, words));
    let reply = match &made.result {
        Some(Err(errno)) => return words.tm_say_back_fails(&who, &made.text, &errno.name()),
        Some(Ok(reply)) => reply.number(),
        None => return String::new(),
    };
    match actor.statements[index].ask {
        Ask::Connect(..) => words.tm_say_back_connect(&who),
        Ask::Accept(_) => words.tm_say_accept(&who, &reply),
        Ask::Receive(..) if reply == 0 => words.tm_say_recv_end(&who),
        Ask::Receive(..) => words.tm_say_back_recv(&who, &reply),
        Ask::Wait(_) => words.tm_say_back_wait(&who),
        _ => words.tm_say_back(&who, &made.text, &reply),
    }
}

fn of_arrival(
    run: &Run,
    side: Side,
    packet: &Packet,
    events: &[Entry],
    position: usize,
    words: &Words,
) -> String {
    let kernel = kernel_of(side, words);
    let Body::Tcp(segment) = &packet.body else { return words.tm_say_icmp(&kernel) };
    let became = |wanted: State| {
        events.iter().any(|it| matches!(&it.event, Event::State { to, .. } if *to == wanted))
    };
    let dropped = events.iter().find_map(|it| match &it.event {
        Event::Dropped(_, reason) => Some(*reason),
        _ => None,
    });
    let length = segment.payload.len();
    let has = |flag: Flags| segment.flags.has(flag);
    if has(Flags::RST) {
        return words.tm_say_rst(&kernel);
    }
    match dropped {
        Some(DropReason::AcceptQueue) if has(Flags::SYN) => {
            return words.tm_say_syn_dropped(&kernel);
        }
        Some(DropReason::AcceptQueue) => return words.tm_say_ack_dropped(&kernel),
        Some(_) => return words.tm_say_no_room(&kernel),
        None => {}
    }
    if has_sent(events, Flags::RST) {
        return if has(Flags::SYN) {
            words.tm_say_refused(&kernel, &segment.destination_port)
        } else {
            words.tm_say_nobody(&kernel)
        };
    }
    if has(Flags::SYN) && has(Flags::ACK) {
        let first = became(State::Established);
        return if first {
            words.tm_say_syn_ack(&kernel)
        } else {
            words.tm_say_syn_ack_again(&kernel)
        };
    }
    if has(Flags::SYN) {
        return words.tm_say_syn(&kernel);
    }
    if has(Flags::FIN) {
        let held = receiver(run, side, packet, position).is_some_and(|it| !it.holders.is_empty());
        let queued = receiver(run, side, packet, position).is_some_and(|it| it.listener.is_some());
        return if held || queued {
            words.tm_say_fin(&kernel)
        } else {
            words.tm_say_fin_alone(&kernel)
        };
    }
    if length > 0 {
        return of_data(run, side, packet, events, position, words);
    }
    if became(State::Established) {
        return words.tm_say_third(&kernel);
    }
    words.tm_say_ack(&kernel)
}

fn of_data(
    run: &Run,
    side: Side,
    packet: &Packet,
    events: &[Entry],
    position: usize,
    words: &Words,
) -> String {
    let (kernel, length) = (kernel_of(side, words), packet.payload_length());
    let answers = events.iter().any(|it| matches!(it.event, Event::Sent(_)));
    let before = unread(run, side, packet, position - 1);
    let kept = unread(run, side, packet, position) > before;
    match (kept, answers) {
        (true, true) => words.tm_say_data(&kernel, &length),
        (true, false) => words.tm_say_data_silent(&kernel, &length),
        (false, _) => words.tm_say_data_known(&kernel, &length),
    }
}

/// The socket that a packet is for.
fn receiver<'r>(
    run: &'r Run,
    side: Side,
    packet: &Packet,
    position: usize,
) -> Option<&'r TcpDetail> {
    let Body::Tcp(segment) = &packet.body else { return None };
    run.sockets(side, position).iter().find(|it| {
        it.local.port == segment.destination_port && it.remote.port == segment.source_port
    })
}

/// Bytes that the receiver of a packet holds unread, in order or not.
fn unread(run: &Run, side: Side, packet: &Packet, position: usize) -> u32 {
    receiver(run, side, packet, position).map_or(0, |it| it.unread + it.early)
}

fn of_timer(
    run: &Run,
    side: Side,
    kind: TimerKind,
    events: &[Entry],
    position: usize,
    words: &Words,
) -> String {
    let kernel = kernel_of(side, words);
    let sent = events.iter().any(|it| matches!(it.event, Event::Sent(_)));
    let fired = fired(run, side, position);
    match (kind, fired) {
        (TimerKind::DelayedAck, _) => words.tm_say_delayed_ack(&kernel),
        (_, Some(Awaited::TimeWait)) => words.tm_say_time_wait_over(&kernel),
        (_, Some(Awaited::FinWait)) => words.tm_say_fin_wait_over(&kernel),
        (_, Some(Awaited::Handshake)) if sent => words.tm_say_syn_ack_resent(&kernel),
        (_, Some(Awaited::Handshake)) => words.tm_say_request_dropped(&kernel),
        (_, Some(Awaited::WindowProbe)) => words.tm_say_window_probe(&kernel),
        (_, Some(Awaited::LossProbe)) if sent => words.tm_say_loss_probe(&kernel),
        _ if sent => words.tm_say_resent(&kernel),
        _ => words.tm_say_timer(&kernel),
    }
}

/// What the timer that fired in a step was for: the one that was due just then.
fn fired(run: &Run, side: Side, position: usize) -> Option<Awaited> {
    let now = run.ns(position);
    let before = run.sockets(side, position - 1).iter();
    let mut timers = before.flat_map(|detail| detail.timers.iter());
    timers.find(|(_, at)| at.0 <= now).map(|(awaited, _)| *awaited)
}
