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
    why_websocket: "Why WebSocket", "왜 WebSocket인가";
    messages: "Messages", "메시지";
    closing: "Ping, pong, close", "ping, pong, 종료";
    security: "Security and scale", "보안과 규모";
    beyond: "Beyond", "그 너머";
    side_by_side: "Side by side", "나란히 놓고 보기";

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

    seen_title: "When is it seen?", "언제 보일까요?";
    seen_ask(latency, interval, watched): "A packet takes {latency} ms each way, and a connection is open. From 0 ms on, a page polls every {interval} ms, or has one long poll after the other, or has a WebSocket. At which ms does it see each message of the server? Last row: how many requests has it made in the first {watched} ms, that for the WebSocket included?",
        "패킷은 편도 {latency} ms가 걸리고, 연결은 이미 열려 있습니다. 0 ms부터 페이지는 {interval} ms마다 폴링하거나, 롱 폴링을 이어 가거나, WebSocket을 씁니다. 서버의 메시지는 각각 몇 ms에 페이지에 보입니까? 마지막 행에는 처음 {watched} ms 동안 페이지가 보낸 요청의 수를 적으세요. WebSocket을 연 요청도 셉니다.";
    at_ms(ms): "{ms} ms", "{ms} ms";
    written: "Written at", "쓴 시각";
    polling: "Polling", "폴링";
    long_polling: "Long polling", "롱 폴링";
    requests: "requests", "요청 수";
    head_title: "What a question costs", "요청 하나의 크기";
    head_ask(text): "This is the head of a poll. How many bytes is each line, with the two that end it? Below: how many is a whole frame that carries “{text}”?",
        "폴링 요청의 헤더부입니다. 줄 끝의 두 바이트까지 세면 각 줄은 몇 바이트입니까? 그 아래에는 “{text}” 하나를 실은 프레임 전체의 크기를 적으세요.";
    line: "Line", "줄";
    empty_line: "(the empty line)", "(빈 줄)";
    whole_head: "the whole head", "헤더부 전체";
    server_frame(text): "“{text}” in a frame of a server, bytes", "서버가 보내는 “{text}” 프레임의 바이트 수";
    page_frame(text): "“{text}” in a frame of a page, bytes", "페이지가 보내는 “{text}” 프레임의 바이트 수";
    fewer_title: "Who sends less?", "어느 쪽이 덜 보낼까요?";
    fewer_ask(size, poll, line, frame): "A server has messages of {size} bytes. A page polls every second, or has a WebSocket. Measured with all headers: a poll without news is {poll} bytes there and back, each message adds {line} to it; a message over the WebSocket is {frame} bytes with its acknowledgement. Which way sends fewer bytes?",
        "서버의 메시지는 {size}바이트씩입니다. 페이지는 1초마다 폴링하거나 WebSocket을 씁니다. 헤더까지 모두 재면, 새 소식이 없는 폴링 한 번은 왕복 {poll}바이트이고 거기에 메시지 하나마다 {line}바이트가 더해집니다. WebSocket 메시지 하나는 확인 응답까지 {frame}바이트입니다. 어느 쪽이 바이트를 더 적게 보냅니까?";
    a_minute: "Messages a minute", "분당 메시지";
    fewer: "Fewer bytes", "바이트가 적은 쪽";

    cut_title: "Where the text is cut", "글자가 잘리는 곳";
    cut_ask: "A server sends this text in three fragments; below it, its UTF-8. Write the two bytes of each frame’s header, and how many bytes of an unfinished character stand at the end of each.",
        "서버가 다음 텍스트를 세 조각으로 보냅니다. 아랫줄은 그 UTF-8입니다. 각 프레임의 헤더 두 바이트와, 조각마다 끝에 남은 끝나지 않은 글자의 바이트 수를 적으세요.";
    fragment: "Fragment", "조각";
    header_hex: "Header, in hex", "헤더(16진수)";
    cut_bytes: "Bytes of an unfinished character", "끝나지 않은 글자의 바이트";
    page_gets: "The page is given", "페이지가 받는 것";
    once: "once, behind the last", "한 번, 마지막 조각 뒤에";
    frames_title: "Frame by frame", "프레임 하나하나";
    frames_ask: "A server sends these frames in this order. What does the browser do at each: keep it, give the page a text (which?), answer, close (code and clause?), or not read it any more?",
        "서버가 다음 프레임을 이 순서로 보냅니다. 프레임마다 브라우저는 무엇을 합니까? 보관, 페이지에 텍스트 전달(무엇을?), 응답, 닫기(코드와 근거?), 더는 읽지 않음 가운데 고르세요.";
    frame: "Frame", "프레임";
    browser_does: "What the browser does", "브라우저가 하는 일";
    text_frame: "text", "텍스트";
    continuation: "continuation", "연속";
    close_frame: "close", "종료";
    frame_label(opcode, fin, carried): "{opcode}, FIN {fin}: {carried}", "{opcode}, FIN {fin}: {carried}";
    keeps: "keeps it", "보관";
    gives(text): "gives “{text}”", "“{text}” 전달";
    pongs: "answers: pong", "응답: pong";
    answers_close: "answers: close", "응답: 종료 프레임";
    fails(code, clause): "{code}, {clause}", "{code}, {clause}";
    unread: "not read", "읽지 않음";
    limit_title: "Too much", "너무 긴 메시지";
    limit_ask(most): "A server takes messages of at most {most} bytes. How long is the message so far, behind each of these frames? Where it is too much: the close code and the clause.",
        "서버는 {most}바이트까지의 메시지만 받습니다. 각 프레임까지 받으면 메시지의 길이는 얼마입니까? 한도를 넘으면 종료 코드와 근거를 적으세요.";
    some_bytes(count): "{count} bytes", "{count}바이트";
    so_far: "Message so far, or code and clause", "지금까지의 메시지 길이, 또는 코드와 근거";
    orders_title: "How many orders?", "순서는 몇 가지일까요?";
    orders_ask(count): "A server has two texts to send, in these {count} frames. In how many orders does the page get both texts as they are meant, with every frame read?",
        "서버가 두 텍스트를 다음 프레임 {count}개로 보내려 합니다. 모든 프레임이 읽히고 페이지가 두 텍스트를 본래대로 받는 순서는 몇 가지입니까?";
    orders: "Orders", "가짓수";

    close_bytes_title: "Byte by byte", "바이트로 쓰기";
    close_bytes_ask: "Write the bytes in hex. 1,000 is 03 e8 and 4,000 is 0f a0.",
        "바이트를 16진수로 적으세요. 1,000은 03 e8이고 4,000은 0f a0입니다.";
    server_closes(code, reason): "a server calls close({code}, \"{reason}\")", "서버의 호출: close({code}, \"{reason}\")";
    close_says(bytes): "code and reason of {bytes}", "{bytes}의 코드와 이유";
    pong_bytes(ping, key): "a page’s answer to {ping}, with the key {key}", "페이지의 응답(받은 것 {ping}, 키 {key})";
    reports_title: "What each end reports", "양쪽이 보고하는 것";
    reports_ask: "Each row is a connection of its own, and at its end TCP is over. Which close code does each end report, and is wasClean true?",
        "행마다 다른 연결이고, 마지막에는 TCP도 끝납니다. 양쪽은 각각 어떤 종료 코드를 보고하며, wasClean은 true입니까?";
    what_happened: "What happened", "일어난 일";
    clean: "wasClean?", "wasClean?";
    page_closes(code): "The client calls close({code}).", "클라이언트가 close({code}) 호출";
    page_closes_bare: "The client calls close() without a code.", "클라이언트가 코드 없이 close() 호출";
    server_closes_code(code): "The server calls close({code}).", "서버가 close({code}) 호출";
    tcp_ends: "TCP ends, and nobody has sent a close frame.", "종료 프레임 없이 TCP가 끝남";
    both_close(one, other): "At the same moment the client calls close({one}), the server close({other}).",
        "같은 순간에 클라이언트는 close({one}), 서버는 close({other}) 호출";
    answer_lost(code): "The client calls close({code}); the server’s answer is lost for good.",
        "클라이언트가 close({code}) 호출. 서버의 응답은 끝내 도착하지 않음";
    close_lost(code): "The client calls close({code}); its close frame is lost for good.",
        "클라이언트가 close({code}) 호출. 그 종료 프레임은 끝내 도착하지 않음";
    not_utf8: "The client sends a text that is not UTF-8.", "클라이언트가 UTF-8이 아닌 텍스트를 보냄";
    forged(code): "The client sends a close frame with {code} in it.",
        "클라이언트가 코드 {code}인 종료 프레임을 보냄";
    masked_server: "The server sends a masked frame.", "서버가 마스킹한 프레임을 보냄";
    unmasked_client: "The client sends a frame without a mask.", "클라이언트가 마스킹하지 않은 프레임을 보냄";
    too_long(most, length): "The server takes {most} bytes at most, the client sends {length}.",
        "서버의 한도는 {most}바이트, 클라이언트가 보낸 것은 {length}바이트";
    refused_title: "Sent or refused", "보낼까요, 거절할까요?";
    refused_ask: "A server makes each of these calls on an open connection of its own. How many bytes of payload are sent, or which clause forbids it? (1 byte a Latin letter, 3 a Hangul syllable.)",
        "서버가 다음 호출을 각각 열려 있는 다른 연결에서 합니다. 페이로드는 몇 바이트입니까? 보낼 수 없다면 근거를 적으세요. (로마자는 한 글자에 1바이트, 한글은 3바이트입니다.)";
    many_letters(letter, count): "{count} × \"{letter}\"", "\"{letter}\" × {count}";
    payload_or_clause: "Bytes of payload, or clause", "페이로드 바이트 수, 또는 근거";

    doors_title: "Who gets in?", "누가 들어올까요?";
    doors_ask(cookie, check): "The cookie of https://bank.example says {cookie}. Its WebSocket server {check}. A script on each of these pages opens a WebSocket to it, in the browser of somebody who is logged in.",
        "https://bank.example 쿠키의 속성: {cookie}. WebSocket 서버의 검사: {check}. 로그인한 사람의 브라우저에서, 각 페이지의 스크립트가 이 서버로 WebSocket을 엽니다.";
    check_list: "lets in the origin https://bank.example alone", "출처가 https://bank.example일 때만 받아들임";
    check_contains: "lets in an Origin that contains bank.example", "출처(Origin)가 bank.example을 포함하면 받아들임";
    check_ends: "lets in an Origin that ends with bank.example", "출처(Origin)가 bank.example로 끝나면 받아들임";
    check_starts: "lets in an Origin that begins with https://bank.example", "출처(Origin)가 https://bank.example로 시작하면 받아들임";
    check_off: "does not look at Origin", "출처(Origin)를 확인하지 않음";
    opened_by: "Page", "페이지";
    cookie_goes: "Cookie goes along?", "쿠키 전송?";
    let_in: "Check lets it in?", "검사 통과?";
    reads: "Reads the account?", "계좌 읽음?";
    doors_why: "Which check would let in the bank’s own page alone?", "은행의 페이지만 통과시키는 검사는 무엇입니까?";
    limits_title: "What is too much", "한도를 넘는 것";
    limits_ask(head, frame, message, empty): "A server takes heads of {head} bytes, frames of {frame}, messages of {message} and {empty} empty fragments in a message, at most. Each of these comes on a connection of its own. Write the status or close code and its clause, or “taken”.",
        "서버의 한도: 헤더부 {head}바이트, 프레임 {frame}바이트, 메시지 {message}바이트, 한 메시지의 빈 조각 {empty}개. 다음은 각각 다른 연결로 옵니다. 상태 코드나 종료 코드를 근거와 함께 적고, 받아들이면 “받음”이라고 적으세요.";
    comes: "What comes", "오는 것";
    answer: "Answer", "응답";
    taken: "taken", "받음";
    came_head(length): "a handshake with a head of {length} bytes", "헤더부가 {length}바이트인 핸드셰이크";
    came_header(length): "a frame’s header that announces {length} bytes", "길이를 {length}바이트라고 알리는 프레임 헤더";
    came_fragments(count, length): "{count} fragments of {length} bytes each", "{length}바이트짜리 조각 {count}개";
    came_empty(count): "a message that begins with {count} empty fragments", "빈 조각 {count}개로 시작하는 메시지";
    came_compressed(length, inflated): "a compressed frame: {length} bytes that become {inflated}", "압축된 프레임: {length}바이트, 풀면 {inflated}바이트";
    came_pings(count): "{count} pings", "ping {count}개";
    queue_title: "Who reads slowly", "느리게 읽는 클라이언트";
    queue_ask(come, size, room, taken, policy): "Each second {come} messages of {size} bytes come for a client, and then it takes the {taken} oldest that wait. There is room for {room}. Where the queue is full, the server {policy}. Which messages wait when those of a second have come, and how many bytes is that?",
        "클라이언트 하나에 보낼 {size}바이트짜리 메시지가 매초 {come}개 생깁니다. 그러고 나면 클라이언트가 큐에 있는 메시지를 오래된 것부터 {taken}개 받아 갑니다. 큐에는 {room}개까지 들어갑니다. 큐가 차면 서버는 {policy}. 매초 그 초의 메시지가 다 생겼을 때 큐에서 기다리는 메시지는 무엇이며, 모두 몇 바이트입니까?";
    drops_newest: "drops the newest", "새 메시지를 버립니다";
    drops_oldest: "drops the oldest", "가장 오래된 메시지를 버립니다";
    closes: "throws the queue away and closes the connection", "큐를 비우고 연결을 닫습니다";
    closed: "closed", "닫힘";
    second: "Second", "초";
    come: "Come", "생긴 메시지";
    wait_then: "Wait then", "기다리는 메시지";
    never_gets: "messages that the client never gets, so far", "여기까지 클라이언트가 영영 받지 못하는 메시지";
    waits_title: "When all come back", "모두가 돌아올 때";
    waits_ask(clients, base, most): "A server with {clients} clients fails, and all of them notice at once. Each waits {base} ms before its first attempt, then twice as long each time, {most} ms at most; with full jitter a random time from 0 to that. Every attempt fails at once. How long are the waits, and at which ms after the loss do all come again, if there is no jitter?",
        "클라이언트가 {clients}개인 서버가 멈추고, 모두가 동시에 알아차립니다. 클라이언트는 첫 시도 전에 {base} ms, 그다음부터는 매번 두 배씩, 최대 {most} ms를 기다립니다. 풀 지터를 쓰면 0부터 그 값 사이에서 무작위로 기다립니다. 시도는 모두 그 자리에서 실패합니다. 기다리는 시간은 얼마입니까? 지터가 없다면 모두가 다시 오는 것은 끊긴 지 몇 ms 뒤입니까?";
    without_jitter: "Wait, ms", "대기(ms)";
    with_jitter: "With full jitter, ms", "풀 지터(ms)";
    all_come: "All come at, ms", "모두 오는 때(ms)";
    at_once: "first attempt: clients in the same moment, without jitter",
        "첫 시도: 지터가 없을 때 한순간에 오는 클라이언트 수";
    on_average: "first attempt: clients a second on average, with full jitter", "첫 시도: 풀 지터를 쓸 때 초당 오는 클라이언트 수의 평균";
    at_least(capacity): "seconds at least until all are back, with {capacity} handshakes a second", "초당 핸드셰이크 {capacity}번일 때 모두 돌아오는 데 걸리는 최소 시간(초)";

    protocols_title: "Which subprotocol?", "어떤 하위 프로토콜일까요?";
    protocols_ask: "The client names those that it speaks, the best first. Which does this server choose, which keeps to the client’s order?",
        "클라이언트는 쓸 줄 아는 하위 프로토콜을 선호하는 순서대로 적습니다. 클라이언트의 순서를 따르는 서버는 무엇을 고릅니까?";
    client_offers: "The client offers", "클라이언트의 제안";
    server_speaks: "The server speaks", "서버가 아는 것";
    chosen: "Chosen", "고른 것";
    none: "none", "없음";
    agreed_title: "What is agreed on", "협상의 결과";
    agreed_ask(server, client, most): "A server compresses with a window of 2^{server} bytes at most, and asks clients for 2^{client} where the offer lets it. A window that nobody names is 2^{most}; one of 2^8 this server cannot make (RFC 7692 §7.1). What is agreed on for each offer of permessage-deflate? Write the exponents, or “declined”.",
        "서버는 최대 2^{server}바이트 윈도로 압축하고, 제안이 허락하면 클라이언트에도 2^{client}바이트 윈도를 요구합니다. 어느 쪽도 크기를 말하지 않은 윈도는 2^{most}바이트입니다. 2^8바이트 윈도는 이 서버가 만들 수 없습니다(RFC 7692 §7.1). permessage-deflate의 제안마다 협상의 결과는 무엇입니까? 지수를 적거나 “거절”이라고 적으세요.";
    offered: "Offered", "제안";
    server_bits: "Server 2^", "서버 2^";
    client_bits: "Client 2^", "클라이언트 2^";
    forgets: "Forgets each time", "매번 잊는 쪽";
    declined: "declined", "거절";
    neither: "neither", "없음";
    both: "both", "양쪽";
    copies_title: "Read what was compressed", "압축된 것 읽기";
    copies_ask: "A server sends two compressed messages, one after the other, with context takeover. (5, 9) means: 5 bytes, as they stood 9 bytes back; ␣ is a space. Write the texts, and the first byte of the second frame in hex.",
        "서버가 압축된 메시지 두 개를 컨텍스트를 유지하며 차례로 보냅니다. (5, 9)는 9바이트 앞에 있던 5바이트를 뜻하고, ␣는 빈칸입니다. 두 텍스트와, 두 번째 프레임의 첫 바이트를 16진수로 적으세요.";
    message_no(number, text): "{number}:  {text}", "{number}:  {text}";
    says: "it says", "내용";
    first_byte: "first byte of the frame", "프레임의 첫 바이트";
    lines_title: "The same opening in HTTP/2", "HTTP/2로 여는 같은 연결";
    lines_ask: "What becomes of each line in an extended CONNECT (RFC 8441)? Write “same”, “gone”, or the names of the fields that say it instead.",
        "확장 CONNECT(RFC 8441)에서 각 줄은 어떻게 됩니까? “같음”이나 “사라짐”, 아니면 대신 말하는 필드의 이름을 적으세요.";
    same: "same", "같음";
    gone: "gone", "사라짐";
    lines_why: "Why is no key needed any more?", "키가 더는 필요 없는 까닭은 무엇입니까?";

    packets_title: "Bytes on the wire", "전송되는 바이트";
    packets_ask: "A text of so many letters is sent, one byte each. How many bytes is the packet that carries it? IP’s header is 20 bytes, UDP’s 8, TCP’s 20 with 12 of options.",
        "로마자로 된 텍스트를 보냅니다. 한 글자는 1바이트입니다. 이를 싣는 패킷은 몇 바이트입니까? IP 헤더는 20바이트, UDP 헤더는 8바이트, TCP 헤더는 20바이트에 옵션 12바이트입니다.";
    letters_sent: "Letters", "글자 수";
    ws_client: "WebSocket, client", "WebSocket, 클라이언트";
    ws_server: "WebSocket, server", "WebSocket, 서버";
    received_title: "What a read gives", "읽을 때마다 나오는 것";
    received_ask(texts): "A client sends three messages: {texts}. When all have arrived, the server reads. What does each call give, and of WebSocket: which messages are whole now? A client’s frame has 6 bytes in front of such a text. Write “waits” where nothing is left.",
        "클라이언트가 메시지 세 개({texts})를 보냅니다. 모두 도착한 뒤 서버가 읽습니다. 각 호출에서 무엇이 나옵니까? WebSocket에서는 그때 완성된 메시지를 적으세요. 이런 텍스트 앞에는 클라이언트 프레임의 헤더 6바이트가 있습니다. 남은 것이 없으면 “기다림”이라고 적으세요.";
    whole_messages: "WebSocket: whole now", "WebSocket: 완성된 메시지";
    choose_title: "Which one?", "무엇을 고를까요?";
    choose_ask: "For each application write “fits”, “with work” (your program has to add something), or “out”.",
        "응용 프로그램마다 “맞음”, “품이 듦”(프로그램에서 더할 것이 있음), “안 됨” 가운데 하나를 적으세요.";
    fits: "fits", "맞음";
    with_work: "with work", "품이 듦";
    out: "out", "안 됨";
    http: "HTTP requests", "HTTP 요청";
    events: "server-sent events", "서버 전송 이벤트(SSE)";
    tcp_socket: "TCP socket", "TCP 소켓";
    udp_socket: "UDP socket", "UDP 소켓";
    in_page: "It runs in a page.", "페이지에서 실행됩니다.";
    in_program: "It runs in a program of its own.", "독립된 프로그램에서 실행됩니다.";
    client_asks: "The client asks, the server answers.", "클라이언트가 묻고 서버가 답합니다.";
    server_tells: "Only the server speaks.", "서버만 말합니다.";
    both_tell: "Either end speaks at any time.", "양쪽이 언제든지 말합니다.";
    all_arrives: "Everything has to arrive.", "빠짐없이 도착해야 합니다.";
    nothing_waits: "A lost message must hold up no later one.", "손실된 메시지가 다음 것을 막으면 안 됩니다.";
    only_web: "The network passes only the web.", "네트워크가 웹만 통과시킵니다.";
    to_many: "What is sent once has to reach many.", "한 번 보낸 것이 여럿에게 닿아야 합니다.";
    to_peer: "It goes from device to device, with no server between.", "서버 없이 기기끼리 주고받습니다.";
    not_text: "What is sent is not text.", "보내는 것은 텍스트가 아닙니다.";
    choose_why: "Which need decided it?", "어떤 조건이 결정했습니까?";
}
