//! Rust: the `socket2` crate, whose functions are the system calls. The standard library's
//! `TcpListener::bind` makes four of them at once and chooses the backlog itself.

use super::{Ask, Failure, Source, Statement, Writer, made, text_of, variable};
use crate::time_machine::scenario::Side;

pub(super) fn write(source: Source<'_>, writer: &mut Writer) {
    writer.plain("use socket2::{Domain, Socket, Type};");
    let writes = source.uses(|ask| matches!(ask, Ask::Send(..) | Ask::Fill(..) | Ask::Reply(_)));
    match (source.receives(), writes) {
        (true, true) => writer.plain("use std::io::{Read, Write};"),
        (true, false) => writer.plain("use std::io::Read;"),
        (false, true) => writer.plain("use std::io::Write;"),
        (false, false) => {}
    }
    let shuts = source.uses(|ask| matches!(ask, Ask::Shutdown(_)));
    let address = source.uses(|ask| matches!(ask, Ask::Bind(..) | Ask::Connect(..)));
    match (address, shuts) {
        (true, true) => writer.plain("use std::net::{Ipv4Addr, Shutdown, SocketAddrV4};"),
        (true, false) => writer.plain("use std::net::{Ipv4Addr, SocketAddrV4};"),
        (false, true) => writer.plain("use std::net::Shutdown;"),
        (false, false) => {}
    }
    if source.waits() {
        writer.plain("use std::{thread, time::Duration};");
    }
    writer.plain("");
    writer.plain("fn main() -> std::io::Result<()> {");
    if address {
        match source.side {
            Side::Server => writer.plain("    let ip = Ipv4Addr::UNSPECIFIED;"),
            Side::Client => {
                let parts = source.server.to_string().replace('.', ", ");
                writer.plain(&["    let ip = Ipv4Addr::new(", &parts, ");"].concat());
            }
        }
        writer.plain("    let at = |port| SocketAddrV4::new(ip, port).into();");
    }
    if source.receives() {
        let count = source.buffer().to_string();
        writer.plain(&["    let mut data = [0; ", &count, "];"].concat());
    }
    for (number, statement) in source.statements.iter().enumerate() {
        let call = call(statement, source.buffer());
        match statement.failure {
            _ if matches!(statement.ask, Ask::Close(_) | Ask::Wait(_)) => {
                writer.call(number, &["    ", &call, ";"]);
            }
            Failure::Ends => {
                let result = result(statement);
                writer.call(number, &["    ", &result, &call, "?;"]);
            }
            Failure::GoesOn => {
                writer.call(number, &["    if let Err(e) = ", &call, " { eprintln!(\"{e}\") }"]);
            }
        }
    }
    writer.plain("    Ok(())");
    writer.plain("}");
}

fn result(statement: &Statement) -> String {
    match statement.ask {
        Ask::Socket => ["let ", &made(statement), " = "].concat(),
        Ask::Accept(_) => ["let (", &made(statement), ", _) = "].concat(),
        Ask::Receive(..) if statement.is_replied => "let n = ".to_owned(),
        Ask::Receive(..) => "let _ = ".to_owned(),
        _ => String::new(),
    }
}

fn call(statement: &Statement, buffer: u32) -> String {
    let on = |fd: &i32| variable(statement, *fd);
    match &statement.ask {
        Ask::Socket => "Socket::new(Domain::IPV4, Type::STREAM, None)".to_owned(),
        Ask::ReuseAddress(fd) => [&on(fd), ".set_reuse_address(true)"].concat(),
        Ask::NoDelay(fd) => [&on(fd), ".set_tcp_nodelay(true)"].concat(),
        Ask::Bind(fd, port) => [&on(fd), ".bind(&at(", &port.to_string(), "))"].concat(),
        Ask::Connect(fd, port) => [&on(fd), ".connect(&at(", &port.to_string(), "))"].concat(),
        Ask::Listen(fd, backlog) => [&on(fd), ".listen(", &backlog.to_string(), ")"].concat(),
        Ask::Accept(fd) => [&on(fd), ".accept()"].concat(),
        Ask::Send(fd, data) => {
            ["(&", &on(fd), ").write_all(b\"", &text_of(data), "\")"].concat()
        }
        Ask::Fill(fd, count) => {
            ["(&", &on(fd), ").write_all(&[b'x'; ", &count.to_string(), "])"].concat()
        }
        Ask::Reply(fd) => ["(&", &on(fd), ").write_all(&data[..n])"].concat(),
        Ask::Receive(fd, count) if *count == buffer => {
            ["(&", &on(fd), ").read(&mut data)"].concat()
        }
        Ask::Receive(fd, count) => {
            ["(&", &on(fd), ").read(&mut data[..", &count.to_string(), "])"].concat()
        }
        Ask::Shutdown(fd) => [&on(fd), ".shutdown(Shutdown::Write)"].concat(),
        Ask::Close(fd) => ["drop(", &on(fd), ")"].concat(),
        Ask::Wait(ms) => ["thread::sleep(Duration::from_millis(", &ms.to_string(), "))"].concat(),
    }
}
