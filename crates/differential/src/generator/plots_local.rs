//! Plots of datagrams and of sockets that never leave the host.

use serde_json::json;

use super::{Generator, Kind};

impl Generator {
    fn datagram_socket(&mut self, address: Option<&str>) -> Option<String> {
        let name = self.new_socket("AF_INET", "SOCK_DGRAM", Kind::Udp)?;
        if let Some(address) = address {
            self.act(json!({"op": "bind", "fd": name, "addr": address}))?.get("ret")?;
        }
        Some(name)
    }

    pub(crate) fn plot_udp(&mut self) {
        let port = self.port();
        let address = format!("127.0.0.1:{port}");
        let bound = self.pick(&["127.0.0.1", "0.0.0.0"]);
        let Some(server) = self.datagram_socket(Some(&format!("{bound}:{port}"))) else { return };
        let Some(client) = self.datagram_socket(None) else { return };
        for _ in 0..3 + self.rng.below(10) {
            let other = self.pick(&[
                "127.0.0.1:9009".to_owned(),
                "UNSPEC".to_owned(),
                format!("127.0.0.2:{port}"),
            ]);
            let target = if self.one_in(4) { other } else { address.clone() };
            match self.rng.below(13) {
                0..3 => {
                    let size = self.size();
                    let mut step = json!({"op": "sendto", "fd": client, "addr": target});
                    step["size"] = json!(size);
                    self.act(step);
                }
                3 | 4 => drop(self.act(json!({"op": "connect", "fd": client, "addr": target}))),
                5 | 6 => self.send(&client),
                7 | 8 => {
                    let (n, flags) = (self.size(), self.receive_flags());
                    self.act(json!({"op": "recvmsg", "fd": server, "n": n, "flags": flags}));
                }
                9 => self.receive(&client),
                10 => self.error_of(&client),
                11 => self.poll(&[&client, &server]),
                _ => {
                    let address = format!("${client}");
                    let step = json!({"op": "sendto", "fd": server, "data": "back",
                        "addr": address});
                    // A socket without a port yet has no address to answer to.
                    if self.one_in(2) {
                        self.act(step);
                    }
                }
            }
        }
        self.propose(json!({"op": "udp"}));
        let end = self.rng.below(3);
        match end {
            0 => self.shut(&client, "RDWR"),
            1 => self.close(&server),
            _ => self.shut(&server, "RD"),
        }
        self.send(&client);
        self.receive(&server);
        self.receive(&client);
    }

    pub(crate) fn plot_unix_pair(&mut self) {
        let (of, kind) = self.pick(&[
            ("SOCK_STREAM", Kind::UnixStream),
            ("SOCK_DGRAM", Kind::UnixDatagram),
            ("SOCK_SEQPACKET", Kind::UnixStream),
        ]);
        let Some((one, other)) = self.new_pair("AF_UNIX", of, kind) else { return };
        for _ in 0..4 + self.rng.below(10) {
            let (from, to) = if self.one_in(2) { (&one, &other) } else { (&other, &one) };
            let (from, to) = (from.clone(), to.clone());
            match self.rng.below(14) {
                0..4 => self.send(&from),
                4..7 => self.receive(&to),
                7 => {
                    let (n, flags) = (self.size(), self.receive_flags());
                    self.act(json!({"op": "recvmsg", "fd": to, "n": n, "flags": flags}));
                }
                8 => self.poll(&[&from, &to]),
                9 => {
                    let how = self.pick(&["RD", "WR", "RDWR"]);
                    self.shut(&from, how);
                }
                10 => self.close(&from),
                11 => self.error_of(&to),
                12 => drop(self.act(json!({"op": "getpeername", "fd": from}))),
                _ => {
                    let addr = self.unix_address();
                    self.act(json!({"op": "connect", "fd": from, "addr": addr}));
                }
            }
        }
    }

    pub(crate) fn plot_unix_named(&mut self) {
        let (of, kind) = self.pick(&[
            ("SOCK_STREAM", Kind::UnixStream),
            ("SOCK_DGRAM", Kind::UnixDatagram),
            ("SOCK_SEQPACKET", Kind::UnixStream),
        ]);
        let address = self.pick(&["unix:@a", "unix:/tmp/a"]);
        let Some(server) = self.new_socket("AF_UNIX", of, kind) else { return };
        self.act(json!({"op": "bind", "fd": server, "addr": address}));
        let mut peer = server.clone();
        if of != "SOCK_DGRAM" {
            let backlog = self.pick(&[0, 1, 5]);
            self.act(json!({"op": "listen", "fd": server, "backlog": backlog}));
        }
        let mut clients = Vec::new();
        for _ in 0..=self.rng.below(3) {
            let Some(client) = self.new_socket("AF_UNIX", of, kind) else { break };
            if self.one_in(4) {
                let own = self.unix_address();
                self.act(json!({"op": "bind", "fd": client, "addr": own}));
            }
            self.act(json!({"op": "connect", "fd": client, "addr": address}));
            clients.push(client);
        }
        if of != "SOCK_DGRAM"
            && let Some(accepted) = self.accepted(&server)
        {
            peer = accepted;
        }
        let Some(client) = clients.first().cloned() else { return };
        for _ in 0..2 + self.rng.below(8) {
            match self.rng.below(10) {
                0..3 => self.send(&client),
                3 => self.send(&peer),
                4 | 5 => self.receive(&peer),
                6 => self.poll(&[&client, &peer, &server]),
                7 => {
                    self.act(json!({"op": "sendto", "fd": client, "data": "to", "addr": address,
                        "flags": "MSG_DONTWAIT"}));
                }
                8 => {
                    let op = self.pick(&["getsockname", "getpeername"]);
                    self.act(json!({"op": op, "fd": peer}));
                }
                _ => self.close(&peer.clone()),
            }
        }
        if self.one_in(3) {
            // More than a datagram socket keeps.
            for _ in 0..12 {
                self.propose(json!({"op": "send", "fd": client, "data": "q",
                    "flags": "MSG_DONTWAIT"}));
            }
            self.poll(&[&client, &peer]);
        }
    }
}
