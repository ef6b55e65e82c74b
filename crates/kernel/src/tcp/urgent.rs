//! Urgent data: one byte out of line (RFC 9293 §3.8.5, with Linux's reading of the pointer).

use super::seq::Seq;
use super::{State, Tcp};
use crate::abi;
use crate::errno::Errno;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Flags, Segment};
use crate::payload::Payload;

/// The urgent byte of a connection.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Urgent {
    pub(crate) state: UrgentState,
    /// Where it is in the stream.
    pub(crate) seq: Seq,
}

/// How far the urgent byte has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum UrgentState {
    #[default]
    None,
    /// Announced, not arrived.
    Awaited,
    Arrived(u8),
    Read,
}

impl Tcp {
    /// Bytes that `ioctl(SIOCINQ)` reports: up to the urgent byte, FIN not counted (`tcp_inq`).
    pub(crate) fn unread_before_end(&self, done: bool) -> u32 {
        if matches!(self.state, State::SynSent | State::SynReceived) {
            return 0;
        }
        let waiting = self.rcv_nxt.since(self.copied_seq);
        let ahead = self.urgent.state != UrgentState::None
            && self.urgent.seq.before(self.rcv_nxt)
            && !self.urgent.seq.before(self.copied_seq);
        if ahead && self.urgent.seq != self.copied_seq {
            return self.urgent.seq.since(self.copied_seq);
        }
        waiting.saturating_sub(u32::from(waiting > 0 && done))
    }
}

impl Host {
    /// Notes an urgent pointer, and takes the byte when the segment holds it.
    pub(crate) fn tcp_urgent(&mut self, s: SocketId, segment: &Segment) {
        if segment.flags.has(Flags::URG) {
            self.tcp_note_urgent(s, segment);
        }
        let tcp = self.sockets[s].tcp_mut();
        if tcp.urgent.state != UrgentState::Awaited {
            return;
        }
        let offset = tcp.urgent.seq.since(segment.seq) as usize;
        if let Some(&byte) = segment.payload.get(offset) {
            tcp.urgent.state = UrgentState::Arrived(byte);
            self.wake(s, abi::POLLPRI | abi::POLLIN | abi::POLLRDNORM | abi::POLLRDBAND);
        }
    }

    fn tcp_note_urgent(&mut self, s: SocketId, segment: &Segment) {
        let inline = self.sockets[s].options.oob_inline;
        let tcp = self.sockets[s].tcp_mut();
        let pointer = u32::from(segment.urgent).wrapping_sub(u32::from(segment.urgent > 0));
        let seq = segment.seq.plus(pointer);
        if tcp.copied_seq.after(seq) || tcp.rcv_nxt.after(seq) {
            return;
        }
        if tcp.urgent.state != UrgentState::None && !seq.after(tcp.urgent.seq) {
            return;
        }
        // A second urgent byte while the first is unread: the first joins the stream.
        if tcp.urgent.seq == tcp.copied_seq
            && tcp.urgent.state != UrgentState::None
            && !inline
            && tcp.copied_seq != tcp.rcv_nxt
        {
            tcp.copied_seq = tcp.copied_seq.plus(1);
        }
        tcp.urgent = Urgent { state: UrgentState::Awaited, seq };
        tcp.predicts = false;
    }

    /// `recv` with `MSG_OOB`.
    pub(crate) fn tcp_receive_urgent(
        &mut self,
        s: SocketId,
        length: usize,
        flags: i32,
    ) -> Result<Payload, Errno> {
        let socket = &mut self.sockets[s];
        let inline = socket.options.oob_inline;
        let (done, shut) = (socket.done, socket.shut.receive);
        let tcp = socket.tcp_mut();
        match tcp.urgent.state {
            _ if inline => Err(Errno::EINVAL),
            UrgentState::None | UrgentState::Read => Err(Errno::EINVAL),
            UrgentState::Arrived(byte) => {
                if tcp.state == State::Closed && !done {
                    return Err(Errno::ENOTCONN);
                }
                if flags & abi::MSG_PEEK == 0 {
                    tcp.urgent.state = UrgentState::Read;
                }
                Ok(Payload::new(vec![byte]).slice(0, length))
            }
            UrgentState::Awaited if tcp.state == State::Closed || shut => Ok(Payload::default()),
            UrgentState::Awaited => Err(Errno::EAGAIN),
        }
    }
}
