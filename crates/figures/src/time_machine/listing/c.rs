//! C: the calls as POSIX has them, each checked by a small function.

use super::{Ask, Failure, Source, Statement, Writer, made, text_of, variable};
use crate::time_machine::scenario::Side;

pub(super) fn write(source: Source<'_>, writer: &mut Writer) {
    let nodelay = source.uses(|ask| matches!(ask, Ask::NoDelay(_)));
    let option = nodelay || source.uses(|ask| matches!(ask, Ask::ReuseAddress(_)));
    writer.plain("#include <arpa/inet.h>");
    if nodelay {
        writer.plain("#include <netinet/tcp.h>");
    }
    for header in ["stdio.h", "stdlib.h"] {
        writer.plain(&["#include <", header, ">"].concat());
    }
    if source.uses(|ask| matches!(ask, Ask::Fill(..))) {
        writer.plain("#include <string.h>");
    }
    writer.plain("#include <unistd.h>");
    writer.plain("");
    for line in [
        "static int ok(int result) {",
        "    if (result < 0) {",
        "        perror(\"call\");",
        "        exit(1);",
        "    }",
        "    return result;",
        "}",
        "",
        "int main(void) {",
    ] {
        writer.plain(line);
    }
    declare(source, option, writer);
    let mut port = 0;
    for (at, statement) in source.statements.iter().enumerate() {
        if let Ask::Bind(_, wanted) | Ask::Connect(_, wanted) = statement.ask
            && wanted != port
        {
            port = wanted;
            writer.plain(&["    at.sin_port = htons(", &port.to_string(), ");"].concat());
        }
        if let Ask::Fill(_, count) = statement.ask {
            writer.plain(&["    memset(bytes, 'x', ", &count.to_string(), ");"].concat());
        }
        let call = call(statement);
        let checked = !matches!(statement.ask, Ask::Wait(_) | Ask::Close(_));
        match statement.failure {
            Failure::GoesOn => {
                writer.call(at, &["    if (", &call, " < 0) perror(\"call\");"]);
            }
            Failure::Ends if checked => {
                let result = result(statement);
                writer.call(at, &["    ", &result, "ok(", &call, ");"]);
            }
            Failure::Ends => writer.call(at, &["    ", &call, ";"]),
        }
    }
    writer.plain("    return 0;");
    writer.plain("}");
}

fn declare(source: Source<'_>, option: bool, writer: &mut Writer) {
    if source.uses(|ask| matches!(ask, Ask::Bind(..) | Ask::Connect(..))) {
        writer.plain("    struct sockaddr_in at = {.sin_family = AF_INET};");
        // A server takes any address: all zeros, which it is already.
        if source.side == Side::Client {
            let address = source.server.to_string();
            writer.plain(&["    inet_pton(AF_INET, \"", &address, "\", &at.sin_addr);"].concat());
        }
        writer.plain("    struct sockaddr *to = (struct sockaddr *)&at;");
    }
    if option {
        writer.plain("    int on = 1;");
    }
    if source.receives() {
        let count = source.buffer().to_string();
        writer.plain(&["    static char data[", &count, "];"].concat());
    }
    if source.replies() {
        writer.plain("    int n = 0;");
    }
    if source.uses(|ask| matches!(ask, Ask::Fill(..))) {
        writer.plain("    static char bytes[65536];");
    }
}

fn result(statement: &Statement) -> String {
    match statement.ask {
        Ask::Socket | Ask::Accept(_) => ["int ", &made(statement), " = "].concat(),
        Ask::Receive(..) if statement.is_replied => "n = ".to_owned(),
        _ => String::new(),
    }
}

fn call(statement: &Statement) -> String {
    let on = |fd: &i32| variable(statement, *fd);
    let flags = ", MSG_NOSIGNAL)";
    match &statement.ask {
        Ask::Socket => "socket(AF_INET, SOCK_STREAM, 0)".to_owned(),
        Ask::ReuseAddress(fd) => {
            ["setsockopt(", &on(fd), ", SOL_SOCKET, SO_REUSEADDR, &on, sizeof on)"].concat()
        }
        Ask::NoDelay(fd) => {
            ["setsockopt(", &on(fd), ", IPPROTO_TCP, TCP_NODELAY, &on, sizeof on)"].concat()
        }
        Ask::Bind(fd, _) => ["bind(", &on(fd), ", to, sizeof at)"].concat(),
        Ask::Connect(fd, _) => ["connect(", &on(fd), ", to, sizeof at)"].concat(),
        Ask::Listen(fd, backlog) => ["listen(", &on(fd), ", ", &backlog.to_string(), ")"].concat(),
        Ask::Accept(fd) => ["accept(", &on(fd), ", NULL, NULL)"].concat(),
        Ask::Send(fd, data) => {
            let length = data.len().to_string();
            ["send(", &on(fd), ", \"", &text_of(data), "\", ", &length, flags].concat()
        }
        Ask::Fill(fd, count) => {
            ["send(", &on(fd), ", bytes, ", &count.to_string(), flags].concat()
        }
        Ask::Reply(fd) => ["send(", &on(fd), ", data, n", flags].concat(),
        Ask::Receive(fd, count) => {
            ["recv(", &on(fd), ", data, ", &count.to_string(), ", 0)"].concat()
        }
        Ask::Shutdown(fd) => ["shutdown(", &on(fd), ", SHUT_WR)"].concat(),
        Ask::Close(fd) => ["close(", &on(fd), ")"].concat(),
        Ask::Wait(ms) if ms % 1_000 == 0 => ["sleep(", &(ms / 1_000).to_string(), ")"].concat(),
        Ask::Wait(ms) => ["usleep(", &ms.to_string(), " * 1000)"].concat(),
    }
}
