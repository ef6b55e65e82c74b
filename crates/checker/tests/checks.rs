//! `checks.txt` read: what it says, which line is wrong, and that nothing panics.

use checker::goal::Goals;
use checker::{Act, Checks, Claimed, Count, Cut, Cuts, Every, Expected, FrameKind, Trial, World};
use lab::Language;
use proptest::prelude::*;

const WHOLE: &str = "\
# A server of lines.
program server.py            # the reader's file
main harness.py
args 8080 --slow
until 20s

check first
  world link delay 300ms
  world fault drop 5
  every split
  stdin \"one\\n\"
  peer client start 50ms
    connect 8080
    send \"a # b\" 0a (u16 5)   # bytes
    expect until \"\\r\\n\" within 2s
    program prints \"accepted\"
  peer other
    udp
    sendto 9000 \"x\"
    expect datagram
  program calls accept at least 2
  program holds 1

check second
  program exits 0
";

#[test]
fn a_whole_text() {
    let checks = Checks::parse(WHOLE).unwrap();
    assert_eq!((checks.program.name.as_str(), checks.runs()), ("server.py", "harness.py"));
    assert_eq!((checks.args.join(" "), checks.until_ms), ("8080 --slow".into(), 20_000));
    let [first, second] = &checks.checks[..] else { panic!() };
    assert_eq!(first.every, Some(Every::Split));
    assert_eq!(first.worlds, ["link delay 300ms", "fault drop 5"]);
    assert_eq!(first.stdin, ["one"]);
    let [client, other] = &first.peers[..] else { panic!() };
    assert_eq!((client.start_ms, client.statements.len()), (50, 3));
    let send = &client.statements[1];
    assert_eq!(send.act, Act::Send(b"a # b\n\0\x05".to_vec()));
    assert_eq!((send.line, send.text.as_str()), (14, "send \"a # b\" 0a (u16 5)"));
    assert_eq!((client.statements[0].within_ms, client.statements[2].within_ms), (3_000, 2_000));
    assert_eq!(other.statements[2].act, Act::Expect(Expected::Datagram(None)));
    let claims: Vec<_> = first.claims.iter().map(|it| &it.claimed).collect();
    let calls = Claimed::Calls { name: "accept".into(), count: Count::AtLeast(2) };
    assert_eq!(claims, [&Claimed::Prints(b"accepted".to_vec()), &calls, &Claimed::Holds(1)]);
    assert_eq!(second.claims[0].claimed, Claimed::Exits(Some(0)));
}

#[test]
fn programs_and_their_languages() {
    let language = |line: &str| {
        let checks = Checks::parse(&format!("{line}\ncheck a\nprogram lives\n"));
        checks.map(|checks| checks.language()).map_err(|wrong| wrong.line)
    };
    assert_eq!(language("program a.py"), Ok(Language::Python));
    assert_eq!(language("program a.mjs"), Ok(Language::Node));
    assert_eq!(language("program a.js as browser"), Ok(Language::Browser));
    assert_eq!(language("program a.py\nmain b.js"), Ok(Language::Node));
    assert_eq!(language("program a.py as browser"), Err(1));
    assert_eq!(language("program a.rb"), Err(1));
}

/// One statement of a connected client.
#[track_caller]
fn act(statement: &str) -> Act {
    let text = format!("program a.py\ncheck one\npeer client\nconnect 80\n{statement}\n");
    let checks = Checks::parse(&text).unwrap_or_else(|wrong| panic!("{statement}: {wrong}"));
    checks.checks[0].peers[0].statements[1].act.clone()
}

#[test]
fn statements() {
    let expect = |text: &str| match act(&format!("expect {text}")) {
        Act::Expect(expected) => expected,
        other => panic!("{other:?}"),
    };
    let kind = FrameKind::Text;
    assert_eq!(act("drain 10 every 5ms"), Act::Drain { bytes: 10, every_ms: 5 });
    assert_eq!(act("wait 2min"), Act::Wait { ms: 120_000 });
    assert_eq!(act("reset"), Act::Reset);
    assert_eq!(expect("81 05"), Expected::Bytes(vec![0x81, 5]));
    assert_eq!(expect("end"), Expected::End);
    assert_eq!(expect("silence 100ms"), Expected::Silence { ms: 100 });
    assert_eq!(expect("refusal"), Expected::Refusal(None));
    assert_eq!(expect("refusal 426"), Expected::Refusal(Some(426)));
    assert_eq!(expect("frame text"), Expected::Frame { kind, payload: None });
    let payload = b"a".to_vec();
    assert_eq!(expect("message text \"a\""), Expected::Message { kind, payload });
    assert_eq!(expect("close 1002"), Expected::Close(Some(1_002)));
}

#[test]
fn the_request_of_a_handshake() {
    let ask = |statement: &str| match act(statement) {
        Act::Handshake(ask) | Act::Ask(ask) => String::from_utf8(ask.to_bytes()).unwrap(),
        other => panic!("{other:?}"),
    };
    let usual = ask("handshake /chat?a=b");
    let (line, rest) = usual.split_once("\r\n").unwrap();
    assert_eq!(line, "GET /chat?a=b HTTP/1.1");
    assert!(rest.starts_with("Host: localhost:80\r\nUpgrade: websocket\r\n"), "{rest}");
    assert_eq!(usual, ask("handshake /chat?a=b"), "the same key each time");
    let other = ask("ask with \"Origin: http://a\" with \"upgrade: h2c\" without Host");
    assert!(other.starts_with("GET / HTTP/1.1\r\nConnection: Upgrade\r\n"), "{other}");
    assert!(other.contains("Origin: http://a\r\nupgrade: h2c\r\n"), "{other}");
    assert!(!other.contains("websocket\r\n"), "{other}");
}

#[track_caller]
fn is_wrong(text: &str, line: usize, wants: &str) {
    let wrong = Checks::parse(text).expect_err(text);
    assert_eq!(wrong.line, line, "{text}: {wrong}");
    assert!(wrong.wants.contains(wants), "{text}: {wrong}");
}

#[test]
fn each_wrong_line_is_named() {
    is_wrong("", 1, "program FILE");
    is_wrong("program a.py", 1, "check NAME");
    is_wrong("check a\nprogram lives", 2, "program FILE");
    is_wrong("program a.py\nprogram b.py", 2, "once");
    is_wrong("program a.py\ncheck a\ncheck b\nprogram lives", 2, "has a peer or says");
    is_wrong("program a.py\ncheck a\nprogram lives\ncheck a", 4, "each its own");
    is_wrong("program a.py\ncheck a\nargs 1", 3, "before the first check");
    is_wrong("program a.py\npeer a", 2, "check NAME before");
    is_wrong("program a.py\ncheck a\npeer p\ncheck b\nprogram lives", 2, "does something");
    is_wrong("program a.py\ncheck a\nconnect 80", 3, "peer NAME before");
    is_wrong("program a.py\ncheck a\nevery byte\npeer p\nconnect 80", 2, "two bytes");
    is_wrong("program a.py\ncheck a\nevery word", 3, "every split");
    is_wrong("program a.py\ncheck a\nworld fault drop x", 3, "world link");
    is_wrong("program a.py\ncheck a\nworld host a 10.0.0.2", 3, "world link");
    is_wrong("program a.py\ncheck a\nprogram calls sing", 3, "a system call");
    is_wrong("program a.py\ncheck a\nprogram prints", 3, "bytes");
    is_wrong("program a.py\ncheck a\nstdin end\nstdin \"a\"", 4, "behind the last");
    is_wrong("program a.py\ncheck a\ndance", 3, "a statement of a peer");
}

#[test]
fn each_wrong_statement_is_named() {
    let wrong = |lines: &str, wants: &str| {
        let text = format!("program a.py\ncheck a\npeer p\n{lines}");
        is_wrong(&text, text.lines().count(), wants);
    };
    wrong("connect", "a port");
    wrong("connect 0", "a port");
    wrong("connect 65536", "a port");
    wrong("send \"a\"", "connect, or listen and accept");
    wrong("connect 80\nconnect 81", "one socket");
    wrong("connect 80\naccept", "listen before");
    wrong("listen 80\nsend \"a\"", "connect, or listen and accept");
    wrong("connect 80\nsendto 90 \"a\"", "udp before");
    wrong("udp\nexpect \"a\"", "connect, or listen");
    wrong("connect 80\nexpect datagram", "udp before");
    wrong("connect 80\nsend", "bytes");
    wrong("connect 80\nsend \"a", "ends with");
    wrong("connect 80\nsend \"\\y\"", "ends with");
    wrong("connect 80\nsend \"a\" within soon", "a time");
    wrong("connect 80\nsend \"a\" loudly", "nothing behind");
    wrong("connect 80\nsend (u16 70000)", "65535");
    wrong("connect 80\nsend (repeat 9999999 \"a\")", "1 MiB");
    wrong("connect 80\nexpect nothing", "expect BYTES");
    wrong("connect 80\nexpect frame big", "frame and a kind");
    wrong("connect 80\nexpect message ping \"a\"", "message text");
    wrong("connect 80\nexpect until \"\"", "one byte");
    wrong("connect 80\nwait 90000min", "a day");
    wrong("connect 80\ndrain 0 every 1ms", "at least 1");
    wrong("connect 80\nhandshake with \"no colon\"", "with");
    wrong("connect 80\nhandshake with \"A: b\\r\\nC: d\"", "stand in a head");
    wrong("listen 80\naccept\nhandshake", "connect before");
    wrong("close", "a socket before");
    wrong("connect 80\nrefused 81", "without a socket");
}

#[test]
fn worlds_are_in_order_the_simplest_first() {
    let checks = Checks::parse(WHOLE).unwrap();
    let worlds = checks.worlds(0);
    let Cuts::Each(cuts) = &worlds[1].pieces else { panic!() };
    let places = (1..8).map(Cut::Behind).chain([Cut::Bytes]);
    assert_eq!(*cuts, places.collect::<Vec<_>>());
    let lines: Vec<_> = worlds.iter().map(|world| world.line.as_deref()).collect();
    assert_eq!(lines, [None, None, Some("link delay 300ms"), Some("fault drop 5")]);
    assert_eq!(checks.worlds(1), [World::default()]);
    assert_eq!(checks.worlds(2), []);
}

/// Cut or not, the same bytes are sent.
#[test]
fn a_cut_loses_no_byte() {
    let text = "program a.py\ncheck a\nevery split\npeer p\nconnect 80\nsend \"abc\"\nsend \"d\"\n\
                expect line\nsend \"efghi\"\nask /\n";
    let checks = Checks::parse(text).unwrap();
    let check = &checks.checks[0];
    let sent = |peers: &[checker::Peer]| -> Vec<u8> {
        let statements = peers.iter().flat_map(|peer| &peer.statements);
        let bytes = statements.flat_map(|statement| match &statement.act {
            Act::Send(bytes) => bytes.clone(),
            Act::Ask(ask) => ask.to_bytes(),
            _ => Vec::new(),
        });
        bytes.collect()
    };
    let whole = sent(&check.peers);
    let world = &checks.worlds(0)[1];
    assert_eq!(world.rounds(), 120, "a head is long: places are spread");
    for round in 0..world.rounds() {
        let peers = world.peers(check, round);
        assert_eq!(sent(&peers), whole);
        assert!(peers[0].statements.len() > check.peers[0].statements.len(), "it is cut");
    }
}

/// The whole text without some of its lines, and with others.
fn almost_right() -> impl Strategy<Value = String> {
    let lines: Vec<&str> = WHOLE.lines().collect();
    let most = lines.len();
    prop::sample::subsequence(lines, most / 2..=most).prop_map(|lines| lines.join("\n"))
}

/// Lines that may be right, in any order, and rubbish between them.
fn rubbish() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => prop::sample::select(WHOLE.lines().map(str::to_owned).collect::<Vec<_>>()),
        2 => prop::sample::select(vec![
            "listen 9000 backlog 3".to_owned(), "accept".into(), "ignore".into(),
            "send (frame text mask 01020304 claims 99999999999 (repeat 65536 \"x\"))".into(),
            "expect message binary (close 1000 \"x\")".into(), "handshake".into(),
            "once split".into(), "every byte".into(), "reply 00".into(), "refused 1".into(),
            "goal a at least 3".into(), "keep a".into(), "figure x".into(),
        ]),
        1 => "[ -~가-힣\\t\"()#]{0,40}",
    ];
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn rubbish_is_read_or_refused(text in prop_oneof![almost_right(), rubbish()]) {
        let count = text.lines().count().max(1);
        if let Err(wrong) = Goals::parse(&text) {
            prop_assert!((1..=count).contains(&wrong.line), "{wrong}");
        }
        match Checks::parse(&text) {
            Err(wrong) => prop_assert!((1..=count).contains(&wrong.line), "{wrong}"),
            Ok(checks) => {
                for check in 0..checks.checks.len() {
                    for world in checks.worlds(check) {
                        let trial = Trial::new(&checks, check, world);
                        prop_assert!(trial.is_ok(), "{:?}", trial.err());
                    }
                }
            }
        }
    }
}
