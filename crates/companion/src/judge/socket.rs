//! A peer's one socket on the real loopback: carries out wants, and knows nothing of what for.

use std::{
    fs,
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use checker::{Outcome, Want};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream, UdpSocket},
    time::{sleep, timeout},
};

use crate::bench::Ports;

/// The longest datagram.
const DATAGRAM_LEN_MAX: usize = 65_535;
/// The most bytes that are handed over at once, so that it is seen how far a slow reader is.
const SEND_LEN_MAX: usize = 64 << 10;

/// The socket, in whatever state it is.
#[derive(Debug)]
pub(super) struct Socket {
    ports: Ports,
    listener: Option<TcpListener>,
    stream: Option<TcpStream>,
    datagrams: Option<UdpSocket>,
    /// Who sent the last datagram.
    last: Option<SocketAddr>,
}

impl Socket {
    pub(super) const fn new(ports: Ports) -> Self {
        Self { ports, listener: None, stream: None, datagrams: None, last: None }
    }

    /// Whether it is a connection: what ends a program ends that too.
    pub(super) const fn is_connected(&self) -> bool {
        self.stream.is_some()
    }

    /// Does what is wanted, and tells what came of it.
    pub(super) async fn carry_out(&mut self, want: Want) -> Outcome {
        match want {
            Want::Connect { port, within_ms } => self.connect(port, within_ms).await,
            Want::Listen { port, backlog } => failed_or_done(self.listen(port, backlog)),
            Want::Accept { within_ms } => self.accept(within_ms).await,
            Want::Udp { port } => {
                let bound = UdpSocket::bind(self.address(port.unwrap_or(0))).await;
                failed_or_done(bound.map(|socket| self.datagrams = Some(socket)))
            }
            Want::Send { bytes, within_ms } => self.send(&bytes, within_ms).await,
            Want::SendTo { port, bytes } => {
                if !is_bound(self.ports.moved_port(port)) {
                    return Outcome::Refused;
                }
                self.send_datagram(&bytes, Some(self.address(port))).await
            }
            Want::Reply { bytes } => self.send_datagram(&bytes, self.last).await,
            Want::Receive { max, within_ms } => self.receive(max, within_ms).await,
            Want::Wait { ms } => {
                sleep(Duration::from_millis(ms)).await;
                Outcome::Done
            }
            Want::Shutdown => match &mut self.stream {
                Some(stream) => failed_or_done(stream.shutdown().await),
                None => missing(),
            },
            Want::Close => self.close(),
            Want::Reset => {
                let set = self.stream.as_ref().map(TcpStream::set_zero_linger);
                match set {
                    Some(Err(error)) => failed(&error),
                    _ => self.close(),
                }
            }
            Want::Finish => {
                (self.stream, self.listener, self.datagrams) = (None, None, None);
                Outcome::Done
            }
        }
    }

    fn address(&self, port: u16) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.ports.moved_port(port)).into()
    }

    async fn connect(&mut self, port: u16, within_ms: u64) -> Outcome {
        let connecting = TcpStream::connect(self.address(port));
        match within(within_ms, connecting).await {
            None => Outcome::Late,
            Some(Ok(stream)) => self.opened(stream),
            Some(Err(error)) => of_stream(&error),
        }
    }

    fn opened(&mut self, stream: TcpStream) -> Outcome {
        // What is sent in pieces goes out in pieces.
        if let Err(error) = stream.set_nodelay(true) {
            return of_stream(&error);
        }
        self.stream = Some(stream);
        Outcome::Done
    }

    fn listen(&mut self, port: u16, backlog: i32) -> io::Result<()> {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind(self.address(port))?;
        self.listener = Some(socket.listen(u32::try_from(backlog).unwrap_or(0))?);
        Ok(())
    }

    async fn accept(&mut self, within_ms: u64) -> Outcome {
        let Some(listener) = &self.listener else { return missing() };
        match within(within_ms, listener.accept()).await {
            None => Outcome::Late,
            Some(Ok((stream, _))) => self.opened(stream),
            Some(Err(error)) => of_stream(&error),
        }
    }

    async fn send(&mut self, bytes: &[u8], within_ms: u64) -> Outcome {
        let Some(stream) = &mut self.stream else { return missing() };
        let piece = &bytes[..bytes.len().min(SEND_LEN_MAX)];
        match within(within_ms, stream.write(piece)).await {
            None => Outcome::Late,
            Some(Ok(count)) => Outcome::Sent(count),
            Some(Err(error)) => of_stream(&error),
        }
    }

    async fn send_datagram(&self, bytes: &[u8], to: Option<SocketAddr>) -> Outcome {
        let (Some(socket), Some(to)) = (&self.datagrams, to) else { return missing() };
        match socket.send_to(bytes, to).await {
            Ok(_) => Outcome::Done,
            Err(error) => of_stream(&error),
        }
    }

    async fn receive(&mut self, max: usize, within_ms: u64) -> Outcome {
        if let Some(socket) = &self.datagrams {
            let mut room = vec![0; DATAGRAM_LEN_MAX];
            return match within(within_ms, socket.recv_from(&mut room)).await {
                None => Outcome::Late,
                Some(Ok((len, from))) => {
                    self.last = Some(from);
                    room.truncate(len);
                    Outcome::Received(room)
                }
                Some(Err(error)) => of_stream(&error),
            };
        }
        let Some(stream) = &mut self.stream else { return missing() };
        let mut room = vec![0; max];
        match within(within_ms, stream.read(&mut room)).await {
            None => Outcome::Late,
            Some(Ok(len)) => {
                room.truncate(len);
                // A program that says its port says the one that it was moved to.
                Outcome::Received(self.ports.restored_bytes(&room))
            }
            Some(Err(error)) => of_stream(&error),
        }
    }

    /// What was accepted is closed first; the listening socket stays.
    fn close(&mut self) -> Outcome {
        if self.stream.take().is_none() {
            (self.listener, self.datagrams) = (None, None);
        }
        Outcome::Done
    }
}

/// What comes within so many milliseconds; without a rest, what is there already.
async fn within<T>(within_ms: u64, doing: impl Future<Output = T>) -> Option<T> {
    timeout(Duration::from_millis(within_ms), doing).await.ok()
}

fn of_stream(error: &io::Error) -> Outcome {
    match error.kind() {
        ErrorKind::ConnectionRefused => Outcome::Refused,
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted => {
            Outcome::Reset
        }
        _ => failed(error),
    }
}

fn failed_or_done(done: io::Result<()>) -> Outcome {
    done.map_or_else(|error| failed(&error), |()| Outcome::Done)
}

fn failed(error: &io::Error) -> Outcome {
    Outcome::Failed(match error.kind() {
        ErrorKind::AddrInUse => "EADDRINUSE".to_owned(),
        ErrorKind::NotConnected => "ENOTCONN".to_owned(),
        ErrorKind::PermissionDenied => "EACCES".to_owned(),
        _ => error.to_string(),
    })
}

/// The checks' parser lets no statement stand where its socket is missing.
fn missing() -> Outcome {
    Outcome::Failed("EBADF".to_owned())
}

/// Whether a UDP socket of this machine has the port. A datagram to a port that nobody has is
/// gone, and its sender is not told; so the kernel's table is asked. Where there is none to be
/// asked, binding the port is tried.
fn is_bound(port: u16) -> bool {
    has_row("udp", port, None)
        .unwrap_or_else(|| std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_err())
}

/// Whether somebody listens at a TCP port of this machine; `None` where the kernel has no table.
fn is_listening(port: u16) -> Option<bool> {
    has_row("tcp", port, Some("0A"))
}

/// Whether a program is there at a port, for connections or for datagrams, if that can be told.
pub(super) fn is_there(port: u16) -> Option<bool> {
    Some(is_listening(port)? || has_row("udp", port, None)?)
}

/// Whether a kernel's table of sockets has a row with this local port, in this state (man 5 proc).
fn has_row(table: &str, port: u16, state: Option<&str>) -> Option<bool> {
    let local = format!(":{port:04X}");
    let is_row = |row: &str| {
        let mut words = row.split_whitespace().skip(1);
        let is_local = words.next().is_some_and(|address| address.ends_with(&local));
        is_local && state.is_none_or(|wanted| words.nth(1) == Some(wanted))
    };
    let four = fs::read_to_string(format!("/proc/net/{table}")).ok()?;
    // A machine need not speak IPv6.
    let six = fs::read_to_string(format!("/proc/net/{table}6")).unwrap_or_default();
    Some(four.lines().chain(six.lines()).any(is_row))
}
