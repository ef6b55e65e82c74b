//! What the names of a lab mean: addresses of hosts, and ports that lead elsewhere.
//!
//! ```
//! use kernel::{Endpoint, Ip};
//! use lab::reactor::Names;
//!
//! let server = Ip([10, 0, 0, 2].into());
//! let mut names = Names::default();
//! names.add("server.example.com", server);
//! names.forward("server.example.com", 80, Endpoint::new(server, 8080));
//! assert_eq!(names.resolve("Server.Example.com"), [server]);
//! assert_eq!(names.resolve("localhost"), [Ip::LOOPBACK]);
//! assert!(names.resolve("elsewhere").is_empty());
//! ```

use std::cell::RefCell;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use kernel::{Endpoint, Ip};

use crate::setup::Setup;

/// Names and forwarded ports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    addresses: Vec<(String, Ip)>,
    forwards: Vec<Forward>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Forward {
    name: String,
    port: u16,
    to: Endpoint,
}

/// A connection that came to another port than it asked for, because the lab leads it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarded {
    /// The host that was asked for, as the program named it.
    pub name: String,
    /// The port that was asked for.
    pub port: u16,
    /// Where the connection went.
    pub to: Endpoint,
}

/// The connections that came elsewhere, for whoever asks the loop.
pub(crate) type Notes = Rc<RefCell<Vec<Forwarded>>>;

/// Where a connection goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) to: Endpoint,
    pub(crate) forwarded: Option<Forwarded>,
}

impl Names {
    /// The names of a lab.
    pub fn of(setup: &Setup) -> Self {
        let mut names = Self::default();
        // A name that was given goes before a host's own, as in `Setup::resolve`.
        for (name, ip) in setup.names.iter().chain(&setup.hosts) {
            names.add(name, *ip);
        }
        for forward in &setup.forwards {
            names.forward(&forward.name, forward.from.port, forward.to);
        }
        names
    }

    /// A name and an address of it. A name may have several; they are tried in order.
    pub fn add(&mut self, name: &str, ip: Ip) {
        self.addresses.push((name.to_owned(), ip));
    }

    /// Connections to this port of this name, or of this address, go elsewhere.
    pub fn forward(&mut self, name: &str, port: u16, to: Endpoint) {
        self.forwards.push(Forward { name: name.to_owned(), port, to });
    }

    /// The addresses of a name or of an address that is written out. `::1` and addresses of IPv4
    /// in IPv6's clothes are their IPv4 twins: the simulated kernel knows no other.
    pub fn resolve(&self, name: &str) -> Vec<Ip> {
        if let Some(literal) = literal(name) {
            return vec![literal];
        }
        let name = name.strip_suffix('.').unwrap_or(name);
        let known = self.addresses.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let found: Vec<Ip> = known.map(|(_, ip)| *ip).collect();
        let is_local = name.eq_ignore_ascii_case("localhost")
            || name.to_ascii_lowercase().ends_with(".localhost");
        if found.is_empty() && is_local { vec![Ip::LOOPBACK] } else { found }
    }

    /// Where a connection to a port of a host goes; none for an unknown name.
    pub(crate) fn route(&self, host: &str, port: u16) -> Option<Route> {
        let host = if host.is_empty() { "localhost" } else { host };
        let wanted = self.resolve(host).first().copied();
        let leads = self.forwards.iter().find(|forward| {
            let is_same_name = forward.name.eq_ignore_ascii_case(host);
            let is_same_address =
                || wanted.is_some() && self.resolve(&forward.name).first().copied() == wanted;
            forward.port == port && (is_same_name || is_same_address())
        });
        match leads {
            Some(forward) => {
                let forwarded = Forwarded { name: host.to_owned(), port, to: forward.to };
                Some(Route { to: forward.to, forwarded: Some(forwarded) })
            }
            None => wanted.map(|ip| Route { to: Endpoint::new(ip, port), forwarded: None }),
        }
    }
}

fn literal(name: &str) -> Option<Ip> {
    if let Ok(ip) = name.parse::<Ipv4Addr>() {
        return Some(Ip(ip));
    }
    let name = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    let ip = name.parse::<Ipv6Addr>().ok()?;
    match ip {
        Ipv6Addr::LOCALHOST => Some(Ip::LOOPBACK),
        Ipv6Addr::UNSPECIFIED => Some(Ip::ANY),
        ip => ip.to_ipv4_mapped().map(Ip),
    }
}
