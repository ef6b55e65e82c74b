//! C: the calls as POSIX has them, each checked by a small function.

use super::{Ask, Need, Table};

pub(super) const TABLE: Table = Table {
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
    call,
    made: "int {m} = ",
    made_by_accept: "int {m} = ",
    counted: "n = ",
    ignored: "",
};

fn call(ask: &Ask) -> &'static str {
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
