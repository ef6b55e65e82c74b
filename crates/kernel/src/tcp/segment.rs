//! Building segments: the header of a socket's next one.

use super::seq::Seq;
use super::{State, Tcp};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Body, Flags, Packet, Segment, SegmentOptions};
use crate::payload::Payload;

impl Host {
    /// A segment of a socket, with the acknowledgement and the window of the moment.
    pub(crate) fn tcp_segment(
        &mut self,
        s: SocketId,
        seq: Seq,
        flags: Flags,
        payload: Payload,
    ) -> Segment {
        let is_syn = flags.has(Flags::SYN);
        let window = if is_syn {
            self.sockets[s].tcp().rcv_wnd.min(0xffff) as u16
        } else {
            self.tcp_offer_window(s)
        };
        let timestamp = self.timestamp();
        let (sysctls, now_us) = (self.sysctls, self.now.as_us());
        self.sockets[s].tcp_mut().stamped_us = now_us;
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        let has_ack = flags.has(Flags::ACK);
        let options = if is_syn {
            SegmentOptions {
                mss: Some(tcp.advertised_mss as u16),
                window_scale: (sysctls.window_scaling != 0).then_some(tcp.agreed.receive_scale),
                sack_permitted: sysctls.sack != 0,
                timestamps: (sysctls.timestamps != 0).then_some((timestamp, tcp.agreed.recent)),
            }
        } else {
            let stamps = (timestamp, tcp.agreed.recent);
            let timestamps = tcp.agreed.timestamps.then_some(stamps);
            SegmentOptions { timestamps, ..SegmentOptions::default() }
        };
        let mut segment = Segment {
            source_port: socket.local.port,
            destination_port: socket.remote.port,
            seq,
            ack: if has_ack { tcp.rcv_nxt } else { Seq(0) },
            flags,
            window,
            urgent: 0,
            options,
            payload,
        };
        tcp.mark_urgent(&mut segment);
        segment
    }

    /// Puts a segment into a packet to the socket's peer.
    pub(crate) fn tcp_packet(&self, s: SocketId, segment: Segment) -> Packet {
        let socket = &self.sockets[s];
        socket.packet(socket.source, socket.remote.ip, Body::Tcp(segment))
    }
}

impl Tcp {
    /// Marks a segment urgent when the urgent byte lies ahead of its first byte.
    fn mark_urgent(&self, segment: &mut Segment) {
        let waits = self.snd_up != self.snd_una && self.snd_up.after(segment.seq);
        if !waits || matches!(self.state, State::SynSent | State::SynReceived) {
            return;
        }
        let distance = self.snd_up.since(segment.seq);
        // A byte too far ahead is announced as far as the field reaches, once it is sent.
        let far = segment.seq.plus(0xffff).after(self.snd_nxt);
        if distance <= 0xffff || far {
            segment.urgent = distance.min(0xffff) as u16;
            segment.flags = segment.flags.with(Flags::URG);
        }
    }
}
