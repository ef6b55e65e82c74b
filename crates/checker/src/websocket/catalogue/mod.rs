//! All cases, group by group.

mod abuse;
mod closing;
mod codes;
mod control;
mod deflate;
mod fragmentation;
mod framing;
mod handshake;
mod limits;
mod masking;
mod request;
mod response;
mod utf8;

use websocket::Role;

use super::{Case, Frame, Level, Script};

/// The codes that fit a broken rule of the protocol (§7.4.1).
const PROTOCOL: &[u16] = &[1002];

/// The codes that fit data that is not what it claims to be (§7.4.1).
const DATA: &[u16] = &[1007];

/// The codes that fit a message too long for its receiver (§7.4.1).
const TOO_BIG: &[u16] = &[1009];

const GROUPS: [&[Case]; 13] = [
    handshake::CASES,
    request::CASES,
    response::CASES,
    framing::CASES,
    masking::CASES,
    fragmentation::CASES,
    utf8::CASES,
    control::CASES,
    closing::CASES,
    codes::CASES,
    limits::CASES,
    abuse::CASES,
    deflate::CASES,
];

/// All cases of this end, group by group.
pub fn cases(end: Role) -> impl Iterator<Item = &'static Case> {
    GROUPS.into_iter().flatten().filter(move |case| case.is_of(end))
}

/// A case by its name.
pub fn case(name: &str) -> Option<&'static Case> {
    GROUPS.into_iter().flatten().find(|case| case.name == name)
}

/// What is asked of a server before all else: whether it grants a handshake, and whether it
/// echoes.
pub fn probe() -> &'static Case {
    const PROBE: Case = Case::new(
        "handshake.probe",
        Level::Beginner,
        "RFC 6455 §4.1",
        "handshake.html#handshake",
        ["The server echoes.", "서버가 메시지를 되돌려 보냅니다."],
        |s| s.echo("Is this an echo?"),
    );
    &PROBE
}

/// What a peer must not take: whatever follows it must not be taken either.
fn refuses(s: &mut Script, frame: &Frame, codes: &'static [u16]) {
    s.send(frame);
    s.fails(codes);
}
