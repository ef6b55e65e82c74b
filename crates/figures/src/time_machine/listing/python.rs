//! Python: the `socket` module, whose methods are the system calls.

use super::{Ask, Failure, Source, Statement, Writer, made, seconds, text_of, variable};
use crate::time_machine::scenario::Side;

pub(super) fn write(source: Source<'_>, writer: &mut Writer) {
    writer.plain("import socket");
    if source.waits() {
        writer.plain("import time");
    }
    writer.plain("");
    let host = match source.side {
        Side::Client => source.server.to_string(),
        Side::Server => String::new(),
    };
    for (at, statement) in source.statements.iter().enumerate() {
        let call = call(statement, &host);
        match statement.failure {
            Failure::Ends => writer.call(at, &[&call]),
            Failure::GoesOn => {
                writer.call(at, &["try: ", &call]);
                writer.plain("except OSError as error: print(error)");
            }
        }
    }
}

fn call(statement: &Statement, host: &str) -> String {
    let on = |fd: &i32| variable(statement, *fd);
    let address = |port: &u16| ["((\"", host, "\", ", &port.to_string(), "))"].concat();
    match &statement.ask {
        Ask::Socket => [&made(statement), " = socket.socket()"].concat(),
        Ask::ReuseAddress(fd) => {
            [&on(fd), ".setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)"].concat()
        }
        Ask::NoDelay(fd) => {
            [&on(fd), ".setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)"].concat()
        }
        Ask::Bind(fd, port) => [&on(fd), ".bind", &address(port)].concat(),
        Ask::Connect(fd, port) => [&on(fd), ".connect", &address(port)].concat(),
        Ask::Listen(fd, backlog) => [&on(fd), ".listen(", &backlog.to_string(), ")"].concat(),
        Ask::Accept(fd) => [&made(statement), ", peer = ", &on(fd), ".accept()"].concat(),
        Ask::Send(fd, data) => [&on(fd), ".sendall(b\"", &text_of(data), "\")"].concat(),
        Ask::Fill(fd, count) => [&on(fd), ".sendall(b\"x\" * ", &count.to_string(), ")"].concat(),
        Ask::Reply(fd) => [&on(fd), ".sendall(data)"].concat(),
        Ask::Receive(fd, count) => ["data = ", &on(fd), ".recv(", &count.to_string(), ")"].concat(),
        Ask::Shutdown(fd) => [&on(fd), ".shutdown(socket.SHUT_WR)"].concat(),
        Ask::Close(fd) => [&on(fd), ".close()"].concat(),
        Ask::Wait(ms) => ["time.sleep(", &seconds(*ms), ")"].concat(),
    }
}
