//! What the descriptor table says.

use crate::sockets::failure;

figure_kit::words! {
    /// The words of the descriptor table.
    pub struct Words in "descriptor-table" over failure::Words;

    tables: "Descriptor tables", "디스크립터 테이블";
    tables_note: "one for each process", "프로세스마다 하나";
    descriptions: "Open file descriptions", "열린 파일 테이블 항목";
    descriptions_note: "shared by dup and fork; × counts descriptors",
        "dup과 fork가 공유하고, ×는 디스크립터 수";
    sockets: "Sockets", "소켓";
    sockets_note: "objects in the kernel", "커널 안의 객체";
    process(pid): "process {pid}", "{pid}번 프로세스";
    exited: "has exited", "끝남";
    asleep(call): "asleep in {call}", "잠듦: {call}";
    sleeps: "… asleep", "… 잠듦";
    terminal: "terminal", "터미널";
    descriptor(number): "descriptor {number}", "디스크립터 번호 {number}";
    references(count): "{count} {count|descriptor refers|descriptors refer} to it",
        "이것을 가리키는 디스크립터 {count}개";
    no_description: "no program holds it", "가진 프로그램 없음";
    waiting(count): "{count} not accepted yet", "accept 대기 {count}";
    said(socket): "Its socket: {socket}", "소켓: {socket}";
    pick: "Open a socket, and choose its number to see what the kernel keeps for it.",
        "소켓을 열고 번호를 고르면 커널이 그 소켓에 보관하는 것을 보여 줍니다.";
    pick_none(pid): "Process {pid} has exited: its table is gone, and the kernel has closed what it held.",
        "{pid}번 프로세스는 끝났습니다. 테이블은 사라졌고, 열려 있던 것은 커널이 닫았습니다.";
    holds(number): "What the socket behind descriptor {number} holds",
        "{number}번 디스크립터가 가리키는 소켓의 내용";
    family: "Family, type", "주소 체계, 소켓 타입";
    protocol: "Protocol", "프로토콜";
    local: "Local address", "로컬 주소";
    remote: "Remote address", "원격 주소";
    state: "State", "상태";
    accept_queue: "Accept queue", "accept 큐";
    send_buffer: "Send buffer", "송신 버퍼";
    receive_buffer: "Receive buffer", "수신 버퍼";
    shut: "Shut directions", "닫은 방향";
    error: "Pending error", "대기 중인 오류";
    owner: "Owner", "소유자";
    held_by: "Held by (process:descriptor)", "가진 쪽 (프로세스:디스크립터)";
    none: "none", "없음";
    options: "Its options", "소켓 옵션";
    options_note: "as getsockopt answers; choose one to set it",
        "getsockopt의 답. 바꿀 옵션을 고르세요.";
    more_options(count): "{count} more options", "옵션 {count}개 더 보기";
    fewer_options: "Fewer options", "옵션 줄이기";
    new_value(option): "New value of {option}", "{option}의 새 값";
    value_number: "A whole number that fits into 32 bits is wanted.",
        "32비트에 들어가는 정수를 적어 주세요.";
    value_seconds: "Seconds as a whole number are wanted, or off.",
        "초를 정수로 적거나 off를 적어 주세요.";
    doubled: "Linux doubles what is asked for a buffer, to leave room for its bookkeeping:",
        "Linux는 요청한 버퍼 크기를 두 배로 잡아 관리용 공간을 남깁니다:";
    panels: "Below", "아래에 볼 것";
    panel_socket: "Socket", "소켓";
    panel_options: "Options", "옵션";
    panel_host: "Host", "호스트";
    last: "Last", "방금";
    means_sleeping: "The process sleeps in the call until what it waits for has come.",
        "기다리는 것이 올 때까지 프로세스가 호출 안에서 잠듭니다.";
    means_socket(fd): "The kernel made a socket, and descriptor {fd} leads to it.",
        "커널이 소켓을 만들었고, {fd}번 디스크립터가 그 소켓을 가리킵니다.";
    means_pair: "Two sockets, each the other’s peer.", "서로가 상대인 소켓 두 개입니다.";
    means_bind: "The socket has this address now.", "이제 소켓에 이 주소가 있습니다.";
    means_listen: "The socket waits for connections; its kernel completes them by itself.",
        "연결을 기다리는 소켓이 되었고, 연결은 커널이 알아서 맺습니다.";
    means_accept(fd): "The connection that waited longest is taken out of the queue: descriptor {fd} leads to it.",
        "가장 오래 기다린 연결을 큐에서 꺼냈습니다. {fd}번 디스크립터가 그 연결을 가리킵니다.";
    means_connect: "The socket has a peer now.", "이제 소켓에 상대가 있습니다.";
    means_send(count): "{count} {count|byte is|bytes are} in the kernel’s hands, which says nothing about arrival.",
        "{count}바이트를 커널이 넘겨받았습니다. 도착했다는 뜻은 아닙니다.";
    means_recv(count): "{count} {count|byte was|bytes were} taken out of the receive buffer.",
        "수신 버퍼에서 {count}바이트를 꺼냈습니다.";
    means_end: "The peer has ended its stream, and everything is read.",
        "상대가 스트림을 끝냈고 남은 데이터도 없습니다.";
    means_shutdown: "This side sends no more; the descriptor stays open.",
        "이쪽에서는 더 보내지 않습니다. 디스크립터는 열려 있습니다.";
    means_close: "No descriptor refers to it any more: the kernel lets go of it.",
        "가리키는 디스크립터가 더는 없어 커널이 정리합니다.";
    means_close_shared(count): "{count} {count|descriptor still refers|descriptors still refer} to it, so it lives on.",
        "가리키는 디스크립터가 아직 {count}개 있어 그대로 남습니다.";
    means_dup(fd): "Descriptor {fd} refers to the same open file description.",
        "{fd}번 디스크립터가 같은 열린 파일 테이블 항목을 가리킵니다.";
    means_flags: "The flag stands in the description, for every descriptor that refers to it.",
        "플래그는 열린 파일 테이블 항목에 있어, 그것을 가리키는 모든 디스크립터에 적용됩니다.";
    means_option: "The option is set.", "옵션을 바꿨습니다.";
    means_fork(pid): "Process {pid} has a copy of the table, with the same descriptions behind it.",
        "{pid}번 프로세스가 테이블의 복사본을 받았고, 같은 열린 파일 테이블 항목을 가리킵니다.";
    means_exit: "The kernel has closed all descriptors of the process.",
        "프로세스의 디스크립터를 커널이 모두 닫았습니다.";
    log: "Calls", "호출";
    log_note: "with the packets that each caused", "호출이 일으킨 패킷과 함께";
    log_empty: "Nothing has been called yet.", "아직 아무것도 호출하지 않았습니다.";
    texts: "What the host says of itself", "호스트가 보여 주는 정보";
    process_calls(pid): "Process {pid} calls", "{pid}번 프로세스의 호출";
    on_descriptor(number): "With descriptor {number}", "{number}번 디스크립터로";
    outside: "Meanwhile, elsewhere", "그동안 다른 곳에서";
    peer_connects(port): "192.0.2.2 connects to port {port}", "192.0.2.2가 {port}번 포트에 연결";
    peer_sends: "it sends", "상대가 전송";
    peer_closes: "it closes", "상대가 닫기";
    wait(seconds): "{seconds} s pass", "{seconds}초 지나기";
    undo: "Take the last step back", "마지막 단계 되돌리기";
    new_number: "New number", "새 번호";
    address: "Address", "주소";
    bad_address: "An address is a port, IPv4:port, a path such as /tmp/app.sock, or @name.",
        "주소는 포트, IPv4:포트, /tmp/app.sock 같은 경로, @이름 가운데 하나로 적어 주세요.";
    bad_number: "A descriptor is a whole number.", "디스크립터는 정수입니다.";
    full(count): "{count} steps are kept. Take some back to go on.",
        "단계는 {count}개까지 보관합니다. 계속하려면 몇 단계를 되돌리세요.";
    question(call): "{call} comes next. Is a FIN sent?", "다음 호출은 {call}입니다. 이때 FIN이 나갈까요?";
    answer_fin: "Yes: the connection is told that this side is done",
        "나갑니다. 이쪽이 끝났음을 연결의 상대에게 알립니다.";
    answer_no_fin: "No: nothing goes out", "나가지 않습니다. 아무것도 보내지 않습니다.";
    failed(errno): "It ran and failed with {errno}: nothing was sent.",
        "실행 결과 {errno} 오류로 실패했고, 아무것도 보내지 않았습니다.";
    fin_other(count): "It ran: {count} FIN.", "실행 결과 FIN {count}개.";
    no_fin_other: "It ran: no FIN. There was no connection to end.",
        "실행 결과 FIN 없음. 끝낼 연결이 없었습니다.";
    fin(count): "It ran: {count} FIN. No descriptor referred to the socket any more, so the kernel ended the connection.",
        "실행 결과 FIN {count}개. 소켓을 가리키는 디스크립터가 더는 없어 커널이 연결을 끝냈습니다.";
    no_fin: "It ran: no FIN. A descriptor still refers to the same open file description; only the last close ends the connection.",
        "실행 결과 FIN 없음. 같은 열린 파일 테이블 항목을 가리키는 디스크립터가 남아 있습니다. 마지막 close에서야 연결이 끝납니다.";
}
