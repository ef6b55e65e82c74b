//! RST, received and sent (RFC 9293 §3.10.7.1, §3.5.2).

use super::State;
use super::seq::Seq;
use crate::errno::Errno;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Body, Flags, Packet, Segment, SegmentOptions};
use crate::payload::Payload;

impl Host {
    /// A valid RST came: the connection is over, and what it means depends on the state.
    pub(crate) fn tcp_reset(&mut self, s: SocketId) {
        let error = match self.sockets[s].state() {
            State::SynSent => Errno::ECONNREFUSED,
            State::CloseWait => Errno::EPIPE,
            State::Closed => return,
            _ => Errno::ECONNRESET,
        };
        self.sockets[s].error = Some(error);
        self.tcp_purge_send_queue(s);
        self.tcp_done(s);
    }

    /// Sends RST for a connection that is being given up (`tcp_send_active_reset`).
    pub(crate) fn tcp_send_reset(&mut self, s: SocketId) {
        let seq = self.tcp_acceptable_seq(s);
        let flags = Flags::RST.with(Flags::ACK);
        let segment = self.tcp_segment(s, seq, flags, Payload::default());
        let packet = self.tcp_packet(s, segment);
        self.transmit(packet);
    }

    /// Answers a segment with RST that belongs to nothing, or to nothing any more
    /// (`tcp_v4_send_reset`).
    pub(crate) fn tcp_refuse(&mut self, packet: &Packet, seg: &Segment) {
        if seg.flags.has(Flags::RST) {
            return;
        }
        // With an acknowledgement, the peer's own number makes the RST valid; without one, the
        // RST acknowledges what it refuses.
        let (seq, ack, flags) = if seg.flags.has(Flags::ACK) {
            (seg.ack, Seq(0), Flags::RST)
        } else {
            (Seq(0), seg.end_seq(), Flags::RST.with(Flags::ACK))
        };
        let answer = Segment {
            source_port: seg.destination_port,
            destination_port: seg.source_port,
            seq,
            ack,
            flags,
            window: 0,
            urgent: 0,
            options: SegmentOptions::default(),
            payload: Payload::default(),
        };
        self.transmit(packet.answer(Body::Tcp(answer)));
    }
}
