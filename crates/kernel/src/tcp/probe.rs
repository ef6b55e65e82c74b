//! Asking a silent peer: the closed window, and keep-alive (RFC 9293 §3.8.6.1, §3.8.4).

use super::{Pending, RTO_MAX, RTO_MIN, State, TIME_WAIT_LENGTH};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::Flags;
use crate::payload::Payload;
use crate::time::{HZ, Jiffies, jiffies_from_us};

/// The least that a timer is set to.
const TIMER_LEAST: Jiffies = 2;

impl Host {
    /// How long to wait for the window to open before asking again, within what the program's
    /// patience leaves (`tcp_probe0_when`, `tcp_clamp_probe0_to_user_timeout`).
    fn tcp_probe_wait(&self, s: SocketId) -> Jiffies {
        let tcp = self.sockets[s].tcp();
        let doublings = tcp.backoff.min((RTO_MAX / RTO_MIN).ilog2() + 1);
        let wait = (tcp.rtt.timeout.max(RTO_MIN) << doublings).min(tcp.timeout_max());
        match (tcp.probes_since, self.tcp_patience(s)) {
            (Some(since), Some(limit)) => {
                let waited = self.jiffies().saturating_sub(since);
                wait.min(limit.saturating_sub(waited).max(TIMER_LEAST))
            }
            _ => wait,
        }
    }

    /// What `TCP_USER_TIMEOUT` says, if anything.
    fn tcp_patience(&self, s: SocketId) -> Option<Jiffies> {
        let ms = self.sockets[s].tcp().options.user_timeout_ms.max(0) as u64;
        (ms > 0).then(|| jiffies_from_us(ms * 1_000))
    }

    pub(crate) fn tcp_arm_window_probe(&mut self, s: SocketId) {
        let wait = self.sockets[s].tcp().rtt.timeout.max(RTO_MIN);
        self.tcp_arm_send_timer(s, Pending::WindowProbe, wait);
    }

    /// An acknowledgement while nothing was out: it may have opened the window.
    pub(crate) fn tcp_ack_of_probe(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        let Some(first) = tcp.queue.unsent.front() else { return };
        let reaches = !first.end_seq().after(tcp.window_end());
        if reaches {
            tcp.backoff = 0;
            tcp.probes_since = None;
            if tcp.pending == Some(Pending::WindowProbe) {
                self.tcp_clear_send_timer(s);
            }
        } else {
            let wait = self.tcp_probe_wait(s);
            self.tcp_arm_send_timer(s, Pending::WindowProbe, wait);
        }
    }

    pub(crate) fn tcp_window_probe_timer(&mut self, s: SocketId) {
        let socket = &self.sockets[s];
        let orphan = socket.orphan;
        let tcp = socket.tcp();
        if tcp.congestion.packets_out > 0 || tcp.queue.unsent.is_empty() {
            let tcp = self.sockets[s].tcp_mut();
            (tcp.probes_out, tcp.probes_since) = (0, None);
            return;
        }
        let now = self.jiffies();
        let waited = tcp.probes_since.map(|since| now.saturating_sub(since));
        if waited.zip(self.tcp_patience(s)).is_some_and(|(waited, limit)| waited >= limit) {
            return self.tcp_fail(s);
        }
        let mut most = self.sysctls.retries2;
        if orphan {
            let alive = (tcp.rtt.timeout << tcp.backoff.min(16)) < tcp.timeout_max();
            most = match self.sysctls.orphan_retries {
                0 if alive => 8,
                0 if socket.soft_error.is_some() => 0,
                own => own,
            };
            if !alive && i64::from(tcp.backoff) >= most {
                return self.tcp_fail(s);
            }
        }
        if i64::from(tcp.probes_out) >= most {
            return self.tcp_fail(s);
        }
        self.sockets[s].tcp_mut().probes_since.get_or_insert(now);
        self.tcp_wake_peer(s);
        let retries2 = self.sysctls.retries2;
        let tcp = self.sockets[s].tcp_mut();
        if tcp.congestion.packets_out > 0 || tcp.queue.unsent.is_empty() {
            tcp.probes_out = 0;
            tcp.probes_since = None;
            tcp.backoff = 0;
            return;
        }
        tcp.probes_out += 1;
        if i64::from(tcp.backoff) < retries2 {
            tcp.backoff += 1;
        }
        let wait = self.tcp_probe_wait(s);
        self.tcp_arm_send_timer(s, Pending::WindowProbe, wait);
    }

    /// Sends what the window lets through, or an old byte number to draw an answer
    /// (`tcp_write_wakeup`).
    fn tcp_wake_peer(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        let window_end = tcp.window_end();
        if let Some(first) = tcp.queue.unsent.front_mut()
            && first.seq.before(window_end)
        {
            let end = first.end_seq();
            if tcp.pushed_seq.before(end) {
                tcp.pushed_seq = end;
            }
            let room = window_end.since(first.seq);
            first.flags = first.flags.with(Flags::PSH);
            // FIN that does not fit stays behind.
            if room < end.since(first.seq) || first.len() > tcp.mss {
                let rest = first.split(room.min(tcp.mss).min(first.len()));
                first.flags = first.flags.with(Flags::PSH);
                tcp.queue.unsent.insert(1, rest);
            }
            if let Some(first) = tcp.queue.unsent.pop_front() {
                self.tcp_send_new(s, first);
            }
            return;
        }
        let urgent = tcp.snd_up.since(tcp.snd_una);
        if (1..=0xffff).contains(&urgent) {
            self.tcp_send_probe(s, 0);
        }
        self.tcp_send_probe(s, 1);
    }

    /// A segment without data, so many numbers before what is expected (`tcp_xmit_probe_skb`).
    fn tcp_send_probe(&mut self, s: SocketId, behind: u32) {
        let tcp = self.sockets[s].tcp();
        let seq = tcp.snd_una.minus(behind);
        let segment = self.tcp_segment(s, seq, Flags::ACK, Payload::default());
        let packet = self.tcp_packet(s, segment);
        self.transmit(packet);
    }

    /// Keep-alive, and the wait of an orphan in FIN-WAIT-2 (`tcp_keepalive_timer`).
    pub(crate) fn tcp_lifetime_timer(&mut self, s: SocketId) {
        let state = self.sockets[s].state();
        if matches!(state, State::Closed | State::Listen | State::SynSent) {
            return;
        }
        if state == State::FinWait2 && self.sockets[s].orphan {
            let wait = self.tcp_fin_timeout(s).saturating_sub(TIME_WAIT_LENGTH);
            if self.sockets[s].tcp().options.linger2_s >= 0 && wait > 0 {
                return self.tcp_time_wait(s, State::FinWait2, wait.min(TIME_WAIT_LENGTH));
            }
            self.tcp_send_reset(s);
            return self.tcp_done(s);
        }
        if self.sockets[s].options.keep_alive {
            self.tcp_keepalive(s);
        }
    }

    fn tcp_keepalive(&mut self, s: SocketId) {
        let idle_limit = self.tcp_keepalive_idle(s);
        let now = self.jiffies();
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        if tcp.congestion.packets_out > 0 || !tcp.queue.unsent.is_empty() {
            return self.tcp_arm_lifetime(s, idle_limit);
        }
        let idle = now - tcp.last_received_at.max(tcp.ack.last_data_at.unwrap_or(0));
        if idle < idle_limit {
            return self.tcp_arm_lifetime(s, idle_limit - idle);
        }
        let own = i64::from(tcp.options.keep_count);
        let most = if own > 0 { own } else { self.sysctls.keepalive_probes };
        let over = match self.tcp_patience(s) {
            Some(limit) => idle >= limit && tcp.keepalive_probes > 0,
            None => i64::from(tcp.keepalive_probes) >= most,
        };
        if over {
            self.tcp_send_reset(s);
            self.sockets[s].error = Some(Errno::ETIMEDOUT);
            self.wake_all(s);
            return self.tcp_done(s);
        }
        let own = i64::from(tcp.options.keep_interval_s);
        let interval = if own > 0 { own } else { self.sysctls.keepalive_intvl_s };
        self.sockets[s].tcp_mut().keepalive_probes += 1;
        self.tcp_send_probe(s, 1);
        self.tcp_arm_lifetime(s, interval.max(1) as u64 * HZ);
    }
}
