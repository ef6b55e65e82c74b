//! What the XOR wheel says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What the XOR wheel says, in both languages.
    pub struct Words in "xor-wheel" over Kit;

    payload: "Payload", "페이로드";
    key_hex: "Masking key, four bytes in hex", "마스킹 키(16진수 4바이트)";
    key_padded: "Not four bytes in hex: what is missing counts as 00.",
        "16진수 4바이트가 아닙니다. 모자란 바이트는 00으로 봅니다.";
    random: "New random key", "새 무작위 키";
    zero: "A key of zeros", "모두 0인 키";
    chunks: "The receiver reads in pieces of", "받는 쪽이 나누어 읽는 바이트 수";
    chunks_hint: "such as 3 4; the rest is the last piece", "예: 3 4. 나머지가 마지막 조각입니다";
    chunks_bad: "Whole numbers from 1, with blanks between them: the others are passed over.",
        "1 이상의 정수를 공백으로 나누어 적습니다. 나머지는 건너뜁니다.";
    cut(count): "Only the first {count} bytes are kept.", "처음 {count}바이트만 씁니다.";
    lost: "Bug: the mask phase is lost between the pieces", "버그: 조각 사이에서 마스킹 위치를 잃어버림";
    position: "Byte", "바이트";
    now_title(index): "Byte {index}: payload, key, exclusive or", "{index}번 바이트: 페이로드, 키, XOR";
    wheel_alt(index, key): "The wheel stands at key byte {index}: {key}.", "휠이 가리키는 키: {index}번 바이트 {key}.";
    turn_says(index, key): "{index} divided by 4 leaves {key}: key byte {key} is at the top.",
        "{index} ÷ 4의 나머지는 {key}이므로, 키의 {key}번 바이트가 맨 위에 옵니다.";
    flips(count): "The key turns {count} {count|bit|bits} over.", "키가 비트 {count}개를 뒤집습니다.";
    flips_none: "The key has no 1 here: nothing changes.", "이 키 바이트에는 1이 없어서 아무것도 바뀌지 않습니다.";
    row_plain: "payload", "페이로드";
    row_key: "⊕ key", "⊕ 키";
    row_wire: "= on the wire", "= 전송되는 바이트";
    row_again: "⊕ key again", "⊕ 키, 한 번 더";
    row_back: "= received", "= 받은 바이트";
    phase(phase): "phase {phase}", "위치 {phase}";
    received_same: "What was received is what was sent: the same mask twice is no mask.",
        "보낸 그대로 받았습니다. 같은 키로 두 번 마스킹하면 원래대로 돌아옵니다.";
    received_carried: "The phase went on from piece to piece, so the pieces may be cut anywhere.",
        "마스킹 위치가 조각에서 조각으로 이어지므로, 어디에서 잘라도 됩니다.";
    received_lucky: "Nothing went wrong this time: every piece but the last is a multiple of 4 bytes, or the key repeats itself.",
        "이번에는 우연히 맞았습니다. 조각의 길이가 4바이트의 배수이거나 키가 되풀이되는 값이기 때문입니다.";
    received_wrong(count): "{count} {count|byte is|bytes are} wrong.", "틀린 바이트: {count}개.";
    received_why: "The receiver began each piece with key byte 0, where the sender was in the middle of the key.",
        "보낸 쪽은 키의 중간에 있었는데, 받는 쪽은 조각마다 키의 0번 바이트부터 다시 시작했습니다.";
    still_text: "It is still valid UTF-8, so nobody notices: the text is simply another.",
        "그래도 올바른 UTF-8이라서 아무도 눈치채지 못합니다. 그냥 다른 텍스트가 됩니다.";
    breaks_at(at): "The text stops being UTF-8 at byte {at}: close 1007.",
        "{at}번 바이트에서 UTF‑8이 깨집니다: 종료 코드 1007.";
    all_zero: "A key of zeros changes nothing: what is sent can be read as it is. It is legal, and no protection at all.",
        "모두 0인 키는 아무것도 바꾸지 않습니다. 보낸 내용이 그대로 보입니다. 규칙에는 맞지만 보호 효과는 전혀 없습니다.";
}
