//! A proxy in front of the server: a TCP connection on each side, heads with a line more.
//!
//! Invariant: what follows a head goes through as it came, at once; behind a `101`, everything.

use http::{
    Body, Fields, Framing, Head, Limits, Piece, Reader, RequestLine, StartLine, StatusLine,
};
use kernel::{Endpoint, Fd};

use super::heads;
use super::setup::PORT;
use crate::simulated::{News, Os};

/// What a proxy must know of a message to find its end.
trait Message: StartLine {
    const IS_REQUEST: bool;
    fn framing(head: &Head<Self>) -> Option<Framing>;
    /// Everything behind it belongs to another protocol.
    fn switches(head: &Head<Self>) -> bool;
}

impl Message for RequestLine {
    const IS_REQUEST: bool = true;

    fn framing(head: &Head<Self>) -> Option<Framing> {
        Framing::of_request(head).ok()
    }

    /// A client sends nothing of the other protocol before it has the 101, so that the bytes after
    /// such a request are frames.
    fn switches(head: &Head<Self>) -> bool {
        head.fields.first("Upgrade").is_some()
    }
}

impl Message for StatusLine {
    const IS_REQUEST: bool = false;

    fn framing(head: &Head<Self>) -> Option<Framing> {
        // Nobody here asks with HEAD or CONNECT, which alone would end differently.
        Framing::of_response(head, "GET").ok()
    }

    fn switches(head: &Head<Self>) -> bool {
        head.start.status == 101
    }
}

enum Reading<S> {
    Head(Reader<S>),
    Body(Body),
    Copying,
}

/// One direction of a connection.
struct Relay<S>(Reading<S>);

impl<S: Message> Relay<S> {
    fn new() -> Self {
        Self(Reading::Head(Reader::new(Limits::default())))
    }

    /// What goes on for what came.
    fn pass(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        loop {
            match &mut self.0 {
                Reading::Head(reader) => {
                    let Ok(Some(mut head)) = reader.receive(&mut bytes) else { return out };
                    let Some(framing) = S::framing(&head) else { return out };
                    let switches = S::switches(&head);
                    mark::<S>(&mut head.fields);
                    out.extend(head.to_bytes());
                    self.0 = if switches {
                        Reading::Copying
                    } else {
                        Reading::Body(Body::new(framing, Limits::default()))
                    };
                }
                Reading::Body(body) => {
                    let before = bytes;
                    let piece = body.receive(&mut bytes);
                    out.extend_from_slice(&before[..before.len() - bytes.len()]);
                    match piece {
                        Ok(Piece::Data(_)) => {}
                        Ok(Piece::End(_)) => *self = Self::new(),
                        Ok(Piece::More) | Err(_) => return out,
                    }
                }
                Reading::Copying => {
                    out.extend_from_slice(bytes);
                    return out;
                }
            }
        }
    }
}

fn mark<S: Message>(fields: &mut Fields) {
    heads::by_proxy(fields, S::IS_REQUEST);
}

/// A connection of a browser, and the one behind it.
struct Pair {
    browser: Fd,
    server: Fd,
    up: Relay<RequestLine>,
    down: Relay<StatusLine>,
}

/// The proxy's program.
pub(super) struct Proxy {
    server: Endpoint,
    pairs: Vec<Pair>,
}

impl Proxy {
    pub(super) const fn new(server: Endpoint) -> Self {
        Self { server, pairs: Vec::new() }
    }

    pub(super) fn start(os: &mut Os<'_>) {
        let _listening = os.listen(PORT, 16);
    }

    pub(super) fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        match news {
            News::Accepted { .. } => {
                os.no_delay(fd);
                let Ok(server) = os.connect(self.server) else { return };
                let (up, down) = (Relay::new(), Relay::new());
                self.pairs.push(Pair { browser: fd, server, up, down });
            }
            News::Connected => os.no_delay(fd),
            News::Received(bytes) => {
                for pair in &mut self.pairs {
                    if pair.browser == fd {
                        os.send(pair.server, &pair.up.pass(&bytes));
                    } else if pair.server == fd {
                        os.send(pair.browser, &pair.down.pass(&bytes));
                    }
                }
            }
            News::Ended | News::Failed(_) | News::Drained => {}
        }
    }
}
