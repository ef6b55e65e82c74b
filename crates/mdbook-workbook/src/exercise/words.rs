//! What stands around exercises. What the page's script says is handed to it in attributes.

figure_kit::words! {
    /// What exercises say.
    pub struct Words in "exercises" over figure_kit::words::Kit;

    exercise_number(number): "Exercise {number}", "연습 {number}";
    exhibit_number(number): "Exhibit {number}", "전시물 {number}";
    minutes(count): "{count} {count|minute|minutes}", "{count}분";
    easy: "easy", "쉬움";
    middle: "medium", "보통";
    hard: "hard", "어려움";
    trains(what): "Trains: {what}", "익히는 것: {what}";
    figure_title: "Bring it to the goal", "목표에 이르게 만들기";
    check: "Check", "검사하기";
    checks: "Checks", "검사";
    checks_count(count): "{count} {count|check|checks}", "검사 {count}개";
    not_tried: "not tried yet", "아직 하지 않음";
    hint(number, count): "Hint {number} of {count}", "힌트 {number}/{count}";
    explained_in(title): "Explained in: {title}", "설명이 있는 곳: {title}";
    harness: "belongs to the exercise: to be read, not changed",
        "연습에 딸린 파일: 읽을 수만 있습니다";
    judge_here: "Judge it there too, with the book’s own program:",
        "책에 딸린 프로그램으로 내 컴퓨터에서도 검사할 수 있습니다.";
    failing_trace: "How it fails, as the judge saw it", "검사에서 실패한 과정";
    trace_done: "This exercise is done when its questions above are answered.",
        "위의 질문에 모두 답하면 이 연습 문제는 끝납니다.";
    solution: "Solution", "풀이";
    wrong_solution(mistake, check): "Wrong: {mistake}. Fails: {check}",
        "틀린 풀이: {mistake}. 통과하지 못하는 검사: {check}";
    without_script: "Programs are run and checked by a script, which this browser does not run.",
        "프로그램을 실행하고 검사하려면 JavaScript가 필요합니다.";
}

/// The sentences of the page's script: the name of an attribute, English, Korean. `{...}` is filled
/// in there.
pub(super) const SAID: [(&str, &str, &str); 31] = [
    ("tried", "Checks {number} of {of}: {says}", "{of}개 가운데 {number}번째 검사: {says}"),
    ("sum", "{passed} of {of} checks passed", "검사 {of}개 가운데 {passed}개 통과"),
    ("first-open", "The first failure is open.", "처음으로 실패한 검사를 펼쳤습니다."),
    ("all-passed", "All {of} checks passed.", "검사 {of}개를 모두 통과했습니다."),
    (
        "traced",
        "{answered} of {of} questions answered, {right} right.",
        "질문 {of}개 가운데 {answered}개에 답했고, {right}개를 맞혔습니다.",
    ),
    ("passed", "passed", "통과"),
    ("failed", "failed", "실패"),
    ("running", "running", "검사 중"),
    ("waiting", "not reached", "하지 않음"),
    (
        "stale",
        "Changed since this check: press [Check] again.",
        "검사한 뒤에 고쳤습니다. [검사하기]를 다시 누르세요.",
    ),
    ("earlier", "This came of your last check here.", "지난번에 검사한 결과입니다."),
    ("stopped", "Stopped before all was checked.", "검사를 마치지 않고 멈췄습니다."),
    ("lost", "Another program of this page runs now.", "다른 프로그램이 실행 중입니다."),
    ("unjudged", "The check could not be made: {reason}", "검사하지 못했습니다: {reason}"),
    ("did", "What the check did", "검사가 한 일"),
    ("came", "What came back", "돌아온 것"),
    ("expected", "expected", "기대"),
    ("got", "got", "실제"),
    (
        "byte-expected",
        "byte {at}: {expected} expected, {got} came",
        "{at}번 바이트: 기대 {expected}, 실제 {got}",
    ),
    ("nothing-came", "nothing", "없음"),
    ("more-bytes", "… {count} more", "… {count}바이트 더"),
    ("before", "{count} before … ", "앞의 {count}바이트 … "),
    ("wrote", "What the program wrote", "프로그램의 출력"),
    ("show-world", "Show the failing world", "실패한 실행 보기"),
    (
        "shown",
        "Below is the world in which “{says}” failed, call by call.",
        "아래는 “{says}” 검사가 실패한 실행입니다. 시스템 호출 단위로 볼 수 있습니다.",
    ),
    ("in-world", "It failed with: {world}", "실패한 조건: {world}"),
    ("after-steps", "{count} steps before", "앞의 {count}단계"),
    (
        "run-with",
        "On the other side is the first check: {says}",
        "첫 번째 검사가 상대가 됩니다: {says}",
    ),
    (
        "no-faults",
        "In an exercise the checks say what happens on the way",
        "연습 문제에서는 도중에 일어나는 일을 검사가 정합니다",
    ),
    ("the-judge", "The judge", "검사 프로그램"),
    (
        "no-goal",
        "The figure is not there yet. Try again in a moment",
        "그림이 아직 준비되지 않았습니다. 잠시 뒤에 다시 누르세요",
    ),
];
