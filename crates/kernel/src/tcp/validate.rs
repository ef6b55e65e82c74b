//! Whether a segment counts at all: timestamps, window, RST, SYN (RFC 9293 §3.10.7.4, RFC 5961,
//! RFC 7323 §5).

use super::seq::Seq;
use super::{State, Tcp};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Flags, Segment};
use crate::time::HZ;

/// How many ticks a timestamp may be behind the newest one.
const TIMESTAMP_SLACK: i32 = 1;

/// A segment with neither ACK nor RST nor SYN says nothing, and is dropped.
pub(crate) const fn says_anything(seg: &Segment) -> bool {
    let relevant = Flags::ACK.with(Flags::RST).with(Flags::SYN);
    seg.flags.0 & relevant.0 != 0
}

/// What an old timestamp means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stale {
    /// Nothing: it is not old, or only a little, on a mere repetition of an acknowledgement.
    No,
    /// An old acknowledgement that was overtaken: dropped, and nothing said.
    Overtaken,
    /// An old segment, which is answered.
    Yes,
}

impl Tcp {
    /// PAWS: an old timestamp is an old segment (RFC 7323 §5; `tcp_disordered_ack_check`).
    fn staleness(&self, seg: &Segment, value: u32) -> Stale {
        let behind = self.agreed.behind(value);
        if behind <= TIMESTAMP_SLACK {
            return Stale::No;
        }
        if !seg.flags.has(Flags::ACK) || seg.seq != seg.end_seq() {
            return Stale::Yes;
        }
        if seg.seq != self.rcv_nxt {
            return if seg.seq.before(self.rcv_nxt) { Stale::Overtaken } else { Stale::Yes };
        }
        let window = u32::from(seg.window) << self.agreed.send_scale;
        let repeats = seg.ack == self.snd_una && !self.may_update_window(seg, window);
        // As late as a copy may be, in milliseconds (`tcp_tsval_replay`).
        let late_ms = (self.rtt.timeout * 1_200 / HZ) as i32;
        if repeats && behind <= late_ms { Stale::No } else { Stale::Yes }
    }

    /// Whether a segment lies within what was offered (`tcp_sequence`).
    fn is_in_window(&self, seg: &Segment) -> bool {
        let (end, limit) = (seg.end_seq(), self.rcv_nxt.plus(self.receive_window()));
        if end.before(self.rcv_wup) || seg.seq.after(limit) {
            return false;
        }
        // FIN may lie beyond it, data only while nothing waits to be read.
        let fin = u32::from(seg.flags.has(Flags::FIN));
        !end.minus(fin).after(limit) || self.received.ready.is_empty()
    }

    /// Some hosts send RST for what their FIN closed with the number of the FIN
    /// (`tcp_reset_check`).
    fn resets_after_fin(&self, seq: Seq) -> bool {
        let finished = matches!(self.state, State::CloseWait | State::LastAck | State::Closing);
        finished && seq == self.rcv_nxt.minus(1)
    }

    /// The SYN-ACK of a simultaneous open, to a socket that sent SYN itself.
    fn is_crossed_syn_ack(&self, seg: &Segment) -> bool {
        self.state == State::SynReceived
            && self.listener.is_none()
            && seg.flags.has(Flags::ACK)
            && seg.seq.plus(1) == seg.end_seq()
            && seg.end_seq() == self.rcv_nxt
            && seg.ack == self.snd_nxt
    }
}

impl Host {
    /// The checks before a segment counts at all (`tcp_validate_incoming`).
    pub(crate) fn tcp_validate(&mut self, s: SocketId, seg: &Segment) -> bool {
        let (is_reset, is_syn) = (seg.flags.has(Flags::RST), seg.flags.has(Flags::SYN));
        let tcp = self.sockets[s].tcp_mut();
        tcp.agreed.echo = 0;
        if tcp.agreed.timestamps
            && let Some((value, echo)) = seg.options.timestamps
        {
            tcp.agreed.echo = echo;
            let stale = tcp.staleness(seg, value);
            // A reset counts however old it is.
            if stale != Stale::No && !is_reset {
                if is_syn {
                    self.tcp_send_ack(s);
                } else if stale == Stale::Yes {
                    self.tcp_send_duplicate_ack(s, seg);
                }
                return false;
            }
        }
        let tcp = self.sockets[s].tcp();
        let resets = is_reset && tcp.resets_after_fin(seg.seq);
        if !tcp.is_in_window(seg) {
            if resets {
                self.tcp_reset(s);
            } else if is_syn && !is_reset {
                self.tcp_send_ack(s);
            } else if !is_reset {
                self.tcp_send_duplicate_ack(s, seg);
            }
            return false;
        }
        if is_reset {
            // Only the number that is expected next proves that the peer sent it (RFC 5961 §3.2).
            if resets || seg.seq == tcp.rcv_nxt {
                self.tcp_reset(s);
            } else {
                self.tcp_send_ack(s);
            }
            return false;
        }
        if is_syn && !tcp.is_crossed_syn_ack(seg) {
            self.tcp_send_ack(s);
            return false;
        }
        true
    }

    fn tcp_send_duplicate_ack(&mut self, s: SocketId, seg: &Segment) {
        let tcp = self.sockets[s].tcp_mut();
        if seg.end_seq() != seg.seq && seg.seq.before(tcp.rcv_nxt) {
            tcp.enter_quick_ack(super::QUICK_ACKS_MAX);
        }
        self.tcp_send_ack(s);
    }
}
