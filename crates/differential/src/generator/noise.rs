//! Noise: any call on any descriptor.

use serde_json::{Value, json};

use super::{Generator, Kind};

const STREAMS: [Kind; 3] = [Kind::Connected, Kind::UnixStream, Kind::Tcp];
const TALKERS: [Kind; 4] = [Kind::Connected, Kind::UnixStream, Kind::Udp, Kind::UnixDatagram];

impl Generator {
    pub(crate) fn noise_run(&mut self) {
        for _ in 0..=self.rng.below(5) {
            self.noise();
        }
    }

    pub(crate) fn noise(&mut self) {
        match self.rng.below(26) {
            0..3 => self.noise_new(),
            3..6 => self.noise_name(),
            6..10 => self.noise_data(),
            10..13 => self.noise_readiness(),
            13..15 => self.noise_descriptor(),
            15..17 => self.noise_option(),
            17 => self.noise_shut(),
            18 => self.noise_accept(),
            19 => self.join_finished(),
            20 => self.look(),
            21 => {
                let ms = self.pause();
                self.sleep(ms);
            }
            22 => self.noise_sleep(),
            _ => self.noise_query(),
        }
    }

    /// Takes a step in some process, without more noise.
    fn some(&mut self, step: Value) -> Option<Value> {
        let step = self.inside(step);
        self.propose(step)
    }

    pub(crate) fn new_socket(&mut self, domain: &str, of: &str, kind: Kind) -> Option<String> {
        let name = self.fresh("s");
        let nonblocking = i32::from(self.one_in(3));
        let step = json!({"op": "socket", "dom": domain, "type": of, "nb": nonblocking,
            "as": name});
        let result = self.propose(step)?;
        result.get("ret")?;
        self.keep(&name, kind);
        Some(name)
    }

    fn noise_new(&mut self) {
        let (domain, of, kind) = match self.rng.below(11) {
            0..4 => ("AF_INET", "SOCK_STREAM", Kind::Tcp),
            4..6 => ("AF_INET", "SOCK_DGRAM", Kind::Udp),
            6 => ("AF_UNIX", "SOCK_STREAM", Kind::UnixStream),
            7 => ("AF_UNIX", "SOCK_DGRAM", Kind::UnixDatagram),
            8 => ("AF_UNIX", "SOCK_SEQPACKET", Kind::UnixStream),
            9 => return self.noise_pair(),
            _ => return self.noise_odd_socket(),
        };
        self.new_socket(domain, of, kind);
    }

    fn noise_odd_socket(&mut self) {
        let domain = self.pick(&[0, 1, 2, 2, 2, 77, -1]);
        let of = self.pick(&[0, 1, 2, 4, 5, 99, -1]);
        let protocol = self.pick(&[0, 1, 6, 17, 255, -1]);
        if (domain, of, protocol) == (2, 2, 1) {
            // An ICMP socket depends on a setting of the machine.
            return;
        }
        let name = self.fresh("s");
        let op = self.pick(&["socket", "socketpair"]);
        let mut step = json!({"op": op, "dom": domain, "type": of, "proto": protocol});
        step["as"] = if op == "socket" { json!(name) } else { json!([name, format!("{name}b")]) };
        self.some(step);
    }

    fn noise_pair(&mut self) {
        let domain = self.pick(&["AF_UNIX", "AF_UNIX", "AF_INET"]);
        self.new_pair(domain, "SOCK_STREAM", Kind::UnixStream);
    }

    pub(crate) fn new_pair(
        &mut self,
        domain: &str,
        of: &str,
        kind: Kind,
    ) -> Option<(String, String)> {
        let (one, other) = (self.fresh("s"), self.fresh("s"));
        let step = json!({"op": "socketpair", "dom": domain, "type": of, "as": [one, other]});
        self.propose(step)?.get("ret")?;
        self.keep(&one, kind);
        self.keep(&other, kind);
        Some((one, other))
    }

    fn noise_name(&mut self) {
        match self.rng.below(6) {
            0 | 1 => {
                let (fd, addr) = (self.fd(&[Kind::Tcp, Kind::Udp]), self.address());
                let mut step = json!({"op": "bind", "fd": fd, "addr": addr});
                if self.one_in(8) {
                    step["len"] = json!(self.pick(&[0, 1, 2, 4, 15, 17, 128, 129, 1_000]));
                }
                self.some(step);
            }
            2 => {
                let fd = self.fd(&[Kind::Tcp, Kind::UnixStream]);
                let backlog = self.pick(&[0, 1, 1, 5, 8, -1]);
                self.some(json!({"op": "listen", "fd": fd, "backlog": backlog}));
            }
            _ => {
                let (fd, addr) = (self.fd(&[Kind::Tcp, Kind::Udp]), self.address());
                let mut step = json!({"op": "connect", "fd": fd, "addr": addr});
                if self.one_in(12) {
                    step["len"] = json!(self.pick(&[0, 1, 2, 4, 15, 17, 128, 129]));
                }
                self.some(step);
            }
        }
    }

    fn noise_data(&mut self) {
        let fd = self.fd(&TALKERS);
        let step = match self.rng.below(7) {
            0 | 1 => {
                let (data, flags) = (self.word(), self.send_flags());
                json!({"op": "send", "fd": fd, "data": data, "flags": flags})
            }
            2 => {
                let (size, flags) = (self.size(), self.send_flags());
                json!({"op": "send", "fd": fd, "size": size, "flags": flags})
            }
            3 => {
                let (addr, size) = (self.address(), self.size());
                let fd = self.fd(&[Kind::Udp, Kind::UnixDatagram]);
                json!({"op": "sendto", "fd": fd, "size": size, "addr": addr,
                    "flags": "MSG_DONTWAIT"})
            }
            other => {
                let op = if other == 6 { "recvmsg" } else { "recv" };
                let (n, flags) = (self.size(), self.receive_flags());
                json!({"op": op, "fd": fd, "n": n, "flags": flags})
            }
        };
        self.some(step);
    }

    fn noise_readiness(&mut self) {
        let timeout = self.pick(&[0, 0, 0, 20, 100]);
        let step = match self.rng.below(6) {
            0 | 1 => {
                let fds: Vec<Value> = (0..=self.rng.below(4)).map(|_| self.fd(&[])).collect();
                let mut step = json!({"op": "poll", "fds": fds, "timeout": timeout});
                if self.one_in(4) {
                    step["events"] = self.pick(&[json!(0), json!(["IN"]), json!(["OUT", "HUP"])]);
                }
                step
            }
            2 | 3 => {
                let mut set = |count| -> Vec<Value> {
                    let valid = |fd: &Value| fd.as_i64().is_none_or(|fd| fd >= 0);
                    (0..count).map(|_| self.fd(&[])).filter(valid).collect()
                };
                let (r, w, x) = (set(2), set(1), set(1));
                json!({"op": "select", "r": r, "w": w, "x": x, "timeout": timeout})
            }
            4 => {
                let (ep, fd) = (self.fd(&[Kind::Epoll]), self.fd(&[]));
                let how = self.pick(&["ADD", "ADD", "MOD", "DEL"]);
                let events = self.events();
                json!({"op": "epoll_ctl", "ep": ep, "how": how, "fd": fd, "events": events})
            }
            _ => {
                let (ep, most) = (self.fd(&[Kind::Epoll]), self.pick(&[16, 16, 1, 2, 0, -1]));
                json!({"op": "epoll_wait", "ep": ep, "max": most, "timeout": timeout})
            }
        };
        self.some(step);
    }

    pub(crate) fn events(&mut self) -> Value {
        self.pick(&[
            json!(["IN"]),
            json!(["IN", "OUT"]),
            json!(["IN", "ET"]),
            json!(["IN", "OUT", "RDHUP", "ET"]),
            json!(["IN", "ONESHOT"]),
            json!(["OUT"]),
            json!(["IN", "RDHUP"]),
            json!([]),
        ])
    }

    fn noise_descriptor(&mut self) {
        let fd = self.fd(&[]);
        match self.rng.below(9) {
            0 | 1 => {
                let name = self.fresh("s");
                let step = json!({"op": "dup", "fd": fd, "as": name});
                if self.some(step).is_some_and(|result| result.get("ret").is_some()) {
                    self.keep_like(&fd, &name);
                }
            }
            2 | 3 => {
                let name = self.fresh("s");
                let new = self.pick(&[json!(20), json!(21), json!(22), json!(5_000), json!(-1)]);
                let new = if self.one_in(3) { self.fd(&[]) } else { new };
                // The terminal's descriptors stay what they are.
                let step = json!({"op": "dup2", "fd": fd, "new": new, "as": name});
                if self.some(step).is_some_and(|result| result.get("ret").is_some()) {
                    self.keep_like(&fd, &name);
                }
            }
            4 => {
                self.some(json!({"op": "fcntl", "fd": fd}));
            }
            5 => {
                let flags = self.pick(&["O_NONBLOCK", "0"]);
                self.some(json!({"op": "fcntl", "fd": fd, "flags": flags}));
            }
            _ => {
                self.some(json!({"op": "close", "fd": fd}));
            }
        }
    }

    fn keep_like(&mut self, fd: &Value, name: &str) {
        let like = self.descriptors.iter().find(|it| Some(it.name.as_str()) == fd.as_str());
        let kind = like.map_or(Kind::Tcp, |it| it.kind);
        self.keep(name, kind);
    }

    fn noise_option(&mut self) {
        let fd = self.fd(&[Kind::Tcp, Kind::Listener, Kind::Connected, Kind::Udp]);
        let (level, name, value) = self.option();
        let step = if self.one_in(2) {
            json!({"op": "getsockopt", "fd": fd, "level": level, "opt": name})
        } else {
            json!({"op": "setsockopt", "fd": fd, "level": level, "opt": name, "val": value})
        };
        self.some(step);
    }

    fn noise_shut(&mut self) {
        let fd = self.fd(&STREAMS);
        let how = self.pick(&[json!("RD"), json!("WR"), json!("RDWR"), json!(7)]);
        self.some(json!({"op": "shutdown", "fd": fd, "how": how}));
    }

    fn noise_accept(&mut self) {
        let (fd, name) = (self.fd(&[Kind::Listener, Kind::UnixListener]), self.fresh("s"));
        let mut step = json!({"op": "accept", "fd": fd, "as": name});
        if self.one_in(3) {
            step["nb"] = json!(1);
        } else if self.one_in(10) {
            step["flags"] = json!(77);
        }
        let step = self.inside(step);
        let result = self.propose(step);
        if result.is_some_and(|result| result.get("ret").is_some()) {
            self.keep(&name, Kind::Connected);
        }
    }

    fn noise_sleep(&mut self) {
        let (s, ns) = self.pick(&[
            (0, 0),
            (0, 20_000_000),
            (0, 50_000_000),
            (-1, 0),
            (0, -1),
            (0, 1_000_000_000),
        ]);
        self.some(json!({"op": "nanosleep", "s": s, "ns": ns}));
    }

    fn noise_query(&mut self) {
        let fd = self.fd(&[]);
        let step = match self.rng.below(3) {
            0 => json!({"op": "getsockname", "fd": fd}),
            1 => json!({"op": "getpeername", "fd": fd}),
            _ => json!({"op": "getsockopt", "fd": fd, "opt": "SO_ERROR"}),
        };
        self.some(step);
    }
}
