//! Sending again: by timeout, by probe, and when an acknowledgement shows a loss (RFC 6298).

use super::congestion::CaState;
use super::seq::Seq;
use super::{Pending, RTO_INITIAL, RTO_MIN, State, Tcp};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::wake::ANY_NEWS;
use crate::id::SocketId;
use crate::packet::Flags;
use crate::socket::Protocol;
use crate::time::{HZ, Jiffies, jiffies_from_us};
use crate::timer::TimerKind;

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

    /// What of a piece is acknowledged already is not sent again.
    fn trim_acknowledged(&mut self, at: usize) {
        let una = self.snd_una;
        let piece = &mut self.queue.sent[at];
        if piece.seq.before(una) && piece.flags.has(Flags::SYN) {
            piece.flags = piece.flags.without(Flags::SYN);
            piece.seq = piece.seq.plus(1);
        }
        if piece.seq.before(una) && una.before(piece.end_seq()) {
            let cut = una.since(piece.seq).min(piece.len());
            piece.payload = piece.payload.skip(cut as usize);
            piece.seq = piece.seq.plus(cut);
        }
    }

    /// Small pieces that follow one that is sent again go along in the same segment, as far as
    /// nobody else holds them.
    fn merge_small(&mut self, at: usize, held_from: Option<Seq>, mss: u32) {
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
        let now = self.jiffies();
        let tcp = self.sockets[s].tcp_mut();
        let expires = now + wait.min(tcp.timeout_max());
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
    pub(crate) fn tcp_timeout(&mut self, s: SocketId) {
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        if tcp.congestion.packets_out == 0 {
            return;
        }
        let handshaking = matches!(tcp.state, State::SynSent | State::SynReceived);
        let shut_window = tcp.snd_wnd == 0 && !socket.orphan && !handshaking;
        if shut_window && self.tcp_probing_is_over(s) {
            return self.tcp_fail(s);
        }
        if !shut_window && self.tcp_give_up(s) {
            return;
        }
        let frto = self.sysctls.frto != 0;
        let usual_reordering = self.sysctls.reordering.max(0) as u32;
        let (now, now_ms) = (self.jiffies(), self.now.as_ms());
        let tcp = self.sockets[s].tcp_mut();
        tcp.enter_loss(frto, usual_reordering, now);
        if !shut_window {
            tcp.retransmits += 1;
            tcp.timeouts += 1;
        }
        self.tcp_retransmit_first(s);
        let linear = self.sysctls.syn_linear_timeouts;
        let tcp = self.sockets[s].tcp_mut();
        if tcp.state != State::SynSent || i64::from(tcp.timeouts) > linear {
            tcp.backoff += 1;
            tcp.rtt.timeout = (tcp.rtt.timeout << 1).min(tcp.timeout_max());
        }
        let wait = tcp.timeout_within_limit(now_ms);
        self.tcp_arm_retransmit(s, wait);
    }

    /// Whether a peer that has closed its window over what is out has been silent for too long
    /// (`tcp_rtx_probe0_timed_out`).
    fn tcp_probing_is_over(&self, s: SocketId) -> bool {
        let tcp = self.sockets[s].tcp();
        let Some(first) = tcp.queue.sent.front() else { return false };
        let since_ms = tcp.retransmitting_since_ms.unwrap_or(first.sent_us / 1_000);
        let waited_ms = self.now.as_ms().saturating_sub(since_ms);
        let limit_ms = tcp.options.user_timeout_ms.max(0) as u64;
        if limit_ms > 0 && waited_ms > limit_ms {
            return true;
        }
        let mut most = 2 * tcp.timeout_max();
        if limit_ms > 0 {
            most = most.min(jiffies_from_us(limit_ms * 1_000));
        }
        let silent = self.jiffies().saturating_sub(tcp.last_received_at);
        silent > most && jiffies_from_us(waited_ms * 1_000) > most
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
            let alive = tcp.rtt.timeout < tcp.timeout_max();
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
            let most = tcp.timeout_max();
            let doublings = u64::from((most / base).max(1).ilog2());
            let ticks = if boundary <= doublings {
                ((2 << boundary) - 1) * base
            } else {
                ((2 << doublings) - 1) * base + (boundary - doublings) * most
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

    /// Sends up to `segments` of a sent piece again, as far as the peer's window takes it. Gives
    /// whether it did.
    pub(crate) fn tcp_retransmit_at(&mut self, s: SocketId, at: usize, segments: u32) -> bool {
        let (sent_us, since_ms) = (self.now.as_us(), self.now.as_ms());
        let tcp = self.sockets[s].tcp_mut();
        tcp.trim_acknowledged(at);
        let (mss, window_end) = (tcp.mss.max(1), tcp.window_end());
        let piece = &tcp.queue.sent[at];
        let room = if piece.seq.before(window_end) {
            window_end.since(piece.seq)
        } else if piece.seq == tcp.snd_una {
            // The window has closed: one segment serves as its probe.
            mss
        } else {
            return false;
        };
        let mut length = mss.saturating_mul(segments.max(1));
        if length > room {
            length = if room < mss { room } else { room - room % mss };
        }
        if piece.len() > length {
            let rest = tcp.queue.sent[at].split(length);
            tcp.queue.sent.insert(at + 1, rest);
        }
        let held_from = self.tcp_held_by_peer(s, at);
        let tcp = self.sockets[s].tcp_mut();
        tcp.merge_small(at, held_from, room.min(mss));
        let piece = &mut tcp.queue.sent[at];
        piece.sent_us = sent_us;
        let sent = piece.segments(mss);
        if !piece.resent {
            tcp.congestion.resent_out += sent;
        }
        tcp.total_retransmits += sent;
        piece.resent = true;
        piece.ever_resent = true;
        let piece = piece.clone();
        tcp.retransmitting_since_ms.get_or_insert(since_ms);
        self.tcp_transmit(s, &piece);
        true
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
        let burst = self.tcp_pace(s).burst;
        loop {
            let tcp = self.sockets[s].tcp();
            let c = &tcp.congestion;
            let room = c.cwnd.saturating_sub(c.in_flight());
            if room == 0 || c.resent_out >= c.lost_out {
                break;
            }
            let Some(piece) = tcp.queue.sent.get(at) else { break };
            if piece.lost && !piece.resent {
                if !self.tcp_retransmit_at(s, at, room.min(burst)) {
                    break;
                }
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
}
