//! What the poisoned proxy says.

use crate::websocket::attack;

figure_kit::words! {
    /// What the poisoned proxy says, in both languages.
    pub struct Words in "poisoned-proxy" over attack::Words;

    question: "What will the next visitor get from the proxy?", "다음 방문자는 프록시에서 무엇을 받을까요?";
    gets_owner: "the owner’s own script", "주인이 쓴 진짜 스크립트";
    gets_attacker: "what the attacker’s server wrote", "공격자 서버가 보낸 내용";
    gets_error: "an error", "오류";

    text: "What the script sends", "스크립트가 보내는 텍스트";
    line_ends: "Every line end travels as CR LF.", "줄바꿈은 모두 CR LF로 전송됩니다.";
    server: "What the attacker’s server then writes", "그다음 공격자 서버가 보내는 내용";
    cut(count): "Only the first {count} bytes are kept.", "처음 {count}바이트만 씁니다.";
    mask: "The browser masks", "브라우저가 마스킹함";
    key: "Masking key, four bytes in hex", "마스킹 키(16진수 4바이트)";
    key_padded: "Not four bytes in hex: what is missing counts as 00.",
        "16진수 4바이트가 아닙니다. 모자란 바이트는 00으로 봅니다.";
    draw: "Let the browser draw one", "브라우저가 새로 뽑기";
    visitor: "What the next visitor asks for", "다음 방문자가 요청하는 주소";
    manner: "The proxy, behind the 101", "101 다음부터 프록시가 하는 일";
    tunnel: "understands Upgrade", "Upgrade를 이해함";
    strict: "reads on, strictly", "엄격하게 계속 읽음";
    skips: "skips lines", "줄을 건너뜀";
    searches: "searches byte by byte", "바이트마다 찾음";
    tunnel_says: "It knows what Upgrade means: behind the 101 it copies bytes and reads none of them.",
        "Upgrade의 뜻을 압니다. 101 다음부터는 바이트를 전달만 하고 읽지 않습니다.";
    strict_says: "It takes the 101 for an answer like any other and expects the next request. It refuses what is not one.",
        "101을 여느 응답으로 여기고 다음 요청을 기다립니다. 요청이 아니면 거절합니다.";
    skips_says: "It takes the 101 for an answer like any other, and it forgives: a line with which no request begins is skipped, and the next one is tried.",
        "101을 여느 응답으로 여기고, 너그럽기까지 합니다. 요청이 시작될 수 없는 줄은 건너뛰고 다음 줄을 봅니다.";
    searches_says: "It takes the 101 for an answer like any other, and it forgives everything: what is not a request is skipped up to the next GET, HEAD or POST.",
        "101을 여느 응답으로 여기고, 무엇이든 눈감아 줍니다. 요청이 아니면 다음 GET, HEAD, POST가 나올 때까지 건너뜁니다.";

    position: "Step of the attack", "공격의 단계";
    ask: "A page of the attacker’s opens a WebSocket", "공격자의 페이지가 WebSocket을 엽니다";
    switch: "The attacker’s server agrees", "공격자의 서버가 받아들입니다";
    message: "The script sends its text, in a frame", "스크립트의 텍스트가 프레임에 담겨 갑니다";
    answers: "The attacker’s server writes what it likes", "공격자의 서버가 마음대로 보냅니다";
    visit: "Somebody else, behind the same proxy, asks", "같은 프록시를 쓰는 다른 사람이 요청합니다";
    deliver: "The visitor is answered", "방문자가 응답을 받습니다";
    is_visitor: "next visitor", "다음 방문자";
    is_proxy: "proxy", "프록시";
    is_server: "attacker’s server", "공격자의 서버";

    // What the proxy makes of bytes.
    reads_request(method, url): "a request: {method} {url}", "요청: {method} {url}";
    reads_answer(status): "an answer: {status}", "응답: {status}";
    reads_101: "an answer, 101, without a body", "응답: 101, 본문 없음";
    reads_switch: "101: from here it only copies", "101: 여기서부터는 전달만 함";
    reads_body(count): "its body, {count} {count|byte|bytes}", "그 본문, {count}바이트";
    skipped(fault): "not a message: {fault}; skipped", "메시지 아님: {fault}. 건너뜀";
    refused(fault): "refused with 400: {fault}", "400으로 거절: {fault}";
    at(fault, at): "{fault} (its byte {at})", "{fault}(그 {at}번 바이트)";
    no_line_end: "a line end that is not CR LF", "CR LF가 아닌 줄 끝";
    no_control: "a control character", "제어 문자";
    no_method: "not a method", "메서드가 아님";
    no_target: "not a request target", "요청 대상이 아님";
    no_version: "not a version of HTTP", "HTTP 버전이 아님";
    no_status: "not a status", "상태 코드가 아님";
    no_field: "not a header field", "헤더 필드가 아님";
    no_host: "not exactly one sound Host", "올바른 Host가 정확히 하나 있지 않음";
    no_length: "Content-Length is not a number", "Content-Length가 수가 아님";
    waits: "unfinished: it waits for more", "끝나지 않음: 더 기다림";
    copied: "copied, and not read", "읽지 않고 전달";
    unasked: "copied: no request waits for an answer", "전달만 함: 응답을 기다리는 요청이 없음";
    more(count): "… {count} more {count|piece|pieces}", "… {count}조각 더";

    // What the others make of them.
    note_ended: "The proxy answers 400 and ends the connection: through it, nobody can use WebSocket without TLS.",
        "프록시가 400으로 응답하고 연결을 끊습니다. 이 프록시를 거치면 TLS 없이는 아무도 WebSocket을 쓸 수 없습니다.";
    note_server(at): "A server that keeps the rules fails this connection: a client’s frame without a mask (byte {at}). This one is the attacker’s, and it reads on.",
        "규칙을 지키는 서버라면 이 연결을 강제로 끊습니다. 클라이언트의 프레임인데 마스킹되어 있지 않습니다({at}번 바이트). 그러나 이 서버는 공격자의 것이라 그냥 읽습니다.";
    note_unmasks: "The server takes the key from the frame and has the script’s text back.",
        "서버는 프레임에 든 키로 마스킹을 풀어 스크립트의 텍스트를 되찾습니다.";
    note_browser(at, code): "The browser takes this for a frame and fails the connection (byte {at}, {code}). By then it has passed the proxy.",
        "브라우저는 이것을 프레임으로 읽고 연결을 강제로 끊습니다({at}번 바이트, {code}). 그때는 이미 프록시를 지나온 뒤입니다.";
    note_hit: "The proxy keeps an answer under this address, and asks nobody.",
        "프록시는 이 주소의 응답을 보관하고 있으므로, 아무에게도 묻지 않습니다.";
    note_miss: "The proxy keeps nothing under this address, and asks the server of that name.",
        "프록시에 이 주소의 응답이 없으므로, 그 이름의 서버에 물어봅니다.";

    // What the proxy knows.
    asked: "Requests that the proxy has read", "프록시가 읽은 요청";
    kept: "Answers that it keeps for all", "모두를 위해 보관한 응답";
    nothing: "none", "없음";
    is_kept: "kept", "보관함";
    keeps_by: "It sends every byte on to where the connection leads, and keeps answers under the name in Host.",
        "바이트는 모두 연결이 이어진 곳으로 보내고, 응답은 Host에 적힌 이름으로 보관합니다.";

    // How it ends.
    is_poisoned: "Poisoned: the next visitor gets what the attacker’s server wrote.",
        "캐시가 오염되었습니다. 다음 방문자는 공격자의 서버가 쓴 내용을 받습니다.";
    is_safe: "The next visitor gets what the owner’s server sends.",
        "다음 방문자는 주인의 서버가 보낸 것을 받습니다.";
    is_error: "The visitor gets an error: what is asked for is not an address.",
        "방문자는 오류를 받습니다. 요청한 것이 주소가 아닙니다.";
    why_poisoned: "The script chose every byte of the payload, and the proxy found a request in them.",
        "페이로드의 모든 바이트를 스크립트가 골랐고, 프록시는 그 안에서 요청을 찾아냈습니다.";
    why_readable: "Masked with this key, the bytes still read as a request. A browser draws a key that nobody can foresee, so that this does not happen.",
        "이 키로 마스킹한 바이트는 여전히 요청으로 읽힙니다. 그래서 브라우저는 아무도 예측할 수 없는 키를 뽑습니다.";
    why_elsewhere(url): "The proxy was deceived, but it keeps the answer under another address: {url}",
        "프록시가 속기는 했지만 응답을 다른 주소로 보관했습니다: {url}";
    why_tunnel: "Behind the 101 this proxy reads nothing, masked or not.",
        "이 프록시는 101 다음부터 마스킹과 상관없이 아무것도 읽지 않습니다.";
    why_ended: "This proxy ends the connection at the first byte that is not a request.",
        "이 프록시는 요청이 아닌 바이트를 보자마자 연결을 끊습니다.";
    why_not_kept: "The proxy has read a request, but no whole answer to it that may be kept.",
        "프록시가 요청을 읽기는 했지만, 보관해도 되는 온전한 응답이 없습니다.";
    why_masked: "With the key on every byte, the proxy finds no request in what the script sent.",
        "모든 바이트에 키가 걸려 있어, 프록시는 스크립트가 보낸 것에서 요청을 찾지 못합니다.";
    why_no_request: "The proxy finds no request in what the script sent.",
        "프록시는 스크립트가 보낸 것에서 요청을 찾지 못합니다.";
}
