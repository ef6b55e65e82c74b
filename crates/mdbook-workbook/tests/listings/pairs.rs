//! Programs that need each other: a server, and the clients that are started when it listens.
//!
//! Beside each stands what it printed. The languages of *The life of a connection* are another
//! matter: there every server meets the clients of two languages.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout};
use std::thread;
use std::time::Duration;

use crate::bench::Bench;
use crate::masked::Masked;
use crate::{compare, finish, read, start, stems};

/// A chapter, the server, if there is one, and its clients in the order in which they come, each
/// with its arguments.
type Pair = (&'static str, Option<&'static str>, &'static [&'static str]);

const PAIRS: &[Pair] = &[
    ("life", Some("thread_server.py"), &["echo_client.py slow 1.5", "echo_client.py quick 0.5"]),
    ("life", Some("selector_server.py"), &["echo_client.py slow 1.5", "echo_client.py quick 0.5"]),
    ("life", Some("thread_server.rs"), &["echo_client.rs slow 1500", "echo_client.rs quick 500"]),
    ("tcp-udp", Some("udp_server.py"), &["udp_client.py"]),
    ("why-websocket", Some("poll_server.js"), &["short_page.js"]),
    ("why-websocket", Some("poll_server.js"), &["long_page.js"]),
    ("why-websocket", Some("events_server.js"), &["events_page.js"]),
    ("why-websocket", Some("socket_server.js"), &["socket_page.js"]),
    ("why-websocket", Some("line_server.py"), &["post_page.js", "knock_page.js"]),
    ("handshake", Some("switch.py"), &["page.js"]),
    ("messages", Some("mixed_server.js"), &["mixed_client.js"]),
    ("messages", Some("fragments_server.js"), &["fragments_client.js"]),
    ("messages", Some("limit_server.js"), &["limit_client.py"]),
    ("programs", Some("early_server.js"), &["early_client.js"]),
    ("programs", Some("echo_server.js"), &["echo_client.js"]),
    ("programs", Some("websocket_server.py"), &["echo_client.js"]),
    ("programs", None, &["failed_client.js"]),
    ("programs", Some("answer_server.js"), &["answer_client.js"]),
    ("programs", Some("chat_server.js"), &["chat_client.js", "chat_client.js"]),
    ("programs", Some("heartbeat_server.js"), &["silent_client.py"]),
    ("programs", Some("restarting_server.js"), &["reconnecting_client.js"]),
    ("programs", Some("slow_server.js"), &["buffered_client.js"]),
    ("closing", Some("told_server.js"), &["by_hand.py"]),
    ("closing", Some("ways_server.js"), &["ways_client.js"]),
    ("closing", Some("frozen_server.py"), &["watch_client.py"]),
    ("security", Some("origin_server.js"), &["origin_client.py"]),
    ("security", Some("bomb_server.js"), &["bomb_client.js"]),
    ("security", Some("hasty_server.js"), &["hasty_client.py"]),
    ("beyond", Some("chat_server.js"), &["old_page.js", "new_page.js"]),
    ("side-by-side", Some("echo_three.py"), &["ask_two.py", "page.js"]),
    ("scale", Some("ticker_server.js"), &["ticker_client.py slow 4", "ticker_client.py fast 3"]),
    ("scale", Some("cost_server.js"), &["cost_client.js"]),
    (
        "scale",
        Some("broker.py"),
        &[
            "room_server.js a broker",
            "room_server.js b broker",
            "room_client.js ann a",
            "room_client.js bob b",
        ],
    ),
];

/// Further clients of a server, whose own output is shown beside another one.
const MORE: &[Pair] = &[
    ("messages", Some("fragments_server.js"), &["frames.py"]),
    ("programs", Some("websocket_server.py"), &["byte_client.py"]),
];

/// Whether tests of this file run the program.
pub(crate) fn runs(chapter: &str, stem: &str) -> bool {
    let named = |file: &&str| file.split_once('.').is_some_and(|(name, _)| name == stem);
    let of = |pair: &Pair| pair.0 == chapter && pair.1.iter().chain(pair.2).any(&named);
    PAIRS.iter().chain(MORE).any(of)
}

/// A client begins this long after the one before it: they are told apart by who came first.
const APART: Duration = Duration::from_millis(300);

struct Started {
    file: &'static str,
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What had been read before the others were started.
    first: String,
}

fn begin(bench: &Bench, line: &'static str) -> Started {
    let mut words = line.split(' ');
    let file = words.next().unwrap();
    let mut command = bench.command(file);
    command.args(words);
    let mut child = start(command);
    let stdout = BufReader::new(child.stdout.take().unwrap());
    Started { file, child, stdout, first: String::new() }
}

/// Runs a pair and returns what each program printed.
fn run(&(chapter, server, clients): &Pair) -> Vec<(&'static str, String)> {
    let bench = Bench::new(chapter);
    // A server says that it listens, and until then its clients wait.
    let mut started = Vec::new();
    if let Some(file) = server {
        let mut begun = begin(&bench, file);
        begun.stdout.read_line(&mut begun.first).unwrap();
        started.push(begun);
    }
    for (index, line) in clients.iter().enumerate() {
        if index > 0 {
            thread::sleep(APART);
        }
        started.push(begin(&bench, line));
    }
    // The clients end first, and then the server behind its last client.
    started.reverse();
    let ended = started.into_iter().map(|program| {
        let printed = program.first + &finish(program.child, program.stdout);
        (program.file, bench.restored(&printed))
    });
    ended.collect()
}

fn printed_beside(chapter: &str, file: &str) -> Option<String> {
    let (stem, _) = file.rsplit_once('.').unwrap();
    stems(chapter, ".out")
        .iter()
        .any(|name| name == stem)
        .then(|| read(chapter, &format!("{stem}.out")))
}

#[test]
fn programs_that_need_each_other_print_what_stands_beside_them() {
    for pair in PAIRS {
        for (file, seen) in run(pair) {
            // What says nothing worth printing has nothing beside it.
            let Some(said) = printed_beside(pair.0, file) else { continue };
            let source = read(pair.0, file);
            let what = format!("{}/{file} in {:?}", pair.0, pair.1);
            compare(&Masked::new(&said, &source), &Masked::new(&seen, &source), &what);
        }
    }
}

#[test]
fn further_clients_of_a_server_print_what_stands_beside_them() {
    for pair in MORE {
        for (file, seen) in run(pair).into_iter().filter(|(file, _)| pair.2.contains(file)) {
            let (said, source) = (printed_beside(pair.0, file).unwrap(), read(pair.0, file));
            compare(&Masked::new(&said, &source), &Masked::new(&seen, &source), file);
        }
    }
}
