//! What the figure says, and what the terminal and the tables of chapters say of frames.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What is said of frames, their fields and their rules.
    pub struct Words in "frame-anatomy" over Kit;

    // The rules: what is wrong, and what to do. The terminal's `explain` says the same.
    rule_reserved_bit: "A reserved bit is set, and no extension uses it.",
        "예약 비트가 1인데, 이 비트를 쓰기로 한 확장이 없습니다.";
    fix_reserved_bit: "Clear RSV1 to RSV3, or negotiate an extension in the handshake first.",
        "RSV1~RSV3을 0으로 두거나, 먼저 핸드셰이크에서 확장을 협상하세요.";
    rule_reserved_opcode: "The opcode is reserved: nobody has defined it.",
        "예약된 opcode입니다. 아직 아무 뜻도 정해지지 않았습니다.";
    fix_reserved_opcode: "Use one of 0, 1, 2, 8, 9 and a.",
        "0, 1, 2, 8, 9, a 가운데 하나를 쓰세요.";
    rule_fragmented_control: "A control frame without FIN: control frames cannot be fragmented.",
        "FIN이 0인 제어 프레임입니다. 제어 프레임은 여러 조각으로 나눌 수 없습니다.";
    fix_fragmented_control: "Set FIN to 1.", "FIN을 1로 바꾸세요.";
    rule_long_control: "A control frame of more than 125 bytes.",
        "125바이트를 넘는 제어 프레임입니다.";
    fix_long_control: "Shorten it to 125 bytes, or send the data as a message.",
        "125바이트 이하로 줄이거나, 데이터를 메시지로 보내세요.";
    rule_unmasked_client: "A frame from a client that is not masked.",
        "클라이언트가 보낸 프레임인데 마스킹되어 있지 않습니다.";
    fix_unmasked_client: "Set MASK to 1, add a key of four random bytes, and mask the payload with it.",
        "MASK를 1로 하고 무작위 4바이트 키를 넣은 다음, 그 키로 페이로드를 마스킹하세요.";
    rule_masked_server: "A frame from a server that is masked.",
        "서버가 보낸 프레임인데 마스킹되어 있습니다.";
    fix_masked_server: "Set MASK to 0, leave the key out, and send the payload as it is.",
        "MASK를 0으로 하고 키를 뺀 다음, 페이로드를 그대로 보내세요.";
    rule_non_minimal_length: "The length is written with more bytes than it needs.",
        "길이를 필요한 것보다 많은 바이트로 적었습니다.";
    fix_non_minimal_length: "Up to 125 fits the seven bits, up to 65,535 two more bytes; only more than that takes eight.",
        "125까지는 7비트에, 65,535까지는 추가 2바이트에 적습니다. 그보다 길 때만 8바이트를 쓰세요.";
    rule_length_top_bit: "The top bit of the 64-bit length is set.",
        "64비트 길이의 최상위 비트가 1입니다.";
    fix_length_top_bit: "Clear it: a length has at most 63 bits.",
        "0으로 바꾸세요. 길이는 63비트까지만 씁니다.";
    rule_frame_too_long: "The frame is longer than the receiver’s limit.",
        "받는 쪽이 정한 한도보다 긴 프레임입니다.";
    rule_message_too_long: "The message is longer than the receiver’s limit.",
        "받는 쪽이 정한 한도보다 긴 메시지입니다.";
    rule_inflated_too_long: "Decompressed, the message is longer than the receiver’s limit.",
        "압축을 풀면 받는 쪽이 정한 한도보다 긴 메시지입니다.";
    fix_too_long: "Send less at once, or raise the limit at the receiver.",
        "한 번에 보내는 양을 줄이거나, 받는 쪽의 한도를 올리세요.";
    rule_empty_fragments: "The message has more empty fragments than the receiver’s limit.",
        "빈 조각이 받는 쪽이 정한 한도보다 많은 메시지입니다.";
    fix_empty_fragments: "Leave empty fragments out.", "빈 조각을 보내지 마세요.";
    rule_continuation_without_start: "A continuation frame, but no message is open.",
        "이어 받을 메시지가 없는데 연속 프레임이 왔습니다.";
    fix_continuation_without_start: "Begin the message with opcode 1 or 2, with FIN 0.",
        "메시지를 opcode 1이나 2로, FIN을 0으로 하여 시작하세요.";
    rule_start_inside_message: "A new message begins while another one is still open.",
        "앞의 메시지가 끝나지 않았는데 새 메시지가 시작됩니다.";
    fix_start_inside_message: "Go on with opcode 0, and end the open message with FIN 1 first.",
        "opcode 0으로 이어 가고, 먼저 FIN 1로 앞의 메시지를 끝내세요.";
    rule_close_body_of_one: "A close frame with a body of one byte: too short for a code.",
        "본문이 1바이트인 종료 프레임입니다. 코드를 담기에 모자랍니다.";
    fix_close_body_of_one: "Leave the body empty, or put a code of two bytes into it.",
        "본문을 비우거나, 2바이트 코드를 넣으세요.";
    rule_close_code: "A close code that must not be sent.",
        "보내면 안 되는 종료 코드입니다.";
    fix_close_code: "Use 1000 to 1003, 1007 to 1014 (1010 only as a client), or one from 3000 to 4999.",
        "1000~1003, 1007~1014(1010은 클라이언트만), 3000~4999 가운데 하나를 쓰세요.";
    rule_reason_not_utf8: "The reason in the close frame is not UTF-8.",
        "종료 프레임의 이유가 UTF-8이 아닙니다.";
    fix_reason_not_utf8: "Write the reason in UTF-8, and cut it only between characters.",
        "이유를 UTF-8로 적고, 글자 중간에서 자르지 마세요.";
    rule_text_not_utf8: "Text that is not UTF-8.", "텍스트인데 UTF-8이 아닙니다.";
    fix_text_not_utf8: "Send UTF-8, or send these bytes as binary (opcode 2).",
        "UTF-8로 보내거나, 이 바이트를 바이너리(opcode 2)로 보내세요.";
    rule_compressed_control: "A control frame that is marked as compressed.",
        "압축했다고 표시한 제어 프레임입니다.";
    fix_compressed_control: "Set RSV1 to 0: control frames are never compressed.",
        "RSV1을 0으로 하세요. 제어 프레임은 압축하지 않습니다.";
    rule_compressed_continuation: "A continuation frame that is marked as compressed.",
        "압축했다고 표시한 연속 프레임입니다.";
    fix_compressed_continuation: "Set RSV1 on the first frame of a message only.",
        "RSV1은 메시지의 첫 프레임에만 1로 하세요.";
    rule_bad_deflate: "The compressed data is not DEFLATE.",
        "압축된 데이터가 DEFLATE 형식이 아닙니다.";
    fix_bad_deflate: "Compress with raw DEFLATE, and leave its last four bytes (00 00 ff ff) out.",
        "raw DEFLATE로 압축하고, 끝의 4바이트(00 00 ff ff)를 빼세요.";

    // The verdict.
    fault_close(line, code): "{line} Close {code}.", "{line} 종료 코드 {code}.";
    blame_client(at): "Certain at byte {at}, counted from 0. The client broke the rule; the server answers with a close frame and hangs up.",
        "0부터 세어 {at}번 바이트에서 확정됩니다. 규칙을 어긴 쪽은 클라이언트이고, 서버는 종료 프레임을 보내고 연결을 끊습니다.";
    blame_server(at): "Certain at byte {at}, counted from 0. The server broke the rule; the client answers with a close frame and hangs up.",
        "0부터 세어 {at}번 바이트에서 확정됩니다. 규칙을 어긴 쪽은 서버이고, 클라이언트는 종료 프레임을 보내고 연결을 끊습니다.";
    blame_limit(at): "Certain at byte {at}, counted from 0. Nobody broke the protocol; the receiver’s own limit says no.",
        "0부터 세어 {at}번 바이트에서 확정됩니다. 프로토콜을 어긴 쪽은 없고, 받는 쪽이 스스로 정한 한도에 걸렸습니다.";
    legal_client(frames): "Legal: {frames} {frames|frame|frames} from a client.",
        "올바름: 클라이언트가 보낸 프레임 {frames}개.";
    legal_server(frames): "Legal: {frames} {frames|frame|frames} from a server.",
        "올바름: 서버가 보낸 프레임 {frames}개.";
    legal_why_client: "Masked, as every frame from a client must be. The reserved bits are 0, the opcodes are known, the lengths have their shortest form, and text is valid UTF-8.",
        "클라이언트의 프레임답게 마스킹되어 있습니다. 예약 비트는 0이고, 정의된 opcode이며, 길이는 가장 짧은 형식이고, 텍스트는 올바른 UTF-8입니다.";
    legal_why_server: "Not masked, as no frame from a server may be. The reserved bits are 0, the opcodes are known, the lengths have their shortest form, and text is valid UTF-8.",
        "서버의 프레임답게 마스킹되어 있지 않습니다. 예약 비트는 0이고, 정의된 opcode이며, 길이는 가장 짧은 형식이고, 텍스트는 올바른 UTF-8입니다.";
    legal_missing(count): "Legal so far, but not whole: {count} {count|byte is|bytes are} missing.",
        "여기까지는 올바르지만 아직 다 오지 않았습니다. 모자란 바이트: {count}.";
    legal_missing_more(count): "Legal so far, but not whole: at least {count} {count|byte is|bytes are} missing.",
        "여기까지는 올바르지만 아직 다 오지 않았습니다. 모자란 바이트: {count} 이상.";
    legal_missing_why: "A receiver keeps what has come and waits: TCP may cut a frame anywhere.",
        "받는 쪽은 온 만큼 보관하고 기다립니다. TCP는 프레임의 어디에서든 자를 수 있습니다.";
    legal_open: "Legal so far: the message is not finished.",
        "여기까지는 올바르지만, 메시지가 끝나지 않았습니다.";
    legal_open_why: "The frames are whole, but none of them has ended the message. Its last fragment, with FIN 1, has yet to come.",
        "프레임은 모두 온전하지만 메시지를 끝낸 프레임이 없습니다. FIN이 1인 마지막 조각이 더 와야 합니다.";
    legal_closed(count): "Legal up to the close frame; what follows is not read: {count} {count|byte|bytes}.",
        "종료 프레임까지는 올바르고, 그 뒤는 읽지 않습니다: {count}바이트.";
    legal_closed_why: "Nothing may be sent after a close frame, and what comes all the same is thrown away.",
        "종료 프레임 뒤에는 아무것도 보낼 수 없고, 그래도 온 것은 버립니다.";
    nothing_yet: "No bytes yet.", "아직 바이트가 없습니다.";
    nothing_yet_why: "A frame has at least two.", "프레임은 적어도 2바이트입니다.";
    nothing_read: "No bytes could be read.", "읽을 수 있는 바이트가 없습니다.";
    nothing_read_why: "What was typed is in none of the forms that the field takes.",
        "입력한 것이 이 칸에서 읽는 어떤 형식도 아닙니다.";

    // The fields and what they mean.
    field_length: "payload length", "페이로드 길이";
    field_extended: "extended length", "확장 길이";
    field_key: "masking key", "마스킹 키";
    field_payload: "payload", "페이로드";
    fin_on: "The message ends with this frame.", "이 프레임으로 메시지가 끝납니다.";
    fin_off: "More fragments of the message follow.", "메시지의 조각이 더 이어집니다.";
    reserved_off: "Reserved for extensions. Unless one was negotiated that uses it, it is 0.",
        "확장을 위해 예약된 비트입니다. 이 비트를 쓰는 확장을 협상하지 않았다면 0입니다.";
    reserved_on: "Set, although no extension was negotiated that uses it.",
        "이 비트를 쓰는 확장을 협상하지 않았는데 1입니다.";
    op_continuation: "continuation", "연속";
    op_text: "text", "텍스트";
    op_binary: "binary", "바이너리";
    op_close: "close", "종료";
    op_reserved: "reserved", "예약됨";
    say_continuation: "More of the message that is open. Its first frame said whether it is text or binary.",
        "진행 중인 메시지의 다음 조각입니다. 텍스트인지 바이너리인지는 첫 프레임이 정했습니다.";
    say_text: "A text message in UTF-8, or its first fragment.",
        "UTF-8 텍스트 메시지이거나 그 첫 조각입니다.";
    say_binary: "A message of any bytes, or its first fragment.",
        "아무 바이트나 담는 메시지이거나 그 첫 조각입니다.";
    say_close: "Ends the connection. The body is empty, or a code of two bytes with a reason in UTF-8 behind it.",
        "연결을 끝냅니다. 본문은 비어 있거나, 2바이트 코드와 그 뒤의 UTF-8 이유입니다.";
    say_ping: "Asks for a sign of life. The other end answers with a pong that carries the same bytes.",
        "살아 있는지 묻습니다. 상대는 같은 바이트를 담은 pong으로 답합니다.";
    say_pong: "A sign of life, with the ping’s own bytes.",
        "살아 있다는 답입니다. ping의 바이트를 그대로 담습니다.";
    say_reserved_opcode: "Reserved for later versions of the protocol.",
        "프로토콜의 다음 판을 위해 예약되어 있습니다.";
    mask_on: "A key follows, and the payload is masked with it. A client must do that; a server must not.",
        "키가 따라오고, 페이로드는 그 키로 마스킹되어 있습니다. 클라이언트는 반드시 마스킹하고, 서버는 하지 않습니다.";
    mask_off: "No key follows; the payload stands as it is. A server sends it so; a client must not.",
        "키가 없고, 페이로드가 그대로 담겨 있습니다. 서버는 이렇게 보내고, 클라이언트는 이렇게 보내면 안 됩니다.";
    length_here(count): "The payload has {count} {count|byte|bytes}.", "페이로드는 {count}바이트입니다.";
    length_16: "126 is not a length: the next two bytes hold it.",
        "126은 길이가 아닙니다. 다음 2바이트에 길이가 있습니다.";
    length_64: "127 is not a length: the next eight bytes hold it.",
        "127은 길이가 아닙니다. 다음 8바이트에 길이가 있습니다.";
    length_unread: "Not all of its bytes are there.", "아직 바이트가 다 오지 않았습니다.";
    key_says: "Four bytes that the client picks at random for every frame. Payload byte i is combined by exclusive or with key byte i mod 4; doing it again takes the mask off.",
        "클라이언트가 프레임마다 무작위로 고르는 4바이트입니다. 페이로드의 i번 바이트를 키의 (i를 4로 나눈 나머지)번 바이트와 XOR합니다. 한 번 더 하면 마스킹이 풀립니다.";
    payload_masked: "Masked on the wire; the receiver takes the mask off first.",
        "마스킹된 채로 전송됩니다. 받는 쪽은 먼저 마스킹을 풉니다.";
    payload_plain: "Stands on the wire as it is.", "그대로 전송됩니다.";
    delivered_text(text, len): "Delivered: the text “{text}”, {len} {len|byte|bytes}.",
        "전달됨: 텍스트 “{text}”, {len}바이트.";
    delivered_binary(len): "Delivered: binary, {len} {len|byte|bytes}.",
        "전달됨: 바이너리, {len}바이트.";
    delivered_ping(len): "Ping with {len} {len|byte|bytes}: answered with a pong.",
        "ping, {len}바이트: pong으로 답합니다.";
    delivered_pong(len): "Pong with {len} {len|byte|bytes}.", "pong, {len}바이트.";
    delivered_close(code, reason): "Closed with {code} “{reason}”.", "종료됨: {code} “{reason}”.";
    more_frames(count): "… {count} more {count|frame|frames}", "… 프레임 {count}개 더";
    unmasked_label: "payload, unmasked", "마스킹을 푼 페이로드";
    frame_title(number, opcode): "Frame {number}: {opcode}", "{number}번 프레임: {opcode}";

    // What a reader operates.
    sent_by: "Sent by", "보낸 쪽";
    end_client: "client", "클라이언트";
    end_server: "server", "서버";
    bytes_label: "Bytes: hex, Base64, a hex dump or a C array",
        "바이트: 16진수, Base64, 헥스 덤프, C 배열";
    read_as(notation, count): "Read as {notation}: {count} {count|byte|bytes}.",
        "읽은 형식: {notation}, {count}바이트.";
    notation_hex: "hex", "16진수";
    notation_dump: "hex dump", "헥스 덤프";
    notation_array: "C array", "C 배열";
    notation_escaped: "C string", "C 문자열";
    misread_not_hex(found, at): "“{found}” at character {at} is not a hex digit. What stands before it is shown.",
        "{at}번째 글자 “{found}”: 16진수 숫자가 아닙니다. 그 앞까지만 보여 줍니다.";
    misread_half(at): "A hex digit stands alone at character {at}: a byte takes two.",
        "{at}번째 글자: 16진수 숫자가 하나뿐입니다. 1바이트는 두 자리입니다.";
    misread_base64(at): "Not Base64 from character {at} on. What stands before it is shown.",
        "{at}번째 글자부터 Base64가 아닙니다. 그 앞까지만 보여 줍니다.";
    misread_offset(at): "The line at character {at} has an offset that does not follow from the lines before it.",
        "{at}번째 글자에서 시작하는 줄의 오프셋이 앞줄과 이어지지 않습니다.";
    text_too_long(count): "{count} {count|byte|bytes}: too many to show as text.",
        "{count}바이트: 글로 보여 주기에는 너무 깁니다.";
    bytes_kept(count): "Only the first {count} bytes are kept.", "처음 {count}바이트만 남깁니다.";
    clear_bytes: "Clear", "비우기";
    build_title(number): "Frame {number}, field by field", "{number}번 프레임의 필드";
    payload_text: "Payload as text", "페이로드(텍스트)";
    payload_hex: "Payload in hex", "페이로드(16진수)";
    bad_key: "A key is four bytes in hex.", "키는 16진수로 적은 4바이트입니다.";
    bad_hex: "Two hex digits make a byte.", "1바이트는 16진수 두 자리입니다.";
    length_form: "Length form", "길이 형식";
    shortest: "shortest", "가장 짧게";
    bits_count(count): "{count} {count|bit|bits}", "{count}비트";
    examples: "Examples", "예";
    example_choose: "choose …", "고르기 …";
    example_hello: "Hello, masked", "마스킹한 Hello";
    example_fragments: "안녕 in two fragments", "두 조각으로 나눈 안녕";
    example_ping: "A ping between fragments", "조각 사이의 ping";
    example_close: "A close with a reason", "이유가 있는 종료";
    example_long: "A length in two bytes", "2바이트로 적은 길이";
    example_wasteful: "A length that is too wide", "필요보다 길게 적은 길이";

    // The frames in a row.
    frames_title(count): "{count} frames in a row", "이어지는 프레임 {count}개";
    add_frame(opcode): "+ {opcode}", "+ {opcode}";
    remove_frame: "Remove this frame", "이 프레임 빼기";
    split_frame: "Cut into two fragments here", "여기서 두 조각으로 나누기";
    place_whole: "a whole message", "메시지 전체";
    place_first: "first fragment", "첫 조각";
    place_middle: "next fragment", "다음 조각";
    place_last: "last fragment", "마지막 조각";
    place_control: "control frame", "제어 프레임";
    place_between: "control frame between fragments", "조각 사이의 제어 프레임";
    place_astray: "belongs to no message", "속한 메시지 없음";
    place_unread: "not read any more", "더 읽지 않음";
    window_earlier: "Earlier", "앞으로";
    window_later: "Later", "뒤로";

    // Bytes and bits.
    key_repeating: "key, repeating", "되풀이한 키";
    as_utf8: "as UTF-8", "UTF-8 문자";
    payload_masked_name: "payload, masked", "페이로드(마스킹됨)";
    payload_plain_name: "payload, not masked", "페이로드";
    window_of(from, to, of): "bytes {from} to {to} of {of}", "전체 {of}바이트 중 {from}~{to}";
    grid_title: "The same bytes, bit by bit", "같은 바이트를 비트 단위로";
    grid_hint: "press a bit to turn it over", "비트를 누르면 뒤집힙니다";
    absent_title: "Not in this frame:", "이 프레임에 없는 필드:";
    absent_extended: "only when the length field says 126 or 127", "길이 필드가 126이나 127일 때만";
    absent_key: "only when MASK is 1", "MASK가 1일 때만";
    absent_payload: "the length is 0", "길이가 0";
    fact_byte(at): "byte {at}", "{at}번 바이트";
    fact_bytes(from, to): "bytes {from} to {to}", "{from}~{to}번 바이트";
    pick_a_field: "Choose a byte or a bit to see what it means.",
        "바이트나 비트를 고르면 그 뜻을 보여 줍니다.";
    keys_escape: "clear", "선택 해제";
    keys_field: "previous and next", "이전·다음";
    payload_byte_masked(index, wire, key, plain): "Byte {index} of the payload: {wire} ⊕ {key} = {plain}.",
        "페이로드의 {index}번 바이트: {wire} ⊕ {key} = {plain}.";
    payload_byte_plain(index, plain): "Byte {index} of the payload: {plain}.",
        "페이로드의 {index}번 바이트: {plain}.";
    char_whole(character, code): "It is “{character}”, U+{code}.", "글자: “{character}”, U+{code}.";
    char_part(place, of, character, code): "It is byte {place} of the {of} bytes of “{character}”, U+{code}.",
        "“{character}”(U+{code})의 {of}바이트 중 {place}번째입니다.";
    char_cut: "The border between two frames cuts this character. The text is judged as one, across the fragments.",
        "프레임의 경계가 이 글자를 자릅니다. 텍스트는 조각을 이어서 하나로 판정합니다.";
    char_bad: "It is not part of a UTF-8 character here.", "여기서는 UTF-8 문자의 일부가 아닙니다.";
    close_code_is(code): "Close code {code}: the first two bytes of the body.",
        "종료 코드 {code}: 본문의 처음 2바이트입니다.";
}
