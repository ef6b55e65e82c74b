//! What duplicate acknowledgements and timeouts mean, and when they turn out to have meant
//! nothing (RFC 6582, RFC 5682, RFC 3522).

use super::ack::AckFlags;
use super::congestion::CaState;
use super::seq::Seq;
use super::{State, TIMESTAMP_OFFSET_MS, Tcp};
use crate::host::Host;
use crate::id::SocketId;
use crate::time::Jiffies;

/// What an acknowledgement asks to send, once the window is updated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resend {
    Nothing,
    Lost,
    New,
}

/// How far the world may believe that a path reorders (`tcp_max_reordering`).
pub(crate) const REORDERING_MAX: u32 = 300;

/// An acknowledgement, as recovery looks at it.
#[derive(Clone, Copy)]
pub(crate) struct News {
    pub(crate) flags: AckFlags,
    pub(crate) duplicates: u32,
    pub(crate) prior_una: Seq,
    pub(crate) now: Jiffies,
}

impl Host {
    /// Decides what an acknowledgement that is not plainly good news means
    /// (`tcp_fastretrans_alert`).
    pub(crate) fn tcp_alert(&mut self, s: SocketId, news: News) -> Resend {
        let tcp = self.sockets[s].tcp_mut();
        if tcp.congestion.packets_out == 0 {
            tcp.congestion.left_out = 0;
        }
        if tcp.congestion.state == CaState::Open {
            tcp.retransmitting_since_ms = None;
        } else if tcp.congestion.state == CaState::Recovery && tcp.is_recovered() {
            tcp.congestion.left_out = 0;
            if !tcp.try_undo_recovery(news) {
                return Resend::Nothing;
            }
            tcp.congestion.end_reduction(news.now);
        }
        match tcp.congestion.state {
            CaState::Recovery => tcp.alert_in_recovery(news),
            CaState::Loss => tcp.alert_in_loss(news),
            CaState::Open | CaState::Disorder => tcp.alert_in_order(news),
        }
    }
}

impl Tcp {
    /// Whether everything that was out when recovery began is acknowledged.
    fn is_recovered(&self) -> bool {
        !self.snd_una.before(self.congestion.high_seq)
    }

    fn any_resent(&self) -> bool {
        self.congestion.resent_out > 0
            || self.queue.sent.front().is_some_and(|first| first.ever_resent)
    }

    fn begin_undo(&mut self) {
        self.congestion.undo_marker = Some(self.snd_una);
    }

    /// A timeout fired: everything that is out counts as lost (`tcp_enter_loss`).
    pub(crate) fn enter_loss(&mut self, frto: bool, usual_reordering: u32, now: Jiffies) {
        let mss = self.mss;
        let fresh = self.congestion.state < CaState::Recovery;
        let duplicates = self.congestion.left_out;
        let c = &mut self.congestion;
        c.left_out = 0;
        c.resent_out = 0;
        c.lost_out = 0;
        for piece in &mut self.queue.sent {
            let segments = piece.segments(mss);
            if !piece.lost || piece.resent {
                c.lost += u64::from(segments);
            }
            piece.lost = true;
            piece.resent = false;
            c.lost_out += segments;
        }
        if fresh
            || !c.high_seq.after(self.snd_una)
            || (c.state == CaState::Loss && self.retransmits == 0)
        {
            c.prior_ssthresh = c.current_threshold();
            c.prior_cwnd = c.cwnd;
            c.ssthresh = c.halved();
            c.undo_marker = Some(self.snd_una);
        }
        c.cwnd = c.in_flight() + 1;
        c.cwnd_count = 0;
        c.used_since = now;
        if fresh && duplicates >= usual_reordering {
            c.reordering = c.reordering.min(usual_reordering);
        }
        c.state = CaState::Loss;
        c.high_seq = self.snd_nxt;
        c.probe_high_seq = None;
        c.frto = frto && (fresh || self.retransmits > 0);
    }

    fn enter_recovery(&mut self) {
        if !self.any_resent() {
            self.retransmitting_since_ms = None;
        }
        self.begin_undo();
        let (snd_nxt, c) = (self.snd_nxt, &mut self.congestion);
        if c.state != CaState::Recovery {
            c.prior_ssthresh = c.current_threshold();
            c.begin_reduction(snd_nxt);
        }
        c.state = CaState::Recovery;
    }

    /// Whether what is acknowledged was sent before anything was sent again: then the original
    /// arrived, and was only late (RFC 3522; `tcp_packet_delayed`).
    fn was_delayed(&self) -> bool {
        let Some(since_ms) = self.retransmitting_since_ms else {
            // Nothing was sent again, unless that was forgotten at the end of a recovery or of
            // the handshake.
            let forgotten = !self.is_sack() && self.is_recovered();
            return !forgotten && self.state != State::SynSent;
        };
        let since = (since_ms as u32).wrapping_add(TIMESTAMP_OFFSET_MS);
        let echo = self.agreed.echo;
        self.agreed.timestamps && echo != 0 && (echo.wrapping_sub(since) as i32) < 0
    }

    fn may_undo(&self) -> bool {
        self.congestion.undo_marker.is_some() && self.was_delayed()
    }

    /// The answer to a SYN or SYN-ACK that was sent again shows by its timestamp that the first
    /// one had arrived: nothing was lost (`tcp_try_undo_spurious_syn`).
    pub(crate) fn note_spurious_handshake(&mut self) {
        let Some(since_ms) = self.retransmitting_since_ms else { return };
        let since = (since_ms as u32).wrapping_add(TIMESTAMP_OFFSET_MS);
        if self.agreed.timestamps && self.agreed.echo == since {
            self.congestion.undo_marker = None;
        }
    }

    /// The window is what it was before the loss that was none (`tcp_undo_cwnd_reduction`).
    fn undo_reduction(&mut self, now: Jiffies) {
        let c = &mut self.congestion;
        if c.prior_ssthresh != 0 {
            c.cwnd = c.cwnd.max(c.prior_cwnd);
            c.ssthresh = c.ssthresh.max(c.prior_ssthresh);
        }
        c.used_since = now;
        c.undo_marker = None;
    }

    fn forget_losses(&mut self) {
        for piece in &mut self.queue.sent {
            piece.lost = false;
        }
        self.congestion.lost_out = 0;
    }

    /// Without selective acknowledgement, the old state is kept until something newer than the
    /// loss is acknowledged, so that late duplicates do not start a second recovery (RFC 6582
    /// §3.2 step 4; `tcp_is_non_sack_preventing_reopen`).
    fn must_hold(&mut self) -> bool {
        let hold = self.snd_una == self.congestion.high_seq && !self.is_sack();
        if hold && !self.any_resent() {
            self.retransmitting_since_ms = None;
        }
        hold
    }

    /// Recovery is over, and perhaps was in vain. Gives whether the state is Open again.
    fn try_undo_recovery(&mut self, news: News) -> bool {
        if self.may_undo() {
            self.undo_reduction(news.now);
        }
        if self.must_hold() {
            return false;
        }
        self.congestion.state = CaState::Open;
        true
    }

    fn try_undo_loss(&mut self, news: News, by_frto: bool) -> bool {
        if !by_frto && !self.may_undo() {
            return false;
        }
        self.forget_losses();
        self.undo_reduction(news.now);
        self.retransmits = 0;
        if !self.must_hold() && (by_frto || self.is_sack()) {
            self.congestion.state = CaState::Open;
        }
        true
    }

    /// Open, or Disorder while anything is missing (`tcp_try_keep_open`).
    pub(crate) fn keep_open(&mut self) {
        let disorder = self.congestion.left_out + self.congestion.lost_out > 0 || self.any_resent();
        let state = if disorder { CaState::Disorder } else { CaState::Open };
        if self.congestion.state != state {
            self.congestion.state = state;
            self.congestion.high_seq = self.snd_nxt;
        }
    }

    fn mark_first_lost(&mut self) {
        let mss = self.mss;
        let Some(first) = self.queue.sent.front_mut() else { return };
        if first.lost {
            return;
        }
        first.lost = true;
        if first.len() > mss {
            let mut rest = first.split(mss);
            rest.lost = false;
            self.queue.sent.insert(1, rest);
        }
        let c = &mut self.congestion;
        c.lost += 1;
        c.lost_out += 1;
        c.left_out = c.left_out.min(c.packets_out.saturating_sub(c.lost_out));
    }

    /// Which segment is lost (`tcp_newreno_mark_lost`).
    fn identify_loss(&mut self, una_advanced: bool) {
        let c = &self.congestion;
        let many = c.state < CaState::Recovery && c.left_out >= c.reordering;
        if many || (c.state == CaState::Recovery && una_advanced) {
            self.mark_first_lost();
        }
    }

    fn alert_in_recovery(&mut self, news: News) -> Resend {
        let una_advanced = news.flags.una_advanced;
        if !una_advanced {
            self.congestion.add_left(news.duplicates, REORDERING_MAX);
        } else if self.congestion.undo_marker.is_some() && self.was_delayed() {
            // The hole was only late: one segment was reordered, nothing was lost.
            self.note_late_hole(news.prior_una);
            if self.congestion.resent_out > 0 {
                return Resend::Nothing;
            }
            if !self.any_resent() {
                self.retransmitting_since_ms = None;
            }
            self.forget_losses();
            self.undo_reduction(news.now);
            self.keep_open();
        }
        self.identify_loss(una_advanced);
        if self.congestion.state != CaState::Recovery {
            if self.congestion.lost_out == 0 {
                return Resend::Nothing;
            }
            self.enter_recovery();
        }
        Resend::Lost
    }

    /// A hole that was filled late shows how far the path reorders.
    fn note_late_hole(&mut self, prior_una: Seq) {
        let highest = if self.congestion.left_out > 0 { self.snd_nxt } else { self.snd_una };
        if prior_una.before(highest) {
            let segments = highest.since(prior_una).div_ceil(self.mss.max(1));
            let c = &mut self.congestion;
            c.reordering = c.reordering.max(segments.min(REORDERING_MAX));
        }
    }

    fn alert_in_loss(&mut self, news: News) -> Resend {
        let resend = self.process_loss(news);
        if self.congestion.state != CaState::Open {
            return resend;
        }
        match self.alert_in_order(news) {
            Resend::Nothing => resend,
            other => other,
        }
    }

    /// An acknowledgement after a timeout (`tcp_process_loss`).
    fn process_loss(&mut self, news: News) -> Resend {
        let una_advanced = news.flags.una_advanced;
        let recovered = self.is_recovered();
        if una_advanced && self.try_undo_loss(news, false) {
            return Resend::Nothing;
        }
        if self.congestion.frto {
            // What was never sent again arrived, so not everything was lost (RFC 5682 §2.1).
            if news.flags.original_acked && self.try_undo_loss(news, true) {
                return Resend::Nothing;
            }
            if self.snd_nxt.after(self.congestion.high_seq) {
                if news.duplicates > 0 {
                    self.congestion.frto = false;
                }
            } else if una_advanced && !recovered {
                self.congestion.high_seq = self.snd_nxt;
                if !self.queue.unsent.is_empty() && self.window_end().after(self.snd_nxt) {
                    return Resend::New;
                }
                self.congestion.frto = false;
            }
        }
        if recovered {
            self.try_undo_recovery(news);
            return Resend::Nothing;
        }
        if self.snd_nxt.after(self.congestion.high_seq) && news.duplicates > 0 {
            self.congestion.add_left(news.duplicates, REORDERING_MAX);
        } else if una_advanced {
            self.congestion.left_out = 0;
        }
        Resend::Lost
    }

    fn alert_in_order(&mut self, news: News) -> Resend {
        if news.flags.una_advanced {
            self.congestion.left_out = 0;
        }
        self.congestion.add_left(news.duplicates, REORDERING_MAX);
        self.identify_loss(news.flags.una_advanced);
        if self.congestion.lost_out == 0 {
            if !self.any_resent() {
                self.retransmitting_since_ms = None;
            }
            self.keep_open();
            return Resend::Nothing;
        }
        self.enter_recovery();
        Resend::Lost
    }

    /// What the acknowledgement says about the loss probe (`tcp_process_tlp_ack`).
    pub(crate) fn note_probe_ack(&mut self, ack: Seq, flags: AckFlags, now: Jiffies) {
        let Some(high) = self.congestion.probe_high_seq.filter(|&high| !ack.before(high)) else {
            return;
        };
        let pure_duplicate = !flags.una_advanced && !flags.is_news();
        if !self.congestion.probe_is_copy || (ack == high && pure_duplicate) {
            // It was new data that arrived, or the original and its copy both did.
            self.congestion.probe_high_seq = None;
        } else if ack.after(high) {
            // The copy was needed: the tail had been lost, which asks for a smaller window.
            self.congestion.begin_reduction(self.snd_nxt);
            self.congestion.cwnd = self.congestion.ssthresh;
            self.congestion.used_since = now;
            self.keep_open();
        }
    }
}
