//! Runs by a producer that knows nothing but calls: a list a thread.

use kernel::{
    Call, DropReason, Endpoint, History, HostId, Input, Ip, Link, ProcessId, State, ThreadId, abi,
};
use recording::{Budget, Cause, End, Fault, Host, Recorder, Recording, Stream, Thread, fates};

const PORT: u16 = 8_080;

fn address(host: u32) -> Ip {
    Ip([10, 0, 0, host as u8 + 1].into())
}

fn socket() -> Call {
    Call::Socket { domain: abi::AF_INET, kind: abi::SOCK_STREAM, protocol: 0 }
}

fn serve(more: &[Call]) -> Vec<Call> {
    let listen = Call::Listen { fd: 3, backlog: 1 };
    let start = [socket(), Call::bind(3, Endpoint::new(Ip::ANY, PORT)), listen];
    [&start[..], more].concat()
}

fn accept() -> Call {
    Call::Accept { fd: 3, flags: 0 }
}

fn wait(ms: i64) -> Call {
    Call::Sleep { seconds: 0, ns: ms * 1_000_000 }
}

/// A client of the first host.
fn client(more: &[Call]) -> Vec<Call> {
    let connect = Call::connect(3, Endpoint::new(address(0), PORT));
    [&[wait(10), socket(), connect], more].concat()
}

/// A server at the first host, a client at each other one. Whoever is awake goes on.
fn run(programs: &[Vec<Call>], faults: &[Fault], budget: Budget) -> Recording {
    let mut history = History::new(1);
    let hosts = programs.len() as u32;
    let name = |host: u32| if host == 0 { "server".to_owned() } else { format!("client{host}") };
    for host in 0..hosts {
        history.apply(Input::AddHost { name: name(host), address: Some(address(host)) });
        history.apply(Input::Spawn { host: HostId(host), name: name(host) });
    }
    for host in 1..hosts {
        let mut link = Link::with_delay_ns(20_000_000);
        link.script = fates(faults);
        history.apply(Input::Join { one: HostId(0), other: HostId(host), link });
    }
    let all = || (0..hosts).map(|host| (HostId(host), name(host)));
    let shown = all().map(|(host, name)| Host::new(host, &name, address(host.0))).collect();
    let (process, id) = (ProcessId(0), ThreadId(0));
    let threads = all().map(|(host, name)| Thread::new(&name, host, process, id)).collect();
    let mut recorder = Recorder::new(history, shown, threads, budget);
    let mut deeds: Vec<Fault> = faults.iter().filter(|it| it.step().is_some()).cloned().collect();
    while !recorder.is_spent() {
        let now = recorder.position();
        if let Some(at) = deeds.iter().position(|deed| deed.step() == Some(now)) {
            recorder.disturb(deeds.remove(at));
        } else if let Some(thread) = recorder.ready() {
            let line = recorder.thread(thread).calls.len();
            match programs[thread].get(line) {
                Some(call) => {
                    recorder.write(thread, Stream::Output, format!("{}\n", call.name()));
                    recorder.call(thread, call.clone(), call.name().to_owned(), Some(line));
                }
                None => recorder.exit(thread, End::Done),
            }
        } else if !recorder.step() {
            break;
        }
    }
    recorder.finish()
}

fn one_connection(faults: &[Fault]) -> Recording {
    let server = serve(&[accept(), Call::receive(4, 9), Call::Close { fd: 4 }]);
    let client = client(&[Call::send(3, b"Hello"), Call::receive(3, 9), Call::Close { fd: 3 }]);
    run(&[server, client], faults, Budget::default())
}

#[test]
fn a_lost_segment_is_known_by_its_number_and_sent_again() {
    let run = one_connection(&[Fault::Drop(4)]);
    let lost = &run.segments[3];
    assert_eq!((lost.lost, lost.arrived.len()), (Some(DropReason::Link), 0));
    assert!(run.steps[lost.sent - 1].loses);
    assert_eq!(run.segments.iter().filter(|segment| segment.again).count(), 1);
    assert_eq!(run.call(0, 5).unwrap().result.as_ref().unwrap().as_ref().unwrap().number(), 5);
}

#[test]
fn what_is_noted_with_a_step_is_what_a_search_would_find() {
    let run = one_connection(&[Fault::Duplicate(4)]);
    for (at, step) in run.steps.iter().enumerate() {
        let number = at + 1;
        let sent: Vec<usize> = (0..run.segments.len())
            .filter(|segment| run.segments[*segment].sent == number)
            .collect();
        assert_eq!(step.sent.clone().collect::<Vec<_>>(), sent, "step {number}");
        let woken = run.threads.iter().enumerate().find_map(|(thread, it)| {
            let back = it
                .calls
                .iter()
                .position(|made| made.returned == Some(number) && made.called < number)?;
            Some((thread, back))
        });
        assert_eq!(step.woken, woken, "step {number}");
    }
    let client = |change: &&recording::Change| change.host == HostId(1);
    let states: Vec<State> =
        run.steps.iter().flat_map(|it| it.changes.iter().filter(client)).map(|it| it.to).collect();
    assert_eq!(states[..2], [State::SynSent, State::Established]);
}

#[test]
fn every_moment_of_the_world_can_be_looked_at_in_any_order() {
    let run = one_connection(&[]);
    let ss = |at: usize| run.world(at, |world| world.hosts().map(|(_, it)| it.ss()).collect());
    let forward: Vec<Vec<String>> = (0..=run.steps.len()).map(ss).collect();
    for at in (0..=run.steps.len()).rev() {
        assert_eq!(ss(at), forward[at], "step {at}");
    }
}

#[test]
fn moments_between_which_a_host_s_sockets_stay_share_them() {
    let run = one_connection(&[]);
    let at = |position: usize| run.sockets(HostId(0), position).as_ptr();
    let connect = run.call(1, 3).unwrap().called;
    assert_eq!(at(connect), at(connect - 1), "a SYN on its way changes nothing at the server");
    let accepted = run.call(0, 4).unwrap().returned.unwrap();
    assert_ne!(at(accepted), at(accepted - 1));
}

#[test]
fn any_number_of_hosts_has_its_segments_states_and_connections() {
    let clients = 3;
    let accepts = vec![accept(); clients];
    let mut programs = vec![serve(&accepts)];
    programs.extend(vec![client(&[Call::Close { fd: 3 }]); clients]);
    let run = run(&programs, &[], Budget::default());
    assert_eq!(run.spans.connections.len(), clients);
    for host in 1..=clients as u32 {
        let begun = run.segments.iter().find(|it| it.from == HostId(host)).unwrap();
        assert_eq!((begun.to, begun.flags().to_string()), (HostId(0), "SYN".to_owned()));
        let bars = run.spans.bars.iter().filter(|bar| bar.host == HostId(host));
        assert_eq!(bars.map(|bar| bar.state).next(), Some(State::SynSent));
    }
}

#[test]
fn a_run_that_takes_too_much_is_cut_and_says_so() {
    let budget = Budget { steps: 5, ..Budget::default() };
    let short = run(&[serve(&[accept()]), client(&[])], &[], budget);
    assert_eq!((short.steps.len(), short.is_cut), (5, true));
    assert!(!one_connection(&[]).is_cut);
}

#[test]
fn a_deed_is_a_step_of_its_own() {
    let killed = one_connection(&[Fault::Kill("server".to_owned(), 6)]);
    assert!(matches!(killed.steps[6].cause, Cause::Fault(Fault::Kill(..))));
    assert_eq!(killed.threads[0].ended, Some((7, End::Killed)));
    let filled = one_connection(&[Fault::Fill(HostId(0), 3)]);
    let queue = |position| filled.behind(0, 3, position).map(|it| it.accept_queue.len());
    assert_eq!((queue(3), queue(4)), (Some(0), Some(2)), "a backlog of 1 holds two");
    assert!(filled.segments.iter().all(|it| it.from.0 < 2 && it.to.0 < 2), "no strangers");
}

#[test]
fn what_programs_wrote_is_seen_up_to_a_step() {
    let run = one_connection(&[]);
    assert_eq!(run.text(0, Stream::Output, 1), "socket\nbind\n");
    assert_eq!(run.text(0, Stream::Error, run.steps.len()), "");
    assert!(run.text(1, Stream::Output, run.steps.len()).ends_with("recv\nclose\n"));
}
