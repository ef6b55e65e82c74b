//! The descriptor table.

words! { descriptor_table =>
    dt_tables: "Descriptor tables", "디스크립터 테이블";
    dt_tables_note: "one for each process", "프로세스마다 하나";
    dt_descriptions: "Open file descriptions", "열린 파일 기술";
    dt_descriptions_note: "shared by dup and fork; × counts descriptors",
        "dup과 fork가 공유하고, ×는 디스크립터 수";
    dt_sockets: "Sockets", "소켓";
    dt_sockets_note: "objects in the kernel", "커널 안의 객체";
    dt_process(pid): "process {pid}", "프로세스 {pid}";
    dt_exited: "has exited", "끝남";
    dt_asleep(call): "asleep in {call}", "잠듦: {call}";
    dt_sleeps: "… asleep", "… 잠듦";
    dt_terminal: "terminal", "터미널";
    dt_descriptor(number): "descriptor {number}", "디스크립터 {number}";
    dt_references(count): "{count} {count|descriptor refers|descriptors refer} to it",
        "이것을 가리키는 디스크립터 {count}개";
    dt_no_description: "no program holds it", "가진 프로그램 없음";
    dt_waiting(count): "{count} not accepted yet", "accept 대기 {count}";
    dt_said(socket): "Its socket: {socket}", "소켓: {socket}";
    dt_pick: "Open a socket, and choose its number to see what the kernel keeps for it.",
        "소켓을 열고 번호를 고르면 커널이 그 소켓에 보관하는 것을 보여 줍니다.";
    dt_holds(number): "What the socket behind descriptor {number} holds",
        "{number}번 디스크립터가 가리키는 소켓의 내용";
    dt_family: "Family, type", "주소 체계, 유형";
    dt_protocol: "Protocol", "프로토콜";
    dt_local: "Local address", "로컬 주소";
    dt_remote: "Remote address", "원격 주소";
    dt_state: "State", "상태";
    dt_accept_queue: "Accept queue", "accept 큐";
    dt_send_buffer: "Send buffer", "송신 버퍼";
    dt_receive_buffer: "Receive buffer", "수신 버퍼";
    dt_shut: "Shut directions", "닫은 방향";
    dt_error: "Pending error", "대기 중인 오류";
    dt_owner: "Owner", "소유자";
    dt_held_by: "Held by (process:descriptor)", "가진 쪽 (프로세스:디스크립터)";
    dt_none: "none", "없음";
    dt_options: "Its options", "소켓 옵션";
    dt_options_note: "as getsockopt answers; choose one to set it",
        "getsockopt의 답. 바꿀 옵션을 고르세요.";
    dt_new_value(option): "New value of {option}", "{option}의 새 값";
    dt_value_number: "A whole number that fits into 32 bits is wanted.",
        "32비트에 들어가는 정수를 적어 주세요.";
    dt_value_seconds: "Seconds as a whole number are wanted, or off.",
        "초를 정수로 적거나 off를 적어 주세요.";
    dt_doubled: "Linux doubles what is asked for a buffer, to leave room for its bookkeeping:",
        "Linux는 요청한 버퍼 크기를 두 배로 잡아 관리용 공간을 남깁니다:";
    dt_log: "Calls", "호출";
    dt_log_note: "with the packets that each caused", "호출이 일으킨 패킷과 함께";
    dt_log_empty: "Nothing has been called yet.", "아직 아무것도 호출하지 않았습니다.";
    dt_texts: "What the host says of itself", "호스트가 보여 주는 정보";
    dt_new_sockets(pid): "Process {pid} opens", "프로세스 {pid}에서 열기";
    dt_on_descriptor(number): "With descriptor {number}", "{number}번 디스크립터로";
    dt_whole_process(pid): "Process {pid} itself", "프로세스 {pid} 자체";
    dt_outside: "Meanwhile, elsewhere", "그동안 다른 곳에서";
    dt_peer_connects(port): "192.0.2.2 connects to port {port}", "192.0.2.2가 {port}번 포트에 연결";
    dt_peer_sends: "it sends", "상대가 전송";
    dt_peer_closes: "it closes", "상대가 닫기";
    dt_wait(seconds): "{seconds} s pass", "{seconds}초 지나기";
    dt_undo: "Take the last step back", "마지막 단계 되돌리기";
    dt_new_number: "New number", "새 번호";
    dt_address: "Address", "주소";
    dt_bad_address: "An address is a port, IPv4:port, a path such as /tmp/app.sock, or @name.",
        "주소는 포트, IPv4:포트, /tmp/app.sock 같은 경로, @이름 가운데 하나로 적어 주세요.";
    dt_bad_number: "A descriptor is a whole number.", "디스크립터는 정수입니다.";
    dt_full(count): "{count} steps are kept. Take some back to go on.",
        "단계는 {count}개까지 보관합니다. 계속하려면 몇 단계를 되돌리세요.";
    dt_question(call): "{call} comes next. Is a FIN sent?", "다음 호출은 {call}입니다. FIN을 보낼까요?";
    dt_answer_fin: "Yes: the connection is told that this side is done",
        "보냅니다. 이쪽이 끝났다고 연결 상대에게 알립니다.";
    dt_answer_no_fin: "No: nothing goes out", "보내지 않습니다. 나가는 것이 없습니다.";
    dt_failed(errno): "It ran and failed with {errno}: nothing was sent.",
        "실행 결과 {errno} 오류로 실패했고, 아무것도 보내지 않았습니다.";
    dt_fin_other(count): "It ran: {count} FIN.", "실행 결과 FIN {count}개.";
    dt_no_fin_other: "It ran: no FIN. There was no connection to end.",
        "실행 결과 FIN 없음. 끝낼 연결이 없었습니다.";
    dt_fin(count): "It ran: {count} FIN. No descriptor referred to the socket any more, so the kernel ended the connection.",
        "실행 결과 FIN {count}개. 소켓을 가리키는 디스크립터가 더는 없어 커널이 연결을 끝냈습니다.";
    dt_no_fin: "It ran: no FIN. A descriptor still refers to the same open file description; only the last close ends the connection.",
        "실행 결과 FIN 없음. 같은 열린 파일 기술을 가리키는 디스크립터가 남아 있습니다. 마지막 close에서야 연결이 끝납니다.";
}
