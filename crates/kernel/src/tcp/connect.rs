//! The client's side of the handshake: SYN out, SYN-ACK in.

use super::ack::Challenge;
use super::seq::Seq;
use super::{ACK_DELAY_MAX, State};
use crate::call::Call;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::packet::{Flags, Segment};
use crate::payload::Payload;
use crate::timer::TimerKind;

use super::send_queue::Piece;

/// Bytes of the timestamp option in every segment, padded.
const TIMESTAMP_OPTION: u32 = 12;
/// The smallest segment that is ever sent (`tcp_min_snd_mss`, less the headers).
const MSS_LEAST: u32 = 48 - TIMESTAMP_OPTION;

impl Host {
    /// A first sequence number: it grows with the clock, so that a connection that takes the
    /// place of another does not overlap it (RFC 6528).
    pub(crate) fn initial_seq(&self, s: SocketId) -> Seq {
        let socket = &self.sockets[s];
        let mut mix = crate::rng::Rng::new(
            u64::from(u32::from(socket.local.ip.0)) << 32
                | u64::from(u32::from(socket.remote.ip.0)),
        );
        let ports = u64::from(socket.local.port) << 16 | u64::from(socket.remote.port);
        let mut mix = crate::rng::Rng::new(mix.next_u64() ^ ports ^ self.secret);
        Seq(mix.next_u32().wrapping_add((self.now.0 >> 6) as u32))
    }

    pub(crate) fn tcp_send_syn(&mut self, s: SocketId) {
        let initial = self.initial_seq(s);
        self.tcp_start_window(s);
        let timestamp_ms = self.now.as_ms();
        let timestamps = self.sysctls.timestamps != 0;
        let socket = &mut self.sockets[s];
        socket.error = None;
        socket.done = false;
        let tcp = socket.tcp_mut();
        let first = if tcp.write_seq == Seq(0) { initial } else { tcp.write_seq };
        tcp.snd_una = first;
        tcp.small_seq = first;
        tcp.snd_up = first;
        tcp.write_seq = first.plus(1);
        tcp.pushed_seq = tcp.write_seq;
        tcp.snd_nxt = tcp.write_seq;
        tcp.snd_wnd = 0;
        tcp.rcv_nxt = Seq(0);
        tcp.rcv_wup = Seq(0);
        tcp.copied_seq = Seq(0);
        tcp.rtt.timeout = super::RTO_INITIAL.min(tcp.timeout_max());
        // Until the peer says more, segments are as small as every host must take (RFC 9293
        // §3.7.1), timestamps off.
        let clamp = if tcp.options.mss == 0 { super::MSS_DEFAULT } else { tcp.options.mss };
        let options = if timestamps { TIMESTAMP_OPTION } else { 0 };
        tcp.mss = tcp.mss.min(clamp).saturating_sub(options).max(MSS_LEAST);
        tcp.retransmits = 0;
        tcp.timeouts = 0;
        tcp.retransmitting_since_ms = Some(timestamp_ms);
        let mut piece = Piece::new(first, Flags::SYN, Payload::default());
        piece.sent_us = self.now.as_us();
        let tcp = self.sockets[s].tcp_mut();
        tcp.queue.sent.push_back(piece.clone());
        tcp.congestion.packets_out = 1;
        self.tcp_transmit(s, &piece);
        self.tcp_arm_retransmit(s, super::RTO_INITIAL);
    }

    /// Handles a segment in SYN-SENT (RFC 9293 §3.10.7.3). Gives whether to answer with RST.
    pub(crate) fn tcp_receive_syn_sent(&mut self, s: SocketId, seg: &Segment) -> bool {
        let tcp = self.sockets[s].tcp_mut();
        if !seg.flags.has(Flags::ACK) {
            if seg.flags.has(Flags::SYN) && !seg.flags.has(Flags::RST) {
                self.tcp_simultaneous_open(s, seg);
            }
            return false;
        }
        if !seg.ack.after(tcp.snd_una) || seg.ack.after(tcp.snd_nxt) {
            // The connection of an earlier life answers; be quick to try again.
            if tcp.retransmits == 0 {
                self.tcp_arm_retransmit(s, 2);
            }
            return true;
        }
        // The echo of a timestamp that this SYN never had (RFC 7323 §5.1).
        let clock_now = self.timestamp();
        let tcp = self.sockets[s].tcp();
        if let (Some((_, echo)), Some(since_ms)) =
            (seg.options.timestamps, tcp.retransmitting_since_ms)
        {
            let since = (since_ms as u32).wrapping_add(super::TIMESTAMP_OFFSET_MS);
            if echo != 0 && clock_now.wrapping_sub(since) < echo.wrapping_sub(since) {
                return true;
            }
        }
        if seg.flags.has(Flags::RST) {
            self.tcp_reset(s);
            return false;
        }
        if !seg.flags.has(Flags::SYN) {
            return false;
        }
        self.tcp_agree(s, seg);
        let tcp = self.sockets[s].tcp_mut();
        // The window of a peer that does not scale is never scaled (RFC 7323 §2.2).
        if !tcp.agreed.scaling {
            tcp.agreed.receive_scale = 0;
            tcp.window_clamp = tcp.window_clamp.min(0xffff);
        }
        tcp.snd_wl1 = seg.seq;
        tcp.note_spurious_handshake();
        self.tcp_acknowledged(s, seg, Challenge::Here);
        let tcp = self.sockets[s].tcp_mut();
        tcp.rcv_nxt = seg.seq.plus(1);
        tcp.rcv_wup = tcp.rcv_nxt;
        tcp.copied_seq = tcp.rcv_nxt;
        // The window of a SYN is never scaled (RFC 7323 §2.2).
        tcp.snd_wnd = u32::from(seg.window);
        tcp.max_window = tcp.snd_wnd;
        // The next window is scaled, so it cannot be foretold.
        tcp.predicts = tcp.agreed.send_scale == 0;
        self.tcp_sync_mss(s);
        self.tcp_first_receive_mss(s);
        self.set_state(s, State::Established);
        self.tcp_enter_established(s);
        self.wake_all(s);
        if self.tcp_data_will_acknowledge(s) {
            let expires = self.jiffies() + ACK_DELAY_MAX;
            let tcp = self.sockets[s].tcp_mut();
            tcp.ack.scheduled = true;
            tcp.ack.timer = true;
            tcp.ack.expires = expires;
            tcp.enter_quick_ack(super::QUICK_ACKS_MAX);
            self.arm(s, TimerKind::DelayedAck, expires);
        } else {
            self.tcp_send_ack(s);
        }
        self.tcp_push_pending(s, false);
        false
    }

    /// Whether the third part of the handshake is put off, because data that carries it should
    /// follow soon: a thread waits to send, or the program said so.
    fn tcp_data_will_acknowledge(&self, s: SocketId) -> bool {
        let sends = |thread: &ThreadId| {
            let parked = self.threads.get(*thread).and_then(|record| record.parked.as_ref());
            parked.is_some_and(|parked| matches!(*parked.call, Call::Send { .. }))
        };
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        tcp.options.defer_accept > 0 || tcp.is_pingpong() || socket.waiters.iter().any(sends)
    }

    /// Both ends sent SYN (RFC 9293 §3.5, figure 8).
    fn tcp_simultaneous_open(&mut self, s: SocketId, seg: &Segment) {
        self.set_state(s, State::SynReceived);
        self.tcp_agree(s, seg);
        let tcp = self.sockets[s].tcp_mut();
        tcp.rcv_nxt = seg.seq.plus(1);
        tcp.copied_seq = tcp.rcv_nxt;
        tcp.rcv_wup = tcp.rcv_nxt;
        tcp.snd_wnd = u32::from(seg.window);
        tcp.snd_wl1 = seg.seq;
        tcp.max_window = tcp.snd_wnd;
        self.tcp_sync_mss(s);
        self.tcp_first_receive_mss(s);
        let tcp = self.sockets[s].tcp_mut();
        if let Some(first) = tcp.queue.sent.front_mut() {
            first.flags = first.flags.with(Flags::ACK);
            let piece = first.clone();
            self.tcp_transmit(s, &piece);
        }
    }

    /// Takes over the options of the peer's SYN.
    fn tcp_agree(&mut self, s: SocketId, seg: &Segment) {
        let sysctls = self.sysctls;
        let now_ms = self.now.as_ms().max(1);
        let tcp = self.sockets[s].tcp_mut();
        tcp.agreed.scaling = seg.options.window_scale.is_some() && sysctls.window_scaling != 0;
        tcp.agreed.send_scale = seg.options.window_scale.unwrap_or(0).min(14);
        if !tcp.agreed.scaling {
            tcp.agreed.send_scale = 0;
        }
        tcp.agreed.sack = seg.options.sack_permitted && sysctls.sack != 0;
        if let (Some((value, echo)), true) = (seg.options.timestamps, sysctls.timestamps != 0) {
            tcp.agreed.timestamps = true;
            tcp.agreed.recent = value;
            tcp.agreed.recent_at_ms = now_ms;
            tcp.agreed.echo = echo;
            tcp.advertised_mss -= 12;
        }
        tcp.mss_clamp = u32::from(seg.options.mss.unwrap_or(super::MSS_DEFAULT as u16));
        if tcp.options.mss != 0 {
            tcp.mss_clamp = tcp.mss_clamp.min(tcp.options.mss);
        }
    }
}
