//! What an endpoint answers to a message, or says by itself.

use std::sync::Arc;

use websocket::{connection::Message, frame::CloseCode};

/// What an endpoint wants said.
pub(crate) enum Reply {
    Nothing,
    Message(Message),
    Text(Arc<str>),
    Close(CloseCode, &'static str),
}
