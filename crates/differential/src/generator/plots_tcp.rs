//! Plots of TCP connections on a good link.

use serde_json::{Value, json};

use super::{Generator, Kind};

/// A connection: its listener and its two ends.
pub(crate) struct Connection {
    pub(crate) listener: String,
    pub(crate) client: String,
    pub(crate) server: String,
    pub(crate) port: u16,
}

impl Generator {
    /// A bound TCP socket.
    pub(crate) fn bound(&mut self, port: u16) -> Option<String> {
        let name = self.new_socket("AF_INET", "SOCK_STREAM", Kind::Tcp)?;
        if self.one_in(3) {
            self.set(&name, "SOL_SOCKET", "SO_REUSEADDR", &json!(1));
        }
        let host = self.pick(&["127.0.0.1", "127.0.0.1", "0.0.0.0"]);
        let address = format!("{host}:{port}");
        self.act(json!({"op": "bind", "fd": name, "addr": address}))?.get("ret")?;
        Some(name)
    }

    pub(crate) fn listener(&mut self, port: u16, backlog: i32) -> Option<String> {
        let name = self.bound(port)?;
        self.act(json!({"op": "listen", "fd": name, "backlog": backlog}))?.get("ret")?;
        Some(name)
    }

    pub(crate) fn set(&mut self, fd: &str, level: &str, name: &str, value: &Value) {
        self.act(json!({"op": "setsockopt", "fd": fd, "level": level, "opt": name, "val": value}));
    }

    pub(crate) fn client(&mut self, port: u16) -> Option<String> {
        let name = self.new_socket("AF_INET", "SOCK_STREAM", Kind::Tcp)?;
        let address = format!("127.0.0.1:{port}");
        self.act(json!({"op": "connect", "fd": name, "addr": address}));
        Some(name)
    }

    pub(crate) fn accepted(&mut self, listener: &str) -> Option<String> {
        let name = self.fresh("s");
        let mut step = json!({"op": "accept", "fd": listener, "as": name});
        if self.one_in(3) {
            step["nb"] = json!(1);
        }
        self.act(step)?.get("ret")?;
        self.keep(&name, Kind::Connected);
        Some(name)
    }

    pub(crate) fn port(&mut self) -> u16 {
        self.pick(&super::values::PORTS)
    }

    pub(crate) fn connection(&mut self) -> Option<Connection> {
        let port = self.port();
        let backlog = self.pick(&[1, 5, 8]);
        let listener = self.listener(port, backlog)?;
        let client = self.client(port)?;
        let server = self.accepted(&listener)?;
        Some(Connection { listener, client, server, port })
    }

    /// The two ends of a connection, in either order.
    pub(crate) fn ends(&mut self) -> Option<(String, String)> {
        let Connection { client, server, .. } = self.connection()?;
        Some(if self.one_in(2) { (client, server) } else { (server, client) })
    }

    pub(crate) fn send(&mut self, fd: &str) {
        let flags = self.send_flags();
        let step = if self.one_in(3) {
            let size = self.size();
            json!({"op": "send", "fd": fd, "size": size, "flags": flags})
        } else {
            let data = self.word();
            json!({"op": "send", "fd": fd, "data": data, "flags": flags})
        };
        self.act(step);
    }

    pub(crate) fn receive(&mut self, fd: &str) {
        let (n, flags) = (self.size(), self.receive_flags());
        self.act(json!({"op": "recv", "fd": fd, "n": n, "flags": flags}));
    }

    pub(crate) fn close(&mut self, fd: &str) {
        self.act(json!({"op": "close", "fd": fd}));
    }

    pub(crate) fn shut(&mut self, fd: &str, how: &str) {
        self.act(json!({"op": "shutdown", "fd": fd, "how": how}));
    }

    pub(crate) fn poll(&mut self, fds: &[&str]) {
        self.act(json!({"op": "poll", "fds": fds, "timeout": 0}));
    }

    pub(crate) fn error_of(&mut self, fd: &str) {
        self.act(json!({"op": "getsockopt", "fd": fd, "opt": "SO_ERROR"}));
    }

    /// Sends, receives and looks, on both ends.
    pub(crate) fn talk(&mut self, one: &str, other: &str, most: u32) {
        for _ in 0..=self.rng.below(most) {
            let (from, to) = if self.one_in(2) { (one, other) } else { (other, one) };
            match self.rng.below(12) {
                0..4 => self.send(from),
                4..8 => self.receive(to),
                8 => self.poll(&[from, to]),
                9 => self.look(),
                10 => self.urgent(from, to),
                _ => {
                    let (level, name, value) = self.option();
                    self.set(from, level, name, &value);
                }
            }
        }
    }

    fn urgent(&mut self, from: &str, to: &str) {
        self.act(json!({"op": "send", "fd": from, "data": "ab!", "flags": "MSG_OOB"}));
        self.poll(&[to]);
        let n = self.size();
        self.act(json!({"op": "recv", "fd": to, "n": n, "flags": "MSG_OOB|MSG_DONTWAIT"}));
        self.receive(to);
    }

    pub(crate) fn plot_traffic(&mut self) {
        if let Some((one, other)) = self.ends() {
            self.talk(&one, &other, 14);
        }
    }

    pub(crate) fn plot_close(&mut self) {
        let Some(Connection { listener, client, server, port }) = self.connection() else {
            return;
        };
        let (one, other) = if self.one_in(2) { (client, server) } else { (server, client) };
        self.talk(&one, &other, 3);
        if self.one_in(2) {
            let how = self.pick(&["WR", "WR", "RD", "RDWR"]);
            self.shut(&one, how);
        } else {
            self.close(&one);
        }
        self.look();
        self.talk(&one, &other, 4);
        self.poll(&[&one, &other]);
        self.close(&other);
        self.look();
        self.close(&one);
        if self.one_in(2) {
            self.close(&listener);
            if let Some(again) = self.listener(port, 5) {
                self.client(port);
                self.accepted(&again);
            }
            self.look();
        }
    }

    pub(crate) fn plot_reset(&mut self) {
        let Some((one, other)) = self.ends() else { return };
        if self.one_in(2) {
            self.set(&one, "SOL_SOCKET", "SO_LINGER", &json!([1, 0]));
        } else {
            self.act(json!({"op": "send", "fd": other, "data": "unread"}));
        }
        self.talk(&one, &other, 2);
        self.close(&one);
        for _ in 0..=self.rng.below(5) {
            match self.rng.below(5) {
                0 => self.error_of(&other),
                1 => self.poll(&[&other]),
                2 => self.send(&other),
                3 => self.shut(&other, "WR"),
                _ => self.receive(&other),
            }
        }
        self.look();
    }

    /// Nobody listens.
    pub(crate) fn plot_refused(&mut self) {
        let Some(name) = self.new_socket("AF_INET", "SOCK_STREAM", Kind::Tcp) else { return };
        for _ in 0..=self.rng.below(4) {
            let step = match self.rng.below(7) {
                0 | 1 => json!({"op": "connect", "fd": name, "addr": "127.0.0.1:9009"}),
                2 => json!({"op": "connect", "fd": name, "addr": "UNSPEC"}),
                3 => json!({"op": "getsockopt", "fd": name, "opt": "SO_ERROR"}),
                4 => json!({"op": "getsockname", "fd": name}),
                5 => json!({"op": "getpeername", "fd": name}),
                _ => json!({"op": "poll", "fds": [name], "timeout": 0}),
            };
            self.act(step);
        }
        self.send(&name);
        self.receive(&name);
    }

    /// A socket that connects to itself, or two that open at once.
    pub(crate) fn plot_self_connect(&mut self) {
        let port = self.port();
        let Some(name) = self.bound(port) else { return };
        let address = format!("127.0.0.1:{port}");
        self.act(json!({"op": "connect", "fd": name, "addr": address}));
        self.talk(&name, &name, 5);
        self.shut(&name, "WR");
        self.look();
        self.close(&name);
        self.look();
    }

    pub(crate) fn plot_backlog(&mut self) {
        let port = self.port();
        let backlog = self.pick(&[0, 1, 2]);
        let Some(listener) = self.listener(port, backlog) else { return };
        let mut clients = Vec::new();
        for _ in 0..2 + self.rng.below(3) {
            clients.extend(self.client(port));
        }
        self.look();
        for client in &clients {
            match self.rng.below(5) {
                0 => self.send(client),
                1 => self.close(client),
                2 => self.shut(client, "WR"),
                _ => self.poll(&[client]),
            }
        }
        if self.one_in(4) {
            self.close(&listener);
        }
        for _ in 0..2 + self.rng.below(3) {
            if let Some(server) = self.accepted(&listener) {
                self.receive(&server);
            }
        }
        self.look();
    }

    pub(crate) fn plot_ports(&mut self) {
        let port = self.port();
        let udp = self.one_in(3);
        let (of, kind) = if udp { ("SOCK_DGRAM", Kind::Udp) } else { ("SOCK_STREAM", Kind::Tcp) };
        for _ in 0..2 + self.rng.below(3) {
            let Some(name) = self.new_socket("AF_INET", of, kind) else { return };
            for option in ["SO_REUSEADDR", "SO_REUSEPORT"] {
                if self.one_in(2) {
                    self.set(&name, "SOL_SOCKET", option, &json!(1));
                }
            }
            let host = self.pick(&["127.0.0.1", "127.0.0.2", "0.0.0.0"]);
            let port = if self.one_in(5) { 0 } else { port };
            self.act(json!({"op": "bind", "fd": name, "addr": format!("{host}:{port}")}));
            match self.rng.below(4) {
                0 if !udp => drop(self.act(json!({"op": "listen", "fd": name, "backlog": 5}))),
                1 => self.close(&name),
                2 => drop(self.act(json!({"op": "getsockname", "fd": name}))),
                _ => {}
            }
        }
        self.look();
    }

    pub(crate) fn plot_options(&mut self) {
        let Some(one) = self.new_socket("AF_INET", "SOCK_STREAM", Kind::Tcp) else { return };
        let many = 3 + self.rng.below(6);
        let mut asked = Vec::new();
        for _ in 0..many {
            let (level, name, value) = self.option();
            self.set(&one, level, name, &value);
            asked.push((level, name));
        }
        for (level, name) in asked {
            self.act(json!({"op": "getsockopt", "fd": one, "level": level, "opt": name}));
        }
    }
}
