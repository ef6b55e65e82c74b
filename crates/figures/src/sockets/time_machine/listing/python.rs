//! Python: the `socket` module, whose methods are the system calls.

use super::{Ask, Need, Table};

pub(super) const TABLE: Table = Table {
    before: &[(Need::Always, "import socket"), (Need::Wait, "import time"), (Need::Always, "")],
    after: &[],
    checked: "{=}{c}",
    plain: "{c}",
    tried: "try: {c}",
    after_tried: Some("except OSError as error: print(error)"),
    port: None,
    call,
    made: "{m} = ",
    made_by_accept: "{m}, peer = ",
    counted: "data = ",
    ignored: "data = ",
};

fn call(ask: &Ask) -> &'static str {
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
