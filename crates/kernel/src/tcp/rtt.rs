//! Round-trip time and the retransmission timeout made from it (RFC 6298, Linux's estimator).

use super::{RTO_INITIAL, RTO_MIN};
use crate::time::{Jiffies, jiffies_from_us};

/// The estimator. Times are microseconds, some of them scaled as in the kernel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rtt {
    /// Smoothed round trip, times eight; 0 until the first sample.
    pub(crate) smoothed_us8: u64,
    deviation_us4: u64,
    deviation_max_us4: u64,
    variance_us4: u64,
    /// Samples since the variance was last allowed to fall; a round trip counts as one.
    round_end: u32,
    /// The least round trip seen, in microseconds.
    pub(crate) least_us: Option<u64>,
    /// The present timeout, backed off.
    pub(crate) timeout: Jiffies,
}

const RTO_MIN_US: u64 = RTO_MIN * 1_000_000 / crate::time::HZ;

impl Default for Rtt {
    fn default() -> Self {
        Self {
            smoothed_us8: 0,
            deviation_us4: 1_000_000,
            deviation_max_us4: 0,
            variance_us4: 0,
            round_end: 0,
            least_us: None,
            timeout: RTO_INITIAL,
        }
    }
}

impl Rtt {
    /// Takes a sample. `snd_una` and `snd_nxt` tell when a round trip is over.
    pub(crate) fn sample(&mut self, us: u64, snd_una: u32, snd_nxt: u32) {
        let us = us.max(1);
        if self.smoothed_us8 == 0 {
            self.smoothed_us8 = us << 3;
            self.deviation_us4 = us << 1;
            self.variance_us4 = self.deviation_us4.max(RTO_MIN_US);
            self.deviation_max_us4 = self.variance_us4;
            self.round_end = snd_nxt;
            return;
        }
        let error = us as i64 - (self.smoothed_us8 >> 3) as i64;
        self.smoothed_us8 = (self.smoothed_us8 as i64 + error).max(1) as u64;
        let mut spread = error;
        if error < 0 {
            spread = -error - (self.deviation_us4 >> 2) as i64;
            // A round trip that got shorter should not widen the timeout (Eifel).
            if spread > 0 {
                spread >>= 3;
            }
        } else {
            spread -= (self.deviation_us4 >> 2) as i64;
        }
        self.deviation_us4 = (self.deviation_us4 as i64 + spread).max(0) as u64;
        if self.deviation_us4 > self.deviation_max_us4 {
            self.deviation_max_us4 = self.deviation_us4;
            self.variance_us4 = self.variance_us4.max(self.deviation_max_us4);
        }
        if (snd_una.wrapping_sub(self.round_end) as i32) > 0 {
            if self.deviation_max_us4 < self.variance_us4 {
                self.variance_us4 -= (self.variance_us4 - self.deviation_max_us4) >> 2;
            }
            self.round_end = snd_nxt;
            self.deviation_max_us4 = RTO_MIN_US;
        }
    }

    pub(crate) fn note_least(&mut self, us: u64) {
        let us = us.max(1);
        self.least_us = Some(self.least_us.map_or(us, |least| least.min(us)));
    }

    /// The timeout that the estimate asks for, not backed off.
    pub(crate) fn base_timeout(&self) -> Jiffies {
        if self.smoothed_us8 == 0 {
            return RTO_INITIAL;
        }
        jiffies_from_us((self.smoothed_us8 >> 3) + self.variance_us4)
    }

    /// Whether any round trip was measured yet.
    pub(crate) const fn is_measured(&self) -> bool {
        self.smoothed_us8 != 0
    }
}
