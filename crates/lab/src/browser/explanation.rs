//! What Chromium writes to its console when a WebSocket fails, measured with Chromium 156.

use http::Response;
use kernel::Errno;
use websocket::handshake::Rule as HandshakeRule;
use websocket::{Fault, Rule};

/// Chromium's name for what the kernel said.
pub(super) const fn net_error(errno: Errno) -> &'static str {
    match errno {
        Errno::ECONNREFUSED => "net::ERR_CONNECTION_REFUSED",
        Errno::ECONNRESET | Errno::EPIPE => "net::ERR_CONNECTION_RESET",
        Errno::ECONNABORTED => "net::ERR_CONNECTION_ABORTED",
        Errno::ETIMEDOUT => "net::ERR_CONNECTION_TIMED_OUT",
        Errno::EHOSTUNREACH | Errno::ENETUNREACH => "net::ERR_ADDRESS_UNREACHABLE",
        Errno::EADDRNOTAVAIL => "net::ERR_ADDRESS_INVALID",
        Errno::EACCES | Errno::EPERM => "net::ERR_NETWORK_ACCESS_DENIED",
        Errno::EMFILE | Errno::ENOBUFS | Errno::ENOMEM => "net::ERR_INSUFFICIENT_RESOURCES",
        _ => "net::ERR_FAILED",
    }
}

/// No connection came about.
pub(super) fn no_connection(error: &str) -> String {
    format!("Error in connection establishment: {error}")
}

/// A server that speaks TLS is what `wss:` and `https:` need. None is in this world; the bracket is
/// ours, so that nobody looks for the fault in the program.
pub(super) const NO_TLS: &str = "net::ERR_SSL_PROTOCOL_ERROR (there is no TLS in this lab)";

pub(super) const UNSAFE_PORT: &str = "net::ERR_UNSAFE_PORT";
pub(super) const NO_NAME: &str = "net::ERR_NAME_NOT_RESOLVED";
pub(super) const TOO_MANY: &str = "net::ERR_INSUFFICIENT_RESOURCES";
pub(super) const NO_ANSWER: &str = "Connection closed before receiving a handshake response";
pub(super) const TOO_EARLY: &str = "WebSocket is closed before the connection is established.";
pub(super) const TOO_LATE: &str = "WebSocket opening handshake timed out";

fn during(text: &str) -> String {
    format!("Error during WebSocket handshake: {text}")
}

/// The connection ended or broke before the handshake's answer was whole.
pub(super) fn cut_off(error: &str) -> String {
    during(error)
}

/// No protocol was chosen of those that the page named, which the standard for pages does not
/// take ("establish a `WebSocket` connection", step 11).
pub(super) fn no_protocol() -> String {
    during("Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received")
}

/// The answer does not open a WebSocket. `response` is there if its head could be read.
pub(super) fn refused(rule: HandshakeRule, response: Option<&Response>) -> String {
    let value = |name: &str| {
        let field = response.and_then(|response| response.fields.first(name));
        field.map(|field| String::from_utf8_lossy(&field.value).into_owned())
    };
    let missing = |name: &str, otherwise: String| match value(name) {
        None => format!("'{name}' header is missing"),
        Some(_) => otherwise,
    };
    let twice = |name| format!("'{name}' header must not appear more than once in a response");
    let text = match rule {
        HandshakeRule::Status(401) => {
            return "HTTP Authentication failed; no valid credentials available".to_owned();
        }
        HandshakeRule::Status(status) => format!("Unexpected response code: {status}"),
        HandshakeRule::NoUpgrade => missing("Upgrade", {
            let value = value("Upgrade").unwrap_or_default();
            format!("'Upgrade' header value is not 'WebSocket': {value}")
        }),
        HandshakeRule::NoConnection => {
            missing("Connection", "'Connection' header value must contain 'Upgrade'".to_owned())
        }
        HandshakeRule::NoAccept => "'Sec-WebSocket-Accept' header is missing".to_owned(),
        HandshakeRule::Accept => "Incorrect 'Sec-WebSocket-Accept' header value".to_owned(),
        HandshakeRule::TwoAccepts => twice("Sec-WebSocket-Accept"),
        HandshakeRule::UnrequestedProtocol => unrequested_protocol(response),
        HandshakeRule::UnrequestedExtension => unrequested_extension(response),
        HandshakeRule::ExtensionParameters => "Error in permessage-deflate: Received an \
             unexpected permessage-deflate extension parameter"
            .to_owned(),
        HandshakeRule::Extensions => format!(
            "'Sec-WebSocket-Extensions' header value is rejected by the parser: {}",
            value("Sec-WebSocket-Extensions").unwrap_or_default()
        ),
        _ => "net::ERR_INVALID_HTTP_RESPONSE".to_owned(),
    };
    during(&text)
}

fn unrequested_protocol(response: Option<&Response>) -> String {
    let name = "Sec-WebSocket-Protocol";
    let values: Vec<_> = response.into_iter().flat_map(|it| it.fields.all(name)).collect();
    match values.as_slice() {
        [] | [_] => {
            let value = values.first().map(|field| String::from_utf8_lossy(&field.value));
            format!(
                "'{name}' header value '{}' in response does not match any of sent values",
                value.unwrap_or_default()
            )
        }
        _ => format!("'{name}' header must not appear more than once in a response"),
    }
}

/// The same where the page named none at all.
pub(super) fn protocol_without_request(response: Option<&Response>) -> String {
    let field = response.and_then(|it| it.fields.first("Sec-WebSocket-Protocol"));
    let value = field.map(|field| String::from_utf8_lossy(&field.value)).unwrap_or_default();
    during(&format!(
        "Response must not include 'Sec-WebSocket-Protocol' header if not present in request: \
         {value}"
    ))
}

fn unrequested_extension(response: Option<&Response>) -> String {
    let names = response.into_iter().flat_map(|it| it.fields.tokens("Sec-WebSocket-Extensions"));
    let names = names.map(|(token, _)| {
        let name = token.split(|byte| *byte == b';').next().unwrap_or_default();
        String::from_utf8_lossy(name.trim_ascii()).into_owned()
    });
    match names.into_iter().find(|name| name != "permessage-deflate") {
        Some(name) => {
            format!("Found an unsupported extension '{name}' in 'Sec-WebSocket-Extensions' header")
        }
        None => "Received duplicate permessage-deflate response".to_owned(),
    }
}

/// A frame is against the rules. `first` is the first byte of it, where that settles it.
pub(super) fn broken(fault: Fault, first: Option<u8>) -> String {
    let bit = |place: u8| first.map_or(0, |byte| byte >> place & 1);
    match fault.rule {
        Rule::ReservedBit | Rule::CompressedControl | Rule::CompressedContinuation => format!(
            "One or more reserved bits are on: reserved1 = {}, reserved2 = {}, reserved3 = {}",
            bit(6),
            bit(5),
            bit(4)
        ),
        Rule::ReservedOpcode => {
            format!("Unrecognized frame opcode: {}", first.map_or(0, |byte| byte & 0xf))
        }
        Rule::MaskedServer => {
            "A server must not mask any frames that it sends to the client.".to_owned()
        }
        Rule::ContinuationWithoutStart => "Received unexpected continuation frame.".to_owned(),
        Rule::StartInsideMessage => {
            "Received start of new message but previous message is unfinished.".to_owned()
        }
        Rule::CloseBodyOfOne => {
            "Received a broken close frame with an invalid size of 1 byte.".to_owned()
        }
        Rule::CloseCode => {
            "Received a broken close frame containing a reserved status code.".to_owned()
        }
        Rule::ReasonNotUtf8 => "Received a broken close frame containing invalid UTF-8.".to_owned(),
        Rule::TextNotUtf8 => "Could not decode a text frame as UTF-8.".to_owned(),
        // Chromium takes any length; this world has less memory.
        Rule::FrameTooLong | Rule::MessageTooLong | Rule::InflatedTooLong => {
            "The message is longer than this lab takes.".to_owned()
        }
        _ => "Invalid frame header".to_owned(),
    }
}
