//! Each step in a sentence.

use kernel::{
    Awaited, Body, Call, DropReason, Event, Flags, HostId, Packet, Reply, State, TcpDetail,
    TimerKind, abi,
};
use recording::{CallMade, Cause, End, Fault, KNOBS};

use super::text::{label, length};
use super::view::{View, program_name};
use crate::sockets::state_pill;

/// The sentences of a step.
pub fn narration(view: &View<'_>, position: usize) -> String {
    let words = view.words;
    let Some(step) = view.run.step(position) else { return words.say_start().to_owned() };
    let mut text = match &step.cause {
        Cause::Call(thread, call) => of_call(view, *thread, *call, position),
        Cause::Exit(thread) => of_exit(view, *thread),
        Cause::Fault(fault) => of_fault(view, fault),
        Cause::World => of_world(view, position),
    };
    for segment in view.run.sent_in(position) {
        if segment.lost == Some(DropReason::Link) {
            text.push(' ');
            text.push_str(&words.say_lost(&label(segment)));
        }
    }
    for change in &step.changes {
        let (from, to) = (state_pill::name(change.from), state_pill::name(change.to));
        text.push(' ');
        text.push_str(&words.say_state(&view.kernel_of(change.host), &from, &to));
    }
    text
}

pub(super) fn has_sent(view: &View<'_>, position: usize, wanted: Flags) -> bool {
    view.run.has_event(position, |event| match event {
        Event::Sent(packet) => match &packet.body {
            Body::Tcp(segment) => segment.flags.has(wanted),
            _ => false,
        },
        _ => false,
    })
}

fn of_call(view: &View<'_>, thread: usize, call: usize, position: usize) -> String {
    let (words, who) = (view.words, view.who(thread));
    let made = &view.run.threads[thread].calls[call];
    let done = made.returned == Some(position);
    if let (Some(Err(errno)), true) = (&made.result, done) {
        return words.say_fails(&who, &made.text, &errno.name());
    }
    let number = made.result.as_ref().and_then(|it| it.as_ref().ok()).map_or(0, Reply::number);
    let has_sent = |flag| has_sent(view, position, flag);
    match &made.call {
        Call::Socket { .. } => words.say_socket(&who, &number),
        Call::SetOption { level: abi::SOL_SOCKET, name: abi::SO_REUSEADDR, .. } => {
            words.say_reuse(&who)
        }
        Call::SetOption { level: abi::IPPROTO_TCP, name: abi::TCP_NODELAY, .. } => {
            words.say_nodelay(&who)
        }
        Call::Bind { fd, address: kernel::Address::Inet(local), .. } => {
            words.say_bind(&who, &local.port, fd)
        }
        Call::Listen { backlog, .. } => words.say_listen(&who, &backlog.saturating_add(1)),
        Call::Accept { .. } if done => words.say_accept(&who, &number),
        Call::Accept { .. } => words.say_accept_sleeps(&who),
        Call::Connect { .. } => words.say_connect(&who),
        Call::Send { .. } if !done => words.say_send_sleeps(&who),
        Call::Send { .. } if has_sent(Flags::ACK) => words.say_send(&who, &number),
        Call::Send { .. } => words.say_send_waits(&who, &number),
        Call::Receive { .. } if !done => words.say_recv_sleeps(&who),
        Call::Receive { .. } if number == 0 => words.say_recv_end(&who),
        Call::Receive { .. } => words.say_recv(&who, &number),
        Call::Shutdown { .. } => words.say_shutdown(&who),
        Call::Close { .. } if has_sent(Flags::RST) => words.say_close_reset(&who),
        Call::Close { .. } if has_sent(Flags::FIN) => words.say_close_fin(&who),
        Call::Close { .. } => words.say_close(&who),
        Call::Sleep { seconds, ns } => {
            let ns = seconds.saturating_mul(1_000_000_000).saturating_add(*ns);
            words.say_wait(&who, &length(ns.unsigned_abs()))
        }
        _ if done => words.say_back(&who, &made.text, &number),
        _ => words.say_sleeps(&who, &made.text),
    }
}

fn of_exit(view: &View<'_>, thread: usize) -> String {
    let who = view.who(thread);
    match view.run.threads[thread].ended {
        Some((_, End::Failed)) => view.words.say_gives_up(&who),
        _ => view.words.say_ends(&who),
    }
}

/// What was done to the run, as a sentence.
pub(super) fn of_fault(view: &View<'_>, fault: &Fault) -> String {
    let words = view.words;
    match fault {
        Fault::Drop(segment) => words.did_drop(segment),
        Fault::Duplicate(segment) => words.did_duplicate(segment),
        Fault::Delay(segment, ms) => words.did_delay(segment, &length(u64::from(*ms) * 1_000_000)),
        Fault::Reset(host, _) => words.did_reset(&view.kernel_of(*host)),
        Fault::Kill(program, _) => words.did_kill(&program_name(program, words)),
        Fault::Fill(..) => words.did_fill().to_owned(),
        Fault::Tune(tuned, _) => {
            let kernel = view.kernel_of(tuned.host);
            words.did_tune(&kernel, &KNOBS[tuned.knob].name, &tuned.value)
        }
    }
}

fn of_world(view: &View<'_>, position: usize) -> String {
    let step = &view.run.steps[position - 1];
    let Some(first) = view.run.entries_of(position).first() else { return String::new() };
    if let Some((thread, call)) = step.woken {
        return of_return(view, thread, &view.run.threads[thread].calls[call]);
    }
    match &first.event {
        Event::Arrived(packet) => of_arrival(view, first.host, packet, position),
        Event::Fired { kind, .. } => of_timer(view, first.host, *kind, position),
        Event::Dropped(..) => view.words.say_checksum(&view.kernel_of(first.host)),
        _ => String::new(),
    }
}

fn of_return(view: &View<'_>, thread: usize, made: &CallMade) -> String {
    let (words, who) = (view.words, view.who(thread));
    let reply = match &made.result {
        Some(Err(errno)) => return words.say_back_fails(&who, &made.text, &errno.name()),
        Some(Ok(reply)) => reply.number(),
        None => return String::new(),
    };
    match made.call {
        Call::Connect { .. } => words.say_back_connect(&who),
        Call::Accept { .. } => words.say_accept(&who, &reply),
        Call::Receive { .. } if reply == 0 => words.say_recv_end(&who),
        Call::Receive { .. } => words.say_back_recv(&who, &reply),
        Call::Sleep { .. } => words.say_back_wait(&who),
        _ => words.say_back(&who, &made.text, &reply),
    }
}

fn of_arrival(view: &View<'_>, host: HostId, packet: &Packet, position: usize) -> String {
    let (words, kernel) = (view.words, view.kernel_of(host));
    let events = view.run.entries_of(position);
    let Body::Tcp(segment) = &packet.body else { return words.say_icmp(&kernel) };
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
        return words.say_rst(&kernel);
    }
    match dropped {
        Some(DropReason::AcceptQueue) if has(Flags::SYN) => {
            return words.say_syn_dropped(&kernel);
        }
        Some(DropReason::AcceptQueue) => return words.say_ack_dropped(&kernel),
        Some(_) => return words.say_no_room(&kernel),
        None => {}
    }
    if has_sent(view, position, Flags::RST) {
        return if has(Flags::SYN) {
            words.say_refused(&kernel, &segment.destination_port)
        } else {
            words.say_nobody(&kernel)
        };
    }
    if has(Flags::SYN) && has(Flags::ACK) {
        let first = became(State::Established);
        return if first { words.say_syn_ack(&kernel) } else { words.say_syn_ack_again(&kernel) };
    }
    if has(Flags::SYN) {
        return words.say_syn(&kernel);
    }
    if has(Flags::FIN) {
        let receiver = receiver(view, host, packet, position);
        let is_held = |it: &TcpDetail| !it.holders.is_empty() || it.listener.is_some();
        return if receiver.is_some_and(is_held) {
            words.say_fin(&kernel)
        } else {
            words.say_fin_alone(&kernel)
        };
    }
    if length > 0 {
        return of_data(view, host, packet, position);
    }
    if became(State::Established) {
        return words.say_third(&kernel);
    }
    words.say_ack(&kernel)
}

fn of_data(view: &View<'_>, host: HostId, packet: &Packet, position: usize) -> String {
    let (words, kernel) = (view.words, view.kernel_of(host));
    let length = packet.payload_length();
    let answers = view.run.has_event(position, |event| matches!(event, Event::Sent(_)));
    let before = unread(view, host, packet, position - 1);
    let kept = unread(view, host, packet, position) > before;
    match (kept, answers) {
        (true, true) => words.say_data(&kernel, &length),
        (true, false) => words.say_data_silent(&kernel, &length),
        (false, _) => words.say_data_known(&kernel, &length),
    }
}

/// The socket that a packet is for.
fn receiver<'r>(
    view: &View<'r>,
    host: HostId,
    packet: &Packet,
    position: usize,
) -> Option<&'r TcpDetail> {
    let Body::Tcp(segment) = &packet.body else { return None };
    view.run.sockets(host, position).iter().find(|it| {
        it.local.port == segment.destination_port && it.remote.port == segment.source_port
    })
}

/// Bytes that the receiver of a packet holds unread, in order or not.
fn unread(view: &View<'_>, host: HostId, packet: &Packet, position: usize) -> u32 {
    receiver(view, host, packet, position).map_or(0, |it| it.unread + it.early)
}

fn of_timer(view: &View<'_>, host: HostId, kind: TimerKind, position: usize) -> String {
    let (words, kernel) = (view.words, view.kernel_of(host));
    let sent = view.run.has_event(position, |event| matches!(event, Event::Sent(_)));
    let fired = fired(view, host, position);
    match (kind, fired) {
        (TimerKind::DelayedAck, _) => words.say_delayed_ack(&kernel),
        (_, Some(Awaited::TimeWait)) => words.say_time_wait_over(&kernel),
        (_, Some(Awaited::FinWait)) => words.say_fin_wait_over(&kernel),
        (_, Some(Awaited::Handshake)) if sent => words.say_syn_ack_resent(&kernel),
        (_, Some(Awaited::Handshake)) => words.say_request_dropped(&kernel),
        (_, Some(Awaited::WindowProbe)) => words.say_window_probe(&kernel),
        (_, Some(Awaited::LossProbe)) if sent => words.say_loss_probe(&kernel),
        _ if sent => words.say_resent(&kernel),
        _ => words.say_timer(&kernel),
    }
}

/// What the timer that fired in a step was for: the one that was due just then.
pub(super) fn fired(view: &View<'_>, host: HostId, position: usize) -> Option<Awaited> {
    let now = view.run.ns(position);
    let before = view.run.sockets(host, position - 1).iter();
    let mut timers = before.flat_map(|detail| detail.timers.iter());
    timers.find(|(_, at)| at.0 <= now).map(|(awaited, _)| *awaited)
}
