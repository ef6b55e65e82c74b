//! From a request to a connection: the third part of the handshake (`tcp_check_req`).

use std::sync::Arc;

use super::congestion::THRESHOLD_UNKNOWN;
use super::seq::Seq;
use super::{INITIAL_CWND, RTO_UNMEASURED, State, TIMESTAMP_OFFSET_MS, Tcp};
use crate::abi;
use crate::host::Host;
use crate::host::wake::READABLE;
use crate::id::SocketId;
use crate::packet::{Flags, Packet, Segment};
use crate::socket::{Locks, Protocol, Socket, Stage};
use crate::timer::TimerKind;
use crate::trace::{DropReason, Event};

impl Host {
    /// Handles a segment for a request.
    pub(crate) fn tcp_receive_request(&mut self, r: SocketId, packet: &Packet, seg: &Segment) {
        let request = self.request(r);
        let initial = request.initial;
        if !self.request_is_wanted(r) {
            self.request_drop(r);
            return self.tcp_receive(Arc::new(packet.clone()));
        }
        let first = request.peer_initial;
        if seg.seq == first
            && seg.flags.has(Flags::SYN)
            && !seg.flags.has(Flags::ACK)
            && !seg.flags.has(Flags::RST)
        {
            // The SYN again: SYN-ACK again, and the timer starts over.
            let wait = self.request_wait(r);
            self.request_mut(r).repetitions += 1;
            self.request_answer(r);
            let now = self.jiffies();
            if !self.request(r).cookie {
                self.arm(r, TimerKind::Lifetime, now + wait);
            }
            return;
        }
        if seg.flags.has(Flags::ACK) && seg.ack != initial.plus(1) {
            if !seg.flags.has(Flags::RST) {
                self.tcp_refuse(packet, seg);
            }
            return;
        }
        let next = first.plus(1);
        let end = next.plus(request.window);
        let acceptable = self.request_timestamp_fits(r, seg);
        if !acceptable || !Self::request_in_window(seg.seq, seg.end_seq(), next, end) {
            if !seg.flags.has(Flags::RST) {
                self.request_acknowledge(r, packet.tos);
            }
            return;
        }
        if let (Some((value, _)), false) = (seg.options.timestamps, seg.seq.after(next)) {
            self.request_mut(r).recent = value;
        }
        let syn_again = seg.flags.has(Flags::SYN) && seg.seq != first;
        if seg.flags.has(Flags::RST) || syn_again {
            self.request_drop(r);
            if syn_again && !seg.flags.has(Flags::RST) {
                self.tcp_refuse(packet, seg);
            }
            return;
        }
        if !seg.flags.has(Flags::ACK) {
            return;
        }
        // A listener that waits for data does not take note of a bare third part.
        let bare = seg.end_seq() == next;
        if bare && self.request(r).timeouts < self.request_deferral(r) {
            self.request_mut(r).acked = true;
            return;
        }
        self.request_complete(r, packet, seg);
    }

    /// Whether a segment for a request is not older than its SYN, and echoes a timestamp that a
    /// SYN-ACK had (RFC 7323 §5).
    fn request_timestamp_fits(&self, r: SocketId, seg: &Segment) -> bool {
        let request = self.request(r);
        let Some((value, echo)) = seg.options.timestamps.filter(|_| request.timestamps) else {
            return true;
        };
        let stale = request.recent != 0 && (request.recent.wrapping_sub(value) as i32) > 1;
        let stamp = |ms: u64| (ms as u32).wrapping_add(TIMESTAMP_OFFSET_MS);
        let first = stamp(request.first_answered_ms.unwrap_or(0));
        let last = stamp(request.answered_us / 1_000);
        let known = echo == 0 || echo.wrapping_sub(first) <= last.wrapping_sub(first);
        known && (!stale || seg.flags.has(Flags::RST))
    }

    fn request_in_window(seq: Seq, end_seq: Seq, start: Seq, end: Seq) -> bool {
        if seq == start {
            return true;
        }
        (end_seq.after(start) && seq.before(end)) || (seq == end && seq == end_seq)
    }

    fn request_acknowledge(&mut self, r: SocketId, tos: u8) {
        let request = self.request(r);
        let (seq, ack) = (request.initial.plus(1), request.peer_initial.plus(1));
        let recent = request.timestamps.then_some(request.recent);
        let window = (request.window >> request.receive_scale).min(0xffff) as u16;
        let socket = &self.sockets[r];
        let (local, remote) = (socket.local, socket.remote);
        self.tcp_send_bare_ack((local, remote), (seq, ack), window, recent, tos);
    }

    /// Makes the connection, if the accept queue has room.
    fn request_complete(&mut self, r: SocketId, packet: &Packet, seg: &Segment) {
        let listener = self.request(r).listener;
        let tcp = self.sockets[listener].tcp();
        let Some(listen) = &tcp.listen else { return };
        if listen.accept_queue.len() as u32 > listen.backlog {
            if self.sysctls.abort_on_overflow != 0 && !self.request(r).cookie {
                self.request_drop(r);
                return self.tcp_refuse(packet, seg);
            }
            return self.note(Event::Dropped(Arc::new(packet.clone()), DropReason::AcceptQueue));
        }
        let child = self.tcp_child(r, seg);
        let key = (self.sockets[r].local, self.sockets[r].remote);
        self.request_drop(r);
        self.connections.insert(key, child);
        self.tcp_ports.join(key.0.port, child);
        if let Some(listen) = &mut self.sockets[listener].tcp_mut().listen {
            listen.accept_queue.push_back(child);
        }
        let refuse = self.tcp_process(child, packet, seg);
        if refuse {
            self.tcp_refuse(packet, seg);
        }
        self.wake(listener, READABLE);
    }

    fn tcp_child(&mut self, r: SocketId, seg: &Segment) -> SocketId {
        let request = self.request(r).clone();
        let parent = &self.sockets[request.listener];
        let mut tcp = Tcp::new();
        tcp.options = parent.tcp().options;
        tcp.options.defer_accept = 0;
        tcp.listener = Some(request.listener);
        tcp.state = State::SynReceived;
        tcp.predicts = true;
        tcp.snd_una = request.initial.plus(1);
        tcp.snd_nxt = tcp.snd_una;
        tcp.write_seq = tcp.snd_una;
        tcp.pushed_seq = tcp.snd_una;
        tcp.small_seq = tcp.snd_una;
        tcp.snd_up = tcp.snd_una;
        tcp.rcv_nxt = request.peer_initial.plus(1);
        tcp.rcv_wup = tcp.rcv_nxt;
        tcp.copied_seq = tcp.rcv_nxt;
        tcp.snd_wl1 = request.peer_initial;
        tcp.rcv_wnd = request.window;
        tcp.rcv_ssthresh = request.window;
        tcp.window_clamp = request.clamp;
        tcp.agreed.scaling = request.scaling;
        tcp.agreed.send_scale = request.send_scale;
        tcp.agreed.receive_scale = request.receive_scale;
        tcp.agreed.sack = request.sack;
        tcp.agreed.timestamps = request.timestamps;
        tcp.agreed.recent = request.recent;
        tcp.agreed.echo = seg.options.timestamps.map_or(0, |(_, echo)| echo);
        tcp.agreed.recent_at_ms = if request.timestamps { self.now.as_ms().max(1) } else { 0 };
        tcp.advertised_mss = request.mss;
        tcp.mss_clamp = request.peer_mss;
        if tcp.options.mss != 0 {
            tcp.mss_clamp = tcp.mss_clamp.min(tcp.options.mss);
        }
        let scaled = if seg.flags.has(Flags::SYN) { 0 } else { request.send_scale };
        tcp.snd_wnd = u32::from(seg.window) << scaled;
        tcp.max_window = tcp.snd_wnd;
        tcp.congestion.reordering = self.sysctls.reordering.max(0) as u32;
        tcp.total_retransmits = request.repetitions;
        if request.timeouts > 0 {
            tcp.congestion.undo_marker = Some(request.initial);
            tcp.retransmitting_since_ms = request.first_answered_ms;
        }
        let mut socket = Socket::new(
            abi::AF_INET,
            abi::SOCK_STREAM,
            parent.options,
            Protocol::Tcp(Box::new(tcp)),
        );
        socket.protocol_number = abi::IPPROTO_TCP;
        socket.local = self.sockets[r].local;
        socket.source = self.sockets[r].source;
        socket.remote = self.sockets[r].remote;
        socket.held_port = socket.local.port;
        socket.locks = Locks { port: false, by_connect: false, ..parent.locks };
        socket.uid = parent.uid;
        // A listener that was shut down before it listened has children that are.
        socket.shut = parent.shut;
        socket.stage = Stage::Connected;
        let child = self.add_socket(socket);
        self.tcp_sync_mss(child);
        self.tcp_first_receive_mss(child);
        let now_us = self.now.as_us();
        let once = (request.repetitions == 0).then(|| now_us.saturating_sub(request.answered_us));
        let once = once.map(|us| (us, us));
        self.sockets[child].tcp_mut().measure_round_trip(once, now_us);
        child
    }

    /// What both ends do when the handshake is complete.
    pub(crate) fn tcp_enter_established(&mut self, s: SocketId) {
        let now = self.jiffies();
        let at = self.now;
        let keep_alive = self.sockets[s].options.keep_alive;
        let tcp = self.sockets[s].tcp_mut();
        tcp.last_sent_at = now;
        tcp.last_received_at = now;
        tcp.established_at = at;
        tcp.retransmitting_since_ms = None;
        tcp.timeouts = 0;
        // A handshake that took more than one repetition makes careful (RFC 5681 §3.1).
        let careful = tcp.total_retransmits > 1 && tcp.congestion.undo_marker.is_some();
        let c = &mut tcp.congestion;
        c.cwnd = if careful { 1 } else { INITIAL_CWND };
        c.ssthresh = THRESHOLD_UNKNOWN;
        c.prior_ssthresh = 0;
        c.used_since = now;
        if !tcp.rtt.is_measured() {
            tcp.rtt.timeout = RTO_UNMEASURED;
        }
        self.tcp_expand_send_buffer(s);
        if keep_alive {
            let idle = self.tcp_keepalive_idle(s);
            self.arm(s, TimerKind::Lifetime, now + idle);
        }
    }

    /// Grows the send buffer to two windows' worth of segments, unless the program set it.
    pub(crate) fn tcp_expand_send_buffer(&mut self, s: SocketId) {
        let limit = self.sysctls.tcp_wmem.2;
        let socket = &mut self.sockets[s];
        if socket.locks.send_buffer {
            return;
        }
        let tcp = socket.tcp();
        let largest = tcp.mss_clamp.min(65_495).max(tcp.mss);
        // A segment's memory: header room and bookkeeping, rounded up to a power of two.
        let each = i64::from((largest + 256 + 320).next_power_of_two() + 256);
        let segments = i64::from(INITIAL_CWND.max(tcp.congestion.cwnd));
        let wanted = (2 * segments * each).min(limit);
        if i64::from(socket.options.send_buffer) < wanted {
            socket.options.send_buffer = wanted as i32;
        }
    }
}
