//! What `getsockopt(TCP_INFO)` tells of a connection (`struct tcp_info`, tcp(7)).

use crate::call::Fd;
use crate::host::Host;
use crate::id::ThreadId;
use crate::process::Object;
use crate::socket::Protocol;
use crate::tcp::{State, Tcp};
use crate::time::{HZ, Jiffies};

/// The window scale and the timestamps were agreed on; so was selective acknowledgement.
const OPTION_TIMESTAMPS: u32 = 1;
const OPTION_SACK: u32 = 2;
const OPTION_WINDOW_SCALE: u32 = 4;

/// The fields of `struct tcp_info` that the world knows, by their names without `tcpi_`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of linux/tcp.h")]
pub struct TcpInfo {
    pub state: State,
    pub ca_state: u32,
    pub retransmits: u32,
    pub probes: u32,
    pub backoff: u32,
    pub options: u32,
    pub snd_wscale: u32,
    pub rcv_wscale: u32,
    /// Microseconds.
    pub rto: u64,
    /// Microseconds.
    pub ato: u64,
    pub snd_mss: u32,
    pub rcv_mss: u32,
    pub unacked: u32,
    pub sacked: u32,
    pub lost: u32,
    pub retrans: u32,
    pub rcv_ssthresh: u32,
    /// Microseconds, smoothed.
    pub rtt: u64,
    pub snd_ssthresh: u32,
    pub snd_cwnd: u32,
    pub advmss: u32,
    pub reordering: u32,
    pub total_retrans: u32,
    pub bytes_acked: u64,
    pub notsent_bytes: u32,
    /// Microseconds; the greatest number when nothing was measured.
    pub min_rtt: u64,
    pub snd_wnd: u32,
    pub delivered: u64,
    /// Bytes that `ioctl(SIOCINQ)` reports.
    pub unread: u32,
    /// Bytes that `ioctl(SIOCOUTQ)` reports.
    pub unacknowledged: u32,
}

const fn us_of(ticks: Jiffies) -> u64 {
    ticks * 1_000_000 / HZ
}

impl Host {
    /// What TCP knows of the socket of a descriptor; nothing if it is none of TCP.
    pub fn tcp_info(&self, thread: ThreadId, fd: Fd) -> Option<TcpInfo> {
        let file = self.file_of(thread, fd).ok()?;
        let Object::Socket(s) = self.files[file].object else { return None };
        let Protocol::Tcp(tcp) = &self.sockets[s].body else { return None };
        Some(TcpInfo::of(tcp, self.sockets[s].done))
    }
}

impl TcpInfo {
    fn of(tcp: &Tcp, done: bool) -> Self {
        let c = &tcp.congestion;
        let agreed = &tcp.agreed;
        let option = |on: bool, bit: u32| if on { bit } else { 0 };
        Self {
            state: tcp.state,
            ca_state: match c.state {
                crate::tcp::congestion::CaState::Open => 0,
                crate::tcp::congestion::CaState::Disorder => 1,
                crate::tcp::congestion::CaState::Recovery => 3,
                crate::tcp::congestion::CaState::Loss => 4,
            },
            retransmits: tcp.retransmits,
            probes: tcp.probes_out.max(tcp.keepalive_probes),
            backoff: tcp.backoff,
            options: option(agreed.timestamps, OPTION_TIMESTAMPS)
                | option(agreed.sack, OPTION_SACK)
                | option(agreed.scaling, OPTION_WINDOW_SCALE),
            snd_wscale: u32::from(agreed.send_scale),
            rcv_wscale: u32::from(agreed.receive_scale),
            rto: us_of(tcp.rtt.timeout),
            ato: us_of(tcp.ack.delay),
            snd_mss: tcp.mss,
            rcv_mss: tcp.ack.receive_mss,
            unacked: c.packets_out,
            sacked: c.left_out,
            lost: c.lost_out,
            retrans: c.resent_out,
            rcv_ssthresh: tcp.rcv_ssthresh,
            rtt: tcp.rtt.smoothed_us8 >> 3,
            snd_ssthresh: c.ssthresh,
            snd_cwnd: c.cwnd,
            advmss: tcp.advertised_mss,
            reordering: c.reordering,
            total_retrans: tcp.total_retransmits,
            bytes_acked: tcp.bytes_acked,
            notsent_bytes: tcp.write_seq.since(tcp.snd_nxt),
            min_rtt: tcp.rtt.least_us.unwrap_or(u64::from(u32::MAX)),
            snd_wnd: tcp.snd_wnd,
            delivered: c.delivered,
            unread: tcp.unread_before_end(done),
            unacknowledged: tcp.write_seq.since(tcp.snd_una),
        }
    }
}
