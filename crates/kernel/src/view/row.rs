//! Rows of `/proc/net/tcp` and `/proc/net/udp`, as numbers.

use crate::address::Endpoint;
use crate::host::Host;
use crate::id::SocketId;
use crate::socket::{Protocol, Socket};
use crate::tcp::{Pending, State};
use crate::time::Jiffies;
use crate::timer::TimerKind;

/// What a TCP socket waits for, with the number that `/proc/net/tcp` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowTimer {
    /// Nothing.
    None = 0,
    /// Retransmission, a loss probe, or the end of a request.
    Retransmit = 1,
    /// Keep-alive.
    KeepAlive = 2,
    /// The end of TIME-WAIT.
    TimeWait = 3,
    /// A zero-window probe.
    WindowProbe = 4,
}

/// A row of `/proc/net/tcp`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TcpRow {
    /// Which socket.
    pub socket: SocketId,
    /// Its own endpoint.
    pub local: Endpoint,
    /// Its peer.
    pub remote: Endpoint,
    /// Its state.
    pub state: State,
    /// Bytes, SYN and FIN included, that are not acknowledged.
    pub send_queue: u32,
    /// Bytes, FIN included, that are not read; for a listener, connections not accepted.
    pub receive_queue: u32,
    /// What it waits for.
    pub timer: RowTimer,
    /// Hundredths of a second until then.
    pub timer_left_cs: u64,
    /// Retransmissions of what waits longest.
    pub retransmits: u32,
    /// Its owner.
    pub uid: u32,
    /// Probes without an answer.
    pub probes: u32,
    /// Its inode; 0 when no program can have it open.
    pub inode: u32,
    /// For a listener, how many connections may wait.
    pub backlog: u32,
}

/// A row of `/proc/net/udp`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UdpRow {
    /// Which socket.
    pub socket: SocketId,
    /// Its own endpoint.
    pub local: Endpoint,
    /// Its peer.
    pub remote: Endpoint,
    /// ESTABLISHED when connected, otherwise CLOSE.
    pub state: State,
    /// Memory of a datagram that `MSG_MORE` holds back.
    pub send_queue: u32,
    /// Memory of datagrams that are not read, bookkeeping included.
    pub receive_queue: u32,
    /// Its owner.
    pub uid: u32,
    /// Its inode.
    pub inode: u32,
    /// Datagrams that found no room.
    pub drops: u32,
}

impl Host {
    /// The TCP sockets that Linux lists: listeners, and everything with a peer.
    pub fn tcp_rows(&self) -> Vec<TcpRow> {
        self.sockets.iter().filter_map(|(s, socket)| self.tcp_row(s, socket)).collect()
    }

    fn tcp_row(&self, s: SocketId, socket: &Socket) -> Option<TcpRow> {
        let mut row = TcpRow {
            socket: s,
            local: socket.local,
            remote: socket.remote,
            state: socket.state(),
            send_queue: 0,
            receive_queue: 0,
            timer: RowTimer::None,
            timer_left_cs: 0,
            retransmits: 0,
            uid: socket.uid,
            probes: 0,
            inode: socket.inode,
            backlog: 0,
        };
        match &socket.body {
            Protocol::Request(request) => {
                row.timer = RowTimer::Retransmit;
                row.timer_left_cs = self.left_cs(socket, TimerKind::Lifetime);
                row.retransmits = request.timeouts;
                row.inode = 0;
                return (!request.cookie).then_some(row);
            }
            Protocol::TimeWait(_) => {
                row.timer = RowTimer::TimeWait;
                row.timer_left_cs = self.left_cs(socket, TimerKind::Lifetime);
                row.inode = 0;
                return Some(row);
            }
            Protocol::Tcp(_) => {}
            Protocol::Udp(_) | Protocol::Unix(_) => return None,
        }
        let tcp = socket.tcp();
        match tcp.state {
            State::Closed => return None,
            State::Listen => {
                // Of an earlier peer, the address is left.
                row.remote.port = 0;
                let listen = tcp.listen.as_ref()?;
                row.receive_queue = listen.accept_queue.len() as u32;
                row.backlog = listen.backlog;
                // What an earlier connection of the socket left of its numbers.
                row.send_queue = tcp.write_seq.since(tcp.snd_una);
                return Some(row);
            }
            _ => {}
        }
        row.send_queue = tcp.write_seq.since(tcp.snd_una);
        row.receive_queue = tcp.rcv_nxt.since(tcp.copied_seq);
        row.retransmits = tcp.retransmits;
        row.probes = tcp.probes_out.max(tcp.keepalive_probes);
        let waits_for_peer = socket.timers[TimerKind::Lifetime as usize].is_armed();
        row.timer = match tcp.pending {
            Some(Pending::Retransmit | Pending::LossProbe) => RowTimer::Retransmit,
            Some(Pending::WindowProbe) => RowTimer::WindowProbe,
            None if waits_for_peer => RowTimer::KeepAlive,
            None => RowTimer::None,
        };
        row.timer_left_cs = match row.timer {
            RowTimer::None => 0,
            RowTimer::KeepAlive => self.left_cs(socket, TimerKind::Lifetime),
            _ => self.until_cs(tcp.pending_expires),
        };
        if socket.orphan {
            row.inode = 0;
        }
        Some(row)
    }

    fn left_cs(&self, socket: &Socket, kind: TimerKind) -> u64 {
        self.until_cs(socket.timers[kind as usize].expires())
    }

    fn until_cs(&self, expires: Jiffies) -> u64 {
        expires.saturating_sub(self.jiffies()) * 100 / crate::time::HZ
    }

    /// The UDP sockets that have a port.
    pub fn udp_rows(&self) -> Vec<UdpRow> {
        let row = |(s, socket): (SocketId, &Socket)| match &socket.body {
            Protocol::Udp(udp) if socket.held_port != 0 => Some(UdpRow {
                socket: s,
                local: socket.local,
                remote: socket.remote,
                state: socket.state(),
                send_queue: udp.corked.as_ref().map_or(0, |corked| corked.memory),
                receive_queue: socket.receive_memory,
                uid: socket.uid,
                inode: socket.inode,
                drops: udp.drops,
            }),
            _ => None,
        };
        self.sockets.iter().filter_map(row).collect()
    }
}
