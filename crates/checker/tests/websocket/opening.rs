//! Opening handshakes of the learners' echo, with one flaw at will.
//!
//! The engine judges. A flaw that asks too little puts right what is wrong before the engine sees
//! it; a flaw that asks too much refuses by itself.

use websocket::handshake::{Client, Server, client::Wish, deflate::Parameters, server::Policy};

use super::endpoint::Flaw;

/// What became of a request: the answer, and whether frames follow.
pub(crate) struct Answered {
    pub(crate) bytes: Vec<u8>,
    /// What was agreed on, where the request was granted.
    pub(crate) granted: Option<Option<Parameters>>,
    pub(crate) ended: bool,
}

fn lines(head: &str) -> Vec<(String, String)> {
    let fields = head.split("\r\n").skip(1).filter(|line| !line.is_empty());
    fields
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

fn count(lines: &[(String, String)], name: &str) -> usize {
    lines.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).count()
}

fn value<'a>(lines: &'a [(String, String)], name: &str) -> &'a str {
    let found = lines.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value.trim())
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
    const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";
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
    if flaw == "one-read" && reads > 1 {
        return None;
    }
    if flaw == "hangs-on-many-fields" && text.lines().count() > 200 {
        return None;
    }
    if flaw == "hangs-on-long-heads" && text.len() > 16 << 10 && text.lines().count() < 200 {
        return None;
    }
    if flaw == "hangs-on-what-is-odd" {
        let is_odd = end.is_none() || text.starts_with("\r\n") || !text.starts_with("GET");
        if is_odd {
            return None;
        }
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
            let lines: String =
                lines.iter().map(|(name, value)| format!("{name}:{value}\r\n")).collect();
            received = format!("{start}\r\n{lines}\r\n").into_bytes();
        }
    }
    let deflate = Some(Parameters::default());
    let mut server = Server::new(Policy { deflate, ..Policy::default() });
    Some(match server.receive(&mut &received[..])? {
        Ok(accepted) => {
            let mut response = accepted.response();
            let asked = &accepted.request.fields;
            let mut say = |name: &str, value: &str| response.fields.push(name, value).unwrap();
            let list = asked.first("Sec-WebSocket-Extensions").and_then(http::Field::text);
            match flaw {
                "grants-any-extension" if accepted.deflate.is_none() => {
                    list.into_iter().for_each(|list| say("Sec-WebSocket-Extensions", list));
                }
                "grants-all-again" if list.is_some_and(|list| list.contains("checker,")) => {
                    say("Sec-WebSocket-Extensions", "permessage-deflate; checker");
                }
                "speaks-another" if asked.first("Sec-WebSocket-Protocol").is_some() => {
                    say("Sec-WebSocket-Protocol", "other.example");
                }
                _ => {}
            }
            let mut bytes = response.to_bytes();
            let key = asked.first("Sec-WebSocket-Key").and_then(http::Field::text).unwrap_or("");
            let wrong = match flaw {
                "accept-without-guid" => Some(websocket::handshake::accept::encode(
                    &websocket::handshake::accept::digest(&[key.as_bytes()]),
                )),
                "accept-of-the-same" => {
                    Some(websocket::handshake::accept::value("x3JJHMbDL1EzLkh9GBhXDw=="))
                }
                "accept-of-the-bytes" => {
                    let key = websocket::handshake::accept::encode(&accepted.key.bytes);
                    Some(websocket::handshake::accept::value(&key))
                }
                "accept-of-the-example" if key == "dGhlIHNhbXBsZSBub25jZQ==" => {
                    Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo".to_owned())
                }
                _ => None,
            };
            if flaw == "answers-wider-window" {
                let text = String::from_utf8(bytes).unwrap();
                bytes = text.replace("window_bits=9", "window_bits=12").into_bytes();
            }
            if let Some(wrong) = wrong {
                let text = String::from_utf8(bytes).unwrap();
                bytes = text.replace(&accepted.accept, &wrong).into_bytes();
            }
            let agreed = accepted.deflate.map(|(agreed, _)| agreed);
            Answered { bytes, granted: Some(agreed), ended: false }
        }
        Err(fault) => refused(fault.rule.status(), flaw),
    })
}

fn refused(status: u16, flaw: Flaw) -> Answered {
    let version = if flaw == "version-untold" { "" } else { "Sec-WebSocket-Version: 13\r\n" };
    let bytes = match flaw {
        "refuses-in-silence" => Vec::new(),
        _ => format!("HTTP/1.1 {status} No\r\n{version}Content-Length: 0\r\n\r\n").into_bytes(),
    };
    Answered { bytes, granted: None, ended: true }
}

/// A client that has asked.
pub(crate) fn client(flaw: Flaw) -> Client {
    let deflate = Some(Parameters::default());
    let wish = Wish { deflate, ..Wish::new("127.0.0.1:9000", "/") };
    let _flaw = flaw;
    Client::new(&wish, *b"another key here").unwrap()
}

/// The client's request as it goes out.
pub(crate) fn request(flaw: Flaw, client: &Client) -> Vec<u8> {
    let text = String::from_utf8(client.request().to_vec()).unwrap();
    match flaw {
        "asks-without-version" => text.replace("Sec-WebSocket-Version: 13\r\n", ""),
        _ => text,
    }
    .into_bytes()
}

/// Whether the client takes the answer; nothing while it waits. What follows the head is left.
pub(crate) fn takes(
    flaw: Flaw,
    client: &mut Client,
    received: &[u8],
    reads: usize,
) -> Option<Result<(Option<Parameters>, usize), ()>> {
    let text = String::from_utf8_lossy(received).into_owned();
    let end = received.windows(4).position(|end| end == b"\r\n\r\n")?;
    if flaw == "one-read" && reads > 1 {
        return Some(Err(()));
    }
    let head = &text[..end];
    let (start, _) = head.split_once("\r\n").unwrap_or((head, ""));
    let (mut start, mut lines) = (start.to_owned(), lines(head));
    let is_too_strict = match flaw {
        "upgrade-exact" => value(&lines, "Upgrade") != "websocket",
        "names-exact" => !lines.iter().any(|(name, _)| name == "Sec-WebSocket-Accept"),
        "one-blank" => lines.iter().any(|(_, value)| value.starts_with("  ")),
        "known-fields-only" => count(&lines, "Server") > 0,
        "phrase-exact" => start != "HTTP/1.1 101 Switching Protocols" && start.contains("101"),
        _ => false,
    };
    if is_too_strict {
        return Some(Err(()));
    }
    let mut force = |name: &str, right: &str| {
        lines.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
        lines.push((name.to_owned(), right.to_owned()));
    };
    let right = client.expected_accept().to_owned();
    match flaw {
        "accept-unjudged" if value(&lines_of(head), "Sec-WebSocket-Accept") != "" => {
            force("Sec-WebSocket-Accept", &right);
        }
        "accept-any-case" => {
            if value(&lines_of(head), "Sec-WebSocket-Accept").eq_ignore_ascii_case(&right) {
                force("Sec-WebSocket-Accept", &right);
            }
        }
        "accept-optional" if value(&lines_of(head), "Sec-WebSocket-Accept").is_empty() => {
            force("Sec-WebSocket-Accept", &right);
        }
        "status-unjudged" => start = "HTTP/1.1 101 Switching Protocols".to_owned(),
        "answer-unjudged" => {
            start = "HTTP/1.1 101 Switching Protocols".to_owned();
            force("Sec-WebSocket-Accept", &right);
            force("Upgrade", "websocket");
            force("Connection", "Upgrade");
        }
        "upgrade-optional" if count(&lines_of(head), "Upgrade") == 0 => {
            force("Upgrade", "websocket")
        }
        "upgrade-unjudged" => force("Upgrade", "websocket"),
        "connection-unjudged" => force("Connection", "Upgrade"),
        "extensions-unjudged" => {
            lines.retain(|(name, _)| name != "Sec-WebSocket-Extensions");
        }
        "protocol-unjudged" => lines.retain(|(name, _)| name != "Sec-WebSocket-Protocol"),
        "any-http" => start = start.replace("HTTP/1.0", "HTTP/1.1"),
        _ => {}
    }
    let lines: String = lines.iter().map(|(name, value)| format!("{name}:{value}\r\n")).collect();
    let repaired = format!("{start}\r\n{lines}\r\n");
    Some(match client.receive(&mut repaired.as_bytes())? {
        Ok(established) => Ok((established.deflate, end + 4)),
        Err(_) => Err(()),
    })
}

fn lines_of(head: &str) -> Vec<(String, String)> {
    lines(head)
}
