//! Targets and `Host` by the sections of RFC 9112 and RFC 3986: one line in, one line out.

use http::{Authority, Limits, Reader, Request, RequestLine, Target};
use proptest::prelude::*;

/// What a target of this method is: its form, whom it names, its path and query.
#[track_caller]
fn check(method: &str, target: &str, expected: &str) {
    let read = Target::read(method, target);
    let resource = read.as_ref().ok().and_then(Target::resource).unwrap_or_default();
    let seen = match &read {
        Ok(Target::Origin(_)) => format!("origin {resource}"),
        Ok(Target::Absolute { scheme, authority, .. }) => {
            format!("absolute {scheme} {authority} {resource}")
        }
        Ok(Target::Authority(authority)) => format!("authority {authority}"),
        Ok(Target::Asterisk) => "asterisk".to_owned(),
        Err(at) => format!("fault at {at}"),
    };
    assert_eq!(seen, expected, "{method} {target}");
}

#[test]
fn section_3_2_1_a_path_and_a_query() {
    check("GET", "/", "origin /");
    check("GET", "/a/b%20c?d=e&f", "origin /a/b%20c?d=e&f");
    check("GET", "//host/path", "origin //host/path");
    // Browsers send these as they are.
    check("GET", "/a^|`{}[]?'\\^|`{}[]", "origin /a^|`{}[]?'\\^|`{}[]");
    check("GET", "/?at=http://b/c", "origin /?at=http://b/c");
    check("GET", "en/index.html", "fault at 0");
    check("GET", "?query", "fault at 0");
    check("GET", "", "fault at 0");
    check("GET", "/page#part", "fault at 5");
    check("GET", "/a\"b", "fault at 2");
    check("GET", "/<a>", "fault at 1");
}

#[test]
fn section_3_2_2_a_whole_uri() {
    check("GET", "http://a.example/b?c", "absolute http a.example /b?c");
    check("GET", "HTTP://A.Example:8080", "absolute HTTP A.Example:8080 /");
    check("GET", "https://[::1]?c", "absolute https [::1] /?c");
    check("OPTIONS", "http://a:80", "absolute http a:80 /");
    check("GET", "http:/b", "fault at 0");
    check("GET", "1http://b/", "fault at 0");
    check("GET", "://b/", "fault at 0");
}

#[test]
fn section_3_2_3_a_tunnel_and_section_3_2_4_the_server() {
    check("CONNECT", "a.example:443", "authority a.example:443");
    check("CONNECT", "", "fault at 0");
    check("GET", "a.example:443", "fault at 0");
    check("OPTIONS", "*", "asterisk");
    check("GET", "*", "fault at 0");
    check("options", "*", "fault at 0");
}

/// Whom these lines of a request name, and where what is wrong stands.
#[track_caller]
fn named(line: &str, fields: &str, expected: &str) {
    let head = format!("{line}\r\n{fields}\r\n");
    let mut reader = Reader::<RequestLine>::new(Limits::default());
    let request: Request = reader.receive(&mut head.as_bytes()).unwrap().unwrap();
    let seen = match request.authority() {
        Ok(Some(authority)) => authority.to_string(),
        Ok(None) => "nobody".to_owned(),
        Err(fault) => {
            assert_eq!((fault.rule.clause(), fault.rule.status()), ("RFC 9112 §3.2", 400));
            format!("{:?}: {}", fault.rule, head[fault.at..].split('\r').next().unwrap())
        }
    };
    assert_eq!(seen, expected, "{head}");
}

#[test]
fn section_3_2_one_sound_host() {
    let get = "GET / HTTP/1.1";
    named(get, "Host: a.example:80\r\n", "a.example:80");
    named(get, "Host: A.Example\r\n", "a.example");
    named(get, "host:\t127.0.0.1 \r\n", "127.0.0.1");
    named(get, "Host: [2001:DB8::1]:3000\r\n", "[2001:db8::1]:3000");
    named(get, "Host: a%20b_c~(d)\r\n", "a%20b_c~(d)");
    named(get, "Host: a:\r\n", "a");
    named(get, "Host:\r\n", "nobody");
    named(get, "", "NoHost: ");
    named(get, "Host: a\r\nHost: b\r\n", "TwoHosts: Host: b");
    named(get, "Host: a\r\nX: y\r\nHost: a\r\n", "TwoHosts: Host: a");
    named(get, "Host: a b/\r\n", "Host:  b/");
    named(get, "Host: a/\r\n", "Host: /");
    named(get, "Host: user@a\r\n", "Host: @a");
    named(get, "Host: a:80x\r\n", "Host: x");
    named(get, "Host: a:65536\r\n", "Host: 65536");
    named(get, "Host: a:80:80\r\n", "Host: :80");
    named(get, "Host: :80\r\n", "Host: :80");
    named(get, "Host: [::1\r\n", "Host: ");
    named(get, "Host: [::1]x\r\n", "Host: x");
    named(get, "Host: [127.0.0.1]\r\n", "Host: 127.0.0.1]");
    named(get, "Host: a%2\r\n", "Host: %2");
    named(get, "Host: a, b\r\n", "Host:  b");
    named(get, "Host: 소켓\r\n", "Host: 소켓");
}

#[test]
fn section_3_2_2_a_whole_uri_goes_before_host() {
    named("GET http://a:1/ HTTP/1.1", "Host: b\r\n", "a:1");
    named("GET http://a/ HTTP/1.1", "", "NoHost: ");
    named("GET http://a/ HTTP/1.1", "Host: b/\r\n", "Host: /");
    named("CONNECT a:1 HTTP/1.1", "Host: b\r\n", "a:1");
}

#[test]
fn section_3_2_a_target_s_authority_is_one() {
    named("GET http:// HTTP/1.1", "Host: a\r\n", "Target:  HTTP/1.1");
    named("GET http:///b HTTP/1.1", "Host: a\r\n", "Target: /b HTTP/1.1");
    named("GET http://:80/b HTTP/1.1", "Host: a\r\n", "Target: :80/b HTTP/1.1");
    named("GET http://a:b/ HTTP/1.1", "Host: a\r\n", "Target: b/ HTTP/1.1");
    // RFC 9110 §4.2.4: behind a user's name, a foreign host looks like a known one.
    named("GET http://known@b/ HTTP/1.1", "Host: a\r\n", "Target: @b/ HTTP/1.1");
    named("CONNECT a HTTP/1.1", "Host: a\r\n", "Target:  HTTP/1.1");
    named("CONNECT / HTTP/1.1", "Host: a\r\n", "Target: / HTTP/1.1");
}

#[test]
fn section_3_3_http_1_0_need_not_name_anyone() {
    named("GET / HTTP/1.0", "", "nobody");
    named("GET / HTTP/1.0", "Host: a\r\n", "a");
    named("GET / HTTP/1.0", "Host: a\r\nHost: a\r\n", "TwoHosts: Host: a");
}

proptest! {
    #[test]
    fn what_is_read_is_written_and_read_again(text in "[aZ0:.%\\[\\]@/é-]{0,12}") {
        if let Ok(authority) = Authority::read(&text) {
            prop_assert_eq!(Authority::read(&authority.to_string()), Ok(authority));
        }
    }

    #[test]
    fn a_fault_points_into_the_text_or_at_its_end(text: String) {
        for at in [Target::read("GET", &text).err(), Authority::read(&text).err()] {
            prop_assert!(at.is_none_or(|at| at <= text.len()));
        }
    }
}
