//! The opening handshake (RFC 6455 §4): how an HTTP request becomes a WebSocket.

pub mod accept;
pub mod key;
