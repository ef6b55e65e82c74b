//! What the time machine says beyond what views of a recorded run say: its gates.

use crate::sockets::recorded;

figure_kit::words! {
    /// What the time machine says.
    pub struct Words in "time-machine" over recorded::Words;

    predict_now: "before you go on", "계속하기 전에";
    predict_asked(step): "asked at step {step}", "{step}단계에서 물음";
    predict_locked: "The run goes on once you have answered.", "답하면 다음으로 넘어갑니다.";
    ask_result(who, call): "What will {call} of the {who} come to?", "{who}: {call} 호출의 결과는 무엇입니까?";
    ask_state(who, fd, moment): "{moment}: in which state is the socket behind descriptor {fd} of the {who}?",
        "{moment}: {who}의 디스크립터 {fd}번 소켓은 어떤 상태입니까?";
    ask_queued(who, fd, moment): "{moment}: how many connections wait in the accept queue of descriptor {fd} of the {who}?",
        "{moment}: {who}의 디스크립터 {fd}번 accept 큐에는 연결이 몇 개 있습니까?";
    ask_unread(who, fd, moment): "{moment}: how many bytes lie unread behind descriptor {fd} of the {who}?",
        "{moment}: {who}의 디스크립터 {fd}번에는 읽지 않은 바이트가 몇 개 있습니까?";
    ask_sends(kernel): "What does the {kernel} send next?", "다음에 무엇을 보냅니까? 보내는 쪽: {kernel}.";
    moment_before(who, call): "Before {call} of the {who}", "{who}의 {call} 직전";
    moment_after(who, call): "After {call} of the {who}", "{who}의 {call} 다음";
    moment_at(time): "At {time}", "{time} 시점";
    moment_end: "When all is over", "모두 끝난 뒤";
    choice_fails(errno): "−1: it fails with {errno}", "−1: 오류 {errno}";
    choice_zero: "0: it succeeds", "0: 성공합니다";
    choice_until(who, call): "nothing yet: it sleeps until {call} of the {who}",
        "아직 없음: {who}의 {call}까지 잠듭니다";
    choice_never: "nothing ever: it does not come back", "돌아오지 않습니다";
    choice_nothing: "nothing", "아무것도 보내지 않습니다";
    reveal: "Show me", "답 보기";
    replay: "Replay from there", "거기서 다시 보기";
    right: "Right: the simulated kernel did just that.", "맞습니다. 시뮬레이션한 커널이 바로 그렇게 했습니다.";
    wrong(truth): "The simulated kernel did something else: {truth}.", "시뮬레이션한 커널의 결과는 다릅니다: {truth}.";
    truth(truth): "The simulated kernel’s answer: {truth}.", "시뮬레이션한 커널의 답: {truth}.";
    language_label: "Language of the listings", "코드 언어";
}
