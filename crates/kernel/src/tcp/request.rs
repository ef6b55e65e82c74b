//! A request: a SYN was answered, and the third part of the handshake is awaited.

use super::seq::Seq;
use super::{RTO_INITIAL, State};
use crate::address::Ip;
use crate::host::Host;
use crate::id::SocketId;
use crate::packet::{Flags, Segment, SegmentOptions};
use crate::payload::Payload;
use crate::socket::Protocol;
use crate::time::Jiffies;
use crate::timer::TimerKind;

/// What the kernel keeps of a SYN (`tcp_request_sock`).
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the SYN")]
pub(crate) struct Request {
    pub(crate) listener: SocketId,
    /// Tells the listener from a later socket with the same index.
    pub(crate) listener_inode: u32,
    /// Kept in a cookie in Linux: it has no timer and is not listed.
    pub(crate) cookie: bool,
    /// Our first sequence number.
    pub(crate) initial: Seq,
    /// The peer's first sequence number.
    pub(crate) peer_initial: Seq,
    pub(crate) timestamps: bool,
    pub(crate) recent: u32,
    pub(crate) sack: bool,
    pub(crate) scaling: bool,
    pub(crate) send_scale: u8,
    pub(crate) receive_scale: u8,
    pub(crate) peer_mss: u32,
    pub(crate) mss: u32,
    pub(crate) window: u32,
    pub(crate) clamp: u32,
    pub(crate) peer_window: u32,
    pub(crate) timeouts: u32,
    pub(crate) answered_us: u64,
    /// When the first SYN-ACK left.
    pub(crate) first_answered_ms: Option<u64>,
    /// SYN-ACKs sent after the first.
    pub(crate) repetitions: u32,
    /// The third part came without data, and the listener defers such connections.
    pub(crate) acked: bool,
}

impl Request {
    pub(crate) fn new(listener: SocketId, listener_inode: u32, cookie: bool) -> Self {
        Self {
            listener,
            listener_inode,
            cookie,
            initial: Seq(0),
            peer_initial: Seq(0),
            timestamps: false,
            recent: 0,
            sack: false,
            scaling: false,
            send_scale: 0,
            receive_scale: 0,
            peer_mss: super::MSS_DEFAULT,
            mss: super::MSS_DEFAULT,
            window: 0,
            clamp: 0,
            peer_window: 0,
            timeouts: 0,
            answered_us: 0,
            first_answered_ms: None,
            repetitions: 0,
            acked: false,
        }
    }
}

impl Host {
    pub(crate) fn request(&self, r: SocketId) -> &Request {
        match &self.sockets[r].body {
            Protocol::Request(request) => request,
            _ => unreachable!("only a request is handled as one"),
        }
    }

    pub(crate) fn request_mut(&mut self, r: SocketId) -> &mut Request {
        match &mut self.sockets[r].body {
            Protocol::Request(request) => request,
            _ => unreachable!("only a request is handled as one"),
        }
    }

    /// Takes over what the peer's SYN offers.
    pub(crate) fn request_agree(&self, request: &mut Request, peer: Ip, seg: &Segment) {
        let listener = &self.sockets[request.listener];
        let sysctls = &self.sysctls;
        request.peer_initial = seg.seq;
        request.peer_window = u32::from(seg.window);
        request.peer_mss = u32::from(seg.options.mss.unwrap_or(super::MSS_DEFAULT as u16));
        request.sack = seg.options.sack_permitted && sysctls.sack != 0;
        request.scaling = seg.options.window_scale.is_some() && sysctls.window_scaling != 0;
        request.send_scale = seg.options.window_scale.filter(|_| request.scaling).unwrap_or(0);
        if let (Some((value, _)), true) = (seg.options.timestamps, sysctls.timestamps != 0) {
            request.timestamps = true;
            request.recent = value;
        }
        request.mss = self.mss_to(peer);
        if listener.tcp().options.mss != 0 {
            request.mss = request.mss.min(listener.tcp().options.mss);
        }
        let buffer = listener.options.receive_buffer as u32;
        let payload = request.mss - if request.timestamps { 12 } else { 0 };
        let (window, scale, clamp) =
            self.initial_window(buffer, listener.tcp().window_clamp, payload);
        request.window = window;
        request.clamp = clamp;
        request.receive_scale = if request.scaling { scale } else { 0 };
    }

    /// Sends SYN-ACK.
    pub(crate) fn request_answer(&mut self, r: SocketId) {
        let (timestamp, now_us) = (self.timestamp(), self.now.as_us());
        let request = self.request_mut(r);
        request.answered_us = now_us;
        request.first_answered_ms.get_or_insert(now_us / 1_000);
        let socket = &self.sockets[r];
        let request = self.request(r);
        let segment = Segment {
            source_port: socket.local.port,
            destination_port: socket.remote.port,
            seq: request.initial,
            ack: request.peer_initial.plus(1),
            flags: Flags::SYN.with(Flags::ACK),
            window: request.window.min(0xffff) as u16,
            urgent: 0,
            options: SegmentOptions {
                mss: Some(request.mss as u16),
                window_scale: request.scaling.then_some(request.receive_scale),
                sack_permitted: request.sack,
                timestamps: request.timestamps.then_some((timestamp, request.recent)),
            },
            payload: Payload::default(),
        };
        let packet = self.tcp_packet(r, segment);
        self.transmit(packet);
    }

    /// How long the third part is waited for (`tcp_reqsk_timeout`).
    pub(crate) fn request_wait(&self, r: SocketId) -> Jiffies {
        let request = self.request(r);
        let listener = self.sockets.get(request.listener).filter(|socket| socket.is_tcp());
        let most = listener.map_or(super::RTO_MAX, |socket| socket.tcp().timeout_max());
        (RTO_INITIAL << request.timeouts.min(16)).min(most)
    }

    /// The third part has not come: SYN-ACK again, or give up.
    pub(crate) fn request_timeout(&mut self, r: SocketId) {
        let request = self.request(r);
        let listening = self.request_is_wanted(r);
        let tired = i64::from(request.timeouts) >= self.sysctls.synack_retries;
        let deferred = if listening { self.request_deferral(r) } else { 0 };
        // While data is awaited the peer is left alone, until the last chance (`syn_ack_recalc`).
        let hopeful = request.acked && request.timeouts < deferred;
        if !listening || (tired && !hopeful) {
            return self.request_drop(r);
        }
        let answers = !request.acked || request.timeouts + 1 >= deferred;
        let request = self.request_mut(r);
        request.timeouts += 1;
        if answers {
            request.repetitions += 1;
            self.request_answer(r);
        }
        let wait = self.request_wait(r);
        let now = self.jiffies();
        self.arm(r, TimerKind::Lifetime, now + wait);
    }

    /// Whether the listener of a request still listens.
    pub(crate) fn request_is_wanted(&self, r: SocketId) -> bool {
        let request = self.request(r);
        self.sockets.get(request.listener).is_some_and(|listener| {
            listener.inode == request.listener_inode
                && listener.is_tcp()
                && listener.state() == State::Listen
        })
    }

    /// How many timeouts long the listener of a request waits for data.
    pub(crate) fn request_deferral(&self, r: SocketId) -> u32 {
        self.sockets[self.request(r).listener].tcp().options.defer_accept.into()
    }

    /// Forgets a request.
    pub(crate) fn request_drop(&mut self, r: SocketId) {
        let request = self.request(r);
        let (listener, cookie) = (request.listener, request.cookie);
        if !cookie
            && self.request_is_wanted(r)
            && let Some(socket) = self.sockets.get_mut(listener)
            && let Protocol::Tcp(tcp) = &mut socket.body
            && let Some(listen) = &mut tcp.listen
        {
            listen.requests = listen.requests.saturating_sub(1);
        }
        let key = (self.sockets[r].local, self.sockets[r].remote);
        if self.connections.get(&key) == Some(&r) {
            self.connections.remove(&key);
        }
        self.destroy(r);
    }
}
