//! What is said of cases, verdicts and findings, in both languages.

use checker::websocket::{Finding, Group, Item, Note, Unfit, Verdict};
use figure_kit::{
    legible,
    words::{Language, Vocabulary as _},
};
use figures::websocket::{
    frame_anatomy::{Words as Frames, meaning as frames},
    handshake_bench::{Side, meaning as heads},
};
use websocket::Role;

figure_kit::words! {
    /// The words of `workbook check`.
    pub(crate) struct Words in "check";

    tag: "en", "ko";
    handshake: "opening handshake", "여는 핸드셰이크";
    framing: "framing", "프레임";
    masking: "masking", "마스킹";
    fragmentation: "fragmentation", "조각";
    utf8: "UTF-8", "UTF-8";
    control: "ping and pong", "ping과 pong";
    closing: "closing", "종료";
    limits: "limits", "한도";
    abuse: "abuse", "거친 상대";
    deflate: "permessage-deflate", "permessage-deflate";

    head(title, cases, level):
        "{title}: {cases} {cases|case|cases}, level {level}",
        "{title}: 항목 {cases}개, 수준 {level}";
    of(passed, all): "{passed} of {all}", "{all}개 중 {passed}개";
    count_failed(count): "{count} failed", "실패 {count}";
    count_errors(count): "{count} not reached", "연결 안 됨 {count}";
    count_notes(count): "{count} informational", "참고 {count}";
    count_unfit(count): "{count} not applicable", "해당 없음 {count}";
    count_passed(count): "{count} passed", "통과 {count}";
    seconds(seconds): "in {seconds} s", "{seconds}초";
    passed: "passed", "통과";
    failed: "FAILED", "실패";
    informational: "informational", "참고";
    unfit: "not applicable", "해당 없음";
    error: "NOT REACHED", "연결 안 됨";
    in_the_book(page): "in the book: {page}", "책에서: {page}";
    no_echo_here:
        "This server does not send every message back, so the cases that need an echo are left out. Give the path of an echo, such as /echo, to have them too.",
        "이 서버는 메시지를 모두 되돌려 주지 않으므로 에코가 필요한 항목은 뺐습니다. 그 항목까지 보려면 /echo 같은 에코의 경로를 주십시오.";
    all_good: "Everything that was asked is right.", "물어본 것은 모두 올바릅니다.";
    next_one(command): "Next: {command}", "다음: {command}";
    next_level(command): "Next, the stricter level: {command}", "다음은 더 엄격한 수준: {command}";
    explain(command): "Byte by byte: {command}", "한 바이트씩: {command}";
    more_left_out(count): "({count} more are not shown)", "({count}개는 더 보이지 않음)";
    unreachable(address, why):
        "{address} is not reached ({why}): is the server running there?",
        "서버에 연결하지 못했습니다: {address} ({why}). 그 주소에서 서버가 실행 중인지 확인하십시오.";
    refused_probe(path, status):
        "A legal handshake for {path} is refused with status {status}: is it the path of a WebSocket? Such as ws://127.0.0.1:3000/ws/echo",
        "올바른 핸드셰이크가 상태 {status} 응답으로 거절되었습니다. 경로 {path} 쪽이 WebSocket의 경로인지 확인하십시오. 예: ws://127.0.0.1:3000/ws/echo";
    no_case(pattern):
        "no case's name fits `{pattern}`: `workbook check --list` names them all",
        "이름이 `{pattern}`에 맞는 항목이 없습니다. `workbook check --list`로 모든 이름을 볼 수 있습니다";
    listening(url):
        "Waiting for a client at {url} (Ctrl-C ends).\n  Each connection is one case: echo every message until the server closes, then connect again.\n  When connecting is refused, all cases are done. Cases by number: /case?n=1, /case?n=2, ... until 410.\n  Clients of the Autobahn suite: /getCaseCount, /runCase?case=N&agent=A, /updateReports?agent=A.",
        "클라이언트를 기다립니다: {url} (Ctrl-C로 끝냅니다).\n  연결 하나가 항목 하나입니다. 서버가 닫을 때까지 메시지를 되돌려 준 다음 다시 연결하십시오.\n  연결이 거부되면 모든 항목이 끝난 것입니다. 번호로 고르려면 /case?n=1, /case?n=2, ... 410이 올 때까지.\n  Autobahn의 클라이언트는 /getCaseCount, /runCase?case=N&agent=A, /updateReports?agent=A를 그대로 씁니다.";

    a_text(text, bytes): "a text “{text}” ({bytes} {bytes|byte|bytes})", "텍스트 “{text}”({bytes}바이트)";
    a_binary(hex, bytes): "binary {hex} ({bytes} {bytes|byte|bytes})", "바이너리 {hex}({bytes}바이트)";
    a_ping(hex, bytes): "a ping {hex} ({bytes} {bytes|byte|bytes})", "ping {hex}({bytes}바이트)";
    a_pong(hex, bytes): "a pong {hex} ({bytes} {bytes|byte|bytes})", "pong {hex}({bytes}바이트)";
    a_close(code): "a close frame with {code}", "종료 프레임 {code}";
    a_close_without: "a close frame without a code", "코드 없는 종료 프레임";
    more_frames: "more frames", "프레임";
    the_end: "the end of TCP", "TCP의 끝";
    something_illegal: "illegal bytes", "올바르지 않은 바이트";

    nothing(item): "Nothing more came in time; this was to come: {item}.", "제때 더 온 것이 없습니다. 와야 했던 것: {item}.";
    nothing_at_all: "No answer came in time.", "제때 응답이 오지 않았습니다.";
    ended(item): "The connection ended before this came: {item}.", "다음이 오기 전에 연결이 끝났습니다: {item}.";
    ended_early: "The connection ended where it had to stay open.", "이어져야 할 연결이 끝났습니다.";
    differs(wanted, seen): "This was to come: {wanted}. This came: {seen}.", "와야 했던 것: {wanted}. 온 것: {seen}.";
    differs_at(at): "The first difference is at byte {at}.", "처음 다른 곳은 바이트 {at} 위치입니다.";
    unexpected(item): "This came, and nobody asked for it: {item}.", "아무도 묻지 않은 것이 왔습니다: {item}.";
    taken(item): "It was taken and had to be refused; this came back: {item}.", "거절해야 하는 것을 받아들였습니다. 돌아온 것: {item}.";
    still_open: "It had to be refused, and the connection is still open.", "거절해야 하는데 연결이 아직 열려 있습니다.";
    illegal(rule, clause, at): "What came breaks a rule at its byte {at} ({clause}): {rule}", "온 것이 바이트 {at} 위치에서 규칙을 어깁니다({clause}): {rule}";
    illegal_head(rule, clause, at): "The head breaks a rule at its byte {at} ({clause}): {rule}", "헤더부가 바이트 {at} 위치에서 규칙을 어깁니다({clause}): {rule}";
    granted: "The request was granted with 101, and had to be refused.", "거절해야 하는 요청을 101로 받아들였습니다.";
    refused(status): "A legal request was refused with status {status}.", "올바른 요청이 상태 {status} 응답으로 거절되었습니다.";
    status(wanted, seen): "It was refused with {seen}; what fits is {wanted}.", "거절의 상태는 {seen}, 맞는 것은 {wanted}.";
    no_field(name): "The answer lacks the field {name}.", "응답에 이 헤더가 없습니다: {name}.";
    code(wanted, seen): "The close frame says {seen}; what fits is {wanted}.", "종료 프레임의 코드는 {seen}, 맞는 것은 {wanted}.";
    no_close_frame: "The connection ended without a close frame.", "종료 프레임 없이 연결이 끝났습니다.";
    after_close: "Something was sent behind the close frame.", "종료 프레임 뒤에 무언가를 보냈습니다.";
    tcp_open: "The WebSocket is closed, and TCP is still open.", "WebSocket은 닫혔는데 TCP가 아직 열려 있습니다.";
    same_key: "Two frames have the same masking key.", "두 프레임의 마스킹 키가 같습니다.";
    gone: "After this, the server takes no more connections.", "이 일이 있은 뒤로 서버가 연결을 받지 않습니다.";
    flood: "More came than any answer needs: more than 80 MiB.", "어떤 응답에도 필요 없을 만큼 많이 왔습니다(80MiB 초과).";
    endless: "The case was given up after 20 s.", "20초가 지나 이 항목을 그만두었습니다.";
    other_code(wanted, seen): "It ended the connection with {seen}; what fits better is {wanted}.", "연결을 끝내며 알린 코드는 {seen}, 더 맞는 것은 {wanted}.";
    no_code_said: "It ended the connection without a close frame: allowed, but nobody learns why.", "종료 프레임 없이 연결을 끝냈습니다. 허용되지만 아무도 이유를 알 수 없습니다.";
    other_status(wanted, seen): "It refused with {seen}; what fits better is {wanted}.", "거절의 상태는 {seen}, 더 맞는 것은 {wanted}.";
    no_answer: "It refused by ending the connection, without an answer in HTTP.", "HTTP 응답 없이 연결을 끝내어 거절했습니다.";
    refuses(status): "It refused with {status}, as it may.", "허용된 대로 거절했습니다. 상태는 {status}.";
    waits: "It waits for the rest, as it may.", "허용된 대로 나머지를 기다립니다.";
    too_big: "It says that the message is too big for it, as it may.", "허용된 대로 메시지가 너무 크다고 알립니다.";
    uncompressed: "Compression was agreed on, and it sends without, as it may.", "압축에 합의했지만 허용된 대로 압축하지 않고 보냅니다.";
    no_deflate: "Compression was not agreed on.", "압축에 합의하지 않았습니다.";
    no_echo: "The server does not send messages back.", "서버가 메시지를 되돌려 주지 않습니다.";
    not_served: "No client came for this case.", "이 항목을 받으러 온 클라이언트가 없습니다.";
    any_code: "any legal code", "올바른 아무 코드";
    connects: "connected", "연결함";
    ends: "ended its side of TCP", "자기 쪽 TCP를 끝냄";
    resets: "reset the connection", "연결을 강제로 끊음";
    we_end: "our side of TCP ended", "이쪽의 TCP를 끝냄";
    we_drop: "connection dropped", "연결을 버림";
    waited(ms): "nothing for {ms} ms", "{ms}ms 동안 아무것도 오지 않음";
}

/// How much of a payload is told.
const TOLD_LEN: usize = 40;

impl Words {
    /// The language that these are of.
    pub(crate) fn language(&self) -> Language {
        Language::of_tag(self.tag())
    }

    pub(crate) fn group(&self, group: Group) -> &str {
        match group {
            Group::Handshake => self.handshake(),
            Group::Framing => self.framing(),
            Group::Masking => self.masking(),
            Group::Fragmentation => self.fragmentation(),
            Group::Utf8 => self.utf8(),
            Group::Control => self.control(),
            Group::Closing => self.closing(),
            Group::Limits => self.limits(),
            Group::Abuse => self.abuse(),
            Group::Deflate => self.deflate(),
        }
    }

    pub(crate) fn verdict(&self, verdict: &Verdict) -> &str {
        match verdict {
            Verdict::Passed => self.passed(),
            Verdict::Failed(_) => self.failed(),
            Verdict::Informational(_) => self.informational(),
            Verdict::NotApplicable(_) => self.unfit(),
            Verdict::Error(_) => self.error(),
        }
    }

    /// Why a case ended as it did; nothing for one that passed.
    pub(crate) fn why(&self, verdict: &Verdict, peer: Role) -> String {
        match verdict {
            Verdict::Passed => String::new(),
            Verdict::Failed(finding) => self.finding(finding, peer),
            Verdict::Informational(note) => self.note(note),
            Verdict::NotApplicable(Unfit::NoDeflate) => self.no_deflate().to_owned(),
            Verdict::NotApplicable(Unfit::NoEcho) => self.no_echo().to_owned(),
            Verdict::NotApplicable(Unfit::NotServed) => self.not_served().to_owned(),
            Verdict::Error(why) => why.clone(),
        }
    }

    fn finding(&self, finding: &Finding, peer: Role) -> String {
        let said = match finding {
            Finding::Nothing(None) => self.nothing_at_all(),
            Finding::Ended(None) => self.ended_early(),
            Finding::StillOpen => self.still_open(),
            Finding::Granted => self.granted(),
            Finding::NoCloseFrame => self.no_close_frame(),
            Finding::AfterClose => self.after_close(),
            Finding::TcpOpen => self.tcp_open(),
            Finding::SameKey => self.same_key(),
            Finding::Gone => self.gone(),
            Finding::Flood => self.flood(),
            Finding::Endless => self.endless(),
            Finding::Nothing(Some(item)) => return self.nothing(&self.item(item)),
            Finding::Ended(Some(item)) => return self.ended(&self.item(item)),
            Finding::Differs { wanted, seen } => {
                let says = self.differs(&self.item(wanted), &self.item(seen));
                let Some(at) = first_difference(wanted, seen) else { return says };
                return format!("{says} {}", self.differs_at(&at));
            }
            Finding::Unexpected(item) => return self.unexpected(&self.item(item)),
            Finding::Taken(item) => return self.taken(&self.item(item)),
            Finding::Illegal(fault) => {
                let words = Frames::in_language(self.language());
                let (rule, _) = frames::rule(fault.rule, &words);
                return self.illegal(&rule, &fault.rule.clause(), &fault.at);
            }
            Finding::IllegalHead(fault) => {
                let side = if peer == Role::Server { Side::Response } else { Side::Request };
                let words = figure_kit::words::Vocabulary::in_language(self.language());
                let rule = heads::rule(fault.rule, side, &words);
                return self.illegal_head(&rule, &fault.rule.clause(), &fault.at);
            }
            Finding::Refused(status) => return self.refused(status),
            Finding::Status { wanted, seen } => return self.status(&self.list(wanted), seen),
            Finding::NoField(name) => return self.no_field(name),
            Finding::Code { wanted, seen } => return self.code(&self.list(wanted), seen),
        };
        said.to_owned()
    }

    fn note(&self, note: &Note) -> String {
        match note {
            Note::OtherCode { wanted, seen } => self.other_code(&self.list(wanted), seen),
            Note::NoCloseFrame => self.no_code_said().to_owned(),
            Note::OtherStatus { wanted, seen } => self.other_status(&self.list(wanted), seen),
            Note::NoAnswer => self.no_answer().to_owned(),
            Note::Refuses(status) => self.refuses(status),
            Note::Waits => self.waits().to_owned(),
            Note::TooBig => self.too_big().to_owned(),
            Note::Uncompressed => self.uncompressed().to_owned(),
        }
    }

    fn list(&self, numbers: &[u16]) -> String {
        if numbers.is_empty() {
            return self.any_code().to_owned();
        }
        numbers.iter().map(u16::to_string).collect::<Vec<_>>().join(" / ")
    }

    fn item(&self, item: &Item) -> String {
        let hex = |bytes: &[u8]| {
            let told = legible::spaced_hex(&bytes[..bytes.len().min(TOLD_LEN / 3)]);
            if bytes.len() > TOLD_LEN / 3 { format!("{told} …") } else { told }
        };
        match item {
            Item::Text(text) => {
                let told: String = text.chars().take(TOLD_LEN).collect();
                let rest = if told.len() < text.len() { "…" } else { "" };
                let told = format!("{}{rest}", legible::readable(&told));
                self.a_text(&told, &text.len())
            }
            Item::Binary(bytes) => self.a_binary(&hex(bytes), &bytes.len()),
            Item::Ping(bytes) => self.a_ping(&hex(bytes), &bytes.len()),
            Item::Pong(bytes) => self.a_pong(&hex(bytes), &bytes.len()),
            Item::Close(1005) => self.a_close_without().to_owned(),
            Item::Close(code) => self.a_close(code),
            Item::AfterClose => self.more_frames().to_owned(),
            Item::End | Item::Reset => self.the_end().to_owned(),
            Item::Illegal(_) => self.something_illegal().to_owned(),
        }
    }
}

/// Where two payloads part, if they begin alike.
fn first_difference(wanted: &Item, seen: &Item) -> Option<usize> {
    fn payload(item: &Item) -> Option<&[u8]> {
        match item {
            Item::Text(text) => Some(text.as_bytes()),
            Item::Binary(bytes) | Item::Ping(bytes) | Item::Pong(bytes) => Some(bytes),
            _ => None,
        }
    }
    let (wanted, seen) = (payload(wanted)?, payload(seen)?);
    let alike = wanted.iter().zip(seen).take_while(|(one, other)| one == other).count();
    (alike > 0).then_some(alike)
}
