//! What stands around an instructor's notes.

figure_kit::words! {
    /// The notes' own words.
    pub struct Words in "notes";

    title: "Teaching notes", "수업 노트";
    section: "Section", "절";
    minutes: "Minutes", "분";
    whole: "In all", "모두";
    in_section(minutes): "Teaching, {minutes} min", "수업 {minutes}분";
    ask: "Ask", "물어볼 것";
    wrong: "What goes wrong", "막히는 곳";
    project: "Project", "화면에 띄울 것";
    board: "On the board", "칠판";
    homework: "Homework", "숙제";
    edition: "Instructor’s edition, with every solution and answer. It is not for those who learn.",
        "강사용 판입니다. 풀이와 답이 모두 들어 있으므로 학습자에게 나누어 주지 않습니다.";
}
