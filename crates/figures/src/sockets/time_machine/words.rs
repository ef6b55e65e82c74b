//! What the time machine says beyond what views of a recorded run say: its gates.

use crate::sockets::recorded;

figure_kit::words! {
    /// What the time machine says.
    pub struct Words in "time-machine" over recorded::Words;

    predict_now: "before you go on", "계속하기 전에";
    predict_asked(step): "asked at step {step}", "{step}단계에서 물음";
    predict_locked: "The run goes on once you have answered.", "답하면 다음으로 넘어갑니다.";
    ask_result(who, call): "What does the {who}’s {call} return?", "{who}: {call} 호출은 무엇을 반환할까요?";
    ask_state(who, fd, moment): "{moment}: what is the state of the {who}’s socket {fd}?",
        "{moment}: {who}의 {fd}번 소켓은 어떤 상태일까요?";
    ask_queued(who, fd, moment): "{moment}: how many connections wait in the accept queue of the {who}’s socket {fd}?",
        "{moment}: {who}의 {fd}번 소켓의 accept 큐에는 연결이 몇 개 있을까요?";
    ask_unread(who, fd, moment): "{moment}: how many bytes wait unread in the {who}’s socket {fd}?",
        "{moment}: {who}의 {fd}번 소켓에는 읽지 않은 바이트가 몇 개 있을까요?";
    ask_sends(kernel): "What does the {kernel} send next?", "{kernel}: 다음에 무엇을 보낼까요?";
    moment_before(who, call): "Just before the {who}’s {call}", "{who}의 {call} 직전";
    moment_after(who, call): "After the {who}’s {call}", "{who}의 {call} 다음";
    moment_at(time): "At {time}", "{time} 시점";
    moment_end: "At the end of the run", "실행이 끝날 때";
    choice_fails(errno): "−1: it fails with {errno}", "−1: 오류 {errno}";
    choice_zero: "0: success", "0: 성공";
    choice_end: "0: the stream has ended (EOF)", "0: 스트림의 끝(EOF)";
    choice_until(who, call): "nothing yet: it sleeps until the {who}’s {call}",
        "아직 반환되지 않음: {who}의 {call}까지 잠듭니다";
    choice_never: "nothing: it never returns", "끝내 반환되지 않음";
    choice_nothing: "nothing", "아무것도 보내지 않습니다";
    reveal: "Show me", "답 보기";
    right: "Right.", "맞습니다.";
    wrong(truth): "Not what happens. In the simulated kernel: {truth}.", "실제 결과와 다릅니다. 시뮬레이션한 커널의 결과: {truth}.";
    truth(truth): "In the simulated kernel: {truth}.", "시뮬레이션한 커널의 결과: {truth}.";
    never_woken: "Nothing wakes it before the run ends.", "실행이 끝날 때까지 아무것도 깨우지 않습니다.";
    sends_nothing(kernel): "The {kernel} sends nothing more in this run.",
        "{kernel}: 이 실행에서 더 보내는 것이 없습니다.";
    none_queued: "No handshake has come to its end by then.", "그때까지 끝난 핸드셰이크가 없습니다.";
    none_unread: "Nothing has arrived by then.", "그때까지 도착한 것이 없습니다.";
    takes_what_is_there: "It takes what is there, up to the number asked for, and waits for no more.",
        "요청한 수를 넘지 않는 한 지금 있는 만큼만 가져가고, 더 기다리지 않습니다.";
    port_held(port, state): "A socket in {state} still has port {port}.",
        "{port}번 포트를 쓰던 소켓이 아직 {state} 상태로 남아 있습니다.";
    port_shared(port, state): "A socket in {state} still has port {port}, but SO_REUSEADDR allows that.",
        "{port}번 포트를 쓰던 소켓이 아직 {state} 상태로 남아 있지만, SO_REUSEADDR가 있어 허용됩니다.";
    language_label: "Language of the listings", "코드 언어";
}
