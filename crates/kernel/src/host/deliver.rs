//! Packets in and out: onto the loopback or to the world, and from there to their protocol.

use std::sync::Arc;

use crate::host::Host;
use crate::packet::{Body, Packet};
use crate::trace::{DropReason, Event};

impl Host {
    /// Sends a packet; if it is for this host and a system call sends it, it is received too.
    pub(crate) fn transmit(&mut self, packet: Packet) {
        self.send_out(packet);
        self.serve_loopback();
    }

    /// Sends a packet, which nobody receives yet: a large piece of data leaves as a burst.
    pub(crate) fn send_out(&mut self, packet: Packet) {
        let mut packet = Arc::new(packet);
        self.note(Event::Sent(Arc::clone(&packet)));
        // A message for all that the loopback's own address sends stays on the loopback.
        if !self.is_local(packet.destination) && !packet.source.is_loopback() {
            return self.outgoing.push(packet);
        }
        let Some((at, again)) = self.loopback.carry(&mut packet, 0, self.now, &mut self.rng) else {
            return self.note(Event::Dropped(packet, DropReason::Link));
        };
        for at in [Some(at), again].into_iter().flatten() {
            if at <= self.now {
                self.received.push_back(Arc::clone(&packet));
            } else {
                self.delayed.push((at, Arc::clone(&packet)));
            }
        }
    }

    /// Receives what the loopback holds, when a system call sent it: Linux does so before the
    /// call goes on. In an interrupt it waits its turn.
    pub(crate) fn serve_loopback(&mut self) {
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
