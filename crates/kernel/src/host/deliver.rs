//! Packets in and out: onto the loopback or to the world, and from there to their protocol.

use std::sync::Arc;

use crate::host::Host;
use crate::link::Fate;
use crate::packet::{Body, Packet};
use crate::trace::{DropReason, Event};

/// Bytes of an IP header.
pub(crate) const IP_HEADER: u32 = 20;

impl Host {
    /// Sends packets, all of them before any of them is received: a large piece of data leaves
    /// as a burst.
    pub(crate) fn transmit(&mut self, packets: impl IntoIterator<Item = Packet>) {
        for packet in packets {
            let packet = Arc::new(packet);
            self.note(Event::Sent(Arc::clone(&packet)));
            if self.is_local(packet.destination) || packet.source.is_loopback() {
                self.loop_back(packet);
            } else {
                self.outgoing.push(packet);
            }
        }
        self.serve_loopback();
    }

    fn loop_back(&mut self, mut packet: Arc<Packet>) {
        let fate = self.loopback.fate(&packet, &mut self.rng);
        let mut extra_ns = 0;
        match fate {
            Fate::Drop => return self.note(Event::Dropped(packet, DropReason::Link)),
            Fate::Corrupt => Arc::make_mut(&mut packet).corrupt = true,
            Fate::Delay(ns) => extra_ns = ns,
            Fate::Deliver | Fate::Duplicate => {}
        }
        let length = u64::from(IP_HEADER) + packet.payload_length() as u64;
        let now = self.now.0;
        for _ in 0..if fate == Fate::Duplicate { 2 } else { 1 } {
            let link = &mut self.loopback;
            let at = link.arrival_ns(0, now, length, extra_ns, &mut self.rng);
            if at <= now {
                self.received.push_back(packet.clone());
            } else {
                self.delayed.push((crate::time::Time(at), packet.clone()));
            }
        }
    }

    /// Receives what the loopback holds, when a system call sent it: Linux does so before the
    /// call goes on. In an interrupt it waits its turn.
    fn serve_loopback(&mut self) {
        if self.in_interrupt {
            return;
        }
        while self.receive_next() {}
    }

    /// Receives one packet of the loopback. Gives whether there was one.
    pub(crate) fn receive_next(&mut self) -> bool {
        let Some(packet) = self.received.pop_front() else { return false };
        self.receive(packet);
        true
    }

    /// Receives one packet of the loopback outside of a system call.
    pub(crate) fn receive_in_interrupt(&mut self) -> bool {
        self.in_interrupt = true;
        let happened = self.receive_next();
        self.in_interrupt = false;
        happened
    }

    /// Receives a packet.
    pub(crate) fn receive(&mut self, packet: Arc<Packet>) {
        let was_in_interrupt = std::mem::replace(&mut self.in_interrupt, true);
        if packet.corrupt {
            self.note(Event::Dropped(packet, DropReason::Checksum));
        } else {
            self.note(Event::Arrived(Arc::clone(&packet)));
            match packet.body {
                Body::Tcp(_) => self.tcp_receive(packet),
                Body::Udp(_) => self.udp_receive(&packet),
                Body::Icmp(_) => self.icmp_receive(&packet),
            }
        }
        self.in_interrupt = was_in_interrupt;
    }
}
