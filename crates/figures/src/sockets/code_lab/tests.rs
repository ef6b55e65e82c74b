use figure_kit::words::{Language, Vocabulary as _};
use kernel::{Call, Endpoint, Ip, abi};
use lab::codec::{Writer, write_call};
use lab::{Lab, Next, Setup};

use super::{CodeLab, Feed, Words};
use figure_kit::figure::{Context, Figure};

const SETUP: &str = "host server 10.0.0.2\nhost client 10.0.0.1\nprogram server.py server python\n\
                     program client.py client python\nlink delay 10ms";

fn tcp() -> Call {
    Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 }
}

/// A run of two programs, call by call; what it makes of it is fed to a figure.
fn fed(server: Vec<Call>, client: Vec<Call>) -> CodeLab {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    let mut programs = [server.into_iter(), client.into_iter()];
    loop {
        match lab.advance() {
            Next::Turn { process, thread, .. } => {
                let mut asked = Writer::default();
                match programs[process].next() {
                    Some(call) => write_call(&mut asked, &call),
                    None => _ = asked.u8(64).i32(0),
                }
                lab.heard(process, thread, 2, &asked.bytes);
            }
            Next::Rest(_) => break,
            Next::Start { .. } | Next::Busy => {}
        }
    }
    let sources = ["import socket\nit()\n".to_owned(), "import socket\nit()\n".to_owned()];
    let bytes = Feed::write(SETUP, &sources, &lab.take_log(), &lab.report().to_bytes(), &along());
    let mut figure = CodeLab::default();
    let words = Words::in_language(Language::English);
    let mut entropy = |_: &mut [u8]| {};
    figure.received("run", Ok(&bytes), &mut Context::new(&mut entropy, &words));
    figure
}

/// A listing that follows the server.
fn along() -> Vec<[String; 4]> {
    let rules = "call listen -> 1\ncall accept -> 2 log 3";
    let listing = "listen(fd, 8);\naccept(fd, NULL, NULL);\nprintf(\"somebody came\\n\");\n";
    vec![["server.c", listing, rules, "server.py"].map(str::to_owned)]
}

fn text(figure: &CodeLab, language: Language) -> String {
    figure.view(&Words::in_language(language)).plain_text()
}

fn server() -> Vec<Call> {
    let port = Call::bind(3, Endpoint::new(Ip::ANY, 8080));
    let (backlog, flags) = (5, 0);
    vec![
        tcp(),
        port,
        Call::Listen { fd: 3, backlog },
        Call::Accept { fd: 3, flags },
        Call::receive(4, 100),
    ]
}

#[test]
fn a_fed_run_is_shown_with_its_calls_and_segments() {
    let to = Endpoint::new(Ip([10, 0, 0, 2].into()), 8080);
    let figure = fed(server(), vec![tcp(), Call::connect(3, to), Call::send(3, b"hi")]);
    let segments: usize = figure.fact("segments").unwrap().parse().unwrap();
    assert!(segments >= 7, "three to open, the data, three to close");
    let text = text(&figure, Language::English);
    assert!(text.contains("server.py has ended with status 0"), "{text}");
    assert!(text.contains("import socket"), "{text}");
}

#[test]
fn a_deadlock_is_told_in_both_languages() {
    let to = Endpoint::loopback(8080);
    let figure = fed(server(), vec![tcp(), Call::connect(3, to), Call::receive(3, 100)]);
    let english = text(&figure, Language::English);
    assert!(english.contains("A deadlock"), "{english}");
    assert!(english.contains("client.py waits in recv() for server.py"), "{english}");
    assert!(english.contains("led it to 10.0.0.2:8080"), "{english}");
    assert!(text(&figure, Language::Korean).contains("교착 상태"));
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let mut figure = CodeLab::default();
    let words = Words::in_language(Language::English);
    let mut entropy = |_: &mut [u8]| {};
    for bytes in [&b""[..], b"\xff\xff\xff\xff", &[0; 64]] {
        figure.received("run", Ok(bytes), &mut Context::new(&mut entropy, &words));
        assert_eq!(figure.fact("steps"), None);
    }
}

#[test]
fn a_listing_is_read_along_at_the_position_of_the_run() {
    let to = Endpoint::new(Ip([10, 0, 0, 2].into()), 8080);
    let mut figure = fed(server(), vec![tcp(), Call::connect(3, to), Call::send(3, b"hi")]);
    let english = text(&figure, Language::English);
    assert!(english.contains("server.c is read along, not executed"), "{english}");
    assert!(english.contains("somebody came\n"), "{english}");
    assert!(text(&figure, Language::Korean).contains("따라 읽는 코드"));
    figure.viewing.position = 0;
    let english = text(&figure, Language::English);
    assert!(!english.contains("somebody came\n"), "nothing is printed before it happens");
}
