//! The header fields of the handshake: which side sends them, and where they are described.

/// A header field of the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// Whether a client sends it.
    pub in_request: bool,
    /// Whether a server sends it when it agrees.
    pub in_response: bool,
    /// Where it is described.
    pub clause: &'static str,
}

/// The fields that a handshake knows, in the order of RFC 6455's own description.
pub const HEADERS: [Header; 9] = {
    const fn row(
        name: &'static str,
        in_request: bool,
        in_response: bool,
        clause: &'static str,
    ) -> Header {
        Header { name, in_request, in_response, clause }
    }
    [
        row("Host", true, false, "RFC 9110 §7.2"),
        row("Upgrade", true, true, "RFC 6455 §4.1"),
        row("Connection", true, true, "RFC 6455 §4.1"),
        row("Sec-WebSocket-Key", true, false, "RFC 6455 §11.3.1"),
        row("Sec-WebSocket-Accept", false, true, "RFC 6455 §11.3.3"),
        row("Sec-WebSocket-Version", true, false, "RFC 6455 §11.3.5"),
        row("Origin", true, false, "RFC 6455 §10.2"),
        row("Sec-WebSocket-Protocol", true, true, "RFC 6455 §11.3.4"),
        row("Sec-WebSocket-Extensions", true, true, "RFC 6455 §11.3.2"),
    ]
};
