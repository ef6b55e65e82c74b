//! What stands around the quiz. `{...}` is filled in by the page's script.

use figure_kit::words::Language;

/// What opens an answer where there is no script.
pub(super) fn answer(language: Language) -> &'static str {
    match language {
        Language::English => "Answer",
        Language::Korean => "답",
    }
}

/// The sentences of the script: the name of an attribute, English, Korean.
pub(super) const SAID: &[(&str, &str, &str)] = &[
    ("before", "Before reading", "읽기 전"),
    ("after", "After reading", "읽은 뒤"),
    ("begin-before", "Begin: before reading", "시작: 읽기 전"),
    ("begin-after", "Begin: after reading", "시작: 읽은 뒤"),
    ("go-on", "Go on at question {at} of {all}", "{all}문제 중 {at}번부터 계속하기"),
    ("seed", "Seed", "시드"),
    (
        "seed-how",
        "The seed decides which questions come, in which order and with which choices first. A class that types the same number has the same quiz.",
        "시드에 따라 문제의 표현과 순서, 보기의 순서가 정해집니다. 같은 수를 적으면 같은 문제가 나오므로 한 반이 함께 풀 수 있습니다.",
    ),
    ("seed-wrong", "A whole number from 1 to 999999.", "1부터 999999까지의 정수를 적으세요."),
    ("new-seed", "Another seed", "다른 시드"),
    ("question", "Question {at} of {all}", "질문 {at}/{all}"),
    ("choose", "Choose one.", "하나를 고르세요."),
    ("commit", "Commit", "답하기"),
    ("next", "Next question", "다음 질문"),
    ("finish", "To the result", "결과 보기"),
    ("pause", "Pause", "잠시 멈추기"),
    ("kept", "Answer kept.", "답을 저장했습니다."),
    (
        "before-how",
        "Thirty questions. Nothing is said about right and wrong until the end, and the reasons come with the second run: so you meet each mistake where the book corrects it.",
        "서른 문제입니다. 끝날 때까지는 맞았는지 알려 주지 않으며, 까닭은 두 번째 풀이에서 나옵니다. 잘못 알던 것은 책에서 바로잡는 자리에서 다시 만나게 됩니다.",
    ),
    (
        "after-how",
        "The same thirty misconceptions in other words. Each answer is explained at once, with its clause.",
        "같은 오해 서른 가지를 다른 말로 묻습니다. 답할 때마다 까닭과 근거를 바로 보여 줍니다.",
    ),
    (
        "after-waits",
        "The second run opens when the first is complete.",
        "첫 번째 풀이를 마치면 두 번째를 풀 수 있습니다.",
    ),
    ("right", "Right.", "맞았습니다."),
    ("wrong", "It is not so.", "틀렸습니다."),
    ("is-right", "it is so", "정답"),
    ("is-mine", "your answer", "내 답"),
    (
        "result-before",
        "{right} of {all} right before reading",
        "읽기 전: {all}문제 중 {right}문제를 맞혔습니다",
    ),
    (
        "result-both",
        "{before} of {all} right before reading, {after} after",
        "읽기 전 {before}문제, 읽은 뒤 {after}문제를 맞혔습니다(모두 {all}문제)",
    ),
    (
        "result-next",
        "Now read. Every misconception you hold leads to the section that corrects it; come back for the second run.",
        "이제 책을 읽습니다. 잘못 알고 있던 것마다 바로잡는 절로 가는 링크가 있습니다. 다 읽으면 두 번째 풀이를 하러 오세요.",
    ),
    ("show-why", "Show why already now", "까닭을 지금 보기"),
    (
        "show-why-how",
        "It makes the second run easier than it should be.",
        "두 번째 풀이가 쉬워져서 비교하는 뜻이 줄어듭니다.",
    ),
    ("picture", "Each misconception, before and after", "오해별로 본 읽기 전과 읽은 뒤"),
    ("legend-learnt", "corrected", "바로잡음"),
    ("legend-known", "right both times", "두 번 다 맞음"),
    ("legend-open", "still wrong", "아직 틀림"),
    ("legend-lost", "wrong only after", "읽은 뒤에만 틀림"),
    ("legend-right", "right", "맞음"),
    ("legend-wrong", "wrong", "틀림"),
    ("open-list", "Still to be corrected", "아직 바로잡을 것"),
    ("wrong-list", "What the book will correct", "책에서 바로잡을 것"),
    ("none-open", "No misconception is left.", "남은 오해가 없습니다."),
    ("read-section", "Read: {title}", "읽기: {title}"),
    ("claim-said", "Often said, and wrong", "흔한 오해"),
    ("anew", "Begin the whole quiz anew", "처음부터 다시 하기"),
    (
        "anew-sure",
        "Forget both runs? Press again",
        "두 번의 답을 모두 지웁니다. 지우려면 한 번 더 누르세요",
    ),
    ("print", "Print the result", "결과 인쇄"),
    ("taken", "Seed {seed}", "시드 {seed}"),
    ("front", "Other pages", "다른 페이지"),
    ("to-progress", "All of your progress", "전체 진도 보기"),
];
