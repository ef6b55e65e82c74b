//! An acknowledgement comes in: what it frees, what it measures, what it says of losses.

use super::congestion::{CaState, Resend};
use super::seq::Seq;
use super::{Pending, Tcp};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Flags, Segment};

/// What an acknowledgement turned out to be.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the kernel's FLAG_* bits, by name")]
pub(crate) struct AckFlags {
    pub(crate) una_advanced: bool,
    pub(crate) data: bool,
    pub(crate) window_update: bool,
    pub(crate) acked: bool,
    pub(crate) syn_acked: bool,
    pub(crate) rearm: bool,
    /// The peer would have said what is missing.
    pub(crate) agreed_sack: bool,
}

/// Whether an acknowledgement makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid,
    Old,
    /// It is for something never sent, or far too old.
    Invalid,
}

impl Host {
    /// Handles the acknowledgement of a segment (`tcp_ack`).
    pub(crate) fn tcp_acknowledged(
        &mut self,
        s: SocketId,
        seg: &Segment,
        mut flags: AckFlags,
    ) -> Verdict {
        if !seg.flags.has(Flags::ACK) {
            return Verdict::Valid;
        }
        let now = self.jiffies();
        let now_us = self.now.as_us();
        let tcp = self.sockets[s].tcp_mut();
        let prior_una = tcp.snd_una;
        if seg.ack.before(prior_una) {
            let too_old = seg.ack.before(prior_una.minus(tcp.max_window));
            if too_old {
                self.tcp_send_ack(s);
            }
            return if too_old { Verdict::Invalid } else { Verdict::Old };
        }
        if seg.ack.after(tcp.snd_nxt) {
            return Verdict::Invalid;
        }
        tcp.note_timestamp(seg, now_us);
        if seg.ack.after(prior_una) {
            flags.una_advanced = true;
            tcp.retransmits = 0;
        }
        flags.data = seg.end_seq() != seg.seq;
        flags.agreed_sack = tcp.agreed.sack;
        flags.window_update = self.tcp_update_send_window(s, seg);
        let tcp = self.sockets[s].tcp_mut();
        tcp.snd_una = seg.ack;
        tcp.probes_out = 0;
        tcp.keepalive_probes = 0;
        tcp.last_received_at = now;
        let nothing_out = tcp.congestion.packets_out == 0;
        self.sockets[s].soft_error = None;
        if nothing_out {
            self.tcp_ack_of_probe(s);
            return Verdict::Valid;
        }
        let tcp = self.sockets[s].tcp_mut();
        let delivered = tcp.clean_sent(seg.ack, now_us, &mut flags);
        let good_news = flags.data || flags.window_update || flags.acked;
        let mut resend = Resend::Nothing;
        let calm = good_news && tcp.congestion.state == CaState::Open;
        tcp.handle_loss_probe_ack(seg.ack);
        let mut duplicates = 0;
        if !calm {
            if !flags.una_advanced && !good_news {
                duplicates = 1;
            }
            resend = self.tcp_alert(s, flags, duplicates, prior_una);
        }
        if flags.rearm {
            self.tcp_set_send_timer(s);
        }
        self.tcp_adjust_window(s, delivered + duplicates, flags);
        self.tcp_resend(s, resend);
        Verdict::Valid
    }

    fn tcp_adjust_window(&mut self, s: SocketId, delivered: u32, flags: AckFlags) {
        let tcp = self.sockets[s].tcp_mut();
        match tcp.congestion.state {
            CaState::Recovery => tcp.congestion.reduce(delivered, flags.una_advanced),
            CaState::Open | CaState::Disorder | CaState::Loss if flags.una_advanced => {
                tcp.congestion.grow(delivered);
            }
            _ => {}
        }
    }

    /// Sends again what an acknowledgement showed to be lost.
    fn tcp_resend(&mut self, s: SocketId, resend: Resend) {
        match resend {
            Resend::Nothing => {}
            Resend::New => self.tcp_push_pending(s, false),
            Resend::Lost => self.tcp_retransmit_lost(s),
        }
    }
}

impl Tcp {
    /// Drops what is acknowledged from the queue of sent pieces. Gives the segments delivered.
    fn clean_sent(&mut self, ack: Seq, now_us: u64, flags: &mut AckFlags) -> u32 {
        let mss = self.mss;
        let mut delivered = 0;
        let mut sample_us = None;
        while let Some(first) = self.queue.sent.front_mut() {
            if first.end_seq().after(ack) {
                if ack.after(first.seq) {
                    delivered += self.trim_first(ack);
                }
                break;
            }
            let segments = first.segments(mss);
            if !first.ever_resent {
                sample_us = Some(now_us.saturating_sub(first.sent_us));
            }
            flags.syn_acked |= first.flags.has(Flags::SYN);
            let c = &mut self.congestion;
            if first.resent {
                c.resent_out = c.resent_out.saturating_sub(segments);
            }
            if first.lost {
                c.lost_out = c.lost_out.saturating_sub(segments);
            }
            c.packets_out = c.packets_out.saturating_sub(segments);
            delivered += segments;
            flags.acked = true;
            self.queue.sent.pop_front();
        }
        if self.snd_up.before(self.snd_una) {
            self.snd_up = self.snd_una;
        }
        if delivered == 0 {
            return 0;
        }
        flags.rearm = true;
        flags.acked = true;
        let c = &mut self.congestion;
        // Duplicate acknowledgements stood for segments that are acknowledged now: all but one.
        let taken = delivered.saturating_sub(1).min(c.left_out);
        c.left_out = if c.packets_out == 0 { 0 } else { c.left_out - taken };
        self.measure_round_trip(sample_us, now_us);
        delivered
    }

    /// Keeps the peer's timestamp for the next answer, now that the segment is known to be in the
    /// window (`tcp_replace_ts_recent`).
    pub(crate) fn note_timestamp(&mut self, seg: &Segment, now_us: u64) {
        if let Some((value, _)) = seg.options.timestamps
            && self.agreed.timestamps
            && !seg.seq.after(self.rcv_wup)
            && !self.agreed.is_old(value)
        {
            self.agreed.recent = value;
            self.agreed.recent_at_ms = (now_us / 1_000).max(1);
        }
    }

    /// Takes the round trip of what was sent only once, or what the echoed timestamp says.
    pub(crate) fn measure_round_trip(&mut self, sample_us: Option<u64>, now_us: u64) {
        // A retransmitted segment is timed by its timestamp, which says which copy arrived.
        let by_echo = self.agreed.timestamps.then_some(self.agreed.echo).filter(|&echo| echo > 0);
        let echo_us = by_echo.map(|echo| {
            let clock = ((now_us / 1_000) as u32).wrapping_add(1_000);
            u64::from(clock.wrapping_sub(echo)) * 1_000
        });
        if let Some(us) = sample_us.or(echo_us.filter(|&us| us < 1 << 31)) {
            self.rtt.sample(us, self.snd_una.0, self.snd_nxt.0);
            self.rtt.timeout = self.rtt.base_timeout();
            self.backoff = 0;
        }
    }

    /// Part of the first piece is acknowledged: whole segments of it leave.
    fn trim_first(&mut self, ack: Seq) -> u32 {
        let mss = self.mss;
        let Some(first) = self.queue.sent.front_mut() else { return 0 };
        let before = first.segments(mss);
        let cut = ack.since(first.seq);
        first.payload = first.payload.skip(cut as usize);
        first.seq = ack;
        first.flags = first.flags.without(Flags::SYN);
        let gone = before - first.segments(mss).min(before);
        let c = &mut self.congestion;
        if first.resent {
            c.resent_out = c.resent_out.saturating_sub(gone);
        }
        if first.lost {
            c.lost_out = c.lost_out.saturating_sub(gone);
        }
        c.packets_out = c.packets_out.saturating_sub(gone);
        gone
    }

    /// The tail-loss probe was acknowledged: nothing more to learn from it.
    fn handle_loss_probe_ack(&mut self, ack: Seq) {
        if self.congestion.probe_high_seq.is_some_and(|high| !ack.before(high)) {
            self.congestion.probe_high_seq = None;
        }
    }
}

impl Host {
    /// After an acknowledgement: the retransmission timer starts over, or stops.
    pub(crate) fn tcp_set_send_timer(&mut self, s: SocketId) {
        if self.tcp_schedule_loss_probe(s) {
            return;
        }
        self.tcp_rearm_retransmit(s);
    }

    pub(crate) fn tcp_rearm_retransmit(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp();
        if tcp.congestion.packets_out == 0 {
            return self.tcp_clear_send_timer(s);
        }
        let mut wait = tcp.rtt.timeout;
        if tcp.pending == Some(Pending::LossProbe) {
            // The probe was early; the timeout still counts from when the piece was sent.
            if let Some(first) = tcp.queue.sent.front() {
                let due = crate::time::jiffies_from_us(first.sent_us) + wait;
                wait = due.saturating_sub(self.jiffies()).max(1);
            }
        }
        self.tcp_arm_retransmit(s, wait);
    }
}
