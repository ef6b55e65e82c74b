//! By which names this server may be asked, and which pages may connect.
//!
//! A browser sends every page's requests here, with the user's own reach. A page whose owner makes
//! its name point at this address (DNS rebinding) is of the same origin as what it asks, so only
//! the name tells: a request has to name the server as whoever runs it does, or by the very
//! address that it came to, which no name server can turn elsewhere. A WebSocket is not even bound
//! to the same origin, so for it the page's own origin counts too (RFC 6455 §10.2).
//!
//! Invariant: what a request says adds nothing to what it may.

use std::net::{IpAddr, SocketAddr};

use http::{Authority, Host, Request, Target};
use websocket::handshake::server::Origins;

/// The names of this server, and the origins that are allowed beside its own.
#[derive(Debug)]
pub(crate) struct Hosts {
    names: Vec<Authority>,
    allowed: Vec<String>,
}

/// How a request names this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// By a name that it was given.
    Configured,
    /// As this machine, on a connection from this machine.
    Loopback,
    /// By the address that the connection came to.
    Address,
    /// Not at all: HTTP/1.0 (RFC 9112 §3.3), which no browser speaks any more.
    Unsaid,
}

impl Hosts {
    pub(crate) const fn new(names: Vec<Authority>, allowed: Vec<String>) -> Self {
        Self { names, allowed }
    }

    /// How this request names the server at which it arrived, if it does; an error is a request
    /// that is none.
    pub(crate) fn named(
        &self,
        request: &Request,
        local: SocketAddr,
    ) -> Result<Option<Named>, http::Fault> {
        let authority = request.authority()?;
        let is_ours = match request.start.form()? {
            Target::Absolute { scheme, .. } => {
                ["http", "https"].iter().any(|ours| ours.eq_ignore_ascii_case(scheme))
            }
            _ => true,
        };
        let has_host = request.fields.first("Host").is_some();
        Ok(match authority {
            Some(authority) if is_ours => self.known(&authority.host, local),
            None if !has_host => Some(Named::Unsaid),
            _ => None,
        })
    }

    fn known(&self, host: &Host, local: SocketAddr) -> Option<Named> {
        let local = local.ip().to_canonical();
        match host {
            _ if self.names.iter().any(|name| name.host == *host) => Some(Named::Configured),
            host if local.is_loopback() && is_loopback(host) => Some(Named::Loopback),
            Host::Address(address) if address.to_canonical() == local => Some(Named::Address),
            _ => None,
        }
    }

    /// The pages that may connect, for a request that names the server so.
    pub(crate) fn origins(&self, request: &Request, named: Named, local: SocketAddr) -> Origins {
        let mut listed = self.allowed.clone();
        for Authority { host, port } in &self.names {
            // A name may be asked directly, or through a proxy at its scheme's own port.
            let ports = port.map_or([None, Some(local.port())], |port| [Some(port); 2]);
            listed.extend(ports.into_iter().flat_map(|port| origins_of(host, port)));
        }
        match named {
            Named::Loopback => {
                let origins = request.fields.all("Origin").filter_map(http::Field::text);
                listed.extend(origins.filter(|origin| is_of_this_machine(origin)).map(Into::into));
            }
            Named::Address => {
                let host = Host::Address(local.ip().to_canonical());
                listed.extend(origins_of(&host, Some(local.port())));
            }
            Named::Configured | Named::Unsaid => {}
        }
        Origins::Listed(listed)
    }

    /// What to say to whom this server was named wrongly.
    pub(crate) fn misdirected(&self, request: &Request, local: SocketAddr) -> String {
        let asked = request.authority().ok().flatten();
        let mut known: Vec<_> = self.names.iter().map(|name| name.host.to_string()).collect();
        known.push(Host::Address(local.ip().to_canonical()).to_string());
        if local.ip().to_canonical().is_loopback() {
            known.push("localhost".to_owned());
        }
        let known = known.join(", ");
        match asked {
            Some(Authority { host, .. }) => format!(
                "This server is not `{host}`. It answers for: {known}.\n\
                 Whoever runs it may give it another name: workbook serve --name {host}"
            ),
            None => format!("Host has to name this server: {known}."),
        }
    }
}

/// What to say to a page that may not connect.
pub(crate) fn foreign(request: &Request) -> String {
    let origin = request.fields.first("Origin").and_then(http::Field::text).unwrap_or("null");
    format!(
        "Pages of {origin} may not connect here (RFC 6455 §10.2).\n\
         Whoever runs this server may let them: workbook serve --allow-origin {origin}"
    )
}

/// The origins of both schemes, written as browsers write them: without the scheme's own port.
fn origins_of(host: &Host, port: Option<u16>) -> [String; 2] {
    [("http", 80), ("https", 443)].map(|(scheme, own)| match port.filter(|port| *port != own) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Address(address) => address.to_canonical().is_loopback(),
        Host::Name(name) => name == "localhost",
    }
}

/// `http://localhost:3000`, `https://127.0.0.1`, `http://[::1]:8080` and the like.
fn is_of_this_machine(origin: &str) -> bool {
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    let authority = authority.and_then(|authority| Authority::read(authority).ok());
    authority.is_some_and(|authority| is_loopback(&authority.host))
}

/// Whether only this machine reaches what listens there.
pub(crate) fn is_private(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use http::{Limits, Reader, RequestLine};

    use super::*;

    fn request(target: &str, fields: &str) -> Request {
        let head = format!("GET {target} HTTP/1.1\r\n{fields}\r\n");
        let mut reader = Reader::<RequestLine>::new(Limits::default());
        reader.receive(&mut head.as_bytes()).unwrap().unwrap()
    }

    fn hosts(names: &[&str]) -> Hosts {
        let names = names.iter().map(|name| Authority::read(name).unwrap());
        Hosts::new(names.collect(), vec!["https://else.example".to_owned()])
    }

    #[track_caller]
    fn check(given: &[&str], local: &str, host: &str, expected: Option<Named>) {
        let request = request("/", &format!("Host: {host}\r\n"));
        let named = hosts(given).named(&request, local.parse().unwrap());
        assert_eq!(named, Ok(expected), "{host} at {local}");
    }

    #[test]
    fn on_loopback_only_loopback_s_names() {
        let loopback = Some(Named::Loopback);
        for host in ["localhost", "LOCALHOST:1", "127.0.0.1:3000", "127.8.8.8", "[::1]:3000"] {
            check(&[], "127.0.0.1:3000", host, loopback);
            check(&[], "[::ffff:127.0.0.1]:3000", host, loopback);
        }
        for host in [
            "rebound.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.1",
            "192.168.1.2",
            "",
        ] {
            check(&[], "127.0.0.1:3000", host, None);
        }
        // A proxy on the same machine that passes the name on.
        check(&["book.example"], "127.0.0.1:3000", "book.example", Some(Named::Configured));
    }

    #[test]
    fn elsewhere_a_name_that_was_given_or_the_very_address() {
        let names = ["book.example", "b.example:8443"];
        for local in ["192.168.1.5:3000", "[::ffff:192.168.1.5]:3000"] {
            check(&names, local, "Book.Example:3000", Some(Named::Configured));
            check(&names, local, "b.example", Some(Named::Configured));
            check(&names, local, "192.168.1.5:3000", Some(Named::Address));
            check(&names, local, "192.168.1.6:3000", None);
            check(&names, local, "evil.example", None);
            check(&names, local, "localhost:3000", None);
            check(&names, local, "127.0.0.1:3000", None);
        }
    }

    #[test]
    fn rfc_9112_section_3_2_2_a_whole_uri_names_the_server() {
        let local = "127.0.0.1:3000".parse().unwrap();
        let named = |target, host| hosts(&[]).named(&request(target, host), local);
        assert_eq!(named("http://localhost/", "Host: evil\r\n"), Ok(Some(Named::Loopback)));
        assert_eq!(named("http://evil/", "Host: localhost\r\n"), Ok(None));
        assert_eq!(named("ftp://localhost/", "Host: localhost\r\n"), Ok(None));
    }

    #[track_caller]
    fn connects(named: Named, origin: &str, expected: bool) {
        let local = "192.168.1.5:3000".parse().unwrap();
        let request = request("/", &format!("Host: evil.example\r\nOrigin: {origin}\r\n"));
        let hosts = hosts(&["book.example", "b.example:8443"]);
        let Origins::Listed(listed) = hosts.origins(&request, named, local) else { panic!() };
        assert_eq!(listed.iter().any(|listed| listed == origin), expected, "{origin}: {listed:?}");
    }

    #[test]
    fn origins_come_from_the_names_and_never_from_host() {
        for named in [Named::Configured, Named::Loopback, Named::Address, Named::Unsaid] {
            connects(named, "https://book.example", true);
            connects(named, "http://book.example", true);
            connects(named, "http://book.example:3000", true);
            connects(named, "http://book.example:3001", false);
            connects(named, "https://b.example:8443", true);
            connects(named, "https://b.example", false);
            connects(named, "https://else.example", true);
            connects(named, "http://evil.example", false);
            connects(named, "null", false);
            connects(named, "http://192.168.1.5:3000", named == Named::Address);
            connects(named, "http://192.168.1.5", false);
            connects(named, "http://localhost:8080", named == Named::Loopback);
        }
    }

    #[test]
    fn pages_of_this_machine() {
        for origin in [
            "http://localhost",
            "http://localhost:3000",
            "https://LOCALHOST:1",
            "http://127.0.0.1:3000",
            "http://127.8.8.8",
            "http://[::1]:3000",
            "http://[::1]",
        ] {
            assert!(is_of_this_machine(origin), "{origin}");
        }
        for origin in [
            "",
            "null",
            "localhost",
            "ws://localhost",
            "http://localhost.evil.example",
            "http://localhost:3000.evil.example",
            "http://evil.example/http://localhost",
            "http://localhost@evil.example",
            "http://127.0.0.1.evil.example",
            "http://192.168.1.2",
            "file://localhost",
        ] {
            assert!(!is_of_this_machine(origin), "{origin}");
        }
    }
}
