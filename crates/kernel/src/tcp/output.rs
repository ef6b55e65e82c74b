//! Sending what was written, as far as the windows and Nagle's rule let it (`tcp_write_xmit`).

use super::congestion::CaState;
use super::pacing::{BURST_MAX, Pace};
use super::send_queue::Piece;
use super::{Pending, State, Tcp};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::Flags;

/// How eagerly to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Push {
    /// As the options say.
    Usual,
    /// Nagle's rule does not count.
    NoNagle,
    /// Only the first piece.
    One,
    /// A loss probe: one piece, whatever the congestion window says.
    Probe,
}

impl Tcp {
    /// Nagle's rule, as Minshall refined it: a small segment waits while another is unanswered.
    fn nagle_holds(&self, push: Push) -> bool {
        if self.options.cork && push == Push::Usual {
            return true;
        }
        let small_unanswered =
            self.small_seq.after(self.snd_una) && !self.small_seq.after(self.snd_nxt);
        push == Push::Usual
            && !self.options.no_delay
            && self.congestion.packets_out > 0
            && small_unanswered
    }

    /// How much of the first unsent piece may go now; none if it must wait.
    fn sendable(&mut self, push: Push, pace: Pace) -> Option<u32> {
        let (mss, c) = (self.mss, &self.congestion);
        let in_flight = c.in_flight();
        let mut quota = c.cwnd.saturating_sub(in_flight).min((c.cwnd >> 1).max(1));
        if quota == 0 {
            if push != Push::Probe {
                return None;
            }
            quota = 1;
        }
        let quota = quota.min(pace.burst);
        self.queue.grow_first(quota.saturating_mul(mss));
        let is_last = self.queue.unsent.len() == 1;
        let first = self.queue.unsent.front()?;
        let length = first.len();
        // As long as an urgent byte is unanswered, whatever follows it is in a hurry too.
        let urgent = self.snd_up != self.snd_una;
        // The first segment must fit into the window, and FIN with it (`tcp_snd_wnd_test`).
        let end = if length > mss { first.seq.plus(mss) } else { first.end_seq() };
        if end.after(self.window_end()) {
            return None;
        }
        let window = self.window_end().since(first.seq);
        let push_here = if is_last { push } else { Push::NoNagle };
        if length <= mss {
            let partial = length < mss && !urgent && !first.flags.has(Flags::FIN);
            return (!partial || !self.nagle_holds(push_here)).then_some(length);
        }
        let single = matches!(push, Push::One | Push::Probe);
        if !single && self.defers(pace, (length, is_last), window) {
            return None;
        }
        if urgent {
            return Some(mss);
        }
        let most = quota.saturating_mul(mss);
        let needed = length.min(window);
        if most <= needed {
            return Some(most);
        }
        let partial = needed % mss;
        let hold = partial != 0 && needed > partial && self.nagle_holds(push);
        Some(if hold { needed - partial } else { needed })
    }
}

impl Host {
    /// Sends what may go, and sees to it that something will send the rest later.
    pub(crate) fn tcp_push_pending(&mut self, s: SocketId, no_nagle: bool) {
        let tcp = self.sockets[s].tcp();
        let early = matches!(tcp.state, State::Closed | State::Listen | State::SynSent);
        if early || tcp.queue.unsent.is_empty() {
            return;
        }
        self.tcp_write(s, if no_nagle { Push::NoNagle } else { Push::Usual });
        let tcp = self.sockets[s].tcp();
        if tcp.congestion.packets_out == 0 && !tcp.queue.unsent.is_empty() && tcp.pending.is_none()
        {
            self.tcp_arm_window_probe(s);
        }
    }

    /// Sends unsent pieces. Gives whether anything was sent.
    pub(crate) fn tcp_write(&mut self, s: SocketId, push: Push) -> bool {
        let mut sent = false;
        let pace = self.tcp_pace(s);
        while !self.sockets[s].tcp().queue.unsent.is_empty() {
            let Some(length) = self.sockets[s].tcp_mut().sendable(push, pace) else { break };
            let tcp = self.sockets[s].tcp_mut();
            let Some(mut piece) = tcp.queue.unsent.pop_front() else { break };
            if length < piece.len() {
                let rest = piece.split(length);
                tcp.queue.unsent.push_front(rest);
            }
            self.tcp_send_new(s, piece);
            sent = true;
            if matches!(push, Push::One | Push::Probe) {
                break;
            }
        }
        self.tcp_note_window_use(s, sent);
        if sent && push != Push::Probe {
            self.tcp_schedule_loss_probe(s);
        }
        sent
    }

    pub(crate) fn tcp_send_new(&mut self, s: SocketId, mut piece: Piece) {
        piece.sent_us = self.now.as_us();
        let tcp = self.sockets[s].tcp_mut();
        let mss = tcp.mss;
        let none_out = tcp.congestion.packets_out == 0;
        let segments = piece.segments(mss);
        if tcp.congestion.state == CaState::Recovery {
            tcp.congestion.reduced_out += segments;
        }
        tcp.snd_nxt = piece.end_seq();
        if !piece.len().is_multiple_of(mss.max(1)) {
            tcp.small_seq = piece.end_seq();
        }
        tcp.congestion.packets_out += segments;
        tcp.queue.sent.push_back(piece.clone());
        // The timer runs before the packet is out, since the answer may come at once.
        if none_out || tcp.pending == Some(Pending::LossProbe) {
            self.tcp_rearm_retransmit(s);
        }
        self.tcp_transmit(s, &piece);
    }

    /// Puts a piece on the wire, as segments no larger than the MSS.
    pub(crate) fn tcp_transmit(&mut self, s: SocketId, piece: &Piece) {
        let socket = &self.sockets[s];
        let mut mss = socket.tcp().mss.max(1);
        if self.loopback.segment_offload && self.is_local(socket.remote.ip) {
            // Whole segments only, as many as one packet holds.
            let whole = BURST_MAX - (BURST_MAX % mss);
            mss = mss.max(piece.len().min(whole));
        }
        let count = piece.segments(mss);
        for at in 0..count {
            let is_last = at + 1 == count;
            let mut flags = piece.flags;
            if !is_last {
                flags = flags.without(Flags::FIN.with(Flags::PSH));
            } else if piece.segments(self.sockets[s].tcp().mss) > 1 {
                // A burst says that it is one.
                flags = flags.with(Flags::PSH);
            }
            let payload = piece.payload.slice((at * mss) as usize, ((at + 1) * mss) as usize);
            let segment = self.tcp_segment(s, piece.seq.plus(at * mss), flags, payload);
            let packet = self.tcp_packet(s, segment);
            self.send_out(packet);
        }
        let now = self.jiffies();
        let tcp = self.sockets[s].tcp_mut();
        if piece.len() > 0 {
            tcp.last_sent_at = now;
            let delay = tcp.ack.delay;
            if tcp.ack.last_data_at.is_some_and(|at| now - at < delay) {
                tcp.ack.pingpong = (tcp.ack.pingpong + 1).min(255);
            }
        }
        if piece.flags.has(Flags::ACK) {
            self.tcp_ack_sent(s);
        }
        self.serve_loopback();
    }

    /// Notes whether the congestion window held anything back.
    fn tcp_note_window_use(&mut self, s: SocketId, sent: bool) {
        let now = self.jiffies();
        let shrinks = self.sysctls.slow_start_after_idle != 0;
        let socket = &mut self.sockets[s];
        let orphan = socket.orphan;
        let tcp = socket.tcp_mut();
        let full = tcp.congestion.in_flight() >= tcp.congestion.cwnd;
        let limited = std::mem::take(&mut tcp.congestion.deferred) || full;
        if sent || limited {
            // A program that waits for memory would have sent more.
            let shrinks = shrinks && !orphan && !tcp.out_of_space;
            let idle_after = shrinks.then_some(tcp.rtt.timeout);
            let sequence = (tcp.snd_una, tcp.snd_nxt);
            tcp.congestion.note_use(limited, sequence, (now, idle_after));
        }
    }

    /// After a silence the window is no longer proven (`tcp_slow_start_after_idle_check`).
    pub(crate) fn tcp_restart_if_idle(&mut self, s: SocketId) {
        let now = self.jiffies();
        let wanted = self.sysctls.slow_start_after_idle != 0;
        let tcp = self.sockets[s].tcp_mut();
        let idle = now.saturating_sub(tcp.last_sent_at);
        if wanted && tcp.congestion.packets_out == 0 && idle > tcp.rtt.timeout {
            tcp.congestion.restart(idle, tcp.rtt.timeout, now);
        }
    }
}
