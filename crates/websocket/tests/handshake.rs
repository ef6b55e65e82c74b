//! The opening handshake by the sections of RFC 6455, each head cut at every byte.

use websocket::handshake::client::{Established, Wish};
use websocket::handshake::deflate::{Parameters, Takeover};
use websocket::handshake::server::{Accepted, Origins, Policy};
use websocket::handshake::{Client, Fault, Rule, Server, key};

const REQUEST: &str = "GET /chat HTTP/1.1\r\n\
    Host: server.example.com\r\n\
    Upgrade: websocket\r\n\
    Connection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
    Origin: http://example.com\r\n\
    Sec-WebSocket-Protocol: chat, superchat\r\n\
    Sec-WebSocket-Version: 13\r\n\r\n";

const RESPONSE: &str = "HTTP/1.1 101 Switching Protocols\r\n\
    Upgrade: websocket\r\n\
    Connection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\
    Sec-WebSocket-Protocol: chat\r\n\r\n";

/// A verdict that is the same at once, in two pieces cut anywhere and byte by byte, and leaves
/// what follows the head.
#[track_caller]
fn verdict<R: Clone, T: PartialEq + std::fmt::Debug>(
    reader: &R,
    receive: impl Fn(&mut R, &mut &[u8]) -> Option<Result<T, Fault>>,
    head: &str,
) -> Result<T, Fault> {
    let bytes = [head.as_bytes(), &[0x81, 0x00]].concat();
    let in_pieces = |pieces: &mut dyn Iterator<Item = &[u8]>| {
        let mut reader = reader.clone();
        let mut left = Vec::new();
        let mut verdict = None;
        for mut piece in pieces {
            if verdict.is_none() {
                verdict = receive(&mut reader, &mut piece);
            }
            if verdict.is_some() {
                left.extend_from_slice(piece);
            }
        }
        let verdict = verdict.expect("a verdict");
        assert!(verdict.is_err() || left == [0x81, 0x00], "{left:02x?} is left");
        verdict
    };
    let whole = in_pieces(&mut [&bytes[..]].into_iter());
    for cut in 1..bytes.len() {
        let (before, after) = bytes.split_at(cut);
        assert_eq!(in_pieces(&mut [before, after].into_iter()), whole, "cut at {cut}");
    }
    assert_eq!(in_pieces(&mut bytes.chunks(1)), whole, "byte by byte");
    whole
}

#[track_caller]
fn serve(policy: &Policy, request: &str) -> Result<Accepted, Fault> {
    verdict(&Server::new(policy.clone()), Server::receive, request)
}

#[track_caller]
fn ask(wish: &Wish, response: &str) -> Result<Established, Fault> {
    let client = Client::new(wish, *b"the sample nonce").unwrap();
    verdict(&client, Client::receive, response)
}

/// What a server says when `old` in a good request becomes `new`: its fault's offset is where
/// `at` begins in the changed request.
#[track_caller]
fn refused(old: &str, new: &str, rule: Rule, status: u16, at: &str) {
    let policy =
        Policy { origins: Origins::Listed(vec!["http://example.com".into()]), ..<_>::default() };
    assert!(REQUEST.contains(old), "{old}");
    let request = REQUEST.replacen(old, new, 1);
    let fault = serve(&policy, &request).unwrap_err();
    assert_eq!((fault.rule, fault.at), (rule, request.find(at).unwrap()), "{new:?}");
    assert_eq!(fault.response().start.status, status);
    assert!(rule.clause().starts_with("RFC "));
}

/// What a client says when `old` in a good response becomes `new`.
#[track_caller]
fn distrusted(wish: &Wish, old: &str, new: &str, rule: Rule, at: &str) {
    assert!(RESPONSE.contains(old), "{old}");
    let response = RESPONSE.replacen(old, new, 1);
    let fault = ask(wish, &response).unwrap_err();
    assert_eq!((fault.rule, fault.at), (rule, response.find(at).unwrap()), "{new:?}");
}

fn chat() -> Wish {
    Wish { protocols: vec!["chat".into(), "superchat".into()], ..Wish::new("example.com", "/chat") }
}

/// The empty line, where missing fields are missed.
const END: &str = "\r\n\r\n";

#[test]
fn section_1_2_the_example() {
    let policy = Policy { protocols: vec!["superchat".into(), "chat".into()], ..<_>::default() };
    let accepted = serve(&policy, REQUEST).unwrap();
    assert_eq!(accepted.response().to_bytes(), RESPONSE.as_bytes());
    assert_eq!(ask(&chat(), RESPONSE).unwrap().protocol.as_deref(), Some("chat"));
}

#[test]
fn section_4_2_1_the_request_line_and_host() {
    refused("GET", "POST", Rule::Method, 405, "POST");
    refused("HTTP/1.1", "HTTP/1.0", Rule::OldHttp, 400, "HTTP/1.0");
    let major = Rule::Http(http::Rule::MajorVersion);
    refused("HTTP/1.1", "HTTP/2.0", major, 505, "2.0");
    refused("Host: server.example.com", "Host:", Rule::NoHost, 400, "\r\nUpgrade:");
    refused("Upgrade:", "Host: b\r\nUpgrade:", Rule::TwoHosts, 400, "Host: b");
    let (target, host) = (Rule::Http(http::Rule::Target), Rule::Http(http::Rule::Host));
    refused("GET /chat", "GET chat", target, 400, "chat");
    refused("GET /chat", "GET ws://server.example.com/chat", target, 400, "ws:");
    refused("server.example.com", "a b/", host, 400, " b/");
    refused("server.example.com", "user@a", host, 400, "@a");
    refused("Upgrade:", "Content-Length: 5\r\nUpgrade:", Rule::Body, 400, "Content-Length");
    refused("Upgrade:", "Transfer-Encoding: x\r\nUpgrade:", Rule::Body, 400, "Transfer");
}

#[test]
fn section_4_1_the_target_may_be_a_whole_uri() {
    let request = REQUEST.replacen("/chat", "HTTP://server.example.com:8080/chat", 1);
    let accepted = serve(&Policy::default(), &request).unwrap();
    assert_eq!(accepted.request.start.form().unwrap().resource().unwrap(), "/chat");
}

#[test]
fn section_4_2_1_a_missing_field_is_missed_at_the_empty_line() {
    let missing = |line: &str, rule, status| {
        let request = REQUEST.replacen(line, "", 1);
        let fault = serve(&Policy::default(), &request).unwrap_err();
        assert_eq!((fault.rule, fault.at), (rule, request.find(END).unwrap() + 2), "{line}");
        assert_eq!(fault.response().start.status, status);
    };
    missing("Host: server.example.com\r\n", Rule::NoHost, 400);
    missing("Upgrade: websocket\r\n", Rule::NoUpgrade, 426);
    missing("Connection: Upgrade\r\n", Rule::NoConnection, 400);
    missing("Sec-WebSocket-Version: 13\r\n", Rule::NoVersion, 400);
    missing("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", Rule::NoKey, 400);
}

#[test]
fn section_4_2_1_upgrade_and_connection_are_lists_without_case() {
    refused("websocket", "websockets", Rule::NoUpgrade, 426, "websockets");
    refused(": Upgrade", ": keep-alive", Rule::NoConnection, 400, "keep-alive");
    for (old, new) in [
        ("Upgrade: websocket", "upgrade: h2c,WebSocket"),
        ("Connection: Upgrade", "Connection: keep-alive, upgrade"),
        ("Connection: Upgrade", "Connection: keep-alive\r\nCONNECTION: ,UPGRADE"),
    ] {
        serve(&Policy::default(), &REQUEST.replacen(old, new, 1)).unwrap();
    }
}

#[test]
fn section_4_2_1_the_key() {
    let key = "dGhlIHNhbXBsZSBub25jZQ==";
    let short = Rule::Key(key::Rule::Length { decoded: 8 });
    refused(key, "MTIzNDU2Nzg=", short, 400, "=\r\nOrigin");
    refused(key, "dGhl-HNhbXBsZSBub25jZQ==", Rule::Key(key::Rule::NotBase64), 400, "-HN");
    refused(key, "열쇠", Rule::Key(key::Rule::NotAscii), 400, "열쇠");
    let twice = format!("{key}\r\nsec-websocket-key: {key}");
    refused(key, &twice, Rule::TwoKeys, 400, "sec-websocket-key");
    let slip = REQUEST.replacen(key, "AQIDBAUGBwgJCgsMDQ4PEC==", 1);
    assert!(!serve(&Policy::default(), &slip).unwrap().key.canonical);
}

#[test]
fn section_4_4_another_version_is_answered_with_the_supported_one() {
    refused("Version: 13", "Version: 8", Rule::Version, 426, "8\r\n");
    refused("Version: 13", "Version: 13, 8", Rule::Version, 426, "13, 8");
    let second = "Version: 13\r\nsec-websocket-version: 13";
    refused("Version: 13", second, Rule::TwoVersions, 400, "sec-websocket-version");
    let fault = Fault { rule: Rule::Version, at: 0 };
    let fields = fault.response().fields;
    assert_eq!(fields.first("Sec-WebSocket-Version").unwrap().value, b"13");
    assert_eq!(fields.first("Upgrade").unwrap().value, b"websocket");
}

#[test]
fn section_4_2_2_origins() {
    refused("http://example.com", "http://evil.example", Rule::Origin, 403, "http://evil");
    let policy = Policy { origins: Origins::Listed(vec!["http://a".into()]), ..<_>::default() };
    let none = REQUEST.replacen("Origin: http://example.com\r\n", "", 1);
    serve(&policy, &none).expect("programs other than browsers name no origin");
}

#[test]
fn section_4_1_subprotocols_are_tokens_each_named_once() {
    refused("chat, superchat", "chat, super chat", Rule::Protocol, 400, "super chat");
    refused("chat, superchat", "chat,x,chat", Rule::Protocol, 400, "chat\r\n");
    assert_eq!(serve(&Policy::default(), REQUEST).unwrap().protocol, None);
}

#[test]
fn section_4_1_what_a_client_does_not_believe() {
    let wish = chat();
    distrusted(&wish, "101 Switching", "200 Fine", Rule::Status(200), "200");
    distrusted(&wish, "HTTP/1.1", "HTTP/1.0", Rule::OldHttp, "HTTP");
    distrusted(&wish, "websocket", "h2c", Rule::NoUpgrade, "h2c");
    distrusted(&wish, ": Upgrade", ": close", Rule::NoConnection, "close");
    distrusted(&wish, "s3pP", "S3pP", Rule::Accept, "S3pP");
    let missing = RESPONSE.replacen("Accept:", "Else:", 1);
    let at = missing.find(END).unwrap() + 2;
    assert_eq!(ask(&wish, &missing), Err(Fault { rule: Rule::NoAccept, at }));
    let twice = "Upgrade: websocket\r\nsec-websocket-accept: x";
    distrusted(&wish, "Upgrade: websocket", twice, Rule::TwoAccepts, "Sec-WebSocket-Accept");
    distrusted(&wish, ": chat", ": Chat", Rule::UnrequestedProtocol, "Chat");
    let fault = ask(&Wish::new("example.com", "/"), RESPONSE).unwrap_err();
    assert_eq!(fault.rule, Rule::UnrequestedProtocol);
    let extension = ": chat\r\nSec-WebSocket-Extensions: x-unheard";
    distrusted(&wish, ": chat", extension, Rule::UnrequestedExtension, "x-unheard");
}

#[test]
fn a_client_sends_no_head_that_was_injected() {
    for (host, target) in [("a\r\nX: y", "/"), ("a", "/ x"), ("a", "/\r\nX:"), ("a", "")] {
        assert!(Client::new(&Wish::new(host, target), [0; 16]).is_err(), "{host} {target}");
    }
}

/// What a server answers to an offer, and what the client makes of that.
#[track_caller]
fn negotiate(policy: Parameters, offer: &str, answer: Option<&str>) {
    let policy = Policy { deflate: Some(policy), ..<_>::default() };
    let line = format!("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: {offer}");
    let request = REQUEST.replacen("Sec-WebSocket-Version: 13", &line, 1);
    let accepted = serve(&policy, &request).unwrap();
    assert_eq!(accepted.deflate.map(|(_, words)| words).as_deref(), answer, "{offer}");
}

#[test]
fn rfc_7692_section_7_1_offers_and_answers() {
    let any = Parameters::default();
    negotiate(any, "permessage-deflate", Some("permessage-deflate"));
    negotiate(any, "permessage-deflate; client_max_window_bits", Some("permessage-deflate"));
    let ten = "permessage-deflate; server_max_window_bits=10";
    negotiate(any, ten, Some(ten));
    let twelve = Parameters { client_max_window_bits: 12, ..any };
    let asked = "permessage-deflate; client_max_window_bits=12";
    negotiate(twelve, "permessage-deflate; client_max_window_bits", Some(asked));
    negotiate(twelve, "permessage-deflate", Some("permessage-deflate"));
    let forget = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    negotiate(any, forget, Some(forget));
    // Eight bits are legal, and no DEFLATE library does them: the next offer is taken.
    let eight = "permessage-deflate; server_max_window_bits=8";
    negotiate(any, eight, None);
    negotiate(any, &format!("x-other, {eight}, {ten}"), Some(ten));
}

#[test]
fn rfc_7692_section_7_1_offers_that_are_declined() {
    for bad in [
        "permessage-deflate; unknown",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=010",
        "permessage-deflate; client_max_window_bits=99999999999999999999",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
    ] {
        negotiate(Parameters::default(), bad, None);
    }
    let broken = "Version: 13\r\nSec-WebSocket-Extensions: a b";
    refused("Version: 13", broken, Rule::Extensions, 400, "b\r\n\r\n");
}

#[test]
fn rfc_7692_section_7_1_answers_that_a_client_believes() {
    let forget = Parameters { server_takeover: Takeover::Forget, ..<_>::default() };
    let small = Parameters { server_max_window_bits: 10, ..<_>::default() };
    let answered = |wished: Parameters, answer: &str| {
        let wish = Wish { deflate: Some(wished), ..chat() };
        let line = format!(": chat\r\nSec-WebSocket-Extensions: permessage-deflate{answer}");
        let established = ask(&wish, &RESPONSE.replacen(": chat", &line, 1));
        established.map(|established| established.deflate.unwrap()).map_err(|fault| fault.rule)
    };
    assert_eq!(answered(<_>::default(), ""), Ok(Parameters::default()));
    assert_eq!(answered(<_>::default(), "; server_no_context_takeover"), Ok(forget));
    assert_eq!(answered(small, "; server_max_window_bits=10"), Ok(small));
    let client_ten = Parameters { client_max_window_bits: 10, ..<_>::default() };
    assert_eq!(answered(<_>::default(), "; client_max_window_bits=10"), Ok(client_ten));
    for (wished, answer) in [
        (forget, ""),
        (small, ""),
        (small, "; server_max_window_bits=11"),
        (<_>::default(), "; client_max_window_bits"),
        (<_>::default(), "; client_max_window_bits=8"),
        (<_>::default(), "; unknown"),
    ] {
        assert_eq!(answered(wished, answer), Err(Rule::ExtensionParameters), "{answer}");
    }
    let twice = answered(<_>::default(), ", permessage-deflate");
    assert_eq!(twice, Err(Rule::UnrequestedExtension));
}

#[test]
fn both_ends_agree_on_what_was_negotiated() {
    let bits = [8, 9, 12, 15];
    for (server_bits, client_bits) in bits.map(|a| bits.map(|b| (a, b))).concat() {
        let wished = Parameters {
            server_max_window_bits: server_bits,
            client_max_window_bits: client_bits.max(9),
            ..<_>::default()
        };
        let wish = Wish { deflate: Some(wished), ..Wish::new("example.com", "/") };
        let mut client = Client::new(&wish, [7; 16]).unwrap();
        let policy = Policy { deflate: Some(Parameters::default()), ..<_>::default() };
        let accepted = Server::new(policy)
            .receive(&mut client.request().to_vec().as_slice())
            .unwrap()
            .unwrap();
        let response = accepted.response().to_bytes();
        let established = client.receive(&mut &response[..]).unwrap().unwrap();
        let agreed = accepted.deflate.map(|(agreed, _)| agreed);
        assert_eq!(established.deflate, agreed);
        assert_eq!(agreed.is_some(), server_bits >= 9);
    }
}

/// What a client that sent the good request with this offer makes of an answer.
#[track_caller]
fn after(offer: &str, answer: &str) -> Result<Established, Rule> {
    let line = format!("Version: 13\r\nSec-WebSocket-Extensions: {offer}");
    let request = REQUEST.replacen("Version: 13", &line, 1);
    let accepted = serve(&Policy::default(), &request).unwrap();
    let line = format!(": chat\r\nSec-WebSocket-Extensions: {answer}");
    let response = RESPONSE.replacen(": chat", &line, 1);
    let mut client = Client::after(&accepted.request, http::Limits::default());
    client.receive(&mut response.as_bytes()).unwrap().map_err(|fault| fault.rule)
}

#[test]
fn section_4_1_a_client_takes_the_answer_to_the_request_that_was_sent() {
    let accepted = serve(&Policy::default(), REQUEST).unwrap();
    let mut client = Client::after(&accepted.request, http::Limits::default());
    assert_eq!(client.expected_accept(), accepted.accept);
    let established = client.receive(&mut RESPONSE.as_bytes()).unwrap().unwrap();
    assert_eq!(established.protocol.as_deref(), Some("chat"));
    let keyless = REQUEST.replacen("Sec-WebSocket-Key", "Key", 1);
    let mut reader = http::Reader::<http::RequestLine>::new(http::Limits::default());
    let keyless = reader.receive(&mut keyless.as_bytes()).unwrap().unwrap();
    let fault = Client::after(&keyless, http::Limits::default()).receive(&mut RESPONSE.as_bytes());
    assert_eq!(fault.unwrap().unwrap_err().rule, Rule::Accept);
}

#[test]
fn rfc_7692_section_7_1_2_2_the_client_window_is_named_in_the_answer_only_if_in_the_offer() {
    let ten = "permessage-deflate; client_max_window_bits=10";
    assert_eq!(after("permessage-deflate", ten), Err(Rule::ExtensionParameters));
    let agreed = after("permessage-deflate; client_max_window_bits", ten).unwrap().deflate;
    assert_eq!(agreed.unwrap().client_max_window_bits, 10);
    // Several offers: the answer may be to any of them.
    let two = "permessage-deflate; server_max_window_bits=9, permessage-deflate";
    assert!(after(two, "permessage-deflate").unwrap().deflate.is_some());
    assert_eq!(after("x-other", ten), Err(Rule::UnrequestedExtension));
}

#[test]
fn rfc_7692_section_7_1_why_an_offer_is_declined() {
    use websocket::handshake::{deflate::Declined, extensions};
    let why = |offer: &str| {
        let list = extensions::parse(offer.as_bytes()).unwrap();
        Parameters::default().answer(&list[0]).map(|(_, words)| words)
    };
    assert_eq!(why("x-other"), Err(Declined::OtherExtension));
    assert_eq!(why("permessage-deflate; unknown"), Err(Declined::Parameters));
    assert_eq!(why("permessage-deflate; server_max_window_bits=8"), Err(Declined::Window));
    assert_eq!(why("permessage-deflate"), Ok("permessage-deflate".into()));
}
