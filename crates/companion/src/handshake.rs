//! `workbook handshake --url ws://...`: a real opening handshake, both sides' bytes printed and
//! judged, each by the other end's rules.

use std::{
    fmt::Write as _,
    io::{Read as _, Write as _},
    net::{TcpStream, ToSocketAddrs as _},
    time::{Duration, Instant},
};

use figure_kit::words::{Language, Vocabulary};
use figures::websocket::handshake_bench::{Side, meaning};
use websocket::{
    connection::{Connection, Limits, MaskKeys, Output},
    frame::CloseCode,
    handshake::{
        Client, Fault, Server,
        client::{Established, Wish},
        deflate::Parameters,
        server::Policy,
    },
};

use crate::ending::{Ending, said};

/// For the connection, and for the whole answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What to ask whom.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) url: Url,
    pub(crate) origin: Option<String>,
    pub(crate) protocols: Vec<String>,
    pub(crate) deflate: Option<Parameters>,
    /// The tag of the language of the verdicts.
    pub(crate) language: String,
}

/// The address of a WebSocket (RFC 6455 §3).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Url {
    /// Host and port as they stand in the URL.
    authority: String,
    target: String,
}

impl Url {
    /// Reads `ws://host:port/path?query`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text.starts_with("wss://") {
            return Err(format!("`{text}` needs TLS, which is not spoken here: try ws://"));
        }
        let Some(rest) = text.strip_prefix("ws://") else {
            return Err(format!(
                "`{text}` is no WebSocket's URL: such as ws://127.0.0.1:3000/ws/echo"
            ));
        };
        if rest.contains('#') {
            return Err(format!("`{text}` has a fragment, which no WebSocket has (RFC 6455 §3)"));
        }
        let path_at = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(path_at);
        if authority.is_empty() {
            return Err(format!("`{text}` names no host"));
        }
        let target = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { authority: authority.to_owned(), target })
    }

    /// Host and port as they stand in the URL.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// The path and query.
    pub(crate) fn target(&self) -> &str {
        &self.target
    }

    /// Host and port for the system: 80 where none is said.
    pub(crate) fn address(&self) -> String {
        let has_port = self.authority.rsplit_once(':').is_some_and(|(_, port)| {
            !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
        });
        if has_port { self.authority.clone() } else { format!("{}:80", self.authority) }
    }
}

/// Shakes hands and prints what was said.
pub(crate) fn run(question: &Question) -> Ending {
    match converse(question) {
        Ok((text, ending)) => said(&text, ending),
        Err(message) => Ending::Failed(message),
    }
}

fn converse(question: &Question) -> Result<(String, Ending), String> {
    let language = Language::of_tag(&question.language);
    let wish = Wish {
        origin: question.origin.clone(),
        protocols: question.protocols.clone(),
        deflate: question.deflate,
        ..Wish::new(&question.url.authority, &question.url.target)
    };
    let random = |error: getrandom::Error| format!("the system gives no randomness: {error}");
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(random)?;
    let mut client = Client::new(&wish, nonce)
        .map_err(|fault| format!("this cannot be asked: {fault}; nothing was sent"))?;

    let mut text = head("The client says", client.request());
    // What any server has to make of it, whatever this one does.
    let policy = Policy { deflate: Some(Parameters::default()), ..Policy::default() };
    let asked = Server::new(policy).receive(&mut client.request());
    let judged = asked.map(|judged| judged.map(|accepted| accepted.accept));
    let _ = match judged {
        Some(Ok(accept)) => writeln!(text, "=> legal; its key asks for {accept} (§4.2.2)\n"),
        Some(Err(fault)) => writeln!(text, "=> {}\n", refused(fault, Side::Request, language)),
        None => writeln!(text, "=> not whole\n"),
    };

    let mut stream = connect(&question.url)?;
    let failed = |error: std::io::Error| format!("{}: {error}", question.url.address());
    stream.write_all(client.request()).map_err(failed)?;
    let mut response = Vec::new();
    let verdict = answer(&mut stream, &mut client, &mut response).map_err(failed)?;
    text.push_str(&head("The server says", &response));
    let ending = match verdict {
        Some(Ok(established)) => {
            let _ = writeln!(text, "=> legal: {}", agreed(&established));
            leave(&mut stream);
            Ending::Good
        }
        Some(Err(fault)) => {
            let _ = writeln!(text, "=> {}", refused(fault, Side::Response, language));
            Ending::Illegal
        }
        None => {
            text.push_str("=> it ended the connection before its answer was whole\n");
            Ending::Illegal
        }
    };
    Ok((text, ending))
}

fn connect(url: &Url) -> Result<TcpStream, String> {
    let address = url.address();
    let found = address.to_socket_addrs();
    let places = found.map_err(|error| format!("{address} is not found: {error}"))?;
    let mut refusal = format!("{address} has no address");
    for place in places {
        match TcpStream::connect_timeout(&place, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => refusal = format!("{place} does not take the connection: {error}"),
        }
    }
    Err(refusal)
}

/// Reads until there is a verdict, or the stream ends; keeps the bytes up to the verdict.
fn answer(
    stream: &mut TcpStream,
    client: &mut Client,
    response: &mut Vec<u8>,
) -> std::io::Result<Option<Result<Established, Fault>>> {
    let end = Instant::now() + PATIENCE;
    let mut buffer = [0; 4096];
    loop {
        let left = end.saturating_duration_since(Instant::now());
        stream.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
        let len = stream.read(&mut buffer)?;
        let mut bytes = &buffer[..len];
        let verdict = client.receive(&mut bytes);
        response.extend_from_slice(&buffer[..len - bytes.len()]);
        if len == 0 || verdict.is_some() {
            return Ok(verdict);
        }
    }
}

/// Says goodbye as a client should; whether the server hears it is its own affair.
fn leave(stream: &mut TcpStream) {
    let mut seed = [0; 32];
    if getrandom::fill(&mut seed).is_err() {
        return;
    }
    let mut connection = Connection::client(Limits::default(), MaskKeys::seeded(seed));
    let _sent = connection.close(CloseCode::NORMAL, "");
    while let Some(output) = connection.poll_output() {
        if let Output::Send(bytes) = output {
            let _written = stream.write_all(&bytes);
        }
    }
}

/// A head as it was sent, line by line; what a terminal would obey is escaped.
fn head(title: &str, bytes: &[u8]) -> String {
    let mut text = format!("{title}, {} bytes:\n", bytes.len());
    for line in bytes.trim_ascii_end().split(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let _ = writeln!(text, "  {}", line.iter().map(|&byte| shown(byte)).collect::<String>());
    }
    text
}

/// A byte as a terminal may show it.
fn shown(byte: u8) -> String {
    match byte {
        b' '..=b'~' => char::from(byte).to_string(),
        other => format!("\\x{other:02x}"),
    }
}

fn refused(fault: Fault, side: Side, language: Language) -> String {
    let Fault { rule, at } = fault;
    let words = Vocabulary::in_language(language);
    let says = meaning::rule(rule, side, &words);
    format!("not legal at byte {at}: {says} ({rule:?}, {})", rule.clause())
}

fn agreed(established: &Established) -> String {
    let mut agreed = "the accept value answers the key".to_owned();
    if let Some(protocol) = &established.protocol {
        let _ = write!(agreed, "; subprotocol {protocol}");
    }
    match &established.deflate {
        Some(_) => agreed.push_str("; messages may be compressed"),
        None => agreed.push_str("; nothing is compressed"),
    }
    agreed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_3_urls() {
        let check = |text: &str, expected: &str| {
            let seen = match Url::read(text) {
                Ok(url) => format!("{} {}", url.address(), url.target),
                Err(message) => message,
            };
            assert!(seen.contains(expected), "{text}: {seen}");
        };
        check("ws://localhost:3000/ws/echo?a=b", "localhost:3000 /ws/echo?a=b");
        check("ws://example.com", "example.com:80 /");
        check("ws://example.com?q", "example.com:80 /?q");
        check("ws://[::1]/", "[::1]:80 /");
        check("wss://example.com/", "needs TLS");
        check("http://example.com/", "is no WebSocket's URL");
        check("ws://", "names no host");
        check("ws://a/#b", "has a fragment");
    }
}
