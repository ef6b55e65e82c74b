//! The loop itself, in the order of libuv: what JavaScript asked for, news of sockets one by one,
//! timers, sleep.
//!
//! As in Node, JavaScript gets its turn behind every single callback, so its own calls fall
//! between those of the loop just as they do there.

use kernel::{Call, CallResult, Endpoint, Errno, Fd, OptionValue, Reply, abi};

use super::compressor::Compressor;
use super::event::{Event, Failure};
use super::handle::{Handles, Key};
use super::kind::Kind;
use super::limits::EPOLL_EVENTS_MAX;
use super::names::{Forwarded, Names, Notes, Route};
use super::news::News;
use super::program::System;
use super::timers::Timers;
use crate::browser::{Browser, Command, Deadline};
use crate::table::Table;

/// What a timer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Alarm {
    Script(u32),
    Page(Deadline),
}

pub(crate) struct EventLoop {
    pub(crate) system: System,
    pub(crate) names: Names,
    pub(crate) handles: Handles,
    pub(crate) timers: Timers<Alarm>,
    /// The timers of the program that keep the loop alive.
    pub(crate) alive_timers: Table<u32, ()>,
    pub(crate) compressors: Table<u32, Compressor>,
    pub(crate) browser: Browser,
    pub(crate) events: Vec<(u32, Event)>,
    /// Bytes in all queues.
    pub(crate) queued: usize,
    /// The number of the next connection that comes in.
    pub(crate) next_connection: u32,
    notes: Notes,
    epoll: Fd,
    /// JavaScript had its last turn without a look at the kernel in between.
    has_skipped: bool,
    /// `epoll_wait` fails: nothing can come any more.
    is_broken: bool,
}

impl EventLoop {
    pub(crate) fn new(system: System, kind: Kind, names: Names, seed: u64, notes: Notes) -> Self {
        Self {
            system,
            names,
            handles: Handles::default(),
            timers: Timers::new(),
            alive_timers: Table::new(),
            compressors: Table::new(),
            browser: Browser::new(kind, seed),
            events: Vec::new(),
            queued: 0,
            next_connection: 1 << 31,
            notes,
            epoll: -1,
            has_skipped: false,
            is_broken: false,
        }
    }

    pub(crate) async fn run(mut self) {
        match self.call(Call::EpollCreate, 0).await {
            Ok(reply) => self.epoll = reply.number(),
            Err(_) => self.is_broken = true,
        }
        loop {
            let events = std::mem::take(&mut self.events);
            for op in self.system.turn(events).await {
                self.perform(op).await;
                self.serve_browser().await;
            }
            self.go_on().await;
        }
    }

    /// Goes on until there is something to tell, or nothing is alive.
    async fn go_on(&mut self) {
        // A program that makes work for itself in every turn does not starve its sockets.
        let mut must_look = self.has_skipped;
        self.has_skipped = true;
        loop {
            if !must_look && !self.events.is_empty() {
                return;
            }
            if let Some((fd, news)) = self.handles.ready.pop_front() {
                (must_look, self.has_skipped) = (false, false);
                self.take_ready(fd, news).await;
            } else if !must_look && self.fire_timers() {
            } else if self.events.is_empty() && !self.is_alive() {
                return;
            } else {
                let is_polling = !self.events.is_empty();
                (must_look, self.has_skipped) = (false, false);
                self.wait(is_polling).await;
            }
            self.serve_browser().await;
        }
    }

    fn is_alive(&self) -> bool {
        let has_work =
            !self.alive_timers.is_empty() || self.handles.is_alive() || self.browser.is_alive();
        has_work && !self.is_broken
    }

    fn fire_timers(&mut self) -> bool {
        let now = self.system.now();
        let mut has_fired = false;
        while let Some(alarm) = self.timers.take_due(now) {
            has_fired = true;
            match alarm {
                Alarm::Script(id) => {
                    self.alive_timers.remove(&id);
                    self.events.push((id, Event::Timer));
                }
                Alarm::Page(deadline) => self.browser.pass(deadline),
            }
        }
        has_fired
    }

    /// Tells epoll what is wanted now, and sleeps until news or the next timer.
    async fn wait(&mut self, is_polling: bool) {
        self.tell_epoll().await;
        let timeout_ms = if is_polling { 0 } else { self.timers.timeout_ms(self.system.now()) };
        let (epoll, max) = (self.epoll, EPOLL_EVENTS_MAX);
        match self.call(Call::EpollWait { epoll, max, timeout_ms }, 0).await {
            Ok(Reply::Events(news)) => {
                let ready = news.iter().map(|&(events, data)| (data as Fd, events));
                self.handles.ready.extend(ready);
            }
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => self.is_broken = true,
        }
    }

    async fn tell_epoll(&mut self) {
        for (key, ()) in std::mem::take(&mut self.handles.changed) {
            let Some(handle) = self.handles.get(key) else { continue };
            let (fd, events) = (handle.fd, handle.wanted());
            let how = match (handle.watched, events) {
                (known, wanted) if known == wanted => continue,
                (0, _) => abi::EPOLL_CTL_ADD,
                (_, 0) => abi::EPOLL_CTL_DEL,
                _ => abi::EPOLL_CTL_MOD,
            };
            handle.watched = events;
            self.control(how, fd, events).await;
        }
    }

    pub(crate) async fn control(&mut self, how: i32, fd: Fd, events: u32) {
        // The data is the descriptor, as libuv has it.
        let data = u64::from(fd.unsigned_abs());
        let call = Call::EpollControl { epoll: self.epoll, how, fd, events, data };
        let _told = self.call(call, 0).await;
    }

    pub(crate) async fn call(&self, call: Call, line: u32) -> CallResult {
        self.system.call(call, line).await
    }

    pub(crate) async fn set_option(
        &self,
        (fd, line): (Fd, u32),
        (level, name): (i32, i32),
        value: OptionValue,
    ) {
        // As in libuv and Chromium, an option that is refused is no reason to give up.
        let _set = self.call(Call::SetOption { fd, level, name, value }, line).await;
    }

    /// The address of this end of a socket.
    pub(crate) async fn local_name(&self, fd: Fd, line: u32) -> Endpoint {
        match self.call(Call::LocalName { fd }, line).await {
            Ok(Reply::Name(kernel::Address::Inet(endpoint))) => endpoint,
            _ => Endpoint::NONE,
        }
    }

    pub(crate) fn route(&mut self, host: &str, port: u16) -> Option<Route> {
        let route = self.names.route(host, port)?;
        if let Some(forwarded) = &route.forwarded {
            self.note(forwarded.clone());
        }
        Some(route)
    }

    fn note(&self, forwarded: Forwarded) {
        let mut notes = self.notes.borrow_mut();
        if notes.len() < super::limits::FORWARDED_MAX && !notes.contains(&forwarded) {
            notes.push(forwarded);
        }
    }

    /// Tells whoever owns a connection.
    pub(crate) fn tell(&mut self, key: Key, news: News) {
        let id = match key {
            Key::Page(connection) => return self.browser.hear(connection, news),
            Key::Script(id) => id,
        };
        let event = match news {
            News::NotFound(name) => Event::Failed(Failure::not_found(&name)),
            News::Connected { remote, local } => Event::Connected { remote, local },
            News::Data(bytes) => Event::Data(bytes),
            News::End => Event::End,
            News::Written(count) => Event::Written(count),
            News::Failed { syscall, errno, place } => {
                Event::Failed(Failure::new(syscall, errno).at(place))
            }
        };
        self.events.push((id, event));
    }

    /// Does what the browser's network process wants done.
    async fn serve_browser(&mut self) {
        while let Some(command) = self.browser.poll() {
            let now = self.system.now();
            match command {
                Command::Event(id, event) => self.events.push((id, event)),
                Command::Connect { connection, host, port, line } => {
                    self.connect(Key::Page(connection), &host, port, line).await;
                }
                Command::Send { connection, bytes, line } => {
                    self.write(Key::Page(connection), bytes.into(), line).await;
                }
                Command::Close { connection } => {
                    self.close(Key::Page(connection), 0).await;
                }
                Command::SetTimer(deadline, ns) => {
                    self.timers.set(Alarm::Page(deadline), now, ns);
                }
                Command::ClearTimer(deadline) => self.timers.clear(Alarm::Page(deadline)),
            }
        }
    }
}
