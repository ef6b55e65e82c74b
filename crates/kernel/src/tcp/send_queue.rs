//! What was written and is not acknowledged: pieces sent once, and pieces not sent yet.

use std::collections::VecDeque;

use super::seq::Seq;
use crate::packet::Flags;
use crate::payload::Payload;

/// A piece of the stream that is sent as one, in as many segments as the MSS asks for.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags of the kernel's `tcp_skb_cb`, by name"
)]
pub(crate) struct Piece {
    pub(crate) seq: Seq,
    pub(crate) flags: Flags,
    pub(crate) payload: Payload,
    /// A record ends with it (`MSG_EOR`): what is written later is not joined to it.
    pub(crate) ends_record: bool,
    /// When it was last sent, in microseconds.
    pub(crate) sent_us: u64,
    /// It is believed lost.
    pub(crate) lost: bool,
    /// It was sent again since it was believed lost.
    pub(crate) resent: bool,
    /// It was sent more than once, so its round trip says nothing (Karn's rule).
    pub(crate) ever_resent: bool,
}

impl Piece {
    pub(crate) fn new(seq: Seq, flags: Flags, payload: Payload) -> Self {
        Self {
            seq,
            flags,
            payload,
            ends_record: false,
            sent_us: 0,
            lost: false,
            resent: false,
            ever_resent: false,
        }
    }

    pub(crate) fn len(&self) -> u32 {
        self.payload.len() as u32
    }

    pub(crate) fn end_seq(&self) -> Seq {
        let control = u32::from(self.flags.has(Flags::SYN)) + u32::from(self.flags.has(Flags::FIN));
        self.seq.plus(self.len() + control)
    }

    /// The segments that it takes.
    pub(crate) fn segments(&self, mss: u32) -> u32 {
        self.len().div_ceil(mss.max(1)).max(1)
    }

    /// Cuts it after `length` bytes and gives the rest, which keeps PSH, FIN and the end.
    pub(crate) fn split(&mut self, length: u32) -> Piece {
        let mut rest = self.clone();
        rest.seq = self.seq.plus(length);
        rest.payload = self.payload.skip(length as usize);
        self.payload = self.payload.slice(0, length as usize);
        self.flags = self.flags.without(Flags::FIN.with(Flags::PSH));
        self.ends_record = false;
        rest
    }
}

/// The two halves of the send queue.
#[derive(Debug, Clone, Default)]
pub(crate) struct SendQueue {
    /// Sent and not acknowledged, oldest first.
    pub(crate) sent: VecDeque<Piece>,
    /// Not sent yet, oldest first.
    pub(crate) unsent: VecDeque<Piece>,
}

impl SendQueue {
    pub(crate) fn clear(&mut self) {
        self.sent.clear();
        self.unsent.clear();
    }

    /// Bytes of data in both halves: from the first piece to the end of the last.
    pub(crate) fn bytes(&self) -> u32 {
        let mut ends = self.sent.iter().chain(&self.unsent);
        let Some(first) = ends.next() else { return 0 };
        let last = self.unsent.back().or(self.sent.back()).unwrap_or(first);
        let syn = first.flags.has(Flags::SYN) && first.seq != last.seq;
        last.seq.plus(last.len()).since(first.seq) - u32::from(syn)
    }

    /// Pieces in both halves.
    pub(crate) fn pieces(&self) -> u32 {
        (self.sent.len() + self.unsent.len()) as u32
    }

    /// Fills the first unsent piece up to `length` bytes from those behind it, so that a segment
    /// is not smaller than it need be.
    pub(crate) fn grow_first(&mut self, length: u32) {
        while self.unsent.len() > 1 && self.unsent[0].len() < length {
            let room = length - self.unsent[0].len();
            let (first, next) = (&self.unsent[0], &self.unsent[1]);
            if first.flags.has(Flags::FIN) || first.ends_record || next.len() == 0 {
                return;
            }
            let Some(mut next) = self.unsent.remove(1) else { return };
            if next.len() > room {
                let rest = next.split(room);
                self.unsent.insert(1, rest);
            }
            let first = &mut self.unsent[0];
            first.payload.join(&next.payload);
            first.flags = first.flags.with(next.flags);
            first.ends_record = next.ends_record;
        }
    }
}
