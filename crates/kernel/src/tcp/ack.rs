//! An acknowledgement comes in: what it frees, what it measures, what it says of losses.

use super::congestion::CaState;
use super::recovery::{News, REORDERING_MAX, Resend};
use super::seq::Seq;
use super::{Pending, State, TIMESTAMP_OFFSET_MS, Tcp};
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
    /// Data that was sent is acknowledged.
    pub(crate) data_acked: bool,
    pub(crate) syn_acked: bool,
    /// Some of what is acknowledged had been sent more than once.
    pub(crate) resent_acked: bool,
    /// Some of it was sent only once, before the loss.
    pub(crate) original_acked: bool,
}

impl AckFlags {
    pub(crate) const fn acked(self) -> bool {
        self.data_acked || self.syn_acked
    }

    /// Whether it is more than a repetition of the last one (`FLAG_NOT_DUP`).
    pub(crate) const fn is_news(self) -> bool {
        self.data || self.window_update || self.acked()
    }
}

/// Whether an acknowledgement makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid,
    Old,
    /// It is for something never sent, or far too old.
    Invalid,
}

/// Whether an acknowledgement that is far too old is answered here, or by who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Challenge {
    Here,
    ByCaller,
}

impl Host {
    /// Handles the acknowledgement of a segment (`tcp_ack`).
    pub(crate) fn tcp_acknowledged(
        &mut self,
        s: SocketId,
        seg: &Segment,
        challenge: Challenge,
    ) -> Verdict {
        if !seg.flags.has(Flags::ACK) {
            return Verdict::Valid;
        }
        let (now, now_us) = (self.jiffies(), self.now.as_us());
        let tcp = self.sockets[s].tcp_mut();
        let prior_una = tcp.snd_una;
        if seg.ack.before(prior_una) {
            // Bytes that were never sent cannot have been acknowledged before (RFC 5961 §5.2).
            let known = u64::from(tcp.max_window).min(tcp.bytes_acked) as u32;
            if !seg.ack.before(prior_una.minus(known)) {
                return Verdict::Old;
            }
            if challenge == Challenge::Here {
                self.tcp_send_ack(s);
            }
            return Verdict::Invalid;
        }
        if seg.ack.after(tcp.snd_nxt) {
            return Verdict::Invalid;
        }
        let mut flags = AckFlags::default();
        if seg.ack.after(prior_una) {
            flags.una_advanced = true;
            tcp.retransmits = 0;
        }
        tcp.note_timestamp(seg, now_us);
        flags.data = seg.end_seq() != seg.seq;
        flags.window_update = self.tcp_update_send_window(s, seg);
        let tcp = self.sockets[s].tcp_mut();
        tcp.bytes_acked += u64::from(seg.ack.since(prior_una));
        tcp.snd_una = seg.ack;
        tcp.probes_out = 0;
        tcp.keepalive_probes = 0;
        tcp.last_received_at = now;
        let nothing_out = tcp.congestion.packets_out == 0;
        self.sockets[s].soft_error = None;
        if nothing_out {
            self.tcp_ack_of_probe(s);
            self.sockets[s].tcp_mut().note_probe_ack(seg.ack, flags, now);
            return Verdict::Valid;
        }
        self.tcp_ack_sent_data(s, seg, flags, prior_una);
        Verdict::Valid
    }

    /// The part of an acknowledgement that concerns what is out.
    fn tcp_ack_sent_data(
        &mut self,
        s: SocketId,
        seg: &Segment,
        mut flags: AckFlags,
        prior_una: Seq,
    ) {
        let (now, now_us) = (self.jiffies(), self.now.as_us());
        let usual_reordering = self.sysctls.reordering.max(0) as u32;
        let tcp = self.sockets[s].tcp_mut();
        let (delivered, lost) = (tcp.congestion.delivered, tcp.congestion.lost);
        tcp.clean_sent(seg.ack, prior_una, now_us, &mut flags);
        tcp.note_probe_ack(seg.ack, flags, now);
        let mut resend = Resend::Nothing;
        if !flags.is_news() || tcp.congestion.state != CaState::Open {
            let duplicates = u32::from(!flags.una_advanced && !flags.is_news());
            resend = self.tcp_alert(s, News { flags, duplicates, prior_una, now });
        }
        if flags.acked() {
            self.tcp_set_send_timer(s);
        }
        let tcp = self.sockets[s].tcp_mut();
        let c = &mut tcp.congestion;
        let delivered = (c.delivered - delivered) as u32;
        let lost = c.lost - lost;
        // Where the path reorders, whatever arrives lets the window grow (`tcp_may_raise_cwnd`).
        let reorders = c.reordering > usual_reordering;
        if c.state == CaState::Recovery {
            c.reduce(delivered, lost, flags.una_advanced);
        } else if flags.data_acked || (reorders && flags.acked()) {
            c.grow(delivered);
            c.used_since = now;
        }
        tcp.note_pacing_rate();
        self.tcp_resend(s, resend);
    }

    /// Sends again what an acknowledgement showed to be lost (`tcp_xmit_recovery`).
    fn tcp_resend(&mut self, s: SocketId, resend: Resend) {
        if resend == Resend::Nothing || self.sockets[s].state() == State::SynSent {
            return;
        }
        if resend == Resend::New {
            self.tcp_push_pending(s, true);
            let tcp = self.sockets[s].tcp_mut();
            if tcp.snd_nxt.after(tcp.congestion.high_seq) {
                return;
            }
            tcp.congestion.frto = false;
        }
        self.tcp_retransmit_lost(s);
    }
}

impl Tcp {
    /// Whether both ends agreed on selective acknowledgement.
    pub(crate) const fn is_sack(&self) -> bool {
        self.agreed.sack
    }

    /// Drops what is acknowledged from the queue of sent pieces (`tcp_clean_rtx_queue`).
    fn clean_sent(&mut self, ack: Seq, prior_una: Seq, now_us: u64, flags: &mut AckFlags) {
        let (mss, high_seq) = (self.mss, self.congestion.high_seq);
        let mut acked = 0;
        // When the first and the last piece left that were sent only once.
        let (mut first_us, mut last_us) = (None, None);
        while let Some(first) = self.queue.sent.front() {
            let whole = !first.end_seq().after(ack);
            let cut = ack.since(first.seq);
            let keep = first.len().saturating_sub(cut).div_ceil(mss.max(1));
            // Of one segment, a part is not taken off before it is sent again.
            if !whole && (!ack.after(first.seq) || first.segments(mss) <= keep) {
                break;
            }
            if first.ever_resent {
                flags.resent_acked = true;
            } else {
                last_us = Some(first.sent_us);
                first_us = first_us.or(last_us);
                flags.original_acked |= !first.end_seq().after(high_seq);
            }
            if first.flags.has(Flags::SYN) {
                flags.syn_acked = true;
                self.retransmitting_since_ms = None;
            } else {
                flags.data_acked = true;
            }
            if !whole {
                acked += self.trim_first(ack);
                break;
            }
            acked += self.drop_first();
        }
        if !prior_una.after(self.snd_up) && !self.snd_up.after(self.snd_una) {
            self.snd_up = self.snd_una;
        }
        if acked == 0 {
            return;
        }
        let sample = first_us.zip(last_us).filter(|_| !flags.resent_acked);
        let sample =
            sample.map(|(first, last)| (now_us.saturating_sub(first), now_us.saturating_sub(last)));
        self.measure_round_trip(sample, now_us);
        // Without selective acknowledgement it cannot be told which copy arrived.
        flags.original_acked &= !flags.resent_acked;
        self.congestion.remove_left(acked, REORDERING_MAX);
    }

    /// The first piece is acknowledged. Gives its segments.
    fn drop_first(&mut self) -> u32 {
        let Some(first) = self.queue.sent.pop_front() else { return 0 };
        let segments = first.segments(self.mss);
        self.count_gone(first.resent, first.lost, segments);
        segments
    }

    fn count_gone(&mut self, resent: bool, lost: bool, segments: u32) {
        let c = &mut self.congestion;
        if resent {
            c.resent_out = c.resent_out.saturating_sub(segments);
        }
        if lost {
            c.lost_out = c.lost_out.saturating_sub(segments);
        }
        c.packets_out = c.packets_out.saturating_sub(segments);
    }

    /// Keeps the peer's timestamp for the next answer, now that the segment is known to be in the
    /// window (`tcp_replace_ts_recent`).
    pub(crate) fn note_timestamp(&mut self, seg: &Segment, now_us: u64) {
        if let Some((value, _)) = seg.options.timestamps
            && self.agreed.timestamps
            && !seg.seq.after(self.rcv_wup)
            && self.agreed.behind(value) <= 0
        {
            self.agreed.recent = value;
            self.agreed.recent_at_ms = (now_us / 1_000).max(1);
        }
    }

    /// Takes the round trips of the first and the last piece that were sent only once, or what
    /// the echoed timestamp says (`tcp_ack_update_rtt`).
    pub(crate) fn measure_round_trip(&mut self, sample_us: Option<(u64, u64)>, now_us: u64) {
        // A retransmitted segment is timed by its timestamp, which says which copy arrived.
        let by_echo = self.agreed.timestamps.then_some(self.agreed.echo).filter(|&echo| echo > 0);
        let echo_us = by_echo.map(|echo| {
            let clock = ((now_us / 1_000) as u32).wrapping_add(TIMESTAMP_OFFSET_MS);
            u64::from(clock.wrapping_sub(echo).max(1)) * 1_000
        });
        let echo_us = echo_us.filter(|&us| us < 1 << 31).map(|us| (us, us));
        if let Some((us, last_us)) = sample_us.or(echo_us) {
            self.rtt.note_least(last_us);
            self.rtt.sample(us, self.snd_una.0, self.snd_nxt.0);
            self.rtt.timeout = self.rtt.base_timeout().min(self.timeout_max());
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
        let (resent, lost) = (first.resent, first.lost);
        self.count_gone(resent, lost, gone);
        gone
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
