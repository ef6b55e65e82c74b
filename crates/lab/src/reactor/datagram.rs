//! Datagram sockets.

use std::collections::VecDeque;

use kernel::{Address, Call, Endpoint, Errno, Ip, Payload, Reply, abi};

use super::event::{Event, Failure, Place};
use super::event_loop::EventLoop;
use super::handle::{Family, Handle, Key, Kind, Outgoing};
use super::limits::{QUEUED_MAX, READ_LEN};
use super::news::News;

impl EventLoop {
    pub(crate) async fn bind(&mut self, id: u32, (host, port): (&str, u16), line: u32) {
        let key = Key::Script(id);
        let is_any = matches!(host, "" | "0.0.0.0" | "::");
        let ip = match self.names.resolve(host).first() {
            _ if is_any => Ip::ANY,
            Some(ip) => *ip,
            None => return self.events.push((id, Event::Failed(Failure::not_found(host)))),
        };
        let (family, wanted) = (Family::of(host), Endpoint::new(ip, port));
        let fail = |errno| Event::Failed(Failure::new("bind", errno).at(family.place(wanted)));
        if self.handles.has(key) {
            return self.events.push((id, fail(Errno::EINVAL)));
        }
        let fd = match self.socket(abi::SOCK_DGRAM, line).await {
            Ok(fd) => fd,
            Err(errno) => return self.events.push((id, fail(errno))),
        };
        if let Err(errno) = self.call(Call::bind(fd, wanted), line).await {
            let _closed = self.call(Call::Close { fd }, line).await;
            return self.events.push((id, fail(errno)));
        }
        let local = if port == 0 { self.local_name(fd, line).await } else { wanted };
        let kind = Kind::Datagram { queue: VecDeque::new() };
        self.handles.insert(key, Handle::new(fd, family, kind));
        self.events.push((id, Event::Listening(family.place(local))));
    }

    pub(crate) async fn send_to(
        &mut self,
        key: Key,
        (host, port): (&str, u16),
        data: Payload,
        line: u32,
    ) {
        let Some(route) = self.route(host, port) else {
            return self.tell(key, News::NotFound(host.to_owned()));
        };
        let len = data.len();
        let is_room = self.queued.saturating_add(len) <= QUEUED_MAX;
        let Some(Handle { kind: Kind::Datagram { queue }, .. }) = self.handles.change(key) else {
            return self.fail(key, "send", Errno::EBADF);
        };
        if !is_room {
            return self.fail(key, "send", Errno::ENOBUFS);
        }
        queue.push_back(Outgoing { to: route.to, data, line });
        self.queued += len;
        if queue.len() == 1 {
            self.send_queued(key).await;
        }
    }

    pub(crate) async fn take_datagram_news(&mut self, key: Key, news: u32) {
        if news & abi::POLLOUT != 0 {
            self.send_queued(key).await;
        }
        if news & (abi::POLLIN | abi::POLLERR) != 0 {
            self.receive_from(key).await;
        }
    }

    async fn send_queued(&mut self, key: Key) {
        loop {
            let Some(handle) = self.handles.change(key) else { return };
            let (fd, family) = (handle.fd, handle.family);
            let Kind::Datagram { queue } = &handle.kind else { return };
            let Some(Outgoing { to, data, line }) = queue.front().cloned() else { return };
            let (len, address) = (data.len(), Some(Address::Inet(to)));
            let sent = self.call(Call::Send { fd, data, flags: 0, address }, line).await;
            if sent == Err(Errno::EAGAIN) {
                return;
            }
            self.queued -= len;
            if let Some(Handle { kind: Kind::Datagram { queue }, .. }) = self.handles.change(key) {
                queue.pop_front();
            }
            match sent {
                Ok(_) => self.tell(key, News::Written(len)),
                Err(errno) => {
                    let place = family.place(to);
                    self.tell(key, News::Failed { syscall: "send", errno, place });
                }
            }
        }
    }

    async fn receive_from(&mut self, key: Key) {
        let Some(handle) = self.handles.get(key) else { return };
        let (fd, family) = (handle.fd, handle.family);
        match self.call(Call::receive(fd, READ_LEN), 0).await {
            Ok(Reply::Received { data: bytes, from, .. }) => {
                // The next is read behind JavaScript's turn.
                self.handles.ready.push_front((fd, abi::POLLIN));
                let from = match from {
                    Some(Address::Inet(endpoint)) => family.place(endpoint),
                    _ => Place::default(),
                };
                if let Key::Script(id) = key {
                    self.events.push((id, Event::Datagram { from, bytes }));
                }
            }
            Ok(_) | Err(Errno::EAGAIN | Errno::EINTR) => {}
            Err(errno) => self.fail(key, "recvmsg", errno),
        }
    }
}
