//! What `zlib` gives to programs: raw DEFLATE as `ws` uses it for permessage-deflate.

use lab::reactor::Kind;

use crate::events::Ops;
use crate::stage::Stage;

const NO_FLUSH: u8 = 0;
const SYNC: u8 = 2;
const FINISH: u8 = 4;

/// What a compressor gives for these writes, joined.
fn run(stage: &mut Stage, ops: Ops) -> Vec<u8> {
    stage.give(0, ops);
    let events = stage.take(0).unwrap();
    assert!(events.iter().all(|event| event.text.contains("done=1")), "{events:?}");
    events.into_iter().flat_map(|event| event.bytes).collect()
}

fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.start(0, Kind::Node);
    stage
}

#[test]
fn what_is_deflated_is_inflated_across_messages_and_windows() {
    let text = b"the quick brown fox jumps over the lazy dog; ".repeat(100);
    for bits in 8..=15 {
        let mut stage = stage();
        let first =
            run(&mut stage, Ops::new().zlib_open(1, false, bits).zlib_write(1, &text, SYNC));
        assert!(first.ends_with(&[0, 0, 0xff, 0xff]), "{bits}: what a sync flush ends with");
        let again = run(&mut stage, Ops::new().zlib_write(1, &text, SYNC));
        if bits == 15 {
            assert!(again.len() < 60, "it refers to the message before: {}", again.len());
        }
        let mut back =
            run(&mut stage, Ops::new().zlib_open(2, true, bits).zlib_write(2, &first, SYNC));
        back.extend(run(&mut stage, Ops::new().zlib_write(2, &again[..again.len() - 4], NO_FLUSH)));
        back.extend(run(&mut stage, Ops::new().zlib_write(2, &[0, 0, 0xff, 0xff], SYNC)));
        assert!(back == text.repeat(2), "{bits} bits");
    }
}

#[test]
fn a_narrow_window_is_kept_to() {
    let mut stage = stage();
    let word: Vec<u8> = (0..700_u32).map(|at| (at * at % 251) as u8).collect();
    let ops = Ops::new().zlib_open(1, false, 9).zlib_write(1, &word.repeat(4), SYNC);
    let packed = run(&mut stage, ops);
    let mut rest = &packed[..];
    let mut unpacked = Vec::new();
    // Each piece stands alone, so nothing refers further back than its beginning.
    while let Some(at) = rest.windows(4).position(|four| four == [0, 0, 0xff, 0xff]) {
        let (piece, behind) = rest.split_at(at + 4);
        let alone = run(&mut stage, Ops::new().zlib_open(2, true, 9).zlib_write(2, piece, SYNC));
        assert!(alone.len() <= 512);
        unpacked.extend(alone);
        rest = behind;
    }
    assert!(unpacked == word.repeat(4) && rest.is_empty());
}

#[test]
fn a_stream_ends_and_begins_anew() {
    let mut stage = stage();
    let whole = run(&mut stage, Ops::new().zlib_open(1, false, 15).zlib_write(1, b"bye", FINISH));
    let back = run(&mut stage, Ops::new().zlib_open(2, true, 15).zlib_write(2, &whole, FINISH));
    assert_eq!(back, b"bye");
    let again = run(&mut stage, Ops::new().plain(33, 1).zlib_write(1, b"bye", FINISH));
    assert_eq!(again, whole);
    let back = run(&mut stage, Ops::new().plain(33, 2).zlib_write(2, &again, FINISH));
    assert_eq!(back, b"bye");
}

#[test]
fn what_is_no_deflate_is_an_error_and_so_is_what_nobody_opened() {
    let mut stage = stage();
    stage.give(0, Ops::new().zlib_open(1, true, 15).zlib_write(1, &[0xff; 8], SYNC));
    assert_eq!(stage.take(0).unwrap()[0].text, "1 zlib error invalid data");
    stage.give(0, Ops::new().plain(34, 1).zlib_write(1, b"x", SYNC).plain(33, 9).plain(34, 9));
    let events = stage.take(0).unwrap();
    assert_eq!((events.len(), &*events[0].text), (1, "1 zlib error zlib binding closed"));
}

#[test]
fn a_bomb_stops_at_its_limit() {
    let mut stage = stage();
    let zeros = vec![0; 1 << 20];
    let mut ops = Ops::new().zlib_open(1, false, 15);
    for _ in 0..65 {
        ops = ops.zlib_write(1, &zeros, NO_FLUSH);
    }
    let bomb = run(&mut stage, ops.zlib_write(1, b"", SYNC));
    stage.give(0, Ops::new().zlib_open(2, true, 15).zlib_write(2, &bomb, SYNC));
    assert_eq!(stage.take(0).unwrap()[0].text, "2 zlib error buffer error");
}
