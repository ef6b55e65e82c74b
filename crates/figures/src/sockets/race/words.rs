//! What the race says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// The words of the race.
    pub struct Words in "race" over Kit;

    messages: "Messages", "메시지 수";
    size: "Bytes in each", "메시지 크기(바이트)";
    interval: "One every … ms", "보내는 간격(ms)";
    delay: "Delay of the link (ms)", "링크 지연(ms)";
    loss: "Lost (%)", "손실(%)";
    reorder: "Out of order (%)", "순서 뒤바뀜(%)";
    duplicate: "Delivered twice (%)", "중복 전달(%)";
    seed: "Random seed", "난수 시드";
    question(message): "Which one hands message {message} to its program first?",
        "{message}번 메시지를 프로그램에 먼저 건네는 쪽은?";
    together: "both at the same moment", "둘이 동시에";
    neither: "neither delivers it", "둘 다 전달하지 못함";
    never: "never", "도착하지 않음";
    after(ms): "after {ms} ms", "{ms} ms 뒤";
    why(tcp, udp): "It ran. TCP: {tcp}. UDP: {udp}.", "실행 결과 TCP: {tcp}, UDP: {udp}.";
    waited(ms): "Over TCP it had reached the receiver’s kernel after {ms} ms, and waited there for an earlier one.",
        "TCP에서는 {ms} ms 뒤에 이미 받는 쪽 커널에 도착했지만, 앞 메시지를 기다려야 했습니다.";
    locked: "The race is hidden until you have answered.", "답하기 전에는 경주를 보여 주지 않습니다.";
    tcp_note: "every message, in order, each once", "모든 메시지를 순서대로 한 번씩";
    udp_note: "what gets through, as it comes", "링크를 통과한 것을 도착하는 대로";
    ladder_said(name, received, messages): "{name}: {received} of {messages} messages delivered. The table below counts all.",
        "{name}: 메시지 {messages}개 중 {received}개 전달. 아래 표에 모두 세어 놓았습니다.";
    moment(ms, tcp, udp): "At {ms} ms: TCP has delivered {tcp}, UDP {udp}.",
        "{ms} ms: TCP가 전달한 메시지 {tcp}개, UDP {udp}개.";
    to_start: "To the start", "처음으로 가기";
    to_end: "To the end", "끝으로 가기";
    scrub: "Moment of the race, in milliseconds", "경주의 시각(밀리초)";
    ms(ms): "{ms} ms", "{ms} ms";
    kbps(kbps): "{kbps} kbit/s", "{kbps} kbit/s";
    none: "—", "—";

    // What the marks mean.
    key_due: "the program sends", "프로그램이 보냄";
    key_way: "on the wire", "링크 위";
    key_lost: "lost", "손실";
    key_again: "sent again", "다시 보냄";
    key_waits: "arrived, waits for an earlier one", "도착했지만 앞 메시지를 기다림";
    key_got: "the program has it", "프로그램이 받음";
    key_late: "out of order", "순서가 바뀜";
    key_twice: "a second time", "두 번째로 받음";

    // The plots and the counts.
    latency: "Latency", "지연 시간";
    latency_note: "ms from sending to delivery, by message; ■ TCP, ○ UDP, ✕ never",
        "메시지마다 보낸 때부터 전달까지(ms). ■ TCP, ○ UDP, ✕ 도착 안 함";
    latency_said: "Latency of each message over TCP and over UDP",
        "TCP와 UDP의 메시지별 지연 시간";
    so_far: "Delivered so far", "지금까지 전달한 수";
    so_far_note: "messages by ms; solid TCP, dashed UDP", "시각(ms)별 메시지 수. 실선 TCP, 점선 UDP";
    so_far_said: "Messages delivered by each moment over TCP and over UDP",
        "시각마다 TCP와 UDP가 전달한 메시지 수";
    counted: "Counts", "집계";
    sent: "messages sent", "보낸 메시지";
    received: "messages delivered", "전달한 메시지";
    missing: "messages missing", "빠진 메시지";
    duplicates: "delivered twice", "중복 전달";
    out_of_order: "delivered out of order", "순서가 바뀐 전달";
    packets: "packets sent, both ways", "양쪽이 보낸 패킷";
    bytes_sent: "bytes sent, IP headers included", "보낸 바이트(IP 헤더 포함)";
    packets_lost: "packets lost", "손실된 패킷";
    retransmissions: "retransmissions", "재전송";
    median: "latency: median", "지연 시간: 중앙값";
    longest: "latency: longest", "지연 시간: 최댓값";
    goodput: "goodput until the last delivery", "유효 처리율(마지막 전달까지)";
}
