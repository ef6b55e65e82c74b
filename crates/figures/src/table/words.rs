//! Tables that are printed into chapters and never change on the page.

figure_kit::words! {
    /// What only tables say: their heads, close codes, headers.
    pub(super) struct Words in "tables";

    range(first, last): "`{first}`–`{last}`", "`{first}`~`{last}`";
    erratum(number): "erratum {number}", "정오표 {number}";
    col_opcode: "Opcode", "opcode";
    col_name: "Name", "이름";
    col_kind: "Kind", "종류";
    col_meaning: "What it carries", "담는 것";
    col_clause: "Where it is written", "근거";
    kind_data: "data", "데이터";
    kind_control: "control", "제어";

    minutes(minutes): "{minutes} min", "{minutes}분";
    announced(chapters): "Being written: {chapters}.", "집필 중: {chapters}.";

    col_code: "Code", "코드";
    col_sent: "Who may send it", "보낼 수 있는 쪽";
    col_says: "What it says", "뜻";
    sent_yes: "either end", "양쪽";
    sent_client: "a client", "클라이언트만";
    sent_local: "nobody: an API reports it", "없음: API만 알림";
    sent_never: "nobody", "없음";
    code_1000: "The purpose is fulfilled.", "목적을 다했습니다.";
    code_1001: "The server shuts down, or the reader leaves the page.",
        "서버가 꺼지거나, 사용자가 페이지를 떠납니다.";
    code_1002: "The other end broke the protocol.", "상대가 프로토콜을 어겼습니다.";
    code_1003: "A kind of data that this end does not take.", "이쪽에서 받지 않는 종류의 데이터입니다.";
    code_1004: "Reserved; it has no meaning yet.", "예약되어 있고, 아직 뜻이 없습니다.";
    code_1005: "The close frame held no code.", "종료 프레임에 코드가 없었습니다.";
    code_1006: "No close frame came: the connection broke off.",
        "종료 프레임 없이 연결이 끊겼습니다.";
    code_1007: "The data is not what its type says, such as text that is not UTF-8.",
        "데이터가 종류와 다릅니다. UTF-8이 아닌 텍스트가 그 예입니다.";
    code_1008: "A policy says no; the code for everything without a better one.",
        "정책에 어긋납니다. 더 알맞은 코드가 없을 때 씁니다.";
    code_1009: "A message too big to process.", "처리하기에 너무 큰 메시지입니다.";
    code_1010: "The client misses an extension in the server’s answer.",
        "클라이언트에 필요한 확장이 서버의 응답에 없습니다.";
    code_1011: "This end met a condition that it did not expect.",
        "이쪽에서 예상하지 못한 상황을 만났습니다.";
    code_1012: "The service restarts.", "서비스가 다시 시작합니다.";
    code_1013: "Come back later.", "나중에 다시 시도하세요.";
    code_1014: "A gateway got an invalid answer from the server behind it.",
        "게이트웨이가 뒤의 서버에서 잘못된 응답을 받았습니다.";
    code_1015: "TLS failed before the handshake.", "핸드셰이크 전에 TLS가 실패했습니다.";
    codes_none: "No close codes.", "종료 코드가 아닙니다.";
    codes_reserved: "Reserved for the protocol itself.", "프로토콜 자신을 위해 예약되어 있습니다.";
    codes_registered: "For libraries and frameworks, registered with IANA.",
        "라이브러리와 프레임워크용이며, IANA에 등록합니다.";
    codes_private: "For two programs that have agreed on them.", "두 프로그램이 서로 정해서 씁니다.";

    col_wrong: "What is wrong", "무엇이 잘못인가";
    col_blame: "Whose fault", "책임";
    blamed_sender: "the sender", "보낸 쪽";
    blamed_limit: "nobody: a limit", "없음: 제한을 넘음";

    col_status: "Status", "상태 코드";
    col_header: "Header", "헤더";
    col_request: "In the request", "요청에서";
    col_response: "In the response", "응답에서";
    required_without(status): "required, or {status}", "필수: 없으면 {status}";
    required_client: "required, or no connection", "필수: 없으면 연결 실패";
    optional: "optional", "선택";
    not_there: "–", "–";
    header_host: "Which of the sites on this address is meant.", "이 주소에 있는 사이트 가운데 어느 것인지.";
    header_upgrade: "The protocol to switch to: websocket.", "바꿀 프로토콜: websocket.";
    header_connection: "That Upgrade concerns this hop: a proxy must not pass it on blindly.",
        "Upgrade가 이 구간에만 해당한다는 것. 프록시는 이를 그대로 넘기면 안 됩니다.";
    header_key: "16 random bytes in Base64, new for every handshake.",
        "핸드셰이크마다 새로 고른 무작위 16바이트의 Base64.";
    header_accept: "What proves that the key was read.", "키를 읽었다는 증거.";
    header_version: "The version of the protocol: 13.", "프로토콜의 버전: 13.";
    header_origin: "The page that asks. Browsers always send it; other programs need not.",
        "요청한 페이지의 출처. 브라우저는 항상 보내고, 다른 프로그램은 보내지 않아도 됩니다.";
    header_protocol: "Subprotocols, the best first; the answer names one of them.",
        "원하는 순서로 적은 하위 프로토콜. 응답은 그중 하나를 적습니다.";
    header_extensions: "Extensions with their parameters; the answer names those that are used.",
        "확장과 매개변수. 응답은 쓰기로 한 것을 적습니다.";
}
