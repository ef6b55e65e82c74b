//! The settings of a host under `/proc/sys/net`, one a network namespace.

use std::fmt;

macro_rules! sysctls {
    ($($field:ident: $key:literal = $default:literal,)*) => {
        /// The settings that the world obeys, with the kernel's defaults.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is documented by its key in ip-sysctl")]
        pub struct Sysctls {
            $(pub $field: i64,)*
            pub local_port_range: (u16, u16),
            pub tcp_rmem: (i64, i64, i64),
            pub tcp_wmem: (i64, i64, i64),
        }

        impl Default for Sysctls {
            fn default() -> Self {
                Self {
                    $($field: $default,)*
                    local_port_range: (32_768, 60_999),
                    tcp_rmem: (4_096, 131_072, 33_554_432),
                    tcp_wmem: (4_096, 16_384, 4_194_304),
                }
            }
        }

        impl Sysctls {
            fn single(&mut self, key: &str) -> Option<&mut i64> {
                match key { $($key => Some(&mut self.$field),)* _ => None }
            }
        }
    };
}

sysctls! {
    somaxconn: "net.core.somaxconn" = 4_096,
    rmem_default: "net.core.rmem_default" = 212_992,
    rmem_max: "net.core.rmem_max" = 4_194_304,
    wmem_default: "net.core.wmem_default" = 212_992,
    wmem_max: "net.core.wmem_max" = 4_194_304,
    unprivileged_port_start: "net.ipv4.ip_unprivileged_port_start" = 1_024,
    abort_on_overflow: "net.ipv4.tcp_abort_on_overflow" = 0,
    early_retrans: "net.ipv4.tcp_early_retrans" = 3,
    fin_timeout_s: "net.ipv4.tcp_fin_timeout" = 60,
    frto: "net.ipv4.tcp_frto" = 2,
    keepalive_intvl_s: "net.ipv4.tcp_keepalive_intvl" = 75,
    keepalive_probes: "net.ipv4.tcp_keepalive_probes" = 9,
    keepalive_time_s: "net.ipv4.tcp_keepalive_time" = 7_200,
    max_syn_backlog: "net.ipv4.tcp_max_syn_backlog" = 2_048,
    min_tso_segs: "net.ipv4.tcp_min_tso_segs" = 2,
    orphan_retries: "net.ipv4.tcp_orphan_retries" = 0,
    recovery: "net.ipv4.tcp_recovery" = 1,
    reordering: "net.ipv4.tcp_reordering" = 3,
    retries1: "net.ipv4.tcp_retries1" = 3,
    retries2: "net.ipv4.tcp_retries2" = 15,
    rfc1337: "net.ipv4.tcp_rfc1337" = 0,
    rto_max_ms: "net.ipv4.tcp_rto_max_ms" = 120_000,
    sack: "net.ipv4.tcp_sack" = 1,
    slow_start_after_idle: "net.ipv4.tcp_slow_start_after_idle" = 1,
    syn_linear_timeouts: "net.ipv4.tcp_syn_linear_timeouts" = 4,
    syn_retries: "net.ipv4.tcp_syn_retries" = 6,
    synack_retries: "net.ipv4.tcp_synack_retries" = 5,
    timestamps: "net.ipv4.tcp_timestamps" = 1,
    tso_win_divisor: "net.ipv4.tcp_tso_win_divisor" = 3,
    tw_reuse: "net.ipv4.tcp_tw_reuse" = 2,
    tw_reuse_delay_ms: "net.ipv4.tcp_tw_reuse_delay" = 1_000,
    window_scaling: "net.ipv4.tcp_window_scaling" = 1,
    udp_rmem_min: "net.ipv4.udp_rmem_min" = 4_096,
    max_dgram_qlen: "net.unix.max_dgram_qlen" = 10,
}

/// What the greatest retransmission timeout may be set to.
const RTO_MAX_MS: std::ops::RangeInclusive<i64> = 1_000..=120_000;

/// A setting that could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SysctlFault {
    /// The world has no such setting.
    UnknownKey(String),
    /// The value is not what the setting takes.
    BadValue(String),
}

impl fmt::Display for SysctlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey(key) => write!(f, "no sysctl `{key}` in this world"),
            Self::BadValue(value) => write!(f, "`{value}` is not a value for this sysctl"),
        }
    }
}

impl Sysctls {
    /// Sets one, as `sysctl KEY=VALUE` would.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), SysctlFault> {
        let bad = || SysctlFault::BadValue(value.to_owned());
        let numbers: Vec<i64> = value
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| bad())?;
        if let Some(slot) = self.single(key) {
            let &[number] = numbers.as_slice() else { return Err(bad()) };
            if key == "net.ipv4.tcp_rto_max_ms" && !RTO_MAX_MS.contains(&number) {
                return Err(bad());
            }
            *slot = number.clamp(i64::from(i32::MIN), i64::from(i32::MAX));
            return Ok(());
        }
        match (key, numbers.as_slice()) {
            ("net.ipv4.ip_local_port_range", &[low, high]) => {
                let port = |number: i64| u16::try_from(number).ok().filter(|&port| port > 0);
                let (Some(low), Some(high)) = (port(low), port(high)) else { return Err(bad()) };
                if low > high {
                    return Err(bad());
                }
                self.local_port_range = (low, high);
                Ok(())
            }
            ("net.ipv4.tcp_rmem", &[low, default, high]) => {
                self.tcp_rmem = (low.max(1), default.max(1), high.max(1));
                Ok(())
            }
            ("net.ipv4.tcp_wmem", &[low, default, high]) => {
                self.tcp_wmem = (low.max(1), default.max(1), high.max(1));
                Ok(())
            }
            ("net.ipv4.ip_local_port_range" | "net.ipv4.tcp_rmem" | "net.ipv4.tcp_wmem", _) => {
                Err(bad())
            }
            _ => Err(SysctlFault::UnknownKey(key.to_owned())),
        }
    }
}
