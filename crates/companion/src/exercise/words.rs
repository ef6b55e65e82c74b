//! What the judge says, in both languages.

use checker::{Failure, Reason};

/// A sentence in both languages.
pub(super) struct Word {
    en: &'static str,
    ko: &'static str,
}

impl Word {
    /// The sentence in the language of this tag.
    pub(super) fn of(&self, tag: &str) -> &'static str {
        if tag == "ko" { self.ko } else { self.en }
    }
}

const fn word(en: &'static str, ko: &'static str) -> Word {
    Word { en, ko }
}

pub(super) const PASSED: Word = word("passed", "통과");
pub(super) const FAILED: Word = word("FAILED", "실패");
pub(super) const EXPECTED: Word = word("expected", "기대한 것");
pub(super) const SEEN: Word = word("seen", "본 것");
pub(super) const STEPS: Word = word("What was done:", "실행한 단계:");
pub(super) const STDERR: Word =
    word("The program's last lines on standard error:", "프로그램이 표준 오류에 남긴 마지막 줄:");
pub(super) const READ: Word = word("Read", "읽을 곳:");
pub(super) const PIECES: Word = word(
    "It fails when what is sent comes in pieces.",
    "보낸 바이트가 조각으로 나뉘어 도착하면 실패합니다.",
);
pub(super) const SKIPPED: Word = word(
    "Judged on the page alone, because only its simulated world can: ",
    "시뮬레이터에서만 판정할 수 있어 웹 페이지에서만 검사하는 것: ",
);
pub(super) const NOTHING: Word = word("(nothing)", "(없음)");

/// What became of a step.
pub(super) fn went(went: checker::Went, tag: &str) -> &'static str {
    let words = match went {
        checker::Went::Done => word("done", "끝남"),
        checker::Went::Failed => word("failed", "실패"),
        checker::Went::Waiting => word("waiting", "기다리는 중"),
    };
    words.of(tag)
}

/// Why a check failed, with `{detail}`, `{at}`, `{expected}` and `{seen}` to be filled in.
fn reason(failure: &Failure) -> Word {
    match failure.reason {
        Reason::Refused => word(
            "Nobody listened on port {detail}.",
            "{detail}번 포트에서 듣고 있는 프로그램이 없었습니다.",
        ),
        Reason::Nothing if failure.seen.is_empty() => {
            word("Nothing came in time.", "제때 아무것도 오지 않았습니다.")
        }
        Reason::Nothing => word("Nothing more came in time.", "제때 더 오지 않았습니다."),
        Reason::Ended => {
            word("The connection ended before it all came.", "다 오기 전에 연결이 끝났습니다.")
        }
        Reason::Reset => word("The connection was reset.", "연결이 리셋되었습니다."),
        Reason::Differs => word(
            "Something else came: byte {at} is the first that differs.",
            "다른 것이 왔습니다. 처음으로 다른 바이트의 위치는 {at}입니다.",
        ),
        Reason::More => word(
            "Something came where nothing should.",
            "아무것도 오지 않아야 할 곳에서 무언가가 왔습니다.",
        ),
        Reason::Open => {
            word("It should have ended, and did not.", "끝나야 했는데 끝나지 않았습니다.")
        }
        Reason::Died => word(
            "The program ended with an error: {detail}",
            "프로그램이 오류로 끝났습니다: {detail}",
        ),
        Reason::Exited => word(
            "The program ended while it was still needed.",
            "아직 할 일이 남았는데 프로그램이 끝났습니다.",
        ),
        Reason::Status => word(
            "The program ended with status {seen} and not with {expected}.",
            "프로그램의 종료 상태는 {expected}이어야 하는데 {seen}입니다.",
        ),
        Reason::Printed => word(
            "The program printed what it should not.",
            "프로그램이 출력하지 말아야 할 것을 출력했습니다.",
        ),
        Reason::Unprinted => word(
            "The program did not print what it should.",
            "프로그램이 출력해야 할 것을 출력하지 않았습니다.",
        ),
        Reason::Calls => word(
            "The program called {detail} {seen} times and not {expected}.",
            "프로그램이 {detail} 호출을 {expected}번 해야 하는데 {seen}번 했습니다.",
        ),
        Reason::Holds => word(
            "{seen} sockets are open in the program and not {expected}.",
            "프로그램에 열린 소켓이 {expected}개여야 하는데 {seen}개입니다.",
        ),
        Reason::Loop => {
            word("The program computed without end.", "프로그램이 끝없이 계산했습니다.")
        }
        Reason::Illegal => word(
            "Byte {at} breaks a rule of the protocol: {detail}.",
            "위치 {at}의 바이트가 프로토콜 규칙을 어깁니다: {detail}.",
        ),
        Reason::Refusal => word(
            "The answer has status {seen} and not {expected}.",
            "응답의 상태 코드는 {expected}이어야 하는데 {seen}입니다.",
        ),
        Reason::Stuck => word("Nobody could go on.", "아무도 더 나아갈 수 없었습니다."),
        // These are figures', which are judged on their page.
        Reason::Goal | Reason::Kept => {
            word("{detail} is not as it should be.", "{detail} 값이 맞지 않습니다.")
        }
    }
}

/// The sentence about a failure.
pub(super) fn why(failure: &Failure, tag: &str) -> String {
    let at = failure.at.map(|at| at.to_string()).unwrap_or_default();
    let sentence = reason(failure).of(tag);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let filled = if is_text(failure.reason) {
        sentence
            .replace("{expected}", &text(&failure.expected))
            .replace("{seen}", &text(&failure.seen))
    } else {
        sentence.to_owned()
    };
    filled.replace("{at}", &at).replace("{detail}", &failure.detail)
}

/// Whether expected and seen are numbers as text, and no bytes.
pub(super) const fn is_text(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Status
            | Reason::Calls
            | Reason::Holds
            | Reason::Refusal
            | Reason::Goal
            | Reason::Kept
    )
}

/// How many checks passed; judging stops at the first that fails.
pub(super) fn count(passed: usize, judged: usize, of: usize, tag: &str) -> String {
    let left = of - judged;
    match (tag, left) {
        ("ko", 0) => format!("검사 {of}개 가운데 {passed}개 통과."),
        ("ko", _) => format!("검사 {of}개 가운데 {passed}개 통과, {left}개는 아직 하지 않음."),
        (_, 0) => format!("{passed} of {of} checks passed."),
        _ => format!("{passed} of {of} checks passed, {left} not judged yet."),
    }
}

/// In how many worlds a check passed.
pub(super) fn worlds(count: usize, tag: &str) -> String {
    match (tag, count) {
        ("ko", _) => format!("월드 {count}개"),
        (_, 1) => "1 world".to_owned(),
        _ => format!("{count} worlds"),
    }
}
