//! The two heads before the engine: what the server answers, and what the client makes of it.

use http::{Limits, Reader, RequestLine};
use websocket::handshake::server::{Accepted, Policy};
use websocket::handshake::{Client, Fault, Server, client::Established};

use super::head::{Head, Header};

/// What came of a handshake.
pub(super) struct Trial {
    /// The server's verdict on the request.
    pub(super) server: Result<Accepted, Fault>,
    /// The response that travels: the server's own, or the one edited by hand.
    pub(super) response: Head,
    /// The client's verdict on it; `None` if no request could be read that it could have sent.
    pub(super) client: Result<Established, Fault>,
    /// The accept value that the client waits for; empty without a key.
    pub(super) expected_accept: String,
}

impl Trial {
    /// Runs the handshake; without a response the server answers by itself.
    pub(super) fn run(request: &Head, response: Option<&Head>, policy: Policy) -> Self {
        let request = request.to_bytes();
        let mut server = Server::new(policy);
        // A head ends with an empty line, so there is a verdict.
        let verdict = server.receive(&mut &request[..]).unwrap_or(Err(Fault {
            rule: websocket::handshake::Rule::Http(http::Rule::LineEnd),
            at: request.len(),
        }));
        let answer = match &verdict {
            Ok(accepted) => accepted.response(),
            Err(fault) => fault.response(),
        };
        let own = || {
            let text = String::from_utf8_lossy(&answer.to_bytes()).into_owned();
            let mut lines = text.split("\r\n");
            let line = lines.next().unwrap_or_default().to_owned();
            let headers = lines.take_while(|line| !line.is_empty()).map(|line| {
                let (name, value) = line.split_once(": ").unwrap_or((line, ""));
                Header { name: name.to_owned(), value: value.to_owned() }
            });
            Head { line, headers: headers.collect() }
        };
        let response = response.cloned().unwrap_or_else(own);
        let mut client = sender(&request);
        let expected_accept = client.expected_accept().to_owned();
        let bytes = response.to_bytes();
        let client = client.receive(&mut &bytes[..]).unwrap_or(Err(Fault {
            rule: websocket::handshake::Rule::Http(http::Rule::LineEnd),
            at: bytes.len(),
        }));
        Self { server: verdict, response, client, expected_accept }
    }
}

/// The client that sent these bytes; one that asked for nothing, if no request can be read.
fn sender(request: &[u8]) -> Client {
    let limits = Limits { head_len_max: 1 << 20, start_line_len_max: 1 << 16, fields_max: 1 << 10 };
    let read = Reader::<RequestLine>::new(limits).receive(&mut &request[..]);
    let nothing = || http::Request {
        start: RequestLine {
            method: String::new(),
            target: String::new(),
            version: http::Version::HTTP_1_1,
        },
        fields: http::Fields::default(),
    };
    Client::after(&read.ok().flatten().unwrap_or_else(nothing), Limits::default())
}
