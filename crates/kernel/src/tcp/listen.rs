//! `listen`, and the SYNs that it brings (RFC 9293 §3.10.7.2).

use std::sync::Arc;

use super::request::Request;
use super::seq::Seq;
use super::{Listen, State};
use crate::abi;
use crate::call::{CallResult, Fd, Reply};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{SocketId, ThreadId};
use crate::packet::{Flags, Packet, Segment};
use crate::socket::{Protocol, Stage};
use crate::timer::TimerKind;
use crate::trace::{DropReason, Event};

impl Host {
    pub(crate) fn sys_listen(&mut self, thread: ThreadId, fd: Fd, backlog: i32) -> CallResult {
        let (s, _) = self.socket_of(thread, fd)?;
        // Negative numbers are huge ones to the kernel: they mean "as many as allowed".
        let most = self.sysctls.somaxconn.max(0) as u32;
        let backlog = (backlog as u32).min(most);
        match self.sockets[s].body {
            Protocol::Tcp(_) => self.tcp_listen(s, backlog)?,
            Protocol::Unix(_) => self.unix_listen(s, backlog)?,
            _ => return Err(Errno::EOPNOTSUPP),
        }
        Ok(Reply::Number(0))
    }

    fn tcp_listen(&mut self, s: SocketId, backlog: u32) -> Result<(), Errno> {
        let socket = &self.sockets[s];
        if socket.stage != Stage::Unconnected {
            return Err(Errno::EINVAL);
        }
        match socket.state() {
            State::Listen => {
                if let Some(listen) = &mut self.sockets[s].tcp_mut().listen {
                    listen.backlog = backlog;
                }
                return Ok(());
            }
            State::Closed => {}
            _ => return Err(Errno::EINVAL),
        }
        self.set_state(s, State::Listen);
        let held = self.sockets[s].held_port;
        let granted = if held == 0 {
            self.auto_bind(s).is_ok()
        } else {
            self.tcp_keep_port_as_listener(s, held)
        };
        if !granted {
            self.set_state(s, State::Closed);
            return Err(Errno::EADDRINUSE);
        }
        let socket = &mut self.sockets[s];
        socket.local.port = socket.held_port;
        socket.tcp_mut().listen = Some(Listen { backlog, ..Listen::default() });
        self.wake_all(s);
        Ok(())
    }

    /// The listener for a segment: one with the very address before one with any address, and in
    /// a group that shares the port, one chosen by the endpoints.
    pub(crate) fn tcp_find_listener(&self, packet: &Packet, seg: &Segment) -> Option<SocketId> {
        let port = seg.destination_port;
        let mut listeners =
            self.listeners.iter().filter(|s| self.sockets[**s].held_port == port).copied();
        let only = listeners.next()?;
        if listeners.next().is_none() {
            let ip = self.sockets[only].local.ip;
            return (ip.is_any() || ip == packet.destination).then_some(only);
        }
        // Several share the port: they are asked in the order in which they took it.
        let listening = |s: &&SocketId| self.sockets[**s].state() == State::Listen;
        let holders = self.tcp_ports.holders(seg.destination_port);
        let exact: Vec<SocketId> = holders
            .iter()
            .filter(listening)
            .filter(|s| self.sockets[**s].local.ip == packet.destination)
            .copied()
            .collect();
        let group = if exact.is_empty() {
            holders
                .iter()
                .filter(listening)
                .filter(|s| self.sockets[**s].local.ip.is_any())
                .copied()
                .collect()
        } else {
            exact
        };
        let mut mix = crate::rng::Rng::new(self.secret ^ u64::from(seg.source_port));
        group.get(mix.below(group.len() as u32) as usize).copied()
    }

    /// Handles a segment for a listener that belongs to no request. Gives whether to answer RST.
    pub(crate) fn tcp_receive_listen(
        &mut self,
        listener: SocketId,
        packet: &Packet,
        seg: &Segment,
    ) -> bool {
        if seg.flags.has(Flags::ACK) {
            return !seg.flags.has(Flags::RST);
        }
        if seg.flags.has(Flags::RST) || seg.flags.has(Flags::FIN) {
            return false;
        }
        if seg.flags.has(Flags::SYN) {
            self.tcp_accept_syn(listener, packet, seg, None);
        }
        false
    }

    /// Starts a request for a SYN and answers with SYN-ACK (`tcp_conn_request`).
    pub(crate) fn tcp_accept_syn(
        &mut self,
        listener: SocketId,
        packet: &Packet,
        seg: &Segment,
        initial: Option<Seq>,
    ) {
        let tcp = self.sockets[listener].tcp();
        let Some(listen) = &tcp.listen else { return };
        if listen.accept_queue.len() as u32 > listen.backlog {
            return self.note(Event::Dropped(Arc::new(packet.clone()), DropReason::AcceptQueue));
        }
        // When requests pile up, Linux keeps no record of a new one and puts it in a cookie. Here
        // the record is kept, but it has no timer and no row.
        let cookie = listen.requests > listen.backlog && initial.is_none();
        let mut request = Request::new(listener, self.sockets[listener].inode, cookie);
        self.request_agree(&mut request, packet.source, seg);
        let (local, remote) = (packet.destination, packet.source);
        let options = self.sockets[listener].options;
        let mut socket = crate::socket::Socket::new(
            abi::AF_INET,
            abi::SOCK_STREAM,
            options,
            Protocol::Request(Box::new(request)),
        );
        socket.local = crate::address::Endpoint::new(local, seg.destination_port);
        socket.source = local;
        socket.remote = crate::address::Endpoint::new(remote, seg.source_port);
        socket.uid = self.sockets[listener].uid;
        let key = (socket.local, socket.remote);
        let r = self.add_socket(socket);
        let first = initial.unwrap_or_else(|| self.initial_seq(r));
        self.request_mut(r).initial = first;
        self.connections.insert(key, r);
        if !cookie {
            if let Some(listen) = &mut self.sockets[listener].tcp_mut().listen {
                listen.requests += 1;
            }
            let expires = self.jiffies() + self.request_wait(r);
            self.arm(r, TimerKind::Lifetime, expires);
        }
        self.request_answer(r);
    }

    /// A listener stops: connections that nobody took are reset. Requests find out on their own.
    pub(crate) fn tcp_stop_listening(&mut self, s: SocketId) {
        let Some(listen) = self.sockets[s].tcp_mut().listen.take() else { return };
        for child in listen.accept_queue {
            let socket = &mut self.sockets[child];
            socket.tcp_mut().listener = None;
            self.tcp_disconnect(child);
            self.sockets[child].orphan = true;
            self.tcp_destroy(child);
        }
    }
}
