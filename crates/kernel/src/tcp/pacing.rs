//! How large a burst is: about what the path takes in a millisecond (`tcp_tso_autosize`).

use super::Tcp;

/// The most data of one burst: a packet of 65,535 bytes, without its headers.
pub(crate) const BURST_MAX: u32 = 65_535 - 20 - 60;
/// A burst holds what the path takes in a second, divided by two to the power of this.
const BURST_SHIFT: u32 = 10;
/// For each doubling of the round trip beyond 2^this microseconds, half as much is added to a
/// burst for being near (`tcp_tso_rtt_log`).
const NEAR_SHIFT: u32 = 9;
/// The rate in percent of a window a round trip: in slow start, and later (`tcp_pacing_ss_ratio`,
/// `tcp_pacing_ca_ratio`).
const SLOW_START_PERCENT: u64 = 200;
const AVOIDANCE_PERCENT: u64 = 120;

impl Tcp {
    /// Notes how fast the path takes data (`tcp_update_pacing_rate`): bytes a second.
    pub(crate) fn note_pacing_rate(&mut self) {
        let c = &self.congestion;
        let slow_start = c.cwnd < c.ssthresh / 2;
        let percent = if slow_start { SLOW_START_PERCENT } else { AVOIDANCE_PERCENT };
        // Eighths of microseconds, as the estimator keeps them.
        let window = u64::from(self.mss) * (1_000_000 / 100 * 8) * percent;
        let window = window.saturating_mul(u64::from(c.cwnd.max(c.packets_out)));
        self.pacing_rate = window.checked_div(self.rtt.smoothed_us8).unwrap_or(window);
    }

    /// The segments of a burst.
    pub(crate) fn burst_segments(&self, least: u32) -> u32 {
        let mut bytes = self.pacing_rate >> BURST_SHIFT;
        if let Some(least_us) = self.rtt.least_us {
            let far = least_us >> NEAR_SHIFT;
            if far < u64::from(u32::BITS) {
                bytes += u64::from(BURST_MAX) >> far;
            }
        }
        let bytes = bytes.min(u64::from(BURST_MAX)) as u32;
        (bytes / self.mss.max(1)).max(least)
    }
}
