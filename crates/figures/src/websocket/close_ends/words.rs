//! What the two ends of a close say.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What the two ends of a close say, in both languages.
    pub struct Words in "close-ends" over Kit;

    page: "page", "페이지";
    server: "server", "서버";
    page_lane: "Page, in a browser", "페이지(브라우저)";
    server_lane: "Server", "서버";

    ask_page: "What does the page’s close event say?", "페이지의 close 이벤트에는 무엇이 담길까요?";
    ask_server: "What does the server’s close event say?", "서버의 close 이벤트에는 무엇이 담길까요?";
    choice_clean(code): "code {code}, wasClean true", "코드 {code}, wasClean은 true";
    choice_unclean(code): "code {code}, wasClean false", "코드 {code}, wasClean은 false";
    choice_nothing: "nothing: no close event comes", "아무것도 없음: close 이벤트가 오지 않음";
    you_said(choice): "The page, you say: {choice}", "페이지에 대한 내 예측: {choice}";
    waits: "The run is shown once you have answered for both ends.",
        "양쪽 질문에 모두 답하면 실행 과정이 나타납니다.";

    closer: "Who calls close(), 100 ms after the start", "시작 100 ms 뒤에 close()를 호출하는 쪽";
    closer_page: "the page", "페이지";
    closer_server: "the server", "서버";
    closer_both: "both at once", "양쪽이 동시에";
    closer_nobody: "nobody", "아무도 안 함";
    case: "What else happens", "그 밖에 일어나는 일";
    case_calm: "nothing", "없음";
    case_data: "messages under way", "메시지가 오가는 중";
    case_pieces: "a message in pieces", "조각난 메시지";
    case_lost_fin: "the first FIN is lost", "첫 FIN이 손실됨";
    case_killed: "a process is killed", "프로세스가 강제 종료됨";
    case_hangs: "a process hangs", "프로세스가 멈춤";
    case_cable: "the cable is pulled", "케이블이 뽑힘";
    whom: "Whose process", "어느 쪽 프로세스";
    at: "When, in ms after the start", "시점(시작 뒤 ms)";
    code_of(who): "{who}: code", "{who}: 코드";
    reason_of(who): "{who}: reason", "{who}: 이유";
    code_taken(code): "Not a number from 0 to 65535: it counts as {code}.",
        "0~65535의 수가 아닙니다. 대신 쓰는 값: {code}.";
    reason_len(count): "{count} of 123 bytes", "123바이트 중 {count}바이트";
    forge: "Send it whatever the rules say (a program that checks nothing)",
        "규칙과 상관없이 보내기(아무것도 검사하지 않는 프로그램)";
    heartbeat: "The server pings every … seconds (0: never)", "서버가 ping을 보내는 간격(초, 0이면 안 보냄)";
    keep_alive: "The server’s socket has SO_KEEPALIVE", "서버 소켓에 SO_KEEPALIVE 설정";
    talks: "Who sends a message a second later", "1초 뒤에 메시지를 보내는 쪽";
    talks_nobody: "nobody", "없음";

    position: "Step of the run", "실행의 단계";
    cannot_end: "More would happen; the run is shown up to here.", "이후에도 이어지지만 여기까지만 보입니다.";
    later(time): "{time} later", "{time} 뒤";
    lost: "lost", "손실";
    again: "again", "재전송";
    key_lost: "lost", "손실";
    key_frame: "carries a frame", "프레임을 실은 세그먼트";
    key_bare: "TCP alone", "TCP만";
    ladder_said: "What travels between the two ends", "두 종단점 사이에 오가는 것";

    ready_state: "readyState", "readyState";
    gone: "process gone", "프로세스 없음";
    close_sent: "Close sent", "종료 프레임 보냄";
    close_got: "Close received", "종료 프레임 받음";
    tcp: "TCP", "TCP";
    yes: "yes", "예";
    no: "no", "아니요";
    heard: "What its program is told", "프로그램이 알게 된 것";
    nothing_yet: "nothing yet", "아직 없음";
    ev_throws(name): "close() throws: {name}", "close() 예외: {name}";
    ev_close(code, reason, clean): "close {code}{reason}, wasClean {clean}", "close {code}{reason}, wasClean {clean}";

    frames: "The close frames, byte by byte", "종료 프레임의 바이트";
    no_frames: "No close frame has been sent.", "보낸 종료 프레임이 없습니다.";
    part_head: "FIN, Close", "FIN, Close";
    part_length(length): "length {length}", "길이 {length}";
    part_masked(length): "MASK, length {length}", "MASK, 길이 {length}";
    part_key: "masking key", "마스킹 키";
    part_code(code): "code {code}", "코드 {code}";
    part_reason: "reason", "이유";
    part_odd: "one byte: no code", "한 바이트: 코드가 아님";
    unmasked: "unmasked", "마스킹을 풀면";

    // What happens, in sentences.
    n_start: "Both ends are OPEN, and nothing travels.", "양쪽 모두 OPEN이고, 오가는 것이 없습니다.";
    n_calls(who, call): "The {who} calls {call}.", "{who}: {call} 호출.";
    n_forges: "It checks nothing and makes the frame by hand.", "아무것도 검사하지 않고 프레임을 직접 만듭니다.";
    n_page_code: "The browser throws InvalidAccessError and sends nothing: a page may give 1000, or a code from 3000 to 4999.",
        "브라우저는 InvalidAccessError 예외를 던지고 아무것도 보내지 않습니다. 페이지가 줄 수 있는 코드는 1000과 3000~4999입니다.";
    n_page_reason: "The browser throws SyntaxError and sends nothing: a reason has at most 123 bytes.",
        "브라우저는 SyntaxError 예외를 던지고 아무것도 보내지 않습니다. 이유는 123바이트를 넘을 수 없습니다.";
    n_engine_code: "The engine refuses and sends nothing: this code may not be sent.",
        "엔진이 거절하고 아무것도 보내지 않습니다. 보낼 수 없는 코드입니다.";
    n_engine_reason: "The engine refuses and sends nothing: with its code, a reason of more than 123 bytes does not fit into a control frame.",
        "엔진이 거절하고 아무것도 보내지 않습니다. 코드와 함께 123바이트가 넘는 이유는 제어 프레임에 들어가지 않습니다.";
    n_not_text: "The call is refused, and nothing is sent: a reason is text, and these bytes are not UTF-8.",
        "호출이 거절되고 아무것도 보내지 않습니다. 이유는 텍스트여야 하는데, 이 바이트들은 UTF-8이 아닙니다.";
    n_no_code: "The engine refuses and sends nothing: a reason stands behind a code, and there is none.",
        "엔진이 거절하고 아무것도 보내지 않습니다. 이유는 코드 뒤에 오는데, 코드가 없습니다.";
    n_sends(who, text): "The {who} sends the message “{text}”.", "{who}: 메시지 “{text}” 전송.";
    n_piece(who, text): "The {who} sends a piece of a message, “{text}”, and the rest is to follow.",
        "{who}: 메시지의 한 조각 “{text}” 전송. 나머지는 나중에 이어집니다.";
    n_page_unsent(text): "The page calls send(“{text}”). The call returns, and nothing is sent: the state is no longer OPEN.",
        "페이지가 send(“{text}”)를 호출합니다. 호출은 반환되지만 아무것도 보내지 않습니다. 상태가 더는 OPEN이 아닙니다.";
    n_server_unsent(text): "“{text}” is not sent any more: nothing may follow a close frame.",
        "“{text}”: 더는 보내지 않습니다. 종료 프레임 뒤에는 아무것도 올 수 없습니다.";
    n_hears(who, text): "The {who} is given the message “{text}”.", "{who}: 메시지 “{text}” 받음.";
    n_ignores(text): "The message “{text}” has come, and the page is not given it: it has called close().",
        "메시지 “{text}”: 도착했지만 페이지에 전달되지 않습니다. 이미 close()를 호출했기 때문입니다.";
    n_close_came(who): "The {who} reads the other end’s close frame.", "{who}: 상대의 종료 프레임을 읽음.";
    n_answers(who): "The {who} sends a close frame of its own.", "{who}: 자기 종료 프레임을 보냄.";
    n_pings: "The server sends a ping.", "서버가 ping을 보냅니다.";
    n_pongs(who): "The {who} answers the ping by itself.", "{who}: ping에 알아서 응답.";
    n_pong_came: "The pong has come: somebody is there.", "pong이 왔습니다. 상대가 살아 있습니다.";
    n_fails(who, rule): "The {who} fails the connection: {rule}", "{who}: 연결을 강제로 끊음. {rule}";
    rule_code: "this code may never stand in a frame.", "프레임에 담을 수 없는 코드입니다.";
    rule_long: "a control frame has at most 125 bytes.", "제어 프레임은 125바이트를 넘을 수 없습니다.";
    rule_text: "the reason is not UTF-8.", "이유가 UTF-8이 아닙니다.";
    rule_one: "one byte is no code.", "한 바이트로는 코드가 되지 않습니다.";
    rule_other: "a rule of frames is broken.", "프레임의 규칙이 깨졌습니다.";
    n_answer_timeout(who, time): "The {who} has waited {time} for the answer to its close frame and gives up.",
        "{who}: 종료 프레임의 응답을 {time} 기다리다 포기함.";
    n_hang_up_timeout(who, time): "The {who} has waited {time} for the other end of TCP and gives up.",
        "{who}: 상대의 TCP 종료를 {time} 기다리다 포기함.";
    n_terminates: "No pong has come since the last ping: the server ends the connection without a close frame.",
        "지난 ping 뒤로 pong이 없었습니다. 서버는 종료 프레임 없이 연결을 끝냅니다.";
    n_end(who): "The {who}’s recv() gives 0: the other direction has ended.",
        "{who}: recv()가 0을 반환. 상대가 보내는 방향이 끝났습니다.";
    n_broken(who, errno): "The {who}’s recv() fails with {errno}.",
        "{who}: recv()가 {errno} 오류로 실패.";
    n_shuts_down(who): "The {who} ends its direction of TCP with shutdown().",
        "{who}: shutdown()으로 TCP의 자기 방향을 끝냄.";
    n_closes(who): "The {who} closes the socket.", "{who}: 소켓을 닫음.";
    n_reports(who, event): "The {who}’s close event: {event}.", "{who}의 close 이벤트: {event}.";
    n_killed(who): "The process of the {who} is killed. Its kernel lives, and closes what was open.",
        "{who}: 프로세스가 강제로 종료됨. 커널은 살아 있어, 열려 있던 것을 닫습니다.";
    n_hangs(who): "The process of the {who} hangs: it reads nothing and does nothing. Its kernel lives.",
        "{who}: 프로세스가 멈춤. 아무것도 읽지 않고 하지 않지만, 커널은 살아 있습니다.";
    n_pulled: "The cable is pulled. What is sent from now on does not arrive; no kernel is told.",
        "케이블이 뽑힙니다. 지금부터 보내는 것은 도착하지 않으며, 커널에는 아무도 알려 주지 않습니다.";
    k_ack(who): "An ACK arrives at the {who}’s kernel.", "{who}의 커널에 ACK 도착.";
    k_fin(who): "A FIN arrives at the {who}’s kernel.", "{who}의 커널에 FIN 도착.";
    k_rst(who): "An RST arrives at the {who}’s kernel.", "{who}의 커널에 RST 도착.";
    k_data(who): "Bytes arrive at the {who}’s kernel.", "{who}의 커널에 바이트 도착.";
    k_again(who): "No ACK has come: the {who}’s kernel sends again.", "{who}의 커널: ACK가 없어 다시 보냄.";
    k_probe(who): "Nothing has come for long: the {who}’s kernel probes.",
        "{who}의 커널: 오래 아무것도 오지 않아 프로브를 보냄.";
    k_sends(who): "The {who}’s kernel acknowledges.", "{who}의 커널이 확인 응답을 보냄.";
    k_gives_up(who): "The {who}’s kernel gives up.", "{who}의 커널이 포기함.";
    k_state(who, from, to): "TCP at the {who}: {from} → {to}.", "{who}의 TCP: {from} → {to}.";
    k_lost: "It is lost.", "손실됩니다.";

    // What came of it.
    r_reports(who, event): "{who}: {event}.", "{who}: {event}.";
    r_nothing(who): "{who}: no close event.", "{who}: close 이벤트 없음.";
    y_clean: "Both close frames have passed, and the code is that of the frame that came.",
        "종료 프레임 두 개가 모두 오갔고, 코드는 받은 프레임의 것입니다.";
    y_no_status: "Both close frames have passed, and the one that came held no code.",
        "종료 프레임 두 개가 모두 오갔지만, 받은 프레임에 코드가 없었습니다.";
    y_fails: "It failed the connection: no legal close frame has come.",
        "규칙을 어긴 프레임 때문에 연결을 강제로 끊었습니다. 올바른 종료 프레임은 오지 않았습니다.";
    y_timeout: "No close frame came while it waited.", "기다리는 동안 종료 프레임이 오지 않았습니다.";
    y_pong: "No pong came, and it ended the connection itself.", "pong이 오지 않아 스스로 연결을 끝냈습니다.";
    y_end: "TCP ended, and no close frame had come.", "종료 프레임 없이 TCP가 끝났습니다.";
    y_killed: "Its process is gone, and nobody is left to report.", "프로세스가 사라져 보고할 주체가 없습니다.";
    y_hangs: "Its process hangs and does nothing.", "프로세스가 멈춰 아무것도 하지 않습니다.";
    y_refused: "Its close() was refused, and the connection is still open.",
        "close()가 거절되어 연결이 아직 열려 있습니다.";
    y_open: "Nothing has told it: it is still waiting, or open.",
        "아무것도 알게 된 것이 없어, 아직 기다리고 있거나 열려 있습니다.";
}
