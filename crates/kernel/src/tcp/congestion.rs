//! The congestion window: `reno`, and what it may grow or shrink by (RFC 5681, RFC 6937).

use super::INITIAL_CWND;
use super::seq::Seq;
use crate::time::Jiffies;

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

/// Duplicate acknowledgements that mean a loss (RFC 5681 §3.2), unless a sysctl says otherwise.
const DUPLICATES: u32 = 3;
/// A threshold that nothing has lowered yet.
pub(crate) const THRESHOLD_UNKNOWN: u32 = u32::MAX >> 1;

/// What congestion control remembers.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "the kernel's bits of `tcp_sock`, by name")]
pub(crate) struct Congestion {
    pub(crate) state: CaState,
    pub(crate) cwnd: u32,
    pub(crate) cwnd_count: u32,
    pub(crate) ssthresh: u32,
    /// What the threshold was before the present loss; 0 when that may not be undone.
    pub(crate) prior_ssthresh: u32,
    pub(crate) prior_cwnd: u32,
    /// Recovery ends when this is acknowledged.
    pub(crate) high_seq: Seq,
    pub(crate) undo_marker: Option<Seq>,
    /// Segments that are out, lost or not.
    pub(crate) packets_out: u32,
    /// Segments believed lost.
    pub(crate) lost_out: u32,
    /// Segments sent again and not acknowledged.
    pub(crate) resent_out: u32,
    /// Segments that duplicate acknowledgements say have left the network.
    pub(crate) left_out: u32,
    /// Duplicate acknowledgements that mean a loss on this path.
    pub(crate) reordering: u32,
    /// Segments that arrived, as far as is known, since the connection began.
    pub(crate) delivered: u64,
    /// Segments ever believed lost.
    pub(crate) lost: u64,
    pub(crate) reduced_delivered: u32,
    pub(crate) reduced_out: u32,
    /// Recovery by F-RTO is being tried (RFC 5682).
    pub(crate) frto: bool,
    /// What was the last sequence number when a loss probe left.
    pub(crate) probe_high_seq: Option<Seq>,
    /// That probe was a copy of the tail, not new data.
    pub(crate) probe_is_copy: bool,
    /// The window held data back since `usage_seq`.
    pub(crate) limited_by_cwnd: bool,
    /// It held a burst back that would otherwise have left.
    pub(crate) deferred: bool,
    pub(crate) most_packets_out: u32,
    pub(crate) usage_seq: Seq,
    /// The most that was out while the window was not the limit, and since when.
    pub(crate) used: u32,
    pub(crate) used_since: Jiffies,
}

impl Default for Congestion {
    fn default() -> Self {
        Self {
            state: CaState::Open,
            cwnd: INITIAL_CWND,
            cwnd_count: 0,
            ssthresh: THRESHOLD_UNKNOWN,
            prior_ssthresh: 0,
            prior_cwnd: 0,
            high_seq: Seq(0),
            undo_marker: None,
            packets_out: 0,
            lost_out: 0,
            resent_out: 0,
            left_out: 0,
            reordering: DUPLICATES,
            delivered: 0,
            lost: 0,
            reduced_delivered: 0,
            reduced_out: 0,
            frto: false,
            probe_high_seq: None,
            probe_is_copy: false,
            limited_by_cwnd: false,
            deferred: false,
            most_packets_out: 0,
            usage_seq: Seq(0),
            used: 0,
            used_since: 0,
        }
    }
}

impl Congestion {
    /// Segments in the network, as far as the sender can tell.
    pub(crate) const fn in_flight(&self) -> u32 {
        (self.packets_out + self.resent_out).saturating_sub(self.left_out + self.lost_out)
    }

    pub(crate) const fn in_slow_start(&self) -> bool {
        self.cwnd < self.ssthresh
    }

    /// `reno`: half of the window, at least two segments.
    pub(crate) fn halved(&self) -> u32 {
        (self.cwnd >> 1).max(2)
    }

    /// The threshold that the present window deserves (`tcp_current_ssthresh`).
    pub(crate) fn current_threshold(&self) -> u32 {
        if self.state == CaState::Recovery {
            self.ssthresh
        } else {
            self.ssthresh.max((self.cwnd >> 1) + (self.cwnd >> 2))
        }
    }

    /// Whether the window was used up, so that it may grow (`tcp_is_cwnd_limited`).
    const fn is_limited(&self) -> bool {
        // In slow start, using half of the window is enough to let it grow.
        self.limited_by_cwnd || (self.in_slow_start() && self.cwnd < 2 * self.most_packets_out)
    }

    /// Notes after sending how far the window was used (`tcp_cwnd_validate`). `idle_after` is the
    /// silence after which a window that is not used up shrinks, if it does.
    pub(crate) fn note_use(
        &mut self,
        limited: bool,
        (snd_una, snd_nxt): (Seq, Seq),
        (now, idle_after): (Jiffies, Option<Jiffies>),
    ) {
        let window_over = !snd_una.before(self.usage_seq);
        let more_than_ever = !self.limited_by_cwnd && self.packets_out > self.most_packets_out;
        if window_over || limited || more_than_ever {
            self.limited_by_cwnd = limited;
            self.most_packets_out = self.packets_out;
            self.usage_seq = snd_nxt;
        }
        if self.is_limited() {
            self.used = 0;
            self.used_since = now;
            return;
        }
        self.used = self.used.max(self.packets_out);
        if idle_after.is_some_and(|wait| now.saturating_sub(self.used_since) >= wait) {
            self.shrink_to_use(now);
        }
    }

    /// A window that was not used for a round is no longer proven (RFC 7661;
    /// `tcp_cwnd_application_limited`).
    fn shrink_to_use(&mut self, now: Jiffies) {
        if self.state == CaState::Open {
            let used = self.used.max(INITIAL_CWND);
            if used < self.cwnd {
                self.ssthresh = self.current_threshold();
                self.cwnd = (self.cwnd + used) >> 1;
            }
            self.used = 0;
        }
        self.used_since = now;
    }

    /// After a silence the window is what it was at first, or halved for each timeout of it
    /// (RFC 5681 §4.1; `tcp_cwnd_restart`).
    pub(crate) fn restart(&mut self, idle: Jiffies, timeout: Jiffies, now: Jiffies) {
        let floor = self.cwnd.min(INITIAL_CWND);
        self.ssthresh = self.current_threshold();
        let mut left = idle.saturating_sub(timeout);
        while left > 0 && self.cwnd > floor {
            self.cwnd >>= 1;
            left = left.saturating_sub(timeout);
        }
        self.cwnd = self.cwnd.max(floor);
        self.used_since = now;
        self.used = 0;
    }

    /// Keeps the count of segments that left within what can have left
    /// (`tcp_limit_reno_sacked`). Gives whether there were more.
    fn limit_left_out(&mut self) -> bool {
        let holes = self.lost_out.max(1).min(self.packets_out);
        let over = self.left_out + holes > self.packets_out;
        if over {
            self.left_out = self.packets_out - holes;
        }
        over
    }

    /// More duplicates than segments are out: the path reorders (`tcp_check_reno_reordering`).
    fn note_reordering(&mut self, acked: u32, most: u32) {
        if self.limit_left_out() {
            self.reordering = (self.packets_out + acked).min(most);
        }
    }

    /// A duplicate acknowledgement says that a segment has left the network.
    pub(crate) fn add_left(&mut self, duplicates: u32, most_reordering: u32) {
        if duplicates == 0 {
            return;
        }
        let before = self.left_out;
        self.left_out += duplicates;
        self.note_reordering(0, most_reordering);
        self.delivered += u64::from(self.left_out.saturating_sub(before));
    }

    /// So many segments are acknowledged: the first filled the hole, the others had been counted
    /// by duplicates (`tcp_remove_reno_sacks`).
    pub(crate) fn remove_left(&mut self, acked: u32, most_reordering: u32) {
        if acked > 0 {
            self.delivered += u64::from(acked.saturating_sub(self.left_out).max(1));
            self.left_out = self.left_out.saturating_sub(acked - 1);
        }
        self.note_reordering(acked, most_reordering);
    }

    /// Grows the window for `acked` segments (RFC 5681 §3.1).
    pub(crate) fn grow(&mut self, mut acked: u32) {
        if !self.is_limited() {
            return;
        }
        if self.in_slow_start() {
            let target = self.cwnd.saturating_add(acked).min(self.ssthresh);
            acked -= target - self.cwnd;
            self.cwnd = target;
            if acked == 0 {
                return;
            }
        }
        let window = self.cwnd.max(1);
        if self.cwnd_count >= window {
            self.cwnd_count = 0;
            self.cwnd += 1;
        }
        self.cwnd_count += acked;
        if self.cwnd_count >= window {
            let more = self.cwnd_count / window;
            self.cwnd_count -= more * window;
            self.cwnd += more;
        }
    }

    /// A loss is certain: from here on the window shrinks step by step
    /// (`tcp_init_cwnd_reduction`).
    pub(crate) fn begin_reduction(&mut self, snd_nxt: Seq) {
        self.high_seq = snd_nxt;
        self.probe_high_seq = None;
        self.cwnd_count = 0;
        self.prior_cwnd = self.cwnd;
        self.reduced_delivered = 0;
        self.reduced_out = 0;
        self.ssthresh = self.halved();
    }

    /// Shrinks the window step by step while recovering (RFC 6937).
    pub(crate) fn reduce(&mut self, delivered: u32, lost: u64, una_advanced: bool) {
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
            let good = una_advanced && lost == 0;
            delta.min(due.max(i64::from(delivered)) + i64::from(good))
        };
        // The first retransmission is never held back.
        let sent = sent.max(i64::from(self.reduced_out == 0));
        self.cwnd = (i64::from(in_flight) + sent).max(1) as u32;
    }

    /// The reduction has come to its end, unless it was undone (`tcp_end_cwnd_reduction`).
    pub(crate) fn end_reduction(&mut self, now: Jiffies) {
        if self.ssthresh < THRESHOLD_UNKNOWN && self.undo_marker.is_some() {
            self.cwnd = self.ssthresh;
            self.used_since = now;
        }
    }
}
