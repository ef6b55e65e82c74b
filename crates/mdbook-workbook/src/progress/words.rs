//! What the progress page says. `{...}` is filled in by its script.

use figure_kit::words::Language;

/// What stands there without a script.
pub(super) fn without_script(language: Language) -> &'static str {
    match language {
        Language::English => {
            "Here would stand what you have answered, what was right at first, and what is worth a \
             second look. It takes JavaScript, because all of it is kept in your browser alone. \
             These are the chapters:"
        }
        Language::Korean => {
            "이 자리에는 답한 질문, 처음부터 맞힌 질문, 다시 볼 만한 질문이 표시됩니다. 모두 여러분의 \
             브라우저에만 저장되므로 JavaScript가 필요합니다. 장은 다음과 같습니다."
        }
    }
}

/// The sentences of the script: the name of an attribute, English, Korean.
pub(super) const SAID: &[(&str, &str, &str)] = &[
    ("answered", "{answered} of {all} questions answered", "질문 {all}개 중 {answered}개에 답함"),
    ("first", "{first} right at first", "처음부터 맞음 {first}개"),
    ("exercises", "{passed} of {all} exercises passed", "연습 {all}개 중 {passed}개 통과"),
    ("quiz-none", "quiz not taken yet", "오해 퀴즈는 아직 풀지 않음"),
    ("quiz-open", "quiz: {at} of {all} answered", "오해 퀴즈: {all}문제 중 {at}문제 답함"),
    (
        "quiz-before",
        "quiz: {before} of {all} right before reading",
        "오해 퀴즈: 읽기 전 {before}/{all}",
    ),
    (
        "quiz-both",
        "quiz: {before} of {all} right before reading, {after} after",
        "오해 퀴즈: 읽기 전 {before}/{all}, 읽은 뒤 {after}/{all}",
    ),
    ("next", "Next:", "다음:"),
    (
        "next-none",
        "Everything is answered, and nothing is left to look at again.",
        "모두 답했고 다시 볼 것도 없습니다.",
    ),
    (
        "next-quiz",
        "Take the quiz of misconceptions, before you read",
        "읽기 전에 오해 퀴즈 풀어 보기",
    ),
    ("next-quiz-after", "Take the second run of the quiz", "오해 퀴즈 두 번째 풀이"),
    ("look", "Worth a second look", "다시 볼 것"),
    ("look-none", "Nothing was wrong so far.", "지금까지 틀린 것이 없습니다."),
    ("look-more", "{count} more", "{count}개 더"),
    ("by-chapter", "By chapter", "장별 진도"),
    (
        "legend",
        "right at first, right later, wrong, looked at, open",
        "처음부터 맞음, 나중에 맞음, 틀림, 답만 봄, 남음",
    ),
    ("m-first", "right at first", "처음부터 맞음"),
    ("m-later", "right later", "나중에 맞음"),
    ("m-wrong", "wrong", "틀림"),
    ("m-seen", "looked at", "답만 봄"),
    ("m-open", "open", "남음"),
    ("k-question", "question", "질문"),
    ("k-figure", "question of a figure", "그림의 질문"),
    ("k-exercise", "exercise", "연습"),
    ("counts", "{answered}/{all}", "{answered}/{all}"),
    (
        "counts-long",
        "{answered} of {all} done, {first} right at first, {wrong} wrong",
        "{all}개 중 {answered}개 완료, 처음부터 맞음 {first}개, 틀림 {wrong}개",
    ),
    ("quiz", "The quiz of misconceptions", "오해 퀴즈"),
    ("print-page", "Print this page", "이 페이지 인쇄"),
    ("summary", "A summary to hand in", "제출용 요약"),
    (
        "summary-how",
        "The page prints your numbers with a code over them. The code shows that nobody has changed a number on the way. It does not show who has answered: your name is whatever you type, and whoever reads this book’s source can make a code.",
        "여러분의 기록을 코드와 함께 인쇄합니다. 코드는 도중에 아무도 숫자를 바꾸지 않았음을 보여 줍니다. 누가 답했는지는 보여 주지 않습니다. 이름은 적는 대로 인쇄되고, 이 책의 소스를 읽으면 누구나 코드를 만들 수 있습니다.",
    ),
    ("name", "Name (may stay empty)", "이름 (적지 않아도 됩니다)"),
    ("make", "Make the summary", "요약 만들기"),
    ("print-summary", "Print the summary", "요약 인쇄"),
    ("s-title", "Summary of progress", "진도 요약"),
    ("s-name", "Name", "이름"),
    ("s-date", "Date", "날짜"),
    ("s-chapter", "Chapter", "장"),
    ("s-answered", "Questions", "질문"),
    ("s-first", "Right at first", "처음부터 맞음"),
    ("s-passed", "Exercises", "연습"),
    ("s-quiz", "Quiz", "오해 퀴즈"),
    ("s-before", "before {right}/{all}", "읽기 전 {right}/{all}"),
    ("s-after", "after {right}/{all}", "읽은 뒤 {right}/{all}"),
    ("s-book", "The whole book", "책 전체"),
    ("s-line", "Line", "요약 줄"),
    ("s-code", "Code", "코드"),
    (
        "s-proves",
        "Line and code can be checked on the progress page of any copy of the book, without a network.",
        "요약 줄과 코드는 책의 어느 사본에서든 진도 페이지에서 네트워크 없이 확인할 수 있습니다.",
    ),
    ("verify", "For teachers: check a summary", "교사용: 요약 확인하기"),
    (
        "verify-how",
        "Type the line and the code from the paper, or paste them. Blanks and capitals do not matter.",
        "종이에 있는 요약 줄과 코드를 적거나 붙여 넣습니다. 공백과 대소문자는 상관없습니다.",
    ),
    ("verify-check", "Check", "확인"),
    (
        "verify-fits",
        "They belong together: nothing in the line was changed since the page made the code. Who answered is not said by it. Compare the table with the paper:",
        "서로 맞습니다. 코드를 만든 뒤로 요약 줄은 바뀌지 않았습니다. 누가 답했는지는 알 수 없습니다. 아래 표를 종이와 비교하세요.",
    ),
    (
        "verify-apart",
        "They do not belong together: something in the line or in the code is different from what the page printed. Look for slips of typing first.",
        "서로 맞지 않습니다. 요약 줄이나 코드의 어딘가가 인쇄된 것과 다릅니다. 먼저 잘못 적은 곳이 없는지 보세요.",
    ),
    (
        "verify-unread",
        "Part {part} of the line cannot be read; parts are divided by semicolons.",
        "요약 줄의 {part}번째 부분을 읽을 수 없습니다. 부분은 세미콜론으로 나뉩니다.",
    ),
    ("take", "Take it along", "옮기고 보관하기"),
    (
        "take-how",
        "One file holds your answers, the quiz and your programs. Nothing is sent anywhere: the browser saves it on your device, and the page only reads it.",
        "파일 하나에 답과 퀴즈, 직접 고친 프로그램이 모두 들어갑니다. 아무 데도 보내지 않습니다. 브라우저가 이 기기에 저장하고, 페이지는 읽기만 합니다.",
    ),
    ("export", "Save everything as a file", "전부 파일로 저장"),
    (
        "exported",
        "Saved: {answers} answers and {programs} programs.",
        "저장했습니다: 답 {answers}개, 프로그램 {programs}개.",
    ),
    ("import", "Take in a file", "파일 가져오기"),
    (
        "imported",
        "Taken in. Answers: {new} new, {later} later than yours here, {known} known already.",
        "가져왔습니다. 답: 새것 {new}개, 여기보다 나중 것 {later}개, 이미 있는 것 {known}개.",
    ),
    (
        "imported-forgotten",
        "{count} answers were not taken, because you have forgotten their page here since.",
        "답 {count}개는 가져오지 않았습니다. 그 뒤에 여기에서 그 페이지의 답을 지웠기 때문입니다.",
    ),
    (
        "imported-programs",
        "Programs: {new} new, {known} known already.",
        "프로그램: 새것 {new}개, 이미 있는 것 {known}개.",
    ),
    (
        "imported-aside",
        "{count} programs differ from yours here. Yours stay in use; the others are kept below.",
        "프로그램 {count}개는 여기 것과 다릅니다. 여기 것을 계속 쓰고, 다른 것은 아래에 보관합니다.",
    ),
    (
        "imported-damaged",
        "These lines of the file could not be read; they are kept as they are: {lines}.",
        "파일의 다음 줄을 읽을 수 없어 그대로 보관합니다: {lines}.",
    ),
    (
        "imported-cut",
        "The file does not end where it should: a part may be missing. What was there has been taken in.",
        "파일이 끝나야 할 곳에서 끝나지 않습니다. 일부가 없을 수 있습니다. 있는 내용은 가져왔습니다.",
    ),
    (
        "r-empty",
        "This file is empty. Nothing was changed.",
        "빈 파일입니다. 아무것도 바꾸지 않았습니다.",
    ),
    (
        "r-too-long",
        "This file is too large to be an export of this book. Nothing was changed.",
        "이 책에서 저장한 파일이라기에는 너무 큽니다. 아무것도 바꾸지 않았습니다.",
    ),
    (
        "r-binary",
        "This file is not a text, and so no export of this book. Nothing was changed.",
        "텍스트 파일이 아니므로 이 책에서 저장한 파일이 아닙니다. 아무것도 바꾸지 않았습니다.",
    ),
    (
        "r-foreign",
        "This is a text, but no export of this book. Nothing was changed.",
        "텍스트이지만 이 책에서 저장한 파일이 아닙니다. 아무것도 바꾸지 않았습니다.",
    ),
    (
        "r-newer",
        "A newer edition of this book has written this file. Nothing was changed; reload the page to get that edition.",
        "이 책의 새 판에서 저장한 파일입니다. 아무것도 바꾸지 않았습니다. 페이지를 새로 고쳐 새 판을 여세요.",
    ),
    (
        "r-unread",
        "The file could not be read from your device. Nothing was changed.",
        "기기에서 파일을 읽지 못했습니다. 아무것도 바꾸지 않았습니다.",
    ),
    (
        "r-unreadable",
        "What is kept in this browser cannot be read, so nothing can be joined with it. Nothing was changed.",
        "이 브라우저에 저장된 기록을 읽을 수 없어 합칠 수 없습니다. 아무것도 바꾸지 않았습니다.",
    ),
    (
        "r-full",
        "The browser’s storage is full or forbidden: not everything could be kept. Free some space and take the file in again.",
        "브라우저의 저장 공간이 가득 찼거나 저장이 허용되지 않습니다. 일부를 저장하지 못했습니다. 공간을 비우고 다시 가져오세요.",
    ),
    (
        "r-program",
        "A part of the site could not be loaded. Check the connection and try again.",
        "사이트의 일부를 불러오지 못했습니다. 연결을 확인하고 다시 해 보세요.",
    ),
    ("aside", "Programs with two versions", "두 가지로 있는 프로그램"),
    (
        "aside-how",
        "The lab uses the first. The other one came with a file and is kept until you delete it.",
        "실습에서는 지금 쓰는 것을 보여 줍니다. 다른 하나는 파일에서 온 것으로, 삭제할 때까지 보관합니다.",
    ),
    ("aside-here", "In use: {lines} lines", "지금 쓰는 것: {lines}행"),
    ("aside-book", "In use: the book’s version", "지금 쓰는 것: 원래 코드"),
    ("aside-other", "Kept: {lines} lines", "보관한 것: {lines}행"),
    ("aside-swap", "Use the kept one", "보관한 것으로 바꾸기"),
    ("aside-save", "Save it as a file", "파일로 저장"),
    ("aside-drop", "Delete the kept one", "보관한 것 삭제"),
    ("aside-sure", "Delete it? Press again", "삭제하려면 한 번 더 누르세요"),
    ("erase", "Erase everything", "전부 지우기"),
    (
        "erase-how",
        "Erases in this browser: your answers, the quiz, your changes to programs, and the place where you were. Save a file first if you may want them back.",
        "이 브라우저에서 답, 퀴즈, 고친 프로그램, 읽던 곳을 지웁니다. 나중에 필요할 수 있다면 먼저 파일로 저장하세요.",
    ),
    (
        "erase-sure",
        "Erase {answers} answers and {programs} programs? Press again",
        "답 {answers}개와 프로그램 {programs}개를 지웁니다. 지우려면 한 번 더 누르세요",
    ),
    ("erase-save", "Save a file first", "먼저 파일로 저장"),
    ("erased", "Everything is erased.", "모두 지웠습니다."),
    ("to-quiz", "To the quiz", "퀴즈로 가기"),
    ("before", "Before reading", "읽기 전"),
    ("after", "After reading", "읽은 뒤"),
    ("run-right", "{right} of {all} right", "{all}문제 중 {right}문제 맞음"),
    ("run-open", "{at} of {all} answered", "{all}문제 중 {at}문제 답함"),
    ("run-none", "not begun", "시작하지 않음"),
];
