//! What the kernel keeps for each TCP socket, as a picture of it needs: queues, buffers, timers.

use crate::address::Endpoint;
use crate::call::Fd;
use crate::host::Host;
use crate::id::{ProcessId, SocketId};
use crate::process::Object;
use crate::socket::{Protocol, Socket};
use crate::tcp::seq::Seq;
use crate::tcp::{Pending, State};
use crate::time::Time;
use crate::timer::TimerKind;

/// What a running timer of a socket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Awaited {
    /// To send again what was not acknowledged.
    Retransmission,
    /// To send the tail again, sooner than the retransmission timeout (a loss probe).
    LossProbe,
    /// To ask whether a window of zero has opened.
    WindowProbe,
    /// To acknowledge what came in.
    DelayedAck,
    /// To ask whether the peer is alive.
    KeepAlive,
    /// To send SYN-ACK again, or give the request up.
    Handshake,
    /// The end of TIME-WAIT.
    TimeWait,
    /// The end of FIN-WAIT-2, when no program waits for it.
    FinWait,
}

/// A TCP socket as the kernel sees it, those without a descriptor included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TcpDetail {
    /// Which socket.
    pub socket: SocketId,
    /// A number that no other socket of the host ever has.
    pub inode: u32,
    /// Its own endpoint.
    pub local: Endpoint,
    /// Its peer; [`Endpoint::NONE`] without one.
    pub remote: Endpoint,
    /// Its state.
    pub state: State,
    /// The descriptors that lead to it.
    pub holders: Vec<(ProcessId, Fd)>,
    /// The listener that it came to and that still holds it: the request waits in its SYN queue,
    /// the connection in its accept queue.
    pub listener: Option<SocketId>,
    /// For a listener, the backlog: one more connection than this may wait.
    pub backlog: Option<u32>,
    /// For a listener, the connections that wait, oldest first.
    pub accept_queue: Vec<SocketId>,
    /// Bytes sent and not acknowledged.
    pub unacknowledged: u32,
    /// Bytes written and not sent.
    pub unsent: u32,
    /// Bytes received in order and not read.
    pub unread: u32,
    /// Bytes received beyond a hole.
    pub early: u32,
    /// The next sequence number that it expects of its peer.
    pub expects: Seq,
    /// The next sequence number that it will send.
    pub sends: Seq,
    /// Timers that run, and when they fire.
    pub timers: Vec<(Awaited, Time)>,
}

impl Host {
    /// Every TCP socket, in the order of age, as far as numbers are not used again.
    pub fn tcp_details(&self) -> Vec<TcpDetail> {
        let mut all: Vec<TcpDetail> = Vec::new();
        for detail in self.sockets.iter().filter_map(|(s, socket)| self.tcp_detail(s, socket)) {
            all.insert(all.partition_point(|other| other.inode <= detail.inode), detail);
        }
        all
    }

    fn tcp_detail(&self, s: SocketId, socket: &Socket) -> Option<TcpDetail> {
        let mut detail = TcpDetail {
            socket: s,
            inode: socket.inode,
            local: socket.local,
            remote: socket.remote,
            state: socket.state(),
            holders: self.holding(s),
            listener: None,
            backlog: None,
            accept_queue: Vec::new(),
            unacknowledged: 0,
            unsent: 0,
            unread: 0,
            early: 0,
            expects: Seq(0),
            sends: Seq(0),
            timers: Self::tcp_timers(socket),
        };
        match &socket.body {
            Protocol::Request(request) => {
                detail.listener = Some(request.listener);
                detail.expects = request.peer_initial.plus(1);
                detail.sends = request.initial.plus(1);
            }
            Protocol::TimeWait(_) => {}
            Protocol::Tcp(tcp) => {
                detail.listener = tcp.listener;
                if let Some(listen) = &tcp.listen {
                    detail.backlog = Some(listen.backlog);
                    detail.accept_queue = listen.accept_queue.iter().copied().collect();
                }
                detail.unacknowledged =
                    tcp.queue.sent.iter().map(|it| it.payload.len()).sum::<usize>() as u32;
                detail.unsent =
                    tcp.queue.unsent.iter().map(|it| it.payload.len()).sum::<usize>() as u32;
                let ready = tcp.received.ready.iter();
                let unread = |it: &crate::tcp::receive_queue::Piece| {
                    let end = it.seq.plus(it.payload.len() as u32);
                    if end.after(tcp.copied_seq) {
                        end.since(tcp.copied_seq).min(it.payload.len() as u32)
                    } else {
                        0
                    }
                };
                detail.unread = ready.map(unread).sum();
                detail.early =
                    tcp.received.early.iter().map(|it| it.payload.len()).sum::<usize>() as u32;
                detail.expects = tcp.rcv_nxt;
                detail.sends = tcp.snd_nxt;
            }
            Protocol::Udp(_) | Protocol::Unix(_) => return None,
        }
        Some(detail)
    }

    fn holding(&self, s: SocketId) -> Vec<(ProcessId, Fd)> {
        let mut holders = Vec::new();
        for (id, process) in self.processes.iter() {
            for (fd, file) in process.descriptors.iter().enumerate() {
                if file.is_some_and(|file| self.files[file].object == Object::Socket(s)) {
                    holders.push((id, fd as Fd));
                }
            }
        }
        holders
    }

    fn tcp_timers(socket: &Socket) -> Vec<(Awaited, Time)> {
        let running = |kind: TimerKind, awaited: Awaited| {
            let slot = &socket.timers[kind as usize];
            slot.fires_at().map(|at| (awaited, at))
        };
        let lifetime = match (&socket.body, socket.state()) {
            (Protocol::Request(_), _) => Awaited::Handshake,
            (_, State::TimeWait) => Awaited::TimeWait,
            (_, State::FinWait2) => Awaited::FinWait,
            _ => Awaited::KeepAlive,
        };
        let retransmit = match &socket.body {
            Protocol::Tcp(tcp) => match tcp.pending {
                Some(Pending::LossProbe) => Awaited::LossProbe,
                Some(Pending::WindowProbe) => Awaited::WindowProbe,
                Some(Pending::Retransmit) | None => Awaited::Retransmission,
            },
            _ => Awaited::Retransmission,
        };
        [
            running(TimerKind::Retransmit, retransmit),
            running(TimerKind::DelayedAck, Awaited::DelayedAck),
            running(TimerKind::Lifetime, lifetime),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
