//! Plots of TCP connections on a link that loses what it is told to lose.

use serde_json::{Value, json};

use super::plots_tcp::Connection;
use super::{Generator, Kind};

impl Generator {
    fn drop(&mut self, mut rule: Value) {
        rule["op"] = json!("drop");
        self.propose(rule);
    }

    fn undrop(&mut self) {
        self.propose(json!({"op": "undrop"}));
    }

    /// Time for a timer or two.
    fn wait_and_look(&mut self) {
        let ms = self.pick(&[70, 300, 300, 500, 900]);
        self.sleep(ms);
        self.look();
    }

    /// FIN does not arrive: FIN-WAIT-1, LAST-ACK and, when both ends close, CLOSING.
    pub(crate) fn plot_lost_fin(&mut self) {
        let Some(Connection { client, server, port, .. }) = self.connection() else { return };
        let by_client = self.one_in(2);
        let (one, other) = if by_client { (client, server) } else { (server, client) };
        self.talk(&one, &other, 2);
        let direction = if by_client { "dport" } else { "sport" };
        match self.rng.below(4) {
            0 => {
                // Nothing that the closer sends arrives.
                self.drop(json!({direction: port}));
            }
            1 => {
                // The peer has closed: this end is the last.
                self.close(&other);
                self.drop(json!({direction: port, "has": "fin"}));
            }
            _ => self.drop(json!({direction: port, "has": "fin"})),
        }
        if self.one_in(2) {
            self.shut(&one, "WR");
        } else {
            self.close(&one);
        }
        self.look();
        if self.one_in(2) {
            self.close(&other);
            self.look();
        }
        self.talk(&one, &other, 2);
        self.wait_and_look();
        self.undrop();
        self.wait_and_look();
        self.poll(&[&one, &other]);
        self.close(&other);
        self.close(&one);
        self.look();
    }

    /// SYN, its answer or the third part of the handshake does not arrive.
    pub(crate) fn plot_lost_handshake(&mut self) {
        let port = self.port();
        let Some(listener) = self.listener(port, 5) else { return };
        let rule = self.pick(&[
            json!({"dport": port}),
            json!({"dport": port, "exact": "ack"}),
            json!({"dport": port, "has": "syn"}),
            json!({"sport": port}),
            json!({"sport": port, "has": "syn|ack"}),
        ]);
        self.drop(rule);
        let Some(name) = self.new_socket("AF_INET", "SOCK_STREAM", Kind::Tcp) else { return };
        if self.one_in(4) {
            self.set(&name, "IPPROTO_TCP", "TCP_SYNCNT", &json!(1));
        }
        self.act(json!({"op": "fcntl", "fd": name, "flags": "O_NONBLOCK"}));
        let address = format!("127.0.0.1:{port}");
        let connect = json!({"op": "connect", "fd": name, "addr": address});
        self.act(connect.clone());
        self.look();
        for _ in 0..=self.rng.below(4) {
            match self.rng.below(8) {
                0 => self.send(&name),
                1 => self.receive(&name),
                2 => self.shut(&name, "RDWR"),
                3 => drop(self.act(connect.clone())),
                4 => drop(self.accepted(&listener)),
                5 => self.error_of(&name),
                6 => drop(self.act(json!({"op": "getpeername", "fd": name}))),
                _ => self.poll(&[&name, &listener]),
            }
        }
        if self.one_in(4) {
            self.close(&listener);
        }
        self.wait_and_look();
        self.undrop();
        self.wait_and_look();
        self.poll(&[&name]);
        if let Some(server) = self.accepted(&listener) {
            self.talk(&name, &server, 3);
        }
        self.close(&name);
        self.look();
    }

    pub(crate) fn plot_lost_data(&mut self) {
        let Some(Connection { client, server, port, .. }) = self.connection() else { return };
        let count = self.pick(&[1, 1, 2]);
        self.propose(json!({"op": "dropseq", "dport": port, "n": count}));
        for _ in 0..=self.rng.below(3) {
            self.send(&client);
        }
        self.look();
        self.receive(&server);
        self.wait_and_look();
        self.talk(&client, &server, 4);
        self.undrop();
        self.look();
    }

    /// Nobody reads until no room is left.
    pub(crate) fn plot_full_window(&mut self) {
        let port = self.port();
        let Some(listener) = self.listener(port, 5) else { return };
        if self.one_in(2) {
            self.set(&listener, "SOL_SOCKET", "SO_RCVBUF", &json!(4_096));
        }
        let Some(client) = self.client(port) else { return };
        let Some(server) = self.accepted(&listener) else { return };
        for _ in 0..2 + self.rng.below(4) {
            let size = self.pick(&[1_000, 1_500, 3_000]);
            self.act(json!({"op": "send", "fd": client, "size": size, "flags": "MSG_DONTWAIT"}));
        }
        self.look();
        self.wait_and_look();
        let n = self.pick(&[100, 1_000, 10_000]);
        self.act(json!({"op": "recv", "fd": server, "n": n}));
        self.look();
        self.act(json!({"op": "recv", "fd": server, "n": 100_000}));
        self.wait_and_look();
    }
}
