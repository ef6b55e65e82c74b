//! What the accept-key pipeline says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What the accept-key pipeline says, in both languages.
    pub struct Words in "accept-key" over Kit;

    // Its controls.
    key_label: "Sec-WebSocket-Key, as the client sent it", "클라이언트가 보낸 Sec-WebSocket-Key";
    random_key: "New random key", "새 무작위 키";
    rfc_sample: "RFC 6455’s sample", "RFC 6455의 예";
    other_pair: "Another known key", "답이 알려진 다른 키";

    // Its four steps.
    position: "Step of the recipe", "계산 단계";
    step_key: "The text of the key", "키 텍스트";
    step_key_decoded: "The key, decoded", "디코딩한 키";
    step_guid: "Append the GUID", "GUID 덧붙이기";
    step_no_guid: "Leave the GUID out", "GUID 빠뜨리기";
    step_digest: "SHA-1 of that text", "그 텍스트의 SHA-1";
    step_digest_hex: "SHA-1, written as hex text", "16진수로 적은 SHA-1";
    step_accept: "Base64 of the digest", "다이제스트의 Base64";
    say_key: "The key is taken as text, letter by letter. Nobody decodes it.",
        "키를 글자 그대로 씁니다. 디코딩하지 않습니다.";
    say_key_decoded: "The mistake: the key is decoded first, and its raw bytes are hashed.",
        "실수: 키를 먼저 디코딩해서 원시 바이트를 해시합니다.";
    say_guid: "36 fixed characters follow at once: no space, no line break.",
        "정해진 36글자를 바로 이어 붙입니다. 사이에 공백도 줄바꿈도 없습니다.";
    say_no_guid: "The mistake: nothing is appended.", "실수: 아무것도 덧붙이지 않습니다.";
    say_newline: "The mistake: a line break (0a) comes along, as echo and println add one.",
        "실수: echo나 println이 붙이는 줄바꿈(0a)이 딸려 옵니다.";
    say_digest: "20 raw bytes come out. Change one letter above and nearly all of them change.",
        "원시 바이트 20개가 나옵니다. 위에서 한 글자만 바꿔도 거의 모두 달라집니다.";
    say_hex: "The mistake: the digest is spelled as 40 hex letters before Base64.",
        "실수: 다이제스트를 16진수 글자 40개로 풀어 쓴 다음 Base64로 적습니다.";
    say_accept: "Every 3 bytes become 4 characters, 6 bits each; = fills the last group.",
        "3바이트를 6비트씩 나누어 4글자로 적습니다. 마지막 묶음은 =\u{2060}로 채웁니다.";
    undecodable: "The key does not decode, so this mistake has nothing to hash.",
        "키를 디코딩할 수 없어, 이 실수를 켜면 해시할 것이 없습니다.";
    no_value: "no value", "값 없음";
    cut(count): "Only the first {count} bytes of the key are kept here.",
        "키의 처음 {count}바이트만 사용합니다.";

    // Where a byte comes from and where it goes.
    pick_a_byte: "Choose any byte to see where it comes from and what it decides.",
        "바이트를 하나 고르면 어디에서 왔고 무엇을 정하는지 보여 줍니다.";
    keys_help: "previous and next byte", "이전·다음 바이트";
    keys_clear: "clear", "선택 해제";
    title_key(index): "Byte {index} of the key", "키의 {index}번 바이트";
    title_guid(index): "Byte {index} of the GUID", "GUID의 {index}번 바이트";
    title_newline: "The stray line break", "딸려 온 줄바꿈";
    title_digest(index): "Byte {index} of the digest", "다이제스트의 {index}번 바이트";
    title_hex(index): "Letter {index} of the hex text", "16진수 텍스트의 {index}번 글자";
    title_accept(index): "Character {index} of the value", "결과 값의 {index}번 글자";
    value_of(hex, bits): "0x{hex}, {bits} in bits", "16진수 0x{hex}, 비트로 {bits}";
    decides_all: "A hash mixes everything: this byte takes part in every byte of the digest.",
        "해시는 모든 바이트를 뒤섞습니다. 이 바이트는 다이제스트의 모든 바이트에 영향을 줍니다.";
    comes_from_all(count): "It depends on all {count} bytes that were hashed.",
        "해시에 들어간 {count}바이트 전체에 따라 정해집니다.";
    digest_goes(characters): "Its 8 bits go into {characters}.",
        "이 8비트가 들어간 글자: {characters}.";
    accept_comes(bits, bytes): "Its 6 bits, {bits}, come from bytes {bytes}.",
        "이 6비트({bits})가 나온 바이트: {bytes}.";
    is_padding: "Padding: the last group has too few bytes for four characters.",
        "패딩입니다. 마지막 묶음은 바이트가 모자라 네 글자를 다 채우지 못합니다.";
    decoded_from(characters): "It was decoded from {characters}.",
        "디코딩하기 전의 글자: {characters}.";
    group_title: "The same bits, cut twice", "같은 비트를 나누는 두 가지 방법";
    group_bytes: "8 at a time: bytes", "8비트씩: 바이트";
    group_sextets: "6 at a time: Base64", "6비트씩: Base64";
    zero_fill: "added zero bits", "채워 넣은 0비트";

    // The verdict on the key.
    key_good: "A sound key: 16 bytes, 24 characters.", "올바른 키: 16바이트, 24글자.";
    key_good_why: "A server answers it with the value below.",
        "서버는 아래 값으로 답합니다.";
    key_spare_bits: "Accepted, with a note: spare bits are not zero.",
        "받아들입니다. 다만 남는 비트가 0이 아닙니다.";
    key_spare_bits_why: "It decodes to 16 bytes. The 4 bits left over in the last character should be zero, but servers in use do not check them; the key printed in RFC 6455 §4.1 has the same slip (erratum 3150).",
        "디코딩하면 16바이트입니다. 마지막 글자에서 남는 4비트는 0이어야 하지만, 실제 서버들은 확인하지 않습니다. RFC 6455 §4.1에 실린 키도 똑같이 어긋나 있습니다(정오표 3150).";
    key_refused(at): "Not a valid key: it goes wrong at byte {at}, counted from 0.",
        "올바르지 않은 키: 0부터 세어 {at}번 바이트에서 어긋납니다.";
    refused_400: "A server answers 400 and opens nothing. The arithmetic below would still run: a hash takes anything.",
        "서버는 400으로 답하고 연결을 열지 않습니다. 그래도 아래 계산은 됩니다. 해시는 무엇이든 받아들이기 때문입니다.";
    why_empty: "There is no key. A client must send one.",
        "키가 없습니다. 클라이언트는 반드시 키를 보내야 합니다.";
    why_blank: "A blank stands where a Base64 character should. HTTP strips the blanks around a value, but not those within it.",
        "Base64 글자가 올 자리에 공백이 있습니다. HTTP는 값의 앞뒤 공백은 떼어 내지만, 값 안의 공백은 떼어 내지 않습니다.";
    why_control: "A control character: no header value may hold one.",
        "제어 문자입니다. 헤더 값에는 제어 문자를 쓸 수 없습니다.";
    why_not_ascii(character): "“{character}” is not ASCII; Base64 has only A–Z, a–z, 0–9, + and /.",
        "ASCII가 아닌 글자입니다: “{character}”. Base64에는 A~Z, a~z, 0~9, +, /만 있습니다.";
    why_not_base64(character): "“{character}” is not in Base64’s alphabet: A–Z, a–z, 0–9, + and /.",
        "Base64에 없는 글자입니다: “{character}”. 쓸 수 있는 글자는 A~Z, a~z, 0~9, +, /입니다.";
    why_padding: "The padding is wrong: a 16-byte key ends in exactly two =.",
        "패딩이 잘못되었습니다. 16바이트 키는 정확히 = 두 개로 끝납니다.";
    why_length(count): "It is Base64, but of {count} {count|byte|bytes}. A key is 16 random bytes.",
        "Base64는 맞지만 {count}바이트입니다. 키는 무작위 16바이트입니다.";

    // The mistakes.
    mistakes: "The classic mistakes", "흔한 실수";
    mistakes_hint: "Switch one on and follow the wrong bytes down.",
        "하나를 켜고, 틀린 바이트가 아래로 어떻게 이어지는지 따라가 보세요.";
    decode_first: "Decode the key first", "키를 먼저 디코딩하기";
    hex_digest: "Base64 of the hex text", "16진수 글자를 Base64로 적기";
    no_guid: "Forget the GUID", "GUID를 빠뜨리기";
    newline: "A line break at the end", "끝에 줄바꿈 붙이기";
    gives: "gives", "결과";

    // The answer.
    answer_right: "The value that the client expects.", "클라이언트가 기대하는 값입니다.";
    answer_right_why: "Anything else, and the client must fail the connection. The value proves that a WebSocket server read the handshake; it authenticates nobody.",
        "다른 값이면 클라이언트는 연결을 강제로 끊어야 합니다. 이 값은 WebSocket 서버가 핸드셰이크를 읽었다는 것만 증명합니다. 누구도 인증하지 않습니다.";
    answer_wrong: "Not the value that the client expects: it fails the connection.",
        "클라이언트가 기대하는 값이 아닙니다. 클라이언트는 연결을 강제로 끊습니다.";
    answer_unsent: "No server that checks the key sends this value.",
        "키를 확인하는 서버는 이 값을 보내지 않습니다.";
    answer_unsent_why: "It is what a server that forgets the check would answer.",
        "확인을 잊은 서버라면 이렇게 답합니다.";
    answer_wrong_why(value): "Expected: {value}", "기대하는 값: {value}";
    answer_void: "There is no value to send.", "보낼 값이 없습니다.";
}
