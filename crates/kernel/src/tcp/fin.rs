//! FIN, received and sent (RFC 9293 §3.6).

use super::send_queue::Piece;
use super::{State, TIME_WAIT_LENGTH};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::Flags;
use crate::payload::Payload;

impl Host {
    /// The peer's stream has ended.
    pub(crate) fn tcp_fin(&mut self, s: SocketId) {
        let socket = &mut self.sockets[s];
        socket.shut.receive = true;
        socket.done = true;
        let freed: u32 = socket.tcp().received.early.iter().map(|piece| piece.memory).sum();
        socket.receive_memory = socket.receive_memory.saturating_sub(freed);
        let tcp = socket.tcp_mut();
        tcp.ack.scheduled = true;
        tcp.received.early.clear();
        match tcp.state {
            State::SynReceived | State::Established => {
                tcp.ack.pingpong = 1;
                self.set_state(s, State::CloseWait);
            }
            State::FinWait1 => {
                self.tcp_send_ack(s);
                self.set_state(s, State::Closing);
            }
            State::FinWait2 => {
                self.tcp_send_ack(s);
                return self.tcp_time_wait(s, State::TimeWait, TIME_WAIT_LENGTH);
            }
            _ => {}
        }
        if !self.sockets[s].orphan {
            self.wake_all(s);
        }
    }

    /// Moves a connection to the state in which it closes. Gives whether FIN is to be sent.
    pub(crate) fn tcp_close_state(&mut self, s: SocketId) -> bool {
        match self.sockets[s].state() {
            State::Established | State::SynReceived => {
                self.set_state(s, State::FinWait1);
                true
            }
            State::CloseWait => {
                self.set_state(s, State::LastAck);
                true
            }
            State::SynSent => {
                self.tcp_end(s);
                false
            }
            _ => false,
        }
    }

    pub(crate) fn tcp_send_fin_if_due(&mut self, s: SocketId) {
        if matches!(self.sockets[s].state(), State::Established | State::CloseWait)
            && self.tcp_close_state(s)
        {
            self.tcp_send_fin(s);
        }
    }

    /// Ends the stream: FIN rides on the last piece that waits, or goes alone.
    pub(crate) fn tcp_send_fin(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        let seq = tcp.write_seq;
        tcp.write_seq = seq.plus(1);
        if let Some(last) = tcp.queue.unsent.back_mut() {
            last.flags = last.flags.with(Flags::FIN);
        } else {
            let flags = Flags::ACK.with(Flags::FIN);
            tcp.queue.unsent.push_back(Piece::new(seq, flags, Payload::default()));
        }
        self.tcp_push_pending(s, true);
    }
}
