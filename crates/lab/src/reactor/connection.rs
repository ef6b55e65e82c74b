//! Connections: made, accepted, read, written, shut down and closed with the calls of libuv.

use std::net::Ipv6Addr;

use kernel::{Address, Call, Endpoint, Errno, Fd, OptionValue, Payload, Reply, abi};

use super::event::{Event, Place};
use super::event_loop::EventLoop;
use super::handle::{Chunk, Family, Fin, Handle, Key, Kind, Phase, Stream};
use super::limits::{HANDLES_MAX, QUEUED_MAX, READ_LEN};
use super::news::News;

/// Seconds between keepalive probes that Chromium asks for.
const KEEPALIVE_SECONDS: i32 = 45;

/// A name that nobody knows; or an address of IPv6, to which nothing leads in this world.
fn unreachable(host: &str, port: u16) -> News {
    if host.parse::<Ipv6Addr>().is_ok() {
        let place = Place { address: host.to_owned(), port };
        return News::Failed { syscall: "connect", errno: Errno::ENETUNREACH, place };
    }
    News::NotFound(host.to_owned())
}

impl EventLoop {
    pub(crate) async fn socket(&self, kind: i32, line: u32) -> Result<Fd, Errno> {
        if self.handles.len() >= HANDLES_MAX {
            return Err(Errno::EMFILE);
        }
        let kind = kind | abi::SOCK_NONBLOCK | abi::SOCK_CLOEXEC;
        let call = Call::Socket { domain: abi::AF_INET, kind, protocol: 0 };
        self.call(call, line).await.map(|reply| reply.number())
    }

    pub(crate) async fn connect(&mut self, key: Key, host: &str, port: u16, line: u32) {
        if self.handles.has(key) {
            return self.fail(key, "connect", Errno::EISCONN);
        }
        let family = Family::of(host);
        let Some(route) = self.route(host, port) else {
            return self.tell(key, unreachable(host, port));
        };
        let to = route.to;
        let fd = match self.socket(abi::SOCK_STREAM, line).await {
            Ok(fd) => fd,
            Err(errno) => return self.fail(key, "connect", errno),
        };
        if matches!(key, Key::Page(_)) {
            self.set_browser_options(fd, line).await;
        }
        let stream = Stream::new(to, Phase::Connecting);
        self.handles.insert(key, Handle::new(fd, family, Kind::Stream(stream)));
        match self.call(Call::connect(fd, to), line).await {
            Ok(_) | Err(Errno::EINPROGRESS) => {}
            Err(errno) => self.fail_connect(key, errno),
        }
    }

    /// What Chromium sets on every connection that it makes.
    async fn set_browser_options(&self, fd: Fd, line: u32) {
        let on = OptionValue::Int(1);
        let seconds = OptionValue::Int(KEEPALIVE_SECONDS);
        self.set_option((fd, line), (abi::IPPROTO_TCP, abi::TCP_NODELAY), on).await;
        self.set_option((fd, line), (abi::SOL_SOCKET, abi::SO_KEEPALIVE), on).await;
        self.set_option((fd, line), (abi::IPPROTO_TCP, abi::TCP_KEEPIDLE), seconds).await;
        self.set_option((fd, line), (abi::IPPROTO_TCP, abi::TCP_KEEPINTVL), seconds).await;
    }

    fn fail_connect(&mut self, key: Key, errno: Errno) {
        let Some(handle) = self.handles.change(key) else { return };
        let family = handle.family;
        let Some(stream) = handle.stream() else { return };
        stream.phase = Phase::Failed;
        let place = family.place(stream.peer);
        self.tell(key, News::Failed { syscall: "connect", errno, place });
    }

    pub(crate) fn fail(&mut self, key: Key, syscall: &'static str, errno: Errno) {
        self.tell(key, News::Failed { syscall, errno, place: Place::default() });
    }

    /// An error ends all reading and writing; what waited is dropped.
    fn fail_stream(&mut self, key: Key, syscall: &'static str, errno: Errno) {
        if let Some(stream) = self.handles.stream(key) {
            stream.phase = Phase::Failed;
            let dropped = stream.queued();
            stream.queue.clear();
            self.queued -= dropped;
        }
        self.fail(key, syscall, errno);
    }

    /// Looks at the news of one descriptor.
    pub(crate) async fn take_ready(&mut self, fd: Fd, news: u32) {
        const BROKEN: u32 = abi::POLLERR | abi::POLLHUP;
        let Some(key) = self.handles.key_of(fd) else { return };
        let Some(handle) = self.handles.change(key) else { return };
        let phase = match &handle.kind {
            Kind::Listener { .. } => return self.accept(key).await,
            Kind::Datagram { .. } => return self.take_datagram_news(key, news).await,
            Kind::Stream(stream) => stream.phase,
        };
        let is_reading = handle.stream().is_some_and(|stream| stream.is_reading);
        match phase {
            Phase::Connecting => self.finish_connect(key, fd).await,
            Phase::Open | Phase::Ended => {
                if phase == Phase::Open && is_reading && news & (abi::POLLIN | BROKEN) != 0 {
                    self.read(key, fd).await;
                }
                if news & (abi::POLLOUT | BROKEN) != 0 {
                    self.flush(key).await;
                }
            }
            Phase::Failed => {}
        }
    }

    async fn finish_connect(&mut self, key: Key, fd: Fd) {
        let (level, name) = (abi::SOL_SOCKET, abi::SO_ERROR);
        let error = match self.call(Call::ReadOption { fd, level, name }, 0).await {
            Ok(Reply::Option(OptionValue::Error(error))) => error,
            Ok(_) => None,
            Err(errno) => Some(errno),
        };
        match error {
            Some(Errno::EINPROGRESS) => return,
            Some(errno) => return self.fail_connect(key, errno),
            None => {}
        }
        let local = self.local_name(fd, 0).await;
        let Some(handle) = self.handles.change(key) else { return };
        let family = handle.family;
        let Some(stream) = handle.stream() else { return };
        stream.phase = Phase::Open;
        let (remote, local) = (family.place(stream.peer), family.place(local));
        self.tell(key, News::Connected { remote, local });
        self.flush(key).await;
    }

    async fn read(&mut self, key: Key, fd: Fd) {
        match self.call(Call::receive(fd, READ_LEN), 0).await {
            Ok(Reply::Received { data, .. }) if data.is_empty() => {
                if let Some(stream) = self.handles.stream(key) {
                    stream.phase = Phase::Ended;
                }
                self.tell(key, News::End);
            }
            Ok(Reply::Received { data, .. }) => {
                if data.len() == READ_LEN {
                    // There may be more: it is read behind JavaScript's turn, before other news.
                    self.handles.ready.push_front((fd, abi::POLLIN));
                }
                self.tell(key, News::Data(data));
            }
            Ok(_) | Err(Errno::EAGAIN | Errno::EINTR) => {}
            Err(errno) => self.fail_stream(key, "read", errno),
        }
    }

    /// Gives bytes to a connection, which the kernel takes at once or when it has room.
    pub(crate) async fn write(&mut self, key: Key, data: Payload, line: u32) {
        let len = data.len();
        let is_room = self.queued.saturating_add(len) <= QUEUED_MAX;
        let Some(stream) = self.handles.stream(key) else {
            return self.fail(key, "write", Errno::EBADF);
        };
        if stream.phase == Phase::Failed || stream.fin != Fin::Unasked {
            return self.fail(key, "write", Errno::EPIPE);
        }
        if !is_room {
            return self.fail_stream(key, "write", Errno::ENOBUFS);
        }
        let is_first = stream.queue.is_empty();
        let is_open = stream.phase != Phase::Connecting;
        stream.queue.push_back(Chunk { left: data, len, line });
        self.queued += len;
        if is_first && is_open {
            self.flush(key).await;
        }
    }

    /// Writes what waits until the kernel has no more room, then FIN if that was asked for.
    async fn flush(&mut self, key: Key) {
        // Chromium asks for an error instead of a signal; Node ignores the signal.
        let flags = if matches!(key, Key::Page(_)) { abi::MSG_NOSIGNAL } else { 0 };
        loop {
            let Some(handle) = self.handles.change(key) else { return };
            let fd = handle.fd;
            let Some(stream) = handle.stream() else { return };
            let Some(chunk) = stream.queue.front() else { break };
            let (data, len, line) = (chunk.left.clone(), chunk.len, chunk.line);
            let offered = data.len();
            let taken = if offered == 0 {
                0
            } else {
                let call = Call::Send { fd, data, flags, address: None };
                match self.call(call, line).await {
                    Ok(reply) => usize::try_from(reply.number()).unwrap_or(0).min(offered),
                    Err(Errno::EAGAIN | Errno::EINTR) => return,
                    Err(errno) => return self.fail_stream(key, "write", errno),
                }
            };
            self.queued -= taken;
            let Some(stream) = self.handles.stream(key) else { return };
            if taken < offered {
                if let Some(chunk) = stream.queue.front_mut() {
                    chunk.left = chunk.left.skip(taken);
                }
                return;
            }
            stream.queue.pop_front();
            self.tell(key, News::Written(len));
        }
        self.send_fin(key).await;
    }

    pub(crate) async fn shut_down(&mut self, key: Key, line: u32) {
        let Some(stream) = self.handles.stream(key) else { return };
        if stream.fin != Fin::Unasked || stream.phase == Phase::Failed {
            return;
        }
        stream.fin = Fin::Waits(line);
        if stream.phase != Phase::Connecting {
            self.send_fin(key).await;
        }
    }

    async fn send_fin(&mut self, key: Key) {
        let Some(handle) = self.handles.get(key) else { return };
        let fd = handle.fd;
        let Some(stream) = handle.stream() else { return };
        let Fin::Waits(line) = stream.fin else { return };
        if stream.phase == Phase::Connecting || !stream.queue.is_empty() {
            return;
        }
        stream.fin = Fin::Sent;
        if let Err(errno) = self.call(Call::Shutdown { fd, how: abi::SHUT_WR }, line).await {
            self.fail(key, "shutdown", errno);
        }
    }

    /// Closes a socket of any kind.
    pub(crate) async fn close(&mut self, key: Key, line: u32) {
        let Some(handle) = self.handles.remove(key) else { return };
        self.queued -= handle.queued();
        if handle.watched != 0 {
            self.control(abi::EPOLL_CTL_DEL, handle.fd, 0).await;
        }
        let _closed = self.call(Call::Close { fd: handle.fd }, line).await;
        self.accept_again();
    }

    /// Closes with RST (`SO_LINGER` of 0 seconds).
    pub(crate) async fn reset(&mut self, key: Key, line: u32) {
        if let Some(handle) = self.handles.get(key) {
            let (fd, at_once) = (handle.fd, OptionValue::Linger(1, 0));
            self.set_option((fd, line), (abi::SOL_SOCKET, abi::SO_LINGER), at_once).await;
        }
        self.close(key, line).await;
    }

    pub(crate) async fn accept(&mut self, key: Key) {
        let Some(listener) = self.handles.get(key) else { return };
        let (listening, family) = (listener.fd, listener.family);
        let Kind::Listener { local, .. } = listener.kind else { return };
        let flags = abi::SOCK_NONBLOCK | abi::SOCK_CLOEXEC;
        let (fd, peer) = match self.call(Call::Accept { fd: listening, flags }, 0).await {
            Ok(Reply::Accepted { fd, peer: Address::Inet(peer) }) => (fd, peer),
            Ok(_) | Err(Errno::EAGAIN | Errno::EINTR | Errno::ECONNABORTED) => return,
            Err(errno) => return self.fail_accept(key, errno),
        };
        // More may wait: they are accepted behind JavaScript's turn.
        self.handles.ready.push_front((listening, abi::POLLIN));
        if self.handles.len() >= HANDLES_MAX {
            let _closed = self.call(Call::Close { fd }, 0).await;
            return self.fail_accept(key, Errno::EMFILE);
        }
        let local = match local {
            Endpoint { ip, .. } if ip.is_any() => self.local_name(fd, 0).await,
            local => local,
        };
        let new = self.next_connection;
        self.next_connection = new.checked_add(1).unwrap_or(1 << 31);
        let stream = Stream::new(peer, Phase::Open);
        let handle = Handle::new(fd, family, Kind::Stream(stream));
        self.handles.insert(Key::Script(new), handle);
        let (remote, local) = (family.place(peer), family.place(local));
        if let Key::Script(id) = key {
            self.events.push((id, Event::Connection { new, remote, local }));
        }
    }

    /// Without a free descriptor a waiting connection stays news for ever: the listener rests
    /// until one is closed.
    fn fail_accept(&mut self, key: Key, errno: Errno) {
        if let Some(Handle { kind: Kind::Listener { is_full, .. }, .. }) = self.handles.change(key)
        {
            *is_full = true;
        }
        self.fail(key, "accept", errno);
    }

    fn accept_again(&mut self) {
        for key in self.handles.keys() {
            let is_full =
                |handle: &Handle| matches!(handle.kind, Kind::Listener { is_full: true, .. });
            if self.handles.peek(key).is_some_and(is_full)
                && let Some(Handle { kind: Kind::Listener { is_full, .. }, .. }) =
                    self.handles.change(key)
            {
                *is_full = false;
            }
        }
    }
}
