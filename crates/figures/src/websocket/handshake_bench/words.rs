//! What the handshake bench says, and the terminal and the book's tables of handshakes.

use figure_kit::words::Kit;

figure_kit::words! {
    /// What the handshake bench says, in both languages.
    pub struct Words in "handshake-bench" over Kit;

    // What a head of HTTP can do wrong.
    head_line_end: "A line does not end in CR LF. Every line of a head ends in these two bytes.",
        "줄이 CR LF로 끝나지 않습니다. 헤더부의 모든 줄은 이 두 바이트로 끝납니다.";
    head_control: "A control character stands in the head. Leave it out.",
        "헤더부에 제어 문자가 있습니다. 빼세요.";
    head_method: "The method is not a token. Write GET.", "메서드가 토큰이 아닙니다. GET이라고 적으세요.";
    head_target: "The request target is neither a path such as /chat nor a whole http:// address. Begin it with /, and percent-encode what is not plain ASCII.",
        "요청 대상이 /chat 같은 경로도 아니고 http://로 시작하는 온전한 주소도 아닙니다. /로 시작하고, ASCII가 아닌 글자는 퍼센트 인코딩하세요.";
    head_host: "Host is not a host with perhaps a port. Write a name or an address such as example.com:8080, and nothing else.",
        "Host의 값이 호스트와 포트가 아닙니다. example.com:8080 같은 이름이나 주소만 적으세요.";
    head_version: "The line does not end in HTTP/1.1. Write the version behind one blank.",
        "줄 끝에 HTTP/1.1이 없습니다. 공백 하나 뒤에 버전을 적으세요.";
    head_major: "Another major version than 1. This handshake is one of HTTP/1.1.",
        "주 버전이 1이 아닙니다. 이 핸드셰이크는 HTTP/1.1의 것입니다.";
    head_status: "The status is not three digits. Write 101.", "상태 코드가 세 자리 숫자가 아닙니다. 101이라고 적으세요.";
    head_field_name: "This is not a header. Write a name made of token characters, then a colon.",
        "헤더가 아닙니다. 토큰 글자로 된 이름 뒤에 콜론이 와야 합니다.";
    head_blank: "A blank stands before the colon. Servers must refuse that, because it has been used to smuggle headers past proxies.",
        "콜론 앞에 공백이 있습니다. 프록시 몰래 헤더를 숨기는 데 쓰인 적이 있어, 서버는 이를 거절해야 합니다.";
    head_folded: "The line begins with a blank, as values once went on in the next line. Write the value in one line.",
        "줄이 공백으로 시작합니다. 값을 다음 줄로 이어 쓰던 옛 방식입니다. 값을 한 줄에 적으세요.";
    head_start_too_long: "The first line is longer than the server’s limit.", "첫 줄이 서버가 정한 한도보다 깁니다.";
    head_too_long: "The head is longer than the server’s limit.", "헤더부가 서버가 정한 한도보다 깁니다.";
    head_too_many: "There are more headers than the server’s limit.", "헤더 수가 서버가 정한 한도를 넘습니다.";

    // What a request can do wrong.
    ask_method: "A handshake is a GET.", "핸드셰이크는 GET 요청입니다.";
    ask_old_http: "HTTP/1.0 cannot switch protocols. Write HTTP/1.1.",
        "HTTP/1.0은 프로토콜을 바꿀 수 없습니다. HTTP/1.1이라고 적으세요.";
    ask_no_host: "Host is missing or empty. Name the server there.",
        "Host가 없거나 비어 있습니다. 서버의 이름을 적으세요.";
    ask_two_hosts: "Host stands twice. Two parties could believe two different ones.",
        "Host가 둘입니다. 읽는 쪽마다 다른 것을 믿을 수 있습니다.";
    ask_body: "A body is announced. Its bytes would be taken for frames.",
        "본문이 있다고 알립니다. 그 바이트는 프레임으로 읽히게 됩니다.";
    ask_no_upgrade: "Upgrade does not name websocket. Without it this is an ordinary request.",
        "Upgrade에 websocket이 없습니다. 없으면 평범한 요청입니다.";
    ask_no_connection: "Connection does not name Upgrade. Proxies take away what is not named there.",
        "Connection에 Upgrade가 없습니다. 프록시는 여기에 적히지 않은 것을 떼어 냅니다.";
    ask_no_version: "Sec-WebSocket-Version is missing. Write 13.",
        "Sec-WebSocket-Version이 없습니다. 13을 적으세요.";
    ask_two_versions: "Sec-WebSocket-Version stands twice.", "Sec-WebSocket-Version이 둘입니다.";
    ask_version: "Another version than 13. The server names the one that it speaks, and the client may try again.",
        "13이 아닌 버전입니다. 서버가 자신이 쓰는 버전을 알려 주면, 클라이언트는 다시 시도할 수 있습니다.";
    ask_no_key: "Sec-WebSocket-Key is missing. Without it there is nothing to answer.",
        "Sec-WebSocket-Key가 없습니다. 없으면 답할 것이 없습니다.";
    ask_two_keys: "Sec-WebSocket-Key stands twice: which of them is to be answered?",
        "Sec-WebSocket-Key가 둘입니다. 어느 것에 답해야 할까요?";
    ask_key: "The key is not the Base64 of 16 bytes: 24 characters that end in ==.",
        "키가 16바이트의 Base64가 아닙니다. 올바른 키는 ==로 끝나는 24글자입니다.";
    ask_origin: "The page’s origin is not on the server’s list. The protocol allows it; the server’s policy does not.",
        "페이지의 출처가 서버의 목록에 없습니다. 프로토콜은 허용하지만 서버의 정책이 허용하지 않습니다.";
    ask_protocol: "A subprotocol is not a token, or is named twice.",
        "하위 프로토콜이 토큰이 아니거나 두 번 적혀 있습니다.";
    ask_extensions: "This is not a list of extensions: names, each with parameters behind semicolons.",
        "확장 목록이 아닙니다. 이름마다 세미콜론 뒤에 매개변수를 적습니다.";

    // What an answer can do wrong.
    told_old_http: "HTTP/1.0 cannot switch protocols.", "HTTP/1.0은 프로토콜을 바꿀 수 없습니다.";
    told_status: "The status is not 101: the server has not switched. A browser tells its page nothing more than “failed”.",
        "상태 코드가 101이 아니므로 서버는 프로토콜을 바꾸지 않았습니다. 브라우저는 페이지에 “실패”라고만 알립니다.";
    told_no_upgrade: "Upgrade does not name websocket.", "Upgrade에 websocket이 없습니다.";
    told_no_connection: "Connection does not name Upgrade.", "Connection에 Upgrade가 없습니다.";
    told_no_accept: "Sec-WebSocket-Accept is missing: nothing proves that the key was read.",
        "Sec-WebSocket-Accept가 없습니다. 키를 읽었다는 증거가 없습니다.";
    told_two_accepts: "Sec-WebSocket-Accept stands twice.", "Sec-WebSocket-Accept가 둘입니다.";
    told_accept: "Sec-WebSocket-Accept does not answer the key that was sent.",
        "Sec-WebSocket-Accept가 보낸 키의 답이 아닙니다.";
    told_protocol: "A subprotocol that was not asked for, or more than one.",
        "요청하지 않은 하위 프로토콜이거나 둘 이상입니다.";
    told_extension: "An extension that was not asked for.", "요청하지 않은 확장입니다.";
    told_parameters: "Parameters that the offer or RFC 7692 does not allow.",
        "제안이나 RFC 7692가 허용하지 않는 매개변수입니다.";

    // The two verdicts.
    server_opens: "The server answers 101 Switching Protocols.", "서버의 응답: 101 Switching Protocols(프로토콜 전환)";
    server_opens_why: "Nothing is wrong with the request. From the next byte on, both sides speak WebSocket.",
        "요청에 틀린 것이 없습니다. 다음 바이트부터 양쪽 모두 WebSocket으로 말합니다.";
    server_refuses(status): "The server answers {status}.", "서버의 응답: {status}";
    at_request(at): "Byte {at} of the request.", "요청의 {at}번 바이트.";
    at_response(at): "Byte {at} of the response.", "응답의 {at}번 바이트.";
    client_opens: "The client opens the connection.", "클라이언트가 연결을 엽니다.";
    client_opens_why: "The status is 101, the accept value answers the key, and nothing was granted that was not asked for.",
        "상태 코드는 101이고, Accept 값은 키의 답이며, 요청하지 않은 것은 아무것도 없습니다.";
    client_fails: "The client fails the connection.", "클라이언트가 연결을 강제로 끊습니다.";
    blame_client: "To blame: the client.", "책임: 클라이언트.";
    blame_server: "To blame: the server.", "책임: 서버.";
    blame_nobody: "To blame: nobody. It is the reader’s own limit or policy.",
        "책임: 없음. 읽는 쪽이 스스로 정한 한도나 정책입니다.";
    accept_expected(value): "Expected: {value}", "기대하는 값: {value}";

    // What a reader operates.
    request: "The client’s request", "클라이언트의 요청";
    response: "The server’s response", "서버의 응답";
    response_own: "as the server writes it by itself", "서버가 스스로 쓴 응답";
    response_edited: "edited by hand", "손으로 고친 응답";
    request_line: "Request line", "요청 줄";
    status_line: "Status line", "상태 줄";
    header_name(n): "Header {n}: name", "{n}번 헤더: 이름";
    header_value(n): "Header {n}: value", "{n}번 헤더: 값";
    add_header: "Add a header", "헤더 추가";
    remove_header: "Remove", "빼기";
    double_header: "Double", "하나 더";
    header_up: "Move up", "위로";
    header_down: "Move down", "아래로";
    own_answer: "The server’s own answer again", "서버가 쓴 응답으로 되돌리기";
    raw_bytes: "As it travels", "전송되는 그대로";
    show_hex: "Show the bytes in hex", "바이트를 16진수로 보기";
    more_lines(count): "… {count} more {count|line|lines}", "… {count}줄 더";
    follow_key: "Follow this key to its accept value", "이 키가 Accept 값이 되는 과정 보기";
    edit_response: "Edit the response", "응답 고치기";
    situations: "Situation", "상황";
    situation_changed: "changed since it was loaded", "불러온 뒤에 바뀜";
    situation_again: "Load it again", "다시 불러오기";
    preset_rfc: "The sample of RFC 6455", "RFC 6455의 예";
    preset_browser: "As a browser asks", "브라우저의 요청";
    preset_foreign: "A page from a foreign origin", "다른 출처의 페이지";
    preset_old: "An old version of the protocol", "옛 버전의 프로토콜";
    preset_plain: "An ordinary page load", "평범한 페이지 요청";
    preset_proxy: "A proxy has dropped Connection and Upgrade", "프록시가 Connection과 Upgrade를 뺀 요청";

    // The server's settings.
    server_settings: "The server’s settings", "서버의 설정";
    any_origin: "any origin", "모든 출처";
    no_protocol: "no subprotocol", "하위 프로토콜 없음";
    no_deflate: "no compression", "압축 없음";
    heads_up_to(bytes, headers): "heads of at most {bytes} bytes and {headers} headers",
        "헤더부는 {bytes}바이트, 헤더 {headers}개까지";
    server_origins: "Origins it serves (none named: any)", "허용하는 출처(비우면 모두)";
    server_protocols: "Subprotocols it speaks", "지원하는 하위 프로토콜";
    deflate_switch: "permessage-deflate", "permessage-deflate";
    head_max: "Longest head, in bytes", "헤더부 최대 크기(바이트)";
    headers_max: "Most headers", "헤더의 최대 개수";
    bad_number(default): "Not a number: {default} holds.", "숫자가 아닙니다. 기본값: {default}.";

    // The negotiation.
    negotiation: "What was agreed on", "협상 결과";
    asked_protocols: "Subprotocols asked for", "요청한 하위 프로토콜";
    asked_extensions: "Extensions offered", "제안한 확장";
    none_asked: "none", "없음";
    chosen_protocol: "chosen: the first of the client’s that the server speaks", "선택: 클라이언트의 순서에서 서버가 지원하는 첫 번째";
    passed_over: "passed over: an earlier one was taken", "건너뜀: 앞의 것을 골랐습니다";
    not_spoken: "the server does not speak it", "서버가 지원하지 않음";
    no_common: "None in common: the connection opens without a subprotocol, and the client may close it.",
        "공통된 것이 없습니다. 하위 프로토콜 없이 연결이 열리고, 클라이언트가 닫을 수 있습니다.";
    granted(words): "granted: {words}", "수락: {words}";
    declined_off: "declined: the server has it switched off", "거절: 서버가 꺼 두었습니다";
    declined_other: "declined: the server does not know it", "거절: 서버가 모르는 확장입니다";
    declined_parameters: "declined: a parameter is unknown, doubled or out of range",
        "거절: 매개변수를 모르거나, 겹치거나, 범위를 벗어납니다";
    declined_window: "declined: DEFLATE libraries cannot do a window of 8 bits",
        "거절: DEFLATE 라이브러리는 8비트 윈도를 쓸 수 없습니다";
    nothing_agreed: "The request was refused, so nothing is agreed on.",
        "요청이 거절되어 협상된 것이 없습니다.";
}
