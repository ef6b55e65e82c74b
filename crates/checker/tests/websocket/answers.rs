//! The opening handshake of the learners' client, with one flaw at will: an answer of which it asks
//! too little is put right before the engine sees it.

use websocket::handshake::{Client, client::Wish, deflate::Parameters};

use super::{
    endpoint::Flaw,
    opening::{lines, value, written},
};

fn count(lines: &[(String, String)], name: &str) -> usize {
    lines.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name)).count()
}

/// A client that has asked.
pub(crate) fn client() -> Client {
    let deflate = Some(Parameters::default());
    let wish = Wish { deflate, ..Wish::new("127.0.0.1:9000", "/") };
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
    let (mut start, mut fields) = (start.to_owned(), lines(head));
    let is_too_strict = match flaw {
        "upgrade-exact" => value(&fields, "Upgrade") != "websocket",
        "names-exact" => !fields.iter().any(|(name, _)| name == "Sec-WebSocket-Accept"),
        "one-blank" => fields.iter().any(|(_, value)| value.starts_with("  ")),
        "known-fields-only" => count(&fields, "Server") > 0,
        "phrase-exact" => start != "HTTP/1.1 101 Switching Protocols" && start.contains("101"),
        _ => false,
    };
    if is_too_strict {
        return Some(Err(()));
    }
    let mut force = |name: &str, right: &str| {
        fields.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
        fields.push((name.to_owned(), right.to_owned()));
    };
    let right = client.expected_accept().to_owned();
    match flaw {
        "accept-unjudged" if !value(&lines(head), "Sec-WebSocket-Accept").is_empty() => {
            force("Sec-WebSocket-Accept", &right);
        }
        "accept-any-case"
            if value(&lines(head), "Sec-WebSocket-Accept").eq_ignore_ascii_case(&right) =>
        {
            force("Sec-WebSocket-Accept", &right);
        }
        "accept-optional" if value(&lines(head), "Sec-WebSocket-Accept").is_empty() => {
            force("Sec-WebSocket-Accept", &right);
        }
        "status-unjudged" => start = String::from("HTTP/1.1 101 Switching Protocols"),
        "answer-unjudged" => {
            start = String::from("HTTP/1.1 101 Switching Protocols");
            force("Sec-WebSocket-Accept", &right);
            force("Upgrade", "websocket");
            force("Connection", "Upgrade");
        }
        "upgrade-optional" if count(&lines(head), "Upgrade") == 0 => force("Upgrade", "websocket"),
        "upgrade-unjudged" => force("Upgrade", "websocket"),
        "connection-unjudged" => force("Connection", "Upgrade"),
        "extensions-unjudged" => {
            fields.retain(|(name, _)| name != "Sec-WebSocket-Extensions");
        }
        "protocol-unjudged" => fields.retain(|(name, _)| name != "Sec-WebSocket-Protocol"),
        "any-http" => start = start.replace("HTTP/1.0", "HTTP/1.1"),
        _ => {}
    }
    let repaired = written(&start, &fields);
    Some(match client.receive(&mut &repaired[..])? {
        Ok(established) => Ok((established.deflate, end + 4)),
        Err(_) => Err(()),
    })
}
