//! A program as a listing in C, Python and Rust: the calls of a scenario in real code.
//!
//! Each language is a table: the lines around the calls, and for each call its line. The listings
//! are whole programs: tests compile and run them, and they exchange the bytes that the figure
//! shows.

use figure_kit::names;
use kernel::Fd;

use super::name::Side;
use super::program::{Ask, Failure, Statement};
use crate::sockets::recorded::{Line, decimal};

names! {
    /// The language of the listings.
    #[derive(Default)]
    pub enum Language {
        /// C as POSIX has it.
        C = "c",
        /// Python with its `socket` module.
        #[default]
        Python = "python",
        /// Rust with the `socket2` crate, whose functions are the system calls.
        Rust = "rust",
    }
}

impl Language {
    /// Its name as people write it, and the ending of its files.
    pub(super) const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::C => ("C", ".c"),
            Self::Python => ("Python", ".py"),
            Self::Rust => ("Rust", ".rs"),
        }
    }

    const fn table(self) -> &'static Table {
        match self {
            Self::C => &C,
            Self::Python => &PYTHON,
            Self::Rust => &RUST,
        }
    }
}

/// What a listing is of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) statements: &'a [Statement],
    pub(super) side: Side,
}

/// When a line around the calls is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Always,
    Address,
    ClientAddress,
    ServerAddress,
    Option,
    NoDelay,
    Receive,
    Reply,
    Send,
    Fill,
    Shutdown,
    Wait,
}

/// A language as tables. In the lines, `{s}` is the variable of the descriptor, `{m}` the one that
/// is made, `{p}` a port, `{n}` a number, `{t}` the data, `{h}` the host, `{b}` the buffer's size,
/// `{w}` seconds,
/// `{c}` the call.
struct Table {
    before: &'static [(Need, &'static str)],
    after: &'static [&'static str],
    /// A call whose failure ends the program, one that gives a value, one that cannot fail.
    checked: &'static str,
    plain: &'static str,
    /// A call whose failure does not end the program, and the line after it.
    tried: &'static str,
    after_tried: Option<&'static str>,
    /// A line in front of a call for a port that is not the last one.
    port: Option<&'static str>,
    call: fn(&Ask) -> &'static str,
    /// What stands in front of a call that gives a value: of a descriptor, of a count of bytes.
    made: &'static str,
    made_by_accept: &'static str,
    counted: &'static str,
    ignored: &'static str,
}

impl Source<'_> {
    fn needs(&self, need: Need) -> bool {
        let client = self.side == Side::Client;
        let uses = |ask: &Ask| match need {
            Need::Always => true,
            Need::Address => matches!(ask, Ask::Bind(..) | Ask::Connect(..)),
            Need::ClientAddress => client && matches!(ask, Ask::Bind(..) | Ask::Connect(..)),
            Need::ServerAddress => !client && matches!(ask, Ask::Bind(..) | Ask::Connect(..)),
            Need::Option => matches!(ask, Ask::ReuseAddress(_) | Ask::NoDelay(_)),
            Need::NoDelay => matches!(ask, Ask::NoDelay(_)),
            Need::Receive => matches!(ask, Ask::Receive(..)),
            Need::Reply => matches!(ask, Ask::Reply(_)),
            Need::Send => matches!(ask, Ask::Send(..) | Ask::Fill(..) | Ask::Reply(_)),
            Need::Fill => matches!(ask, Ask::Fill(..)),
            Need::Shutdown => matches!(ask, Ask::Shutdown(_)),
            Need::Wait => matches!(ask, Ask::Wait(_)),
        };
        self.statements.iter().any(|statement| uses(&statement.ask))
    }

    /// The most bytes that are asked for at once.
    fn buffer(&self) -> u32 {
        let mut most = 0;
        for statement in self.statements {
            if let Ask::Receive(_, count) = statement.ask {
                most = most.max(count);
            }
        }
        most
    }

    /// What stands for a letter in a line.
    fn value(&self, letter: char, at: Option<&Statement>) -> String {
        let ask = at.map(|statement| &statement.ask);
        match (letter, ask) {
            ('b', _) => self.buffer().to_string(),
            ('h', _) if self.side == Side::Client => Side::Server.address().to_string(),
            // As Rust writes the four parts of an address.
            ('i', _) => Side::Server.address().to_string().replace('.', ", "),
            ('s', Some(ask)) => variable(at, ask.descriptor()),
            ('m', _) => at.and_then(|it| it.makes).map_or_else(String::new, |it| it.1.name()),
            ('p', Some(Ask::Bind(_, port) | Ask::Connect(_, port))) => port.to_string(),
            (
                'n',
                Some(Ask::Listen(_, number) | Ask::Fill(_, number) | Ask::Receive(_, number)),
            ) => number.to_string(),
            ('n', Some(Ask::Wait(ms))) => ms.to_string(),
            ('w', Some(Ask::Wait(ms))) => decimal(*ms),
            ('n', Some(Ask::Send(_, data))) => data.len().to_string(),
            ('t', Some(Ask::Send(_, data))) => data.iter().map(|it| char::from(*it)).collect(),
            _ => String::new(),
        }
    }

    /// A line with its letters filled in.
    fn fill(&self, line: &str, at: Option<&Statement>, call: &str) -> String {
        let mut text = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let mut letters = after.chars();
            match (letters.next(), letters.next()) {
                (Some('c'), Some('}')) => text.push_str(call),
                (Some(letter), Some('}')) => text.push_str(&self.value(letter, at)),
                // A brace of the language itself.
                _ => {
                    text.push('{');
                    rest = after;
                    continue;
                }
            }
            rest = letters.as_str();
        }
        text.push_str(rest);
        text
    }
}

/// The name of a descriptor's variable.
fn variable(at: Option<&Statement>, fd: Option<Fd>) -> String {
    let known = at.into_iter().flat_map(|statement| &statement.variables);
    let mut found = known.filter(|(known, _)| Some(*known) == fd);
    found.next().map_or_else(String::new, |(_, variable)| variable.name())
}

/// The listing in a language.
pub(super) fn write(source: Source<'_>, language: Language) -> Vec<Line> {
    let table = language.table();
    let mut lines: Vec<Line> = Vec::new();
    let mut add = |text: String, call: Option<usize>| lines.push(Line { text, call });
    for (need, line) in table.before {
        if source.needs(*need) {
            add(source.fill(line, None, ""), None);
        }
    }
    let mut port = String::new();
    for (number, statement) in source.statements.iter().enumerate() {
        let at = Some(statement);
        let wanted = source.value('p', at);
        if let Some(line) = table.port
            && !wanted.is_empty()
            && wanted != port
        {
            add(source.fill(line, at, ""), None);
            port = wanted;
        }
        let call = source.fill((table.call)(&statement.ask), at, "");
        let in_front = match statement.ask {
            Ask::Socket => table.made,
            Ask::Accept(_) => table.made_by_accept,
            Ask::Receive(..) if statement.is_replied => table.counted,
            Ask::Receive(..) => table.ignored,
            _ => "",
        };
        let frame = match (&statement.ask, statement.failure) {
            (Ask::Close(_) | Ask::Wait(_), _) => table.plain,
            (_, Failure::Ends) => table.checked,
            (_, Failure::GoesOn) => table.tried,
        };
        let frame = frame.replace("{=}", in_front);
        add(source.fill(&frame, at, &call), Some(number));
        if let Some(line) = table.after_tried.filter(|_| frame == table.tried) {
            add(line.to_owned(), None);
        }
    }
    for line in table.after {
        add((*line).to_owned(), None);
    }
    lines
}

/// C: the calls as POSIX has them, each checked by a small function.
static C: Table = Table {
    before: &[
        (Need::Always, "#include <arpa/inet.h>"),
        (Need::NoDelay, "#include <netinet/tcp.h>"),
        (Need::Always, "#include <stdio.h>"),
        (Need::Always, "#include <stdlib.h>"),
        (Need::Always, "#include <unistd.h>"),
        (Need::Always, ""),
        (Need::Always, "static int ok(int result) {"),
        (Need::Always, "    if (result < 0) {"),
        (Need::Always, "        perror(\"call\");"),
        (Need::Always, "        exit(1);"),
        (Need::Always, "    }"),
        (Need::Always, "    return result;"),
        (Need::Always, "}"),
        (Need::Always, ""),
        (Need::Always, "int main(void) {"),
        // A server takes any address: all zeros, which it is already.
        (Need::Address, "    struct sockaddr_in at = {.sin_family = AF_INET};"),
        (Need::ClientAddress, "    inet_pton(AF_INET, \"{h}\", &at.sin_addr);"),
        (Need::Address, "    struct sockaddr *to = (struct sockaddr *)&at;"),
        (Need::Option, "    int on = 1;"),
        (Need::Receive, "    static char data[{b}];"),
        (Need::Reply, "    int n = 0;"),
        (Need::Fill, "    static char bytes[65536];"),
        (Need::Fill, "    for (int i = 0; i < 65536; i++) bytes[i] = 'x';"),
    ],
    after: &["    return 0;", "}"],
    checked: "    {=}ok({c});",
    plain: "    {c};",
    tried: "    if ({c} < 0) perror(\"call\");",
    after_tried: None,
    port: Some("    at.sin_port = htons({p});"),
    call: call_in_c,
    made: "int {m} = ",
    made_by_accept: "int {m} = ",
    counted: "n = ",
    ignored: "",
};

fn call_in_c(ask: &Ask) -> &'static str {
    match ask {
        Ask::Socket => "socket(AF_INET, SOCK_STREAM, 0)",
        Ask::ReuseAddress(_) => "setsockopt({s}, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on)",
        Ask::NoDelay(_) => "setsockopt({s}, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on)",
        Ask::Bind(..) => "bind({s}, to, sizeof at)",
        Ask::Connect(..) => "connect({s}, to, sizeof at)",
        Ask::Listen(..) => "listen({s}, {n})",
        Ask::Accept(_) => "accept({s}, NULL, NULL)",
        Ask::Send(..) => "send({s}, \"{t}\", {n}, MSG_NOSIGNAL)",
        Ask::Fill(..) => "send({s}, bytes, {n}, MSG_NOSIGNAL)",
        Ask::Reply(_) => "send({s}, data, n, MSG_NOSIGNAL)",
        Ask::Receive(..) => "recv({s}, data, {n}, 0)",
        Ask::Shutdown(_) => "shutdown({s}, SHUT_WR)",
        Ask::Close(_) => "close({s})",
        Ask::Wait(_) => "usleep({n} * 1000)",
    }
}

/// Python: the `socket` module, whose methods are the system calls.
static PYTHON: Table = Table {
    before: &[(Need::Always, "import socket"), (Need::Wait, "import time"), (Need::Always, "")],
    after: &[],
    checked: "{=}{c}",
    plain: "{c}",
    tried: "try: {c}",
    after_tried: Some("except OSError as error: print(error)"),
    port: None,
    call: call_in_python,
    made: "{m} = ",
    made_by_accept: "{m}, peer = ",
    counted: "data = ",
    ignored: "data = ",
};

fn call_in_python(ask: &Ask) -> &'static str {
    match ask {
        Ask::Socket => "socket.socket()",
        Ask::ReuseAddress(_) => "{s}.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
        Ask::NoDelay(_) => "{s}.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)",
        Ask::Bind(..) => "{s}.bind((\"{h}\", {p}))",
        Ask::Connect(..) => "{s}.connect((\"{h}\", {p}))",
        Ask::Listen(..) => "{s}.listen({n})",
        Ask::Accept(_) => "{s}.accept()",
        Ask::Send(..) => "{s}.sendall(b\"{t}\")",
        Ask::Fill(..) => "{s}.sendall(b\"x\" * {n})",
        Ask::Reply(_) => "{s}.sendall(data)",
        Ask::Receive(..) => "{s}.recv({n})",
        Ask::Shutdown(_) => "{s}.shutdown(socket.SHUT_WR)",
        Ask::Close(_) => "{s}.close()",
        Ask::Wait(_) => "time.sleep({w})",
    }
}

/// Rust: the `socket2` crate, whose functions are the system calls. The standard library's
/// `TcpListener::bind` makes four of them at once and chooses the backlog itself.
static RUST: Table = Table {
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
    call: call_in_rust,
    made: "let {m} = ",
    made_by_accept: "let ({m}, _) = ",
    counted: "let n = ",
    ignored: "let _ = ",
};

fn call_in_rust(ask: &Ask) -> &'static str {
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
