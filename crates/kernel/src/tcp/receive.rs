//! Data comes in: in order, too early, or again (`tcp_data_queue`).

use std::sync::Arc;

use super::receive_queue::Piece;
use super::window::PACKET_OVERHEAD;
use super::{QUICK_ACKS_MAX, State};
use crate::host::Host;
use crate::host::wake::READABLE;
use crate::id::SocketId;
use crate::packet::{Flags, Packet, Segment};
use crate::trace::{DropReason, Event};

impl Host {
    /// Takes the data and the FIN of a segment.
    pub(crate) fn tcp_take_data(&mut self, s: SocketId, packet: &Packet, seg: &Segment) {
        if seg.end_seq() == seg.seq || self.sockets[s].state() == State::Closed {
            return;
        }
        let tcp = self.sockets[s].tcp_mut();
        let (next, window) = (tcp.rcv_nxt, tcp.receive_window());
        let bare_fin = seg.payload.is_empty() && seg.flags.has(Flags::FIN);
        if seg.seq == next {
            if window == 0 && !bare_fin {
                return self.tcp_out_of_window(s);
            }
            return self.tcp_take_in_order(s, packet, seg);
        }
        // Sent again although it had arrived, or beyond what was offered (a window probe).
        if !seg.end_seq().after(next) || !seg.seq.before(next.plus(window)) {
            return self.tcp_out_of_window(s);
        }
        if seg.seq.before(next) {
            if window == 0 {
                return self.tcp_out_of_window(s);
            }
            return self.tcp_take_in_order(s, packet, seg);
        }
        self.tcp_keep_early(s, packet, seg);
    }

    /// Nothing new: say at once where the stream stands.
    fn tcp_out_of_window(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        tcp.enter_quick_ack(QUICK_ACKS_MAX);
        tcp.ack.scheduled = true;
    }

    fn tcp_take_in_order(&mut self, s: SocketId, packet: &Packet, seg: &Segment) {
        let length = seg.payload.len() as u32;
        let memory = length + PACKET_OVERHEAD;
        let socket = &self.sockets[s];
        let full = socket.receive_memory >= socket.options.receive_buffer as u32;
        if full {
            let unread = !socket.tcp().received.ready.is_empty();
            let tcp = self.sockets[s].tcp_mut();
            tcp.ack.now = true;
            tcp.ack.no_memory = true;
            tcp.ack.scheduled = true;
            self.wake(s, READABLE);
            if unread && length > 0 {
                return self.tcp_drop_for_room(packet);
            }
        }
        let mut piece = Piece {
            seq: seg.seq,
            payload: seg.payload.clone(),
            fin: seg.flags.has(Flags::FIN),
            memory,
        };
        piece.trim_front(self.sockets[s].tcp().rcv_nxt);
        let fin = self.tcp_queue_piece(s, piece);
        if length > 0 {
            self.tcp_note_data(s, length, memory, seg.flags.has(Flags::PSH));
        }
        if fin {
            self.tcp_fin(s);
        }
        self.tcp_join_early(s);
        if let Some(socket) = self.sockets.get_mut(s)
            && socket.is_tcp()
        {
            socket.tcp_predict();
        }
        if let Some(socket) = self.sockets.get(s)
            && !socket.orphan
            && socket.is_tcp()
        {
            self.tcp_data_ready(s);
        }
    }

    /// Puts a piece at the end of the receive queue. Gives whether it ends the stream.
    fn tcp_queue_piece(&mut self, s: SocketId, mut piece: Piece) -> bool {
        let socket = &mut self.sockets[s];
        let fin = piece.fin;
        let length = piece.payload.len() as u32;
        // Linux merges a piece into the one before it, which saves its bookkeeping.
        let merges = !socket.tcp().received.ready.is_empty();
        if merges {
            piece.memory = length;
        }
        socket.receive_memory += piece.memory;
        let tcp = socket.tcp_mut();
        tcp.rcv_nxt = piece.end_seq();
        match tcp.received.ready.back_mut() {
            Some(last) if length == 0 => last.fin = true,
            _ => tcp.received.ready.push_back(piece),
        }
        fin
    }

    fn tcp_keep_early(&mut self, s: SocketId, packet: &Packet, seg: &Segment) {
        let memory = seg.payload.len() as u32 + PACKET_OVERHEAD;
        let socket = &mut self.sockets[s];
        let full = socket.receive_memory >= socket.options.receive_buffer as u32;
        let piece = Piece {
            seq: seg.seq,
            payload: seg.payload.clone(),
            fin: seg.flags.has(Flags::FIN),
            memory,
        };
        let tcp = socket.tcp_mut();
        tcp.ack.scheduled = true;
        tcp.predicts = false;
        if full {
            return self.tcp_drop_for_room(packet);
        }
        let charged = tcp.received.keep_early(piece);
        socket.receive_memory += charged;
    }

    /// The receive buffer is full.
    fn tcp_drop_for_room(&mut self, packet: &Packet) {
        self.note(Event::Dropped(Arc::new(packet.clone()), DropReason::ReceiveBuffer));
    }

    /// A hole is filled: the pieces behind it follow.
    fn tcp_join_early(&mut self, s: SocketId) {
        let Some(socket) = self.sockets.get_mut(s).filter(|socket| socket.is_tcp()) else {
            return;
        };
        if socket.tcp().received.early.is_empty() {
            return;
        }
        let mut fin = false;
        while let Some(mut piece) = {
            let tcp = self.sockets[s].tcp_mut();
            tcp.received.take_early(tcp.rcv_nxt)
        } {
            let socket = &mut self.sockets[s];
            socket.receive_memory = socket.receive_memory.saturating_sub(piece.memory);
            let next = socket.tcp().rcv_nxt;
            if !piece.end_seq().after(next) {
                continue;
            }
            piece.trim_front(next);
            fin |= self.tcp_queue_piece(s, piece);
        }
        let tcp = self.sockets[s].tcp_mut();
        if tcp.received.early.is_empty() {
            tcp.ack.now = true;
        }
        if fin {
            self.tcp_fin(s);
        }
    }

    /// Wakes the readers, if there is as much as they asked for.
    pub(crate) fn tcp_data_ready(&mut self, s: SocketId) {
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        let unread = tcp.rcv_nxt.since(tcp.copied_seq);
        if unread >= socket.options.receive_low_water as u32 || socket.done {
            self.wake(s, READABLE);
        }
    }
}
