//! The receive window: how much may be offered, and the size of segments (RFC 9293 §3.8.6).

use super::{MSS_DEFAULT, MSS_MIN, Tcp};
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Flags, IP_HEADER, Segment, TCP_HEADER};

/// Half of a buffer counts as data until segments show a better share.
pub(crate) const SCALING_RATIO_DEFAULT: u32 = 128;
/// Bytes of the headers of every segment.
const HEADERS: u32 = (IP_HEADER + TCP_HEADER) as u32;
/// The greatest window shift (RFC 7323 §2.3).
const SCALE_MAX: u32 = 14;
/// The greatest IPv4 packet.
const PACKET_MAX: u32 = 65_535;
/// Memory that a packet costs beside its data.
pub(crate) const PACKET_OVERHEAD: u32 = 832;

fn round_down(number: u32, unit: u32) -> u32 {
    number - number % unit.max(1)
}

impl Tcp {
    /// The share of a buffer that may be offered as window.
    pub(crate) fn window_from_space(&self, space: u32) -> u32 {
        ((u64::from(space) * u64::from(self.scaling_ratio)) >> 8) as u32
    }

    /// Whether a segment is not older than the one that told the peer's window last
    /// (RFC 9293 §3.10.7.4; `tcp_may_update_window`).
    pub(crate) fn may_update_window(&self, seg: &Segment, window: u32) -> bool {
        seg.ack.after(self.snd_una)
            || seg.seq.after(self.snd_wl1)
            || (seg.seq == self.snd_wl1 && (window > self.snd_wnd || window == 0))
    }

    /// What is left of the window that was offered last.
    pub(crate) fn receive_window(&self) -> u32 {
        let end = self.rcv_wup.plus(self.rcv_wnd);
        if end.before(self.rcv_nxt) { 0 } else { end.since(self.rcv_nxt) }
    }
}

impl Host {
    /// The window and scale to offer at first (`tcp_select_initial_window`).
    pub(crate) fn initial_window(&self, buffer: u32, clamp: u32, mss: u32) -> (u32, u8, u32) {
        let space = ((u64::from(buffer) * u64::from(SCALING_RATIO_DEFAULT)) >> 8) as u32;
        let clamp = if clamp == 0 { PACKET_MAX << SCALE_MAX } else { clamp };
        let space = space.min(clamp);
        let window = if space > mss { round_down(space, mss) } else { space };
        let mut scale = 0;
        if self.sysctls.window_scaling != 0 {
            let most = i64::from(space)
                .max(self.sysctls.tcp_rmem.2)
                .max(self.sysctls.rmem_max)
                .min(i64::from(clamp));
            scale = (most.max(1).ilog2().saturating_sub(15)).min(SCALE_MAX);
        }
        (window, scale as u8, clamp.min(PACKET_MAX << scale))
    }

    /// The segment size that the way to an address allows, without options.
    pub(crate) fn mss_to(&self, to: crate::address::Ip) -> u32 {
        self.mtu_to(to).min(PACKET_MAX) - HEADERS
    }

    pub(crate) fn tcp_start_window(&mut self, s: SocketId) {
        let socket = &self.sockets[s];
        let mut mss = self.mss_to(socket.remote.ip);
        if socket.tcp().options.mss != 0 {
            mss = mss.min(socket.tcp().options.mss);
        }
        let buffer = socket.options.receive_buffer as u32;
        let (window, scale, clamp) = self.initial_window(buffer, socket.tcp().window_clamp, mss);
        let tcp = self.sockets[s].tcp_mut();
        tcp.advertised_mss = mss;
        tcp.mss = mss;
        tcp.rcv_wnd = window;
        tcp.rcv_ssthresh = window;
        tcp.window_clamp = clamp;
        tcp.agreed.receive_scale = scale;
    }

    /// The size of the segments to send, from the MTU, the peer and the options.
    pub(crate) fn tcp_sync_mss(&mut self, s: SocketId) {
        let socket = &self.sockets[s];
        let from_mtu = self.mtu_to(socket.remote.ip) - HEADERS;
        let tcp = self.sockets[s].tcp_mut();
        let mss = from_mtu.min(tcp.mss_clamp).saturating_sub(tcp.option_length()).max(48);
        let half = if tcp.max_window > MSS_DEFAULT { tcp.max_window >> 1 } else { tcp.max_window };
        tcp.mss = if half > 0 && mss > half { half.max(68 - 40) } else { mss };
    }

    pub(crate) fn tcp_first_receive_mss(&mut self, s: SocketId) {
        let tcp = self.sockets[s].tcp_mut();
        let hint = tcp.advertised_mss.min(tcp.mss).min(tcp.rcv_wnd / 2);
        tcp.ack.receive_mss = hint.clamp(MSS_MIN, MSS_DEFAULT);
    }

    /// The window that could be offered now (`__tcp_select_window`).
    pub(crate) fn tcp_possible_window(&mut self, s: SocketId) -> u32 {
        let socket = &mut self.sockets[s];
        let buffer = socket.options.receive_buffer as u32;
        let left = buffer.saturating_sub(socket.receive_memory);
        let tcp = socket.tcp_mut();
        let (mut free, allowed) = (tcp.window_from_space(left), tcp.window_from_space(buffer));
        let full = tcp.window_clamp.min(allowed);
        let mss = tcp.ack.receive_mss.min(full);
        if mss == 0 {
            return 0;
        }
        let unit = 1 << tcp.agreed.receive_scale;
        if free < full >> 1 {
            tcp.ack.quick = 0;
            free = round_down(free, unit);
            if free < allowed >> 4 || free < mss {
                return 0;
            }
        }
        free = free.min(tcp.rcv_ssthresh);
        if tcp.agreed.receive_scale > 0 {
            return free.next_multiple_of(unit);
        }
        let window = tcp.rcv_wnd;
        if window + mss <= free || window > free {
            round_down(free, mss)
        } else if mss == full && free > window + (full >> 1) {
            free
        } else {
            window
        }
    }

    /// Chooses the window of a segment that is sent now, and remembers it. It never takes back
    /// what was offered (RFC 9293 §3.8.6.2.1).
    pub(crate) fn tcp_offer_window(&mut self, s: SocketId) -> u16 {
        let tcp = self.sockets[s].tcp_mut();
        if tcp.ack.no_memory {
            // The one case in which an offer is taken back: there is no room for what was offered.
            tcp.predicts = false;
            tcp.rcv_wnd = 0;
            tcp.rcv_wup = tcp.rcv_nxt;
            return 0;
        }
        let possible = self.tcp_possible_window(s);
        let tcp = self.sockets[s].tcp_mut();
        let current = tcp.receive_window();
        let scale = tcp.agreed.receive_scale;
        let mut window = possible;
        if window < current {
            window = current.next_multiple_of(1 << scale);
        }
        tcp.rcv_wnd = window;
        tcp.rcv_wup = tcp.rcv_nxt;
        let most = if scale == 0 { 0xffff } else { 0xffff << scale };
        (window.min(most) >> scale) as u16
    }

    /// Learns from data that arrived: the peer's segment size, and how much of a buffer its
    /// bookkeeping takes.
    pub(crate) fn tcp_measure(&mut self, s: SocketId, length: u32, memory: u32, pushed: bool) {
        let socket = &mut self.sockets[s];
        let buffer = socket.options.receive_buffer as u32;
        let tcp = socket.tcp_mut();
        if length < tcp.ack.receive_mss {
            tcp.ack.pushed = (tcp.ack.pushed + 1).min(2);
            return;
        }
        if length != tcp.ack.receive_mss {
            let ratio = ((length << 8) / memory.max(1)).max(1);
            if ratio != tcp.scaling_ratio {
                tcp.scaling_ratio = ratio;
                tcp.window_clamp = tcp.window_from_space(buffer);
            }
        }
        tcp.ack.receive_mss = length.min(tcp.advertised_mss.max(MSS_MIN));
        if pushed {
            tcp.ack.pushed = tcp.ack.pushed.max(1);
        }
    }

    /// Lets the window grow with the data that arrives (`tcp_grow_window`).
    pub(crate) fn tcp_grow_window(&mut self, s: SocketId, length: u32) {
        let socket = &mut self.sockets[s];
        let buffer = socket.options.receive_buffer as u32;
        let left = buffer.saturating_sub(socket.receive_memory);
        let tcp = socket.tcp_mut();
        let space = tcp.window_clamp.min(tcp.window_from_space(left));
        let room = space.saturating_sub(tcp.rcv_ssthresh);
        let step = (2 * tcp.advertised_mss).max(2 * length);
        let increase = step.min(room);
        if increase > 0 {
            tcp.rcv_ssthresh += increase;
            tcp.ack.quick = tcp.ack.quick.max(1);
        }
    }

    /// Takes the peer's window from a segment. Gives whether the segment tells of it.
    pub(crate) fn tcp_update_send_window(&mut self, s: SocketId, seg: &Segment) -> bool {
        let tcp = self.sockets[s].tcp_mut();
        let scaled = !seg.flags.has(Flags::SYN);
        let window = u32::from(seg.window) << if scaled { tcp.agreed.send_scale } else { 0 };
        if !tcp.may_update_window(seg, window) {
            return false;
        }
        tcp.snd_wl1 = seg.seq;
        if tcp.snd_wnd == window {
            return true;
        }
        tcp.snd_wnd = window;
        let waiting = !tcp.queue.unsent.is_empty();
        tcp.predicts = false;
        self.sockets[s].tcp_predict();
        if waiting {
            self.tcp_restart_if_idle(s);
        }
        let tcp = self.sockets[s].tcp_mut();
        if window > tcp.max_window {
            tcp.max_window = window;
            self.tcp_sync_mss(s);
        }
        true
    }
}
