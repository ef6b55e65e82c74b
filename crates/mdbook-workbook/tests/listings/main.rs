//! What a chapter says that a program prints is what it prints.
//!
//! Beside a listing `NAME.py` stands `NAME.out`: what it printed when the book was written. The
//! chapter shows both. Here each of them runs again, over the loopback.

mod bench;
mod masked;
mod pairs;
mod terminal;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;

use bench::{Bench, listings};
use figure_kit::script::Script;
use figures::registry;
use masked::Masked;
use terminal::PATIENCE;

/// The folders of `book/listings`, each of which belongs to the chapter of the same name.
const CHAPTERS: &[&str] = &[
    "socket",
    "ports",
    "life",
    "tcp-udp",
    "endings",
    "why-websocket",
    "handshake",
    "frames",
    "masking",
    "messages",
    "closing",
    "programs",
    "security",
    "scale",
    "beyond",
    "side-by-side",
];

/// Programs that are read along and not run: they need a framework.
const READ_ONLY: &str = "programs/java";

/// The echo server and its client in every language in which *The life of a connection* shows them.
const SERVERS: [&str; 4] = ["server.py", "server.c", "server.rs", "Server.java"];
const CLIENTS: [&str; 4] = ["client.py", "client.c", "client.rs", "Client.java"];

/// A program that is refused only when an ordinary user runs it.
const UNPRIVILEGED: &str = "port_80.py";

fn read(chapter: &str, file: &str) -> String {
    let path = listings().join(chapter).join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether a file says how a listing is read along.
fn is_rules(file: &str) -> bool {
    has_ending(file, "along")
}

fn has_ending(file: &str, wanted: &str) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending == wanted)
}

/// The files of a chapter with this ending, without it.
fn stems(chapter: &str, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(listings().join(chapter)).unwrap();
    let entries = entries.filter(|entry| entry.as_ref().unwrap().path().is_file());
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut stems: Vec<String> =
        names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect();
    stems.sort();
    stems
}

fn start(mut command: Command) -> Child {
    let command = command.stdout(Stdio::piped());
    command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// Waits for the end of a program, not forever, and returns what it printed meanwhile.
fn finish(mut child: Child, mut stdout: impl Read + Send + 'static) -> String {
    let (sender, printed) = channel();
    thread::spawn(move || {
        let mut text = String::new();
        let _ = stdout.read_to_string(&mut text);
        let _ = sender.send(text);
    });
    let Ok(text) = printed.recv_timeout(PATIENCE) else {
        let _ = child.kill();
        panic!("a program did not end within {PATIENCE:?}");
    };
    let status = child.wait().unwrap();
    assert!(status.success(), "a program ended with {status}; it printed:\n{text}");
    text
}

#[track_caller]
fn compare(said: &Masked, seen: &Masked, what: &str) {
    assert!(said == seen, "{what}\nthe book says {said:#?}\nthis run said {seen:#?}");
}

#[test]
fn the_accept_program_prints_the_accept_value_of_its_key() {
    let program = read("handshake", "accept.py");
    let (_, after) = program.split_once("print(accept_value(\"").expect("its last line");
    let (key, _) = after.split_once("\"))").unwrap();
    let printed = read("handshake", "accept.out");
    let script = Script::parse("accept-key", &format!("key = {key}")).unwrap();
    let exhibit = registry::exhibit("accept-key", &script).unwrap();
    assert_eq!(exhibit.fact("accept").as_deref(), Some(printed.trim_end()));
}

#[test]
fn every_listing_stands_in_its_chapter() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/src");
    for chapter in CHAPTERS.iter().copied().chain([READ_ONLY]) {
        let page = chapter.split('/').next().unwrap();
        let text = fs::read_to_string(pages.join(format!("{page}.md"))).unwrap();
        // What would give an answer away stands in the question's alert.
        let text = text.replace("\n> ", "\n");
        // The rules by which a listing is read along are for the lab alone.
        for file in stems(chapter, "").iter().filter(|file| !is_rules(file)) {
            let include = format!("```listing {chapter}/{file}");
            let forms = [include.clone(), format!("{include} run")];
            let is_shown = text.lines().any(|line| {
                let (front, _) = line.split_once(" after ").unwrap_or((line, ""));
                forms.iter().any(|form| form == front)
            });
            // A program of a lab, `server.py = life/server.py on server`, or what it printed.
            let wanted = format!("{chapter}/{}", file.trim_end_matches(".out"));
            let in_lab = text.lines().any(|line| {
                let value = line.split_once(" = ").map_or("", |(_, value)| value);
                let program = value.split(' ').next().unwrap_or_default();
                program == wanted
                    || has_ending(file, "out") && program.starts_with(&format!("{wanted}."))
            });
            assert!(is_shown || in_lab, "{page}.md lacks {include}");
        }
    }
}

#[test]
fn programs_print_what_stands_beside_them() {
    for &chapter in CHAPTERS {
        let bench = Bench::new(chapter);
        for stem in stems(chapter, ".out") {
            let file = format!("{stem}.py");
            let in_languages = SERVERS.contains(&&*file) || CLIENTS.contains(&&*file);
            if in_languages || pairs::runs(chapter, &stem) {
                continue; // One of several, which other tests run.
            }
            let mut said = read(chapter, &format!("{stem}.out"));
            let mut command = bench.command(&file);
            if file == UNPRIVILEGED {
                said = as_an_ordinary_user(&mut command, &said);
            }
            let mut child = start(command);
            let stdout = child.stdout.take().unwrap();
            let seen = bench.restored(&finish(child, stdout));
            let source = read(chapter, &file);
            let (said, seen) = (Masked::new(&said, &source), Masked::new(&seen, &source));
            compare(&said, &seen, &format!("{chapter}/{file}"));
        }
    }
}

/// Takes root's rights from a program, and says what it prints where every user may have port 80.
fn as_an_ordinary_user(command: &mut Command, said: &str) -> String {
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        // A Python of root's own could not be read by anybody else.
        command.uid(65_534).gid(65_534).env("PATH", "/usr/local/bin:/usr/bin:/bin");
    }
    let setting = fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start").unwrap();
    let first: u16 = setting.trim().parse().unwrap();
    let open = |line: &str| match line.split_once(" is not: ") {
        Some((port, _)) if first <= port.parse().unwrap() => format!("{port} is ours"),
        _ => line.replace("begin at 1024", &format!("begin at {first}")),
    };
    said.lines().map(open).collect::<Vec<_>>().join("\n")
}

#[test]
fn servers_and_clients_of_all_languages_understand_each_other() {
    let said = (read("life", "server.out"), read("life", "client.out"));
    for (index, server) in SERVERS.iter().enumerate() {
        // Its own client, and that of the next language: the wire does not show who speaks.
        for client in [CLIENTS[index], CLIENTS[(index + 1) % CLIENTS.len()]] {
            let bench = Bench::new("life");
            let client_command = bench.command(client);
            let mut served = start(bench.command(server));
            let mut stdout = BufReader::new(served.stdout.take().unwrap());
            let mut first = String::new();
            stdout.read_line(&mut first).unwrap();
            let mut asking = start(client_command);
            let answer = asking.stdout.take().unwrap();
            let answer = finish(asking, answer);
            let seen = bench.restored(&(first + &finish(served, stdout)));
            assert_eq!((seen, answer), said, "{server} with {client}");
        }
    }
}

#[test]
fn terminals_answer_as_they_did() {
    for &chapter in CHAPTERS {
        for stem in stems(chapter, ".console") {
            let transcript = read(chapter, &format!("{stem}.console"));
            let bench = Bench::new(chapter);
            let again = terminal::replay(&bench, &transcript);
            // Its programs say which numbers are the same in every run; 0000 is no port at all.
            let mut fixed = "0000".to_owned();
            for program in stems(chapter, ".py") {
                fixed += &read(chapter, &format!("{program}.py"));
            }
            let said = Masked::new(&transcript, &fixed).sorted();
            let seen = Masked::new(&again, &fixed).sorted();
            compare(&said, &seen, &format!("{chapter}/{stem}.console"));
        }
    }
}
