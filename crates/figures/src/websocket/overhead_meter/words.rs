//! What the overhead meter says.

use figure_kit::words::Kit;

use super::setup::Way;

figure_kit::words! {
    /// What the overhead meter says, in both languages.
    pub struct Words in "overhead-meter" over Kit;

    polling: "Short polling", "짧은 폴링";
    short: "Polling", "폴링";
    long_polling: "Long polling", "롱 폴링";
    events: "Server-sent events", "서버 전송 이벤트";
    browser: "browser", "브라우저";
    server: "server", "서버";
    is_proxy: "proxy", "프록시";
    both: "both in turn", "번갈아";

    question: "At which rates of messages does short polling send more bytes than a WebSocket?",
        "메시지가 얼마나 자주 오갈 때 짧은 폴링이 WebSocket보다 바이트를 더 많이 보낼까요?";
    always: "at all rates", "어떤 빈도에서나";
    low: "only at low rates", "메시지가 드물 때만";
    high: "only at high rates", "메시지가 잦을 때만";
    never: "at no rate", "어떤 빈도에서도 아님";
    why(idle, socket, busy, socket_busy): "It ran, 10 seconds at each rate. No messages: {idle} bytes by polling, {socket} by WebSocket. 600 a minute: {busy} by polling, {socket_busy} by WebSocket.",
        "빈도마다 10초씩 실행한 결과입니다. 메시지가 없을 때는 폴링 {idle}바이트, WebSocket {socket}바이트. 분당 600개일 때는 폴링 {busy}바이트, WebSocket {socket_busy}바이트.";
    changes(from, to): "Which one sends more changes between {from} and {to} a minute.",
        "어느 쪽이 더 많이 보내는지가 분당 {from}개와 {to}개 사이에서 뒤바뀝니다.";
    locked: "What was measured is hidden until you have answered.",
        "답하기 전에는 측정 결과를 보여 주지 않습니다.";

    // What is decided.
    by: "The conversation", "대화";
    by_lines: "from lines", "줄로 적기";
    by_rate: "at a rate", "빈도로 정하기";
    lines: "Who writes when", "누가 언제 쓰는지";
    lines_hint: "A line each: 0.5s server price 101. Or again and again: every 2s browser hello.",
        "한 줄에 하나씩, 쓰는 쪽은 서버(server) 또는 브라우저(browser): 0.5s server price 101. 되풀이하려면: every 2s browser hello.";
    wrong_line(line): "Line {line} cannot be read: it needs a time, server or browser, and a text.",
        "{line}번 줄을 읽을 수 없습니다. 시각, 쓰는 쪽(서버는 server, 브라우저는 browser), 텍스트가 필요합니다.";
    cut(count): "Only the first {count} bytes are kept.", "처음 {count}바이트만 씁니다.";
    too_many(most): "Only the first {most} messages are written.", "처음 {most}개의 메시지만 보냅니다.";
    rate: "Messages a minute", "분당 메시지 수";
    writer: "Who writes", "쓰는 쪽";
    seconds: "Seconds", "시간(초)";
    size: "Bytes in a message, at least", "메시지 크기(바이트, 최소)";
    interval: "A poll every … ms", "폴링 간격(ms)";
    latency: "Latency, one way (ms)", "편도 지연(ms)";
    cookies: "Cookies in each request (bytes)", "요청당 쿠키(바이트)";
    proxy: "A proxy in between", "중간에 프록시";
    no_tls: "Without TLS: it adds its own bytes to every way, and the more the more records there are.",
        "TLS는 넣지 않았습니다. TLS를 쓰면 모든 방식에 바이트가 더해지고, 레코드가 많을수록 더 늘어납니다.";

    // The timelines.
    brief(requests, segments, bytes): "{requests} {requests|request|requests}, {segments} segments, {bytes} bytes",
        "요청 {requests}개, 세그먼트 {segments}개, {bytes}바이트";
    line_said(name, seen, all): "{name}: {seen} of {all} messages seen. The table below counts all.",
        "{name}: 메시지 {all}개 중 {seen}개 도착. 아래 표에 모두 세어 놓았습니다.";
    key_written: "a message is written", "메시지를 씀";
    key_seen: "the other side sees it", "상대가 봄";
    key_up: "data to the server", "서버로 가는 데이터";
    key_down: "data to the browser", "브라우저로 가는 데이터";
    key_may: "the server may write by itself", "서버가 먼저 보낼 수 있는 동안";

    // The plot and the counts.
    plot: "Bytes a second", "초당 바이트";
    plot_note: "over messages a minute; every point is a run of 10 seconds",
        "가로축은 분당 메시지 수. 점마다 10초씩 실행";
    at_most(name, bytes, rate): "{name}: {bytes} at {rate} a minute", "{name}: 분당 {rate}개일 때 {bytes}";
    plot_said: "Bytes a second of the four ways over messages a minute",
        "분당 메시지 수에 따른 네 방식의 초당 바이트";
    counted: "Counts", "집계";
    written: "messages written", "쓴 메시지";
    seen: "messages seen by the other side", "상대가 본 메시지";
    payload: "bytes of the messages alone", "메시지 자체의 바이트 수";
    requests: "requests", "요청";
    application: "bytes in HTTP and frames", "HTTP와 프레임의 바이트 수";
    segments: "segments", "세그먼트";
    up: "bytes to the server, with TCP and IP", "서버로 간 바이트(TCP와 IP 포함)";
    down: "bytes to the browser, with TCP and IP", "브라우저로 간 바이트(TCP와 IP 포함)";
    both_ways: "bytes both ways", "양방향 합계(바이트)";
    sockets: "sockets open at the server", "서버에 열린 소켓";
    median: "until it is seen: median", "상대가 볼 때까지: 중앙값";
    longest: "until it is seen: longest", "상대가 볼 때까지: 최댓값";
    ms(ms): "{ms} ms", "{ms} ms";
    none: "—", "—";

    // What is folded.
    each: "Each message", "메시지마다";
    each_holds: "how long it took in each way", "방식별로 걸린 시간";
    message: "Message", "메시지";
    not_seen: "not yet", "아직";
    wire: "The bytes themselves", "바이트 그대로";
    wire_holds: "requests, responses, events and frames as they were written",
        "실제로 보낸 요청, 응답, 이벤트, 프레임";
    asked: "The browser begins", "브라우저의 첫 요청";
    answered: "The server answers", "서버의 응답";
    from_server: "A message of the server", "서버의 메시지";
    from_browser: "A message of the browser", "브라우저의 메시지";

    said(polled, late, framed, soon): "Short polling: {polled} bytes, seen after {late} at the median. WebSocket: {framed} bytes, {soon}.",
        "짧은 폴링: {polled}바이트, 중앙값 {late}. WebSocket: {framed}바이트, 중앙값 {soon}.";
}

impl Words {
    /// A way by its name.
    pub(super) fn way(&self, way: Way) -> &str {
        match way {
            Way::Polling => self.polling(),
            Way::LongPolling => self.long_polling(),
            Way::Events => self.events(),
            Way::WebSocket => "WebSocket",
        }
    }
}
