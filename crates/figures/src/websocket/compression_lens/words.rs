//! What the compression lens says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What the compression lens says, in both languages.
    pub struct Words in "compression-lens" over Kit;

    look: "What is looked at", "살펴볼 것";
    look_messages: "messages", "메시지";
    look_secret: "a secret", "비밀";

    question(number): "Message {number}, compressed: what becomes of its frame?",
        "{number}번 메시지를 압축하면 프레임은 어떻게 될까요?";
    shorter: "shorter", "짧아짐";
    same: "as long as before", "그대로";
    longer: "longer", "길어짐";
    why(plain, packed): "It had {plain} {plain|byte|bytes} and has {packed}.",
        "{plain}바이트였던 것이 {packed}바이트가 됩니다.";
    no_such: "There is no such message.", "그런 메시지가 없습니다.";
    locked: "What comes of it is shown when you have answered.", "답하고 나면 결과가 나타납니다.";

    text: "Messages, a line each", "메시지(한 줄에 하나)";
    cut(bytes, messages): "Only the first {bytes} bytes and {messages} messages are kept.",
        "처음 {bytes}바이트, 메시지 {messages}개까지만 씁니다.";
    draw: "Add random letters", "무작위 글자 한 줄 더하기";
    takeover: "Context takeover: the window is kept from message to message",
        "컨텍스트 유지(context takeover): 윈도를 다음 메시지에서도 계속 씀";
    bits: "Window, as a power of two", "윈도 크기(2의 거듭제곱)";
    window(bytes): "{bytes} bytes", "{bytes}바이트";
    agreed: "The server’s answer in the handshake", "핸드셰이크에서 서버가 보낸 응답";

    frames: "Frames", "프레임";
    frames_note: "bytes without the extension → with it", "확장 없을 때 바이트 수 → 있을 때";
    row_said(number, plain, packed): "Message {number}: {plain} bytes without the extension, {packed} with it",
        "메시지 {number}: 확장 없이 {plain}바이트, 확장을 쓰면 {packed}바이트";
    plain_packed(plain, packed): "{plain} → {packed}", "{plain} → {packed}";
    percent(percent): "{percent} %", "{percent}%";
    none: "Nothing is sent.", "보내는 것이 없습니다.";

    inside(number): "Inside message {number}", "{number}번 메시지 들여다보기";
    key_literal: "stands there itself", "그대로 적힘";
    key_copy: "copied from this message", "이 메시지에서 복사";
    key_before: "copied from a message before", "앞 메시지에서 복사";
    copied(copied, all): "{copied} of {all} {all|byte|bytes} copied", "{all}바이트 중 {copied}바이트 복사";
    without: "Frame without the extension", "확장 없는 프레임";
    with: "Frame with the extension", "확장을 쓴 프레임";
    first_byte(fin, rsv, opcode): "FIN {fin} · RSV1 {rsv} · opcode {opcode}",
        "FIN {fin} · RSV1 {rsv} · opcode {opcode}";
    tail: "The sender cuts off these four bytes at the end; the receiver puts them back.",
        "보내는 쪽이 끝의 네 바이트를 잘라 내고, 받는 쪽이 다시 붙입니다.";
    received: "The receiver’s engine has every message back as it was.",
        "받는 쪽 엔진이 모든 메시지를 원래대로 되살렸습니다.";
    not_received: "The receiver’s engine could not read a message.",
        "받는 쪽 엔진이 읽지 못한 메시지가 있습니다.";

    total_wins(plain, packed, percent): "All together: {packed} bytes instead of {plain}, {percent} %.",
        "모두 합해 {plain}바이트가 {packed}바이트로 줄었습니다({percent}%).";
    total_loses(plain, packed, percent): "All together: {packed} bytes instead of {plain}, {percent} %. It did not pay.",
        "모두 합해 {plain}바이트가 {packed}바이트가 되었습니다({percent}%). 압축이 이득이 되지 않았습니다.";
    losers(count): "{count} {count|frame has|frames have} become longer.", "길어진 프레임: {count}개.";
    no_losers: "No frame has become longer.", "길어진 프레임은 없습니다.";

    // A secret.
    secret: "The secret: characters 0–9 and a–f", "비밀(0~9, a~f의 문자)";
    apart: "The secret goes in a message of its own, before the text",
        "비밀을 앞선 별도의 메시지로 보냄";
    guess: "The attacker’s text", "공격자가 넣은 텍스트";
    sends: "What the server compresses", "서버가 압축하는 것";
    sends_hidden: "the attacker does not see it", "공격자는 볼 수 없음";
    sees: "What somebody on the way sees: the length", "중간에서 보이는 것: 길이";
    sees_note: "bytes of the frame, with one letter more", "한 글자를 덧붙인 프레임의 바이트 수";
    now_long(len): "Now: {len} bytes", "지금: {len}바이트";
    try_letter(letter, len): "Letter {letter}: {len} bytes", "글자 {letter}: {len}바이트";
    back: "Take back a letter", "한 글자 지우기";
    one_shorter(letter): "With “{letter}” it is shorter than with any other letter.",
        "“{letter}”를 덧붙일 때만 더 짧습니다.";
    one_why: "The compressor found the text so far, and this letter, in what it had seen before. So the length has told a letter of the secret.",
        "압축기가 지금까지의 텍스트와 이 글자를 이미 본 내용에서 찾았습니다. 길이가 비밀의 글자 하나를 알려 준 것입니다.";
    one_hidden: "With one letter it is shorter than with all others.", "어느 한 글자를 덧붙일 때만 더 짧습니다.";
    one_hidden_why: "Find it among the lengths, press it, and go on.",
        "길이를 보고 그 글자를 찾아 누르고 계속하세요.";
    some_hidden: "With some letters it is shorter than with others.", "다른 글자보다 짧아지는 글자가 여럿입니다.";
    some_shorter(letters): "Shorter than the others with: {letters}", "다른 글자보다 짧은 것: {letters}";
    some_why: "More than one letter fits. Another text in front may tell them apart.",
        "맞는 글자가 하나가 아닙니다. 앞의 텍스트를 바꾸면 구별될 수 있습니다.";
    none_shorter: "It is as long with every letter.", "어느 글자를 덧붙여도 길이가 같습니다.";
    none_why: "The length tells nothing about the next letter.", "길이만으로는 다음 글자를 알 수 없습니다.";
    found: "The secret is out: the text ends with all of it.", "비밀이 드러났습니다. 텍스트가 비밀 전체로 끝납니다.";
    found_why: "Nobody has read an encrypted byte. Lengths were enough.",
        "암호화된 바이트는 하나도 읽지 않았습니다. 길이만으로 충분했습니다.";
}
