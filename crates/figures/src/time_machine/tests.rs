use super::fault;
use super::run::Run;
use super::scenario::Scenario;

fn scenario(settings: &[(&'static str, &str)]) -> Scenario {
    let mut scenario = Scenario::default();
    for (name, value) in settings {
        scenario.set(name, value).unwrap();
    }
    scenario
}

const SEVEN: &[(&str, &str)] = &[
    ("server", "socket; bind 3 8080; listen 3 1; accept 3; recv 4 1024; reply 4; recv 4 1024; close 4; close 3"),
    ("client", "socket; connect 3 8080; send 3 Hello; recv 3 1024; close 3"),
];

#[test]
fn look() {
    let run = Run::of(&scenario(SEVEN), &fault::parse("").unwrap());
    for (at, step) in run.steps.iter().enumerate() {
        println!("{} {} {:?}", at + 1, step.ns / 1000, step.cause);
        for entry in run.entries_of(at + 1) {
            println!("      {} {:?}", entry.host.0, entry.event);
        }
        for s in &run.scenes[at + 1] { for d in s { print!("   [{:?} {}->{} una{} unread{} {:?} acc{}]", d.state, d.local.port, d.remote.port, d.unacknowledged, d.unread, d.timers, d.accept_queue.len()); } println!(); }
    }
    for segment in &run.segments {
        println!("{:?} {} {:?} {} {} {}", segment.from, segment.sent, segment.arrived, segment.flags(), segment.seq(), segment.ack());
    }
}
