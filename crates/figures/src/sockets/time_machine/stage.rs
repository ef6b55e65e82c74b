//! The stage: a scenario's programs make their calls, and a recorder keeps what comes of it.
//!
//! Each program runs until the kernel puts it to sleep; then the world moves on by one event, and
//! whoever was woken goes on. Faults come in between.

use kernel::{History, Input, Link, ProcessId, Reply, ThreadId, Time};
use recording::{Budget, End, Fault, Host, KNOBS, Recorder, Recording, Thread, fates};

use super::name::{PROGRAMS, Side, program_named, side_of};
use super::program::{Failure, Statement};
use super::scenario::{Scenario, UNTIL_MS, Until};

const SEED: u64 = 1;

/// Runs a scenario with the faults that a reader chose.
pub(super) fn record(scenario: &Scenario, faults: &[Fault]) -> Recording {
    let mut recorder = set(scenario, faults);
    let (end, last) = match scenario.until {
        Until::Time(ms) => (ms, None),
        Until::After(program, call) => (UNTIL_MS, Some((PROGRAMS[program], call))),
    };
    let end = Time::from_ms(u64::from(end));
    let mut deeds: Vec<&Fault> = faults.iter().filter(|fault| fault.step().is_some()).collect();
    while !recorder.is_spent() {
        if last.is_some_and(|(program, call)| has_returned(&recorder, program, call)) {
            if recorder.ready().is_some() || recorder.next_at().is_some() {
                recorder.cut();
            }
            break;
        }
        let position = recorder.position();
        if let Some(at) = deeds.iter().position(|deed| deed.step() == Some(position)) {
            recorder.disturb(deeds.remove(at).clone());
        } else if let Some(thread) = recorder.ready() {
            go_on(&mut recorder, thread, scenario);
        } else {
            match recorder.next_at() {
                Some(at) if at <= end => recorder.step(),
                Some(_) => {
                    recorder.cut();
                    break;
                }
                None => break,
            };
        }
    }
    recorder.finish()
}

/// Whether the Nth call of a program has come back.
fn has_returned(recorder: &Recorder, program: &str, number: usize) -> bool {
    let thread = recorder.named(program).map(|at| recorder.thread(at));
    let made = thread.and_then(|thread| thread.calls.get(number - 1));
    made.is_some_and(|made| made.returned.is_some())
}

/// The world before the first call.
fn set(scenario: &Scenario, faults: &[Fault]) -> Recorder {
    let mut history = History::new(SEED);
    for side in Side::BOTH {
        let (name, address) = (side.name().to_owned(), Some(side.address()));
        history.apply(Input::AddHost { name, address });
    }
    let mut link = Link::with_delay_ns(u64::from(scenario.wire.delay_ms) * 1_000_000);
    link.rate_bps = u64::from(scenario.wire.rate_kbit) * 1_000;
    link.mtu = scenario.wire.mtu;
    link.script = fates(faults);
    let [one, other] = Side::BOTH.map(Side::host);
    history.apply(Input::Join { one, other, link });
    for tuned in &scenario.tuned {
        let (key, value) = (KNOBS[tuned.knob].key.to_owned(), tuned.value.to_string());
        history.apply(Input::Sysctl { host: tuned.host, key, value });
    }
    let mut threads = Vec::new();
    let mut ids = [0, 0];
    for (program, name) in PROGRAMS.into_iter().enumerate() {
        if scenario.programs[program].is_empty() {
            continue;
        }
        let side = side_of(program);
        history.apply(Input::Spawn { host: side.host(), name: name.to_owned() });
        // A host numbers its processes and threads from 0, in the order of their coming.
        let id = &mut ids[side as usize];
        threads.push(Thread::new(name, side.host(), ProcessId(*id), ThreadId(*id)));
        *id += 1;
    }
    let hosts = Side::BOTH.map(|side| Host::new(side.host(), side.name(), side.address()));
    Recorder::new(history, hosts.to_vec(), threads, Budget::default())
}

/// The statements of a thread's program.
fn statements<'s>(scenario: &'s Scenario, thread: &Thread) -> &'s [Statement] {
    program_named(&thread.program).map_or(&[], |program| &scenario.programs[program])
}

/// A program makes its next call, or comes to its end.
fn go_on(recorder: &mut Recorder, at: usize, scenario: &Scenario) {
    let thread = recorder.thread(at);
    let statements = statements(scenario, thread);
    let next = thread.calls.len();
    let failed = thread.calls.last().is_some_and(|made| {
        matches!(made.result, Some(Err(_))) && statements[next - 1].failure == Failure::Ends
    });
    let Some(statement) = statements.get(next).filter(|_| !failed) else {
        recorder.exit(at, if failed { End::Failed } else { End::Done });
        return;
    };
    let mut heard = thread.calls.iter().rev().filter_map(|made| match &made.result {
        Some(Ok(Reply::Received { data, .. })) => Some(data.to_vec()),
        _ => None,
    });
    let received = heard.next().unwrap_or_default();
    let server = Side::Server.address();
    let text = statement.ask.text(server, &received);
    let call = statement.ask.call(server, &received);
    recorder.call(at, call, text, Some(next));
}
