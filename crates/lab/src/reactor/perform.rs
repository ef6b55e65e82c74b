//! What JavaScript asks for, done with system calls.

use kernel::{Call, Endpoint, Errno, Ip, OptionValue, abi};

use super::compressor::Compressor;
use super::event::{Event, Failure};
use super::event_loop::{Alarm, EventLoop};
use super::handle::{Family, Handle, Key, Kind};
use super::limits::{COMPRESSORS_MAX, TIMERS_MAX};
use super::op::{Op, Wish};

/// What libuv sets beside the delay of keepalive: seconds between probes, and how many.
const KEEPALIVE: (i32, i32) = (1, 10);

impl EventLoop {
    pub(crate) async fn perform(&mut self, op: Op) {
        let Op { id, line, wish } = op;
        let key = Key::Script(id);
        match wish {
            Wish::Listen { host, port, backlog } => {
                self.listen(id, (&host, port), backlog, line).await;
            }
            Wish::Connect { host, port } => self.connect(key, &host, port, line).await,
            Wish::Write(bytes) => self.write(key, bytes.into(), line).await,
            Wish::Shutdown => self.shut_down(key, line).await,
            Wish::Close => {
                self.close(key, line).await;
                self.events.push((id, Event::Closed));
            }
            Wish::Reset => {
                self.reset(key, line).await;
                self.events.push((id, Event::Closed));
            }
            Wish::Pause => self.set_reading(key, false),
            Wish::Resume => self.set_reading(key, true),
            Wish::Option { which, value } => self.set_wished(key, which, value, line).await,
            Wish::Timer { ns } => self.set_timer(id, ns),
            Wish::ClearTimer => {
                self.timers.clear(Alarm::Script(id));
                self.alive_timers.remove(&id);
            }
            Wish::Ref(is_ref) => self.set_ref(id, is_ref),
            Wish::Bind { host, port } => self.bind(id, (&host, port), line).await,
            Wish::SendTo { host, port, bytes } => {
                self.send_to(key, (&host, port), bytes.into(), line).await;
            }
            Wish::Resolve(name) => {
                let found: Vec<String> =
                    self.names.resolve(&name).iter().map(Ip::to_string).collect();
                self.events.push((
                    id,
                    if found.is_empty() {
                        Event::Failed(Failure::not_found(&name))
                    } else {
                        Event::Resolved(found)
                    },
                ));
            }
            Wish::Socket(wish) => self.browser.socket(id, line, wish),
            Wish::Fetch(wish) => self.browser.fetch(id, line, *wish),
            Wish::Abort => self.browser.abort(id),
            Wish::Compressor { inflates, window_bits, level } => {
                self.open_compressor(id, Compressor::new(inflates, window_bits, level));
            }
            Wish::Compress { bytes, flush } => self.compress(id, &bytes, flush),
            Wish::CompressorReset => {
                if let Some(compressor) = self.compressors.get_mut(&id) {
                    compressor.reset();
                }
            }
            Wish::CompressorClose => _ = self.compressors.remove(&id),
        }
    }

    async fn listen(&mut self, id: u32, (host, port): (&str, u16), backlog: u32, line: u32) {
        let is_any = matches!(host, "" | "::");
        let family = if is_any { Family::Mapped } else { Family::of(host) };
        let ip = match self.names.resolve(host).first() {
            _ if is_any => Ip::ANY,
            Some(ip) => *ip,
            None => return self.events.push((id, Event::Failed(Failure::not_found(host)))),
        };
        let wanted = Endpoint::new(ip, port);
        match self.try_listen(id, wanted, backlog, line).await {
            Ok((fd, local)) => {
                let kind = Kind::Listener { is_full: false, local };
                self.handles.insert(Key::Script(id), Handle::new(fd, family, kind));
                self.events.push((id, Event::Listening(family.place(local))));
            }
            Err(errno) => {
                // Node tries IPv4 alone where binding for both families fails at once; that the
                // port is taken is known only when it listens.
                let is_retried = is_any && errno != Errno::EADDRINUSE;
                let family = if is_retried { Family::V4 } else { family };
                let failure = Failure::new("listen", errno).at(family.place(wanted));
                self.events.push((id, Event::Failed(failure)));
            }
        }
    }

    async fn try_listen(
        &mut self,
        id: u32,
        wanted: Endpoint,
        backlog: u32,
        line: u32,
    ) -> Result<(i32, Endpoint), Errno> {
        if self.handles.has(Key::Script(id)) {
            return Err(Errno::EINVAL);
        }
        let fd = self.socket(abi::SOCK_STREAM, line).await?;
        let on = OptionValue::Int(1);
        self.set_option((fd, line), (abi::SOL_SOCKET, abi::SO_REUSEADDR), on).await;
        let backlog = i32::try_from(backlog).unwrap_or(i32::MAX);
        let mut done = self.call(Call::bind(fd, wanted), line).await;
        if done.is_ok() {
            done = self.call(Call::Listen { fd, backlog }, line).await;
        }
        if let Err(errno) = done {
            let _closed = self.call(Call::Close { fd }, line).await;
            return Err(errno);
        }
        let local = if wanted.port == 0 { self.local_name(fd, line).await } else { wanted };
        Ok((fd, local))
    }

    fn set_reading(&mut self, key: Key, is_reading: bool) {
        if let Some(stream) = self.handles.stream(key) {
            stream.is_reading = is_reading;
        }
    }

    async fn set_wished(&mut self, key: Key, which: u8, value: u32, line: u32) {
        let Some(handle) = self.handles.get(key) else { return };
        let at = (handle.fd, line);
        let number = |value: u32| OptionValue::Int(i32::try_from(value).unwrap_or(i32::MAX));
        match which {
            1 => self.set_option(at, (abi::IPPROTO_TCP, abi::TCP_NODELAY), number(value)).await,
            2 => self.set_option(at, (abi::SOL_SOCKET, abi::SO_KEEPALIVE), number(value)).await,
            3 => {
                let seconds = number((value / 1_000).max(1));
                let (every, count) = (OptionValue::Int(KEEPALIVE.0), OptionValue::Int(KEEPALIVE.1));
                self.set_option(at, (abi::IPPROTO_TCP, abi::TCP_KEEPIDLE), seconds).await;
                self.set_option(at, (abi::IPPROTO_TCP, abi::TCP_KEEPINTVL), every).await;
                self.set_option(at, (abi::IPPROTO_TCP, abi::TCP_KEEPCNT), count).await;
            }
            _ => {}
        }
    }

    fn set_timer(&mut self, id: u32, ns: u64) {
        let alarm = Alarm::Script(id);
        if self.timers.len() >= TIMERS_MAX && !self.timers.has(alarm) {
            return self.events.push((id, Event::Failed(Failure::new("timer", Errno::ENOMEM))));
        }
        self.timers.set(alarm, self.system.now(), ns);
        self.alive_timers.insert(id, ());
    }

    fn set_ref(&mut self, id: u32, is_ref: bool) {
        if self.timers.has(Alarm::Script(id)) {
            if is_ref {
                self.alive_timers.insert(id, ());
            } else {
                self.alive_timers.remove(&id);
            }
        }
        if let Some(handle) = self.handles.get(Key::Script(id)) {
            handle.is_ref = is_ref;
        }
    }

    fn open_compressor(&mut self, id: u32, compressor: Compressor) {
        if self.compressors.len() >= COMPRESSORS_MAX && !self.compressors.contains(&id) {
            return self.events.push((id, Event::CompressorFailed("too many compressors")));
        }
        self.compressors.insert(id, compressor);
    }

    fn compress(&mut self, id: u32, bytes: &[u8], flush: u8) {
        let event = match self.compressors.get_mut(&id) {
            None => Event::CompressorFailed("zlib binding closed"),
            Some(compressor) => match compressor.write(bytes, flush) {
                Ok(bytes) => Event::Compressed { bytes, is_done: true },
                Err(text) => Event::CompressorFailed(text),
            },
        };
        self.events.push((id, event));
    }
}
