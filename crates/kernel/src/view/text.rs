//! The texts by which people know a host's sockets.

use std::fmt::Write as _;
use std::net::Ipv4Addr;

use super::row::{TcpRow, UdpRow};
use crate::address::{Endpoint, UnixName};
use crate::errno::Errno;
use crate::host::Host;
use crate::id::{ProcessId, SocketId};
use crate::process::Object;
use crate::socket::{Protocol, Stage};
use crate::tcp::State;

/// Two processes' worth of a descriptor: who has a socket open, and under which number.
struct Holder<'h> {
    process: ProcessId,
    name: &'h str,
    uid: u32,
    fd: i32,
}

/// An endpoint as `/proc` writes it: the address in the host's byte order, then the port.
fn proc_endpoint(endpoint: Endpoint) -> String {
    format!("{:08X}:{:04X}", u32::from(endpoint.ip.0).swap_bytes(), endpoint.port)
}

/// An endpoint as `ss` and `netstat` write it, `*` for nothing chosen.
fn named(endpoint: Endpoint) -> String {
    match endpoint.port {
        0 => format!("{}:*", endpoint.ip),
        port => format!("{}:{port}", endpoint.ip),
    }
}

/// The word that `ss` has for a state.
const fn ss_state(state: State) -> &'static str {
    match state {
        State::Established => "ESTAB",
        State::SynSent => "SYN-SENT",
        State::SynReceived => "SYN-RECV",
        State::FinWait1 => "FIN-WAIT-1",
        State::FinWait2 => "FIN-WAIT-2",
        State::TimeWait => "TIME-WAIT",
        State::Closed => "UNCONN",
        State::CloseWait => "CLOSE-WAIT",
        State::LastAck => "LAST-ACK",
        State::Listen => "LISTEN",
        State::Closing => "CLOSING",
    }
}

impl Host {
    fn holders(&self, s: SocketId) -> Vec<Holder<'_>> {
        let mut holders = Vec::new();
        for (id, process) in self.processes.iter() {
            for (fd, file) in process.descriptors.iter().enumerate() {
                let is_it = |file| self.files[file].object == Object::Socket(s);
                if file.is_some_and(is_it) {
                    let (name, uid) = (process.name.as_str(), process.uid);
                    holders.push(Holder { process: id, name, uid, fd: fd as i32 });
                }
            }
        }
        holders
    }

    /// `/proc/net/tcp`.
    pub fn proc_net_tcp(&self) -> String {
        let mut text = String::from(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  \
             timeout inode\n",
        );
        for (at, row) in self.tcp_rows().iter().enumerate() {
            let _ = writeln!(
                text,
                "{at:4}: {} {} {:02X} {:08X}:{:08X} {:02X}:{:08X} {:08X} {:5} {:8} {}",
                proc_endpoint(row.local),
                proc_endpoint(row.remote),
                row.state as u8,
                row.send_queue,
                row.receive_queue,
                row.timer as u8,
                row.timer_left_cs,
                row.retransmits,
                row.uid,
                row.probes,
                row.inode,
            );
        }
        text
    }

    /// `/proc/net/udp`.
    pub fn proc_net_udp(&self) -> String {
        let mut text = String::from(
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  \
             timeout inode ref pointer drops\n",
        );
        for (at, row) in self.udp_rows().iter().enumerate() {
            let _ = writeln!(
                text,
                "{at:5}: {} {} {:02X} 00000000:{:08X} 00:00000000 00000000 {:5} {:8} {} 2 0 {}",
                proc_endpoint(row.local),
                proc_endpoint(row.remote),
                row.state as u8,
                row.receive_queue,
                row.uid,
                0,
                row.inode,
                row.drops,
            );
        }
        text
    }

    /// `ss -tanp`.
    pub fn ss(&self) -> String {
        let mut text = format!(
            "{:<11} {:<7} {:<7} {:>21} {:>21}  Process\n",
            "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port"
        );
        for row in self.tcp_rows() {
            let send = if row.state == State::Listen { row.backlog } else { row.send_queue };
            let _ = writeln!(
                text,
                "{:<11} {:<7} {:<7} {:>21} {:>21}  {}",
                ss_state(row.state),
                row.receive_queue,
                send,
                named(row.local),
                named(row.remote),
                self.ss_users(row.socket),
            );
        }
        trim_lines(&text)
    }

    fn ss_users(&self, s: SocketId) -> String {
        let each: Vec<String> = self
            .holders(s)
            .iter()
            .map(|it| format!("(\"{}\",pid={},fd={})", it.name, self.pid(it.process), it.fd))
            .collect();
        if each.is_empty() { String::new() } else { format!("users:({})", each.join(",")) }
    }

    /// `netstat -tanu`.
    pub fn netstat(&self) -> String {
        let mut text = format!(
            "Proto Recv-Q Send-Q {:<23} {:<23} State\n",
            "Local Address", "Foreign Address"
        );
        let mut line = |protocol: &str, queues: (u32, u32), ends: [Endpoint; 2], state: &str| {
            let [local, remote] = ends.map(named);
            let (receive, send) = queues;
            let _ = writeln!(
                text,
                "{protocol:<5} {receive:>6} {send:>6} {local:<23} {remote:<23} {state}"
            );
        };
        for row in &self.tcp_rows() {
            let TcpRow { local, remote, receive_queue, send_queue, state, .. } = *row;
            line("tcp", (receive_queue, send_queue), [local, remote], state.name());
        }
        for row in &self.udp_rows() {
            let UdpRow { local, remote, receive_queue, state, .. } = *row;
            let state = if state == State::Established { "ESTABLISHED" } else { "" };
            line("udp", (receive_queue, 0), [local, remote], state);
        }
        trim_lines(&text)
    }

    /// `lsof -i`.
    pub fn lsof(&self) -> String {
        let mut text =
            String::from("COMMAND     PID  USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n");
        for (s, socket) in self.sockets.iter() {
            let (protocol, state) = match &socket.body {
                Protocol::Tcp(tcp) => ("TCP", format!(" ({})", tcp.state.name())),
                Protocol::Udp(_) => ("UDP", String::new()),
                _ => continue,
            };
            for holder in self.holders(s) {
                let mut name = named_any(socket.local);
                if socket.stage == Stage::Connected {
                    name = format!("{name}->{}", named(socket.remote));
                }
                let _ = writeln!(
                    text,
                    "{:<9} {:>5} {:>5} {:>4}u  IPv4 {:>6}      0t0  {protocol} {name}{state}",
                    holder.name,
                    self.pid(holder.process),
                    holder.uid,
                    holder.fd,
                    socket.inode,
                );
            }
        }
        text
    }

    /// `/proc/PID/fd`: what each descriptor of a process refers to.
    pub fn proc_fd(&self, process: ProcessId) -> Result<Vec<(i32, String)>, Errno> {
        let process = self.processes.get(process).ok_or(Errno::ENOENT)?;
        let open = process.descriptors.iter().enumerate();
        Ok(open
            .filter_map(|(fd, file)| {
                let target = match self.files[(*file)?].object {
                    Object::Socket(s) => format!("socket:[{}]", self.sockets[s].inode),
                    Object::Epoll(_) => "anon_inode:[eventpoll]".to_owned(),
                    Object::Terminal => "/dev/tty".to_owned(),
                };
                Some((fd as i32, target))
            })
            .collect())
    }

    /// `/proc/net/unix`, in the columns that say something.
    pub fn proc_net_unix(&self) -> String {
        let mut text = String::from("Type St Inode Path\n");
        for (_, socket) in self.sockets.iter() {
            let Protocol::Unix(unix) = &socket.body else { continue };
            let state = if socket.stage == Stage::Connected { 3 } else { 1 };
            let path = match &unix.name {
                UnixName::Unnamed => String::new(),
                UnixName::Path(path) => path.clone(),
                UnixName::Abstract(name) => format!("@{name}"),
            };
            let _ = writeln!(text, "{:04} {state:02} {:5} {path}", socket.kind, socket.inode);
        }
        trim_lines(&text)
    }

    /// The number by which the views call a process.
    pub const fn pid(&self, process: ProcessId) -> u32 {
        FIRST_PID + process.0
    }
}

/// The first process of a host has this number.
const FIRST_PID: u32 = 1_001;

fn named_any(endpoint: Endpoint) -> String {
    let any = endpoint.ip.0 == Ipv4Addr::UNSPECIFIED;
    if any { format!("*:{}", endpoint.port) } else { named(endpoint) }
}

fn trim_lines(text: &str) -> String {
    let mut lines: String = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    lines.push('\n');
    lines
}
