//! One way to carry a conversation, run on the simulated network, and what it cost.
//!
//! Invariant: every byte and every moment is read off the run. Nothing is computed from sizes of
//! headers or from delays.

use std::net::Ipv4Addr;
use std::rc::Rc;

use kernel::{Endpoint, Event, Fd, HostId, Ip, Link, Time};

use super::browser::Browser;
use super::proxy::Proxy;
use super::server::Server;
use super::setup::{PORT, Sample, Seen, Setup, Way, us};
use crate::simulated::{Network, News, Os, Program};

/// Browser, proxy, server: the greater the address, the nearer to the server.
const ADDRESSES: [Ip; 3] = [
    Ip(Ipv4Addr::new(192, 0, 2, 1)),
    Ip(Ipv4Addr::new(192, 0, 2, 2)),
    Ip(Ipv4Addr::new(192, 0, 2, 3)),
];

enum Part {
    Browser(Browser),
    Proxy(Proxy),
    Server(Server),
}

impl Program for Part {
    fn start(&mut self, os: &mut Os<'_>) {
        match self {
            Self::Browser(browser) => browser.start(os),
            Self::Proxy(_) => Proxy::start(os),
            Self::Server(server) => server.start(os),
        }
    }

    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        match self {
            Self::Browser(browser) => browser.hear(os, fd, news),
            Self::Proxy(proxy) => proxy.hear(os, fd, news),
            Self::Server(server) => server.hear(os, fd, news),
        }
    }

    fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        match self {
            Self::Browser(browser) => browser.wake(os, timer),
            Self::Server(server) => server.wake(os, timer),
            Self::Proxy(_) => {}
        }
    }
}

/// What went one way: to the server, or to the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Traffic {
    pub(super) segments: u32,
    /// What the programs wrote: heads, bodies, frames.
    pub(super) application: u32,
    /// The same with the headers of TCP and IP, and segments without data.
    pub(super) bytes: u32,
}

/// A segment with data on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flight {
    pub(super) sent_us: u32,
    /// From which of the hosts to which, counted from the browser.
    pub(super) from: u8,
    pub(super) to: u8,
    pub(super) arrived_us: u32,
}

/// A way, run.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// To the server, to the browser.
    pub(super) traffic: [Traffic; 2],
    pub(super) requests: u32,
    /// Connections that the server has open at the end, which is when it has most.
    pub(super) sockets: usize,
    /// What came to the other side, in the order of the conversation.
    pub(super) seen: Vec<Seen>,
    pub(super) flights: Vec<Flight>,
    /// From when to when the server could write without being asked anew.
    pub(super) may_write: Vec<[u32; 2]>,
    pub(super) sample: Sample,
}

impl Run {
    /// Bytes of both directions with all headers.
    pub(super) fn bytes(&self) -> u32 {
        self.traffic[0].bytes + self.traffic[1].bytes
    }

    pub(super) fn segments(&self) -> u32 {
        self.traffic[0].segments + self.traffic[1].segments
    }

    pub(super) fn application(&self) -> u32 {
        self.traffic[0].application + self.traffic[1].application
    }

    /// When the other side saw a message, if it did.
    pub(super) fn seen_us(&self, message: usize) -> Option<u32> {
        self.seen.iter().find(|seen| seen.message == message).map(|seen| seen.at_us)
    }

    /// How long each message took that came, the shortest first.
    pub(super) fn delays_us(&self, setup: &Setup) -> Vec<u32> {
        let mut sorted = Vec::new();
        for seen in &self.seen {
            let delay = seen.at_us.saturating_sub(setup.messages()[seen.message].at_us);
            sorted.insert(sorted.partition_point(|other| *other <= delay), delay);
        }
        sorted
    }
}

impl Setup {
    /// Carries the conversation in one of the ways.
    pub(super) fn run(self: &Rc<Self>, way: Way) -> Run {
        let mut network = Network::new(1);
        let count = if self.has_proxy { 3 } else { 2 };
        // Without a proxy the server stands where it stood, and one link leads to it.
        let places: &[usize] = if self.has_proxy { &[0, 1, 2] } else { &[0, 2] };
        let hosts: Vec<HostId> =
            places.iter().map(|at| network.add_host("host", ADDRESSES[*at])).collect();
        let delay_ns = u64::from(self.latency_us) * 1_000 / (count - 1);
        for pair in hosts.windows(2) {
            network.join(pair[0], pair[1], Link::with_delay_ns(delay_ns));
        }
        let server = Server::new(Rc::clone(self), way);
        let server = network.run(hosts[hosts.len() - 1], "server", Part::Server(server));
        let to_server = Endpoint::new(ADDRESSES[2], PORT);
        let mut entrance = to_server;
        if self.has_proxy {
            network.run(hosts[1], "proxy", Part::Proxy(Proxy::new(to_server)));
            entrance = Endpoint::new(ADDRESSES[1], PORT);
        }
        let browser = Browser::new(Rc::clone(self), way, entrance);
        let browser = network.run(hosts[0], "browser", Part::Browser(browser));
        network.run_until(Time::from_us(self.end_us.into()));
        let (Part::Browser(browser), Part::Server(server)) =
            (network.program(browser), network.program(server))
        else {
            unreachable!("each seat holds what was put there")
        };
        let mut run = Run {
            traffic: [Traffic::default(); 2],
            requests: browser.requests,
            sockets: server.sockets(),
            seen: [&browser.seen[..], &server.seen].concat(),
            flights: Vec::new(),
            may_write: server.may_write.clone(),
            sample: Sample {
                asked: browser.sample.asked.clone(),
                from_browser: browser.sample.from_browser.clone(),
                answered: server.sample.answered.clone(),
                from_server: server.sample.from_server.clone(),
            },
        };
        run.trace(&network, u32::try_from(delay_ns / 1_000).unwrap_or(u32::MAX));
        run
    }
}

impl Run {
    /// Reads off the trace what went over the wire. Links neither lose nor queue anything here, so
    /// what is sent arrives after the link's delay.
    fn trace(&mut self, network: &Network<Part>, delay_us: u32) {
        let place = |ip: Ip| ADDRESSES.iter().position(|known| *known == ip).unwrap_or(0);
        for entry in network.world().trace().entries() {
            let Event::Sent(packet) = &entry.event else { continue };
            let (from, to) = (place(packet.source), place(packet.destination));
            let traffic = &mut self.traffic[usize::from(from > to)];
            let data = packet.payload_length();
            traffic.segments += 1;
            traffic.application += data as u32;
            traffic.bytes += packet.length() as u32;
            if data > 0 {
                let sent_us = us(entry.at);
                let arrived_us = sent_us + delay_us;
                self.flights.push(Flight { sent_us, from: from as u8, to: to as u8, arrived_us });
            }
        }
    }
}
