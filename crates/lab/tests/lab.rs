//! Programs by hand: lists of questions, asked one after another by whoever has the turn.

use kernel::{Call, Endpoint, Ip, Payload, abi};
use lab::codec::{Writer, write_call};
use lab::{Deed, Ended, Lab, Mode, Next, Rest, Setup, Stage, Standing};

/// What a thread asks for next, from what it was told last.
type Script = Vec<Ask>;
type Ask = Box<dyn Fn(&[u8]) -> Vec<u8>>;

fn kernel(call: Call) -> Ask {
    Box::new(move |_| {
        let mut writer = Writer::default();
        write_call(&mut writer, &call);
        writer.bytes
    })
}

fn raw(bytes: &'static [u8]) -> Ask {
    Box::new(move |_| bytes.to_vec())
}

fn lock_wait(lock: u32, timeout_ns: i64, holder: i32) -> Ask {
    Box::new(move |_| {
        let mut writer = Writer::default();
        writer.u8(67).u32(lock).i64(timeout_ns).i32(holder);
        writer.bytes
    })
}

fn tcp() -> Call {
    Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 }
}

fn at(last: u8, port: u16) -> Endpoint {
    Endpoint::new(Ip([10, 0, 0, last].into()), port)
}

fn exit() -> Ask {
    raw(&[64, 0, 0, 0, 0])
}

/// Drives scripts until the lab rests. Gives why, and what each thread was told, in order.
struct Driver {
    lab: Lab,
    scripts: Vec<Vec<Script>>,
    told: Vec<(usize, u32, Vec<u8>)>,
    log: Vec<u8>,
}

impl Driver {
    fn new(setup: &str, scripts: Vec<Vec<Script>>) -> Self {
        let lab = Lab::new(Setup::parse(setup).unwrap());
        Self { lab, scripts, told: Vec::new(), log: Vec::new() }
    }

    fn run(&mut self) -> Rest {
        for _ in 0..100_000 {
            match self.lab.advance() {
                Next::Start { .. } | Next::Busy => {}
                Next::Rest(rest) => {
                    self.log.extend(self.lab.take_log());
                    return rest;
                }
                Next::Turn { process, thread, reply, .. } => {
                    let script = &mut self.scripts[process][thread as usize];
                    let asked = if script.is_empty() {
                        vec![64, 0, 0, 0, 0]
                    } else {
                        script.remove(0)(&reply)
                    };
                    self.told.push((process, thread, reply));
                    self.lab.heard(process, thread, 1, &asked);
                }
            }
        }
        panic!("the lab never rests");
    }

    /// What a thread of a program was told, in order.
    fn told_to(&self, process: usize, thread: u32) -> Vec<&[u8]> {
        let mine = self.told.iter().filter(|it| (it.0, it.1) == (process, thread));
        mine.map(|it| it.2.as_slice()).collect()
    }
}

const PAIR: &str = "host server 10.0.0.2\nhost client 10.0.0.1\nprogram server.py server python\n\
                    program client.py client python\nlink delay 10ms";

fn server() -> Script {
    vec![
        kernel(tcp()),
        kernel(Call::bind(3, Endpoint::new(Ip::ANY, 8080))),
        kernel(Call::Listen { fd: 3, backlog: 5 }),
        kernel(Call::Accept { fd: 3, flags: 0 }),
        kernel(Call::receive(4, 100)),
        Box::new(|told| {
            // Echo: what `recv` gave, behind its length.
            let count = u32::from_le_bytes(told[5..9].try_into().unwrap()) as usize;
            let mut writer = Writer::default();
            write_call(&mut writer, &Call::send(4, &told[9..9 + count]));
            writer.bytes
        }),
        exit(),
    ]
}

fn client(to: Endpoint) -> Script {
    vec![
        kernel(tcp()),
        kernel(Call::connect(3, to)),
        kernel(Call::send(3, b"hello")),
        kernel(Call::receive(3, 100)),
        exit(),
    ]
}

#[test]
fn two_programs_talk_and_the_log_gives_the_same_run() {
    let mut driver = Driver::new(PAIR, vec![vec![server()], vec![client(at(2, 8080))]]);
    assert_eq!(driver.run(), Rest::Ended);
    let last = driver.told_to(1, 0).last().unwrap().to_vec();
    assert_eq!(&last[..14], b"\0\x05\0\0\0\x05\0\0\0hello", "the echo came back");

    let mut stage = Stage::new(Setup::parse(PAIR).unwrap(), |call| call.name().to_owned());
    stage.replay(&driver.log).unwrap();
    let lived = driver.lab.stage().recorder().position();
    assert_eq!(stage.recorder().position(), lived);
    assert_eq!(stage.world().trace().hash(), driver.lab.stage().world().trace().hash());
    let run = stage.finish();
    assert_eq!(run.threads[1].calls[1].text, "connect");
    assert!(run.segments.len() >= 7, "handshake, data both ways, ends");
}

#[test]
fn programs_of_one_machine_stand_on_two_sides() {
    let setup = "host machine 10.0.0.1\nprogram server.py machine python\n\
                 program client.py machine python\nlink delay 2ms";
    let to = Endpoint::loopback(8080);
    let mut driver = Driver::new(setup, vec![vec![server()], vec![client(to)]]);
    assert_eq!(driver.run(), Rest::Ended);
    let mut stage = Stage::new(Setup::parse(setup).unwrap(), |_| String::new());
    stage.replay(&driver.log).unwrap();
    let run = stage.finish();
    let sides: Vec<u32> = run.segments.iter().map(|segment| segment.from.0).collect();
    assert_eq!(sides[..3], [1, 0, 1], "SYN from the client, SYN-ACK, ACK");
    assert!(run.segments.iter().all(|segment| segment.from != segment.to));
    assert!(run.segments.iter().all(|segment| !segment.arrived.is_empty()));
    let connect = run.call(1, 2).unwrap();
    let bars = |side| run.spans.bars.iter().filter(|bar| bar.host.0 == side).count();
    assert!(bars(0) > 0 && bars(1) > 0, "both sides have sockets in states");
    assert!(connect.returned > Some(connect.called + 1), "the loopback takes its time");
}

#[test]
fn a_server_on_another_host_is_found_behind_localhost() {
    let to = Endpoint::loopback(8080);
    let mut driver = Driver::new(PAIR, vec![vec![server()], vec![client(to)]]);
    assert_eq!(driver.run(), Rest::Ended);
    let deeds = Deed::read_all(&driver.log).unwrap();
    let led = deeds.iter().any(|deed| {
        matches!(deed, Deed::Forwarded { from, to, .. }
        if from == "127.0.0.1:8080" && to == "10.0.0.2:8080")
    });
    assert!(led, "and the log says so");
}

#[test]
fn a_forward_leads_a_port_to_another() {
    let setup = [PAIR, "\nforward chat.example.com:80 server:8080"].concat();
    let mut driver = Driver::new(&setup, vec![vec![server()], vec![client(at(2, 80))]]);
    assert_eq!(driver.run(), Rest::Ended);
}

#[test]
fn a_server_that_nobody_calls_is_quiet_and_says_for_whom_it_waits() {
    let mut driver = Driver::new(PAIR, vec![vec![server()], vec![vec![exit()]]]);
    assert_eq!(driver.run(), Rest::Quiet);
    let report = driver.lab.report();
    let thread = &report.threads[0];
    assert!(matches!(thread.standing, Standing::Kernel(Call::Accept { .. })));
    assert_eq!(thread.local, Some(Endpoint::new(Ip::ANY, 8080)));
    assert_eq!(report.circle(), [0_usize; 0]);
    assert_eq!(lab::Report::read(&report.to_bytes()), Ok(report));
}

#[test]
fn two_that_wait_for_each_other_are_a_circle() {
    let mut waits = client(at(2, 8080));
    drop(waits.remove(2));
    let mut driver = Driver::new(PAIR, vec![vec![server()], vec![waits]]);
    assert_eq!(driver.run(), Rest::Quiet);
    assert_eq!(driver.lab.report().circle().len(), 2);
}

const ONE: &str = "host alpha 10.0.0.1\nprogram one.py alpha python";

#[test]
fn a_lock_goes_to_the_first_that_waits_or_times_out() {
    // Thread 1 waits for ever, thread 2 for 5 ms; the main thread sleeps 10 ms and wakes one.
    let sleep = Call::Sleep { seconds: 0, ns: 10_000_000 };
    let main: Script = vec![
        raw(&[65]),
        raw(&[65]),
        kernel(sleep),
        raw(&[68, 9, 0, 0, 0]),
        kernel(Call::Sleep { seconds: 0, ns: 1 }),
        exit(),
    ];
    let one: Script = vec![lock_wait(9, -1, 0), raw(&[66])];
    let two: Script = vec![lock_wait(9, 5_000_000, 0), raw(&[66])];
    let mut driver = Driver::new(ONE, vec![vec![main, one, two]]);
    assert_eq!(driver.run(), Rest::Ended);
    assert_eq!(driver.told_to(0, 1), [&[][..], &[0, 1, 0, 0, 0]]);
    assert_eq!(driver.told_to(0, 2), [&[][..], &[0, 0, 0, 0, 0]], "5 ms passed first");
    assert_eq!(driver.told_to(0, 0)[4], [0, 0, 0, 0, 0], "and nobody waits any more");
}

#[test]
fn threads_that_hold_what_the_other_wants_are_a_circle() {
    let main: Script = vec![raw(&[65]), lock_wait(1, -1, 1)];
    let other: Script = vec![lock_wait(2, -1, 0)];
    let mut driver = Driver::new(ONE, vec![vec![main, other]]);
    assert_eq!(driver.run(), Rest::Quiet);
    assert_eq!(driver.lab.report().circle().len(), 2);
}

#[test]
fn computing_without_end_is_ended_and_lets_others_run() {
    let setup = [ONE, "\nprogram two.py alpha python"].concat();
    let forever: Script = (0..10_000).map(|_| raw(&[69, 100, 0, 0, 0])).collect();
    let mut driver = Driver::new(&setup, vec![vec![forever], vec![vec![exit()]]]);
    assert_eq!(driver.run(), Rest::Ended);
    let over = |at: usize| driver.lab.report().threads[at].standing.clone();
    assert_eq!(over(0), Standing::Over(Some(Ended::Computing)));
    assert_eq!(over(1), Standing::Over(Some(Ended::Exited(0))));
}

#[test]
fn stopping_interrupts_sleepers_and_then_ends_them() {
    let mut driver = Driver::new(PAIR, vec![vec![server()], vec![vec![exit()]]]);
    assert_eq!(driver.run(), Rest::Quiet);
    // Whatever it asks for after the interrupt is another `accept`, which nobody answers.
    driver.scripts[0][0] = vec![kernel(Call::Accept { fd: 3, flags: 0 })];
    driver.lab.stop();
    assert_eq!(driver.run(), Rest::Stopped);
    assert_eq!(driver.told_to(0, 0).last().unwrap(), &[2]);
}

#[test]
fn a_line_of_input_is_waited_for_and_given() {
    let mut driver = Driver::new(ONE, vec![vec![vec![raw(&[70]), raw(&[70]), exit()]]]);
    assert_eq!(driver.run(), Rest::Input);
    driver.lab.input(0, Some("hi"));
    assert_eq!(driver.run(), Rest::Input);
    assert_eq!(driver.told_to(0, 0)[1], b"\0\x03\0\0\0hi\n");
    driver.lab.input(0, None);
    assert_eq!(driver.run(), Rest::Ended);
    assert_eq!(driver.told_to(0, 0)[2], b"\0\0\0\0\0");
}

#[test]
fn steps_pause_behind_each_call() {
    let mut driver = Driver::new(PAIR, vec![vec![server()], vec![client(at(2, 8080))]]);
    driver.lab.go(Mode::Call);
    for calls in 1..=9 {
        assert_eq!(driver.run(), Rest::Paused);
        let made: usize =
            (0..2).map(|at| driver.lab.stage().recorder().thread(at).calls.len()).sum();
        assert_eq!(made, calls);
        driver.lab.go(Mode::Call);
    }
    driver.lab.go(Mode::Run);
    assert_eq!(driver.run(), Rest::Ended);
}

#[test]
fn a_run_follows_an_earlier_one_to_any_place_and_says_when_it_cannot() {
    let pair = || vec![vec![server()], vec![client(at(2, 8080))]];
    let mut first = Driver::new(PAIR, pair());
    assert_eq!(first.run(), Rest::Ended);
    let deeds = Deed::read_all(&first.log).unwrap();
    let mut part = Vec::new();
    for deed in &deeds[..9] {
        deed.write(&mut part);
    }
    let mut again = Driver::new(PAIR, pair());
    again.lab.follow(&part);
    assert_eq!(again.run(), Rest::Paused);
    assert_eq!(again.log, part);
    again.lab.go(Mode::Run);
    assert_eq!(again.run(), Rest::Ended);
    assert_eq!(again.log, first.log);

    let mut other = Driver::new(PAIR, vec![vec![server()], vec![client(at(2, 9))]]);
    other.lab.follow(&first.log);
    assert_eq!(other.run(), Rest::Differs);
}

#[test]
fn time_is_bounded_and_may_be_given_again() {
    let long = Call::Sleep { seconds: 90, ns: 0 };
    let mut driver = Driver::new(ONE, vec![vec![vec![kernel(long), exit()]]]);
    assert_eq!(driver.run(), Rest::Time);
    driver.lab.go(Mode::Run);
    assert_eq!(driver.run(), Rest::Ended);
}

#[test]
fn a_long_run_goes_on_beyond_its_record() {
    let chatter = |count: usize| -> Script {
        let data = Payload::from(&b"x"[..]);
        let send = Call::Send { fd: 3, data, flags: 0, address: Some(at(2, 9).into()) };
        let udp = Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_DGRAM, protocol: 0 };
        let mut script = vec![kernel(udp)];
        script.extend((0..count).map(|_| kernel(send.clone())));
        script
    };
    let mut driver = Driver::new(PAIR, vec![vec![vec![exit()]], vec![chatter(3_000)]]);
    assert_eq!(driver.run(), Rest::Ended);
    assert_eq!(driver.lab.stage().recorder().position(), lab::STEPS_MAX);
    let mut stage = Stage::new(Setup::parse(PAIR).unwrap(), |_| String::new());
    stage.replay(&driver.log).unwrap();
    assert_eq!(stage.recorder().position(), lab::STEPS_MAX);
}

#[test]
fn whatever_is_asked_is_answered_or_ends_the_program() {
    use proptest::prelude::*;
    proptest!(|(asked in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..30))| {
        let script = asked.into_iter().map(|bytes| {
            Box::new(move |_: &[u8]| bytes.clone()) as Ask
        });
        let script: Script = script.collect();
        // Threads that it starts end at once: they have no script.
        let mut scripts = vec![script];
        scripts.extend((0..40).map(|_| vec![raw(&[66])]));
        let mut driver = Driver::new(ONE, vec![scripts]);
        let rest = driver.run();
        prop_assert!(rest != Rest::Paused);
        Stage::new(Setup::parse(ONE).unwrap(), |_| String::new()).replay(&driver.log).unwrap();
    });
}
