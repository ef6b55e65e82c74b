//! Congestion control: `reno`, driven by duplicate acknowledgements (RFC 5681, RFC 6582).

use super::ack::AckFlags;
use super::seq::Seq;
use super::{INITIAL_CWND, Tcp};
use crate::host::Host;
use crate::id::SocketId;

/// Where the sender is between "all is well" and "all is lost" (`icsk_ca_state`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum CaState {
    #[default]
    Open,
    /// Duplicate acknowledgements came, not enough to act.
    Disorder,
    /// Fast retransmission.
    Recovery,
    /// A timeout fired.
    Loss,
}

/// Duplicate acknowledgements that mean a loss (RFC 5681 §3.2).
const DUPLICATES: u32 = 3;

/// What congestion control remembers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Congestion {
    pub(crate) state: CaState,
    pub(crate) cwnd: u32,
    pub(crate) cwnd_count: u32,
    pub(crate) ssthresh: u32,
    pub(crate) prior_ssthresh: u32,
    pub(crate) prior_cwnd: u32,
    /// Recovery ends when this is acknowledged.
    pub(crate) high_seq: Seq,
    pub(crate) undo_marker: Option<Seq>,
    pub(crate) undo_retransmits: u32,
    /// Segments that are out, lost or not.
    pub(crate) packets_out: u32,
    /// Segments believed lost.
    pub(crate) lost_out: u32,
    /// Segments sent again and not acknowledged.
    pub(crate) resent_out: u32,
    /// Segments that duplicate acknowledgements say have left the network.
    pub(crate) left_out: u32,
    pub(crate) reduced_delivered: u32,
    pub(crate) reduced_out: u32,
    /// Recovery by F-RTO is being tried (RFC 5682).
    pub(crate) frto: bool,
    pub(crate) probe_high_seq: Option<Seq>,
    pub(crate) limited_by_cwnd: bool,
    pub(crate) most_packets_out: u32,
}

impl Default for Congestion {
    fn default() -> Self {
        Self {
            state: CaState::Open,
            cwnd: INITIAL_CWND,
            cwnd_count: 0,
            ssthresh: u32::MAX >> 1,
            prior_ssthresh: 0,
            prior_cwnd: 0,
            high_seq: Seq(0),
            undo_marker: None,
            undo_retransmits: 0,
            packets_out: 0,
            lost_out: 0,
            resent_out: 0,
            left_out: 0,
            reduced_delivered: 0,
            reduced_out: 0,
            frto: false,
            probe_high_seq: None,
            limited_by_cwnd: false,
            most_packets_out: 0,
        }
    }
}

/// What an acknowledgement asks to send, once the window is updated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resend {
    Nothing,
    Lost,
    New,
}

impl Congestion {
    /// Segments in the network, as far as the sender can tell.
    pub(crate) const fn in_flight(&self) -> u32 {
        (self.packets_out + self.resent_out).saturating_sub(self.left_out + self.lost_out)
    }

    /// `reno`: half of the window, at least two segments.
    fn halved(&self) -> u32 {
        (self.cwnd >> 1).max(2)
    }

    pub(crate) fn begin_undo(&mut self, snd_una: Seq) {
        self.undo_marker = Some(snd_una);
        self.undo_retransmits = if self.resent_out > 0 { self.resent_out } else { u32::MAX };
    }

    fn undo(&mut self) {
        self.cwnd = self.cwnd.max(self.prior_cwnd);
        self.ssthresh = self.ssthresh.max(self.prior_ssthresh);
        self.undo_marker = None;
    }

    fn set_left_out(&mut self, left_out: u32) {
        let bound = self.packets_out.saturating_sub(self.lost_out);
        self.left_out = left_out.min(bound);
    }

    /// Grows the window for `acked` segments (RFC 5681 §3.1).
    pub(crate) fn grow(&mut self, mut acked: u32) {
        if !self.limited_by_cwnd {
            return;
        }
        if self.cwnd < self.ssthresh {
            let target = self.cwnd.saturating_add(acked).min(self.ssthresh);
            acked -= target - self.cwnd;
            self.cwnd = target;
        }
        if acked == 0 {
            return;
        }
        if self.cwnd_count >= self.cwnd {
            self.cwnd_count = 0;
            self.cwnd += 1;
        }
        self.cwnd_count += acked;
        if self.cwnd_count >= self.cwnd {
            let more = self.cwnd_count / self.cwnd;
            self.cwnd_count -= more * self.cwnd;
            self.cwnd += more;
        }
    }

    /// Shrinks the window step by step while recovering (RFC 6937).
    pub(crate) fn reduce(&mut self, delivered: u32, made_progress: bool) {
        if delivered == 0 || self.prior_cwnd == 0 {
            return;
        }
        self.reduced_delivered += delivered;
        let in_flight = self.in_flight();
        let delta = i64::from(self.ssthresh) - i64::from(in_flight);
        let sent = if delta < 0 {
            let due = u64::from(self.ssthresh) * u64::from(self.reduced_delivered);
            due.div_ceil(u64::from(self.prior_cwnd)) as i64 - i64::from(self.reduced_out)
        } else {
            let due = i64::from(self.reduced_delivered) - i64::from(self.reduced_out);
            let mut sent = due.max(i64::from(delivered));
            if made_progress {
                sent += 1;
            }
            delta.min(sent)
        };
        // The first retransmission is never held back.
        let sent = sent.max(i64::from(self.reduced_out == 0));
        self.cwnd = (i64::from(in_flight) + sent).max(1) as u32;
    }
}

impl Tcp {
    /// A timeout fired: everything that is out counts as lost.
    pub(crate) fn enter_loss(&mut self, frto: bool) {
        let mss = self.mss;
        let fresh = self.congestion.state < CaState::Recovery;
        let c = &mut self.congestion;
        c.left_out = 0;
        c.resent_out = 0;
        c.lost_out = 0;
        for piece in &mut self.queue.sent {
            piece.lost = true;
            piece.resent = false;
            c.lost_out += piece.segments(mss);
        }
        if c.state <= CaState::Disorder
            || !c.high_seq.after(self.snd_una)
            || (c.state == CaState::Loss && self.retransmits == 0)
        {
            c.prior_ssthresh = c.ssthresh;
            c.prior_cwnd = c.cwnd;
            c.ssthresh = c.halved();
            c.begin_undo(self.snd_una);
        }
        c.cwnd = c.in_flight() + 1;
        c.cwnd_count = 0;
        c.state = CaState::Loss;
        c.high_seq = self.snd_nxt;
        c.probe_high_seq = None;
        c.frto = frto && (fresh || self.retransmits > 0);
    }

    fn enter_recovery(&mut self) {
        let c = &mut self.congestion;
        c.prior_ssthresh = c.ssthresh;
        c.begin_undo(self.snd_una);
        c.high_seq = self.snd_nxt;
        c.probe_high_seq = None;
        c.cwnd_count = 0;
        c.prior_cwnd = c.cwnd;
        c.reduced_delivered = 0;
        c.reduced_out = 0;
        c.ssthresh = c.halved();
        c.state = CaState::Recovery;
    }

    /// Whether the acknowledgement shows that the retransmission was not needed.
    fn may_undo(&self) -> bool {
        let c = &self.congestion;
        c.undo_marker.is_some() && (c.undo_retransmits == 0 || self.was_delayed())
    }

    /// The echoed timestamp is older than the retransmission: the original arrived (RFC 3522).
    fn was_delayed(&self) -> bool {
        let Some(since) = self.retransmitting_since_ms else { return false };
        self.agreed.timestamps
            && self.agreed.echo != 0
            && (self.agreed.echo.wrapping_sub(since as u32) as i32) < 0
    }

    fn mark_first_lost(&mut self) {
        let mss = self.mss;
        let Some(first) = self.queue.sent.front_mut() else { return };
        if first.lost {
            return;
        }
        if first.len() > mss {
            let rest = first.split(mss);
            first.lost = true;
            self.queue.sent.insert(1, rest);
        } else {
            first.lost = true;
        }
        self.congestion.lost_out += 1;
        let left_out = self.congestion.left_out;
        self.congestion.set_left_out(left_out);
    }

    fn undo_if_possible(&mut self) -> bool {
        let possible = self.may_undo();
        if possible {
            for piece in &mut self.queue.sent {
                piece.lost = false;
            }
            self.congestion.lost_out = 0;
            self.congestion.undo();
        }
        possible
    }

    /// Recovery or loss is over: everything that was out when it began is acknowledged.
    fn finish_recovery(&mut self, flags: AckFlags) {
        self.undo_if_possible();
        if self.snd_una == self.congestion.high_seq && !flags.agreed_sack {
            // Wait until something newer is acknowledged, so that late duplicates of the old
            // segments do not start a second recovery (RFC 6582 §3.2 step 4).
            if self.congestion.resent_out == 0 {
                self.retransmitting_since_ms = None;
            }
            return;
        }
        self.congestion.state = CaState::Open;
        self.retransmitting_since_ms = None;
    }

    fn end_reduction(&mut self) {
        let c = &mut self.congestion;
        if c.ssthresh < u32::MAX >> 1 && c.undo_marker.is_some() {
            c.cwnd = c.ssthresh;
        }
    }
}

impl Host {
    /// Decides what an acknowledgement that is not plainly good news means
    /// (`tcp_fastretrans_alert`).
    pub(crate) fn tcp_alert(
        &mut self,
        s: SocketId,
        flags: AckFlags,
        duplicates: u32,
        prior_una: Seq,
    ) -> Resend {
        let tcp = self.sockets[s].tcp_mut();
        if tcp.congestion.packets_out == 0 {
            tcp.congestion.left_out = 0;
        }
        if tcp.congestion.state == CaState::Open {
            tcp.retransmitting_since_ms = None;
        } else if !tcp.snd_una.before(tcp.congestion.high_seq)
            && tcp.congestion.state == CaState::Recovery
        {
            tcp.congestion.left_out = 0;
            tcp.end_reduction();
            tcp.finish_recovery(flags);
            if tcp.congestion.state == CaState::Recovery {
                return Resend::Nothing;
            }
        }
        match tcp.congestion.state {
            CaState::Recovery => tcp.alert_in_recovery(flags, duplicates, prior_una),
            CaState::Loss => tcp.alert_in_loss(flags, duplicates),
            CaState::Open | CaState::Disorder => tcp.alert_in_order(flags, duplicates),
        }
    }
}

impl Tcp {
    fn alert_in_recovery(&mut self, flags: AckFlags, duplicates: u32, prior_una: Seq) -> Resend {
        if flags.una_advanced {
            if self.congestion.undo_marker.is_some() && self.was_delayed() {
                // The hole was only late: one segment was reordered, nothing was lost.
                self.undo_if_possible();
                self.congestion.state = CaState::Open;
                return Resend::Nothing;
            }
            let _ = prior_una;
            self.mark_first_lost();
        } else {
            let left_out = self.congestion.left_out + duplicates;
            self.congestion.set_left_out(left_out);
        }
        Resend::Lost
    }

    fn alert_in_loss(&mut self, flags: AckFlags, duplicates: u32) -> Resend {
        let recovered = !self.snd_una.before(self.congestion.high_seq);
        if flags.una_advanced && self.undo_if_possible() {
            self.congestion.state = CaState::Open;
            self.retransmits = 0;
            self.retransmitting_since_ms = None;
            return Resend::Lost;
        }
        if self.congestion.frto {
            if self.snd_nxt.after(self.congestion.high_seq) {
                if duplicates > 0 {
                    self.congestion.frto = false;
                }
            } else if flags.una_advanced && !recovered {
                self.congestion.high_seq = self.snd_nxt;
                if !self.queue.unsent.is_empty() && self.window_end().after(self.snd_nxt) {
                    return Resend::New;
                }
                self.congestion.frto = false;
            }
        }
        if recovered {
            self.finish_recovery(flags);
            return Resend::Lost;
        }
        if self.snd_nxt.after(self.congestion.high_seq) && duplicates > 0 {
            let left_out = self.congestion.left_out + duplicates;
            self.congestion.set_left_out(left_out);
        } else if flags.una_advanced {
            self.congestion.left_out = 0;
        }
        Resend::Lost
    }

    fn alert_in_order(&mut self, flags: AckFlags, duplicates: u32) -> Resend {
        if flags.una_advanced {
            self.congestion.left_out = 0;
        }
        let left_out = self.congestion.left_out + duplicates;
        self.congestion.set_left_out(left_out);
        if self.congestion.left_out >= DUPLICATES {
            self.mark_first_lost();
        }
        if self.congestion.lost_out == 0 {
            let disorder = self.congestion.left_out > 0;
            self.congestion.state = if disorder { CaState::Disorder } else { CaState::Open };
            return Resend::Nothing;
        }
        self.enter_recovery();
        Resend::Lost
    }
}
