//! `fetch` of a page at `http://localhost:3000`, against servers that a test plays byte by byte.

use lab::reactor::Kind;

use crate::events::Ops;
use crate::node::texts;
use crate::stage::Stage;

const STAR: &str = "Access-Control-Allow-Origin: *\r\n";

struct Pair {
    stage: Stage,
    page: usize,
    server: usize,
    /// The server's connections in the order in which they came.
    connections: Vec<u32>,
}

impl Pair {
    /// A server on port 8080, and a page.
    fn new(kind: Kind) -> Self {
        let mut stage = Stage::new();
        let (server, page) = (stage.start(0, Kind::Node), stage.start(1, kind));
        stage.give(server, Ops::new().listen(1, "", 8080));
        stage.take(server);
        stage.give(server, Ops::new());
        Self { stage, page, server, connections: Vec::new() }
    }

    fn ask(&mut self, ops: Ops) {
        self.stage.give(self.page, ops);
    }

    fn get(path: &str) -> Self {
        let mut pair = Self::new(Kind::Browser);
        pair.ask(Ops::new().fetch(5, "GET", &format!("http://server:8080{path}")));
        pair
    }

    /// The next request that comes: its connection, by place, and its text.
    fn request(&mut self) -> (usize, String) {
        loop {
            let events = self.stage.take(self.server).expect("a server stays");
            let mut found = None;
            for event in events {
                if event.new != 0 {
                    self.connections.push(event.new);
                } else if !event.bytes.is_empty() {
                    let id: u32 = event.text.split(' ').next().unwrap().parse().unwrap();
                    let at = self.connections.iter().position(|it| *it == id).unwrap();
                    found = Some((at, String::from_utf8(event.bytes).unwrap()));
                }
            }
            if let Some(found) = found {
                return found;
            }
            self.stage.give(self.server, Ops::new());
        }
    }

    fn answer(&mut self, connection: usize, text: &str) {
        let new = self.connections[connection];
        self.stage.give(self.server, Ops::new().write(new, text));
        self.stage.take(self.server);
    }

    fn close(&mut self, connection: usize) {
        let new = self.connections[connection];
        self.stage.give(self.server, Ops::new().close(new));
        self.stage.take(self.server);
    }

    fn page_until(&mut self, last: &str) -> Vec<String> {
        self.stage.until(self.page, last)
    }

    /// The server goes on.
    fn go_on(&mut self) {
        self.stage.give(self.server, Ops::new());
    }
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{STAR}Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn a_response_and_its_body_come_as_they_arrive_and_the_connection_is_used_again() {
    let mut pair = Pair::get("/a?b#c");
    let (connection, asked) = pair.request();
    assert!(
        asked.starts_with("GET /a?b HTTP/1.1\r\nHost: server:8080\r\nConnection: keep-alive\r\n")
    );
    assert!(asked.contains("\r\nOrigin: http://localhost:3000\r\n"), "{asked}");
    assert!(asked.contains("\r\nReferer: http://localhost:3000/\r\n"), "{asked}");
    pair.answer(
        connection,
        &format!(
            "HTTP/1.1 103 Hint\r\n\r\nHTTP/1.1 200 Fine\r\n{STAR}X-A: 1\r\n\
        Content-Type: text/plain\r\nSet-Cookie: a=b\r\n\
        Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n"
        ),
    );
    assert_eq!(
        pair.page_until("body"),
        ["5 response 200 Fine [content-type: text/plain] http://server:8080/a?b", "5 body \"he\""],
    );
    pair.ask(Ops::new());
    pair.answer(connection, "3\r\nllo\r\n0\r\n\r\n");
    assert_eq!(pair.page_until("body end"), ["5 body \"llo\"", "5 body end"]);
    pair.go_on();
    pair.ask(Ops::new().fetch(6, "GET", "http://server:8080/next"));
    let (again, asked) = pair.request();
    assert_eq!((again, pair.connections.len()), (connection, 1));
    assert!(asked.starts_with("GET /next "));
    pair.answer(
        again,
        &format!("HTTP/1.1 200 OK\r\n{STAR}Connection: close\r\nContent-Length: 0\r\n\r\n"),
    );
    assert!(pair.page_until("body end")[0].starts_with("6 response 200"));
    pair.ask(Ops::new());
    assert_eq!(pair.stage.take(pair.page), None, "closed as the server wished");
}

#[test]
fn a_body_may_end_with_its_connection() {
    let mut pair = Pair::get("/");
    let (connection, _) = pair.request();
    pair.answer(connection, &format!("HTTP/1.0 200 OK\r\n{STAR}\r\nall"));
    pair.close(connection);
    let said = pair.page_until("body end");
    assert_eq!(said[1..], ["5 body \"all\"", "5 body end"]);
}

#[test]
fn what_fails_is_told_to_the_console_as_chromium_does() {
    let check = |answer: Option<&str>, said: &[&str]| {
        let mut pair = Pair::get("/x");
        let (connection, _) = pair.request();
        if let Some(answer) = answer {
            pair.answer(connection, answer);
        }
        pair.close(connection);
        let events = pair.page_until("failed");
        let said: Vec<_> = said
            .iter()
            .map(|text| text.replace("CONSOLE", "5 console error: GET http://server:8080/x"))
            .collect();
        assert_eq!(events, said, "{answer:?}");
    };
    let failed = "5 failed Failed to fetch";
    check(None, &["CONSOLE net::ERR_EMPTY_RESPONSE", failed]);
    check(Some("hello there\r\n\r\n"), &["CONSOLE net::ERR_INVALID_HTTP_RESPONSE", failed]);
    let short = format!("HTTP/1.1 200 OK\r\n{STAR}Content-Length: 9\r\n\r\nabc");
    let head = "5 response 200 OK [content-length: 9] http://server:8080/x";
    check(
        Some(&short),
        &[head, "5 body \"abc\"", "CONSOLE net::ERR_CONTENT_LENGTH_MISMATCH 200 (OK)", failed],
    );
    let chunks = format!("HTTP/1.1 200 OK\r\n{STAR}Transfer-Encoding: chunked\r\n\r\n");
    let head = "5 response 200 OK [] http://server:8080/x";
    check(
        Some(&format!("{chunks}zz\r\n")),
        &[head, "CONSOLE net::ERR_INVALID_CHUNKED_ENCODING 200 (OK)", failed],
    );
    check(
        Some(&format!("{chunks}5\r\nab")),
        &[head, "5 body \"ab\"", "CONSOLE net::ERR_INCOMPLETE_CHUNKED_ENCODING 200 (OK)", failed],
    );
}

#[test]
fn requests_that_reach_nobody() {
    let mut stage = Stage::new();
    let page = stage.start(1, Kind::Browser);
    for (url, why) in [
        ("http://server:8080/", "net::ERR_CONNECTION_REFUSED"),
        ("http://nobody/", "net::ERR_NAME_NOT_RESOLVED"),
        ("http://localhost:25/", "net::ERR_UNSAFE_PORT"),
        ("https://server/", "net::ERR_SSL_PROTOCOL_ERROR (there is no TLS in this lab)"),
    ] {
        stage.give(page, Ops::new().fetch(5, "GET", url));
        let console = format!("5 console error: GET {url} {why}");
        assert_eq!(stage.until(page, "failed"), [console.as_str(), "5 failed Failed to fetch"]);
        stage.give(page, Ops::new());
        assert_eq!(stage.take(page), None);
    }
}

#[test]
fn another_origin_has_to_allow_it() {
    let check = |fields: &str, why: &str| {
        let mut pair = Pair::get("/x");
        let (connection, _) = pair.request();
        pair.answer(connection, &format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: 2\r\n\r\nhi"));
        let blocked = format!(
            "5 console error: Access to fetch at 'http://server:8080/x' from origin \
             'http://localhost:3000' has been blocked by CORS policy: {why}"
        );
        assert_eq!(
            pair.page_until("failed"),
            [
                blocked.as_str(),
                "5 console error: GET http://server:8080/x net::ERR_FAILED 200 (OK)",
                "5 failed Failed to fetch"
            ],
        );
    };
    check("", "No 'Access-Control-Allow-Origin' header is present on the requested resource.");
    check(
        "Access-Control-Allow-Origin: http://localhost:3001\r\n",
        "The 'Access-Control-Allow-Origin' header has a value 'http://localhost:3001' that is \
           not equal to the supplied origin. Have the server send the header with a valid value.",
    );
    check(
        &STAR.repeat(2),
        "The 'Access-Control-Allow-Origin' header contains multiple values '*, *', but only one \
           is allowed. Have the server send the header with a valid value.",
    );
    let mut pair = Pair::get("/x");
    let (connection, _) = pair.request();
    pair.answer(
        connection,
        "HTTP/1.1 404 Not Found\r\nX-A: 1\r\nContent-Length: 0\r\n\
        Access-Control-Expose-Headers: X-A\r\n\
        Access-Control-Allow-Origin: http://localhost:3000\r\n\r\n",
    );
    assert_eq!(
        pair.page_until("body end"),
        [
            "5 console error: GET http://server:8080/x 404 (Not Found)",
            "5 response 404 Not Found [x-a: 1, content-length: 0] http://server:8080/x",
            "5 body end"
        ],
    );
}

#[test]
fn the_same_origin_reads_all_but_cookies() {
    let mut stage = Stage::new();
    let (server, page) = (stage.start(1, Kind::Node), stage.start(1, Kind::Browser));
    stage.give(server, Ops::new().listen(1, "", 3000));
    stage.take(server);
    stage.give(server, Ops::new());
    stage.give(page, Ops::new().fetch(5, "POST", "http://localhost:3000/"));
    let new = stage.take(server).unwrap()[0].new;
    stage.give(server, Ops::new());
    let asked = String::from_utf8(stage.take(server).unwrap()[0].bytes.clone()).unwrap();
    assert!(asked.contains("\r\nContent-Length: 0\r\n"), "{asked}");
    assert!(asked.contains("\r\nSec-Fetch-Site: same-origin\r\n"), "{asked}");
    let answer = "HTTP/1.1 200 OK\r\nX-A: 1\r\nSet-Cookie: x\r\nContent-Length: 0\r\n\r\n";
    stage.give(server, Ops::new().write(new, answer));
    stage.take(server);
    let said = stage.until(page, "body end");
    assert_eq!(said[0], "5 response 200 OK [x-a: 1, content-length: 0] http://localhost:3000/");
}

#[test]
fn what_no_form_could_send_is_asked_for_first() {
    let put = |pair: &mut Pair| {
        let fields = [("X-B", "1"), ("Content-Type", "application/json"), ("Host", "evil")];
        pair.ask(Ops::new().fetch_with(5, "PUT", "http://server:8080/x", &fields, b"{}"));
        let (connection, asked) = pair.request();
        assert!(asked.starts_with("OPTIONS /x HTTP/1.1\r\n"), "{asked}");
        assert!(asked.contains("\r\nAccess-Control-Request-Method: PUT\r\n"), "{asked}");
        assert!(asked.contains("\r\nAccess-Control-Request-Headers: content-type,x-b\r\n"));
        connection
    };
    let mut pair = Pair::new(Kind::Browser);
    let connection = put(&mut pair);
    pair.answer(
        connection,
        &format!(
            "HTTP/1.1 204 No Content\r\n{STAR}\
        Access-Control-Allow-Methods: PUT\r\nAccess-Control-Allow-Headers: X-B, *\r\n\r\n"
        ),
    );
    pair.go_on();
    let (again, asked) = pair.request();
    assert_eq!(again, connection);
    assert!(asked.starts_with("PUT /x HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("\r\nX-B: 1\r\n") && !asked.contains("evil"), "{asked}");
    assert!(asked.ends_with("\r\n\r\n{}"), "{asked}");
    pair.answer(again, &ok("done"));
    assert!(pair.page_until("body end")[0].starts_with("5 response 200 OK"));

    for (answer, why) in [
        (
            "204 No\r\n",
            "Response to preflight request doesn't pass access control check: No \
          'Access-Control-Allow-Origin' header is present on the requested resource.",
        ),
        (
            "404 No\r\nSTAR",
            "Response to preflight request doesn't pass access control check: It \
          does not have HTTP ok status.",
        ),
        (
            "204 No\r\nSTAR",
            "Method PUT is not allowed by Access-Control-Allow-Methods in preflight \
          response.",
        ),
        (
            "204 No\r\nSTARAccess-Control-Allow-Methods: PUT\r\n",
            "Request header field content-type \
          is not allowed by Access-Control-Allow-Headers in preflight response.",
        ),
    ] {
        let mut pair = Pair::new(Kind::Browser);
        let connection = put(&mut pair);
        pair.answer(connection, &format!("HTTP/1.1 {}\r\n", answer.replace("STAR", STAR)));
        let said = pair.page_until("failed");
        assert!(said[0].ends_with(&format!("has been blocked by CORS policy: {why}")), "{said:#?}");
        assert_eq!(said[1], "5 console error: PUT http://server:8080/x net::ERR_FAILED");
    }
}

#[test]
fn what_was_allowed_is_not_asked_again_for_five_seconds() {
    let mut pair = Pair::new(Kind::Browser);
    let put = |id| Ops::new().fetch(id, "PUT", "http://server:8080/x");
    pair.ask(put(5));
    let allow = format!("HTTP/1.1 204 X\r\n{STAR}Access-Control-Allow-Methods: PUT\r\n\r\n");
    let mut asked_by = Vec::new();
    for wait_ms in [4_000, 2_000, 0] {
        let (mut connection, mut asked) = pair.request();
        asked_by.push(asked.split(' ').next().unwrap().to_owned());
        if asked.starts_with("OPTIONS") {
            pair.answer(connection, &allow);
            pair.go_on();
            (connection, asked) = pair.request();
            asked_by.push(asked.split(' ').next().unwrap().to_owned());
        }
        pair.answer(connection, &ok(""));
        pair.page_until("body end");
        pair.ask(Ops::new().timer(9, wait_ms));
        pair.page_until("timer");
        pair.go_on();
        pair.ask(put(6));
    }
    assert_eq!(asked_by, ["OPTIONS", "PUT", "PUT", "OPTIONS", "PUT"]);
}

#[test]
fn what_an_event_source_sends_needs_no_leave() {
    let mut pair = Pair::new(Kind::Browser);
    let fields =
        [("accept", "text/event-stream"), ("cache-control", "no-store"), ("last-event-id", "7")];
    pair.ask(Ops::new().fetch_with(5, "GET", "http://server:8080/events", &fields, b""));
    let (_, asked) = pair.request();
    assert!(asked.starts_with("GET /events HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("\r\naccept: text/event-stream\r\n"), "{asked}");
    assert!(!asked.contains("*/*") && asked.contains("\r\nlast-event-id: 7\r\n"), "{asked}");
}

#[test]
fn redirects_are_followed_and_counted() {
    let mut pair = Pair::new(Kind::Browser);
    pair.ask(Ops::new().fetch_with(5, "POST", "http://server:8080/a/b", &[], b"body"));
    let (connection, asked) = pair.request();
    assert!(asked.ends_with("\r\n\r\nbody"));
    pair.answer(
        connection,
        &format!("HTTP/1.1 307 X\r\n{STAR}Location: c\r\nContent-Length: 3\r\n\r\nabc"),
    );
    pair.go_on();
    let (_, asked) = pair.request();
    assert!(asked.starts_with("POST /a/c ") && asked.ends_with("\r\n\r\nbody"), "{asked}");
    pair.answer(
        connection,
        &format!("HTTP/1.1 302 X\r\n{STAR}Location: /d\r\nContent-Length: 0\r\n\r\n"),
    );
    pair.go_on();
    let (_, asked) = pair.request();
    assert!(asked.starts_with("GET /d ") && asked.ends_with("\r\n\r\n"), "{asked}");
    for _ in 2..20 {
        let back = format!("HTTP/1.1 302 X\r\n{STAR}Location: /d\r\nContent-Length: 0\r\n\r\n");
        pair.answer(connection, &back);
        pair.go_on();
        pair.request();
    }
    pair.answer(
        connection,
        &format!("HTTP/1.1 302 X\r\n{STAR}Location: /d\r\nContent-Length: 0\r\n\r\n"),
    );
    let text = "5 console error: GET http://server:8080/d net::ERR_TOO_MANY_REDIRECTS";
    assert_eq!(pair.page_until("failed"), [text, "5 failed Failed to fetch"]);
}

#[test]
fn a_connection_that_was_kept_too_long_is_replaced() {
    let mut pair = Pair::get("/1");
    let (first, _) = pair.request();
    pair.answer(first, &ok(""));
    pair.page_until("body end");
    // The server's FIN and the next request cross: the page asks while it is on its way.
    let new = pair.connections[first];
    pair.stage.give(pair.server, Ops::new().close(new));
    pair.ask(Ops::new().fetch(6, "GET", "http://server:8080/2"));
    pair.stage.take(pair.server);
    pair.go_on();
    let (second, asked) = pair.request();
    assert_ne!(first, second);
    assert!(asked.starts_with("GET /2 "));
    pair.answer(second, &ok("late"));
    assert!(pair.page_until("body end")[0].starts_with("6 response 200"));
}

#[test]
fn six_connections_to_a_server_and_the_others_wait() {
    let mut pair = Pair::new(Kind::Browser);
    let ops = (10..18).fold(Ops::new(), |ops, id| ops.fetch(id, "GET", "http://server:8080/"));
    pair.ask(ops);
    pair.request();
    for _ in 1..6 {
        pair.go_on();
        pair.request();
    }
    assert_eq!(pair.connections.len(), 6);
    pair.answer(2, &ok("x"));
    pair.page_until("body end");
    pair.ask(Ops::new());
    pair.go_on();
    let (seventh, _) = pair.request();
    assert_eq!((seventh, pair.connections.len()), (2, 6));
}

#[test]
fn an_aborted_request_closes_its_connection_and_says_nothing() {
    let mut pair = Pair::new(Kind::Browser);
    pair.ask(Ops::new().fetch(5, "GET", "http://server:8080/slow").timer(9, 50));
    let (connection, _) = pair.request();
    assert_eq!(pair.page_until("timer"), ["9 timer"]);
    pair.ask(Ops::new().abort(5).timer(9, 1));
    assert_eq!(texts(&pair.stage.take(pair.page).unwrap()), ["9 timer"]);
    pair.ask(Ops::new());
    assert_eq!(pair.stage.take(pair.page), None);
    pair.go_on();
    let ended = pair.stage.take(pair.server).unwrap();
    let new = pair.connections[connection];
    assert!(ended[0].text.starts_with(&format!("{new} e")), "{ended:?}");
}

#[test]
fn node_asks_without_an_origin_and_reads_everything() {
    let mut pair = Pair::new(Kind::Node);
    pair.ask(Ops::new().fetch(5, "DELETE", "http://server:8080/x"));
    let (connection, asked) = pair.request();
    assert!(asked.starts_with("DELETE /x HTTP/1.1\r\n") && !asked.contains("Origin"), "{asked}");
    pair.answer(connection, "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 0\r\n\r\n");
    let said = pair.page_until("body end");
    assert_eq!(said[0], "5 response 200 OK [x-a: 1, content-length: 0] http://server:8080/x");
    pair.ask(Ops::new());
    assert_eq!(pair.stage.take(pair.page), None, "a kept connection keeps nobody alive");
}
