//! What the herd says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// The words of the herd.
    pub struct Words in "herd" over Kit;

    clients: "Clients", "클라이언트 수";
    outage: "The server is gone for (s)", "서버가 없는 시간(초)";
    base: "First wait (ms)", "첫 대기(ms)";
    cap: "Longest wait (s)", "가장 긴 대기(초)";
    jitter: "Jitter (%)", "지터(%)";
    capacity: "Handshakes a second", "초당 핸드셰이크";
    backlog: "Backlog", "백로그";
    timeout: "A client gives up after (s)", "클라이언트가 포기하는 시간(초)";
    seed: "Random seed", "난수 시드";

    fixed: "fixed wait", "고정 대기";
    back_off: "back-off", "백오프";
    with_jitter: "back-off with jitter", "백오프와 지터";
    nobody: "more than one alike, or none", "둘 이상이 같거나 없음";
    fixed_note(ms): "{ms} ms before every attempt", "시도마다 {ms} ms 대기";
    back_off_note(ms, s): "{ms} ms, then twice as long each time, up to {s} s",
        "{ms} ms부터 매번 두 배, 최대 {s}초";
    jitter_note(percent): "the same, less up to {percent}% by chance",
        "같은 대기에서 무작위로 최대 {percent}% 뺌";

    ask_first: "With which strategy are all clients back first?", "모든 클라이언트가 가장 먼저 돌아오는 전략은?";
    ask_peak: "Which strategy has the smallest peak of attempts?", "시도가 몰리는 최댓값이 가장 작은 전략은?";
    why_first(fixed, back_off, jitter): "All back: fixed wait {fixed}, back-off {back_off}, with jitter {jitter}.",
        "모두 돌아온 때: 고정 대기 {fixed}, 백오프 {back_off}, 지터 {jitter}.";
    why_peak(fixed, back_off, jitter): "Most attempts in a tenth of a second: fixed wait {fixed}, back-off {back_off}, with jitter {jitter}.",
        "0.1초 동안 가장 많은 시도: 고정 대기 {fixed}, 백오프 {back_off}, 지터 {jitter}.";
    locked: "The runs are hidden until you have answered.", "답하기 전에는 실행 결과를 보여 주지 않습니다.";
    merged(clients, each): "So many attempts are to be expected that {clients} {clients|client|clients} {clients|was|were} simulated, each in place of {each}; the server is as much smaller.",
        "시도가 너무 많아질 것이므로 클라이언트 {clients}개만 시뮬레이션했습니다. 하나가 {each}개를 대신하며, 서버도 그만큼 작게 잡았습니다.";
    cut(strategy): "The run of “{strategy}” was stopped before all were back: it had grown too long.",
        "“{strategy}” 실행은 너무 길어져, 모두 돌아오기 전에 멈추었습니다.";

    attempts_said(strategy, attempts, peak): "{strategy}: {attempts} attempts over time, at most {peak} in a tenth of a second. The table below counts all.",
        "{strategy}: 시간에 따른 시도 {attempts}번, 0.1초에 최대 {peak}번. 아래 표에 모두 세어 놓았습니다.";
    each_bar(ms): "attempts in each {ms} ms, by second", "{ms} ms마다 시도 수(가로: 초)";
    key_open: "opened", "열림";
    key_refused: "refused: nobody listens", "연결 거부: 서버가 없음";
    key_unanswered: "no answer in time", "제때 응답 없음";
    back: "Clients that are back", "돌아온 클라이언트";
    back_note: "by second; solid fixed, dotted back-off, dashed with jitter",
        "초별 수. 실선은 고정 대기, 점선은 백오프, 파선은 지터";
    back_said: "Clients that are back by each second, with each strategy", "전략마다 시각별로 돌아온 클라이언트 수";

    counted: "Counts", "집계";
    all_back: "all back after", "모두 돌아온 때";
    never: "not within the run", "끝까지 안 됨";
    seconds(s): "{s} s", "{s}초";
    is_back: "clients back", "돌아온 클라이언트";
    attempts: "attempts", "시도";
    wasted: "wasted", "헛된 시도";
    refused: "refused", "연결 거부";
    unanswered: "without an answer in time", "제때 응답 없음";
    peak: "most in 0.1 s", "0.1초 최댓값";
    syns: "SYNs at the server, repeated ones too", "서버에 온 SYN(재전송 포함)";
    overflows: "segments that found the queue full", "큐가 차서 버려진 세그먼트";
    accepted: "connections accepted", "accept된 연결";
    for_nobody: "of them for clients that had given up", "그중 클라이언트가 이미 포기한 연결";
    result(fixed, back_off, jitter): "All back: fixed {fixed}, back-off {back_off}, jitter {jitter}.",
        "모두 돌아온 때: 고정 {fixed}, 백오프 {back_off}, 지터 {jitter}.";
}
