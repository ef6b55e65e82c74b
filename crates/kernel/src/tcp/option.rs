//! Options of the TCP level.

use super::{ACK_DELAY_MIN, RTO_INITIAL, RTO_MAX, State, TIME_WAIT_LENGTH};
use crate::abi;
use crate::call::OptionValue;
use crate::errno::Errno;
use crate::host::Host;
use crate::host::wake::READABLE;
use crate::id::SocketId;
use crate::time::HZ;
use crate::timer::TimerKind;

const KEEP_IDLE_MAX_S: i32 = 32_767;
const KEEP_COUNT_MAX: i32 = 127;
const SYN_COUNT_MAX: i32 = 127;
const MSS_OPTION_MAX: i32 = 32_767;
const RTO_MAX_MS: std::ops::RangeInclusive<i32> = 1_000..=120_000;

/// The seconds that each timeout of a request takes, the first one first.
fn timeouts_s() -> impl Iterator<Item = i64> {
    let (first, most) = ((RTO_INITIAL / HZ) as i64, (RTO_MAX / HZ) as i64);
    std::iter::successors(Some(first), move |wait| Some((wait << 1).min(most)))
}

/// How many timeouts cover so many seconds (`secs_to_retrans`).
fn timeouts_in(seconds: i32) -> u8 {
    if seconds <= 0 {
        return 0;
    }
    let mut period = 0;
    let covered = timeouts_s().take(usize::from(u8::MAX)).take_while(|wait| {
        let short = period < i64::from(seconds);
        period += wait;
        short
    });
    covered.count() as u8
}

fn seconds_of(timeouts: u8) -> i32 {
    timeouts_s().take(usize::from(timeouts)).sum::<i64>() as i32
}

impl Host {
    pub(crate) fn set_tcp_option(
        &mut self,
        s: SocketId,
        name: i32,
        value: OptionValue,
    ) -> Result<(), Errno> {
        let OptionValue::Int(value) = value else { return Err(Errno::EINVAL) };
        let in_range = |range: std::ops::RangeInclusive<i32>| {
            if range.contains(&value) { Ok(value) } else { Err(Errno::EINVAL) }
        };
        let tcp = self.sockets[s].tcp_mut();
        match name {
            abi::TCP_NODELAY => {
                tcp.options.no_delay = value != 0;
                if value != 0 {
                    self.tcp_push_pending(s, true);
                }
            }
            abi::TCP_CORK => {
                tcp.options.cork = value != 0;
                if value == 0 {
                    self.tcp_push_pending(s, false);
                }
            }
            abi::TCP_MAXSEG => {
                if value != 0 {
                    in_range(super::MSS_MIN as i32..=MSS_OPTION_MAX)?;
                }
                tcp.options.mss = value as u32;
            }
            abi::TCP_KEEPIDLE => {
                tcp.options.keep_idle_s = in_range(1..=KEEP_IDLE_MAX_S)?;
                if self.sockets[s].options.keep_alive {
                    self.tcp_keepalive_changed(s, true);
                }
            }
            abi::TCP_KEEPINTVL => tcp.options.keep_interval_s = in_range(1..=KEEP_IDLE_MAX_S)?,
            abi::TCP_KEEPCNT => tcp.options.keep_count = in_range(1..=KEEP_COUNT_MAX)?,
            abi::TCP_SYNCNT => tcp.options.syn_count = in_range(1..=SYN_COUNT_MAX)?,
            abi::TCP_LINGER2 => {
                let longest_s = (TIME_WAIT_LENGTH / HZ) as i32 * 2;
                tcp.options.linger2_s = match value {
                    ..0 => -1,
                    seconds if seconds > longest_s => longest_s,
                    seconds => seconds,
                };
            }
            abi::TCP_DEFER_ACCEPT => tcp.options.defer_accept = timeouts_in(value),
            abi::TCP_USER_TIMEOUT => tcp.options.user_timeout_ms = in_range(0..=i32::MAX)?,
            abi::TCP_RTO_MAX_MS => tcp.options.rto_max_ms = in_range(RTO_MAX_MS)?,
            abi::TCP_QUICKACK => self.tcp_set_quick_ack(s, value),
            abi::TCP_WINDOW_CLAMP => {
                if value == 0 && tcp.state != State::Closed {
                    return Err(Errno::EINVAL);
                }
                tcp.window_clamp = value.max(0) as u32;
            }
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    fn tcp_set_quick_ack(&mut self, s: SocketId, value: i32) {
        let tcp = self.sockets[s].tcp_mut();
        if value == 0 {
            tcp.ack.pingpong = 1;
            return;
        }
        tcp.ack.pingpong = 0;
        if matches!(tcp.state, State::Established | State::CloseWait) && tcp.ack.scheduled {
            tcp.ack.pushed = tcp.ack.pushed.max(1);
            self.tcp_after_read(s, 1);
            if value & 1 == 0 {
                self.sockets[s].tcp_mut().ack.pingpong = 1;
            }
        }
    }

    pub(crate) fn read_tcp_option(&self, s: SocketId, name: i32) -> Result<OptionValue, Errno> {
        let tcp = self.sockets[s].tcp();
        let options = &tcp.options;
        let or = |value: i32, default: i64| if value > 0 { value } else { default as i32 };
        let sysctls = &self.sysctls;
        Ok(OptionValue::Int(match name {
            abi::TCP_NODELAY => i32::from(options.no_delay),
            abi::TCP_CORK => i32::from(options.cork),
            abi::TCP_MAXSEG => {
                let silent = matches!(tcp.state, State::Closed | State::Listen);
                if options.mss != 0 && silent { options.mss as i32 } else { tcp.mss as i32 }
            }
            abi::TCP_KEEPIDLE => or(options.keep_idle_s, sysctls.keepalive_time_s),
            abi::TCP_KEEPINTVL => or(options.keep_interval_s, sysctls.keepalive_intvl_s),
            abi::TCP_KEEPCNT => or(options.keep_count, sysctls.keepalive_probes),
            abi::TCP_SYNCNT => or(options.syn_count, sysctls.syn_retries),
            abi::TCP_LINGER2 if options.linger2_s < 0 => -1,
            abi::TCP_LINGER2 => or(options.linger2_s, sysctls.fin_timeout_s),
            abi::TCP_DEFER_ACCEPT => seconds_of(options.defer_accept),
            abi::TCP_USER_TIMEOUT => options.user_timeout_ms,
            abi::TCP_RTO_MAX_MS => (tcp.timeout_max() * 1_000 / HZ) as i32,
            abi::TCP_QUICKACK => i32::from(!tcp.is_pingpong()),
            abi::TCP_WINDOW_CLAMP => tcp.window_clamp as i32,
            _ => return Err(Errno::ENOPROTOOPT),
        }))
    }

    /// So much must fit into the receive buffer, which grows for it (`tcp_set_rcvlowat`).
    pub(crate) fn tcp_low_water_changed(&mut self, s: SocketId) {
        let most = (self.sysctls.tcp_rmem.2 >> 1).min(i64::from(i32::MAX)) as i32;
        let socket = &mut self.sockets[s];
        let fixed = socket.locks.receive_buffer;
        let cap = if fixed { socket.options.receive_buffer >> 1 } else { most };
        let low_water = socket.options.receive_low_water.min(cap).max(1);
        socket.options.receive_low_water = low_water;
        let ratio = u64::from(socket.tcp().scaling_ratio.max(1));
        let space = (((low_water as u64) << 8) / ratio).min(i32::MAX as u64) as i32;
        if !fixed && space > socket.options.receive_buffer {
            socket.options.receive_buffer = space;
            socket.tcp_mut().window_clamp = low_water as u32;
        }
        self.wake(s, READABLE);
    }

    pub(crate) fn tcp_keepalive_changed(&mut self, s: SocketId, on: bool) {
        let state = self.sockets[s].state();
        if matches!(state, State::Closed | State::Listen) {
            return;
        }
        if on {
            let idle = self.tcp_keepalive_idle(s);
            let now = self.jiffies();
            self.arm(s, TimerKind::Lifetime, now + idle);
        } else {
            self.disarm(s, TimerKind::Lifetime);
        }
    }

    /// Ticks of silence before a keep-alive probe.
    pub(crate) fn tcp_keepalive_idle(&self, s: SocketId) -> u64 {
        let own = self.sockets[s].tcp().options.keep_idle_s;
        let seconds = if own > 0 { i64::from(own) } else { self.sysctls.keepalive_time_s };
        (seconds.max(0) as u64 * HZ).max(ACK_DELAY_MIN)
    }
}
