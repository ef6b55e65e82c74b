//! Who holds what: descriptors, open file descriptions and the sockets behind them.

use crate::address::{Address, UnixName};
use crate::call::Fd;
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{FileId, ProcessId, SocketId};
use crate::process::Object;
use crate::socket::{Protocol, Socket, Stage};
use crate::tcp::State;

/// An open file description, as `dup` and `fork` share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescriptionRow {
    /// Which.
    pub file: FileId,
    /// Descriptors, in all processes, that refer to it.
    pub references: u32,
    /// Whether `O_NONBLOCK` is set.
    pub nonblocking: bool,
    /// The socket behind it; none for an epoll instance.
    pub socket: Option<SocketId>,
}

/// A socket and what the kernel keeps for it, beside its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocketRow {
    /// Which.
    pub socket: SocketId,
    /// `AF_INET` or `AF_UNIX`.
    pub domain: i32,
    /// `SOCK_STREAM` and so on.
    pub kind: i32,
    /// `IPPROTO_TCP`, `IPPROTO_UDP`, or 0.
    pub protocol: i32,
    /// Its own address.
    pub local: Address,
    /// Its peer's address, when it has a peer.
    pub remote: Option<Address>,
    /// The state of TCP; other protocols use two of them.
    pub state: State,
    /// Whether connections may come to it.
    pub listening: bool,
    /// Whether it has a peer.
    pub connected: bool,
    /// Connections that no `accept` has taken yet, and how many may wait.
    pub waiting: (u32, u32),
    /// Bytes that are sent or to be sent and not acknowledged.
    pub send_queue: u32,
    /// Bytes that the program has not read.
    pub receive_queue: u32,
    /// The limits of both, as `SO_SNDBUF` and `SO_RCVBUF` give them.
    pub buffers: (i32, i32),
    /// Directions that are shut: receiving, sending.
    pub shut: (bool, bool),
    /// The error that the next call reports.
    pub error: Option<Errno>,
    /// The owner.
    pub uid: u32,
    /// The inode.
    pub inode: u32,
    /// The description that leads to it, if one does.
    pub file: Option<FileId>,
}

impl Host {
    /// Every process: its name, its owner, and whether it has ended.
    pub fn processes(&self) -> impl Iterator<Item = (ProcessId, &str, bool)> {
        self.processes.iter().map(|(id, process)| (id, process.name.as_str(), process.exited))
    }

    /// The open descriptors of a process and what they refer to, by number.
    pub fn descriptors(&self, process: ProcessId) -> Vec<(Fd, FileId)> {
        let open = self.processes.get(process).map(|process| process.descriptors.as_slice());
        let open = open.unwrap_or_default().iter().enumerate();
        open.filter_map(|(fd, file)| Some((fd as Fd, (*file)?))).collect()
    }

    /// Every open file description.
    pub fn descriptions(&self) -> Vec<DescriptionRow> {
        let row = |(file, record): (FileId, &crate::process::File)| DescriptionRow {
            file,
            references: record.references,
            nonblocking: record.nonblocking,
            socket: match record.object {
                Object::Socket(s) => Some(s),
                Object::Epoll(_) | Object::Terminal => None,
            },
        };
        self.files.iter().map(row).collect()
    }

    /// Every socket, those that no program can reach included.
    pub fn socket_rows(&self) -> Vec<SocketRow> {
        self.sockets.iter().map(|(s, socket)| self.socket_row(s, socket)).collect()
    }

    fn socket_row(&self, s: SocketId, socket: &Socket) -> SocketRow {
        let connected = socket.stage == Stage::Connected
            || matches!(socket.body, Protocol::TimeWait(_) | Protocol::Request(_));
        let mut row = SocketRow {
            socket: s,
            domain: socket.domain,
            kind: socket.kind,
            protocol: socket.protocol_number,
            local: Address::Inet(socket.local),
            remote: (socket.remote.port != 0).then_some(Address::Inet(socket.remote)),
            state: socket.state(),
            listening: socket.state() == State::Listen,
            connected,
            waiting: (0, 0),
            send_queue: 0,
            receive_queue: 0,
            buffers: (socket.options.send_buffer, socket.options.receive_buffer),
            shut: (socket.shut.receive, socket.shut.send),
            error: socket.error,
            uid: socket.uid,
            inode: socket.inode,
            file: socket.file,
        };
        match &socket.body {
            Protocol::Tcp(tcp) => {
                if let Some(listen) = tcp.listen.as_ref().filter(|_| row.listening) {
                    row.waiting = (listen.accept_queue.len() as u32, listen.backlog);
                } else {
                    row.send_queue = tcp.write_seq.since(tcp.snd_una);
                    row.receive_queue = tcp.rcv_nxt.since(tcp.copied_seq);
                }
            }
            Protocol::Udp(udp) => {
                row.receive_queue = udp.queue.iter().map(|it| it.payload.len() as u32).sum();
            }
            Protocol::Unix(unix) => {
                row.local = Address::Unix(unix.name.clone());
                row.connected = self.unix_peer(s).is_some();
                row.remote = unix.peer.map(|_| Address::Unix(unix.peer_name.clone()));
                row.listening = unix.listening;
                row.waiting = (unix.embryos.len() as u32, unix.queue_limit);
                row.receive_queue = unix.queue.iter().map(|it| it.data.len() as u32).sum();
            }
            Protocol::Request(_) | Protocol::TimeWait(_) => {}
        }
        row
    }
}

impl SocketRow {
    /// Whether it is an internet socket with a name, or a named `AF_UNIX` one.
    pub const fn is_bound(&self) -> bool {
        match &self.local {
            Address::Inet(endpoint) => endpoint.port != 0,
            Address::Unix(name) => !matches!(name, UnixName::Unnamed),
            Address::Unspecified => false,
        }
    }
}
