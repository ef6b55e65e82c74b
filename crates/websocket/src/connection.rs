//! One end of an open connection: bytes and commands in, bytes and events out.
//!
//! Give, then drain: after [`Connection::receive`], [`Connection::send`] or any other command,
//! call [`Connection::poll_output`] until it has nothing more. A debug assertion catches a second
//! command over outputs that nobody took.
//!
//! Invariants: nothing is sent after a close frame (§5.5.1); nothing is received after a fault
//! (§7.1.7); [`Event::Closed`] comes exactly once and last; memory follows the bytes that arrived,
//! never the lengths that were announced.
//!
//! ```
//! use websocket::connection::{Connection, Event, Limits, Message, Output};
//!
//! let mut server = Connection::server(Limits::default());
//! let mut bytes = &[0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58][..];
//!
//! let mut messages = Vec::new();
//! while !bytes.is_empty() {
//!     server.receive(&mut bytes);
//!     while let Some(output) = server.poll_output() {
//!         match output {
//!             Output::Send(_bytes) => {} // to the transport
//!             Output::Event(Event::Message(message)) => messages.push(message),
//!             Output::Event(_) | Output::HangUp => {}
//!         }
//!     }
//!     // Here the message can be answered, before more is received.
//! }
//! assert_eq!(messages, [Message::Text("Hello".into())]);
//! ```

mod assembly;
mod incoming;
mod limits;
mod mask_keys;
mod outgoing;
mod output;

use alloc::{collections::VecDeque, string::String, vec::Vec};

use crate::{Fault, Role, frame::CloseCode};

pub use limits::Limits;
pub use mask_keys::MaskKeys;
pub use outgoing::{Data, Part, Refusal};
pub use output::{Ending, Event, Message, Output, Unfinished};

use incoming::{CloseBody, Control, Incoming, Received};
use outgoing::Outgoing;

/// Control frames that are taken at once before their outputs must be drained: a bound on what a
/// flood of them can make wait.
const OUTPUTS_MAX: usize = 128;

/// One end of an open connection.
///
/// It is not `Clone`, because a compressor is not. To go back, give a new one the same bytes and
/// commands: it says the same.
#[derive(Debug)]
pub struct Connection {
    closing: Closing,
    incoming: Incoming,
    outgoing: Outgoing,
    outputs: VecDeque<Output>,
}

/// How far the end of the connection has come (§7.1).
#[derive(Debug, Clone, PartialEq, Eq)]
enum Closing {
    Open,
    /// This end asked to close and waits for the answer.
    Sent,
    /// Both close frames have passed; a client waits for the server to close TCP (§7.1.1).
    Agreed(Ending),
    /// [`Event::Closed`] is out.
    Done,
}

impl Connection {
    /// The end that answered the handshake.
    pub fn server(limits: Limits) -> Self {
        Self::new(Role::Server, limits, None)
    }

    /// The end that asked; it masks with these keys.
    pub fn client(limits: Limits, keys: MaskKeys) -> Self {
        Self::new(Role::Client, limits, Some(keys))
    }

    fn new(role: Role, limits: Limits, keys: Option<MaskKeys>) -> Self {
        Self {
            closing: Closing::Open,
            outgoing: Outgoing::new(keys, limits.pongs_max),
            incoming: Incoming::new(role, limits),
            outputs: VecDeque::new(),
        }
    }

    /// The same connection with permessage-deflate, as the handshake agreed on it (RFC 7692).
    ///
    /// With the feature `inflate` alone, compressed messages are received and none are sent.
    #[cfg(any(feature = "deflate", feature = "inflate"))]
    #[must_use]
    pub fn with_deflate(mut self, agreed: crate::handshake::deflate::Parameters) -> Self {
        use crate::deflate::Inflater;
        let peer = agreed.of(self.role().peer());
        self.incoming.inflate_with(Inflater::new(peer));
        #[cfg(any(feature = "deflate", feature = "deflate-small"))]
        self.outgoing.deflate_with(crate::deflate::Deflater::new(agreed.of(self.role())));
        self
    }

    /// Which end this is.
    pub const fn role(&self) -> Role {
        self.incoming.role()
    }

    /// Whether a message may still be sent: no close frame has gone out, and nothing failed.
    pub fn is_open(&self) -> bool {
        self.closing == Closing::Open
    }

    /// Whether [`Self::poll_output`] has nothing to give.
    pub fn is_drained(&self) -> bool {
        self.outputs.is_empty() && self.outgoing.is_empty()
    }

    /// Bytes of memory that this end holds between two calls: the message whose end has yet to
    /// come, and what compresses. Of a drained connection it is all that grows.
    pub fn held_len(&self) -> usize {
        self.incoming.held_len() + self.outgoing.held_len()
    }

    /// The message whose end has yet to come, if there is one: what the next data frame goes on
    /// with (§5.4).
    pub fn unfinished(&self) -> Option<Unfinished> {
        self.incoming.unfinished()
    }

    /// Takes bytes from the transport, cut anywhere, up to the end of the next message.
    ///
    /// What follows is left in `bytes`, so that a message can be answered before anything that
    /// comes behind it is judged: give the rest after draining, until nothing is left. Bytes
    /// after a close frame or a fault are dropped (§5.5.1, §7.1.7).
    pub fn receive(&mut self, bytes: &mut &[u8]) {
        self.expect_drained();
        while matches!(self.closing, Closing::Open | Closing::Sent) {
            match self.incoming.next(bytes) {
                Ok(None) => return,
                Ok(Some(Received::Message(message))) => {
                    return self.report(Event::Message(message));
                }
                Ok(Some(Received::Control(control))) => self.handle(control),
                Err(fault) => self.fail(fault),
            }
            if self.outputs.len() >= OUTPUTS_MAX {
                return;
            }
        }
        *bytes = &[];
    }

    /// Learns that the transport ended: by end of file, by an error, or by a deadline of the
    /// caller's own.
    pub fn transport_ended(&mut self) {
        self.expect_drained();
        match core::mem::replace(&mut self.closing, Closing::Done) {
            Closing::Done => {}
            Closing::Agreed(ending) => self.finish(ending),
            // TCP ended and no close frame came (§7.1.5).
            Closing::Open | Closing::Sent => self.finish(Ending::abnormal()),
        }
    }

    /// Sends a whole message in one frame.
    pub fn send<'a>(&mut self, data: impl Into<Data<'a>>) -> Result<(), Refusal> {
        self.expect_open()?;
        self.outgoing.message(data.into())
    }

    /// Sends a message in fragments (§5.4). Control frames may go between them.
    pub fn send_fragment<'a>(
        &mut self,
        data: impl Into<Data<'a>>,
        part: Part,
    ) -> Result<(), Refusal> {
        self.expect_open()?;
        self.outgoing.fragment(data.into(), part)
    }

    /// Asks the peer for a sign of life, of at most 125 bytes (§5.5.2).
    pub fn ping(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.expect_open()?;
        self.outgoing.ping(payload)
    }

    /// Gives a sign of life that nobody asked for (§5.5.3). Pings are answered without it.
    pub fn pong(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.expect_open()?;
        self.outgoing.pong(payload)
    }

    /// Begins the closing handshake (§7.1.2). [`CloseCode::NO_STATUS`] sends an empty body.
    pub fn close(&mut self, code: CloseCode, reason: &str) -> Result<(), Refusal> {
        self.expect_open()?;
        self.outgoing.close(code, reason)?;
        self.closing = Closing::Sent;
        Ok(())
    }

    /// Gives back room, such as that of bytes that were sent: what is sent next is put there. What
    /// is in it is dropped.
    pub fn reuse(&mut self, room: Vec<u8>) {
        self.outgoing.reuse(room);
    }

    /// The next thing to do, or `None` when everything was taken.
    ///
    /// Bytes come before events, so that a reader of events can stop at the last one.
    pub fn poll_output(&mut self) -> Option<Output> {
        if let Some(bytes) = self.outgoing.take() {
            return Some(Output::Send(bytes));
        }
        self.outputs.pop_front()
    }

    fn handle(&mut self, control: Control) {
        match control {
            Control::Pong(payload) => self.report(Event::Pong(payload)),
            Control::Ping(payload) => {
                // Nothing follows a close frame, not even an answer (§5.5.1).
                if self.is_open() {
                    self.outgoing.answer(payload.clone());
                }
                self.report(Event::Ping(payload));
            }
            Control::Close(body) => self.agree(body),
        }
    }

    /// The peer's close frame: answered once, and the end is agreed on (§5.5.1).
    fn agree(&mut self, body: CloseBody) {
        if self.is_open() {
            // The peer's code is legal, or it would have been a fault; it is sent back without
            // its reason.
            let _sent = self.outgoing.close(body.code, "");
        }
        let ending = Ending { code: body.code, reason: body.reason, clean: true };
        self.report(Event::CloseReceived);
        match self.role() {
            // The server closes first, so that TIME_WAIT lands on it (§7.1.1).
            Role::Server => self.hang_up(ending),
            Role::Client => self.closing = Closing::Agreed(ending),
        }
    }

    /// Fails the connection: says why, and stops listening (§7.1.7).
    fn fail(&mut self, fault: Fault) {
        if self.is_open() {
            let _sent = self.outgoing.close(fault.rule.close_code(), "");
        }
        self.report(Event::Failed(fault));
        self.hang_up(Ending::abnormal());
    }

    fn hang_up(&mut self, ending: Ending) {
        self.outputs.push_back(Output::HangUp);
        self.finish(ending);
    }

    fn finish(&mut self, ending: Ending) {
        self.closing = Closing::Done;
        self.report(Event::Closed(ending));
    }

    fn report(&mut self, event: Event) {
        self.outputs.push_back(Output::Event(event));
    }

    fn expect_drained(&self) {
        debug_assert!(self.is_drained(), "drain poll_output() before giving more");
    }

    fn expect_open(&self) -> Result<(), Refusal> {
        self.expect_drained();
        if self.is_open() { Ok(()) } else { Err(Refusal::AfterClose) }
    }
}

impl Ending {
    /// What an API reports when no close frame came (§7.1.5).
    const fn abnormal() -> Self {
        Self { code: CloseCode::ABNORMAL, reason: String::new(), clean: false }
    }
}
