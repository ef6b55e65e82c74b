//! What worksheets say.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What worksheets say, in both languages.
    pub struct Words in "worksheet" over Kit;

    seed: "Sheet number", "문제지 번호";
    seed_range(least, most): "A number from {least} to {most}.", "{least}~{most}의 정수를 적습니다.";
    another: "Another sheet", "다른 문제지";
    print: "Print this sheet", "이 문제지 인쇄";
    show_key: "Answer key", "정답지";
    key_on: "The answer key stands below the sheet.", "정답지가 문제지 아래에 있습니다.";
    key_off: "The answer key is hidden.", "정답지를 숨겼습니다.";
    sheet_no(seed): "Worksheet {seed}", "문제지 {seed}번";
    key_no(seed): "Answer key of worksheet {seed}", "문제지 {seed}번의 정답지";
    name: "Name", "이름";
    date: "Date", "날짜";
    blank: "to be filled in", "빈칸";
    because: "because", "이유";
    yes: "yes", "예";
    no: "no", "아니요";
    waits: "waits", "기다림";
    call: "Call", "호출";
    returns: "Returns", "반환값";
    client: "client", "클라이언트";
    server: "server", "서버";
    bytes: "bytes", "바이트";

    socket: "What is a socket?", "소켓이란 무엇인가";
    ports: "Addresses and ports", "주소와 포트";
    life: "The life of a connection", "연결의 일생";
    tcp_udp: "TCP and UDP", "TCP와 UDP";
    endings: "Endings", "연결의 끝";
    handshake: "The opening handshake", "연결을 여는 핸드셰이크";
    frames: "Frames", "프레임";
    masking: "Masking", "마스킹";
    programs: "In programs", "프로그램에서 쓰기";

    descriptors_title: "Numbers of descriptors", "디스크립터 번호";
    descriptors_ask: "A program begins with its descriptors 0, 1 and 2 open and makes these calls one after the other. What does each return?",
        "0번, 1번, 2번 디스크립터가 열린 채로 시작한 프로그램이 다음 호출을 차례로 합니다. 각 호출은 무엇을 반환합니까?";
    last_close_title: "The last close", "마지막 close";
    last_close_ask: "Descriptor 3 is a TCP connection. Behind which of these calls does the kernel send a FIN?",
        "3번 디스크립터는 TCP 연결입니다. 커널은 어느 호출 뒤에 FIN을 보냅니까?";
    fin_sent: "FIN?", "FIN?";

    categories_title: "Whose port?", "어떤 포트일까요?";
    categories_ask: "Name the category of each port (RFC 6335 §6). Might Linux choose it by itself for a client?",
        "각 포트의 범주(RFC 6335 §6)를 적으세요. Linux가 클라이언트를 위해 스스로 고를 수 있는 포트입니까?";
    port: "Port", "포트";
    category: "Category", "범주";
    linux_chooses: "Linux chooses it?", "Linux가 고를까요?";
    well_known: "well-known", "잘 알려진 포트";
    registered: "registered", "등록된 포트";
    dynamic: "dynamic", "동적 포트";
    binds_title: "Which bind fails?", "어떤 bind가 실패할까요?";
    binds_ask: "Each call uses a new socket of its protocol, and none is closed; 10.0.0.1 is the host's own address. What does each return? (In another language than C, an error is an exception.)",
        "호출마다 그 프로토콜의 새 소켓을 쓰고, 닫는 소켓은 없습니다. 10.0.0.1은 이 호스트의 주소입니다. 각 호출은 무엇을 반환합니까? (C가 아닌 언어에서는 오류가 예외로 나타납니다.)";
    protocol: "Protocol", "프로토콜";
    tuples_title: "Whose segment?", "누구의 세그먼트일까요?";
    tuples_ask: "A server's accept has returned three descriptors. To which of them does each arriving segment go?",
        "서버의 accept가 디스크립터 세 개를 반환했습니다. 도착한 세그먼트는 각각 어느 디스크립터로 갑니까?";
    accepted_from(fd, remote): "accept(3) = {fd}  from {remote}", "accept(3) = {fd}  상대 {remote}";
    segment: "Segment", "세그먼트";
    goes_to: "Goes to", "디스크립터";

    order_title: "A server's calls", "서버의 호출";
    order_ask: "Number these calls in the order in which a server makes them that reads a request, answers it and hangs up.",
        "요청을 읽고 응답한 뒤 연결을 끊는 서버가 하는 순서대로 번호를 적으세요.";
    place: "Place", "순서";
    order_packet: "Which of them puts a packet on the wire?", "이 가운데 패킷을 내보내는 호출은 무엇입니까?";
    ladder_title: "Segment by segment", "세그먼트 하나하나";
    ladder_ask(asked, answered): "A client connects, sends {asked} bytes and gets {answered} back. Fill in what is missing; seq and ack are counted from each side's own first number.",
        "클라이언트가 연결해서 {asked}바이트를 보내고 {answered}바이트를 받습니다. 빈칸을 채우세요. seq와 ack는 각자의 첫 번호를 0으로 하여 셉니다.";
    from: "From", "보낸 쪽";
    flags: "Flags", "플래그";

    boundaries_title: "Three sends, four reads", "send 세 번, recv 네 번";
    boundaries_ask(list): "A client sends messages of {list} bytes. When all have arrived, the server reads. How many bytes does each call give, over TCP and over UDP? Write “waits” where nothing is left.",
        "클라이언트가 {list}바이트짜리 메시지를 보냅니다. 모두 도착한 뒤 서버가 읽습니다. 각 호출은 TCP와 UDP에서 몇 바이트를 반환합니까? 남은 것이 없으면 “기다림”이라고 적으세요.";
    cost_title: "What one question costs", "질문 하나의 비용";
    cost_ask(asked, answered): "A client asks with {asked} bytes, a server answers with {answered}; a packet takes 10 ms each way, and nothing is lost. Over TCP the connection is opened for it and closed behind it, by the client first.",
        "클라이언트가 {asked}바이트로 묻고 서버가 {answered}바이트로 답합니다. 패킷은 편도 10 ms가 걸리고 손실은 없습니다. TCP에서는 이를 위해 연결을 열고, 끝나면 클라이언트부터 닫습니다.";
    before_data: "ms before the first data can leave", "첫 데이터를 보내기까지 걸리는 ms";
    client_packets: "packets from the client", "클라이언트가 보낸 패킷";
    server_packets: "packets from the server", "서버가 보낸 패킷";
    program_bytes: "bytes for the programs", "프로그램이 주고받은 바이트";

    states_title: "State by state", "상태 하나하나";
    states_ask: "A packet takes 10 ms. In which state is each socket at these moments?",
        "패킷은 10 ms 걸립니다. 각 순간에 두 소켓은 어떤 상태입니까?";
    moment: "Moment", "순간";
    calls(who, call): "{who}: {call}", "{who}: {call}";
    fin_arrived(who): "the FIN has reached the {who}", "FIN이 {who}에 도착함";
    ack_arrived(who): "its ACK has reached the {who}", "그 ACK가 {who}에 도착함";
    a_moment_later: "60 ms later", "60 ms 뒤";
    results_title: "After the other side's end", "상대가 끝낸 뒤";
    results_ask: "What do the client's calls return, each some time after the one before?",
        "클라이언트의 호출은 각각 무엇을 반환합니까? 호출 사이에는 시간이 충분히 지납니다.";
    peer_closed(count): "The server has sent {count} bytes and called close, with nothing unread.",
        "서버가 {count}바이트를 보내고 close를 호출했습니다. 읽지 않은 데이터는 없었습니다.";
    peer_reset(count): "The server has sent {count} bytes and called close while 6 bytes of the client's were unread.",
        "서버가 {count}바이트를 보내고, 클라이언트가 보낸 6바이트를 읽지 않은 채 close를 호출했습니다.";
    peer_half(count): "The server has sent {count} bytes and called shutdown(SHUT_WR), and does not read.",
        "서버가 {count}바이트를 보내고 shutdown(SHUT_WR)을 호출했으며, 읽지는 않습니다.";

    verdicts_title: "The server's verdict", "서버의 판정";
    verdicts_ask: "Each row changes one thing of this request. Which status does a strict server answer with, and by which clause, where it refuses?",
        "행마다 이 요청의 한 군데를 바꿉니다. 규칙을 엄격히 지키는 서버는 어떤 상태 코드로 답합니까? 거절한다면 근거는 어느 절입니까?";
    change: "Change", "바뀐 곳";
    status: "Status", "상태 코드";
    clause: "Clause", "근거";
    as_it_stands: "nothing: as it stands", "없음(그대로)";
    without(line): "without “{line}”", "“{line}” 없음";
    accept_title: "A little Base64", "Base64 조금";
    accept_ask(key, digest): "For the key {key} the SHA-1 digest is {digest}. Compute the first four characters of Sec-WebSocket-Accept. A to Z stand for 0 to 25, a to z for 26 to 51, 0 to 9 for 52 to 61, + and / for 62 and 63.",
        "키 {key}의 SHA-1 다이제스트는 {digest}입니다. Sec-WebSocket-Accept의 처음 네 글자를 계산하세요. A~Z는 0~25, a~z는 26~51, 0~9는 52~61, +와 /는 62와 63입니다.";
    six_bits: "six bits", "6비트";
    as_number: "number", "수";
    character: "character", "글자";

    dissect_title: "Take it apart", "프레임 뜯어보기";
    dissect_ask: "A client has sent this frame. Fill in what it says.", "클라이언트가 보낸 프레임입니다. 빈칸을 채우세요.";
    field: "Field", "필드";
    value: "Value", "값";
    payload_length: "payload length", "페이로드 길이";
    masking_key: "masking key", "마스킹 키";
    header_bytes: "bytes of header", "헤더의 바이트 수";
    build_title: "Put it together", "헤더 만들기";
    build_ask: "Write the header of each of these whole frames of a server, in hex.", "서버가 보내는 다음 프레임의 헤더를 16진수로 적으세요. 모두 나뉘지 않은 프레임입니다.";
    build_line(opcode, length): "{opcode}, {length} bytes", "{opcode}, {length}바이트";
    judge_title: "Legal or not", "규칙에 맞을까요?";
    judge_ask: "A client sends each of these as its first frame. Write “legal”, or the clause that it breaks and the close code of the answer.",
        "클라이언트가 다음을 각각 첫 프레임으로 보냅니다. “맞음”이라고 적거나, 어긴 절과 응답의 종료 코드를 적으세요.";
    bytes_sent: "Bytes", "바이트";
    legal: "legal", "맞음";
    legal_or_clause: "Legal, or clause", "맞음, 또는 절";
    close_code: "Code", "코드";

    mask_title: "There", "마스킹하기";
    mask_ask(key): "The masking key is {key}. What goes over the wire?", "마스킹 키는 {key}입니다. 전송되는 바이트는 무엇입니까?";
    payload_byte: "Payload", "페이로드";
    key_byte: "Key", "키";
    wire_byte: "On the wire", "전송";
    unmask_title: "And back again", "마스크 풀기";
    unmask_ask(key): "This payload was masked with {key}. What does it say?", "이 페이로드를 마스킹한 키는 {key}입니다. 무슨 내용입니까?";
    in_hex: "in hex", "16진수";
    as_text: "as text", "텍스트";
    phase_title: "Where the key goes on", "키를 이어 가는 곳";
    phase_ask: "A receiver reads a payload in pieces. With which byte of the key, 0 to 3, does each piece begin?",
        "받는 쪽이 페이로드를 나누어 읽습니다. 조각마다 키의 몇 번 바이트(0~3)부터 시작합니까?";
    piece: "Piece", "조각";
    begins_with: "Begins with", "시작하는 키 바이트";

    codes_title: "Codes that may be sent", "보내도 되는 코드";
    codes_ask: "Tick the codes that may stand in a close frame.", "종료 프레임에 넣어도 되는 코드에 표시하세요.";
    sizes_title: "Bytes on the wire", "전송되는 바이트";
    sizes_ask: "Each of these is sent by one call of send, uncompressed. How many bytes is the frame?",
        "각각 send 한 번으로, 압축하지 않고 보냅니다. 프레임은 몇 바이트입니까?";
    text: "Text", "텍스트";
    letters(count): "{count} letters a", "글자 a {count}개";
    utf8_bytes: "UTF-8 bytes", "UTF-8 바이트";
    from_page: "From a page", "웹 페이지가 보낼 때";
    from_server: "From a server", "서버가 보낼 때";
    delays_title: "Coming back slowly", "천천히 다시 연결하기";
    delays_ask(first, most): "A page that lost its server waits {first} ms before it tries again, then each time twice as long, {most} ms at most. How long does it wait before each attempt?",
        "서버와 연결이 끊긴 웹 페이지가 {first} ms 기다렸다가 다시 연결하고, 그다음부터는 매번 두 배씩, 최대 {most} ms를 기다립니다. 시도마다 얼마나 기다립니까?";
    attempt: "Attempt", "시도";
    delay_ms: "Wait, in ms", "기다리는 시간(ms)";
    delays_why: "Why add a random part?", "무작위 시간을 더하는 까닭은 무엇입니까?";
}
