//! Arguments: mostly what a careful program passes, at times anything.

use serde_json::{Value, json};

use super::{Generator, Kind};

/// Ports that sequences meet at.
pub(crate) const PORTS: [u16; 3] = [9_001, 9_002, 9_003];

impl Generator {
    /// A descriptor, mostly one of these kinds.
    pub(crate) fn fd(&mut self, kinds: &[Kind]) -> Value {
        match self.rng.below(40) {
            0 => return json!(99),
            1 => return json!(-1),
            2 => return json!(3 + self.rng.below(12)),
            _ => {}
        }
        let strict = !self.one_in(6);
        let stale = self.one_in(12);
        let fits = |it: &&super::Descriptor| {
            (it.open || stale) && (!strict || kinds.is_empty() || kinds.contains(&it.kind))
        };
        let names: Vec<String> =
            self.descriptors.iter().filter(fits).map(|it| it.name.clone()).collect();
        if names.is_empty() { json!(99) } else { json!(self.pick(&names)) }
    }

    /// An address of the internet, or of another kind.
    pub(crate) fn address(&mut self) -> String {
        let port = self.pick(&PORTS);
        match self.rng.below(24) {
            0 => "UNSPEC".to_owned(),
            1 => format!("192.0.2.1:{port}"),
            2 => format!("0.0.0.0:{port}"),
            3 => format!("127.0.0.2:{port}"),
            4 => "127.0.0.1:0".to_owned(),
            5 => "127.0.0.1:81".to_owned(),
            6 => self.unix_address(),
            7 => format!("224.0.0.1:{port}"),
            8 => format!("255.255.255.255:{port}"),
            9 => format!("127.255.255.255:{port}"),
            10 => "0.0.0.0:0".to_owned(),
            _ => format!("127.0.0.1:{port}"),
        }
    }

    pub(crate) fn unix_address(&mut self) -> String {
        let known = ["unix:@a", "unix:@b", "unix:@c", "unix:/tmp/a", "unix:/tmp/b", "unix:"];
        if self.one_in(14) {
            return format!("unix:@{}", "n".repeat(100 + self.rng.below(12) as usize));
        }
        if self.one_in(14) { "unix:/none/a".to_owned() } else { self.pick(&known).to_owned() }
    }

    /// What `recv` is told.
    pub(crate) fn receive_flags(&mut self) -> Value {
        let known = [
            "MSG_DONTWAIT",
            "MSG_DONTWAIT",
            "MSG_DONTWAIT",
            "MSG_PEEK|MSG_DONTWAIT",
            "MSG_TRUNC|MSG_DONTWAIT",
            "MSG_WAITALL|MSG_DONTWAIT",
            "MSG_OOB|MSG_DONTWAIT",
            "MSG_PEEK|MSG_TRUNC|MSG_DONTWAIT",
            "MSG_PEEK|MSG_WAITALL|MSG_DONTWAIT",
            "MSG_ERRQUEUE|MSG_DONTWAIT",
            "0",
            "MSG_WAITALL",
            "MSG_PEEK",
        ];
        json!(self.pick(&known))
    }

    pub(crate) fn send_flags(&mut self) -> Value {
        let known = [
            "MSG_DONTWAIT",
            "MSG_DONTWAIT",
            "MSG_DONTWAIT",
            "0",
            "MSG_MORE|MSG_DONTWAIT",
            "MSG_DONTROUTE|MSG_DONTWAIT",
            "MSG_EOR|MSG_DONTWAIT",
        ];
        json!(self.pick(&known))
    }

    pub(crate) fn size(&mut self) -> u32 {
        self.pick(&[0, 1, 1, 3, 5, 10, 100, 700, 1_000, 3_000])
    }

    pub(crate) fn word(&mut self) -> &'static str {
        self.pick(&["a", "bc", "hello", "0123456789", "end"])
    }

    /// An option and a value for it: level, name, value.
    pub(crate) fn option(&mut self) -> (&'static str, &'static str, Value) {
        const SOCKET: [&str; 19] = [
            "SO_REUSEADDR",
            "SO_REUSEPORT",
            "SO_KEEPALIVE",
            "SO_BROADCAST",
            "SO_OOBINLINE",
            "SO_DONTROUTE",
            "SO_PRIORITY",
            "SO_RCVLOWAT",
            "SO_SNDLOWAT",
            "SO_RCVBUF",
            "SO_SNDBUF",
            "SO_TYPE",
            "SO_ERROR",
            "SO_DOMAIN",
            "SO_PROTOCOL",
            "SO_ACCEPTCONN",
            "SO_RCVBUFFORCE",
            "SO_SNDBUFFORCE",
            "SO_LINGER",
        ];
        const TCP: [&str; 11] = [
            "TCP_NODELAY",
            "TCP_CORK",
            "TCP_MAXSEG",
            "TCP_KEEPIDLE",
            "TCP_KEEPINTVL",
            "TCP_KEEPCNT",
            "TCP_SYNCNT",
            "TCP_LINGER2",
            "TCP_DEFER_ACCEPT",
            "TCP_USER_TIMEOUT",
            "TCP_QUICKACK",
        ];
        const IP: [&str; 4] = ["IP_TOS", "IP_TTL", "IP_RECVERR", "IP_BIND_ADDRESS_NO_PORT"];
        let number = self.pick(&[0, 1, 1, 1, -1, 2, 5, 60, 300, 4_096, 100_000, i32::MAX]);
        match self.rng.below(12) {
            0..5 => {
                let name = self.pick(&SOCKET);
                let value = if name == "SO_LINGER" { self.linger() } else { json!(number) };
                ("SOL_SOCKET", name, value)
            }
            5 => {
                let name = self.pick(&["SO_RCVTIMEO", "SO_SNDTIMEO"]);
                let us = self.pick(&[0, 50_000, 100_000, 999_999, 1_000_000, -1]);
                ("SOL_SOCKET", name, json!([self.pick(&[0, 0, 0, 1, -1]), us]))
            }
            6..11 => ("IPPROTO_TCP", self.pick(&TCP), json!(number)),
            _ => ("IPPROTO_IP", self.pick(&IP), json!(number)),
        }
    }

    fn linger(&mut self) -> Value {
        if self.one_in(8) {
            return json!(1);
        }
        json!([self.pick(&[0, 1, 1, 5]), self.pick(&[0, 0, 1])])
    }

    /// Milliseconds that no timer of the kernel is near to.
    pub(crate) fn pause(&mut self) -> u64 {
        self.pick(&[20, 70, 70, 120, 300, 500])
    }

    /// A child process for a step, at times.
    pub(crate) fn inside(&mut self, step: Value) -> Value {
        let mut step = step;
        if !self.children.is_empty() && self.one_in(5) {
            let children = self.children.clone();
            step["in"] = json!(self.pick(&children));
        }
        step
    }
}
