//! What the tables of transports say.

figure_kit::words! {
    /// Facts about TCP, UDP, WebSocket and sockets, a cell each.
    pub(crate) struct Words in "transports";

    cited(text, source): "{text} ({source})", "{text}({source})";
    both(first, second): "{first}; {second}", "{first}, {second}";
    bytes(count): "{count} bytes", "{count}바이트";
    differs: "What differs", "다른 점";
    tcp: "TCP, `SOCK_STREAM`", "TCP, `SOCK_STREAM`";
    udp: "UDP, `SOCK_DGRAM`", "UDP, `SOCK_DGRAM`";
    websocket: "WebSocket", "WebSocket";
    socket: "Socket", "소켓";
    no: "no", "아니요";
    nothing: "nothing", "없음";

    layer: "layer", "계층";
    transport: "transport", "전송 계층";
    application: "application, on TCP", "응용 계층, TCP 위";
    standard: "standard", "표준";
    api: "WebSockets Standard", "WebSockets Standard";
    before: "before the first byte", "첫 바이트를 보내기 전에";
    one_trip: "a handshake: one round trip", "핸드셰이크: 왕복 한 번";
    two_trips: "TCP’s handshake, then a request and a 101: two round trips",
        "TCP 핸드셰이크, 이어서 요청과 101: 왕복 두 번";

    given: "what the program gives and gets", "프로그램이 주고받는 것";
    stream: "a stream of bytes", "바이트 스트림";
    datagrams: "single messages", "낱개 메시지";
    messages: "messages, text or binary", "메시지, 텍스트나 바이너리";
    boundaries: "boundaries of what was sent", "보낸 단위의 경계";
    not_kept: "not kept", "지켜지지 않음";
    kept: "kept", "지켜짐";
    lost: "lost on the way", "전송 중 손실";
    resent: "sent again by the kernel", "커널이 다시 보냄";
    not_recovered: "not recovered", "복구하지 않음";
    order: "order", "순서";
    as_sent: "as it was sent", "보낸 순서대로";
    as_comes: "as it comes", "도착하는 대로";
    duplicates: "duplicates", "중복";
    removed: "removed", "제거됨";
    twice: "delivered twice", "두 번 전달됨";
    unpromised: "what is not promised", "약속하지 않는 것";
    not_read: "that the other program has read it", "상대 프로그램이 읽었다는 것";
    not_there: "that it arrives, or that anybody is there", "도착한다는 것, 상대가 있다는 것";
    not_resumed: "what TCP does not promise; and a new connection knows nothing of the old one",
        "TCP가 약속하지 않는 것. 새 연결은 이전 연결을 전혀 모름";

    slow_receiver: "a receiver that is too slow", "받는 쪽이 너무 느리면";
    waits: "the sender has to wait", "보내는 쪽이 기다려야 함";
    dropped: "the rest is dropped, silently", "나머지는 조용히 버려짐";
    queues: "the sender’s queue grows: `bufferedAmount`", "보내는 쪽의 큐가 길어짐: `bufferedAmount`";
    slow_network: "a network that is too slow", "네트워크가 너무 느리면";
    slows: "the sender slows down", "보내는 쪽이 속도를 늦춤";
    own_task: "the program's own task", "프로그램이 알아서 해야 함";
    many: "to many at once", "한꺼번에 여럿에게 보낼 수 있는가";
    multicast: "broadcast and multicast", "예, 브로드캐스트와 멀티캐스트로";
    header: "smallest header", "가장 작은 헤더";
    frame(server, client): "{server} bytes from a server, {client} from a client, on top of TCP’s",
        "TCP 헤더에 더해 서버는 {server}바이트, 클라이언트는 {client}바이트";
    largest: "largest message", "가장 큰 메시지";
    endless: "none: it is a stream", "정해지지 않음: 스트림이므로";
    datagram_max(bytes): "{bytes} bytes over IPv4", "IPv4에서 {bytes}바이트";
    message_max: "whatever the receiver allows", "받는 쪽이 허용하는 만큼";
    serves: "one socket serves", "소켓 하나가 맡는 것";
    one: "one connection", "연결 하나";
    any_number: "any number of peers", "상대 수에 제한 없음";
    gone: "the other side has gone", "상대가 사라지면";
    gone_tcp: "EOF, an error, or nothing if its host vanished",
        "EOF나 오류. 호스트가 사라졌으면 아무것도 없음";
    gone_udp: "nothing at all, or an ICMP message", "아무 일도 없거나 ICMP 메시지";
    gone_websocket: "`close` with a code; nothing if its host vanished, until a ping is missed",
        "코드와 함께 `close`. 호스트가 사라졌으면 ping에 답이 없을 때까지 아무것도 없음";

    opening: "packets before the first message", "첫 메시지 전의 패킷";
    packets(packets, bytes): "{packets} packets, {bytes} bytes", "패킷 {packets}개, {bytes}바이트";
    message(text): "the packet that carries `{text}`", "`{text}`를 담은 패킷";
    each_way(there, back): "{there} bytes from a client, {back} from a server",
        "클라이언트는 {there}바이트, 서버는 {back}바이트";

    who: "who may open one", "열 수 있는 쪽";
    any_program: "any program", "모든 프로그램";
    any_page: "any program, and any page", "모든 프로그램과 모든 페이지";
    in_browsers: "in a page of a browser", "브라우저의 페이지에서";
    below: "no; only below WebRTC and HTTP/3", "아니요. WebRTC와 HTTP/3의 아래에만 있음";
    constructor: "`new WebSocket(url)`", "`new WebSocket(url)`";
    yourself: "what is left to you", "직접 해야 하는 것";
    do_tcp: "to mark where each message ends", "메시지의 끝을 표시하기";
    do_udp: "to notice losses and order, and to keep a pace", "손실과 순서를 알아차리고 속도를 조절하기";
    do_websocket: "in a page, to connect again; elsewhere a library, or handshake and frames",
        "페이지에서는 다시 연결하기. 그 밖에는 라이브러리, 또는 핸드셰이크와 프레임";
    usual: "usual for", "흔한 쓰임";
    use_tcp: "files, mail, databases, SSH, HTTP", "파일, 메일, 데이터베이스, SSH, HTTP";
    use_udp: "calls, games, DNS, finding devices", "통화, 게임, DNS, 기기 찾기";
    use_websocket: "chat, live data, shared documents, games in a page",
        "채팅, 실시간 데이터, 함께 쓰는 문서, 페이지 속 게임";

    what: "what it is", "무엇인가";
    socket_is: "an end of communication: the kernel keeps it, a program holds its number",
        "통신의 끝점. 커널이 관리하고 프로그램은 번호를 가짐";
    websocket_is: "a protocol that two programs speak over a TCP connection",
        "두 프로그램이 TCP 연결 위에서 쓰는 프로토콜";
    socket_layer: "none: the way from a program into TCP, UDP or the machine itself",
        "없음: 프로그램에서 TCP, UDP나 같은 컴퓨터 안으로 들어가는 길";
    connection: "connection", "연결";
    socket_opens: "TCP: `connect` and `accept`; UDP: none", "TCP는 `connect`와 `accept`, UDP는 없음";
    websocket_opens: "an HTTP request and a 101, over a TCP connection",
        "TCP 연결 위에서 HTTP 요청과 101";
    address: "address", "주소";
    socket_address: "IP address and port", "IP 주소와 포트";
    websocket_address: "a URL: `wss://example.com/chat`", "URL: `wss://example.com/chat`";
    communication: "communication", "통신";
    socket_talks: "either end at any time; what it means is up to the programs",
        "양쪽이 언제든지. 뜻은 프로그램들이 정함";
    websocket_talks: "either end at any time; pings and a closing handshake besides",
        "양쪽이 언제든지. ping과 종료 핸드셰이크도 있음";
    unit: "unit of data", "데이터의 단위";
    socket_unit: "bytes (TCP) or datagrams (UDP)", "바이트(TCP)나 데이터그램(UDP)";
    secrecy: "secrecy", "비밀";
    socket_secrecy: "none; a program can put TLS on top", "없음. 프로그램이 TLS를 얹을 수 있음";
    websocket_secrecy: "none with `ws:`; TLS with `wss:`", "`ws:`는 없음, `wss:`는 TLS";
    complexity: "complexity", "복잡도";
    socket_work: "few calls, and a protocol of your own on top", "호출은 적지만 그 위의 프로토콜은 직접 만듦";
    socket_use: "whatever has a protocol of its own: databases, mail, games, WebSocket itself",
        "자기 프로토콜이 있는 모든 것: 데이터베이스, 메일, 게임, WebSocket 자신";
}
