//! What the chooser says.

use crate::chapter;

figure_kit::words! {
    /// The words of the chooser.
    pub struct Words in "chooser" over chapter::Words;

    examples: "Examples", "예";
    chat: "chat", "채팅";
    prices: "live prices", "실시간 시세";
    form: "an order form", "주문서";
    game: "a fast game in a page", "페이지 속 빠른 게임";
    file: "a file from page to page", "페이지끼리 주고받는 파일";
    services: "two services", "두 서비스";
    native: "the fast game as a program", "프로그램으로 만든 같은 게임";
    printer: "looking for a printer", "프린터 찾기";

    needs: "What it needs", "필요한 것";
    runs: "Where does the end that opens it run?", "여는 쪽은 어디에서 실행되나요?";
    page: "in a page", "페이지";
    program: "in a program", "프로그램";
    talk: "Who speaks?", "누가 말하나요?";
    ask: "client asks, server answers", "클라이언트가 묻고 서버가 답함";
    push: "only the server", "서버만";
    both: "either end, at any time", "양쪽, 언제든지";
    arrive: "everything arrives", "빠짐없이 도착";
    fresh: "a lost message holds up no later one", "손실된 메시지가 다음 것을 막지 않음";
    binary: "bytes that are not text", "텍스트가 아닌 바이트";
    proxies: "through a network that passes only the web", "웹만 통과시키는 네트워크";
    peer: "from device to device, no server between", "서버 없이 기기끼리";
    many: "sent once, received by many", "한 번 보내 여럿이 받음";

    http: "HTTP requests", "HTTP 요청";
    events: "server-sent events", "서버 전송 이벤트(SSE)";
    websocket: "WebSocket", "WebSocket";
    tcp: "TCP socket", "TCP 소켓";
    udp: "UDP socket", "UDP 소켓";
    webtransport: "WebTransport", "WebTransport";
    webrtc: "WebRTC data channel", "WebRTC 데이터 채널";

    fits: "fits", "맞음";
    costs(count): "{count} to add", "더할 일 {count}가지";
    barred: "out", "안 됨";
    does_said: "for", "장점";
    costs_said: "to add", "더할 일";
    bars_said: "against", "안 되는 까닭";
    neutral: "Nothing speaks for it and nothing against it.", "장점도 안 되는 까닭도 없습니다.";
    candidates: "Candidates", "후보";
    candidates_said: "the least to add first", "더할 일이 적은 순서";

    line_fits(names): "Fits as it is: {names}.", "그대로 맞는 것: {names}.";
    line_costs(names): "Nothing fits as it is. The least to add: {names}.",
        "그대로 맞는 것은 없습니다. 더할 일이 가장 적은 것: {names}.";
    line_none: "Nothing fits.", "맞는 것이 없습니다.";
    why_fits: "Every need is met without work of your own.",
        "직접 더할 것 없이 필요한 것이 모두 채워집니다.";
    why_costs: "What has to be added stands at each name. It is work, and it can be done.",
        "더할 일은 이름마다 적혀 있습니다. 품이 들지만 할 수 있는 일입니다.";
    why_none: "Each of them is barred by one of your needs. Give up one of these:",
        "후보마다 막는 조건이 하나씩 있습니다. 다음 가운데 하나를 포기하세요.";
    why_none_two: "Each of them is barred, and no single need is to blame. Give up two at once:",
        "후보마다 막혀 있고, 조건 하나만 포기해서는 풀리지 않습니다. 한 번에 둘을 포기하세요.";
    why_never: "No two needs are enough to give up.", "조건 둘을 포기해도 남는 것이 없습니다.";
    gives(names): "leaves {names}", "남는 것: {names}";
    and: " and ", " + ";

    no_raw: "A page has no call that opens such a socket.",
        "페이지에는 이런 소켓을 여는 호출이 없습니다.";
    http_page: "Every page has fetch().", "모든 페이지에 fetch()가 있습니다.";
    http_program: "Every language has a client for it.", "어느 언어에나 클라이언트가 있습니다.";
    events_page: "Every page has EventSource, and it connects again by itself.",
        "모든 페이지에 EventSource가 있고, 끊기면 스스로 다시 연결합니다.";
    events_program: "Outside a browser a library has to read the stream and connect again.",
        "브라우저 밖에서는 라이브러리가 스트림을 읽고 다시 연결해야 합니다.";
    websocket_page: "Every page has new WebSocket().",
        "모든 페이지에 new WebSocket()이 있습니다.";
    websocket_program: "A program needs a library for handshake and frames.",
        "프로그램에는 핸드셰이크와 프레임을 맡을 라이브러리가 필요합니다.";
    tcp_framing: "It is a stream without messages: the program marks where each one ends.",
        "메시지가 없는 스트림입니다. 메시지의 끝은 프로그램이 표시합니다.";
    transport_page: "Browsers older than 2026 may not have it: these need a second way.",
        "2026년 이전 브라우저에는 없을 수 있으므로 다른 길도 마련해야 합니다.";
    transport_program: "A program needs a library for HTTP/3.",
        "프로그램에는 HTTP/3 라이브러리가 필요합니다.";
    transport_server: "Its server has to speak HTTP/3, and many do not.",
        "서버가 HTTP/3을 지원해야 하는데, 지원하지 않는 서버가 많습니다.";
    rtc_signalling: "The two have to find each other by other means first, such as a server of yours.",
        "먼저 다른 방법, 이를테면 직접 만든 서버로 서로를 찾아야 합니다.";
    rtc_program: "A program needs a large library: ICE, DTLS and SCTP.",
        "프로그램에는 ICE, DTLS, SCTP를 담은 큰 라이브러리가 필요합니다.";
    rtc_server: "Your server has to speak ICE, DTLS and SCTP as well.",
        "서버도 ICE, DTLS, SCTP를 지원해야 합니다.";

    http_ask: "This is what it was made for: each question has its answer.",
        "바로 이것을 위해 만들었습니다. 질문마다 응답이 있습니다.";
    http_polls: "The server cannot begin: the client asks for news again and again.",
        "서버가 먼저 말할 수 없습니다. 클라이언트가 새 소식을 거듭 물어야 합니다.";
    http_waits: "What the client says is a request each time, and for what the server says it has to ask again and again.",
        "클라이언트의 말은 저마다 따로 요청이 되고, 서버의 말은 거듭 물어야 들을 수 있습니다.";
    events_ask: "Only the server speaks in it; each question is a request besides.",
        "서버만 말합니다. 질문은 저마다 따로 요청으로 보냅니다.";
    events_push: "This is what it was made for: the server writes, the client reads.",
        "바로 이것을 위해 만들었습니다. 서버가 쓰고 클라이언트가 읽습니다.";
    events_both: "The other direction is missing: each message to the server is a request besides.",
        "반대 방향이 없습니다. 서버로 가는 메시지는 저마다 따로 요청으로 보냅니다.";
    websocket_ask: "It has messages and no answers: the program says which belongs to which.",
        "메시지만 있고 응답이라는 것은 없습니다. 무엇이 무엇에 대한 답인지 프로그램이 정합니다.";
    websocket_push: "It does not connect again by itself: the page has to.",
        "스스로 다시 연결하지 않습니다. 페이지가 해야 합니다.";
    websocket_both: "Either end sends when it likes, without asking.",
        "양쪽 모두 묻지 않고 언제든지 보냅니다.";
    tcp_both: "Either end sends when it likes.", "양쪽 모두 언제든지 보냅니다.";
    udp_both: "Whoever knows the address sends when it likes.",
        "주소를 알면 누구나 언제든지 보냅니다.";
    transport_both: "Either end opens streams and sends when it likes.",
        "양쪽 모두 언제든지 스트림을 열고 보냅니다.";
    rtc_both: "Either end sends when it likes.", "양쪽 모두 언제든지 보냅니다.";

    tcp_arrive: "What is lost is sent again, as long as the connection lives.",
        "연결이 살아 있는 동안은 손실된 것을 다시 보냅니다.";
    udp_arrive: "The program has to notice what is lost, and to send it again.",
        "손실을 알아차리고 다시 보내는 일을 프로그램이 해야 합니다.";
    udp_pace: "The program has to slow down by itself when the network is full.",
        "네트워크가 막히면 프로그램이 스스로 속도를 줄여야 합니다.";
    websocket_arrive: "It stands on TCP. What was under way when a connection broke, nobody repeats.",
        "TCP 위에 있습니다. 다만 연결이 끊길 때 전송 중이던 것은 아무도 다시 보내지 않습니다.";
    events_arrive: "It stands on HTTP, and after a break says which event it saw last.",
        "HTTP 위에 있고, 끊긴 뒤에는 마지막으로 본 이벤트를 알립니다.";
    http_arrive: "Each request is answered with what became of it.",
        "요청마다 어떻게 되었는지 응답이 옵니다.";
    transport_arrive: "Its streams send again what is lost.", "스트림은 손실된 것을 다시 보냅니다.";
    rtc_arrive: "A channel can be opened so that it sends again what is lost.",
        "손실된 것을 다시 보내는 채널로 열 수 있습니다.";

    stream_waits: "It is one stream in order: what has come waits for what was lost before it.",
        "순서가 있는 스트림 하나입니다. 이미 온 것도 앞에서 손실된 것을 기다립니다.";
    http_fresh: "Only HTTP/3 keeps requests from waiting for each other.",
        "요청끼리 서로 기다리지 않는 것은 HTTP/3뿐입니다.";
    http_fresh_web: "HTTP/3 travels in UDP; where that is closed, requests share a TCP stream.",
        "HTTP/3은 UDP로 오갑니다. UDP가 막힌 곳에서는 요청들이 TCP 스트림 하나를 함께 씁니다.";
    udp_fresh: "Each datagram is handed over when it comes.", "데이터그램은 오는 대로 전달됩니다.";
    transport_fresh: "Datagrams and streams do not wait for each other.",
        "데이터그램과 스트림은 서로 기다리지 않습니다.";
    rtc_fresh: "A channel can be opened without order and without sending again.",
        "순서도 재전송도 없는 채널로 열 수 있습니다.";
    rtc_fresh_web: "There it runs through a relay inside TCP, and waits as TCP does.",
        "이런 곳에서는 중계 서버를 거쳐 TCP 안으로 오가므로 TCP처럼 기다립니다.";

    events_binary: "It carries UTF-8 text: bytes travel as Base64, a third larger.",
        "UTF-8 텍스트만 나릅니다. 바이트는 Base64로 보내야 해서 3분의 1만큼 커집니다.";
    websocket_binary: "Binary messages are one of its two kinds.",
        "두 종류의 메시지 가운데 하나가 바이너리입니다.";
    any_bytes: "It carries any bytes.", "어떤 바이트든 나릅니다.";

    tcp_web: "It passes only on port 443, through a tunnel that the proxy has to allow.",
        "프록시가 허락한 터널을 거쳐 443번 포트로만 지나갑니다.";
    udp_web: "It needs UDP, and such a network drops it.", "UDP가 필요한데 이런 네트워크는 UDP를 버립니다.";
    websocket_web: "It begins as HTTP; with wss it passes in a tunnel on port 443.",
        "HTTP로 시작합니다. wss는 443번 포트의 터널로 지나갑니다.";
    http_web: "It is what such a network lets pass.", "이런 네트워크가 통과시키는 바로 그것입니다.";
    rtc_web: "It needs a relay (TURN) that is reached over TLS.",
        "TLS로 닿는 중계 서버(TURN)가 필요합니다.";

    page_peer: "A page only opens connections: nobody can open one to it.",
        "페이지는 연결을 열기만 합니다. 페이지로 연결을 열 수는 없습니다.";
    program_peer: "One of the two must be reachable, through its router and its firewall.",
        "둘 가운데 하나는 라우터와 방화벽 너머에서도 닿을 수 있어야 합니다.";
    rtc_peer: "It looks for a way between two devices by itself (ICE).",
        "두 기기 사이의 길을 스스로 찾습니다(ICE).";
    udp_many: "One datagram can go to all hosts of a local network, or to a group.",
        "데이터그램 하나를 지역 네트워크의 모든 호스트나 한 그룹에 보낼 수 있습니다.";
    no_many: "It has two ends: to reach many, somebody sends to each of them.",
        "종단이 둘뿐입니다. 여럿에게 보내려면 하나하나에 따로 보내야 합니다.";
}
