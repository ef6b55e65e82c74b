//! Every statement, fed by hand: what comes in on the left, the verdict on the right.

use std::fmt::Write as _;

use proptest::prelude::*;
use websocket::handshake::{Server, server::Policy};

use super::*;
use crate::checks::Checks;
use crate::want::Outcome;

/// A driver that a test speaks for. What is received, and what tries are answered with, it is told.
struct Driver {
    received: Vec<Outcome>,
    tried: Vec<Outcome>,
    now_ms: u64,
    wants: Vec<Want>,
}

fn peer(statements: &str) -> Peer {
    let text = format!("program a.py\ncheck one\npeer client\n{statements}\n");
    Checks::parse(&text).unwrap_or_else(|wrong| panic!("{wrong}")).checks[0].peers[0].clone()
}

impl Driver {
    fn new(received: &[&str]) -> Self {
        let received = received.iter().rev().map(|word| outcome(word)).collect();
        Self { received, tried: Vec::new(), now_ms: 0, wants: Vec::new() }
    }

    fn carry_out(&mut self, want: &Want) -> Outcome {
        self.now_ms += 1;
        let (outcome, within_ms) = match want {
            Want::Connect { within_ms, .. } | Want::Accept { within_ms } => {
                (self.tried.pop().unwrap_or(Outcome::Done), *within_ms)
            }
            Want::SendTo { .. } | Want::Listen { .. } => {
                (self.tried.pop().unwrap_or(Outcome::Done), 0)
            }
            Want::Send { bytes, within_ms } => {
                (self.tried.pop().unwrap_or(Outcome::Sent(bytes.len())), *within_ms)
            }
            Want::Receive { within_ms, .. } => {
                (self.received.pop().unwrap_or(Outcome::Late), *within_ms)
            }
            Want::Wait { ms } => {
                self.now_ms += ms;
                (Outcome::Done, 0)
            }
            _ => (Outcome::Done, 0),
        };
        if outcome == Outcome::Late {
            self.now_ms += within_ms;
        }
        outcome
    }

    fn run(&mut self, actor: &mut Actor) -> String {
        for _ in 0..10_000 {
            match actor.next(self.now_ms) {
                Want::Finish => return verdict(actor),
                want => {
                    let outcome = self.carry_out(&want);
                    self.wants.push(want);
                    actor.heard(outcome, self.now_ms);
                }
            }
        }
        panic!("it never ends");
    }
}

fn outcome(word: &str) -> Outcome {
    match word {
        "LATE" => Outcome::Late,
        "END" => Outcome::Received(Vec::new()),
        "RESET" => Outcome::Reset,
        "REFUSED" => Outcome::Refused,
        bytes => Outcome::Received(bytes.chars().map(|c| c as u8).collect()),
    }
}

fn verdict(actor: &Actor) -> String {
    let Some(failure) = actor.failure() else { return "passed".to_owned() };
    let Failure { reason, expected, seen, at, detail, .. } = failure;
    let mut said = reason.name().to_owned();
    for (name, bytes) in [("wants", expected), ("saw", seen)] {
        if !bytes.is_empty() {
            let _ = write!(said, " {name} {}", bytes.escape_ascii());
        }
    }
    if let Some(at) = at {
        let _ = write!(said, " at {at}");
    }
    if detail.is_empty() { said } else { format!("{said} ({detail})") }
}

/// A connected peer that receives this.
#[track_caller]
fn check(statements: &str, received: &[&str], expected: &str) {
    let mut actor = Actor::new(peer(&format!("connect 8080\n{statements}")), 0);
    assert_eq!(Driver::new(received).run(&mut actor), expected, "{statements}");
}

/// A peer with a datagram socket that receives this.
#[track_caller]
fn datagrams(statements: &str, received: &[&str], expected: &str) {
    let mut actor = Actor::new(peer(&format!("udp 9000\n{statements}")), 0);
    assert_eq!(Driver::new(received).run(&mut actor), expected, "{statements}");
}

#[test]
fn bytes_come_exactly_however_they_are_cut() {
    check("expect \"Hello\\n\"", &["Hello\n"], "passed");
    check("expect \"Hello\\n\"", &["He", "llo\n"], "passed");
    check("expect \"He\"\nexpect \"llo\"", &["Hello"], "passed");
    check("expect \"Hello\\n\"", &["Hel", "END"], "ended wants Hello\\n saw Hel");
    check("expect \"Hello\\n\"", &["END"], "ended wants Hello\\n");
    check("expect \"Hello\\n\"", &["Hel", "RESET"], "reset wants Hello\\n saw Hel");
    check("expect \"Hello\\n\"", &["Hel", "LATE"], "nothing wants Hello\\n saw Hel");
    check("expect \"Hello\"", &["Help me"], "differs wants Hello saw Help  at 3");
    // What is wrong with its first byte is shown with those that come at once behind it.
    check("expect \"Hello\"", &["J", "ell", "o"], "differs wants Hello saw Jello at 0");
    check("expect \"Hello\"", &["J", "END"], "differs wants Hello saw J at 0");
}

#[test]
fn lines_marks_and_heads() {
    check("expect line\nexpect \"b\"", &["a\nb"], "passed");
    check("expect line", &["a"], "nothing wants \\n saw a");
    check("expect until \"\\r\\n\"\nexpect \"x\"", &["a\r", "\nx"], "passed");
    check("expect head\nexpect \"x\"", &["HTTP/1.1 200 OK\r\nA: b\r\n\r\nx"], "passed");
    check("expect head\nexpect \"x\"", &["GET / HTTP/1.1\r\nHost: a\r\n\r\nx"], "passed");
    check("expect head", &["HT", "TP/1.1 200 OK\r\n\r\n"], "passed");
    check(
        "expect head",
        &["HTTP/1.1 200 OK\n\n"],
        "illegal saw HTTP/1.1 200 OK\\n\\n at 15 (RFC 9112 §2.2)",
    );
    check("expect head", &["GET /", "END"], "ended wants \\r\\n\\r\\n saw GET /");
}

#[test]
fn ends_resets_and_silence() {
    check("expect end", &["END"], "passed");
    check("expect end", &["RESET"], "reset");
    check("expect end", &["LATE"], "open");
    check("expect end", &["more"], "more saw more at 0");
    check("expect reset", &["RESET"], "passed");
    check("expect reset", &["END"], "ended");
    check("expect reset", &["LATE"], "open");
    check("expect closed", &["END"], "passed");
    check("expect closed", &["RESET"], "passed");
    check("expect closed", &["x", "END"], "more saw x at 0");
    check("expect silence 1s", &["LATE"], "passed");
    check("expect silence 1s", &["x"], "more saw x at 0");
    check("expect silence 1s", &["END"], "ended");
    check("expect silence 1s", &["RESET"], "reset");
    // Silence is no end: the connection goes on.
    check("expect silence 1s\nexpect \"x\"", &["LATE", "x"], "passed");
    check("expect \"a\"\nexpect silence 1s", &["ab"], "more saw b at 0");
}

#[test]
fn a_statement_waits_as_long_as_it_says() {
    let mut driver = Driver::new(&["H", "LATE"]);
    let mut actor = Actor::new(peer("connect 8080\nexpect \"Hi\" within 500ms"), 0);
    assert_eq!(driver.run(&mut actor), "nothing wants Hi saw H");
    // One moment went by until the first byte came.
    assert_eq!(driver.wants[1], Want::Receive { max: RECEIVE_MAX, within_ms: 500 });
    assert_eq!(driver.wants[2], Want::Receive { max: RECEIVE_MAX, within_ms: 499 });
    let steps: Vec<_> = actor.steps().iter().map(|it| (it.text.as_str(), it.went)).collect();
    assert_eq!(steps, [("connect 8080", Went::Done), ("expect \"Hi\" within 500ms", Went::Failed)]);
}

#[test]
fn a_refused_connection_is_tried_again() {
    let mut driver = Driver::new(&[]);
    driver.tried = vec![Outcome::Done, Outcome::Refused, Outcome::Refused];
    let mut actor = Actor::new(peer("connect 8080"), 0);
    assert_eq!(driver.run(&mut actor), "passed");
    let connect = |within_ms| Want::Connect { port: 8080, within_ms };
    let wait = Want::Wait { ms: 20 };
    let wants = [connect(3000), wait.clone(), connect(2978), wait, connect(2956)];
    assert_eq!(driver.wants, wants);

    let mut driver = Driver::new(&[]);
    driver.tried = vec![Outcome::Refused; 1000];
    assert_eq!(driver.run(&mut Actor::new(peer("connect 8080"), 0)), "refused (8080)");
    assert!((2_900..=3_000).contains(&driver.now_ms), "{}", driver.now_ms);

    let mut driver = Driver::new(&[]);
    driver.tried = vec![Outcome::Late];
    assert_eq!(driver.run(&mut Actor::new(peer("connect 8080"), 0)), "nothing (8080)");
}

#[test]
fn nobody_listens() {
    let run = |outcome| {
        let mut driver = Driver::new(&[]);
        driver.tried = vec![outcome];
        driver.run(&mut Actor::new(peer("refused 9000"), 0))
    };
    assert_eq!(run(Outcome::Refused), "passed");
    assert_eq!(run(Outcome::Done), "open (9000)");
    assert_eq!(run(Outcome::Late), "open (9000)");
}

#[test]
fn a_peer_that_is_a_server() {
    let run = |statements: &str, received: &[&str], tried: &[Outcome]| {
        let mut driver = Driver::new(received);
        driver.tried = tried.iter().rev().cloned().collect();
        driver.run(&mut Actor::new(peer(statements), 0))
    };
    let once = "listen 9000 backlog 1\naccept\nexpect \"a\"\nclose";
    assert_eq!(run(once, &["a"], &[]), "passed");
    // What was accepted is closed; the listening socket stays.
    assert_eq!(run(&format!("{once}\naccept\nexpect \"b\""), &["a", "b"], &[]), "passed");
    assert_eq!(run(once, &[], &[Outcome::Done, Outcome::Late]), "nothing");
    let taken = Outcome::Failed("EADDRINUSE".to_owned());
    assert_eq!(run(once, &[], &[taken]), "stuck (EADDRINUSE)");
}

#[test]
fn what_cannot_be_sent() {
    let run = |statements: &str, sent: &[Outcome], received: &[&str]| {
        let mut driver = Driver::new(received);
        driver.tried = sent.iter().rev().cloned().collect();
        driver.tried.push(Outcome::Done);
        driver.run(&mut Actor::new(peer(&format!("connect 8080\n{statements}")), 0))
    };
    // In pieces, as the socket takes them.
    assert_eq!(run("send \"abc\"", &[Outcome::Sent(1), Outcome::Sent(2)], &[]), "passed");
    assert_eq!(run("send \"abc\"", &[Outcome::Sent(1), Outcome::Late], &[]), "stuck (2)");
    // A connection that was reset: what was sent before that can still be read.
    let reset = [Outcome::Reset];
    assert_eq!(run("send \"a\"\nexpect \"b\"\nexpect closed", &reset, &["b", "END"]), "passed");
    assert_eq!(run("send \"a\"\nexpect reset", &reset, &["END"]), "passed");
    assert_eq!(run("send \"a\"\nexpect \"b\"", &reset, &["END"]), "reset wants b");
}

#[test]
fn a_slow_reader_reads_to_the_end() {
    let mut driver = Driver::new(&["aa", "aa", "a", "END"]);
    let mut actor = Actor::new(peer("connect 8080\ndrain 2 every 100ms"), 0);
    assert_eq!(driver.run(&mut actor), "passed");
    assert_eq!(driver.wants[1], Want::Receive { max: 2, within_ms: 3_000 });
    assert_eq!(driver.wants[2], Want::Wait { ms: 100 });
    assert_eq!(driver.wants[3], Want::Receive { max: 2, within_ms: 3_000 });
    check("drain 2 every 100ms", &["a", "RESET"], "reset");
    check("drain 2 every 100ms", &["a", "LATE"], "open");
}

#[test]
fn waits_and_closes() {
    let mut driver = Driver::new(&[]);
    let peer = peer("connect 8080\nwait 200ms\nshutdown\nreset");
    assert_eq!(driver.run(&mut Actor::new(Peer { start_ms: 50, ..peer }, 0)), "passed");
    let connect = Want::Connect { port: 8080, within_ms: 3_000 };
    let wait = |ms| Want::Wait { ms };
    assert_eq!(driver.wants, [wait(50), connect, wait(200), Want::Shutdown, Want::Reset]);
}

#[test]
fn datagrams_come_whole() {
    datagrams("expect datagram \"abc\"", &["abc"], "passed");
    datagrams("expect datagram", &["anything"], "passed");
    datagrams("expect datagram \"abc\"", &["ab"], "differs wants abc saw ab at 2");
    datagrams("expect datagram \"abc\"", &["abcd"], "differs wants abc saw abcd at 3");
    datagrams("expect datagram \"abc\"", &["LATE"], "nothing wants abc");
    datagrams("ignore\nexpect datagram \"b\"\nreply \"c\"", &["a", "b"], "passed");
    datagrams("ignore", &["LATE"], "nothing");
    datagrams("expect silence 1s", &["LATE"], "passed");
    datagrams("expect silence 1s", &["a"], "more saw a at 0");
    // An empty datagram is one, and no end.
    datagrams("expect datagram\nexpect datagram \"b\"", &["END", "b"], "passed");
    let mut driver = Driver::new(&[]);
    driver.tried = vec![Outcome::Done, Outcome::Refused];
    assert_eq!(driver.run(&mut Actor::new(peer("udp\nsendto 9000 \"a\""), 0)), "passed");
    assert_eq!(driver.wants[2], Want::Wait { ms: 20 });
}

/// What a legal server answers to what this peer asks.
fn answer(statements: &str) -> String {
    let peer = peer(&format!("connect 8080\n{statements}"));
    let (Act::Handshake(ask) | Act::Ask(ask)) = &peer.statements[1].act else { panic!() };
    let accepted = Server::new(Policy::default()).receive(&mut &ask.to_bytes()[..]);
    text(&accepted.unwrap().unwrap().response().to_bytes())
}

fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| byte as char).collect()
}

#[test]
fn section_4_1_a_client_s_handshake() {
    let legal = answer("handshake /chat");
    let framed = format!("{legal}\u{81}\u{2}Hi");
    check("handshake /chat\nexpect frame text \"Hi\"", &[&framed], "passed");
    check("handshake /chat", &[&legal[..40], &legal[40..]], "passed");
    let refused = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    check("handshake /chat", &[refused], "refusal wants 101 saw 400 (400)");
    check("handshake /chat", &["HTTP/1.1", "END"], "ended wants HTTP/1.1 101 saw HTTP/1.1");

    let other = answer("handshake /").replace("Upgrade: websocket\r\n", "");
    let mut actor = Actor::new(peer("connect 8080\nhandshake /"), 0);
    Driver::new(&[&other]).run(&mut actor);
    let failure = actor.failure().unwrap();
    assert_eq!((failure.reason, failure.detail.as_str()), (Reason::Illegal, "RFC 6455 §4.2.1"));
}

#[test]
fn section_4_1_the_accept_value_is_compared_byte_by_byte() {
    let legal = answer("handshake /");
    let value = legal.split("Accept: ").nth(1).unwrap().split('\r').next().unwrap();
    let wrong = value.replace(&value[2..], "AAAAAAAAAAAAAAAAAAAAAAAAAA=");
    let mut actor = Actor::new(peer("connect 8080\nhandshake /"), 0);
    Driver::new(&[&legal.replace(value, &wrong)]).run(&mut actor);
    let failure = actor.failure().unwrap();
    assert_eq!(failure.reason, Reason::Illegal);
    assert_eq!((text(&failure.expected).as_str(), text(&failure.seen)), (value, wrong));
    assert_eq!(failure.at, Some(2));
    assert_eq!(failure.detail, "RFC 6455 §4.1");
}

#[test]
fn refusals_have_a_status_and_a_body() {
    let bad = "HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad";
    check("ask / without Upgrade\nexpect refusal 400\nexpect end", &[bad, "END"], "passed");
    check("ask / without Upgrade\nexpect refusal", &[bad], "passed");
    check("ask /\nexpect refusal 426", &[bad], "refusal wants 426 saw 400 (400)");
    let legal = answer("ask /");
    check("ask /\nexpect refusal 400", &[&legal], "refusal wants 400 saw 101 (101)");
    check("ask /\nexpect refusal 400", &["END"], "ended wants HTTP/1.1 400");
    // A body that ends with its connection: the end is still to be expected.
    let open = "HTTP/1.1 400 Bad Request\r\n\r\nbad";
    check("ask /\nexpect refusal 400\nexpect end", &[open, "END"], "passed");
}

#[test]
fn section_4_2_a_server_s_handshake() {
    let request = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                   Sec-WebSocket-Version: 13\r\n\r\n";
    let run = |request: &str, more: &str| {
        let mut driver = Driver::new(&[request, more]);
        let statements = "listen 8080\naccept\nexpect handshake\nexpect frame text \"Hello\"";
        (driver.run(&mut Actor::new(peer(statements), 0)), driver.wants)
    };
    let masked = "\u{81}\u{85}\u{37}\u{fa}\u{21}\u{3d}\u{7f}\u{9f}\u{4d}\u{51}\u{58}";
    let (verdict, wants) = run(request, masked);
    assert_eq!(verdict, "passed");
    let Want::Send { bytes, .. } = &wants[3] else { panic!("{wants:?}") };
    assert!(text(bytes).contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    let (verdict, _) = run(request, "\u{81}\u{5}Hello");
    assert_eq!(verdict, "illegal saw \\x81\\x05Hello at 1 (RFC 6455 §5.1)");
    let (verdict, _) = run(&request.replace("13", "8"), "");
    assert!(verdict.ends_with("(RFC 6455 §4.4)"), "{verdict}");
}

#[test]
fn section_5_frames() {
    let hi = "\u{81}\u{2}Hi";
    check("expect frame text \"Hi\"", &[hi], "passed");
    check("expect frame text \"Hi\"", &["\u{81}", "\u{2}H", "i"], "passed");
    check("expect frame text", &[hi], "passed");
    check("expect frame text \"Ho\"", &[hi], "differs wants Ho saw Hi at 1");
    check("expect frame text \"Hi!\"", &[hi], "differs wants Hi! saw Hi at 2");
    check(
        "expect frame text \"Hi\"",
        &["\u{89}\u{0}"],
        "differs wants \\x81 saw \\x89\\x00 at 0 (ping)",
    );
    check("expect frame text \"Hi\"", &["\u{81}\u{2}H", "END"], "ended wants Hi saw \\x81\\x02H");
    check(
        "expect frame text \"Hi\"",
        &["\u{91}\u{2}Hi"],
        "illegal saw \\x91\\x02Hi at 0 (RFC 6455 §5.2)",
    );
    check(
        "expect frame text",
        &["\u{81}\u{2}\u{ff}i"],
        "illegal saw \\x81\\x02\\xffi at 2 (RFC 6455 §8.1)",
    );
    // Other bytes than those that are expected say more than that they are no text.
    check(
        "expect frame text \"Hi\"",
        &["\u{81}\u{2}\u{ff}", "i"],
        "differs wants Hi saw \\xffi at 0",
    );
    check(
        "expect close 1007",
        &["\u{81}\u{1}\u{ff}"],
        "differs wants \\x88 saw \\x81\\x01\\xff at 0 (text)",
    );
    check("expect frame ping\nexpect frame text \"Hi\"", &["\u{89}\u{0}\u{81}\u{2}Hi"], "passed");
    // The place counts from the frame's own start.
    check(
        "expect frame text\nexpect frame text",
        &["\u{81}\u{2}Hi\u{80}\u{2}Hi"],
        "illegal saw \\x80\\x02Hi at 0 (RFC 6455 §5.4)",
    );
}

#[test]
fn section_5_4_messages() {
    let pieces = "\u{1}\u{3}Hel\u{80}\u{2}lo";
    check("expect message text \"Hello\"", &[pieces], "passed");
    check("expect message text \"Hello\"\nexpect \"x\"", &[pieces, "x"], "passed");
    check("expect frame text \"Hel\"\nexpect frame continuation \"lo\"", &[pieces], "passed");
    check("expect message text \"Help\"", &[pieces], "differs wants Help saw Hello at 3");
    check("expect message text \"Jello\"", &[pieces], "differs wants Jello saw Hel at 0");
    check(
        "expect message text \"Hello\"",
        &["\u{1}\u{3}Hel\u{89}\u{0}\u{80}\u{2}lo"],
        "differs wants \\x80 saw \\x89\\x00 at 0 (ping)",
    );
    check("expect message text \"Hello\"", &["\u{1}\u{3}Hel", "LATE"], "nothing wants Hello");
    check(
        "expect message binary \"Hi\"",
        &["\u{81}\u{2}Hi"],
        "differs wants \\x82 saw \\x81\\x02Hi at 0 (text)",
    );
}

#[test]
fn section_5_5_1_closes() {
    let close = "\u{88}\u{2}\u{3}\u{e8}";
    check("expect close 1000\nexpect end", &[close, "END"], "passed");
    check("expect close", &[close], "passed");
    check("expect close 1002", &[close], "differs wants \\x03\\xea saw \\x03\\xe8 at 1");
    check("expect close 1000", &["\u{88}\u{0}"], "differs wants \\x03\\xe8 at 0");
    check(
        "expect close",
        &["\u{88}\u{2}\u{3}\u{ee}"],
        "illegal saw \\x88\\x02\\x03\\xee at 3 (RFC 6455 §7.4)",
    );
    check("expect close 1000", &["END"], "ended");
}

#[test]
fn what_is_under_way_can_be_interrupted() {
    let mut actor = Actor::new(peer("connect 8080\nexpect \"Hi\""), 1);
    actor.next(0);
    actor.heard(Outcome::Done, 0);
    actor.next(0);
    actor.heard(Outcome::Received(b"H".to_vec()), 5);
    let (first, waiting) = (&joined([&actor])[0], &joined([&actor])[1]);
    assert_eq!((first.peer, first.went, waiting.went), (1, Went::Done, Went::Waiting));
    actor.interrupt(900, Reason::Stuck);
    assert_eq!(verdict(&actor), "stuck wants Hi saw H");
    assert_eq!(actor.next(900), Want::Finish);
    assert_eq!(joined([&actor])[1].went, Went::Failed);
}

/// The bytes in pieces, cut behind these places.
fn pieces(bytes: &str, cuts: &[usize]) -> Vec<String> {
    let chars: Vec<char> = bytes.chars().collect();
    let mut ends: Vec<usize> = cuts.iter().copied().filter(|&cut| cut < chars.len()).collect();
    ends.extend([0, chars.len()]);
    ends.sort_unstable();
    ends.dedup();
    ends.windows(2).map(|pair| chars[pair[0]..pair[1]].iter().collect()).collect()
}

const REFUSAL: &str = "HTTP/1.1 400 No\r\nContent-Length: 3\r\n\r\nbad";

proptest! {
    /// However a stream is cut, the verdict is the same.
    #[test]
    fn cuts_change_no_verdict(
        cuts in proptest::collection::vec(1usize..60, 0..6), which in 0..6usize,
    ) {
        let message = "\u{1}\u{3}Hel\u{80}\u{2}lo\u{88}\u{2}\u{3}\u{e8}";
        let (statements, bytes) = match which {
            0 => ("expect \"Hello\"\nexpect end", "Hello".to_owned()),
            1 => ("expect message text \"Hello\"\nexpect close 1000", message.to_owned()),
            2 => ("expect frame text", "\u{81}\u{7e}\u{0}\u{5}Hello".to_owned()),
            3 => ("handshake /\nexpect frame text \"Hi\"", answer("handshake /") + "\u{81}\u{2}Hi"),
            4 => ("ask /\nexpect refusal 400\nexpect end", REFUSAL.to_owned()),
            _ => ("expect line\nexpect head", "a line\nHTTP/1.0 200 OK\r\n\r\n".to_owned()),
        };
        let run = |received: &[&str]| {
            let mut actor = Actor::new(peer(&format!("connect 8080\n{statements}")), 0);
            let verdict = Driver::new(received).run(&mut actor);
            // What had come by then hangs on the cut.
            verdict.split(" saw ").next().unwrap_or_default().to_owned()
        };
        let pieces = pieces(&bytes, &cuts);
        let mut cut: Vec<&str> = pieces.iter().map(String::as_str).collect();
        cut.push("END");
        prop_assert_eq!(run(&[&bytes, "END"]), run(&cut));
    }
}
