//! TCP, UDP and WebSocket beside each other, and a socket beside WebSocket: one set of facts, from
//! which each chapter takes the rows and columns that it needs.
//!
//! What can be counted is counted on the wire ([`super::cost`]).

mod words;

use super::cost::{self, Cost, Way};
use super::markdown::{link, rows};
pub(super) use words::Words;

figure_kit::names! {
    /// Rows that belong together.
    enum Group {
        /// What it is, and where that is written.
        Kind = "kind",
        /// What happens before the first byte.
        Opening = "opening",
        /// What becomes of what was sent.
        Delivery = "delivery",
        /// What is not promised.
        Promise = "promise",
        /// How large, how fast, to how many.
        Limits = "limits",
        /// Bytes on the wire.
        Cost = "cost",
        /// Programs and pages.
        Programs = "programs",
    }
}

figure_kit::names! {
    /// A column.
    enum Column {
        /// A socket of TCP.
        Tcp = "tcp",
        /// A socket of UDP.
        Udp = "udp",
        /// WebSocket.
        WebSocket = "websocket",
    }
}

/// What differs, and how it is with TCP, with UDP and with WebSocket.
struct Row {
    group: Group,
    differs: String,
    is: [String; Column::ALL.len()],
}

/// The rows of the groups and the columns that are named: `opening delivery tcp udp`.
pub(super) fn table(asked: &str, words: &Words) -> Option<String> {
    let mut names = asked.split_whitespace().peekable();
    let mut groups = Vec::new();
    while let Some(name) = names.peek()
        && let Some(group) = Group::ALL.into_iter().find(|group| group.name() == *name)
    {
        groups.push(group);
        names.next();
    }
    let columns: Option<Vec<Column>> =
        names.map(|name| Column::ALL.into_iter().find(|column| column.name() == name)).collect();
    let columns = columns.filter(|columns| !columns.is_empty() && !groups.is_empty())?;
    let head = |column: &Column| match column {
        Column::Tcp => words.tcp(),
        Column::Udp => words.udp(),
        Column::WebSocket => words.websocket(),
    };
    let head: Vec<&str> = [words.differs()].into_iter().chain(columns.iter().map(head)).collect();
    let all = all(words);
    // In the order in which their groups are asked for.
    let asked = groups.iter().flat_map(|group| all.iter().filter(|row| row.group == *group));
    let body = asked.map(|row| {
        let cells = columns.iter().map(|column| row.is[*column as usize].clone());
        [row.differs.clone()].into_iter().chain(cells).collect()
    });
    Some(rows_of(&head, body))
}

/// A table with as many columns as its head.
fn rows_of(head: &[&str], body: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut table = line(&head.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>());
    table.push_str(&line(&vec!["---".to_owned(); head.len()]));
    for row in body {
        table.push_str(&line(&row));
    }
    table
}

/// A row whose cells are words alone.
fn said(group: Group, differs: &str, is: [&str; 3]) -> Row {
    Row { group, differs: differs.to_owned(), is: is.map(str::to_owned) }
}

fn all(words: &Words) -> Vec<Row> {
    let mut all = kind(words);
    all.extend(delivery(words));
    all.extend(limits(words));
    all.extend(costs(words));
    all.extend(programs(words));
    all
}

fn kind(words: &Words) -> Vec<Row> {
    let standard = |rfc: &str| link(rfc);
    let api = format!("[{}]({API})", words.api());
    vec![
        said(
            Group::Kind,
            words.layer(),
            [words.transport(), words.transport(), words.application()],
        ),
        Row {
            group: Group::Kind,
            differs: words.standard().to_owned(),
            is: [
                standard("RFC 9293"),
                standard("RFC 768"),
                words.both(&standard("RFC 6455"), &api),
            ],
        },
        said(
            Group::Opening,
            words.before(),
            [words.one_trip(), words.nothing(), words.two_trips()],
        ),
    ]
}

/// The browser's side of WebSocket.
const API: &str = "https://websockets.spec.whatwg.org/";

fn delivery(words: &Words) -> Vec<Row> {
    let group = Group::Delivery;
    vec![
        said(group, words.given(), [words.stream(), words.datagrams(), words.messages()]),
        said(group, words.boundaries(), [words.not_kept(), words.kept(), words.kept()]),
        said(group, words.lost(), [words.resent(), words.not_recovered(), words.resent()]),
        said(group, words.order(), [words.as_sent(), words.as_comes(), words.as_sent()]),
        said(group, words.duplicates(), [words.removed(), words.twice(), words.removed()]),
        Row {
            group: Group::Promise,
            differs: words.unpromised().to_owned(),
            is: [
                words.cited(&words.not_read(), &link("send(2)")),
                words.cited(&words.not_there(), &link("udp(7)")),
                words.cited(&words.not_resumed(), &link("RFC 6455 §1.5")),
            ],
        },
    ]
}

fn limits(words: &Words) -> Vec<Row> {
    let group = Group::Limits;
    let [tcp, udp] = [Way::Tcp, Way::Udp].map(cost::cost);
    let (client, server) = cost::frame_header(0);
    let bytes = |cost: Cost, clause| words.cited(&words.bytes(&cost.header), &link(clause));
    vec![
        said(group, words.slow_receiver(), [words.waits(), words.dropped(), words.queues()]),
        Row {
            group,
            differs: words.slow_network().to_owned(),
            is: [
                words.cited(&words.slows(), &link("RFC 5681")),
                words.cited(&words.own_task(), &link("RFC 8085 §3.1")),
                words.cited(&words.slows(), &link("RFC 5681")),
            ],
        },
        said(group, words.many(), [words.no(), words.multicast(), words.no()]),
        Row {
            group,
            differs: words.header().to_owned(),
            is: [
                bytes(tcp, "RFC 9293 §3.1"),
                words.bytes(&udp.header),
                words.cited(&words.frame(&server, &client), &link("RFC 6455 §5.2")),
            ],
        },
        Row {
            group,
            differs: words.largest().to_owned(),
            is: [
                words.endless().to_owned(),
                // The length of a packet has 16 bits (RFC 791 §3.1).
                words.datagram_max(&thousands(usize::from(u16::MAX) - udp.ip - udp.header)),
                words.cited(&words.message_max(), &link("RFC 6455 §10.4")),
            ],
        },
        said(group, words.serves(), [words.one(), words.any_number(), words.one()]),
        said(group, words.gone(), [words.gone_tcp(), words.gone_udp(), words.gone_websocket()]),
    ]
}

/// `65507` as `65,507`, in both languages.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn costs(words: &Words) -> Vec<Row> {
    let [tcp, udp, websocket] = [Way::Tcp, Way::Udp, Way::WebSocket].map(cost::cost);
    let opening = |cost: Cost| match cost.opening {
        (0, _) => words.nothing().to_owned(),
        (packets, bytes) => words.packets(&packets, &bytes),
    };
    let message = |cost: Cost| {
        if cost.there == cost.back {
            words.bytes(&cost.there)
        } else {
            words.each_way(&cost.there, &cost.back)
        }
    };
    let letters = String::from_utf8_lossy(cost::MESSAGE);
    vec![
        Row {
            group: Group::Cost,
            differs: words.opening().to_owned(),
            is: [tcp, udp, websocket].map(opening),
        },
        Row {
            group: Group::Cost,
            differs: words.message(&letters),
            is: [tcp, udp, websocket].map(message),
        },
    ]
}

fn programs(words: &Words) -> Vec<Row> {
    let group = Group::Programs;
    vec![
        said(group, words.who(), [words.any_program(), words.any_program(), words.any_page()]),
        said(group, words.in_browsers(), [words.no(), words.below(), words.constructor()]),
        said(group, words.yourself(), [words.do_tcp(), words.do_udp(), words.do_websocket()]),
        said(group, words.usual(), [words.use_tcp(), words.use_udp(), words.use_websocket()]),
    ]
}

/// What is called a socket beside what is called WebSocket.
pub(super) fn socket_and_websocket(words: &Words) -> String {
    let api = format!("[{}]({API})", words.api());
    let posix = format!("[POSIX]({POSIX})");
    let row =
        |aspect: &str, socket: String, websocket: String| [aspect.to_owned(), socket, websocket];
    let plain = |aspect: &str, socket: &str, websocket: &str| {
        [aspect.to_owned(), socket.to_owned(), websocket.to_owned()]
    };
    let body = [
        plain(words.what(), words.socket_is(), words.websocket_is()),
        row(
            words.standard(),
            words.both(&posix, &link("socket(2)")),
            words.both(&link("RFC 6455"), &api),
        ),
        plain(words.layer(), words.socket_layer(), words.application()),
        plain(words.connection(), words.socket_opens(), words.websocket_opens()),
        plain(words.address(), words.socket_address(), words.websocket_address()),
        plain(words.communication(), words.socket_talks(), words.websocket_talks()),
        plain(words.unit(), words.socket_unit(), words.messages()),
        plain(words.secrecy(), words.socket_secrecy(), words.websocket_secrecy()),
        plain(words.complexity(), words.socket_work(), words.do_websocket()),
        plain(words.in_browsers(), words.no(), words.constructor()),
        plain(words.usual(), words.socket_use(), words.use_websocket()),
    ];
    rows([words.differs(), words.socket(), words.websocket()], body)
}

/// Where the calls of sockets are standardised.
const POSIX: &str = "https://pubs.opengroup.org/onlinepubs/9799919799/functions/socket.html";

#[cfg(test)]
mod tests {
    use figure_kit::words::{Language, Vocabulary as _};

    use super::*;

    #[track_caller]
    fn check(asked: &str, line: &str) {
        let words = Words::in_language(Language::English);
        let table = table(asked, &words).unwrap_or_default();
        assert!(table.lines().any(|row| row == line), "{line}\n{table}");
    }

    #[test]
    fn rows_and_columns_are_those_that_are_asked_for() {
        let head = "| What differs | TCP, `SOCK_STREAM` | UDP, `SOCK_DGRAM` |";
        check("opening delivery tcp udp", head);
        check(
            "opening tcp udp",
            "| before the first byte | a handshake: one round trip | nothing |",
        );
        check("delivery websocket udp", "| boundaries of what was sent | kept | kept |");
        let words = Words::in_language(Language::English);
        for wrong in ["", "tcp", "opening", "weather tcp", "opening tcp weather", "tcp opening"] {
            assert_eq!(table(wrong, &words), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_come_from_the_wire() {
        check(
            "cost tcp udp websocket",
            "| the packet that carries `Hello` | 57 bytes | 33 bytes | \
             63 bytes from a client, 59 from a server |",
        );
        check("limits udp", "| largest message | 65,507 bytes over IPv4 |");
        check("limits udp", "| smallest header | 8 bytes |");
        assert_eq!(thousands(1_000_000), "1,000,000");
        assert_eq!(thousands(999), "999");
    }

    #[test]
    fn no_cell_is_empty_in_either_language() {
        for language in [Language::English, Language::Korean] {
            let words = Words::in_language(language);
            let all = "kind opening delivery promise limits cost programs tcp udp websocket";
            for table in [table(all, &words).unwrap(), socket_and_websocket(&words)] {
                let width = table.lines().next().unwrap().matches(" | ").count();
                for row in table.lines() {
                    assert_eq!(row.matches(" | ").count(), width, "{row}");
                    assert!(!row.contains("|  |"), "{row}");
                }
            }
        }
    }
}
