//! TCP as Linux speaks it: `reno`, timestamps, window scaling, no selective acknowledgement.
//!
//! # Architecture invariant
//!
//! Each file handles one noun of the protocol and works on the host that owns the socket. A
//! segment leaves only through [`output`](self) and arrives only through `input`.

pub(crate) mod accept;
pub(crate) mod ack;
pub(crate) mod acknowledge;
pub(crate) mod close;
pub(crate) mod congestion;
pub(crate) mod connect;
pub(crate) mod establish;
pub(crate) mod fin;
pub(crate) mod input;
pub(crate) mod listen;
pub(crate) mod loss_probe;
pub(crate) mod option;
pub(crate) mod output;
pub(crate) mod pacing;
pub(crate) mod poll;
pub(crate) mod probe;
pub(crate) mod process;
pub(crate) mod read;
pub(crate) mod receive;
pub(crate) mod receive_queue;
pub(crate) mod recovery;
pub(crate) mod request;
pub(crate) mod reset;
pub(crate) mod retransmit;
pub(crate) mod rtt;
pub(crate) mod segment;
pub(crate) mod send;
pub(crate) mod send_queue;
pub(crate) mod seq;
pub(crate) mod state;
pub(crate) mod time_wait;
pub(crate) mod unreachable;
pub(crate) mod urgent;
pub(crate) mod validate;
pub(crate) mod window;

use std::collections::VecDeque;

pub use state::State;

use crate::id::SocketId;
use crate::time::{Jiffies, Time};
use congestion::Congestion;
use receive_queue::ReceiveQueue;
use rtt::Rtt;
use send_queue::SendQueue;
use seq::Seq;
use urgent::Urgent;

/// The largest segment that every host takes without saying so (RFC 9293 §3.7.1).
pub(crate) const MSS_DEFAULT: u32 = 536;
/// The smallest segment size that Linux works with.
pub(crate) const MSS_MIN: u32 = 88;
/// The least and the usual delay of an acknowledgement: 40 ms.
pub(crate) const ACK_DELAY_MIN: Jiffies = crate::time::HZ / 25;
/// The greatest delay of an acknowledgement: 200 ms.
pub(crate) const ACK_DELAY_MAX: Jiffies = crate::time::HZ / 5;
/// Acknowledgements sent at once before delaying begins.
pub(crate) const QUICK_ACKS_MAX: u32 = 16;
/// The first retransmission timeout (RFC 6298 §2.1).
pub(crate) const RTO_INITIAL: Jiffies = crate::time::HZ;
/// The timeout of a connection whose handshake left no round trip to go by (RFC 6298 §5.7).
pub(crate) const RTO_UNMEASURED: Jiffies = 3 * crate::time::HZ;
/// The least retransmission timeout: 200 ms.
pub(crate) const RTO_MIN: Jiffies = crate::time::HZ / 5;
/// The greatest retransmission timeout, unless a program or a sysctl lowers it.
pub(crate) const RTO_MAX: Jiffies = 120 * crate::time::HZ;
/// What the timestamp clock is ahead of the world's, so that it is never 0 (RFC 7323 §5.4).
pub(crate) const TIMESTAMP_OFFSET_MS: u32 = 1_000;
/// How long TIME-WAIT lasts, and the longest that FIN-WAIT-2 waits as its remainder.
pub(crate) const TIME_WAIT_LENGTH: Jiffies = 60 * crate::time::HZ;
/// Segments sent before the first acknowledgement (RFC 6928).
pub(crate) const INITIAL_CWND: u32 = 10;

/// What the retransmission timer of a socket is running for (`icsk_pending`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pending {
    Retransmit,
    LossProbe,
    WindowProbe,
}

/// When to acknowledge.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the kernel's ICSK_ACK_* bits, by name")]
pub(crate) struct AckState {
    /// Something was received that is not acknowledged yet.
    pub(crate) scheduled: bool,
    /// The delayed-ACK timer runs for it.
    pub(crate) timer: bool,
    /// The protocol wants one acknowledgement at once.
    pub(crate) now: bool,
    /// Data found no memory, so the acknowledgement closes the window.
    pub(crate) no_memory: bool,
    /// Small segments since: a `recv` that takes all acknowledges at the first or the second.
    pub(crate) pushed: u8,
    pub(crate) quick: u32,
    pub(crate) pingpong: u32,
    pub(crate) delay: Jiffies,
    pub(crate) expires: Jiffies,
    /// When data last came in, if any ever did.
    pub(crate) last_data_at: Option<Jiffies>,
    pub(crate) receive_mss: u32,
    /// Put off until the system call lets go of the socket.
    pub(crate) deferred: bool,
}

/// The queues of a listening socket.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listen {
    pub(crate) backlog: u32,
    /// Requests whose handshake is not complete.
    pub(crate) requests: u32,
    /// Connections that no `accept` has taken yet, oldest first.
    pub(crate) accept_queue: VecDeque<SocketId>,
}

/// Options of the TCP level, as set.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TcpOptions {
    pub(crate) no_delay: bool,
    pub(crate) cork: bool,
    pub(crate) mss: u32,
    pub(crate) keep_idle_s: i32,
    pub(crate) keep_interval_s: i32,
    pub(crate) keep_count: i32,
    pub(crate) syn_count: i32,
    /// Seconds; below 0, FIN-WAIT-2 is not waited in at all.
    pub(crate) linger2_s: i32,
    pub(crate) user_timeout_ms: i32,
    /// The greatest timeout, in milliseconds; 0 stands for the kernel's own.
    pub(crate) rto_max_ms: i32,
    /// In timeouts of a request.
    pub(crate) defer_accept: u8,
}

/// What the two ends agreed on in the handshake, and the last timestamps.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Agreed {
    pub(crate) timestamps: bool,
    pub(crate) sack: bool,
    pub(crate) scaling: bool,
    pub(crate) send_scale: u8,
    pub(crate) receive_scale: u8,
    /// The peer's timestamp to echo.
    pub(crate) recent: u32,
    /// When it was taken, in milliseconds; 0 when never.
    pub(crate) recent_at_ms: u64,
    /// The echo in the segment being handled.
    pub(crate) echo: u32,
}

impl Agreed {
    /// How many ticks a timestamp is behind the newest one; 0 and less when it is not.
    pub(crate) const fn behind(&self, value: u32) -> i32 {
        // Some hosts send 0 in their SYN, which says nothing.
        if self.recent == 0 { 0 } else { self.recent.wrapping_sub(value) as i32 }
    }
}

/// A TCP socket's own part (`tcp_sock`).
#[derive(Debug, Clone)]
pub(crate) struct Tcp {
    pub(crate) state: State,
    pub(crate) options: TcpOptions,
    pub(crate) agreed: Agreed,
    pub(crate) listen: Option<Listen>,
    /// The listener that will hand this connection out; none once it is accepted.
    pub(crate) listener: Option<SocketId>,

    pub(crate) snd_una: Seq,
    pub(crate) snd_nxt: Seq,
    pub(crate) write_seq: Seq,
    pub(crate) pushed_seq: Seq,
    /// The end of the last segment below the MSS (Minshall's rule).
    pub(crate) small_seq: Seq,
    pub(crate) snd_wnd: u32,
    pub(crate) snd_wl1: Seq,
    pub(crate) max_window: u32,
    /// Sequence numbers that the peer has acknowledged since the connection began.
    pub(crate) bytes_acked: u64,
    pub(crate) snd_up: Seq,
    pub(crate) queue: SendQueue,

    pub(crate) rcv_nxt: Seq,
    pub(crate) rcv_wup: Seq,
    pub(crate) rcv_wnd: u32,
    pub(crate) copied_seq: Seq,
    pub(crate) window_clamp: u32,
    pub(crate) rcv_ssthresh: u32,
    /// How much of the buffer is data rather than bookkeeping, in 1/256.
    pub(crate) scaling_ratio: u32,
    pub(crate) received: ReceiveQueue,
    pub(crate) urgent: Urgent,
    /// The next segment is expected to hold data in order and nothing else (`pred_flags`).
    pub(crate) predicts: bool,

    pub(crate) ack: AckState,
    pub(crate) rtt: Rtt,
    pub(crate) congestion: Congestion,
    /// Bytes a second that the path takes, by which bursts are measured.
    pub(crate) pacing_rate: u64,
    pub(crate) mss: u32,
    pub(crate) mss_clamp: u32,
    pub(crate) advertised_mss: u32,

    pub(crate) pending: Option<Pending>,
    pub(crate) pending_expires: Jiffies,
    pub(crate) retransmits: u32,
    /// Segments sent again since the connection began.
    pub(crate) total_retransmits: u32,
    pub(crate) timeouts: u32,
    pub(crate) backoff: u32,
    pub(crate) probes_out: u32,
    pub(crate) probes_since: Option<Jiffies>,
    pub(crate) keepalive_probes: u32,
    /// When the first retransmission of the present loss was sent, in milliseconds.
    pub(crate) retransmitting_since_ms: Option<u64>,
    pub(crate) last_sent_at: Jiffies,
    /// When any segment was last sent, in microseconds.
    pub(crate) stamped_us: u64,
    pub(crate) last_received_at: Jiffies,
    pub(crate) established_at: Time,
    /// A writer was refused for want of memory, and wants to be woken.
    pub(crate) out_of_space: bool,
}

impl Tcp {
    pub(crate) fn new() -> Self {
        Self {
            state: State::Closed,
            options: TcpOptions::default(),
            agreed: Agreed::default(),
            listen: None,
            listener: None,
            snd_una: Seq(0),
            snd_nxt: Seq(0),
            write_seq: Seq(0),
            pushed_seq: Seq(0),
            small_seq: Seq(0),
            snd_wnd: 0,
            snd_wl1: Seq(0),
            max_window: 0,
            bytes_acked: 0,
            snd_up: Seq(0),
            queue: SendQueue::default(),
            rcv_nxt: Seq(0),
            rcv_wup: Seq(0),
            rcv_wnd: 0,
            copied_seq: Seq(0),
            window_clamp: 0,
            rcv_ssthresh: 0,
            scaling_ratio: window::SCALING_RATIO_DEFAULT,
            received: ReceiveQueue::default(),
            urgent: Urgent::default(),
            ack: AckState::default(),
            rtt: Rtt::default(),
            congestion: Congestion::default(),
            pacing_rate: u64::MAX,
            mss: MSS_DEFAULT,
            mss_clamp: u32::MAX,
            advertised_mss: MSS_DEFAULT,
            pending: None,
            pending_expires: 0,
            retransmits: 0,
            total_retransmits: 0,
            timeouts: 0,
            backoff: 0,
            probes_out: 0,
            probes_since: None,
            keepalive_probes: 0,
            retransmitting_since_ms: None,
            last_sent_at: 0,
            stamped_us: 0,
            last_received_at: 0,
            established_at: Time::ZERO,
            out_of_space: false,
            predicts: false,
        }
    }

    /// Bytes of options in every segment after the handshake.
    pub(crate) const fn option_length(&self) -> u32 {
        if self.agreed.timestamps { 12 } else { 0 }
    }

    /// The first sequence number beyond the peer's window.
    pub(crate) const fn window_end(&self) -> Seq {
        self.snd_una.plus(self.snd_wnd)
    }

    /// The greatest retransmission timeout of this socket.
    pub(crate) fn timeout_max(&self) -> Jiffies {
        match self.options.rto_max_ms {
            0 => RTO_MAX,
            ms => crate::time::jiffies_from_us(ms as u64 * 1_000),
        }
    }

    pub(crate) const fn is_pingpong(&self) -> bool {
        self.ack.pingpong >= 1
    }
}
