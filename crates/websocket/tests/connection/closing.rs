//! The closing handshake and the other ways to end.

use websocket::frame::CloseCode;

use crate::transcript::{Transcript, bytes, check, client, fails, server};

#[test]
fn section_5_5_1_a_close_frame_is_answered_with_its_code() {
    let said = "close received; hang up; closed 1000 \"bye\" clean; sent 88 02 03 e8";
    check(&server, "88 85 00000000 03 e8 62 79 65", said);
    let said = "close received; hang up; closed 1005 \"\" clean; sent 88 00";
    check(&server, "88 80 00000000", said);
}

#[test]
fn section_5_5_1_the_body_is_nothing_or_a_code_and_utf_8() {
    fails(&client, "88 01 03", "CloseBodyOfOne at 1", 1002);
    fails(&client, "88 04 03 e8 61 ff", "ReasonNotUtf8 at 5", 1007);
    fails(&client, "88 7d 03 e8 ff", "ReasonNotUtf8 at 4", 1007);
    fails(&client, "88 04 03 e8 ed 95", "ReasonNotUtf8 at 5", 1007);
}

#[test]
fn section_7_4_codes_that_may_not_be_sent() {
    fails(&client, "88 02 03 ec", "CloseCode at 3", 1002); // 1004
    fails(&client, "88 02 03 ed", "CloseCode at 3", 1002); // 1005
    fails(&client, "88 02 03 f7", "CloseCode at 3", 1002); // 1015
    fails(&client, "88 02 0b b7", "CloseCode at 3", 1002); // 2999
    fails(&client, "88 02 13 88", "CloseCode at 3", 1002); // 5000
    // 0 to 255, and from 5120: the high byte is enough.
    fails(&client, "88 02 00", "CloseCode at 2", 1002);
    fails(&client, "88 02 14", "CloseCode at 2", 1002);
    check(&client, "88 02 03 f4", "close received; sent 88 82 00 00 00 00 03 f4"); // 1012
}

#[test]
fn section_7_1_1_the_server_closes_tcp_first() {
    let mut client = client();
    let mut transcript = Transcript::default();
    client.close(CloseCode::NORMAL, "done").unwrap();
    transcript.drain(&mut client);
    transcript.receive(&mut client, &bytes("88 02 03 e8"));
    let sent = "sent 88 86 00 00 00 00 03 e8 64 6f 6e 65";
    assert_eq!(transcript.text(), format!("close received; {sent}"));

    client.transport_ended();
    transcript.drain(&mut client);
    let said = format!("close received; closed 1000 \"\" clean; {sent}");
    assert_eq!(transcript.text(), said);

    let mut server = server();
    let mut transcript = Transcript::default();
    server.close(CloseCode::GOING_AWAY, "").unwrap();
    transcript.drain(&mut server);
    transcript.receive(&mut server, &bytes("88 82 00000000 03 e9"));
    let said = "close received; hang up; closed 1001 \"\" clean; sent 88 02 03 e9";
    assert_eq!(transcript.text(), said);
}

#[test]
fn section_5_5_1_after_asking_to_close_messages_still_come() {
    let mut server = server();
    let mut transcript = Transcript::default();
    server.close(CloseCode::NORMAL, "").unwrap();
    transcript.drain(&mut server);
    // A message, a ping that may no longer be answered, and then the answer.
    transcript
        .receive(&mut server, &bytes("81 81 00000000 61 89 80 00000000 88 82 00000000 03 e8"));
    let said = "text \"a\"; ping []; close received; hang up; closed 1000 \"\" clean";
    assert_eq!(transcript.text(), format!("{said}; sent 88 02 03 e8"));
}

#[test]
fn section_5_5_1_a_close_frame_may_stand_inside_a_message() {
    let said = "close received; sent 88 82 00 00 00 00 03 e8";
    check(&client, "01 01 61 88 02 03 e8", said);
}

#[test]
fn section_1_4_what_follows_a_close_frame_is_dropped() {
    let said = "close received; sent 88 82 00 00 00 00 03 e8";
    check(&client, "88 02 03 e8 81 01 61 ff ff", said);
}

#[test]
fn section_7_1_5_without_a_close_frame_the_code_is_1006() {
    let mut server = server();
    let mut transcript = Transcript::default();
    transcript.receive(&mut server, &bytes("81 85 37 fa"));
    server.transport_ended();
    transcript.drain(&mut server);
    assert_eq!(transcript.text(), "closed 1006 \"\" unclean");
    server.transport_ended();
    transcript.drain(&mut server);
    transcript.receive(&mut server, &bytes("81 00"));
    assert_eq!(transcript.text(), "closed 1006 \"\" unclean");
}

#[test]
fn section_7_1_7_after_a_fault_nothing_is_heard() {
    let said = "ReservedOpcode at 0; hang up; closed 1006 \"\" unclean; sent 88 02 03 ea";
    check(&server, "83 80 00000000 81 80 00000000", said);
}
