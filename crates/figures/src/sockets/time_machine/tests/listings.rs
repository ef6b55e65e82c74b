//! The listings are real: they are compiled, run over the loopback, and exchange the bytes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::*;
use crate::sockets::time_machine::listing::{Language, Source, write};
use crate::sockets::time_machine::name::Side;
use crate::sockets::time_machine::program;

/// A listing for the loopback, with a last line that shows what came back.
fn listing(side: Side, text: &str, language: Language, port: u16) -> String {
    let statements = program::parse(text).unwrap();
    let source = Source { statements: &statements, side };
    let lines: Vec<String> = write(source, language).into_iter().map(|it| it.text).collect();
    let text = lines.join("\n") + "\n";
    text.replace("10.0.0.2", "127.0.0.1")
        .replace("10, 0, 0, 2", "127, 0, 0, 1")
        .replace("8080", &port.to_string())
}

#[test]
fn every_call_has_its_line_in_every_language() {
    let all = "socket; reuseaddr 3; nodelay 3; bind 3 8080; listen 3 1; accept 3; connect 3 8080; \
               send 4 Hi; fill 4 10; recv 4 9; reply 4; shutdown 4; try close 4; wait 5ms";
    let statements = program::parse(all).unwrap();
    for language in [Language::C, Language::Python, Language::Rust] {
        for side in Side::BOTH {
            let source = Source { statements: &statements, side };
            let lines = write(source, language);
            let calls: Vec<usize> = lines.iter().filter_map(|line| line.call).collect();
            assert_eq!(calls, (0..statements.len()).collect::<Vec<_>>(), "{language:?}");
            let unfilled = |text: &str| {
                ["{s}", "{m}", "{n}", "{p}", "{t}", "{h}", "{b}", "{c}", "{=}", "{i}"]
                    .iter()
                    .any(|it| text.contains(it))
            };
            assert!(!lines.iter().any(|line| unfilled(&line.text)), "{lines:?}");
        }
    }
}

/// A folder of this test's own, emptied.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/listings").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The command that runs a listing; none when this machine has nothing to run it with.
fn runnable(language: Language, source: &str, folder: &Path, name: &str) -> Option<Command> {
    match language {
        Language::Python => {
            let path = folder.join(name).with_extension("py");
            // What the program received is the proof.
            fs::write(&path, format!("{source}print(data.decode())\n")).unwrap();
            let mut command = Command::new("python3");
            command.arg(path);
            Some(command)
        }
        Language::C => {
            let path = folder.join(name).with_extension("c");
            let shown = source.replace("    return 0;", "    puts(data);\n    return 0;");
            fs::write(&path, shown).unwrap();
            let program = folder.join(name);
            let mut compile = Command::new("cc");
            compile.args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-o"]);
            let compiled = compile.arg(&program).arg(&path).output();
            let compiled = compiled.expect("a C compiler called cc");
            let complaint = String::from_utf8_lossy(&compiled.stderr);
            assert!(compiled.status.success(), "{complaint}\n{source}");
            Some(Command::new(program))
        }
        Language::Rust => None,
    }
}

fn start(mut command: Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn finish(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn wait_until_listening(port: u16) {
    let end = Instant::now() + Duration::from_secs(20);
    let hex = format!(":{port:04X} 00000000:0000 0A");
    while Instant::now() < end {
        if fs::read_to_string("/proc/net/tcp").unwrap().contains(&hex) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("nobody listens on {port}");
}

fn exchange(server: Language, client: Language) {
    let folder = folder(&format!("listings-{server:?}-{client:?}"));
    let port = free_port();
    // What the last `recv` gave the server is its end of the stream, so its program stops earlier.
    let of_server = "socket; reuseaddr 3; bind 3 8080; listen 3 1; accept 3; recv 4 1024; \
                     reply 4; close 4; close 3";
    let server_text = listing(Side::Server, of_server, server, port);
    let client_text = listing(Side::Client, CLIENT, client, port);
    let (Some(server), Some(client)) = (
        runnable(server, &server_text, &folder, "server"),
        runnable(client, &client_text, &folder, "client"),
    ) else {
        return;
    };
    let server = start(server);
    wait_until_listening(port);
    let client = finish(start(client));
    assert_eq!((finish(server).as_str(), client.as_str()), ("Hello", "Hello"));
}

#[test]
fn python_and_c_exchange_the_bytes_of_the_figure() {
    exchange(Language::Python, Language::C);
    exchange(Language::C, Language::Python);
}
