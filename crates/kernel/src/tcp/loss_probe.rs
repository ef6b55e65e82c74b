//! The probe of a tail that may be lost (RFC 8985 §7).

use super::congestion::CaState;
use super::output::Push;
use super::{Pending, RTO_INITIAL, RTO_MIN};
use crate::host::Host;
use crate::id::SocketId;
use crate::time::{HZ, Jiffies, jiffies_from_us};

/// Ticks that a loss probe waits beside two round trips when more than one segment is out.
const PROBE_MARGIN: Jiffies = 1;

impl Host {
    /// Arms the probe of a tail that may be lost, instead of the timeout, where the peer would
    /// tell what it has (RFC 8985 §7). Gives whether it did.
    pub(crate) fn tcp_schedule_loss_probe(&mut self, s: SocketId) -> bool {
        let wanted = matches!(self.sysctls.early_retrans, 3 | 4);
        let now = self.jiffies();
        let tcp = self.sockets[s].tcp();
        let c = &tcp.congestion;
        if !wanted || c.packets_out == 0 || !tcp.agreed.sack || c.state != CaState::Open {
            return false;
        }
        let mut wait = RTO_INITIAL;
        if tcp.rtt.is_measured() {
            let two_trips_us = tcp.rtt.smoothed_us8 >> 2;
            wait = if c.packets_out == 1 {
                jiffies_from_us(two_trips_us + RTO_MIN * 1_000_000 / HZ)
            } else {
                jiffies_from_us(two_trips_us) + PROBE_MARGIN
            };
        }
        if let Some(first) = tcp.queue.sent.front() {
            let due = jiffies_from_us(first.sent_us) + tcp.rtt.timeout;
            if due > now {
                wait = wait.min(due - now);
            }
        }
        self.tcp_arm_send_timer(s, Pending::LossProbe, wait);
        true
    }

    pub(crate) fn tcp_send_loss_probe(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp();
        if tcp.congestion.packets_out == 0 {
            return;
        }
        if tcp.congestion.probe_high_seq.is_none() {
            let sent = !tcp.queue.unsent.is_empty() && self.tcp_write(s, Push::Probe);
            if !sent {
                self.tcp_retransmit_tail(s);
            }
            let tcp = self.sockets[s].tcp_mut();
            tcp.congestion.probe_is_copy = !sent;
            tcp.congestion.probe_high_seq = Some(tcp.snd_nxt);
        }
        self.sockets[s].tcp_mut().pending = None;
        self.tcp_rearm_retransmit(s);
    }

    fn tcp_retransmit_tail(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        let mss = tcp.mss.max(1);
        let Some(last) = tcp.queue.sent.back_mut() else { return };
        if last.len() > mss {
            let keep = (last.segments(mss) - 1) * mss;
            let flags = last.flags;
            let mut tail = last.split(keep);
            tail.flags = flags;
            tcp.queue.sent.push_back(tail);
        }
        let at = tcp.queue.sent.len() - 1;
        // A probe is not yet a retransmission: the program's patience is not counted from it.
        let since_ms = self.sockets[s].tcp().retransmitting_since_ms;
        self.tcp_retransmit_at(s, at, 1);
        self.sockets[s].tcp_mut().retransmitting_since_ms = since_ms;
        // It is a copy, not a sign of loss.
        let tcp = self.sockets[s].tcp_mut();
        if let Some(last) = tcp.queue.sent.back_mut() {
            last.resent = false;
            tcp.congestion.resent_out = tcp.congestion.resent_out.saturating_sub(1);
        }
    }
}
