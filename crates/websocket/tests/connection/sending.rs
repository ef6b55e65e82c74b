//! Commands: what goes out, and what is refused before it can.

use websocket::connection::{Connection, Limits, MaskKeys, Output, Part, Refusal};
use websocket::frame::CloseCode;

use crate::transcript::{Transcript, bytes, server};

/// What a connection sends on a command.
#[track_caller]
fn sends(connection: &mut Connection, hex: &str, sent: Result<(), Refusal>) {
    assert_eq!(sent, Ok(()));
    let mut transcript = Transcript::default();
    transcript.drain(connection);
    assert_eq!(transcript.sent, bytes(hex));
}

#[test]
fn section_5_1_a_client_masks_what_a_server_sends_plain() {
    let mut server = server();
    let sent = server.send("Hello");
    sends(&mut server, "81 05 48 65 6c 6c 6f", sent);
    let keys = MaskKeys::fixed([0x37, 0xfa, 0x21, 0x3d]);
    let mut client = Connection::client(Limits::default(), keys);
    let sent = client.send("Hello");
    sends(&mut client, "81 85 37 fa 21 3d 7f 9f 4d 51 58", sent);
}

#[test]
fn what_is_sent_next_is_put_where_room_was_given_back() {
    let mut server = server();
    let room = vec![0xff; 100];
    let place = room.as_ptr();
    server.reuse(room);
    assert!(server.is_drained());
    assert_eq!(server.send("Hello"), Ok(()));
    let Some(Output::Send(sent)) = server.poll_output() else { panic!("nothing is sent") };
    assert_eq!(sent, bytes("81 05 48 65 6c 6c 6f"));
    assert_eq!(sent.as_ptr(), place);

    // Room that comes while bytes wait changes nothing for them.
    assert_eq!(server.ping(b""), Ok(()));
    server.reuse(vec![0xff; 1000]);
    sends(&mut server, "89 00", Ok(()));
}

#[test]
fn section_5_4_fragments_with_a_ping_between() {
    let mut server = server();
    let sent = server.send_fragment("Hel", Part::More);
    sends(&mut server, "01 03 48 65 6c", sent);
    let sent = server.ping(b"?");
    sends(&mut server, "89 01 3f", sent);
    assert_eq!(server.send("whole"), Err(Refusal::InsideMessage));
    assert_eq!(server.send_fragment(&b"lo"[..], Part::Last), Err(Refusal::OtherKind));
    let sent = server.send_fragment("lo", Part::Last);
    sends(&mut server, "80 02 6c 6f", sent);
    let sent = server.pong(b"!");
    sends(&mut server, "8a 01 21", sent);
}

#[test]
fn section_5_5_control_frames_are_short() {
    let mut server = server();
    assert_eq!(server.ping(&[0; 126]), Err(Refusal::LongControl));
    assert_eq!(server.close(CloseCode::NORMAL, &"x".repeat(124)), Err(Refusal::LongControl));
    assert!(server.is_open() && server.is_drained());
}

#[test]
fn section_7_4_codes_that_may_not_be_sent() {
    let mut server = server();
    for code in [0, 999, 1004, 1006, 1015, 2999, 5000] {
        assert_eq!(server.close(CloseCode(code), ""), Err(Refusal::CloseCode));
    }
    assert_eq!(server.close(CloseCode::NO_STATUS, "why"), Err(Refusal::CloseCode));
    let sent = server.close(CloseCode::NO_STATUS, "");
    sends(&mut server, "88 00", sent);
}

#[test]
fn section_5_5_1_nothing_is_sent_after_a_close_frame() {
    let mut server = server();
    let sent = server.close(CloseCode::NORMAL, "");
    sends(&mut server, "88 02 03 e8", sent);
    assert_eq!(server.send("late"), Err(Refusal::AfterClose));
    assert_eq!(server.ping(b""), Err(Refusal::AfterClose));
    assert_eq!(server.close(CloseCode::NORMAL, ""), Err(Refusal::AfterClose));
    assert_eq!(Refusal::AfterClose.clause(), "RFC 6455 §5.5.1");
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "drain poll_output()")]
fn giving_without_draining_is_caught() {
    let mut server = server();
    server.send("one").unwrap();
    let _refused = server.send("two");
}
