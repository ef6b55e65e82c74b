//! What every figure says, and what several figures say alike.

crate::words! {
    /// What every figure says.
    pub struct Kit in "kit";

    chapter_number(number): "Chapter {number}", "{number}장";
    figure_number(number): "Figure {number}", "그림 {number}";
    reset: "Reset", "초기화";
    copy_link: "Copy link", "링크 복사";
    link_copied: "The link to this state is copied.", "지금 상태를 담은 링크를 복사했습니다.";
    link_not_copied: "Copying is not allowed here: the address bar holds the link.",
        "여기서는 복사할 수 없습니다. 주소창의 주소가 그 링크입니다.";
    link_too_long: "This state is too long for a link, so nothing was copied.",
        "지금 상태는 너무 길어 링크에 담을 수 없습니다. 복사하지 않았습니다.";
    open_figure: "Open it here", "여기서 열기";
    projector: "Full window", "크게 보기";
    projector_off: "Back to the page", "페이지로 돌아가기";
    dismiss: "Dismiss", "닫기";
    bad_link: "The link holds a state that this figure cannot have, so it starts from its own.",
        "링크에 담긴 상태는 이 그림에 없는 상태라서, 처음 상태로 시작합니다.";
    was_reset: "The figure is back in its first state.", "그림을 처음 상태로 초기화했습니다.";
    bytes(count): "{count} {count|byte|bytes}", "{count}바이트";
    more_bytes(count): "… {count} more {count|byte|bytes}", "… {count}바이트 더";
    out_of_range(least, most, value): "From {least} to {most}; {value} is used.",
        "{least}~{most} 사이의 수만 됩니다. 지금은 {value}로 합니다.";

    range(first, last): "{first}–{last}", "{first}~{last}";

    // Walking through steps.
    play: "Play", "재생";
    pause: "Pause", "멈춤";
    step_back: "Step back", "한 단계 뒤로";
    step_forward: "Step forward", "한 단계 앞으로";
    whole: "Show all", "모두 보기";
    progress(step, steps): "Step {step} of {steps}", "{steps}단계 중 {step}단계";

    // Gates: commit to an answer, then see.
    predict: "Predict", "예측";
    check: "Check", "확인";
    show_me: "Show me", "답 보기";
    ask_again: "Ask me again", "다시 묻기";
    chosen: "chosen", "고름";
    what_happens: "what happens", "실제 결과";
    what_happens_as_predicted: "what happens, as you predicted", "예측대로";
    your_prediction: "your prediction", "내 예측";
    predicted_right: "As you predicted.", "예측이 맞았습니다.";
    predicted_wrong: "Not as predicted.", "예측과 다릅니다.";
}
