//! IANA's names of ports, as `book/data/ports.txt` holds them: a line a port, in
//! order. `book/data/ports.mjs` wrote the file and says from what.
//!
//! A line is the port's number (left out where it follows the one before), a blank, and its names,
//! each with `/BITS` unless it stands for TCP and UDP: 1 TCP, 2 UDP, 4 SCTP, 8 DCCP.

/// Which protocols a name is registered for.
const PROTOCOLS: [(u8, &str); 4] = [(1, "TCP"), (2, "UDP"), (4, "SCTP"), (8, "DCCP")];
const TCP_AND_UDP: u8 = 3;

/// A name of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Service<'r> {
    pub(super) port: u16,
    pub(super) name: &'r str,
    bits: u8,
}

impl Service<'_> {
    /// The protocols, in words.
    pub(super) fn protocols(self) -> String {
        let mut text = String::new();
        for (bit, name) in PROTOCOLS {
            if self.bits & bit != 0 {
                text.push_str(if text.is_empty() { "" } else { ", " });
                text.push_str(name);
            }
        }
        text
    }
}

/// Every line with its port, in order. Lines that make no sense end the list.
fn lines(table: &str) -> impl Iterator<Item = (u16, &str)> {
    let mut next = 0_u32;
    table.lines().map_while(move |line| {
        let (number, names) = line.split_once(' ')?;
        let port = if number.is_empty() { next } else { number.parse().ok()? };
        next = port + 1;
        Some((u16::try_from(port).ok()?, names))
    })
}

fn services(port: u16, names: &str) -> impl Iterator<Item = Service<'_>> {
    names.split(' ').map(move |word| {
        let (name, bits) = match word.rsplit_once('/') {
            Some((name, bits)) => (name, bits.parse().unwrap_or(TCP_AND_UDP)),
            None => (word, TCP_AND_UDP),
        };
        Service { port, name, bits }
    })
}

/// The names of one port.
pub(super) fn of(table: &str, port: u16) -> Vec<Service<'_>> {
    let line = lines(table).find(|(at, _)| *at >= port).filter(|(at, _)| *at == port);
    line.map(|(port, names)| services(port, names).collect()).unwrap_or_default()
}

/// The ports of a stretch that have names.
pub(super) fn named(table: &str, first: u16, last: u16) -> Vec<u16> {
    let ports = lines(table).map(|(port, _)| port);
    ports.skip_while(|port| *port < first).take_while(|port| *port <= last).collect()
}

/// The services whose name is like `query`, the best first, and how many there are in all.
pub(super) fn search<'r>(table: &'r str, query: &str, max: usize) -> (Vec<Service<'r>>, usize) {
    // The name itself, names that begin with it, names that hold it.
    let mut found: [Vec<Service<'_>>; 3] = Default::default();
    let mut count = 0;
    for (port, names) in lines(table) {
        for service in services(port, names) {
            let rank = match place_of(query, service.name) {
                Some(0) if service.name.len() == query.len() => 0,
                Some(0) => 1,
                Some(_) => 2,
                None => continue,
            };
            count += 1;
            if found[rank].len() < max {
                found[rank].push(service);
            }
        }
    }
    (found.into_iter().flatten().take(max).collect(), count)
}

/// Where a name holds a query, in whatever case. The standard search is 2 kB of wasm.
fn place_of(query: &str, name: &str) -> Option<usize> {
    let last = name.len().checked_sub(query.len())?;
    (0..=last)
        .find(|at| name.as_bytes()[*at..][..query.len()].eq_ignore_ascii_case(query.as_bytes()))
}

/// Stretches of ports that have names: first and last.
pub(super) fn stretches(table: &str) -> Vec<(u16, u16)> {
    let mut all: Vec<(u16, u16)> = Vec::new();
    for (port, _) in lines(table) {
        match all.last_mut() {
            Some((_, last)) if *last + 1 == port => *last = port,
            _ => all.push((port, port)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "7 echo\n22 ssh/7\n telnet\n80 http/7 www www-http\n443 https/7\n";

    #[test]
    fn a_port_has_its_names_and_a_name_its_ports() {
        let names: Vec<&str> = of(TABLE, 80).iter().map(|service| service.name).collect();
        assert_eq!(names, ["http", "www", "www-http"]);
        assert_eq!(of(TABLE, 23)[0].name, "telnet");
        assert_eq!(of(TABLE, 22)[0].protocols(), "TCP, UDP, SCTP");
        assert!(of(TABLE, 24).is_empty() && of(TABLE, 65_535).is_empty());
        let (found, count) = search(TABLE, "HTTP", 2);
        let ports: Vec<u16> = found.iter().map(|service| service.port).collect();
        assert_eq!((ports, count), (vec![80, 443], 3));
        assert_eq!(stretches(TABLE), [(7, 7), (22, 23), (80, 80), (443, 443)]);
    }

    #[test]
    fn rubbish_ends_the_list() {
        for table in ["", "x y", "70000 a", "7", "65535 a\n b\n"] {
            assert!(of(table, 9).is_empty(), "{table}");
            assert!(stretches(table).len() <= 1);
        }
    }

    #[test]
    fn the_whole_registry_is_read() {
        let table = include_str!("../../../../../book/data/ports.txt");
        assert_eq!(lines(table).count(), table.lines().count());
        for (name, port) in [("http", 80), ("https", 443), ("ssh", 22), ("domain", 53)] {
            let (found, _) = search(table, name, 1);
            assert_eq!((found[0].name, found[0].port), (name, port));
        }
    }
}
