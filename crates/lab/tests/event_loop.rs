//! A page under the lab: what its event loop tells it.

use lab::codec::Writer;
use lab::{Lab, Next, Rest, Setup};

/// One turn of a page's JavaScript: these wishes.
fn turn(write: impl Fn(&mut Writer)) -> Vec<u8> {
    let mut ops = Writer::default();
    write(&mut ops);
    let mut asked = Writer::default();
    asked.u8(80).data(&ops.bytes);
    asked.bytes
}

#[test]
fn a_page_that_nobody_answers_is_told_so() {
    let setup = "host machine 10.0.0.1\nprogram page.js machine browser";
    let mut lab = Lab::new(Setup::parse(setup).unwrap());
    let open = turn(|ops| {
        ops.u32(1).u8(20).u32(1).u32(1);
        ops.text("ws://localhost:8080/").text("").text("http://machine");
    });
    let mut turns = vec![open].into_iter();
    let mut told = Vec::new();
    let rest = loop {
        match lab.advance() {
            Next::Turn { process, thread, reply, .. } => {
                told.push(reply);
                let asked = turns.next().unwrap_or_else(|| turn(|ops| _ = ops.u32(0)));
                lab.heard(process, thread, 1, &asked);
            }
            Next::Rest(rest) => break rest,
            _ => {}
        }
    };
    assert_eq!(rest, Rest::Ended);
    let kinds: Vec<u8> = told[1..].iter().map(|reply| reply[9]).collect();
    assert_eq!(kinds, [29], "the console first, then the events behind it: {told:?}");
}
