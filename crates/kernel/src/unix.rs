//! `AF_UNIX`: names, pairs, listening and connecting on one host (unix(7)).

use std::collections::VecDeque;

use crate::abi;
pub(crate) use crate::address::UnixName;
use crate::address::{Address, UNIX_PATH_MAX};
use crate::call::{CallResult, Outcome, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::host::wake::{ANY_NEWS, READABLE, WRITABLE};
use crate::id::SocketId;
use crate::payload::Payload;
use crate::process::Progress;
use crate::socket::{Protocol, Shut, Socket, Stage};

/// Abstract names that the kernel picks have five hexadecimal digits.
const AUTOMATIC_NAMES: u32 = 0x10_0000;

/// A message, or a stretch of a stream, that waits for its reader.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) data: Payload,
    pub(crate) from: UnixName,
    pub(crate) sender: SocketId,
    /// Tells the sender from a later socket with the same index.
    pub(crate) sender_inode: u32,
    pub(crate) memory: u32,
}

/// An `AF_UNIX` socket's own part.
#[derive(Debug, Clone)]
pub(crate) struct Unix {
    pub(crate) name: UnixName,
    pub(crate) peer: Option<SocketId>,
    pub(crate) peer_inode: u32,
    pub(crate) peer_name: UnixName,
    pub(crate) queue: VecDeque<Message>,
    /// How many may wait: connections for a listener, messages from strangers otherwise.
    pub(crate) queue_limit: u32,
    pub(crate) listening: bool,
    pub(crate) embryos: VecDeque<SocketId>,
}

impl Unix {
    pub(crate) fn new(queue_limit: i64) -> Self {
        Self {
            name: UnixName::Unnamed,
            peer: None,
            peer_inode: 0,
            peer_name: UnixName::Unnamed,
            queue: VecDeque::new(),
            queue_limit: queue_limit.max(0) as u32,
            listening: false,
            embryos: VecDeque::new(),
        }
    }

    pub(crate) const fn is_listening(&self) -> bool {
        self.listening
    }
}

impl Host {
    /// The peer, if it still exists.
    pub(crate) fn unix_peer(&self, s: SocketId) -> Option<SocketId> {
        let unix = self.sockets[s].unix();
        let peer = unix.peer?;
        let alive = self.sockets.get(peer).is_some_and(|socket| socket.inode == unix.peer_inode);
        alive.then_some(peer)
    }

    /// The name of a socket's peer; of one that is gone, the name that it had when they met.
    pub(crate) fn unix_peer_name(&self, s: SocketId) -> UnixName {
        match self.unix_peer(s) {
            Some(peer) => self.sockets[peer].unix().name.clone(),
            None => self.sockets[s].unix().peer_name.clone(),
        }
    }

    fn unix_set_peer(&mut self, s: SocketId, peer: SocketId) {
        let inode = self.sockets[peer].inode;
        let name = self.sockets[peer].unix().name.clone();
        let socket = &mut self.sockets[s];
        socket.stage = Stage::Connected;
        let unix = socket.unix_mut();
        unix.peer = Some(peer);
        unix.peer_inode = inode;
        unix.peer_name = name;
    }

    /// A datagram socket has no peer any more, and what came from it is lost
    /// (`unix_dgram_disconnected`).
    pub(crate) fn unix_disconnect(&mut self, s: SocketId) {
        let Some(old) = self.sockets[s].unix().peer else { return };
        let alive = self.unix_peer(s);
        let socket = &mut self.sockets[s];
        socket.stage = Stage::Unconnected;
        let unix = socket.unix_mut();
        unix.peer = None;
        let lost = std::mem::take(&mut unix.queue);
        if lost.is_empty() {
            return;
        }
        for message in lost {
            self.unix_release_memory(&message);
        }
        self.wake(s, WRITABLE);
        // A peer that is connected to this socket hears that its messages were for nothing.
        if alive == Some(old) && self.unix_peer(old) == Some(s) {
            self.sockets[old].error = Some(Errno::ECONNRESET);
            self.wake(old, abi::POLLERR);
        }
    }

    /// Makes two sockets each other's peer.
    pub(crate) fn unix_join(&mut self, one: SocketId, other: SocketId) {
        self.unix_set_peer(one, other);
        self.unix_set_peer(other, one);
    }

    pub(crate) fn unix_bind(&mut self, s: SocketId, address: &Address, length: u32) -> CallResult {
        let name = name_in(address, length)?;
        // The file is made before the socket is looked at.
        if let UnixName::Path(path) = &name {
            check_folder(path)?;
            if self.unix_files.contains(path) {
                return Err(Errno::EADDRINUSE);
            }
        }
        if self.sockets[s].unix().name != UnixName::Unnamed {
            // Asking the kernel for a name again changes nothing.
            let again = name == UnixName::Unnamed;
            return if again { Ok(Reply::Number(0)) } else { Err(Errno::EINVAL) };
        }
        let kind = self.sockets[s].kind;
        let name = match name {
            UnixName::Unnamed => self.unix_automatic_name(kind),
            other if self.unix_names.get(&name_key(&other, kind)).is_some() => {
                return Err(Errno::EADDRINUSE);
            }
            other => other,
        };
        if let UnixName::Path(path) = &name {
            // The file stays when its socket is closed; only unlink(2) removes it.
            self.unix_files.push(path.clone());
        }
        self.unix_names.insert(name_key(&name, kind), s);
        self.sockets[s].unix_mut().name = name;
        Ok(Reply::Number(0))
    }

    fn unix_automatic_name(&mut self, kind: i32) -> UnixName {
        loop {
            self.automatic_names = (self.automatic_names + 1) % AUTOMATIC_NAMES;
            let name = UnixName::Abstract(format!("{:05x}", self.automatic_names));
            if self.unix_names.get(&name_key(&name, kind)).is_none() {
                return name;
            }
        }
    }

    /// The socket of a name, of the right type.
    pub(crate) fn unix_find(&self, name: &UnixName, kind: i32) -> Result<SocketId, Errno> {
        check_name(name)?;
        let found = self.unix_names.get(&name_key(name, kind)).copied();
        let s = match (found, name) {
            (_, UnixName::Unnamed) => return Err(Errno::EINVAL),
            (Some(s), _) => s,
            (None, UnixName::Path(path)) if !self.unix_files.contains(path) => {
                return Err(Errno::ENOENT);
            }
            (None, _) => return Err(Errno::ECONNREFUSED),
        };
        if self.sockets[s].kind == kind { Ok(s) } else { Err(Errno::EPROTOTYPE) }
    }

    pub(crate) fn unix_listen(&mut self, s: SocketId, backlog: u32) -> Result<(), Errno> {
        let socket = &mut self.sockets[s];
        if socket.kind == abi::SOCK_DGRAM {
            return Err(Errno::EOPNOTSUPP);
        }
        let connected = socket.stage == Stage::Connected;
        let unix = socket.unix_mut();
        if unix.name == UnixName::Unnamed || connected {
            return Err(Errno::EINVAL);
        }
        let grows = backlog > unix.queue_limit;
        unix.listening = true;
        unix.queue_limit = backlog;
        if grows {
            self.wake_all(s);
        }
        Ok(())
    }

    pub(crate) fn unix_connect(
        &mut self,
        s: SocketId,
        (address, length): (&Address, u32),
        nonblocking: bool,
        progress: &mut Progress,
    ) -> Outcome {
        let done = |result: Result<(), Errno>| Outcome::Done(result.map(|()| Reply::Number(0)));
        if self.sockets[s].kind == abi::SOCK_DGRAM {
            return done(self.unix_connect_datagram(s, address, length));
        }
        let found =
            name_in(address, length).and_then(|name| self.unix_find(&name, self.sockets[s].kind));
        let other = match found {
            Ok(other) => other,
            Err(errno) => return done(Err(errno)),
        };
        let listener = self.sockets[other].unix();
        if !listener.listening || self.sockets[other].shut.receive {
            return done(Err(Errno::ECONNREFUSED));
        }
        if listener.embryos.len() as u32 > listener.queue_limit {
            return self.wait_to_send(s, other, nonblocking, progress, Errno::EAGAIN);
        }
        let socket = &self.sockets[s];
        if socket.stage == Stage::Connected {
            return done(Err(Errno::EISCONN));
        }
        if socket.unix().listening {
            return done(Err(Errno::EINVAL));
        }
        self.unix_make_connection(s, other);
        done(Ok(()))
    }

    fn unix_make_connection(&mut self, s: SocketId, listener: SocketId) {
        let parent = &self.sockets[listener];
        let mut own = Unix::new(self.sysctls.max_dgram_qlen);
        own.name = parent.unix().name.clone();
        let body = Protocol::Unix(Box::new(own));
        let mut child = Socket::new(abi::AF_UNIX, parent.kind, parent.options, body);
        child.uid = parent.uid;
        let child = self.add_socket(child);
        self.unix_join(s, child);
        self.sockets[listener].unix_mut().embryos.push_back(child);
        self.wake(listener, READABLE);
    }

    fn unix_connect_datagram(
        &mut self,
        s: SocketId,
        address: &Address,
        length: u32,
    ) -> Result<(), Errno> {
        if *address == Address::Unspecified && (2..=128).contains(&length) {
            self.unix_disconnect(s);
            return Ok(());
        }
        let other = self.unix_find(&name_in(address, length)?, abi::SOCK_DGRAM)?;
        if !self.unix_may_send(s, other) {
            return Err(Errno::EPERM);
        }
        if self.sockets[s].unix().peer.is_some() && self.unix_peer(s) != Some(other) {
            self.unix_disconnect(s);
        }
        self.unix_set_peer(s, other);
        Ok(())
    }

    /// A connected datagram socket takes messages from its peer only.
    pub(crate) fn unix_may_send(&self, s: SocketId, other: SocketId) -> bool {
        self.unix_peer(other).is_none_or(|peer| peer == s)
    }

    pub(crate) fn unix_take_accepted(&mut self, s: SocketId) -> Result<Option<SocketId>, Errno> {
        let socket = &mut self.sockets[s];
        if socket.kind == abi::SOCK_DGRAM {
            return Err(Errno::EOPNOTSUPP);
        }
        if !socket.unix().listening || (socket.shut.receive && socket.unix().embryos.is_empty()) {
            return Err(Errno::EINVAL);
        }
        let child = socket.unix_mut().embryos.pop_front();
        if child.is_some() {
            // Whoever waits for room in the queue may have found it.
            self.wake(s, ANY_NEWS);
        }
        Ok(child)
    }

    pub(crate) fn unix_shutdown(&mut self, s: SocketId, how: Shut) -> Reply {
        self.sockets[s].shut.add(how);
        let streams = self.sockets[s].kind != abi::SOCK_DGRAM;
        if streams && let Some(peer) = self.unix_peer(s) {
            self.sockets[peer].shut.add(Shut { receive: how.send, send: how.receive });
            self.wake_all(peer);
        }
        self.wake_own(s);
        Reply::Number(0)
    }

    pub(crate) fn unix_close(&mut self, s: SocketId) {
        self.unix_close_one(s, false);
    }

    fn unix_close_one(&mut self, s: SocketId, embryo: bool) {
        let peer = self.unix_peer(s);
        let socket = &mut self.sockets[s];
        let streams = socket.kind != abi::SOCK_DGRAM;
        let unix = socket.unix_mut();
        let unread = unix.queue.iter().any(|message| !message.data.is_empty());
        let name = unix.name.clone();
        let embryos = std::mem::take(&mut unix.embryos);
        let messages = std::mem::take(&mut unix.queue);
        unix.listening = false;
        let key = name_key(&name, self.sockets[s].kind);
        if self.unix_names.get(&key) == Some(&s) {
            self.unix_names.remove(&key);
        }
        for message in messages {
            self.unix_release_memory(&message);
        }
        for child in embryos {
            self.unix_close_one(child, true);
        }
        if streams && let Some(peer) = peer {
            let other = &mut self.sockets[peer];
            other.shut = Shut::BOTH;
            if unread || embryo {
                other.error = Some(Errno::ECONNRESET);
            }
            self.wake_all(peer);
        }
        self.destroy(s);
    }

    pub(crate) fn unix_readiness(&self, s: SocketId) -> u32 {
        let socket = &self.sockets[s];
        let unix = socket.unix();
        let mut mask = 0;
        if socket.error.is_some() {
            mask |= abi::POLLERR;
        }
        if socket.shut == Shut::BOTH {
            mask |= abi::POLLHUP;
        }
        if socket.shut.receive {
            mask |= abi::POLLRDHUP | abi::POLLIN | abi::POLLRDNORM;
        }
        if !unix.queue.is_empty() || !unix.embryos.is_empty() {
            mask |= abi::POLLIN | abi::POLLRDNORM;
        }
        let streams = socket.kind != abi::SOCK_DGRAM;
        if streams && socket.stage != Stage::Connected && !unix.listening {
            mask |= abi::POLLHUP;
        }
        if !unix.listening && self.unix_is_writable(s) {
            mask |= abi::POLLOUT | abi::POLLWRNORM | abi::POLLWRBAND;
        }
        mask
    }
}

/// What a name is found by: each type has its own abstract names, a path is a path.
fn name_key(name: &UnixName, kind: i32) -> (UnixName, i32) {
    (name.clone(), if matches!(name, UnixName::Path(_)) { 0 } else { kind })
}

/// The name that a program gave, in the length that it claimed (`unix_validate_addr`).
fn name_in(address: &Address, length: u32) -> Result<UnixName, Errno> {
    let Address::Unix(name) = address else { return Err(Errno::EINVAL) };
    check_name(name)?;
    name.within(length).ok_or(Errno::EINVAL)
}

/// A socket's file needs a folder; of those, the world has the usual ones.
fn check_folder(path: &str) -> Result<(), Errno> {
    const FOLDERS: [&str; 6] = ["", "/tmp", "/run", "/var/run", "/var/tmp", "/dev/shm"];
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    if FOLDERS.contains(&folder) { Ok(()) } else { Err(Errno::ENOENT) }
}

/// A name must fit `sun_path`.
fn check_name(name: &UnixName) -> Result<(), Errno> {
    match name {
        UnixName::Path(name) if name.is_empty() || name.len() > UNIX_PATH_MAX => Err(Errno::EINVAL),
        UnixName::Abstract(name) if name.len() >= UNIX_PATH_MAX => Err(Errno::EINVAL),
        _ => Ok(()),
    }
}
