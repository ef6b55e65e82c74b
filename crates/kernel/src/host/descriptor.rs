//! Calls on descriptors themselves: `close`, `dup`, `fork`, flags and limits.

use crate::abi;
use crate::call::{CallResult, Fd, Outcome, Reply, Wait};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{FileId, ProcessId, SocketId, ThreadId};
use crate::process::{File, Object, Process, Progress};
use crate::socket::{Protocol, Socket};
use crate::tcp::State;

/// The greatest descriptor limit that can be set.
const DESCRIPTOR_LIMIT_MAX: u32 = 1 << 20;

impl Host {
    /// The description of a descriptor: of a call that slept, the one that it began with.
    pub(crate) fn file_of(&self, thread: ThreadId, fd: Fd) -> Result<FileId, Errno> {
        let held = self.threads[thread].held.iter().find(|(known, _)| *known == fd);
        held.map_or_else(|| self.process_of(thread).file(fd), |(_, file)| Ok(*file))
    }

    /// The socket of a descriptor, and whether its description is non-blocking.
    pub(crate) fn socket_of(&self, thread: ThreadId, fd: Fd) -> Result<(SocketId, bool), Errno> {
        let file = &self.files[self.file_of(thread, fd)?];
        match file.object {
            Object::Socket(s) => Ok((s, file.nonblocking)),
            Object::Epoll(_) | Object::Terminal => Err(Errno::ENOTSOCK),
        }
    }

    /// Opens a description for an object at the lowest free descriptor.
    pub(crate) fn open(
        &mut self,
        thread: ThreadId,
        object: Object,
        nonblocking: bool,
    ) -> Result<Fd, Errno> {
        let fd = self.process_of(thread).lowest_free()?;
        self.open_at(thread, fd, object, nonblocking);
        Ok(fd)
    }

    /// Opens a description for an object at a descriptor that is free.
    pub(crate) fn open_at(&mut self, thread: ThreadId, fd: Fd, object: Object, nonblocking: bool) {
        let file = self.files.insert(File { object, nonblocking, references: 1 });
        self.process_of_mut(thread).install(fd, file);
        if let Object::Socket(s) = object {
            self.sockets[s].file = Some(file);
        }
    }

    pub(crate) fn sys_close(&mut self, thread: ThreadId, fd: Fd) -> CallResult {
        let file = self.process_of(thread).file(fd)?;
        self.process_of_mut(thread).uninstall(fd);
        self.release_file(file);
        Ok(Reply::Number(0))
    }

    /// `close`, which with `SO_LINGER` waits until the peer has everything, or the time is up.
    pub(crate) fn sys_close_or_linger(
        &mut self,
        thread: ThreadId,
        fd: Fd,
        progress: &mut Progress,
    ) -> Outcome {
        if progress.lingering.is_none() {
            let linger = self.lingering_socket(thread, fd);
            let closed = self.sys_close(thread, fd);
            let (Ok(_), Some((s, inode, seconds))) = (&closed, linger) else {
                return Outcome::Done(closed);
            };
            progress.lingering = Some((s, inode));
            progress.deadline = Some(self.now.plus_ns(seconds * 1_000_000_000));
        }
        let waits = progress.lingering.filter(|&(s, inode)| {
            let socket = self.sockets.get(s).filter(|socket| socket.inode == inode);
            let state = socket.map_or(State::Closed, Socket::state);
            matches!(state, State::FinWait1 | State::Closing | State::LastAck)
        });
        match waits {
            Some((s, _)) if !progress.timed_out => {
                Outcome::Blocked(Wait { sockets: vec![s], deadline: progress.deadline })
            }
            _ => Outcome::Done(Ok(Reply::Number(0))),
        }
    }

    /// The TCP socket that this descriptor is the last one of, if it lingers, and for how long.
    fn lingering_socket(&self, thread: ThreadId, fd: Fd) -> Option<(SocketId, u32, u64)> {
        let file = &self.files[self.process_of(thread).file(fd).ok()?];
        let Object::Socket(s) = file.object else { return None };
        let socket = &self.sockets[s];
        let seconds = socket.options.linger.filter(|&seconds| seconds > 0)?;
        (file.references == 1 && socket.is_tcp()).then_some((s, socket.inode, seconds as u64))
    }

    /// One descriptor fewer refers to a description; the last one takes its object along.
    pub(crate) fn release_file(&mut self, file: FileId) {
        if self.unreference(file) {
            self.close_file(file);
        }
    }

    /// One descriptor fewer refers to a description. Gives whether it was the last one.
    pub(crate) fn unreference(&mut self, file: FileId) -> bool {
        let record = &mut self.files[file];
        record.references -= 1;
        record.references == 0
    }

    /// Takes along the object of a description that nothing refers to.
    pub(crate) fn close_file(&mut self, file: FileId) {
        let object = self.files[file].object;
        self.forget_file(file);
        self.files.remove(file);
        match object {
            Object::Socket(s) => self.close_socket(s),
            Object::Epoll(epoll) => self.close_epoll(epoll),
            Object::Terminal => {}
        }
    }

    fn close_socket(&mut self, s: SocketId) {
        self.sockets[s].file = None;
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_close(s),
            Protocol::Udp(_) => self.udp_close(s),
            Protocol::Unix(_) => self.unix_close(s),
            Protocol::Request(_) | Protocol::TimeWait(_) => {}
        }
    }

    pub(crate) fn sys_dup(&mut self, thread: ThreadId, fd: Fd) -> CallResult {
        let file = self.process_of(thread).file(fd)?;
        let new = self.process_of(thread).lowest_free()?;
        self.files[file].references += 1;
        self.process_of_mut(thread).install(new, file);
        Ok(Reply::Number(new))
    }

    pub(crate) fn sys_dup2(&mut self, thread: ThreadId, fd: Fd, new: Fd) -> CallResult {
        let process = self.process_of(thread);
        let file = process.file(fd)?;
        // The limit, lowered since, does not count for what is open already.
        if fd == new {
            return Ok(Reply::Number(new));
        }
        // Without a terminal, its three descriptors are not part of the world.
        let first = process.first_free() as u32;
        let is_taken = |new: u32| new >= process.descriptor_limit || new < first;
        if u32::try_from(new).map_or(true, is_taken) {
            return Err(Errno::EBADF);
        }
        self.files[file].references += 1;
        let old = self.process_of(thread).file(new).ok();
        self.process_of_mut(thread).install(new, file);
        if let Some(old) = old {
            self.release_file(old);
        }
        Ok(Reply::Number(new))
    }

    pub(crate) fn sys_flags(&mut self, thread: ThreadId, fd: Fd, flags: Option<i32>) -> CallResult {
        let file = self.process_of(thread).file(fd)?;
        let file = &mut self.files[file];
        match flags {
            Some(flags) => {
                file.nonblocking = flags & abi::O_NONBLOCK != 0;
                Ok(Reply::Number(0))
            }
            // A socket is open for reading and writing: O_RDWR.
            None => Ok(Reply::Number(2 | if file.nonblocking { abi::O_NONBLOCK } else { 0 })),
        }
    }

    pub(crate) fn sys_fork(&mut self, thread: ThreadId) -> CallResult {
        let parent = self.threads[thread].process;
        let mut child: Process = self.processes[parent].clone();
        // A number that a sleeping `accept` has taken is free in the copy (`dup_fd`).
        child.reserved.clear();
        let runs = |id| !self.processes[id].exited && self.processes[id].uid == child.uid;
        let same_user = self.threads.iter().filter(|(_, other)| runs(other.process)).count();
        if child.uid != 0 && same_user as u64 >= u64::from(child.fork_limit) {
            return Err(Errno::EAGAIN);
        }
        for &file in child.descriptors.iter().flatten() {
            self.files[file].references += 1;
        }
        let child: ProcessId = self.processes.insert(child);
        Ok(Reply::Child(child, self.add_thread(child)))
    }

    pub(crate) fn sys_exit(&mut self, thread: ThreadId) -> Reply {
        let process = self.threads[thread].process;
        self.end_process(process);
        Reply::Number(0)
    }

    pub(crate) fn sys_set_user(&mut self, thread: ThreadId, uid: u32) -> CallResult {
        let process = self.process_of_mut(thread);
        if uid == u32::MAX {
            return Err(Errno::EINVAL);
        }
        if process.uid != 0 && process.uid != uid {
            return Err(Errno::EPERM);
        }
        process.uid = uid;
        Ok(Reply::Number(0))
    }

    pub(crate) fn sys_set_limit(&mut self, thread: ThreadId, limit: u32) -> CallResult {
        let process = self.process_of_mut(thread);
        // Both limits are set, so only root raises them again.
        let raises = limit > process.descriptor_limit && process.uid != 0;
        if limit > DESCRIPTOR_LIMIT_MAX || raises {
            return Err(Errno::EPERM);
        }
        process.descriptor_limit = limit;
        Ok(Reply::Number(0))
    }

    pub(crate) fn sys_set_process_limit(&mut self, thread: ThreadId, limit: u32) -> CallResult {
        let process = self.process_of_mut(thread);
        if limit > process.fork_limit && process.uid != 0 {
            return Err(Errno::EPERM);
        }
        process.fork_limit = limit;
        Ok(Reply::Number(0))
    }
}
