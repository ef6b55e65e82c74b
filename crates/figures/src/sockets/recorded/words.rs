//! What views of a recorded run say.

figure_kit::words! {
    /// What views of a recorded run say, over what every figure says.
    pub struct Words in "recorded" over crate::sockets::failure::Words;

    // Who.
    client: "client", "클라이언트";
    server: "server", "서버";
    nth_client(n): "{n|second|third} client", "{n|두|세} 번째 클라이언트";
    nth_server(n): "{n|second|third} server", "{n|두|세} 번째 서버";
    client_kernel: "client’s kernel", "클라이언트 커널";
    server_kernel: "server’s kernel", "서버 커널";
    kernel_of(host): "kernel of {host}", "{host} 커널";
    client_lane: "Client", "클라이언트";
    server_lane: "Server", "서버";

    // What a step is: the programs.
    say_start: "Nothing has happened yet. Both programs are about to make their first call.",
        "아직 아무 일도 일어나지 않았습니다. 이제 프로그램들이 첫 호출을 합니다.";
    say_fails(who, call, errno): "The {who}’s {call} fails at once: {errno}.",
        "{who}: {call} 호출이 바로 실패합니다. 오류는 {errno}입니다.";
    say_socket(who, fd): "The {who} asks for a socket. The kernel makes one, and descriptor {fd} leads to it.",
        "{who}: 소켓을 요청합니다. 커널이 소켓을 만들고 {fd}번 디스크립터를 반환합니다.";
    say_reuse(who): "The {who} sets SO_REUSEADDR: a port that is only held by connections in TIME-WAIT may be bound.",
        "{who}: SO_REUSEADDR를 켭니다. TIME-WAIT 연결만 쥐고 있는 포트라면 bind할 수 있게 됩니다.";
    say_nodelay(who): "The {who} sets TCP_NODELAY: small pieces are sent without waiting.",
        "{who}: TCP_NODELAY를 켭니다. 작은 조각도 기다리지 않고 보냅니다.";
    say_bind(who, port, fd): "The {who} binds: port {port} now belongs to the socket behind descriptor {fd}.",
        "{who}: bind합니다. 이제 {port}번 포트의 주인은 {fd}번 디스크립터의 소켓입니다.";
    say_listen(who, count): "The {who} marks its socket as a listener and waits for nobody: from now on its kernel completes handshakes alone, up to {count} {count|connection|connections} waiting.",
        "{who}: 리스닝 소켓으로 표시할 뿐, 누구를 기다리지는 않습니다. 이제 커널이 혼자 핸드셰이크를 마치며, 대기할 수 있는 연결은 최대 {count}개입니다.";
    say_accept(who, fd): "A connection was ready in the accept queue: accept() takes it out, and descriptor {fd} leads to it. The {who} goes on.",
        "{who}: accept 큐에 준비된 연결이 있어 accept()가 꺼냅니다. 새 디스크립터는 {fd}번입니다.";
    say_accept_sleeps(who): "The accept queue is empty, so the {who} falls asleep inside accept().",
        "{who}: accept 큐가 비어 있어 accept() 안에서 잠듭니다(블로킹).";
    say_connect(who): "The {who} calls connect(): its kernel sends SYN, and the program sleeps until there is an answer.",
        "{who}: connect()를 호출합니다. 커널이 SYN을 보내고, 프로그램은 응답이 올 때까지 잠듭니다.";
    say_send(who, count): "The {who}’s kernel copies {count} {count|byte|bytes} into the send buffer, sends what it may, and send() returns. That says nothing about arrival.",
        "{who}: 커널이 {count}바이트를 송신 버퍼로 복사하고 보낼 수 있는 만큼 보냅니다. send()는 곧 반환되지만 도착했다는 뜻은 아닙니다.";
    say_send_waits(who, count): "The {who}’s kernel copies {count} {count|byte|bytes} into the send buffer, where they wait for their turn.",
        "{who}: 커널이 {count}바이트를 송신 버퍼로 복사합니다. 보낼 차례가 올 때까지 거기서 기다립니다.";
    say_send_sleeps(who): "The send buffer is full, so the {who} falls asleep inside send().",
        "{who}: 송신 버퍼가 가득 차 send() 안에서 잠듭니다.";
    say_recv(who, count): "{count} {count|byte was|bytes were} waiting in the receive buffer: the {who}’s recv() takes {count|it|them}.",
        "{who}: 수신 버퍼에 있던 {count}바이트를 recv()가 가져갑니다.";
    say_recv_sleeps(who): "There is nothing to read yet, so the {who} falls asleep inside recv().",
        "{who}: 아직 읽을 것이 없어 recv() 안에서 잠듭니다.";
    say_recv_end(who): "The peer has ended its stream and everything is read: the {who}’s recv() returns 0. That is not an error.",
        "{who}: 상대가 스트림을 끝냈고 남은 데이터도 없어 recv()가 0을 반환합니다. 오류가 아닙니다.";
    say_shutdown(who): "The {who} will send no more: its kernel sends FIN. The descriptor stays open, and reading goes on.",
        "{who}: 더 보내지 않겠다고 알립니다. 커널이 FIN을 보내지만 디스크립터는 열려 있고 계속 읽을 수 있습니다.";
    say_close(who): "The {who} closes the descriptor.", "{who}: 디스크립터를 닫습니다.";
    say_close_fin(who): "The {who} closes the descriptor. Its kernel sends FIN and sees to the rest alone.",
        "{who}: 디스크립터를 닫습니다. 커널이 FIN을 보내고 나머지를 혼자 처리합니다.";
    say_close_reset(who): "The {who} closes while bytes are left unread, so its kernel sends RST: the peer must learn that data was thrown away.",
        "{who}: 읽지 않은 바이트를 남긴 채 닫습니다. 그래서 커널은 RST를 보내 데이터가 버려졌음을 상대에게 알립니다.";
    say_wait(who, time): "The {who} sleeps for {time}, on purpose.", "{who}: 일부러 {time} 동안 잡니다.";
    say_ends(who): "The {who} has come to its end. Its kernel closes whatever it left open.",
        "{who}: 프로그램이 끝났습니다. 열린 채 남은 것은 커널이 닫습니다.";
    say_gives_up(who): "The {who} does not handle the error and ends. Its kernel closes whatever it left open.",
        "{who}: 오류를 처리하지 않아 프로그램이 끝납니다. 열린 채 남은 것은 커널이 닫습니다.";
    say_back_connect(who): "The {who}’s connect() returns: the handshake is done, whether or not anyone has called accept().",
        "{who}: connect()가 반환됩니다. 누가 accept()를 호출했든 아니든 핸드셰이크는 끝났습니다.";
    say_back_recv(who, count): "The {who}’s recv() wakes up and returns {count} {count|byte|bytes}.",
        "{who}: recv()가 깨어나 {count}바이트를 반환합니다.";
    say_back_wait(who): "The {who} has slept long enough.", "{who}: 정한 시간이 지나 깨어납니다.";
    say_back_fails(who, call, errno): "The {who}’s {call} wakes up and fails: {errno}.",
        "{who}: {call} 호출이 깨어나 실패합니다. 오류는 {errno}입니다.";
    say_sleeps(who, call): "The {who} falls asleep inside {call}.", "{who}: {call} 호출 안에서 잠듭니다.";
    say_back(who, call, result): "The {who}’s {call} returns {result}.",
        "{who}: {call} 호출이 반환됩니다. 반환값은 {result}입니다.";

    // What a step is: the kernels and the wire.
    say_syn(kernel): "SYN arrives. The {kernel} notes the request in the SYN queue and answers SYN ACK. No program is asked.",
        "{kernel}: SYN이 도착합니다. 요청을 SYN 큐에 적고 SYN ACK로 답합니다. 어떤 프로그램에도 묻지 않습니다.";
    say_syn_dropped(kernel): "SYN arrives, but the accept queue is full: the {kernel} drops it without a word. It is not refused.",
        "{kernel}: SYN이 도착했지만 accept 큐가 가득 차 말없이 버립니다. 연결을 거부하는 것이 아닙니다.";
    say_ack_dropped(kernel): "The third part of the handshake arrives, but the accept queue is full: the {kernel} ignores it. The client already believes in the connection.",
        "{kernel}: 핸드셰이크의 세 번째 세그먼트가 도착했지만 accept 큐가 가득 차 무시합니다. 클라이언트는 이미 연결되었다고 믿습니다.";
    say_no_room(kernel): "Data arrives for which the {kernel} has no room. It is dropped and will have to come again.",
        "{kernel}: 도착한 데이터를 둘 자리가 없어 버립니다. 나중에 다시 와야 합니다.";
    say_refused(kernel, port): "Nobody listens on port {port}: the {kernel} answers the SYN with RST.",
        "{kernel}: {port}번 포트에 리스닝 소켓이 없어 SYN에 RST로 답합니다.";
    say_nobody(kernel): "No socket wants this segment any more: the {kernel} answers with RST.",
        "{kernel}: 이 세그먼트를 받을 소켓이 이제 없어 RST로 답합니다.";
    say_syn_ack(kernel): "SYN ACK arrives and is acknowledged. For the {kernel} the connection stands.",
        "{kernel}: SYN ACK가 도착해 ACK로 답합니다. 이쪽에서는 연결이 이루어졌습니다.";
    say_syn_ack_again(kernel): "SYN ACK arrives once more; the {kernel} repeats its acknowledgement.",
        "{kernel}: SYN ACK가 다시 도착해 ACK를 되풀이합니다.";
    say_third(kernel): "The third part of the handshake arrives. The {kernel} moves the connection from the SYN queue to the accept queue.",
        "{kernel}: 핸드셰이크의 세 번째 세그먼트가 도착합니다. 연결을 SYN 큐에서 accept 큐로 옮깁니다.";
    say_data(kernel, count): "{count} {count|byte arrives|bytes arrive}. The {kernel} puts {count|it|them} into the receive buffer and acknowledges.",
        "{kernel}: {count}바이트가 도착합니다. 수신 버퍼에 넣고 ACK로 답합니다.";
    say_data_silent(kernel, count): "{count} {count|byte arrives|bytes arrive} in the receive buffer. The {kernel} holds the acknowledgement back for a moment.",
        "{kernel}: {count}바이트가 도착해 수신 버퍼에 들어갑니다. ACK는 잠시 미룹니다.";
    say_data_known(kernel, count): "{count} {count|byte arrives|bytes arrive} that the {kernel} has already: thrown away, and acknowledged again.",
        "{kernel}: 이미 받은 {count}바이트가 또 도착합니다. 버리고 ACK만 다시 보냅니다.";
    say_fin(kernel): "FIN arrives: the peer will send no more. The {kernel} will tell the program once everything before it is read.",
        "{kernel}: FIN이 도착합니다. 상대는 더 보내지 않습니다. 앞의 데이터를 다 읽고 나면 프로그램이 알게 됩니다.";
    say_fin_alone(kernel): "FIN arrives. No program holds this connection any more: the {kernel} answers alone.",
        "{kernel}: FIN이 도착합니다. 이 연결을 쥔 프로그램이 이제 없어 커널이 혼자 답합니다.";
    say_ack(kernel): "An acknowledgement arrives in the {kernel}. What it covers leaves the send buffer.",
        "{kernel}: ACK가 도착합니다. 확인된 만큼 송신 버퍼에서 지웁니다.";
    say_rst(kernel): "RST arrives. For the {kernel} the connection is gone at once, with everything in its buffers.",
        "{kernel}: RST가 도착합니다. 연결은 버퍼에 있던 것과 함께 그 자리에서 사라집니다.";
    say_icmp(kernel): "An ICMP message reaches the {kernel}.", "{kernel}: ICMP 메시지가 도착합니다.";
    say_checksum(kernel): "The {kernel} finds the checksum wrong and drops the packet.",
        "{kernel}: 체크섬이 맞지 않아 패킷을 버립니다.";
    say_lost(segment): "{segment} is lost on the way.", "전송 중에 손실된 세그먼트: {segment}.";
    say_state(kernel, from, to): "In the {kernel}: {from} → {to}.", "{kernel}: {from} → {to}.";
    say_resent(kernel): "Nobody has acknowledged, so the {kernel} sends it again. The program does not know.",
        "{kernel}: 아무도 확인해 주지 않아 다시 보냅니다. 프로그램은 모릅니다.";
    say_loss_probe(kernel): "No acknowledgement in twice the usual time: the {kernel} sends the tail again, to find out early whether it was lost.",
        "{kernel}: 평소의 두 배가 지나도 ACK가 없어, 손실을 일찍 알아보려고 끝부분을 다시 보냅니다.";
    say_syn_ack_resent(kernel): "The third part of the handshake is missing, so the {kernel} sends SYN ACK again.",
        "{kernel}: 핸드셰이크의 세 번째 세그먼트가 오지 않아 SYN ACK를 다시 보냅니다.";
    say_request_dropped(kernel): "The {kernel} gives up waiting for the handshake and forgets the request.",
        "{kernel}: 핸드셰이크를 기다리다 그만두고 요청을 지웁니다.";
    say_window_probe(kernel): "The peer’s window is closed: the {kernel} asks whether it has opened.",
        "{kernel}: 상대의 윈도가 닫혀 있어, 열렸는지 물어봅니다.";
    say_delayed_ack(kernel): "The {kernel} has waited long enough for data to ride with: the acknowledgement goes alone.",
        "{kernel}: 함께 보낼 데이터를 기다렸지만 없어, 미뤄 둔 ACK만 보냅니다.";
    say_time_wait_over(kernel): "TIME-WAIT is over: the {kernel} forgets the last trace of the connection.",
        "{kernel}: TIME-WAIT가 끝나 연결의 마지막 흔적을 지웁니다.";
    say_fin_wait_over(kernel): "The {kernel} waits no longer for the peer’s FIN and forgets the connection.",
        "{kernel}: 상대의 FIN을 더 기다리지 않고 연결을 지웁니다.";
    say_timer(kernel): "A timer runs out, and the {kernel} gives up.", "{kernel}: 타이머가 끝나 포기합니다.";

    // What the reader did.
    did_drop(number): "You drop segment {number}.", "{number}번 세그먼트를 버리게 했습니다.";
    did_duplicate(number): "You double segment {number}.", "{number}번 세그먼트를 두 번 도착하게 했습니다.";
    did_delay(number, time): "You hold segment {number} back for {time}.",
        "{number}번 세그먼트를 {time} 늦췄습니다.";
    did_reset(kernel): "You forge an RST, with the right numbers, on its way to the {kernel}.",
        "번호까지 맞춘 RST를 위조해 보냈습니다. 받는 쪽: {kernel}.";
    did_kill(who): "You kill the {who} with SIGKILL. Its kernel closes its descriptors.",
        "SIGKILL로 강제 종료했습니다({who}). 디스크립터는 커널이 닫습니다.";
    did_fill: "Strangers connect until the server’s accept queue takes no more.",
        "낯선 클라이언트들이 서버의 accept 큐가 가득 찰 때까지 연결합니다.";
    did_tune(kernel, name, value): "You set {name} = {value} in the {kernel}.",
        "{kernel}: {name} 값을 {value}(으)로 바꿨습니다.";

    // The ladder.
    time_label: "Time and wire", "시간과 회선";
    time_wire: "wire, time downward", "회선, 시간은 아래로";
    axis_client: "client kernel", "클라이언트 커널";
    axis_server: "server kernel", "서버 커널";
    now(moment): "now, {moment}", "지금, {moment}";
    later(time): "{time} later", "{time} 뒤";
    again: "again", "다시";
    lost: "lost", "손실";
    asleep: "asleep", "잠듦";
    syn_queue: "SYN queue", "SYN 큐";
    accept_queue: "accept queue", "accept 큐";
    timer: "timer", "타이머";
    dropped: "dropped", "버림";
    retransmission: "retransmission", "재전송";
    loss_probe: "loss probe", "손실 프로브";
    window_probe: "window probe", "윈도 프로브";
    delayed_ack: "delayed ACK", "지연된 ACK";
    keep_alive: "keep-alive", "keep-alive";
    in_transit: "in transit", "이동 중";
    in_queue: "in a queue, on a timer", "큐·타이머에 머문 시간";
    earlier(count): "{count} earlier {count|step|steps}", "이전 단계 {count}개";
    further(count): "{count} later {count|step|steps}", "이후 단계 {count}개";
    segment_label(number, what, from): "Segment {number}, {what}, from the {from}",
        "{number}번 세그먼트, {what}, 보낸 쪽: {from}";
    segment_arrived: "delivered", "도착함";

    // The lanes.
    program_label: "Program in view", "보이는 프로그램";
    all_lines(count): "Show all {count} lines", "{count}줄 모두 보기";
    call_lines: "Only the calls", "호출만 보기";
    user: "user", "사용자";
    kernel: "kernel", "커널";
    asleep_for(time): "asleep, {time}", "{time}째 잠듦";
    running: "running", "실행 중";
    not_started: "not started", "시작 전";
    has_ended: "ended", "끝남";
    was_killed: "killed", "강제 종료됨";
    descriptors: "File descriptors", "파일 디스크립터";
    terminal: "terminal", "터미널";
    unbound: "not bound", "bind 전";
    no_descriptor: "No descriptor leads to", "디스크립터가 없는 소켓";
    queues(fd): "Queues of descriptor {fd}", "{fd}번 디스크립터의 큐";
    count_of(count, most): "{count} of {most}", "{count}/{most}";
    buffers(fd): "Buffers of descriptor {fd}", "{fd}번 디스크립터의 버퍼";
    buffers_kept(end): "Buffers of {end}", "{end} 연결의 버퍼";
    send_buffer: "send", "송신";
    receive_buffer: "receive", "수신";
    hatched: "Hatched bytes are sent but not yet acknowledged.", "빗금 친 바이트는 보냈지만 아직 확인받지 못했습니다.";
    timers: "Timers", "타이머";
    due_in(time): "in {time}", "{time} 뒤";

    // Moving in time.
    transport: "Moving in time", "시간 이동";
    time: "Time", "시간";
    step_number(step): "Step {step}", "{step}단계";
    time_value(step, steps, moment): "Step {step} of {steps}, {moment}", "{steps}단계 중 {step}단계, {moment}";
    speed: "Speed", "속도";
    cut: "More would happen; the run is shown up to here.",
        "이 뒤로도 이어지지만 여기까지만 보여 줍니다.";

    // Beside the ladder.
    tabs: "Views", "보기";
    tab_events: "Events", "이벤트";
    tab_segment: "Segment", "세그먼트";
    tab_change: "Change the run", "실행 조건 바꾸기";
    no_events: "No step has been taken yet.", "아직 진행한 단계가 없습니다.";
    on_host(host): "on the {host}", "{host}";
    pick_segment: "Choose a segment in the ladder to see its bytes.", "사다리에서 세그먼트를 하나 고르면 그 바이트를 보여 줍니다.";
    segment_title(number, from): "Segment {number}, from the {from}", "{number}번 세그먼트 · 보낸 쪽: {from}";
    wireshark: "Open in Wireshark", "Wireshark로 열기";
    wireshark_hint: "downloads the segments sent up to now as a pcapng file", "지금까지 보낸 세그먼트를 pcapng 파일로 내려받습니다";
    field_version: "version, header length", "버전, 헤더 길이";
    field_service: "type of service", "서비스 유형(TOS)";
    field_length: "total length", "전체 길이";
    field_id: "identification, fragments", "식별자, 단편화";
    field_ttl: "time to live", "TTL";
    field_protocol: "protocol", "프로토콜";
    field_checksum: "checksum", "체크섬";
    field_source: "source", "출발지";
    field_destination: "destination", "목적지";
    field_source_port: "source port", "출발지 포트";
    field_destination_port: "destination port", "목적지 포트";
    field_seq: "sequence number", "시퀀스 번호";
    field_ack: "acknowledgement number", "확인 응답 번호";
    field_flags: "header length, flags", "헤더 길이, 플래그";
    field_window: "window", "윈도";
    field_urgent: "urgent pointer", "긴급 포인터";
    field_options: "options", "옵션";
    field_data: "data", "데이터";
    relative(number): "{number} in this connection", "이 연결에서 {number}";

    // Changing the run.
    mishaps(number): "What becomes of segment {number}", "{number}번 세그먼트에 일어날 일";
    mishaps_none: "Choose a segment in the ladder, and decide what becomes of it.", "사다리에서 세그먼트를 고르면 그 세그먼트에 일어날 일을 정할 수 있습니다.";
    do_drop: "Lose it", "손실시키기";
    do_delay(time): "Hold it back {time}", "{time} 늦추기";
    do_duplicate: "Deliver it twice", "두 번 전달하기";
    now_at(step): "Now, at step {step}", "지금, {step}단계에서";
    do_reset(kernel): "Forge an RST to the {kernel}", "위조한 RST 보내기: {kernel}";
    do_kill(who): "Kill the {who}", "강제 종료: {who}";
    do_fill: "Fill the accept queue", "accept 큐 채우기";
    settings: "Settings of the kernels, from this step on", "이 단계부터 적용할 커널 설정";
    changes: "What you changed", "바꾼 것";
    changes_none: "Nothing is changed: the run is the author’s.", "바꾼 것이 없습니다. 처음 그대로의 실행입니다.";
    undo: "Undo", "되돌리기";
    heal: "Undo all", "모두 되돌리기";
    too_many(most): "No more than {most} changes fit into one run.", "한 번의 실행에서 바꿀 수 있는 것은 {most}개까지입니다.";
    at_step(step): "step {step}", "{step}단계";
}
