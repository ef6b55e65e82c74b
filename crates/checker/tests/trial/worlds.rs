//! Cuts, links and faults: what a world promises is what the program meets.

use checker::{Checks, Cut, Cuts, Reason, Trial, World};
use lab::{Next, Setup, Stage};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::program::{Os, Program, Run, judged};

/// Echoes lines, however they come.
fn careful(os: &Os) {
    let listener = os.listen(8080);
    loop {
        let connection = os.accept(listener);
        let mut line = Vec::new();
        while let Ok(bytes) = os.receive(connection, 1_024) {
            line.extend(&bytes);
            if bytes.is_empty() {
                break;
            }
            while let Some(end) = line.iter().position(|byte| *byte == b'\n') {
                let rest = line.split_off(end + 1);
                if os.send(connection, &line).is_err() {
                    break;
                }
                line = rest;
            }
        }
        os.close(connection);
    }
}

/// Takes one `recv` for one message.
fn careless(os: &Os) {
    let listener = os.listen(8080);
    loop {
        let connection = os.accept(listener);
        let bytes = os.receive(connection, 1_024).unwrap();
        let _ = os.send(connection, &bytes);
        os.close(connection);
    }
}

/// The same, and serves one client only.
fn once(os: &Os) {
    let listener = os.listen(8080);
    let connection = os.accept(listener);
    let bytes = os.receive(connection, 1_024).unwrap();
    os.send(connection, &bytes).unwrap();
}

/// Prints each piece as it comes.
fn pieces(os: &Os) {
    let listener = os.listen(8080);
    loop {
        let connection = os.accept(listener);
        let mut seen = Vec::new();
        while let Ok(bytes) = os.receive(connection, 1_024) {
            if bytes.is_empty() {
                break;
            }
            seen.push(String::from_utf8_lossy(&bytes).into_owned());
        }
        os.print(&format!("{}\n", seen.join("|")));
        os.close(connection);
    }
}

const HELLO: &str = "peer client\nconnect 8080\nsend \"Hello\\n\"\nexpect \"Hello\\n\"\n";

fn text(lines: &str) -> String {
    format!("program server.py\ncheck one\n{lines}")
}

#[test]
fn every_split_is_met_in_one_run() {
    let split = text(&format!("every split\n{HELLO}"));
    assert_eq!(judged(&split, careful), "passed");
    assert_eq!(judged(&split, careless), "world 1: ended Hello\\n/H");

    let checks = Checks::parse(&split).unwrap();
    let worlds = checks.worlds(0);
    let run = Run::in_world(&checks, 0, &worlds[1], careless);
    assert_eq!(run.trial.failing(), Some(0));
    let alone = worlds[1].only(0);
    assert_eq!(alone.pieces, Cuts::Each(vec![Cut::Behind(1)]));
    let run = Run::in_world(&checks, 0, &alone, careless);
    assert_eq!((run.says().as_str(), run.trial.failing()), ("ended Hello\\n/H", None));
    let steps = run.failure().unwrap().steps;
    let texts: Vec<_> = steps.iter().map(|step| step.text.as_str()).collect();
    assert_eq!(texts[1..4], ["send \"H\"", "wait 20ms", "send \"ello\\n\""]);
}

#[test]
fn once_split_is_a_run_for_each_cut() {
    let split = text(&format!("once split\n{HELLO}"));
    assert_eq!(judged(&split, once), "world 1: ended Hello\\n/H");
    let worlds = Checks::parse(&split).unwrap().worlds(0);
    assert_eq!(worlds.len(), 1 + 5 + 1, "plain, behind each byte but the last, all alone");
    let long = split.replace("Hello", &"x".repeat(100));
    assert_eq!(Checks::parse(&long).unwrap().worlds(0).len(), 1 + 12);
}

#[test]
fn a_cut_world_delivers_those_pieces() {
    let sends = "peer client\nconnect 8080\nsend \"ab\"\nsend \"cd\"\n";
    let lines = text(&format!("every split\n{sends}program prints \"x\"\n"));
    let checks = Checks::parse(&lines).unwrap();
    let run = Run::in_world(&checks, 0, &checks.worlds(0)[1], pieces);
    let seen = String::from_utf8(run.failure().unwrap().seen).unwrap();
    assert_eq!(seen, "a|bcd\nab|cd\nabc|d\na|b|c|d\n");
}

/// What the program received, piece by piece, is read off the recording.
#[test]
fn pieces_are_segments_of_the_recording() {
    let lines = text(&format!("every byte\n{HELLO}"));
    let checks = Checks::parse(&lines).unwrap();
    let run = Run::in_world(&checks, 0, &checks.worlds(0)[1], careful);
    assert_eq!(run.says(), "passed");
    let setup = Setup::parse(run.trial.setup()).unwrap();
    let mut stage = Stage::new(setup, |call| call.name().to_owned());
    stage.replay(&run.log).unwrap();
    let recording = stage.finish();
    let data = recording.segments.iter().filter_map(|segment| segment.tcp());
    let sizes: Vec<usize> = data.map(|it| it.payload.len()).filter(|len| *len > 0).collect();
    assert_eq!(sizes, [1, 1, 1, 1, 1, 1, 6], "byte for byte, and the line back");
}

#[test]
fn a_trial_s_log_gives_the_same_run() {
    let cases: [(&str, Program); 3] = [
        (HELLO, careful),
        (
            "peer client\nconnect 8080\nsend \"a\"\nreset\npeer late start 50ms\nconnect 8080\n\
             expect \
          silence 100ms\n",
            careful,
        ),
        ("world fault drop 4\npeer client\nconnect 8080\nsend \"a\\n\"\nexpect line\n", careful),
    ];
    for (lines, program) in cases {
        let checks = Checks::parse(&text(lines)).unwrap();
        for world in checks.worlds(0) {
            let run = Run::in_world(&checks, 0, &world, program);
            assert_eq!(run.says(), "passed", "{lines}");
            let setup = Setup::parse(run.trial.setup()).unwrap();
            let mut stage = Stage::new(setup, |call| call.name().to_owned());
            stage.replay(&run.log).unwrap();
            let lived = run.trial.lab().stage();
            assert_eq!(stage.recorder().position(), lived.recorder().position());
            assert_eq!(stage.world().trace().hash(), lived.world().trace().hash(), "{lines}");
        }
    }
}

#[test]
fn links_and_faults_make_further_worlds() {
    // Who waits for 100 ms only fails where data is lost and sent again.
    let hasty = |os: &Os| {
        let listener = os.listen(8080);
        let connection = os.accept(listener);
        let fds = vec![(connection, kernel::abi::POLLIN)];
        let ready = os.call(kernel::Call::Poll { fds, timeout_ms: 100 }).unwrap();
        if ready.number() == 1 {
            let bytes = os.receive(connection, 100).unwrap();
            os.send(connection, &bytes).unwrap();
        }
    };
    let slow = text(&format!("world link delay 300ms\nworld fault drop 4\n{HELLO}"));
    assert_eq!(judged(&slow, careful), "passed");
    assert_eq!(judged(&slow, hasty), "world 2: ended Hello\\n/");
    let worlds = Checks::parse(&slow).unwrap().worlds(0);
    assert_eq!(worlds.iter().filter(|world| world.is_simulated_only()).count(), 2);
}

#[test]
fn peers_act_at_once() {
    // Whoever serves one after the other lets the second wait.
    let two = text(
        "peer first\nconnect 8080\nwait 200ms\nsend \"1\\n\"\nexpect \"1\\n\"\nwait 5s\n\
         peer second start 50ms\nconnect 8080\nsend \"2\\n\"\nexpect \"2\\n\"\n",
    );
    let run = Run::of(&two, 0, &World::default(), careful);
    let failure = run.failure().unwrap();
    assert_eq!((failure.reason, failure.peer), (Reason::Nothing, Some(1)));
    let waiting = failure.steps.iter().filter(|step| step.went == checker::Went::Waiting);
    assert_eq!(waiting.count(), 1, "the first was under way");
}

#[test]
fn the_machine_has_the_program_on_a_side_of_its_own() {
    let setup = |lines: &str| {
        let checks = Checks::parse(&text(lines)).unwrap();
        Run::in_world(&checks, 0, &World::default(), careful).trial.setup().to_owned()
    };
    let server = setup(HELLO);
    assert_eq!(
        server,
        "host machine 10.0.0.1\nprogram server.py machine python\nprogram client machine peer\n\
         until 10000ms\n"
    );
    let client = setup("peer server\nlisten 9000\naccept within 10ms\n");
    assert!(
        client.contains("program server machine peer\nprogram server.py machine python start 10ms"),
        "who listens stands first and acts first: {client}"
    );
}

/// Whatever a program does, a trial ends, and the same way twice.
#[test]
fn trials_end_and_are_the_same_twice() {
    let programs: [Program; 5] = [careful, careless, once, pieces, |os| os.die("no")];
    let statement = prop::sample::select(vec![
        "send \"Hello\\n\"",
        "send (frame text mask 01020304 (repeat 200 \"x\"))",
        "expect \"Hello\\n\"",
        "expect line within 100ms",
        "expect frame text",
        "expect end",
        "expect closed",
        "expect silence 30ms",
        "drain 3 every 10ms",
        "wait 10ms",
        "shutdown",
        "ask /x",
    ]);
    let peer = prop::collection::vec(statement, 1..6);
    let checks = prop::collection::vec(peer, 1..3).prop_map(|peers| {
        let peers = peers.iter().enumerate().map(|(at, statements)| {
            format!("peer p{at}\nconnect 8080\n{}\n", statements.join("\n"))
        });
        peers.collect::<String>()
    });
    let ways = (
        checks,
        0..programs.len(),
        any::<bool>(),
        prop::sample::select(vec!["", "world link delay 30ms; loss 10\n", "world fault drop 3\n"]),
    );
    let mut runner = TestRunner::new(ProptestConfig { cases: 200, ..ProptestConfig::default() });
    let run = runner.run(&ways, |(peers, program, is_cut, world)| {
        let every = if is_cut { "every split\n" } else { "" };
        let Ok(checks) = Checks::parse(&text(&format!("{every}{world}{peers}"))) else {
            return Ok(());
        };
        for world in checks.worlds(0) {
            let runs = [0; 2].map(|_| Run::in_world(&checks, 0, &world, programs[program]));
            prop_assert_eq!(runs[0].failure(), runs[1].failure());
            prop_assert_eq!(&runs[0].log, &runs[1].log);
        }
        Ok(())
    });
    run.unwrap();
}

/// Whatever bytes a runtime says its program asks for.
#[test]
fn rubbish_from_a_runtime_ends_the_trial() {
    let asked = prop::collection::vec(any::<u8>(), 0..20)
        .prop_flat_map(|rest| (0..90_u8).prop_map(move |tag| [vec![tag], rest.clone()].concat()));
    let ways = prop::collection::vec(asked, 0..30);
    let checks = Checks::parse(&text(HELLO)).unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 500, ..ProptestConfig::default() });
    let run = runner.run(&ways, |requests| {
        let mut trial = Trial::new(&checks, 0, World::default()).unwrap();
        let mut requests = requests.into_iter();
        for _ in 0..100_000 {
            match trial.advance() {
                Next::Rest(_) => {
                    prop_assert!(trial.verdict().is_some_and(Result::is_err));
                    return Ok(());
                }
                Next::Turn { process, thread, .. } => {
                    let bytes = requests.next().unwrap_or_else(|| vec![64, 0, 0, 0, 0]);
                    trial.heard(process, thread, 0, &bytes);
                }
                Next::Start { .. } | Next::Busy => {}
            }
        }
        Err(TestCaseError::fail("it never rests"))
    });
    run.unwrap();
}
