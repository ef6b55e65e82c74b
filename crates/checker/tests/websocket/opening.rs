//! The opening handshake of the learners' server, with one flaw at will.
//!
//! The engine judges. A flaw that asks too little puts right what is wrong before the engine sees
//! it; a flaw that asks too much refuses by itself.

use websocket::handshake::{
    Server, accept,
    deflate::Parameters,
    server::{Accepted, Policy},
};

use super::endpoint::Flaw;

/// What was agreed on of permessage-deflate.
pub(crate) struct Agreed(pub(crate) Option<Parameters>);

/// What became of a request: the answer, and whether frames follow.
pub(crate) struct Answered {
    pub(crate) bytes: Vec<u8>,
    /// What was agreed on, where the request was granted.
    pub(crate) granted: Option<Agreed>,
    pub(crate) ended: bool,
}

/// A key that is legal, whatever the client sent.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// Names and values of a head, as they stand there.
pub(crate) fn lines(head: &str) -> Vec<(String, String)> {
    let fields = head.split("\r\n").skip(1).filter(|line| !line.is_empty());
    fields
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// The first value of a name, without blanks.
pub(crate) fn value<'a>(lines: &'a [(String, String)], name: &str) -> &'a str {
    let found = lines.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value.trim())
}

/// A head as bytes.
pub(crate) fn written(start: &str, lines: &[(String, String)]) -> Vec<u8> {
    let lines: Vec<_> = lines.iter().map(|(name, value)| format!("{name}:{value}\r\n")).collect();
    format!("{start}\r\n{}\r\n", lines.concat()).into_bytes()
}

/// Whether this flawed server refuses what is right.
fn is_too_strict(flaw: Flaw, start: &str, lines: &[(String, String)]) -> bool {
    let raw = |name: &str| {
        let found = lines.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.as_str())
    };
    match flaw {
        "upgrade-exact" => value(lines, "Upgrade") != "websocket",
        "connection-exact" => value(lines, "Connection") != "Upgrade",
        "connection-first-field" => {
            !value(lines, "Connection").to_ascii_lowercase().contains("upgrade")
        }
        "names-exact" => !lines.iter().any(|(name, _)| name == "Sec-WebSocket-Key"),
        "host-first" => lines.first().is_none_or(|(name, _)| name != "Host"),
        "blank-needed" => !raw("Upgrade").starts_with([' ', '\t']),
        "one-blank" => raw("Upgrade") != format!(" {}", value(lines, "Upgrade")),
        "no-tabs" => lines.iter().any(|(_, value)| value.contains('\t')),
        "known-fields-only" => lines.iter().any(|(name, _)| name == "User-Agent"),
        "origin-form-only" => start.contains("http://"),
        _ => false,
    }
}

/// Puts right what this flawed server does not look at.
fn repair(flaw: Flaw, start: &mut String, lines: &mut Vec<(String, String)>) {
    let mut force = |name: &str, is_wrong: &dyn Fn(&[&str]) -> bool, right: &str| {
        let values: Vec<String> = lines
            .iter()
            .filter(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim().to_owned())
            .collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        if is_wrong(&values) {
            lines.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
            lines.push((name.to_owned(), right.to_owned()));
        }
    };
    match flaw {
        "key-optional" => force("Sec-WebSocket-Key", &|values| values.is_empty(), KEY),
        "key-unjudged" => {
            let is_bad = |key: &&str| websocket::handshake::key::examine(key).is_err();
            force("Sec-WebSocket-Key", &|values| values.iter().any(is_bad), KEY);
        }
        "first-key" => force("Sec-WebSocket-Key", &|values| values.len() > 1, KEY),
        "version-optional" => force("Sec-WebSocket-Version", &|values| values.is_empty(), "13"),
        "version-unjudged" => force("Sec-WebSocket-Version", &|values| values != ["13"], "13"),
        "upgrade-optional" => force("Upgrade", &|values| values.is_empty(), "websocket"),
        "upgrade-unjudged" => force("Upgrade", &|values| !values.is_empty(), "websocket"),
        "connection-optional" => force("Connection", &|values| values.is_empty(), "Upgrade"),
        "connection-unjudged" => force("Connection", &|values| !values.is_empty(), "Upgrade"),
        "host-optional" => force("Host", &|values| values.is_empty(), "a"),
        "hosts" => force("Host", &|values| values.len() > 1, "a"),
        "extensions-unjudged" => {
            lines.retain(|(name, _)| name != "Sec-WebSocket-Extensions");
        }
        "any-method" => *start = start.replacen("POST", "GET", 1),
        "method-any-case" => *start = start.replacen("get", "GET", 1),
        "any-http" => *start = start.replace("HTTP/1.0", "HTTP/1.1"),
        "blank-before-colon" | "no-colon" => {
            let is_blank = |name: &str| name.ends_with(' ') || name.contains(' ');
            lines.retain(|(name, _)| !is_blank(name));
        }
        _ => {}
    }
}

/// Answers what a server has read so far; nothing while it waits.
pub(crate) fn answer(flaw: Flaw, received: &[u8], reads: usize) -> Option<Answered> {
    let text = String::from_utf8_lossy(received).into_owned();
    let end = text.find("\r\n\r\n");
    if hangs(flaw, &text, reads) {
        return None;
    }
    let mut received = received.to_vec();
    if let Some(end) = end {
        let head = &text[..end];
        let (start, _) = head.split_once("\r\n").unwrap_or((head, ""));
        let (mut start, mut lines) = (start.to_owned(), lines(head));
        if is_too_strict(flaw, &start, &lines) {
            return Some(refused(400, flaw));
        }
        let before = (start.clone(), lines.clone());
        repair(flaw, &mut start, &mut lines);
        if before != (start.clone(), lines.clone()) {
            received = written(&start, &lines);
        }
    }
    let deflate = Some(Parameters::default());
    let mut server = Server::new(Policy { deflate, ..Policy::default() });
    Some(match server.receive(&mut &received[..])? {
        Ok(accepted) => granted(flaw, accepted),
        Err(fault) => refused(fault.rule.status(), flaw),
    })
}

/// Whether this flawed server waits for something that does not come.
fn hangs(flaw: Flaw, text: &str, reads: usize) -> bool {
    let lines = text.lines().count();
    match flaw {
        "one-read" => reads > 1,
        "hangs-on-many-fields" => lines > 200,
        "hangs-on-long-heads" => text.len() > 16 << 10 && lines < 200,
        "hangs-on-what-is-odd" => {
            !text.contains("\r\n\r\n") || text.starts_with("\r\n") || !text.starts_with("GET")
        }
        _ => false,
    }
}

/// The answer to a legal request, with its flaw.
fn granted(flaw: Flaw, accepted: Accepted) -> Answered {
    let mut response = accepted.response();
    let asked = &accepted.request.fields;
    let mut say = |name: &str, value: &str| response.fields.push(name, value).unwrap();
    let list = asked.first("Sec-WebSocket-Extensions").and_then(http::Field::text);
    match (flaw, list) {
        ("grants-any-extension", Some(list)) if accepted.deflate.is_none() => {
            say("Sec-WebSocket-Extensions", list);
        }
        ("grants-all-again", Some(list)) if list.contains("checker,") => {
            say("Sec-WebSocket-Extensions", "permessage-deflate; checker");
        }
        ("speaks-another", _) if asked.first("Sec-WebSocket-Protocol").is_some() => {
            say("Sec-WebSocket-Protocol", "other.example");
        }
        _ => {}
    }
    let mut text = String::from_utf8(response.to_bytes()).unwrap();
    let key = asked.first("Sec-WebSocket-Key").and_then(http::Field::text).unwrap_or("");
    match flaw {
        "accept-without-guid" => {
            let wrong = accept::encode(&accept::digest(&[key.as_bytes()]));
            text = text.replace(&accepted.accept, &wrong);
        }
        "accept-of-the-same" => {
            text = text.replace(&accepted.accept, &accept::value("x3JJHMbDL1EzLkh9GBhXDw=="));
        }
        "accept-of-the-bytes" => {
            let key = accept::encode(&accepted.key.bytes);
            text = text.replace(&accepted.accept, &accept::value(&key));
        }
        "accept-of-the-example" if key == KEY => text = text.replace("xOo=\r\n", "xOo\r\n"),
        "answers-wider-window" => text = text.replace("window_bits=9", "window_bits=12"),
        _ => {}
    }
    let agreed = accepted.deflate.map(|(agreed, _)| agreed);
    Answered { bytes: text.into_bytes(), granted: Some(Agreed(agreed)), ended: false }
}

fn refused(status: u16, flaw: Flaw) -> Answered {
    let version = if flaw == "version-untold" { "" } else { "Sec-WebSocket-Version: 13\r\n" };
    let bytes = match flaw {
        "refuses-in-silence" => Vec::new(),
        _ => format!("HTTP/1.1 {status} No\r\n{version}Content-Length: 0\r\n\r\n").into_bytes(),
    };
    Answered { bytes, granted: None, ended: true }
}
