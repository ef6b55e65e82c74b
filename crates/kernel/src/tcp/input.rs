//! A segment comes in: whose it is, and whether it may count (RFC 9293 §3.10.7).

use std::sync::Arc;

use super::State;
use super::ack::{Challenge, Verdict};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Body, Flags, Packet, Segment};
use crate::socket::{Protocol, Socket};

/// Segments that may wait for a socket that a system call works on.
const BACKLOG_MAX: usize = 100_000;

/// A socket charges its memory in pages.
const MEMORY_PAGE: u32 = 4_096;

impl Socket {
    /// Expects more data in order, if nothing speaks against it (`tcp_fast_path_check`).
    pub(crate) fn tcp_predict(&mut self) {
        let has_room = self.receive_memory < self.options.receive_buffer as u32;
        let tcp = self.tcp_mut();
        let urgent = tcp.urgent.state != super::urgent::UrgentState::None;
        if has_room && tcp.received.early.is_empty() && tcp.rcv_wnd > 0 && !urgent {
            tcp.predicts = true;
        }
    }
}

impl Host {
    /// Finds the socket of a segment and hands it over.
    pub(crate) fn tcp_receive(&mut self, packet: Arc<Packet>) {
        let Body::Tcp(seg) = &packet.body else { return };
        let (remote, local) = packet.endpoints(seg.source_port, seg.destination_port);
        let Some(&s) = self.connections.get(&(local, remote)) else {
            return self.tcp_receive_unconnected(&packet);
        };
        match &self.sockets[s].body {
            Protocol::Request(_) => {
                let seg = seg.clone();
                self.tcp_receive_request(s, &packet, &seg);
            }
            Protocol::TimeWait(_) => {
                let seg = seg.clone();
                self.tcp_receive_time_wait(s, &packet, &seg);
            }
            _ if self.sockets[s].owned => {
                if self.sockets[s].backlog.len() < BACKLOG_MAX {
                    self.sockets[s].backlog.push_back(packet);
                }
            }
            _ => self.tcp_handle(s, &packet),
        }
    }

    fn tcp_receive_unconnected(&mut self, packet: &Packet) {
        let Body::Tcp(seg) = &packet.body else { return };
        let refuse = match self.tcp_find_listener(packet, seg) {
            Some(listener) => self.tcp_receive_listen(listener, packet, seg),
            None => !seg.flags.has(Flags::RST),
        };
        if refuse {
            self.tcp_refuse(packet, seg);
        }
    }

    /// A system call starts to work on a socket.
    pub(crate) fn lock(&mut self, s: SocketId) {
        self.sockets[s].owned = true;
    }

    /// A system call is done with a socket: what came in meanwhile is handled now.
    pub(crate) fn release(&mut self, s: SocketId) {
        while let Some(packet) = self.sockets.get_mut(s).and_then(|it| it.backlog.pop_front()) {
            let was_in_interrupt = std::mem::replace(&mut self.in_interrupt, true);
            if self.sockets[s].is_tcp() {
                self.tcp_handle(s, &packet);
            }
            self.in_interrupt = was_in_interrupt;
            // What the handling sent goes out and is answered before the next one.
            if !self.in_interrupt {
                while self.receive_next() {}
            }
        }
        let Some(socket) = self.sockets.get_mut(s) else { return };
        socket.owned = false;
        if socket.is_tcp() && std::mem::take(&mut socket.tcp_mut().ack.deferred) {
            self.tcp_send_ack(s);
        }
    }

    /// Handles a segment for a socket, and answers with RST where that is the answer.
    pub(crate) fn tcp_handle(&mut self, s: SocketId, packet: &Packet) {
        let Body::Tcp(seg) = &packet.body else { return };
        let state = self.sockets[s].state();
        let refuse = match state {
            State::Established => {
                self.tcp_established(s, packet, seg);
                false
            }
            State::Closed => false,
            State::Listen => self.tcp_receive_listen(s, packet, seg),
            State::SynSent => self.tcp_receive_syn_sent(s, seg),
            _ => self.tcp_process(s, packet, seg),
        };
        if refuse {
            self.tcp_refuse(packet, seg);
        }
    }

    fn tcp_established(&mut self, s: SocketId, packet: &Packet, seg: &Segment) {
        if !super::validate::says_anything(seg) || !self.tcp_validate(s, seg) {
            return;
        }
        // The short way does not even look at the acknowledgement: it is the last one again.
        let foretold = self.tcp_foretold(s, seg);
        if foretold {
            let now_us = self.now.as_us();
            self.sockets[s].tcp_mut().note_timestamp(seg, now_us);
        }
        if !foretold && self.tcp_acknowledged(s, seg, Challenge::Here) == Verdict::Invalid {
            return;
        }
        self.tcp_urgent(s, seg);
        self.tcp_take_data(s, packet, seg);
        if !self.sockets.get(s).is_some_and(Socket::is_tcp) {
            return;
        }
        if foretold {
            // Nothing was acknowledged, so nothing is looked for that could be sent.
            return self.tcp_acknowledge_if_due(s);
        }
        self.tcp_after_input(s);
    }

    /// Whether a segment takes the short way (`tcp_rcv_established`): data in order, nothing
    /// acknowledged, the window as it was, and memory for it at hand.
    fn tcp_foretold(&self, s: SocketId, seg: &Segment) -> bool {
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        let held = socket.receive_memory + tcp.queued_memory();
        let memory = seg.payload.len() as u32 + super::window::PACKET_OVERHEAD;
        tcp.predicts
            && seg.flags.without(Flags::PSH) == Flags::ACK
            && !seg.payload.is_empty()
            && seg.seq == tcp.rcv_nxt
            && seg.ack == tcp.snd_una
            && u32::from(seg.window) << tcp.agreed.send_scale == tcp.snd_wnd
            && held.next_multiple_of(MEMORY_PAGE) - held >= memory
    }

    /// After a segment: send what it made room for, and acknowledge what it brought.
    pub(crate) fn tcp_after_input(&mut self, s: SocketId) {
        if self.sockets[s].state() == State::Closed {
            return;
        }
        self.tcp_push_pending(s, false);
        self.tcp_check_space(s);
        self.tcp_acknowledge_if_due(s);
    }
}
