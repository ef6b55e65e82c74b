//! Rust: the `socket2` crate, whose functions are the system calls. The standard library's
//! `TcpListener::bind` makes four of them at once and chooses the backlog itself.

use super::{Ask, Need, Table};

pub(super) const TABLE: Table = Table {
    before: &[
        (Need::Always, "use socket2::{Domain, Socket, Type};"),
        (Need::Receive, "use std::io::Read;"),
        (Need::Send, "use std::io::Write;"),
        (Need::Shutdown, "use std::net::Shutdown;"),
        (Need::Address, "use std::net::{Ipv4Addr, SocketAddrV4};"),
        (Need::Wait, "use std::{thread, time::Duration};"),
        (Need::Always, ""),
        (Need::Always, "fn main() -> std::io::Result<()> {"),
        (Need::ServerAddress, "    let ip = Ipv4Addr::UNSPECIFIED;"),
        (Need::ClientAddress, "    let ip = Ipv4Addr::new({i});"),
        (Need::Address, "    let at = |port| SocketAddrV4::new(ip, port).into();"),
        (Need::Receive, "    let mut data = [0; {b}];"),
    ],
    after: &["    Ok(())", "}"],
    checked: "    {=}{c}?;",
    plain: "    {c};",
    tried: "    if let Err(error) = {c} { eprintln!(\"{error}\") }",
    after_tried: None,
    port: None,
    call,
    made: "let {m} = ",
    made_by_accept: "let ({m}, _) = ",
    counted: "let n = ",
    ignored: "let _ = ",
};

fn call(ask: &Ask) -> &'static str {
    match ask {
        Ask::Socket => "Socket::new(Domain::IPV4, Type::STREAM, None)",
        Ask::ReuseAddress(_) => "{s}.set_reuse_address(true)",
        Ask::NoDelay(_) => "{s}.set_tcp_nodelay(true)",
        Ask::Bind(..) => "{s}.bind(&at({p}))",
        Ask::Connect(..) => "{s}.connect(&at({p}))",
        Ask::Listen(..) => "{s}.listen({n})",
        Ask::Accept(_) => "{s}.accept()",
        Ask::Send(..) => "(&{s}).write_all(b\"{t}\")",
        Ask::Fill(..) => "(&{s}).write_all(&[b'x'; {n}])",
        Ask::Reply(_) => "(&{s}).write_all(&data[..n])",
        Ask::Receive(..) => "(&{s}).read(&mut data[..{n}])",
        Ask::Shutdown(_) => "{s}.shutdown(Shutdown::Write)",
        Ask::Close(_) => "drop({s})",
        Ask::Wait(_) => "thread::sleep(Duration::from_millis({n}))",
    }
}
