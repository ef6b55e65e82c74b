//! Plots of waiting, sharing and running out.

use serde_json::json;

use super::{CHILDREN_MAX, Generator, Kind};

impl Generator {
    fn epoll(&mut self) -> Option<String> {
        let name = self.fresh("ep");
        self.act(json!({"op": "epoll_create", "as": name}))?.get("ret")?;
        self.keep(&name, Kind::Epoll);
        Some(name)
    }

    pub(crate) fn plot_epoll(&mut self) {
        let ends = match self.rng.below(3) {
            0 => self.new_pair("AF_UNIX", "SOCK_STREAM", Kind::UnixStream),
            1 => self.new_pair("AF_UNIX", "SOCK_DGRAM", Kind::UnixDatagram),
            _ => self.ends(),
        };
        let Some((one, other)) = ends else { return };
        let Some(epoll) = self.epoll() else { return };
        for _ in 0..6 + self.rng.below(10) {
            let fd = if self.one_in(4) { other.clone() } else { one.clone() };
            match self.rng.below(12) {
                0..3 => {
                    let how = self.pick(&["ADD", "ADD", "ADD", "MOD", "DEL"]);
                    let events = self.events();
                    self.act(json!({"op": "epoll_ctl", "ep": epoll, "how": how, "fd": fd,
                        "events": events}));
                }
                3..7 => {
                    let most = self.pick(&[16, 16, 1, 0]);
                    let timeout = self.pick(&[0, 0, 50]);
                    self.act(json!({"op": "epoll_wait", "ep": epoll, "max": most,
                        "timeout": timeout}));
                }
                7 | 8 => self.send(&other),
                9 => self.receive(&one),
                10 => self.shut(&other, "WR"),
                _ => {
                    let name = self.fresh("s");
                    let step = json!({"op": "dup", "fd": one, "as": name});
                    if self.act(step).is_some_and(|result| result.get("ret").is_some()) {
                        self.keep(&name, Kind::UnixStream);
                    }
                }
            }
        }
        self.close(&one);
        self.act(json!({"op": "epoll_wait", "ep": epoll, "timeout": 0}));
        self.act(json!({"op": "poll", "fds": [epoll], "timeout": 0}));
    }

    /// Parent and child share descriptions, not descriptors.
    pub(crate) fn plot_fork(&mut self) {
        let ends = if self.one_in(2) {
            self.ends()
        } else {
            self.new_pair("AF_UNIX", "SOCK_STREAM", Kind::UnixStream)
        };
        if self.children.len() >= CHILDREN_MAX {
            return self.end_child();
        }
        let child = self.fresh("p");
        let step = json!({"op": "fork", "as": child});
        let step = self.inside(step);
        if self.act(step).is_none_or(|result| result.get("child").is_none()) {
            return;
        }
        let Some((one, other)) = ends else { return };
        for _ in 0..2 + self.rng.below(8) {
            let fd = if self.one_in(2) { &one } else { &other };
            let mut step = match self.rng.below(7) {
                0 => json!({"op": "close", "fd": fd}),
                1 | 2 => json!({"op": "send", "fd": fd, "data": "shared"}),
                3 => json!({"op": "recv", "fd": fd, "n": 3}),
                4 => json!({"op": "getsockname", "fd": fd}),
                5 => json!({"op": "fcntl", "fd": fd, "flags": "O_NONBLOCK"}),
                _ => json!({"op": "poll", "fds": [fd], "timeout": 0}),
            };
            if self.one_in(2) {
                step["in"] = json!(child);
            }
            self.act(step);
        }
        self.poll(&[&one, &other]);
        if !self.one_in(5) {
            self.end_child();
        }
        self.poll(&[&one, &other]);
        self.look();
    }

    fn end_child(&mut self) {
        if self.children.is_empty() {
            return;
        }
        let children = self.children.clone();
        let child = self.pick(&children);
        self.propose(json!({"op": "exit", "in": child}));
    }

    /// Calls on descriptors that are not open.
    fn call_on_nothing(&mut self) {
        let step = match self.rng.below(5) {
            0 => json!({"op": "dup", "fd": 99}),
            3 => json!({"op": "getsockname", "fd": 99}),
            1 => json!({"op": "dup2", "fd": 99, "new": 20}),
            2 => json!({"op": "fcntl", "fd": 99}),
            _ => json!({"op": "fcntl", "fd": -1, "flags": "O_NONBLOCK"}),
        };
        self.act(step);
    }

    /// Too many descriptors, too little privilege.
    pub(crate) fn plot_limits(&mut self) {
        self.call_on_nothing();
        if !self.limited && self.one_in(2) {
            self.limited = true;
            // It is not raised again: root in a container often may not.
            let limit = self.pick(&[3, 5, 8, 12]);
            self.act(json!({"op": "setrlimit", "n": limit}));
            for _ in 0..3 + self.rng.below(6) {
                match self.rng.below(12) {
                    0 => drop(self.new_socket("AF_INET", "SOCK_STREAM", Kind::Tcp)),
                    1 => drop(self.new_pair("AF_UNIX", "SOCK_STREAM", Kind::UnixStream)),
                    // Nowhere else can it fail.
                    2 | 5..8 => drop(self.epoll()),
                    3 => {
                        let (fd, name) = (self.fd(&[]), self.fresh("s"));
                        self.act(json!({"op": "dup", "fd": fd, "as": name}));
                    }
                    4 => {
                        let listener = self.fd(&[Kind::Listener, Kind::UnixListener]);
                        let name = self.fresh("s");
                        self.act(json!({"op": "accept", "fd": listener, "nb": 1, "as": name}));
                    }
                    _ => {
                        let fds: Vec<_> = (30..34 + self.rng.below(8)).collect();
                        self.act(json!({"op": "poll", "fds": fds, "timeout": 0}));
                    }
                }
            }
            self.act(json!({"op": "setrlimit", "n": 2_000_000}));
            return;
        }
        let Some(name) = self.new_socket("AF_INET", "SOCK_STREAM", Kind::Tcp) else { return };
        if self.one_in(2) {
            self.alone = true;
            self.act(json!({"op": "setrlimit", "what": "NPROC", "n": 0}));
        }
        self.act(json!({"op": "setuid", "uid": 65_534}));
        for _ in 0..3 + self.rng.below(4) {
            match self.rng.below(5) {
                0 => drop(self.act(json!({"op": "bind", "fd": name, "addr": "127.0.0.1:81"}))),
                1 => drop(self.act(json!({"op": "setuid", "uid": self.named % 3}))),
                2 => drop(self.act(json!({"op": "setrlimit", "n": 500 + self.named % 400}))),
                3 => {
                    let child = self.fresh("p");
                    self.act(json!({"op": "fork", "as": child}));
                }
                _ => {
                    let option = self.pick(&["SO_RCVBUFFORCE", "SO_SNDBUFFORCE", "SO_PRIORITY"]);
                    self.set(&name, "SOL_SOCKET", option, &json!(9_000));
                }
            }
        }
    }

    /// Calls that sleep until someone else acts.
    pub(crate) fn plot_sleepers(&mut self) {
        let port = self.port();
        let Some(listener) = self.listener(port, 5) else { return };
        let name = self.fresh("s");
        self.propose(json!({"op": "accept", "fd": listener, "as": name}));
        let Some(client) = self.client(port) else { return };
        self.join_finished();
        self.keep(&name, Kind::Connected);
        let flags = self.pick(&["0", "MSG_WAITALL", "MSG_PEEK"]);
        if self.one_in(3) {
            self.set(&name, "SOL_SOCKET", "SO_RCVTIMEO", &json!([0, 100_000]));
        }
        self.propose(json!({"op": "recv", "fd": name, "n": 4, "flags": flags}));
        match self.rng.below(4) {
            0 => self.close(&client),
            1 => self.shut(&name, "RD"),
            _ => self.send(&client),
        }
        self.sleep(70);
        self.join_finished();
        self.send(&client);
        self.join_finished();
    }
}
