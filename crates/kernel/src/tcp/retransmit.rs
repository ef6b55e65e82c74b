//! Sending again: by timeout, by probe, and when an acknowledgement shows a loss (RFC 6298).

use super::congestion::CaState;
use super::output::Push;
use super::seq::Seq;
use super::{Pending, RTO_INITIAL, RTO_MAX, RTO_MIN, State, Tcp};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::wake::ANY_NEWS;
use crate::id::SocketId;
use crate::packet::Flags;
use crate::socket::Protocol;
use crate::time::{HZ, Jiffies, jiffies_from_us};
use crate::timer::TimerKind;

/// Ticks that a loss probe waits beside two round trips when more than one segment is out.
const PROBE_MARGIN: Jiffies = 1;

impl Tcp {
    /// The timeout, but not beyond the moment at which the program's patience ends
    /// (`tcp_clamp_rto_to_user_timeout`).
    fn timeout_within_limit(&self, now_ms: u64) -> Jiffies {
        let limit_ms = self.options.user_timeout_ms.max(0) as u64;
        let Some(since_ms) = self.retransmitting_since_ms.filter(|_| limit_ms > 0) else {
            return self.rtt.timeout;
        };
        let left_ms = limit_ms.saturating_sub(now_ms.saturating_sub(since_ms));
        self.rtt.timeout.min(jiffies_from_us(left_ms * 1_000).max(1))
    }

    /// Small pieces that follow one that is sent again go along in the same segment, as far as
    /// nobody else holds them.
    fn merge_small(&mut self, at: usize, held_from: Option<Seq>) {
        let mss = self.mss;
        let window_end = self.window_end();
        while let Some(next) = self.queue.sent.get(at + 1) {
            let first = &self.queue.sent[at];
            let fits = first.len() + next.len() <= mss && first.len() < mss;
            let ends = first.flags.has(Flags::SYN) || first.flags.has(Flags::FIN);
            let ends = ends || first.ends_record;
            let held = held_from.is_some_and(|seq| !seq.after(next.seq));
            if !fits || ends || held || next.end_seq().after(window_end) {
                return;
            }
            let Some(next) = self.queue.sent.remove(at + 1) else { return };
            let c = &mut self.congestion;
            c.packets_out = c.packets_out.saturating_sub(1);
            c.lost_out = c.lost_out.saturating_sub(u32::from(next.lost));
            c.resent_out = c.resent_out.saturating_sub(u32::from(next.resent));
            let first = &mut self.queue.sent[at];
            first.payload.join(&next.payload);
            first.flags = first.flags.with(next.flags);
            first.ever_resent |= next.ever_resent;
            first.ends_record = next.ends_record;
        }
    }
}

impl Host {
    pub(crate) fn tcp_arm_retransmit(&mut self, s: SocketId, wait: Jiffies) {
        self.tcp_arm_send_timer(s, Pending::Retransmit, wait);
    }

    pub(crate) fn tcp_arm_send_timer(&mut self, s: SocketId, pending: Pending, wait: Jiffies) {
        let expires = self.jiffies() + wait.min(RTO_MAX);
        let tcp = self.sockets[s].tcp_mut();
        tcp.pending = Some(pending);
        tcp.pending_expires = expires;
        self.arm(s, TimerKind::Retransmit, expires);
    }

    pub(crate) fn tcp_clear_send_timer(&mut self, s: SocketId) {
        self.sockets[s].tcp_mut().pending = None;
        self.disarm(s, TimerKind::Retransmit);
    }

    pub(crate) fn tcp_retransmit_timer(&mut self, s: SocketId) {
        if matches!(self.sockets[s].state(), State::Closed | State::Listen) {
            return;
        }
        match self.sockets[s].tcp_mut().pending.take() {
            Some(Pending::Retransmit) => self.tcp_timeout(s),
            Some(Pending::LossProbe) => self.tcp_send_loss_probe(s),
            Some(Pending::WindowProbe) => self.tcp_window_probe_timer(s),
            None => {}
        }
    }

    /// Nothing came back in time (`tcp_retransmit_timer`).
    fn tcp_timeout(&mut self, s: SocketId) {
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        if tcp.congestion.packets_out == 0 {
            return;
        }
        let handshaking = matches!(tcp.state, State::SynSent | State::SynReceived);
        let shut_window = tcp.snd_wnd == 0 && !socket.orphan && !handshaking;
        if !shut_window && self.tcp_give_up(s) {
            return;
        }
        let frto = self.sysctls.frto != 0;
        let now_ms = self.now.as_ms();
        let tcp = self.sockets[s].tcp_mut();
        if tcp.state != State::SynSent {
            tcp.enter_loss(frto);
        } else if let Some(first) = tcp.queue.sent.front_mut() {
            first.resent = false;
        }
        if !shut_window {
            tcp.retransmits += 1;
            tcp.timeouts += 1;
        }
        tcp.retransmitting_since_ms.get_or_insert(now_ms);
        self.tcp_retransmit_first(s);
        let linear = self.sysctls.syn_linear_timeouts;
        let tcp = self.sockets[s].tcp_mut();
        if tcp.state != State::SynSent || i64::from(tcp.timeouts) > linear {
            tcp.backoff += 1;
            tcp.rtt.timeout = (tcp.rtt.timeout << 1).min(RTO_MAX);
        }
        let wait = tcp.timeout_within_limit(now_ms);
        self.tcp_arm_retransmit(s, wait);
    }

    /// Whether it is time to give up; then the connection ends (`tcp_write_timeout`).
    fn tcp_give_up(&mut self, s: SocketId) -> bool {
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        let mut boundary = self.sysctls.retries2;
        let mut expired = false;
        let mut base = RTO_MIN;
        if matches!(tcp.state, State::SynSent | State::SynReceived) {
            let own = i64::from(tcp.options.syn_count);
            boundary = if own > 0 { own } else { self.sysctls.syn_retries };
            let extra =
                if tcp.state == State::SynSent { self.sysctls.syn_linear_timeouts } else { 0 };
            expired = i64::from(tcp.retransmits) >= boundary + extra;
            base = RTO_INITIAL;
        } else if socket.orphan {
            let alive = tcp.rtt.timeout < RTO_MAX;
            boundary = match self.sysctls.orphan_retries {
                0 if alive => 8,
                0 if socket.soft_error.is_some() => 0,
                own => own,
            };
        }
        if expired || self.tcp_timed_out(s, boundary, base) {
            self.tcp_fail(s);
            return true;
        }
        false
    }

    /// Whether retransmission has gone on for as long as `boundary` timeouts would take.
    fn tcp_timed_out(&self, s: SocketId, boundary: i64, base: Jiffies) -> bool {
        let tcp = self.sockets[s].tcp();
        let Some(since_ms) = tcp.retransmitting_since_ms else { return false };
        if tcp.retransmits == 0 {
            return false;
        }
        let boundary = boundary.clamp(0, 255) as u64;
        let limit_ms = if tcp.options.user_timeout_ms > 0 {
            tcp.options.user_timeout_ms as u64
        } else {
            let doublings = u64::from((RTO_MAX / base).ilog2());
            let ticks = if boundary <= doublings {
                ((2 << boundary) - 1) * base
            } else {
                ((2 << doublings) - 1) * base + (boundary - doublings) * RTO_MAX
            };
            ticks * (1_000 / HZ)
        };
        self.now.as_ms().saturating_sub(since_ms) >= limit_ms
    }

    /// The connection fails: no answer for too long.
    pub(crate) fn tcp_fail(&mut self, s: SocketId) {
        let socket = &mut self.sockets[s];
        socket.error = Some(socket.soft_error.unwrap_or(Errno::ETIMEDOUT));
        self.tcp_purge_send_queue(s);
        if !self.sockets[s].orphan {
            self.wake(s, ANY_NEWS);
        }
        self.tcp_done(s);
    }

    /// Sends the first unacknowledged segment again.
    pub(crate) fn tcp_retransmit_first(&mut self, s: SocketId) {
        if !self.sockets[s].tcp().queue.sent.is_empty() {
            self.tcp_retransmit_at(s, 0, 1);
        }
    }

    /// Sends `segments` of a sent piece again.
    fn tcp_retransmit_at(&mut self, s: SocketId, at: usize, segments: u32) {
        let (sent_us, since_ms) = (self.now.as_us(), self.now.as_ms());
        let tcp = self.sockets[s].tcp_mut();
        let length = tcp.mss * segments;
        if tcp.queue.sent[at].len() > length {
            let rest = tcp.queue.sent[at].split(length);
            tcp.queue.sent.insert(at + 1, rest);
        }
        let held_from = self.tcp_held_by_peer(s, at);
        let tcp = self.sockets[s].tcp_mut();
        tcp.merge_small(at, held_from);
        let mss = tcp.mss;
        let piece = &mut tcp.queue.sent[at];
        piece.sent_us = sent_us;
        if !piece.resent {
            tcp.congestion.resent_out += piece.segments(mss);
        }
        piece.resent = true;
        piece.ever_resent = true;
        let piece = piece.clone();
        tcp.retransmitting_since_ms.get_or_insert(since_ms);
        self.tcp_transmit(s, &piece);
    }

    /// Where the pieces after this one begin that a peer on the same host has kept: it shares
    /// their memory with the sender (`skb_cloned`).
    fn tcp_held_by_peer(&self, s: SocketId, at: usize) -> Option<Seq> {
        let socket = &self.sockets[s];
        let peer = self.connections.get(&(socket.remote, socket.local))?;
        let Protocol::Tcp(peer) = &self.sockets[*peer].body else { return None };
        let end = socket.tcp().queue.sent[at].end_seq();
        let held = peer.received.early.iter().find(|piece| piece.end_seq().after(end))?;
        Some(held.seq)
    }

    /// Sends again what is believed lost, as far as the window lets it.
    pub(crate) fn tcp_retransmit_lost(&mut self, s: SocketId) {
        let mut rearm = false;
        let mut at = 0;
        loop {
            let tcp = self.sockets[s].tcp();
            let c = &tcp.congestion;
            let room = c.cwnd.saturating_sub(c.in_flight());
            if room == 0 || c.resent_out >= c.lost_out {
                break;
            }
            let Some(piece) = tcp.queue.sent.get(at) else { break };
            if piece.lost && !piece.resent {
                self.tcp_retransmit_at(s, at, room);
                let tcp = self.sockets[s].tcp_mut();
                if tcp.congestion.state == CaState::Recovery {
                    tcp.congestion.reduced_out += tcp.queue.sent[at].segments(tcp.mss);
                }
                rearm |= at == 0;
            }
            at += 1;
        }
        if rearm {
            let wait = self.sockets[s].tcp().rtt.timeout;
            self.tcp_arm_retransmit(s, wait);
        }
    }

    /// Arms the probe of a tail that may be lost, instead of the timeout, where the peer would
    /// tell what it has (RFC 8985 §7). Gives whether it did.
    pub(crate) fn tcp_schedule_loss_probe(&mut self, s: SocketId) -> bool {
        let wanted = matches!(self.sysctls.early_retrans, 3 | 4);
        let now = self.jiffies();
        let tcp = self.sockets[s].tcp();
        let c = &tcp.congestion;
        if !wanted || c.packets_out == 0 || !tcp.agreed.sack || c.state != CaState::Open {
            return false;
        }
        let mut wait = RTO_INITIAL;
        if tcp.rtt.is_measured() {
            let two_trips_us = tcp.rtt.smoothed_us8 >> 2;
            wait = if c.packets_out == 1 {
                jiffies_from_us(two_trips_us + RTO_MIN * 1_000_000 / HZ)
            } else {
                jiffies_from_us(two_trips_us) + PROBE_MARGIN
            };
        }
        if let Some(first) = tcp.queue.sent.front() {
            let due = jiffies_from_us(first.sent_us) + tcp.rtt.timeout;
            if due > now {
                wait = wait.min(due - now);
            }
        }
        self.tcp_arm_send_timer(s, Pending::LossProbe, wait);
        true
    }

    fn tcp_send_loss_probe(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp();
        if tcp.congestion.packets_out == 0 {
            return;
        }
        if tcp.congestion.probe_high_seq.is_none() {
            let sent = !tcp.queue.unsent.is_empty() && self.tcp_write(s, Push::Probe);
            if !sent {
                self.tcp_retransmit_tail(s);
            }
            let tcp = self.sockets[s].tcp_mut();
            tcp.congestion.probe_high_seq = Some(tcp.snd_nxt);
        }
        self.sockets[s].tcp_mut().pending = None;
        self.tcp_rearm_retransmit(s);
    }

    fn tcp_retransmit_tail(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        let mss = tcp.mss.max(1);
        let Some(last) = tcp.queue.sent.back_mut() else { return };
        if last.len() > mss {
            let keep = (last.segments(mss) - 1) * mss;
            let flags = last.flags;
            let mut tail = last.split(keep);
            tail.flags = flags;
            tcp.queue.sent.push_back(tail);
        }
        let at = tcp.queue.sent.len() - 1;
        // A probe is not yet a retransmission: the program's patience is not counted from it.
        let since_ms = self.sockets[s].tcp().retransmitting_since_ms;
        self.tcp_retransmit_at(s, at, 1);
        self.sockets[s].tcp_mut().retransmitting_since_ms = since_ms;
        // It is a copy, not a sign of loss.
        let tcp = self.sockets[s].tcp_mut();
        if let Some(last) = tcp.queue.sent.back_mut() {
            last.resent = false;
            tcp.congestion.resent_out = tcp.congestion.resent_out.saturating_sub(1);
        }
    }
}
