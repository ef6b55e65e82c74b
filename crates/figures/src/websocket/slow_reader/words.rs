//! What the slow reader says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// The words of the slow reader.
    pub struct Words in "slow-reader" over Kit;

    policy: "What the server does about a client that does not keep up",
        "따라오지 못하는 클라이언트에 대한 서버의 방침";
    block: "waits", "기다림";
    queue: "queues", "큐에 쌓아 둠";
    newest: "drops the newest", "새 메시지를 버림";
    oldest: "drops the oldest", "오래된 메시지를 버림";
    close: "closes", "연결을 닫음";
    block_says: "It sends the next message when the kernel has taken the last one for everybody.",
        "모두에게 보낼 앞 메시지를 커널이 다 받아 간 뒤에 다음 메시지를 보냅니다.";
    queue_says: "It keeps in its memory what the kernel does not take, however much that is.",
        "커널이 받지 않는 것은 얼마가 되든 메모리에 쌓아 둡니다.";
    newest_says: "Where the queue of a client is full, the client does not get the new message.",
        "클라이언트의 큐가 차면 그 클라이언트에는 새 메시지를 보내지 않습니다.";
    oldest_says: "Where the queue of a client is full, the oldest message in it makes room for the new one.",
        "클라이언트의 큐가 차면 가장 오래된 메시지를 버리고 새 메시지를 넣습니다.";
    close_says: "Where the queue of a client is full, the server throws it away, sends a Close frame with 1008, and breaks the connection if no answer comes.",
        "클라이언트의 큐가 차면 서버는 큐를 비우고 1008을 담은 종료 프레임을 보냅니다. 응답이 없으면 연결을 끊습니다.";

    clients: "Clients", "클라이언트 수";
    size: "Bytes in a message", "메시지 크기(바이트)";
    interval: "One every … ms", "보내는 간격(ms)";
    pace: "The slow one reads (kB/s)", "느린 쪽이 읽는 속도(kB/s)";
    limit: "Queue for a client (KiB)", "클라이언트별 큐 한도(KiB)";
    send_room: "Send buffer (KiB)", "송신 버퍼(KiB)";
    receive_room: "Receive buffer of the slow one (KiB)", "느린 쪽의 수신 버퍼(KiB)";
    grace: "Time to answer the Close (s)", "종료 프레임 응답 시간(초)";
    length: "Length of the run (s)", "실행 시간(초)";
    rates(sent, read): "The server sends {sent} kB/s to each; the slow one reads {read} kB/s.",
        "서버는 클라이언트마다 초당 {sent} kB를 보내고, 느린 쪽은 초당 {read} kB를 읽습니다.";

    ask_fast: "What do the fast clients get?", "빠른 클라이언트는 무엇을 받을까요?";
    ask_slow: "What does the slow client get?", "느린 클라이언트는 무엇을 받을까요?";
    in_time: "every message, within a second", "모든 메시지를 1초 안에";
    late: "every message, some of them late", "모든 메시지, 일부는 늦게";
    gaps: "not every message", "일부 메시지만";
    closed: "its connection ends", "연결이 끝남";
    said(fast, slow, memory): "Fast: {fast}. Slow: {slow}. The server held at most {memory} KiB for all.",
        "빠른 쪽: {fast}. 느린 쪽: {slow}. 서버가 모두를 위해 담아 둔 최대량: {memory} KiB.";
    locked: "The run is hidden until you have answered.", "답하기 전에는 실행 결과를 보여 주지 않습니다.";

    waiting: "What waits for the slow one", "느린 쪽을 기다리는 바이트";
    waiting_note: "KiB by second; the line across is the limit of the queue",
        "초별 KiB. 가로선은 큐의 한도";
    waiting_said(program, sending, receiving): "At most {program} KiB in the server’s program, {sending} KiB in its send buffer, {receiving} KiB in the client’s receive buffer.",
        "최대: 서버 프로그램에 {program} KiB, 송신 버퍼에 {sending} KiB, 클라이언트의 수신 버퍼에 {receiving} KiB.";
    key_program: "in the server’s program (bufferedAmount)", "서버 프로그램 안(bufferedAmount)";
    key_sending: "in the server’s kernel: send buffer", "서버 커널 안: 송신 버퍼";
    key_receiving: "in the client’s kernel: receive buffer", "클라이언트 커널 안: 수신 버퍼";
    ages: "Age of what arrives", "도착한 메시지의 지연";
    ages_note: "seconds from the source to the program, by second; solid the slow one, dashed the slowest of the fast",
        "생긴 때부터 프로그램에 닿을 때까지(초). 실선은 느린 쪽, 파선은 빠른 쪽 중 가장 느린 것";
    ages_said(slow, fast): "The longest took {slow} s to the slow client and {fast} s to a fast one.",
        "가장 오래 걸린 메시지: 느린 클라이언트 {slow}초, 빠른 클라이언트 {fast}초.";

    counted: "Counts", "집계";
    slow: "slow", "느린 쪽";
    fast(number): "fast {number}", "빠른 쪽 {number}";
    sent: "messages due", "보내야 할 메시지";
    received: "received", "받음";
    dropped: "dropped", "버려짐";
    longest: "longest wait", "최대 대기 시간";
    held: "most queued in the program", "프로그램 큐의 최댓값";
    ended: "in the end", "마지막 상태";
    open: "open", "열림";
    with_code(code, s): "{code} after {s} s", "{s}초 뒤 {code}";
    broken(s): "1006 after {s} s", "{s}초 뒤 1006";
    seconds(s): "{s} s", "{s}초";
    kib(kib): "{kib} KiB", "{kib} KiB";
}
