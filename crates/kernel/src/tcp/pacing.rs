//! How large a burst is: about what the path takes in a millisecond (`tcp_tso_autosize`).

use super::Tcp;
use super::congestion::CaState;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::Flags;

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

/// A burst is held back only within so long after the last segment, and for no longer.
const DEFERRAL_MAX_US: u64 = 1_000;

/// How bursts leave now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// The segments of a burst.
    pub(crate) burst: u32,
    now_us: u64,
    /// One part in so many of the window is sent at once; none when nothing is held back.
    divisor: Option<u32>,
}

impl Host {
    pub(crate) fn tcp_pace(&self, s: SocketId) -> Pace {
        let least = self.sysctls.min_tso_segs.max(1) as u32;
        let socket = &self.sockets[s];
        // On the loopback it would hang on fractions of a microsecond.
        let far = !self.is_local(socket.remote.ip);
        let divisor = far.then_some(self.sysctls.tso_win_divisor.max(0) as u32);
        let burst = socket.tcp().burst_segments(least);
        Pace { burst, now_us: self.now.as_us(), divisor }
    }
}

impl Tcp {
    /// Whether the first piece that waits, of so many bytes, should wait for the next
    /// acknowledgement, because that will come soon and let a larger burst leave
    /// (`tcp_tso_should_defer`).
    pub(crate) fn defers(
        &mut self,
        pace: Pace,
        (length, is_last): (u32, bool),
        window: u32,
    ) -> bool {
        let c = &self.congestion;
        let recent = pace.now_us.saturating_sub(self.stamped_us) <= DEFERRAL_MAX_US;
        let Some(divisor) = pace.divisor.filter(|_| recent && c.state < CaState::Recovery) else {
            return false;
        };
        let room = c.cwnd.saturating_sub(c.in_flight()).saturating_mul(self.mss);
        let limit = window.min(room);
        if limit >= pace.burst.saturating_mul(self.mss) || (!is_last && limit >= length) {
            return false;
        }
        let whole = self.snd_wnd.min(c.cwnd.saturating_mul(self.mss));
        let enough = match divisor {
            0 => limit > 3 * self.mss,
            divisor => limit >= whole / divisor,
        };
        let Some(first) = self.queue.sent.front().filter(|_| !enough) else { return false };
        let trip_us = self.rtt.smoothed_us8 >> 3;
        let patience_us = (trip_us >> 1).min(DEFERRAL_MAX_US);
        if first.sent_us + trip_us > pace.now_us + patience_us {
            return false;
        }
        if limit <= length {
            self.congestion.deferred |= room < window;
            return true;
        }
        let Some(next) = self.queue.unsent.front() else { return false };
        !next.flags.has(Flags::FIN) && !next.ends_record
    }

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
