//! The states outside ESTABLISHED, one segment at a time (RFC 9293 §3.10.7.4).

use super::ack::{Challenge, Verdict};
use super::{State, TIME_WAIT_LENGTH};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Flags, Packet, Segment};
use crate::socket::Socket;
use crate::time::{HZ, Jiffies};
use crate::timer::TimerKind;

/// What is left to do with a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    GoOn,
    Stop,
    Refuse,
}

impl Host {
    /// Handles a segment in every state from SYN-RECEIVED on. Gives whether to answer with RST.
    pub(crate) fn tcp_process(&mut self, s: SocketId, packet: &Packet, seg: &Segment) -> bool {
        if !super::validate::says_anything(seg) || !self.tcp_validate(s, seg) {
            return false;
        }
        if !seg.flags.has(Flags::ACK) {
            return false;
        }
        let verdict = self.tcp_acknowledged(s, seg, Challenge::ByCaller);
        if verdict != Verdict::Valid && self.sockets[s].state() == State::SynReceived {
            return true;
        }
        if verdict == Verdict::Invalid {
            self.tcp_send_ack(s);
            return false;
        }
        match self.tcp_ack_step(s, seg) {
            Next::Stop => return false,
            Next::Refuse => return true,
            Next::GoOn => {}
        }
        self.tcp_urgent(s, seg);
        if self.tcp_data_after_shutdown(s, seg) {
            self.tcp_reset(s);
            return true;
        }
        let state = self.sockets[s].state();
        let finished = matches!(state, State::CloseWait | State::Closing | State::LastAck);
        if !finished || seg.seq.before(self.sockets[s].tcp().rcv_nxt) {
            self.tcp_take_data(s, packet, seg);
        }
        if self.sockets.get(s).is_some_and(Socket::is_tcp) {
            self.tcp_after_input(s);
        }
        false
    }

    /// Data for a program that said it will read no more: the answer is RST (RFC 1122
    /// §4.2.2.13).
    fn tcp_data_after_shutdown(&self, s: SocketId, seg: &Segment) -> bool {
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        let closing = matches!(tcp.state, State::FinWait1 | State::FinWait2)
            || (matches!(tcp.state, State::CloseWait | State::Closing | State::LastAck)
                && seg.seq.before(tcp.rcv_nxt));
        closing && socket.shut.receive && brings_new_data(seg, tcp.rcv_nxt)
    }

    /// What the acknowledgement means for the state.
    fn tcp_ack_step(&mut self, s: SocketId, seg: &Segment) -> Next {
        let tcp = self.sockets[s].tcp();
        let all_acknowledged = tcp.snd_una == tcp.write_seq;
        match tcp.state {
            State::SynReceived => {
                self.tcp_complete_handshake(s, seg);
                Next::GoOn
            }
            State::FinWait1 if all_acknowledged => self.tcp_fin_acknowledged(s, seg),
            State::Closing if all_acknowledged => {
                self.tcp_time_wait(s, State::TimeWait, TIME_WAIT_LENGTH);
                Next::Stop
            }
            State::LastAck if all_acknowledged => {
                self.tcp_done(s);
                Next::Stop
            }
            _ => Next::GoOn,
        }
    }

    fn tcp_complete_handshake(&mut self, s: SocketId, seg: &Segment) {
        self.set_state(s, State::Established);
        let tcp = self.sockets[s].tcp_mut();
        tcp.snd_una = seg.ack;
        tcp.snd_wnd = u32::from(seg.window)
            << if seg.flags.has(Flags::SYN) { 0 } else { tcp.agreed.send_scale };
        tcp.max_window = tcp.max_window.max(tcp.snd_wnd);
        tcp.snd_wl1 = seg.seq;
        tcp.note_spurious_handshake();
        if tcp.agreed.timestamps && tcp.listener.is_some() {
            tcp.advertised_mss -= 12;
        }
        self.tcp_sync_mss(s);
        self.tcp_first_receive_mss(s);
        self.tcp_enter_established(s);
        self.sockets[s].tcp_mut().note_pacing_rate();
        self.wake_all(s);
        if self.sockets[s].shut.send {
            self.tcp_send_fin_if_due(s);
        }
    }

    fn tcp_fin_acknowledged(&mut self, s: SocketId, seg: &Segment) -> Next {
        self.set_state(s, State::FinWait2);
        let socket = &mut self.sockets[s];
        socket.shut.send = true;
        if !socket.orphan {
            self.wake_all(s);
            return Next::GoOn;
        }
        let tcp = socket.tcp();
        if tcp.options.linger2_s < 0 || brings_new_data(seg, tcp.rcv_nxt) {
            self.tcp_done(s);
            return Next::Refuse;
        }
        let wait = self.tcp_fin_timeout(s);
        if wait > TIME_WAIT_LENGTH {
            self.tcp_arm_lifetime(s, wait - TIME_WAIT_LENGTH);
        } else if seg.flags.has(Flags::FIN) || self.sockets[s].owned {
            self.tcp_arm_lifetime(s, wait);
        } else {
            self.tcp_time_wait(s, State::FinWait2, wait);
            return Next::Stop;
        }
        Next::GoOn
    }

    pub(crate) fn tcp_arm_lifetime(&mut self, s: SocketId, wait: Jiffies) {
        let now = self.jiffies();
        self.arm(s, TimerKind::Lifetime, now + wait);
    }

    /// How long an orphan waits in FIN-WAIT-2.
    pub(crate) fn tcp_fin_timeout(&self, s: SocketId) -> Jiffies {
        let tcp = self.sockets[s].tcp();
        let seconds = match tcp.options.linger2_s {
            0 => self.sysctls.fin_timeout_s,
            own => i64::from(own),
        };
        let rto = tcp.rtt.timeout;
        (seconds.max(0) as u64 * HZ).max((rto << 2) - (rto >> 1))
    }
}

/// Whether a segment holds data beyond what was received; a FIN alone is none.
fn brings_new_data(seg: &Segment, rcv_nxt: super::seq::Seq) -> bool {
    let fin = u32::from(seg.flags.has(Flags::FIN));
    seg.end_seq() != seg.seq && seg.end_seq().minus(fin).after(rcv_nxt)
}
