//! What stands around questions. Their buttons say what the gates of figures say.

figure_kit::words! {
    /// What only questions of the text say.
    pub struct Words in "questions" over figure_kit::words::Kit;

    question(number): "Question {number}", "질문 {number}";
    pick_one: "Choose one.", "하나를 고르세요.";
    pick_several: "Choose all that fit; it may be none.", "맞는 것을 모두 고르세요. 없을 수도 있습니다.";
    write_number: "Write whole numbers.", "정수를 적으세요.";
    put_in_order: "Choose them in their order, the first one first.",
        "순서대로 고르세요. 맨 앞에 올 것부터 고릅니다.";
    answer: "Answer", "답";
    answers: "Answers", "답";
    none_of_them: "None of them.", "없습니다.";
    why: "Why", "까닭";
    no_number: "Write a whole number here.", "여기에 정수를 적으세요.";
    happens_number(number): "it is {number}", "실제로는 {number}";
    answer_to(number): "Question {number}:", "질문 {number}의 답:";
    happens_place(number): "it comes as number {number}", "실제로는 {number}번째";
    place(number): "{number}.", "{number}번째";
    the_question(number): "question {number}", "질문 {number}";
    both(one, other): "{one} and {other}", "{one}, {other}";
    waits(question):
        "This figure shows the answer to {question} above, and opens with it.",
        "이 그림에는 위 {question}의 답이 나옵니다. 질문에 답하면 열립니다.";
    run_waits(question):
        "A run shows the answer to {question} above. It waits for yours.",
        "실행하면 위 {question}의 답이 나옵니다. 먼저 질문에 답하세요.";
    record_waits(question):
        "The output is the answer to {question} above, and opens with it.",
        "출력에는 위 {question}의 답이 나옵니다. 질문에 답하면 열립니다.";
    open_now: "Open it now", "지금 열기";
}
