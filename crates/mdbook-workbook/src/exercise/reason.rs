//! Why a check fails, as it is told to readers: the one home of these sentences.
//!
//! `{...}` is filled in by the page with what the verdict says: `{peer}` who played the other side,
//! `{seen}` and `{expected}` numbers of bytes, `{at}` the first byte that differs, counted from 1,
//! `{was}` and `{wanted}` as text, `{detail}` what the judge adds.

/// A reason's name, and its sentence in English and in Korean.
pub(super) const SENTENCES: [(&str, &str, &str); 20] = [
    (
        "refused",
        "Nobody listened where {peer} wanted to connect.",
        "{peer}: 연결하려는 포트에서 기다리는 프로그램이 없었습니다.",
    ),
    (
        "nothing",
        "{peer} waited, and nothing more came in time: {seen} of {expected} bytes.",
        "{peer}: 기다렸지만 제때 더 오지 않았습니다. {expected}바이트 가운데 {seen}바이트만 왔습니다.",
    ),
    (
        "ended",
        "The connection ended before all of it had come: {seen} of {expected} bytes.",
        "다 오기 전에 연결이 끝났습니다. {expected}바이트 가운데 {seen}바이트만 왔습니다.",
    ),
    ("reset", "The connection was reset.", "연결이 초기화되었습니다(RST)."),
    (
        "differs",
        "Other bytes came than expected. The first that differs is byte {at}.",
        "기대한 것과 다른 바이트가 왔습니다. 처음으로 다른 것은 {at}번 바이트입니다.",
    ),
    (
        "more",
        "Something came where nothing should have come.",
        "아무것도 오지 않아야 할 때 무언가가 왔습니다.",
    ),
    (
        "open",
        "The connection should have ended, and it stayed open.",
        "연결이 끝나야 하는데 열린 채로 남았습니다.",
    ),
    ("died", "The program ended with an error: {detail}", "프로그램이 오류로 끝났습니다: {detail}"),
    (
        "exited",
        "The program ended while {peer} still wanted something of it.",
        "{peer}: 아직 볼일이 남았는데 프로그램이 먼저 끝났습니다.",
    ),
    (
        "status",
        "The program ended with status {was} and not with {wanted}.",
        "종료 상태가 다릅니다(기대: {wanted}, 실제: {was}).",
    ),
    (
        "printed",
        "The program printed what it should not print: {wanted}",
        "출력하지 않아야 할 것을 출력했습니다: {wanted}",
    ),
    (
        "unprinted",
        "The program did not print what it should print: {wanted}",
        "출력해야 할 것을 출력하지 않았습니다: {wanted}",
    ),
    (
        "calls",
        "Calls of {detail}: {was}, and not {wanted}.",
        "시스템 호출 {detail}의 횟수가 맞지 않습니다(기대: {wanted}, 실제: {was}).",
    ),
    (
        "holds",
        "Open sockets in the program: {was}, and not {wanted}.",
        "프로그램이 열어 둔 소켓의 수가 맞지 않습니다(기대: {wanted}, 실제: {was}).",
    ),
    (
        "loop",
        "The program computed without end, so it was stopped.",
        "프로그램이 끝없이 계산해서 중지했습니다.",
    ),
    (
        "illegal",
        "What came breaks a rule of the protocol ({detail}).",
        "프로토콜의 규칙을 어기는 바이트가 왔습니다({detail}).",
    ),
    (
        "refusal",
        "The handshake was not answered as it should be: {wanted} expected, {was} came.",
        "핸드셰이크에 대한 응답이 올바르지 않습니다(기대: {wanted}, 실제: {was}).",
    ),
    (
        "stuck",
        "Nothing moved any more: everybody waited for somebody else.",
        "모두가 서로를 기다려서 더는 아무 일도 일어나지 않았습니다.",
    ),
    ("goal", "{detail} is not what the goal wants.", "아직 목표에 이르지 못했습니다: {detail}"),
    ("kept", "{detail} was to stay as it was.", "바꾸지 않아야 할 설정을 바꿨습니다: {detail}"),
];

/// All names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    SENTENCES.iter().map(|(name, ..)| *name)
}
