//! Asking a silent peer: the closed window, and keep-alive (RFC 9293 §3.8.6.1, §3.8.4).

use super::{Pending, RTO_MAX, RTO_MIN, State, TIME_WAIT_LENGTH};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::Flags;
use crate::payload::Payload;
use crate::time::{HZ, Jiffies};

impl Host {
    fn tcp_probe_wait(&self, s: SocketId) -> Jiffies {
        let tcp = self.sockets[s].tcp();
        (tcp.rtt.timeout.max(RTO_MIN) << tcp.backoff.min(16)).min(RTO_MAX)
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
            self.sockets[s].tcp_mut().probes_out = 0;
            return;
        }
        let mut most = self.sysctls.retries2;
        if orphan {
            most = if self.sysctls.orphan_retries > 0 { self.sysctls.orphan_retries } else { 8 };
        }
        if i64::from(tcp.probes_out) >= most {
            return self.tcp_fail(s);
        }
        self.tcp_wake_peer(s);
        let retries2 = self.sysctls.retries2;
        let tcp = self.sockets[s].tcp_mut();
        if tcp.congestion.packets_out > 0 || tcp.queue.unsent.is_empty() {
            tcp.probes_out = 0;
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

    /// Sends what the window lets through, or an old byte number to draw an answer.
    fn tcp_wake_peer(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        let window_end = tcp.window_end();
        if let Some(first) = tcp.queue.unsent.front_mut()
            && first.seq.before(window_end)
        {
            let room = window_end.since(first.seq).min(tcp.mss);
            first.flags = first.flags.with(Flags::PSH);
            if room < first.len() {
                let rest = first.split(room);
                tcp.queue.unsent.insert(1, rest);
                tcp.queue.unsent[0].flags = tcp.queue.unsent[0].flags.with(Flags::PSH);
            }
            self.tcp_write(s, super::output::Push::Probe);
            return;
        }
        self.tcp_send_old_byte(s);
    }

    fn tcp_send_old_byte(&mut self, s: SocketId) {
        let seq = self.sockets[s].tcp().snd_una.minus(1);
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
        if i64::from(tcp.keepalive_probes) >= most {
            self.tcp_send_reset(s);
            self.sockets[s].error = Some(Errno::ETIMEDOUT);
            self.wake_all(s);
            return self.tcp_done(s);
        }
        let own = i64::from(tcp.options.keep_interval_s);
        let interval = if own > 0 { own } else { self.sysctls.keepalive_intvl_s };
        self.sockets[s].tcp_mut().keepalive_probes += 1;
        self.tcp_send_old_byte(s);
        self.tcp_arm_lifetime(s, interval.max(1) as u64 * HZ);
    }
}
