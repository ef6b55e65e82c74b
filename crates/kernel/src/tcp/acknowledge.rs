//! Acknowledging what came in: at once, or later in the hope of company (RFC 5681 §4.2).

use super::seq::Seq;
use super::{ACK_DELAY_MAX, ACK_DELAY_MIN, QUICK_ACKS_MAX, State, Tcp};
use crate::address::Endpoint;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Body, Flags, Packet, Segment, SegmentOptions};
use crate::payload::Payload;
use crate::time::{HZ, Jiffies};
use crate::timer::TimerKind;

impl Tcp {
    /// Acknowledges the next segments at once.
    pub(crate) fn enter_quick_ack(&mut self, most: u32) {
        self.add_quick_acks(most);
        self.ack.pingpong = 0;
        self.ack.delay = ACK_DELAY_MIN;
    }

    fn add_quick_acks(&mut self, most: u32) {
        let mut quick = self.rcv_wnd / (2 * self.ack.receive_mss.max(1));
        if quick == 0 {
            quick = 2;
        }
        self.ack.quick = self.ack.quick.max(quick.min(most));
    }
}

impl Host {
    /// Notes that data came in, for the delay of acknowledgements (`tcp_event_data_recv`).
    pub(crate) fn tcp_note_data(&mut self, s: SocketId, length: u32, memory: u32, pushed: bool) {
        self.sockets[s].tcp_mut().ack.scheduled = true;
        self.tcp_measure(s, length, memory, pushed);
        let now = self.jiffies();
        let tcp = self.sockets[s].tcp_mut();
        if tcp.ack.delay == 0 {
            tcp.add_quick_acks(QUICK_ACKS_MAX);
            tcp.ack.delay = ACK_DELAY_MIN;
        } else {
            let gap = tcp.ack.last_data_at.map_or(Jiffies::MAX, |at| now - at);
            if gap <= ACK_DELAY_MIN / 2 {
                tcp.ack.delay = (tcp.ack.delay >> 1) + ACK_DELAY_MIN / 2;
            } else if gap < tcp.ack.delay {
                tcp.ack.delay = ((tcp.ack.delay >> 1) + gap).min(tcp.rtt.timeout);
            } else if gap > tcp.rtt.timeout {
                tcp.add_quick_acks(QUICK_ACKS_MAX);
            }
        }
        tcp.ack.last_data_at = Some(now);
        if length >= 128 {
            self.tcp_grow_window(s, length);
        }
    }

    /// Decides whether to acknowledge now or later, if anything is to be acknowledged.
    pub(crate) fn tcp_acknowledge_if_due(&mut self, s: SocketId) {
        let low_water = self.sockets[s].options.receive_low_water as u32;
        let owned = self.sockets[s].owned;
        if !self.sockets[s].tcp().ack.scheduled {
            return;
        }
        let tcp = self.sockets[s].tcp();
        let full_segment = tcp.rcv_nxt.since(tcp.rcv_wup) > tcp.ack.receive_mss;
        let starved = tcp.rcv_nxt.since(tcp.copied_seq) < low_water;
        let quick = tcp.ack.quick > 0 && !tcp.is_pingpong();
        let (now, window) = (tcp.ack.now, tcp.rcv_wnd);
        let holes = !tcp.received.early.is_empty();
        let moves = full_segment && (starved || self.tcp_possible_window(s) >= window);
        if moves || quick || now {
            if owned {
                self.sockets[s].tcp_mut().ack.deferred = true;
            } else {
                self.tcp_send_ack(s);
            }
        } else if holes {
            // Each segment beyond a hole is answered, so that the sender can count.
            self.tcp_send_ack(s);
        } else {
            self.tcp_delay_ack(s);
        }
    }

    fn tcp_delay_ack(&mut self, s: SocketId) {
        let now = self.jiffies();
        let tcp = self.sockets[s].tcp_mut();
        let mut delay = tcp.ack.delay;
        if delay > ACK_DELAY_MIN {
            let mut most =
                if tcp.is_pingpong() || tcp.ack.pushed > 0 { ACK_DELAY_MAX } else { HZ / 2 };
            if tcp.rtt.is_measured() {
                let rtt = crate::time::jiffies_from_us(tcp.rtt.smoothed_us8 >> 3);
                most = most.min(rtt.max(ACK_DELAY_MIN));
            }
            delay = delay.min(most);
        }
        delay = delay.min(ACK_DELAY_MAX);
        let mut expires = now + delay;
        if tcp.ack.timer {
            if tcp.ack.expires <= now + (delay >> 2) {
                return self.tcp_send_ack(s);
            }
            expires = expires.min(tcp.ack.expires);
        }
        tcp.ack.scheduled = true;
        tcp.ack.timer = true;
        tcp.ack.expires = expires;
        self.arm(s, TimerKind::DelayedAck, expires);
    }

    pub(crate) fn tcp_delayed_ack_timer(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        if tcp.state == State::Closed || tcp.state == State::Listen || !tcp.ack.timer {
            return;
        }
        tcp.ack.timer = false;
        if !tcp.ack.scheduled {
            return;
        }
        if tcp.is_pingpong() {
            tcp.ack.pingpong = 0;
            tcp.ack.delay = ACK_DELAY_MIN;
        } else {
            tcp.ack.delay = (tcp.ack.delay << 1).min(tcp.rtt.timeout);
        }
        self.tcp_send_ack(s);
    }

    /// A segment left that acknowledges everything: nothing is owed any more.
    pub(crate) fn tcp_ack_sent(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        if tcp.ack.quick > 0 && tcp.ack.scheduled {
            tcp.ack.quick -= 1;
            if tcp.ack.quick == 0 {
                tcp.ack.delay = ACK_DELAY_MIN;
            }
        }
        tcp.ack.scheduled = false;
        tcp.ack.timer = false;
        tcp.ack.now = false;
        tcp.ack.no_memory = false;
        tcp.ack.pushed = 0;
        tcp.ack.deferred = false;
        self.disarm(s, TimerKind::DelayedAck);
    }

    /// Sends an acknowledgement without data.
    pub(crate) fn tcp_send_ack(&mut self, s: SocketId) {
        let socket = &self.sockets[s];
        if socket.state() == State::Closed {
            return;
        }
        let seq = self.tcp_acceptable_seq(s);
        let segment = self.tcp_segment(s, seq, Flags::ACK, Payload::default());
        let packet = self.tcp_packet(s, segment);
        self.tcp_ack_sent(s);
        self.transmit(packet);
    }

    /// The sequence number of a segment without data: within the peer's window if possible.
    pub(crate) fn tcp_acceptable_seq(&self, s: SocketId) -> Seq {
        let tcp = self.sockets[s].tcp();
        let scale = if tcp.agreed.scaling { tcp.agreed.send_scale } else { 0 };
        let beyond = tcp.snd_nxt.since(tcp.window_end());
        let inside = !tcp.window_end().before(tcp.snd_nxt);
        if inside || (tcp.agreed.scaling && beyond < 1 << scale) {
            tcp.snd_nxt
        } else {
            tcp.window_end()
        }
    }

    /// Sends an acknowledgement for a connection that has no socket: a request, or TIME-WAIT.
    pub(crate) fn tcp_send_bare_ack(
        &mut self,
        (local, remote): (Endpoint, Endpoint),
        (seq, ack): (Seq, Seq),
        window: u16,
        recent: Option<u32>,
        tos: u8,
    ) {
        let timestamps = recent.map(|recent| (self.timestamp(), recent));
        let segment = Segment {
            source_port: local.port,
            destination_port: remote.port,
            seq,
            ack,
            flags: Flags::ACK,
            window,
            urgent: 0,
            options: SegmentOptions { timestamps, ..SegmentOptions::default() },
            payload: Payload::default(),
        };
        self.transmit(Packet { tos, ..Packet::new(local.ip, remote.ip, Body::Tcp(segment)) });
    }
}
