//! What the hijack says.

use crate::websocket::attack;

figure_kit::words! {
    /// What the hijack says, in both languages.
    pub struct Words in "hijack" over attack::Words;

    question: "The handshake has reached the bank. What happens next?", "핸드셰이크가 은행에 도착했습니다. 다음에는 어떻게 될까요?";
    gets_served: "101, and the account is read", "101, 계좌 내용을 읽음";
    gets_refused: "403: this origin may not", "403: 허용하지 않는 출처";
    gets_unknown: "401: nothing says who is logged in", "401: 누가 로그인했는지 알 수 없음";
    gets_closed: "101, and then a Close frame: no token", "101, 이어서 종료 프레임: 토큰 없음";

    // What the reader decides.
    page: "The page whose script opens the WebSocket", "WebSocket을 여는 스크립트의 페이지";
    writes: "What the program writes into Origin", "프로그램이 출처(Origin)로 적는 값";
    no_page: "This is no address of a page: https://evil.example is used.",
        "페이지의 주소가 아닙니다. 대신 https://evil.example을 씁니다.";
    pages: "Pages", "페이지";
    own: "the bank’s own", "은행의 페이지";
    opener: "Who opens it", "여는 쪽";
    is_browser: "the victim’s browser", "피해자의 브라우저";
    is_program: "a program of the attacker’s", "공격자의 프로그램";
    check: "The bank looks at Origin", "은행이 출처(Origin)를 확인하는 방식";
    off: "not at all", "확인하지 않음";
    list: "it stands in a list", "목록에 있는지";
    contains: "it contains bank.example", "bank.example을 포함하는지";
    ends: "it ends with bank.example", "bank.example로 끝나는지";
    starts: "it begins with https://bank.example", "https://bank.example로 시작하는지";
    credential: "The bank knows who it is by", "은행이 사용자를 알아보는 방법";
    by_cookie: "the cookie", "쿠키";
    by_query: "a token in the address", "주소에 넣은 토큰";
    by_message: "a token in the first message", "첫 메시지에 넣은 토큰";
    same_site: "SameSite of the cookie", "쿠키의 SameSite";
    absent: "not said", "지정 안 함";
    rule: "The browser", "브라우저";
    rule_lax: "takes “not said” for Lax", "지정이 없으면 Lax로 봄";
    rule_none: "takes “not said” for None", "지정이 없으면 None으로 봄";
    rule_blocks: "keeps back cookies from other sites’ pages", "다른 사이트의 페이지에는 쿠키를 붙이지 않음";
    no_tls: "All is https and wss. The bytes are those inside TLS.",
        "모두 https와 wss입니다. 여기 보이는 것은 TLS 안의 바이트입니다.";

    // The steps.
    position: "Step of the run", "진행 단계";
    login: "The victim logs in at the bank", "피해자가 은행에 로그인합니다";
    cookie: "The bank gives the browser a cookie", "은행이 브라우저에 쿠키를 줍니다";
    visit: "The victim opens a page", "피해자가 페이지를 엽니다";
    comes: "The page comes, with a script in it", "스크립트가 든 페이지가 옵니다";
    fetch: "The script asks the bank for a token", "스크립트가 은행에 토큰을 요청합니다";
    token: "The bank answers", "은행이 응답합니다";
    ask: "The script opens a WebSocket to the bank", "스크립트가 은행으로 WebSocket을 엽니다";
    program_asks: "The program opens a WebSocket to the bank", "프로그램이 은행으로 WebSocket을 엽니다";
    verdict: "The bank’s verdict", "은행의 판정";
    message: "The first message", "첫 메시지";
    answer: "The bank answers in a frame", "은행이 프레임으로 응답합니다";
    loot: "The script sends on what it has read", "스크립트가 읽은 것을 다른 데로 보냅니다";
    bank: "bank", "은행";
    attacker: "attacker", "공격자";
    text(text): "Text: {text}", "텍스트: {text}";
    close_frame(code, reason): "Close: {code}, {reason}", "Close: {code}, {reason}";

    // What is said of a step.
    says_none: "SameSite=None: the browser adds the cookie to all that goes to the bank, whoever causes it.",
        "SameSite=None: 누가 일으킨 요청이든, 은행으로 가기만 하면 브라우저가 쿠키를 붙입니다.";
    says_lax: "SameSite=Lax: of what other sites cause, only a GET for a new page in the window carries the cookie, such as one behind a link.",
        "SameSite=Lax: 다른 사이트가 일으킨 요청 가운데, 링크를 눌렀을 때처럼 창에 새 페이지를 여는 GET 요청에만 쿠키를 붙입니다.";
    says_strict: "SameSite=Strict: nothing that another site causes carries the cookie.",
        "SameSite=Strict: 다른 사이트가 일으킨 요청에는 쿠키를 붙이지 않습니다.";
    says_absent: "The cookie says nothing of other sites: each browser decides for itself.",
        "쿠키에 다른 사이트에 관한 지정이 없습니다. 브라우저마다 알아서 정합니다.";
    runs(origin): "From here the script runs in the victim’s browser. Its origin is {origin}.",
        "이제 스크립트가 피해자의 브라우저에서 실행됩니다. 그 출처: {origin}";
    withheld: "The answer has come, but it does not allow this origin to read it (CORS): the browser keeps it from the script.",
        "응답은 왔지만, 이 출처가 읽어도 된다는 허락(CORS)이 없습니다. 그래서 브라우저가 스크립트에 넘겨주지 않습니다.";
    handed: "Page and answer are of one origin: the script may read it.",
        "페이지와 응답의 출처가 같으므로 스크립트가 읽을 수 있습니다.";
    origin_written: "The browser writes Origin. The script can neither change it nor leave it out.",
        "출처(Origin)는 브라우저가 적습니다. 스크립트는 바꿀 수도, 뺄 수도 없습니다.";
    goes_none: "The cookie goes along: nothing keeps it from requests that other sites cause.",
        "쿠키가 함께 갑니다. 다른 사이트가 일으킨 요청에 붙는 것을 막는 것이 없습니다.";
    goes_site: "The cookie goes along: page and bank are one site. SameSite looks at the site, and not at the origin.",
        "쿠키가 함께 갑니다. 페이지와 은행은 같은 사이트입니다. SameSite가 보는 것은 사이트이지 출처가 아닙니다.";
    stays: "The cookie stays at home: another site’s page causes this request, and it is no new page in the window.",
        "쿠키는 붙지 않습니다. 다른 사이트의 페이지가 일으킨 요청이고, 창에 새 페이지를 여는 것도 아닙니다.";
    program_writes: "A program writes into Origin what it likes. The victim’s cookie it does not have.",
        "프로그램은 출처(Origin)에 무엇이든 적을 수 있습니다. 그러나 피해자의 쿠키는 없습니다.";
    not_looked: "The bank did not look at Origin.", "은행은 출처(Origin)를 확인하지 않았습니다.";
    fits(origin): "The check is content with {origin}.", "검사를 통과했습니다: {origin}";
    fits_not(origin): "The check is not content with {origin}.", "검사를 통과하지 못했습니다: {origin}";
    no_origin: "Without Origin there is no page behind it: the check lets it pass.",
        "출처(Origin)가 없으면 페이지가 연 것이 아닙니다. 그래서 검사를 그대로 통과합니다.";
    no_cookie: "But there is no cookie in the handshake.", "그러나 핸드셰이크에 쿠키가 없습니다.";
    no_token: "But there is no token in the address.", "그러나 주소에 토큰이 없습니다.";
    no_fields: "A page can write no header field, so the token travels in the address. Addresses are written into logs.",
        "페이지는 헤더 필드를 적을 수 없어서 토큰을 주소에 넣습니다. 주소는 로그에 남습니다.";
    is_open: "No CORS check: the browser tells the script that the WebSocket is open.",
        "CORS 검사가 없습니다. 브라우저는 WebSocket이 열렸다고 스크립트에 알립니다.";
    sent_away: "To its own server the script may send anything.", "스크립트는 자기 서버로 무엇이든 보낼 수 있습니다.";

    // Who has what.
    jar: "The browser keeps for the bank", "브라우저가 보관하는 은행 쿠키";
    read: "The script has read", "스크립트가 읽은 것";
    has: "The attacker has", "공격자가 가진 것";
    nothing: "nothing", "없음";

    // How it ends.
    is_stolen: "Hijacked: the attacker has what the account says.", "가로채기 성공: 계좌 내용이 공격자에게 넘어갔습니다.";
    is_served: "The bank’s own page reads the account.", "은행의 페이지가 계좌 내용을 읽습니다.";
    is_refused: "403: nothing of the account is read.", "403: 계좌 내용은 아무도 읽지 못합니다.";
    is_unknown: "401: nothing of the account is read.", "401: 계좌 내용은 아무도 읽지 못합니다.";
    is_closed: "Closed with 1008: nothing of the account is read.", "1008로 닫힘: 계좌 내용은 아무도 읽지 못합니다.";
    why_off: "The cookie said who is logged in, and nobody asked which page had opened the WebSocket.",
        "쿠키는 누가 로그인했는지 알려 주었지만, 어느 페이지가 WebSocket을 열었는지는 아무도 묻지 않았습니다.";
    why_naive(origin): "The check looked at a part of the origin. Whoever owns {origin} could choose the rest.",
        "검사는 출처의 일부만 보았습니다. 나머지는 그 주소의 주인이 마음대로 고를 수 있습니다: {origin}";
    why_own: "Its origin is the one that the bank means, and the victim sees what is the victim’s.",
        "은행이 허용하려던 바로 그 출처이고, 피해자는 자기 계좌를 볼 뿐입니다.";
    why_refused: "The browser said which page had opened the WebSocket, and the bank looked.",
        "어느 페이지가 WebSocket을 열었는지 브라우저가 알렸고, 은행이 그것을 확인했습니다.";
    why_forged: "This origin a program has written. It was no use to refuse it, and no harm.",
        "이 출처는 프로그램이 적은 것입니다. 거절해도 얻을 것은 없고, 잃을 것도 없습니다.";
    why_kept: "This time the browser has kept the cookie back. The bank’s check had no part in it.",
        "이번에는 브라우저가 쿠키를 붙이지 않았습니다. 은행의 검사 덕분이 아닙니다.";
    why_program: "The program may claim any origin. It is not in the victim’s browser, so it has neither cookie nor token.",
        "프로그램은 어떤 출처인 척이든 할 수 있습니다. 그러나 피해자의 브라우저 안에 있지 않으므로 쿠키도 토큰도 없습니다.";
    why_token: "The token stands in an answer that only the bank’s own pages can read.",
        "토큰이 든 응답은 은행의 페이지만 읽을 수 있습니다.";
}
