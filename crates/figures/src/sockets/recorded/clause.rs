//! Where it is written why a step went as it did.

use kernel::{Awaited, Body, Call, DropReason, Event, Flags, HostId, Packet, State};
use recording::{CallMade, Cause};

use super::narration::{fired, has_sent};
use super::view::View;
use crate::sockets::failure;

/// The section, or the page of the manual, that a step follows from; none of what programs decide
/// for themselves.
pub fn clause(view: &View<'_>, position: usize) -> Option<&'static str> {
    let step = view.run.step(position)?;
    let call = match &step.cause {
        Cause::Call(thread, call) => Some((*thread, *call)),
        Cause::World => step.woken,
        Cause::Exit(_) | Cause::Fault(_) => return None,
    };
    if let Some((thread, call)) = call {
        return of_call(view, &view.run.threads[thread].calls[call], position);
    }
    let first = view.run.entries_of(position).first()?;
    match &first.event {
        Event::Arrived(packet) => Some(of_arrival(view, packet, position)),
        Event::Fired { .. } => of_timer(view, first.host, position),
        _ => None,
    }
}

fn of_call(view: &View<'_>, made: &CallMade, position: usize) -> Option<&'static str> {
    if let (Some(Err(errno)), true) = (&made.result, made.returned == Some(position)) {
        return Some(failure::why(&made.call, *errno, view.words).1);
    }
    Some(match &made.call {
        Call::Sleep { .. } => return None,
        Call::Connect { .. } => "RFC 9293 §3.5",
        // What was left unread is why it is an RST and no FIN.
        Call::Close { .. } if has_sent(view, position, Flags::RST) => "RFC 9293 §3.6.1",
        Call::Close { .. } | Call::Shutdown { .. } if has_sent(view, position, Flags::FIN) => {
            "RFC 9293 §3.6"
        }
        Call::SetOption { .. } => "socket(7)",
        call => failure::page(call),
    })
}

fn of_arrival(view: &View<'_>, packet: &Packet, position: usize) -> &'static str {
    let Body::Tcp(segment) = &packet.body else { return "RFC 1122 §3.2.2.1" };
    let has = |flag| segment.flags.has(flag);
    let crowded = |event: &Event| matches!(event, Event::Dropped(_, DropReason::AcceptQueue));
    let stands = |event: &Event| matches!(event, Event::State { to: State::Established, .. });
    if has(Flags::RST) {
        "RFC 9293 §3.5.3"
    } else if view.run.has_event(position, crowded) {
        "listen(2)"
    } else if has_sent(view, position, Flags::RST) {
        "RFC 9293 §3.5.2"
    } else if has(Flags::SYN) || view.run.has_event(position, stands) {
        "RFC 9293 §3.5"
    } else if has(Flags::FIN) {
        "RFC 9293 §3.6"
    } else {
        "RFC 9293 §3.10.7"
    }
}

fn of_timer(view: &View<'_>, host: HostId, position: usize) -> Option<&'static str> {
    Some(match fired(view, host, position)? {
        Awaited::Retransmission => "RFC 6298 §5",
        Awaited::LossProbe => "RFC 8985 §7",
        Awaited::WindowProbe => "RFC 9293 §3.8.6.1",
        Awaited::DelayedAck => "RFC 9293 §3.8.6.3",
        Awaited::KeepAlive => "RFC 9293 §3.8.4",
        Awaited::TimeWait => "RFC 9293 §3.6.1",
        Awaited::Handshake | Awaited::FinWait => "tcp(7)",
    })
}
