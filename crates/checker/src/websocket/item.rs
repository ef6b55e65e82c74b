//! What a peer sends, as far as cases care.

/// One thing that came, or that has to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A whole text message.
    Text(String),
    /// A whole binary message.
    Binary(Vec<u8>),
    /// A ping; it is answered and otherwise passed over.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// A close frame; 1005 stands for one without a code.
    Close(u16),
    /// Bytes that break a rule.
    Illegal(websocket::Fault),
    /// A frame behind a close frame.
    AfterClose,
    /// The end of the stream.
    End,
    /// The stream was reset.
    Reset,
}

impl Item {
    /// Whether this is a message.
    pub const fn is_message(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Binary(_))
    }

    /// Whether the stream is over.
    pub const fn is_end(&self) -> bool {
        matches!(self, Self::End | Self::Reset)
    }
}
