//! TIME-WAIT, and the FIN-WAIT-2 of an orphan: little is kept (RFC 9293 §3.6.1, RFC 6191).

use super::seq::Seq;
use super::{State, TIME_WAIT_LENGTH};
use crate::abi;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Flags, Packet, Segment};
use crate::socket::{Options, Protocol, Socket};
use crate::time::Jiffies;
use crate::timer::TimerKind;
use crate::trace::Event;

/// What is kept of a connection (`tcp_timewait_sock`).
#[derive(Debug, Clone)]
pub(crate) struct TimeWait {
    /// TIME-WAIT, or FIN-WAIT-2.
    pub(crate) substate: State,
    pub(crate) snd_nxt: Seq,
    pub(crate) rcv_nxt: Seq,
    pub(crate) rcv_wnd: u32,
    pub(crate) receive_scale: u8,
    /// The peer's last timestamp, if timestamps were agreed on.
    pub(crate) recent: Option<u32>,
    pub(crate) entered_ms: u64,
    /// How long it waits after the peer's FIN.
    pub(crate) wait: Jiffies,
}

impl Host {
    fn time_wait(&self, t: SocketId) -> &TimeWait {
        match &self.sockets[t].body {
            Protocol::TimeWait(time_wait) => time_wait,
            _ => unreachable!("only what waits is handled as waiting"),
        }
    }

    fn time_wait_mut(&mut self, t: SocketId) -> &mut TimeWait {
        match &mut self.sockets[t].body {
            Protocol::TimeWait(time_wait) => time_wait,
            _ => unreachable!("only what waits is handled as waiting"),
        }
    }

    /// A connection becomes what waits for stragglers; its socket is closed.
    pub(crate) fn tcp_time_wait(&mut self, s: SocketId, substate: State, wait: Jiffies) {
        let now_ms = self.now.as_ms();
        let socket = &self.sockets[s];
        let tcp = socket.tcp();
        let state = tcp.state;
        let keep = TimeWait {
            substate,
            snd_nxt: tcp.snd_nxt,
            rcv_nxt: tcp.rcv_nxt,
            rcv_wnd: tcp.receive_window(),
            receive_scale: tcp.agreed.receive_scale,
            recent: tcp.agreed.timestamps.then_some(tcp.agreed.recent),
            entered_ms: now_ms,
            wait,
        };
        let mut waiting = Socket::new(
            abi::AF_INET,
            abi::SOCK_STREAM,
            Options { keep_alive: false, ..socket.options },
            Protocol::TimeWait(keep),
        );
        waiting.local = socket.local;
        waiting.source = socket.source;
        waiting.remote = socket.remote;
        waiting.uid = socket.uid;
        waiting.locks = socket.locks;
        waiting.held_port = socket.held_port;
        let (port, key) = (socket.held_port, (socket.local, socket.remote));
        let t = self.add_socket(waiting);
        self.sockets[t].inode = 0;
        if port != 0 {
            // The port now has two holders until the socket gives it back.
            self.tcp_ports.join(port, t);
        }
        if state != substate {
            // What waits is a small socket of its own; the one it stands for closes.
            self.note(Event::State { socket: t, from: state, to: substate });
        }
        self.tcp_done(s);
        self.connections.insert(key, t);
        self.tcp_arm_lifetime(t, wait);
    }

    /// The time is up.
    pub(crate) fn time_wait_end(&mut self, t: SocketId) {
        let from = self.time_wait(t).substate;
        self.note(Event::State { socket: t, from, to: State::Closed });
        let key = (self.sockets[t].local, self.sockets[t].remote);
        if self.connections.get(&key) == Some(&t) {
            self.connections.remove(&key);
        }
        self.tcp_release_port(t);
        self.destroy(t);
    }

    /// Whether a new connection may take the place of one that waits. If so, it continues the old
    /// one's sequence numbers, and the old one goes.
    pub(crate) fn tcp_reuse_time_wait(&mut self, s: SocketId, t: SocketId, chosen: bool) -> bool {
        let waits = self.time_wait(t);
        let Some(recent) = waits.recent else { return false };
        if chosen {
            let socket = &self.sockets[t];
            let on_loopback = socket.local.ip.is_loopback() || socket.remote.ip.is_loopback();
            let allowed = match self.sysctls.tw_reuse {
                1 => true,
                2 => on_loopback,
                _ => false,
            };
            let due_ms = waits.entered_ms as i64 + self.sysctls.tw_reuse_delay_ms;
            let late = self.now.as_ms() as i64 > due_ms;
            if !allowed || waits.substate == State::FinWait2 || !late {
                return false;
            }
        }
        let next = waits.snd_nxt.plus(65_537);
        let tcp = self.sockets[s].tcp_mut();
        tcp.write_seq = if next == Seq(0) { Seq(1) } else { next };
        tcp.agreed.recent = recent;
        self.time_wait_end(t);
        true
    }

    /// Handles a segment for a connection that waits (`tcp_timewait_state_process`).
    pub(crate) fn tcp_receive_time_wait(&mut self, t: SocketId, packet: &Packet, seg: &Segment) {
        let waits = self.time_wait(t);
        let mut stale = false;
        if let (Some(recent), Some((value, _))) = (waits.recent, seg.options.timestamps) {
            stale = !seg.flags.has(Flags::RST) && (value.wrapping_sub(recent) as i32) < 0;
        }
        if waits.substate == State::FinWait2 {
            return self.receive_in_fin_wait_2(t, packet, seg, stale);
        }
        let expected = seg.seq == waits.rcv_nxt;
        let empty = seg.seq == seg.end_seq();
        if !stale && expected && (empty || seg.flags.has(Flags::RST)) {
            if seg.flags.has(Flags::RST) {
                if self.sysctls.rfc1337 == 0 {
                    self.time_wait_end(t);
                }
                return;
            }
            if let Some((value, _)) = seg.options.timestamps {
                self.time_wait_mut(t).recent = Some(value);
            }
            return self.wait_again(t, TIME_WAIT_LENGTH);
        }
        let newer = seg.seq.after(waits.rcv_nxt)
            || matches!((waits.recent, seg.options.timestamps),
                (Some(recent), Some((value, _))) if (recent.wrapping_sub(value) as i32) < 0);
        let opens =
            seg.flags.has(Flags::SYN) && !seg.flags.has(Flags::RST) && !seg.flags.has(Flags::ACK);
        if opens && !stale && newer {
            return self.reopen(t, packet, seg);
        }
        if !seg.flags.has(Flags::RST) {
            if seg.flags.has(Flags::ACK) || stale {
                self.wait_again(t, TIME_WAIT_LENGTH);
            }
            self.acknowledge_waiting(t);
        }
    }

    /// A new SYN from the same port: a listener may take it over, the old numbers continued.
    fn reopen(&mut self, t: SocketId, packet: &Packet, seg: &Segment) {
        let next = self.time_wait(t).snd_nxt.plus(65_537);
        let next = if next == Seq(0) { Seq(1) } else { next };
        if let Some(listener) = self.tcp_find_listener(packet, seg) {
            self.time_wait_end(t);
            self.tcp_accept_syn(listener, packet, seg, Some(next));
        } else {
            self.acknowledge_waiting(t);
        }
    }

    fn receive_in_fin_wait_2(&mut self, t: SocketId, packet: &Packet, seg: &Segment, stale: bool) {
        let waits = self.time_wait(t);
        let end = waits.rcv_nxt.plus(waits.rcv_wnd);
        let inside = seg.seq == waits.rcv_nxt
            || (seg.end_seq().after(waits.rcv_nxt) && seg.seq.before(end))
            || (seg.seq == end && seg.end_seq() == seg.seq);
        if stale || !inside {
            if !seg.flags.has(Flags::RST) {
                self.acknowledge_waiting(t);
            }
            return;
        }
        if seg.flags.has(Flags::RST) {
            return self.time_wait_end(t);
        }
        if seg.flags.has(Flags::SYN) && seg.seq.before(waits.rcv_nxt) {
            return self.tcp_refuse(packet, seg);
        }
        let old = !seg.end_seq().after(waits.rcv_nxt);
        if !seg.flags.has(Flags::ACK) || old || seg.end_seq() == seg.seq {
            return;
        }
        if !seg.flags.has(Flags::FIN) || seg.end_seq() != waits.rcv_nxt.plus(1) {
            // Data for a program that is gone.
            self.tcp_refuse(packet, seg);
            return self.time_wait_end(t);
        }
        let waits = self.time_wait_mut(t);
        waits.substate = State::TimeWait;
        waits.rcv_nxt = seg.end_seq();
        if let Some((value, _)) = seg.options.timestamps {
            waits.recent = Some(value);
        }
        let now_ms = self.now.as_ms();
        self.time_wait_mut(t).entered_ms = now_ms;
        let (from, to) = (State::FinWait2, State::TimeWait);
        self.note(Event::State { socket: t, from, to });
        self.wait_again(t, TIME_WAIT_LENGTH);
        self.acknowledge_waiting(t);
    }

    fn wait_again(&mut self, t: SocketId, wait: Jiffies) {
        self.time_wait_mut(t).wait = wait;
        let now = self.jiffies();
        self.arm(t, TimerKind::Lifetime, now + wait);
    }

    fn acknowledge_waiting(&mut self, t: SocketId) {
        let socket = &self.sockets[t];
        let ends = (socket.local, socket.remote);
        let waits = self.time_wait(t);
        let window = (waits.rcv_wnd >> waits.receive_scale).min(0xffff) as u16;
        let (numbers, recent) = ((waits.snd_nxt, waits.rcv_nxt), waits.recent);
        // How the connection wished to be treated is kept, how far its packets go is not.
        let tos = socket.options.tos as u8;
        self.tcp_send_bare_ack(ends, numbers, window, recent, tos);
    }
}
