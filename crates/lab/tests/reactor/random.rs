//! Whatever programs wish and whatever the kernel answers, a loop goes on or ends.

use kernel::{Errno, Payload, Reply, Time};
use lab::reactor::{Kind, Names, Next, Reactor};
use proptest::prelude::*;

use crate::events::{Ops, read_events};
use crate::stage::Stage;

const URLS: [&str; 6] = [
    "ws://server:8080/",
    "http://server:8080/x",
    "ws://localhost:3000/chat",
    "http://localhost:3000/",
    "ws://nobody/",
    "rubbish",
];

/// One wish of any kind, for one of a few numbers.
fn wish(ops: Ops, (kind, id, a, b): (u8, u32, u8, Vec<u8>)) -> Ops {
    let host = ["server", "localhost", "", "nobody", "10.0.0.1", "::1"][usize::from(a % 6)];
    let port = [0, 80, 8080, 3000][usize::from(a / 6 % 4)];
    let url = URLS[usize::from(a % 6)];
    // Numbers of connections that came in are tried too.
    let id = if a % 3 == 0 { (1 << 31) + id } else { id };
    match kind {
        0 => ops.listen(id, host, port),
        1 => ops.connect(id, host, port),
        2 => ops.write(id, b),
        3 => ops.shutdown(id),
        4 => ops.close(id),
        5 => ops.pause(id),
        6 => ops.resume(id),
        7 => ops.option(id, a, u32::from(a) << 24),
        8 => ops.timer(id, u64::from(a)),
        9 => ops.clear_timer(id),
        10 => ops.unref(id),
        11 => ops.udp_bind(id, host, port),
        12 => ops.udp_send(id, host, port, &b),
        13 => ops.reset(id),
        14 => ops.resolve(id, host),
        15 => ops.ws_open(id, url, if a % 2 == 0 { "chat" } else { "" }),
        16 => ops.ws_send(id, "text"),
        17 => ops.ws_send_bytes(id, &b),
        18 => ops.ws_close(id, [0, 1000, 1001, 3000, 65535][usize::from(a % 5)], "why"),
        19 => ops.fetch_with(id, "PUT", url, &[("x-a", "1"), ("bad name", "\r\n")], &b),
        20 => ops.fetch(id, "GET", url),
        21 => ops.abort(id),
        22 => ops.zlib_open(id, a % 2 == 0, a),
        23 => ops.zlib_write(id, &b, a % 7),
        24 => ops.plain(33, id),
        _ => ops.plain(34, id),
    }
}

fn wishes() -> impl Strategy<Value = Ops> {
    let one = (0..26_u8, 0..6_u32, any::<u8>(), prop::collection::vec(any::<u8>(), 0..40));
    prop::collection::vec(one, 0..8).prop_map(|all| all.into_iter().fold(Ops::new(), wish))
}

/// What a kernel might answer, fitting or not.
fn answer(number: u8, data: u32) -> Result<Reply, Errno> {
    const ERRORS: [Errno; 6] = [
        Errno::EAGAIN,
        Errno::ECONNRESET,
        Errno::EPIPE,
        Errno::EMFILE,
        Errno::EINPROGRESS,
        Errno::EINTR,
    ];
    match number % 12 {
        0..=5 => Ok(Reply::Number(i32::from(number) - 6)),
        6 => Ok(Reply::Events(vec![(data, u64::from(data % 16)), (0x1d, u64::from(data % 7))])),
        7 => {
            let data: Payload = vec![0x88; (data % 70_000) as usize].into();
            Ok(Reply::Received { length: data.len(), data, from: None, flags: 0 })
        }
        8 => {
            let peer = kernel::Endpoint::loopback(9).into();
            Ok(Reply::Accepted { fd: (data % 16).cast_signed(), peer })
        }
        9 => Ok(Reply::Option(kernel::OptionValue::Error(None))),
        10 => Ok(Reply::Name(kernel::Endpoint::loopback(7).into())),
        _ => Err(ERRORS[(data % 6) as usize]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// In a world, two programs that wish for anything come to rest, and their events are readable.
    #[test]
    fn any_wishes_in_a_world(
        turns in prop::collection::vec((0..2_usize, wishes()), 1..12),
    ) {
        let mut stage = Stage::new();
        stage.start(0, Kind::Node);
        stage.start(1, Kind::Browser);
        for (program, ops) in turns {
            if stage.is_turn(program) {
                stage.give(program, ops);
            }
            stage.run_for(500);
            stage.take_if_there(program);
        }
        stage.run_for(2_000);
    }

    /// Whatever a kernel answers, nothing panics.
    #[test]
    fn any_answers(
        all in prop::collection::vec(wishes(), 1..6),
        answers in prop::collection::vec((any::<u8>(), any::<u32>()), 1..300),
        is_page: bool,
    ) {
        let kind = if is_page { Kind::Browser } else { Kind::Node };
        let mut reactor = Reactor::new(kind, Names::default(), 1);
        let mut turns = all.iter();
        let mut result = None;
        for (at, (number, data)) in answers.into_iter().enumerate() {
            match reactor.next(Time::from_ms(at as u64 * 10), result.take()) {
                Next::Call { .. } => result = Some(answer(number, data)),
                Next::Events(bytes) => {
                    read_events(&bytes);
                    let Some(ops) = turns.next() else { return Ok(()) };
                    reactor.take_ops(&ops.bytes()).unwrap();
                }
                Next::Idle => {
                    let Some(ops) = turns.next() else { return Ok(()) };
                    reactor.take_ops(&ops.bytes()).unwrap();
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let mut reactor = Reactor::new(Kind::Node, Names::default(), 1);
        let _read = reactor.take_ops(&bytes);
        reactor.next(Time::ZERO, None);
    }
}
