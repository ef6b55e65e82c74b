//! What the upgrade diff says.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What the upgrade diff says, in both languages.
    pub struct Words in "upgrade-diff" over Kit;

    beside: "Compare HTTP/1.1 with", "HTTP/1.1과 비교할 것";
    host: "Host", "호스트";
    path: "Path", "경로";
    origin: "Origin of the page", "페이지의 출처(Origin)";
    protocols: "Subprotocols that the page offers", "페이지가 제안하는 하위 프로토콜";
    speaks: "Subprotocols that the server speaks", "서버가 아는 하위 프로토콜";
    deflate: "Offers permessage-deflate", "permessage-deflate를 제안함";
    unsound: "Something in these fields cannot stand in a head: a blank in the path, for example.",
        "헤더에 쓸 수 없는 것이 있습니다. 예를 들면 경로에 든 공백입니다.";

    lines: "Line by line", "한 줄씩";
    lines_note: "press a word to read why", "낱말을 누르면 까닭을 볼 수 있습니다";
    group_before: "Before it: the server’s permission, once a connection", "그 전에: 서버의 허락, 연결마다 한 번";
    group_request: "The request", "요청";
    group_response: "The response", "응답";
    group_after: "Afterwards", "그다음";
    same: "same", "같음";
    becomes: "becomes", "바뀜";
    gone: "gone", "사라짐";
    new: "new", "새로 생김";
    nothing: "—", "—";
    counted(gone, becomes, same, new): "Gone: {gone}. Said by something else: {becomes}. The same: {same}. New: {new}.",
        "사라진 것 {gone}개, 다르게 말하는 것 {becomes}개, 그대로인 것 {same}개, 새로 생긴 것 {new}개.";
    bytes(request, response): "In HTTP/1.1 the request has {request} bytes and the response {response}. HTTP/2 and HTTP/3 pack their fields, by what was said on the connection before; here they are listed and not packed.",
        "HTTP/1.1에서 요청은 {request}바이트, 응답은 {response}바이트입니다. HTTP/2와 HTTP/3은 그 연결에서 앞서 보낸 내용을 이용해 필드를 압축합니다. 여기서는 압축하지 않고 목록으로 보여 줍니다.";

    carrier_old: "a TCP connection of its own", "전용 TCP 연결 하나";
    carrier_new(version): "one stream of an {version} connection, beside others",
        "{version} 연결의 스트림 하나, 다른 스트림과 함께 씀";
    frames_line: "frames: opcode, length, mask, payload", "프레임: opcode, 길이, 마스크, 페이로드";
    ending_old: "Close frames, then TCP’s FIN", "종료 프레임, 그다음 TCP의 FIN";
    ending_new(end): "Close frames, then the stream’s {end}", "종료 프레임, 그다음 스트림의 {end}";

    // Why.
    why_settings: "A client may ask only a server that has said this in its settings. A server that does not know of it would take the request for a mistake.",
        "서버가 설정에서 이렇게 알려야만 클라이언트가 요청할 수 있습니다. 이것을 모르는 서버는 요청을 오류로 여길 것입니다.";
    why_request_line: "Not a GET that turns into something else, but a CONNECT: a method that asks for a way through. The path has a field of its own.",
        "다른 것으로 바뀌는 GET이 아니라, 통로를 열어 달라는 메서드인 CONNECT를 씁니다. 경로는 따로 필드가 있습니다.";
    why_scheme: "HTTP/1.1 does not say it: the port and TLS tell. An ordinary CONNECT may not say it either; the extended one must. It is https for wss:.",
        "HTTP/1.1에서는 말하지 않습니다. 포트와 TLS로 알 뿐입니다. 보통의 CONNECT는 이 필드를 쓰지 않지만 확장 CONNECT는 반드시 씁니다. wss:이면 https입니다.";
    why_host: "The host is a pseudo-header field in every request of HTTP/2 and HTTP/3.",
        "HTTP/2와 HTTP/3에서는 모든 요청이 호스트를 의사 헤더 필드로 보냅니다.";
    why_upgrade: "A connection of HTTP/2 or HTTP/3 is not upgraded: it carries other streams as well. What this stream is for, :protocol says.",
        "HTTP/2나 HTTP/3의 연결은 업그레이드하지 않습니다. 다른 스트림도 나르고 있기 때문입니다. 이 스트림이 어떤 프로토콜에 쓰이는지는 :protocol이 알려 줍니다.";
    why_connection: "It told proxies not to pass Upgrade on. These versions of HTTP have no fields for the next hop alone, and forbid this one.",
        "Upgrade를 전달하지 말라고 프록시에 알리던 필드입니다. 이 버전들의 HTTP에는 다음 홉만을 위한 필드가 없고, 이 필드는 금지됩니다.";
    why_key: "Key and accept value proved that a WebSocket server had read the request. Now the setting and :protocol prove it: nothing else answers to them.",
        "키와 accept 값은 WebSocket 서버가 요청을 읽었음을 증명했습니다. 이제는 설정과, 프로토콜을 적은 :protocol이 그것을 증명합니다. 다른 서버는 여기에 응답하지 않습니다.";
    why_version: "It is still version 13 of the protocol. Names of fields are written in lower case here.",
        "프로토콜 버전은 여전히 13입니다. 여기서는 필드 이름을 소문자로 씁니다.";
    why_origin: "The browser still says which page asks, and the server still has to look.",
        "어느 페이지가 요청하는지 브라우저가 여전히 알리고, 서버는 여전히 확인해야 합니다.";
    why_protocol: "Subprotocols are offered and chosen as before.", "하위 프로토콜은 전과 같이 제안하고 고릅니다.";
    why_extensions: "Extensions are offered and agreed on as before: they are about frames, and those stay.",
        "확장도 전과 같이 제안하고 협상합니다. 확장은 프레임에 관한 것이고 프레임은 그대로이기 때문입니다.";
    why_status: "Nothing is switched. The CONNECT has succeeded, and that is 200.",
        "바꾸는 프로토콜이 없습니다. CONNECT가 성공했을 뿐이고, 성공은 200입니다.";
    why_answer: "What the request does not ask for, the response need not confirm.",
        "요청에서 바라지 않은 것은 응답에서 확인해 줄 필요도 없습니다.";
    why_other: "Other fields go along as in every response.", "다른 필드는 여느 응답처럼 함께 갑니다.";
    why_carrier: "The stream takes the place that the TCP connection had. Many WebSockets and all other requests share one connection.",
        "스트림이 TCP 연결의 자리를 대신합니다. 여러 WebSocket과 다른 모든 요청이 연결 하나를 함께 씁니다.";
    why_frames: "Both ends go on as if the stream were the TCP connection. So the client still masks, and pings and Close frames are what they were.",
        "양쪽은 스트림을 TCP 연결처럼 여기고 계속합니다. 그래서 클라이언트는 여전히 마스킹하고, ping과 종료 프레임도 그대로입니다.";
    why_ending: "The end of the stream stands for TCP’s FIN, and a stream that is broken off for TCP’s RST.",
        "스트림의 끝이 TCP의 FIN에 해당하고, 끊긴 스트림이 TCP의 RST에 해당합니다.";

    // Round trips.
    steps: "In round trips", "왕복으로 세기";
    steps_note: "until the first message may go out", "첫 메시지를 보낼 수 있을 때까지";
    open: "A connection to the server is open already", "서버와 이미 열려 있는 연결이 있음";
    support: "The server has announced extended CONNECT", "서버가 확장 CONNECT를 지원한다고 알렸음";
    trip: "A round trip (ms)", "왕복 시간(ms)";
    trip_tcp: "SYN → · ← SYN, ACK", "SYN → · ← SYN, ACK";
    trip_tls: "TLS 1.3: ClientHello → · ← ServerHello … Finished", "TLS 1.3: ClientHello → · ← ServerHello … Finished";
    trip_tls_settings: "TLS 1.3: ClientHello → · ← ServerHello … Finished, and SETTINGS",
        "TLS 1.3: ClientHello → · ← ServerHello … Finished, 그리고 SETTINGS";
    trip_quic: "QUIC with TLS 1.3 in it: ClientHello → · ← … Finished, and SETTINGS",
        "TLS 1.3을 품은 QUIC: ClientHello → · ← … Finished, 그리고 SETTINGS";
    trip_get: "GET → · ← 101", "GET → · ← 101";
    trip_connect: "CONNECT → · ← 200", "CONNECT → · ← 200";
    total(trips, ms): "{trips} {trips|round trip|round trips}, {ms} ms", "왕복 {trips}번, {ms} ms";
    falls_back: "The server has not announced it, so the client must not ask. It opens a connection of HTTP/1.1.",
        "서버가 알리지 않았으므로 클라이언트는 요청해서는 안 됩니다. HTTP/1.1 연결을 새로 엽니다.";
    sooner(trips): "{trips} {trips|round trip|round trips} sooner than HTTP/1.1.",
        "HTTP/1.1보다 왕복 {trips}번만큼 빠릅니다.";
    as_soon: "As many round trips as HTTP/1.1.", "왕복 횟수가 HTTP/1.1과 같습니다.";
    later(trips): "{trips} {trips|round trip|round trips} later than HTTP/1.1.",
        "HTTP/1.1보다 왕복 {trips}번만큼 늦습니다.";
    why_sooner: "With a connection that is open, nothing is left but the question and its answer.",
        "이미 열린 연결이 있으면 남는 것은 요청과 응답뿐입니다.";
    why_quic: "QUIC agrees on the connection and on its keys in the same round trip.",
        "QUIC은 연결과 키를 같은 왕복에서 함께 협상합니다.";
    why_as_soon: "The connection has to be made either way; only the next WebSocket to this server saves something.",
        "어느 쪽이든 연결을 새로 맺어야 합니다. 이 서버에 여는 다음 WebSocket부터 절약됩니다.";
    refused: "The server refuses this opening, whatever version of HTTP it comes in.",
        "서버가 이 핸드셰이크를 거절합니다. HTTP의 어느 버전으로 와도 마찬가지입니다.";
}
