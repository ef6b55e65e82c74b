//! The system-call table: each call goes to the file that knows its noun.

use crate::abi;
use crate::call::{Call, CallResult, Fd, Outcome, Reply, Wait};
use crate::create::kind_and_flags;
use crate::errno::Errno;
use crate::host::Host;
use crate::id::ThreadId;
use crate::process::{Object, Progress};
use crate::socket::Protocol;

impl Host {
    /// Performs a call, or says what it has to wait for.
    pub(crate) fn perform(
        &mut self,
        thread: ThreadId,
        call: &Call,
        progress: &mut Progress,
    ) -> Outcome {
        match *call {
            Call::Accept { fd, flags } => self.sys_accept(thread, fd, flags, progress),
            Call::Connect { fd, ref address, length } => {
                self.sys_connect(thread, fd, (address, length), progress)
            }
            Call::Send { fd, ref data, flags, ref address } => {
                self.sys_send(thread, fd, (data, flags, address.as_ref()), progress)
            }
            Call::Receive { fd, length, flags } => {
                self.sys_receive(thread, fd, (length, flags), progress)
            }
            Call::Poll { ref fds, timeout_ms } => self.sys_poll(thread, fds, timeout_ms, progress),
            Call::Select { ref read, ref write, ref except, timeout_ms } => {
                self.sys_select(thread, [read, write, except], timeout_ms, progress)
            }
            Call::EpollWait { epoll, max, timeout_ms } => {
                self.sys_epoll_wait(thread, epoll, (max, timeout_ms), progress)
            }
            Call::Close { fd } => self.sys_close_or_linger(thread, fd, progress),
            Call::Sleep { seconds, ns } => self.sys_sleep((seconds, ns), progress),
            _ => Outcome::Done(self.perform_at_once(thread, call)),
        }
    }

    /// Calls that never sleep.
    fn perform_at_once(&mut self, thread: ThreadId, call: &Call) -> CallResult {
        match *call {
            Call::Socket { domain, kind, protocol } => {
                self.sys_socket(thread, domain, kind, protocol)
            }
            Call::SocketPair { domain, kind, protocol } => {
                self.sys_socket_pair(thread, domain, kind, protocol)
            }
            Call::Bind { fd, ref address, length } => self.sys_bind(thread, fd, address, length),
            Call::Listen { fd, backlog } => self.sys_listen(thread, fd, backlog),
            Call::Shutdown { fd, how } => self.sys_shutdown(thread, fd, how),
            Call::Dup { fd } => self.sys_dup(thread, fd),
            Call::Dup2 { fd, new } => self.sys_dup2(thread, fd, new),
            Call::SetFlags { fd, flags } => self.sys_flags(thread, fd, Some(flags)),
            Call::ReadFlags { fd } => self.sys_flags(thread, fd, None),
            Call::SetOption { fd, level, name, value } => {
                self.sys_set_option(thread, fd, (level, name), value)
            }
            Call::ReadOption { fd, level, name } => self.sys_read_option(thread, fd, level, name),
            Call::LocalName { fd } => self.sys_local_name(thread, fd),
            Call::PeerName { fd } => self.sys_peer_name(thread, fd),
            Call::EpollCreate => self.sys_epoll_create(thread),
            Call::EpollControl { epoll, how, fd, events, data } => {
                self.sys_epoll_control(thread, (epoll, how, fd), events, data)
            }
            Call::Fork => self.sys_fork(thread),
            Call::Exit => Ok(self.sys_exit(thread)),
            Call::SetUser { uid } => self.sys_set_user(thread, uid),
            Call::SetDescriptorLimit { limit } => self.sys_set_limit(thread, limit),
            Call::SetProcessLimit { limit } => self.sys_set_process_limit(thread, limit),
            // The others were performed above; a call is in one of the two tables.
            _ => Err(Errno::EINVAL),
        }
    }

    fn sys_sleep(&mut self, (seconds, ns): (i64, i64), progress: &mut Progress) -> Outcome {
        const SECOND_NS: i64 = 1_000_000_000;
        if seconds < 0 || !(0..SECOND_NS).contains(&ns) {
            return Outcome::Done(Err(Errno::EINVAL));
        }
        let ns = (seconds as u64).saturating_mul(SECOND_NS as u64).saturating_add(ns as u64);
        if progress.timed_out || ns == 0 {
            return Outcome::Done(Ok(Reply::Number(0)));
        }
        let deadline = *progress.deadline.get_or_insert(self.now.plus_ns(ns));
        Outcome::Blocked(Wait { sockets: Vec::new(), deadline: Some(deadline) })
    }

    fn sys_socket_pair(
        &mut self,
        thread: ThreadId,
        domain: i32,
        kind: i32,
        protocol: i32,
    ) -> CallResult {
        let (kind, nonblocking) = kind_and_flags(kind)?;
        // Both descriptors are reserved before anything else is looked at.
        let process = self.process_of_mut(thread);
        let first = process.lowest_free()?;
        process.reserved.push(first);
        let second = process.lowest_free();
        process.reserved.retain(|&fd| fd != first);
        let second = second?;
        let (one, other) = self.new_pair(domain, kind, protocol)?;
        self.open_at(thread, first, Object::Socket(one), nonblocking);
        self.open_at(thread, second, Object::Socket(other), nonblocking);
        Ok(Reply::Pair(first, second))
    }

    fn sys_shutdown(&mut self, thread: ThreadId, fd: Fd, how: i32) -> CallResult {
        let (s, _) = self.socket_of(thread, fd)?;
        let shut = match how {
            abi::SHUT_RD => crate::socket::Shut { receive: true, send: false },
            abi::SHUT_WR => crate::socket::Shut { receive: false, send: true },
            abi::SHUT_RDWR => crate::socket::Shut::BOTH,
            _ => return Err(Errno::EINVAL),
        };
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_shutdown(s, shut),
            Protocol::Udp(_) => self.udp_shutdown(s, shut),
            Protocol::Unix(_) => Ok(self.unix_shutdown(s, shut)),
            Protocol::Request(_) | Protocol::TimeWait(_) => Err(Errno::ENOTCONN),
        }
    }
}
