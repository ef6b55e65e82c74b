//! What a program may ask of the system below it.

use std::collections::{BTreeMap, VecDeque};

use kernel::{
    Call, CallResult, Endpoint, Errno, Fd, HostId, Ip, OptionValue, Outcome, ProcessId, Reply, Rng,
    ThreadId, Time, World, abi,
};

use super::News;
use super::socket::{Socket, Stage, Then};

/// The most bytes that one `recv` asks for, as Node does.
const RECEIVE_MAX: usize = 64 << 10;
/// The most bytes that one `send` gives.
const SEND_MAX: usize = 256 << 10;
/// The most events that one `epoll_wait` asks for.
const EVENTS_MAX: i32 = 64;
/// More descriptors than any program here opens.
const DESCRIPTORS_MAX: u32 = 1 << 16;

/// A process with its event loop.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) host: HostId,
    pub(super) id: ProcessId,
    thread: ThreadId,
    epoll: Fd,
    sockets: BTreeMap<Fd, Socket>,
    /// The moments to be woken at, the first first: the time, and the program's own number.
    timers: Vec<(Time, u32)>,
    /// News that the kernel did not have to be asked for.
    told: VecDeque<(Fd, News)>,
    luck: Rng,
    is_running: bool,
}

/// The system as a program sees it.
#[derive(Debug)]
pub struct Os<'n> {
    pub(super) world: &'n mut World,
    pub(super) process: &'n mut Process,
}

impl Process {
    pub(super) fn new(world: &mut World, host: HostId, name: &str, luck: Rng) -> Self {
        let (id, thread) = world.spawn(host, name);
        // A program of a picture may listen where the protocols have their ports.
        world.allow_low_ports(host, id);
        world.syscall(host, thread, Call::SetDescriptorLimit { limit: DESCRIPTORS_MAX });
        let opened = world.syscall(host, thread, Call::EpollCreate);
        let epoll = match opened {
            Outcome::Done(Ok(reply)) => reply.number(),
            _ => -1,
        };
        let (sockets, told) = (BTreeMap::new(), VecDeque::new());
        let is_running = true;
        Self { host, id, thread, epoll, sockets, timers: Vec::new(), told, luck, is_running }
    }

    pub(super) const fn is_running(&self) -> bool {
        self.is_running
    }

    /// It has ended: nothing reaches it any more.
    pub(super) fn end(&mut self) {
        self.is_running = false;
        self.sockets.clear();
        self.timers.clear();
        self.told.clear();
    }

    /// When it wants to be woken next.
    pub(super) fn next_timer(&self) -> Option<Time> {
        self.timers.first().map(|(at, _)| *at)
    }

    /// The timer that has come by now, if one has.
    pub(super) fn take_timer(&mut self, now: Time) -> Option<u32> {
        let (at, _) = self.timers.first()?;
        (*at <= now).then(|| self.timers.remove(0).1)
    }
}

impl Os<'_> {
    /// The present moment.
    pub const fn now(&self) -> Time {
        self.world.now()
    }

    /// A number below a bound, the same in every run of the same network.
    pub const fn random(&mut self, below: u32) -> u32 {
        self.process.luck.below(below)
    }

    /// Wakes the program at a moment with a number of its own.
    pub fn timer(&mut self, at: Time, key: u32) {
        let timers = &mut self.process.timers;
        let place = timers.partition_point(|(other, _)| *other <= at);
        timers.insert(place, (at, key));
    }

    /// Takes back all timers of this number.
    pub fn cancel(&mut self, key: u32) {
        self.process.timers.retain(|(_, other)| *other != key);
    }

    /// `socket`, `bind` to a port of all addresses with `SO_REUSEADDR`, `listen`.
    pub fn listen(&mut self, port: u16, backlog: i32) -> Result<Fd, Errno> {
        let fd = self.socket()?;
        self.set_option(fd, abi::SOL_SOCKET, abi::SO_REUSEADDR, OptionValue::Int(1))?;
        let bound = self.call(Call::bind(fd, Endpoint::new(Ip::ANY, port)));
        let listening = bound.and_then(|_| self.call(Call::Listen { fd, backlog }));
        if let Err(errno) = listening {
            let _closed = self.call(Call::Close { fd });
            return Err(errno);
        }
        self.open(fd, Stage::Listening);
        Ok(fd)
    }

    /// `socket` and `connect`: [`News::Connected`] or [`News::Failed`] comes later.
    pub fn connect(&mut self, to: Endpoint) -> Result<Fd, Errno> {
        let fd = self.socket()?;
        match self.call(Call::connect(fd, to)) {
            Ok(_) => {
                self.open(fd, Stage::Open);
                self.process.told.push_back((fd, News::Connected));
            }
            Err(Errno::EINPROGRESS) => self.open(fd, Stage::Connecting),
            Err(errno) => {
                let _closed = self.call(Call::Close { fd });
                return Err(errno);
            }
        }
        Ok(fd)
    }

    /// Sends bytes. What the kernel has no room for is queued here, and goes as soon as it has.
    pub fn send(&mut self, fd: Fd, bytes: &[u8]) {
        let Some(socket) = self.process.sockets.get_mut(&fd) else { return };
        if socket.then != Then::Nothing || socket.stage == Stage::Listening {
            return;
        }
        socket.push(bytes);
        self.flush(fd);
    }

    /// Bytes that the kernel has not taken yet.
    pub fn queued(&self, fd: Fd) -> usize {
        self.process.sockets.get(&fd).map_or(0, Socket::queued)
    }

    /// Takes bytes off the end of the queue again, as a program that drops messages does. Gives how
    /// many were there.
    pub fn unsend(&mut self, fd: Fd, count: usize) -> usize {
        let Some(socket) = self.process.sockets.get_mut(&fd) else { return 0 };
        let cut = socket.cut(count);
        self.watch(fd);
        cut
    }

    /// Whether a socket is open for this program.
    pub fn is_open(&self, fd: Fd) -> bool {
        self.process.sockets.contains_key(&fd)
    }

    /// The sockets that are open, listeners too.
    pub fn sockets(&self) -> impl Iterator<Item = Fd> {
        self.process.sockets.keys().copied()
    }

    /// Reads nothing more: what comes stays in the kernel until its window is shut.
    pub fn pause(&mut self, fd: Fd) {
        if let Some(socket) = self.process.sockets.get_mut(&fd) {
            socket.is_paused = true;
            self.watch(fd);
        }
    }

    /// Reads again.
    pub fn resume(&mut self, fd: Fd) {
        if let Some(socket) = self.process.sockets.get_mut(&fd) {
            socket.is_paused = false;
            self.watch(fd);
        }
    }

    /// Reads once, at most so many bytes, even where reading is paused. Nothing there is no bytes.
    pub fn read(&mut self, fd: Fd, max: usize) -> Vec<u8> {
        match self.call(Call::receive(fd, max)) {
            Ok(Reply::Received { data, .. }) => data.to_vec(),
            _ => Vec::new(),
        }
    }

    /// `setsockopt`.
    pub fn set_option(
        &mut self,
        fd: Fd,
        level: i32,
        name: i32,
        value: OptionValue,
    ) -> Result<(), Errno> {
        self.call(Call::SetOption { fd, level, name, value }).map(drop)
    }

    /// `TCP_NODELAY`: what is sent goes at once.
    pub fn no_delay(&mut self, fd: Fd) {
        let value = OptionValue::Int(1);
        let _set = self.set_option(fd, abi::IPPROTO_TCP, abi::TCP_NODELAY, value);
    }

    /// Ends sending, behind what is queued.
    pub fn shutdown(&mut self, fd: Fd) {
        self.end(fd, Then::ShutDown);
    }

    /// Closes a socket, behind what is queued. The program hears no more of it.
    pub fn close(&mut self, fd: Fd) {
        self.end(fd, Then::Close);
    }

    /// Closes a socket at once, and with it the connection, by an RST.
    pub fn abort(&mut self, fd: Fd) {
        if !self.is_open(fd) {
            return;
        }
        let value = OptionValue::Linger(1, 0);
        let _set = self.set_option(fd, abi::SOL_SOCKET, abi::SO_LINGER, value);
        self.forget(fd);
    }

    fn end(&mut self, fd: Fd, how: Then) {
        let Some(socket) = self.process.sockets.get_mut(&fd) else { return };
        if socket.then != Then::Close {
            socket.then = how;
        }
        if socket.stage == Stage::Open {
            self.flush(fd);
        } else {
            self.forget(fd);
        }
    }

    /// One of this program's calls, which never sleep.
    fn call(&mut self, call: Call) -> CallResult {
        let Process { host, thread, .. } = *self.process;
        match self.world.syscall(host, thread, call) {
            Outcome::Done(result) => result,
            Outcome::Blocked(_) => Err(Errno::EAGAIN),
        }
    }

    fn socket(&mut self) -> Result<Fd, Errno> {
        let kind = abi::SOCK_STREAM | abi::SOCK_NONBLOCK;
        let call = Call::Socket { domain: abi::AF_INET, kind, protocol: 0 };
        self.call(call).map(|reply| reply.number())
    }

    fn open(&mut self, fd: Fd, stage: Stage) {
        self.process.sockets.insert(fd, Socket::new(stage));
        self.watch(fd);
    }

    /// Asks the kernel for the news that there is something to be done about. Where there is
    /// nothing, not even an error is asked for: it would be told again and again.
    fn watch(&mut self, fd: Fd) {
        let epoll = self.process.epoll;
        let Some(socket) = self.process.sockets.get_mut(&fd) else { return };
        let events = socket.wanted();
        let how = match (socket.watched, events) {
            (before, now) if before == now => return,
            (0, _) => abi::EPOLL_CTL_ADD,
            (_, 0) => abi::EPOLL_CTL_DEL,
            _ => abi::EPOLL_CTL_MOD,
        };
        socket.watched = events;
        let data = u64::try_from(fd).unwrap_or(0);
        let _watched = self.call(Call::EpollControl { epoll, how, fd, events, data });
    }

    /// Closes a descriptor and forgets the socket.
    fn forget(&mut self, fd: Fd) {
        self.process.sockets.remove(&fd);
        self.process.told.retain(|(other, _)| *other != fd);
        let _closed = self.call(Call::Close { fd });
    }

    fn fail(&mut self, fd: Fd, errno: Errno) {
        let is_heard = self.process.sockets.get(&fd).is_some_and(|it| it.then != Then::Close);
        self.forget(fd);
        if is_heard {
            self.process.told.push_back((fd, News::Failed(errno)));
        }
    }

    /// Gives the kernel as much of the queue as it takes.
    fn flush(&mut self, fd: Fd) {
        let mut has_sent = false;
        while let Some(socket) = self.process.sockets.get_mut(&fd)
            && socket.stage == Stage::Open
            && socket.queued() > 0
        {
            let data = socket.first(SEND_MAX).into();
            let flags = abi::MSG_NOSIGNAL;
            match self.call(Call::Send { fd, data, flags, address: None }) {
                Ok(reply) => {
                    let sent = usize::try_from(reply.number()).unwrap_or(0);
                    let Some(socket) = self.process.sockets.get_mut(&fd) else { return };
                    socket.take(sent);
                    has_sent = true;
                }
                Err(Errno::EAGAIN) => break,
                Err(errno) => return self.fail(fd, errno),
            }
        }
        let Some(socket) = self.process.sockets.get_mut(&fd) else { return };
        if socket.queued() == 0 && socket.stage == Stage::Open {
            match socket.then {
                Then::Nothing if has_sent && socket.watched & abi::POLLOUT != 0 => {
                    self.process.told.push_back((fd, News::Drained));
                }
                Then::Nothing => {}
                Then::ShutDown => {
                    let _shut = self.call(Call::Shutdown { fd, how: abi::SHUT_WR });
                }
                Then::Close => return self.forget(fd),
            }
        }
        self.watch(fd);
    }

    /// The next news for the program.
    pub(super) fn next_news(&mut self) -> Option<(Fd, News)> {
        loop {
            if let Some(told) = self.process.told.pop_front() {
                return Some(told);
            }
            let epoll = self.process.epoll;
            let wait = Call::EpollWait { epoll, max: EVENTS_MAX, timeout_ms: 0 };
            let Ok(Reply::Events(events)) = self.call(wait) else { return None };
            if events.is_empty() {
                return None;
            }
            for (revents, data) in events {
                if let Ok(fd) = Fd::try_from(data) {
                    self.look(fd, revents);
                }
            }
        }
    }

    /// Does what the kernel says that can be done.
    fn look(&mut self, fd: Fd, revents: u32) {
        let Some(socket) = self.process.sockets.get_mut(&fd) else { return };
        match socket.stage {
            Stage::Listening => self.accept(fd),
            Stage::Connecting => self.connected(fd),
            Stage::Open => {
                if revents & abi::POLLOUT != 0 {
                    self.flush(fd);
                }
                let wanted = self.process.sockets.get(&fd).map_or(0, Socket::wanted);
                if wanted & abi::POLLIN != 0 && revents & !abi::POLLOUT != 0 {
                    self.receive(fd);
                } else if revents & abi::POLLERR != 0 && self.is_open(fd) {
                    let errno = self.error_of(fd).unwrap_or(Errno::ECONNRESET);
                    self.fail(fd, errno);
                }
            }
        }
    }

    fn accept(&mut self, listener: Fd) {
        let call = Call::Accept { fd: listener, flags: abi::SOCK_NONBLOCK };
        let Ok(Reply::Accepted { fd, peer }) = self.call(call) else { return };
        let kernel::Address::Inet(from) = peer else { return };
        self.open(fd, Stage::Open);
        self.process.told.push_back((fd, News::Accepted { listener, from }));
    }

    fn connected(&mut self, fd: Fd) {
        if let Some(errno) = self.error_of(fd) {
            return self.fail(fd, errno);
        }
        if let Some(socket) = self.process.sockets.get_mut(&fd) {
            socket.stage = Stage::Open;
            self.process.told.push_back((fd, News::Connected));
            self.flush(fd);
        }
    }

    /// `SO_ERROR`, which is forgotten by being read.
    fn error_of(&mut self, fd: Fd) -> Option<Errno> {
        let call = Call::ReadOption { fd, level: abi::SOL_SOCKET, name: abi::SO_ERROR };
        match self.call(call) {
            Ok(Reply::Option(OptionValue::Error(errno))) => errno,
            _ => None,
        }
    }

    fn receive(&mut self, fd: Fd) {
        match self.call(Call::receive(fd, RECEIVE_MAX)) {
            Ok(Reply::Received { data, .. }) if data.is_empty() => {
                if let Some(socket) = self.process.sockets.get_mut(&fd) {
                    socket.has_ended = true;
                }
                self.watch(fd);
                self.process.told.push_back((fd, News::Ended));
            }
            Ok(Reply::Received { data, .. }) => {
                self.process.told.push_back((fd, News::Received(data.to_vec())));
            }
            Err(Errno::EAGAIN) | Ok(_) => {}
            Err(errno) => self.fail(fd, errno),
        }
    }
}
