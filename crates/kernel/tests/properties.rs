//! What must hold whatever programs do and whatever links lose. Seeded: a failure says how to
//! repeat it.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "random numbers become arguments of any type"
)]

#[path = "properties/descriptors.rs"]
mod descriptors;
#[path = "properties/lab.rs"]
mod lab;
#[path = "properties/queues.rs"]
mod queues;
#[path = "properties/random_call.rs"]
mod random_call;
#[path = "properties/readiness.rs"]
mod readiness;
#[path = "properties/replay.rs"]
mod replay;
#[path = "properties/streams.rs"]
mod streams;

#[test]
fn no_call_with_any_argument_panics() {
    lab::for_seeds(500, |seed| {
        let mut crowd = lab::Crowd::new(seed);
        for _ in 0..150 {
            crowd.act();
            crowd.pass(90_000_000);
        }
    });
}
