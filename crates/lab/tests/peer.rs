//! Peers: processes whose turns the lab's owner takes itself.

use kernel::{Call, Endpoint, Time, abi};
use lab::codec::{Writer, write_call};
use lab::{Ended, Lab, Next, Rest, Setup, Standing};

const REST: &[u8] = &[74];
const SETUP: &str = "host machine 10.0.0.1\nprogram server.py machine python\n\
                     program client machine peer";

fn asks(call: &Call) -> Vec<u8> {
    let mut writer = Writer::default();
    write_call(&mut writer, call);
    writer.bytes
}

/// Gives the next turn: whose it is.
fn turn(lab: &mut Lab) -> Result<usize, Rest> {
    loop {
        match lab.advance() {
            Next::Turn { process, .. } => return Ok(process),
            Next::Rest(rest) => return Err(rest),
            Next::Start { .. } | Next::Busy => {}
        }
    }
}

#[test]
fn a_peer_rests_until_it_is_woken() {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    assert_eq!(turn(&mut lab), Ok(0));
    lab.heard(0, 0, 0, &asks(&Call::Sleep { seconds: 1, ns: 0 }));
    assert_eq!(turn(&mut lab), Ok(1));
    assert!(!lab.wake(1), "it does not rest yet");
    lab.heard(1, 0, 0, REST);
    assert_eq!(lab.report().threads[1].standing, Standing::Idle);
    assert_eq!(turn(&mut lab), Ok(0), "the second passes without it");
    assert!(lab.wake(1));
    lab.heard(0, 0, 0, &[64, 0, 0, 0, 0]);
    assert_eq!(turn(&mut lab), Ok(1));
    lab.heard(1, 0, 0, REST);
    assert_eq!(turn(&mut lab), Err(Rest::Ended), "nobody waits for a peer that rests");
    assert_eq!(lab.ended(0), Some(Ended::Exited(0)));
    assert_eq!(lab.ended(1), None);
}

#[test]
fn a_program_may_not_rest_and_is_not_woken() {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    assert_eq!(turn(&mut lab), Ok(0));
    lab.heard(0, 0, 0, REST);
    assert_eq!(lab.ended(0), Some(Ended::Broken));
    assert!(!lab.wake(0));
    assert!(!lab.wake(9));
}

#[test]
fn a_lab_pauses_when_its_owner_says() {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    turn(&mut lab).unwrap();
    lab.heard(0, 0, 0, &asks(&Call::Sleep { seconds: 50, ns: 0 }));
    turn(&mut lab).unwrap();
    lab.heard(1, 0, 0, REST);
    lab.pause_at(Time::from_ms(10_000));
    assert_eq!(turn(&mut lab), Err(Rest::Time));
    lab.pause_at(Time::from_ms(60_000));
    assert_eq!(turn(&mut lab), Ok(0));
}

#[test]
fn calls_and_sockets_are_counted() {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    let (domain, kind) = (abi::AF_INET, abi::SOCK_STREAM);
    let calls = [
        Call::Socket { domain, kind, protocol: 0 },
        Call::bind(3, Endpoint::loopback(8080)),
        Call::bind(3, Endpoint::loopback(8081)),
        Call::Dup { fd: 3 },
        Call::Socket { domain, kind: abi::SOCK_DGRAM, protocol: 0 },
        Call::EpollCreate,
    ];
    for call in &calls {
        assert_eq!(turn(&mut lab), Ok(0));
        lab.heard(0, 0, 0, &asks(call));
    }
    let made = lab.calls_of(0);
    assert_eq!((made["socket"], made["bind"], made.get("listen")), (2, 2, None));
    assert_eq!((lab.calls_made(0), lab.calls_made(1)), (6, 0));
    assert_eq!(lab.idle_calls_of(0), 2, "bind that gave 0, bind that failed");
    assert_eq!(lab.sockets_of(0), 2, "a duplicate is the same socket, epoll is none");
}

#[test]
fn whoever_waits_for_a_line_holds_nobody_up() {
    let mut lab = Lab::new(Setup::parse(SETUP).unwrap());
    lab.without_typist();
    turn(&mut lab).unwrap();
    lab.heard(0, 0, 0, &[70]);
    turn(&mut lab).unwrap();
    lab.heard(1, 0, 0, &asks(&Call::Sleep { seconds: 5, ns: 0 }));
    assert_eq!(turn(&mut lab), Ok(1), "longer than a reader would be waited for");
    lab.heard(1, 0, 0, REST);
    assert_eq!(turn(&mut lab), Err(Rest::Quiet));
}
