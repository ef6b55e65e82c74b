//! A WebSocket on a TCP stream: the engine's outputs written, its deadlines kept.
//!
//! Invariants: nothing more is read from a peer while [`Limits::queue_len_max`] bytes wait for
//! it; what is held for it is counted before more is read; a stream that is idle owns no buffer;
//! after the server's close frame the peer has [`Limits::close_time_max`], whatever it sends.

mod deadlines;
mod send_queue;
mod wake_gate;

use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    io,
    pin::{Pin, pin},
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead as _, AsyncReadExt as _, AsyncWriteExt as _, ReadBuf},
    net::TcpStream,
    time,
};
use websocket::{
    connection::{Connection, Data, Event, Output},
    frame::CloseCode,
    handshake::deflate::Parameters,
};

use crate::{
    budget::{Exhausted, Share},
    endpoint::{Endpoint, Reply},
    limits::Limits,
    log::Log,
    state::State,
};

use deadlines::{Deadlines, Due, TimeIsUp};
use send_queue::{Progress, SendQueue};
use wake_gate::WakeGate;

/// Bytes read at once.
const READ_LEN: usize = 64 << 10;

thread_local! {
    /// What is read lands here and is used up at once, so one buffer serves all streams.
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; READ_LEN]);
}

/// One peer and what it is told.
pub(crate) struct Session {
    connection: Connection,
    endpoint: Endpoint,
    queue: SendQueue,
    /// Received, and not yet given to the engine.
    pending: Vec<u8>,
    has_hung_up: bool,
    deadlines: Deadlines,
    queue_len_max: usize,
    share: Share,
}

/// What a session waits for.
enum Happened {
    End(End),
    TimePassed,
    ServerCloses,
}

/// How a session ends.
enum End {
    /// The engine said to close the transport.
    HungUp,
    /// The transport is gone, or the peer is, or there is no memory to hear it out.
    Lost,
}

impl Session {
    /// A session that begins with what came behind the request.
    pub(crate) fn new(
        endpoint: Endpoint,
        deflate: Option<Parameters>,
        limits: &Limits,
        received: Vec<u8>,
        share: Share,
    ) -> Self {
        let message_len_max = endpoint.message_len_max().min(limits.message_len_max);
        let mut connection = Connection::server(websocket::connection::Limits {
            frame_len_max: message_len_max,
            message_len_max,
            ..websocket::connection::Limits::default()
        });
        if let Some(agreed) = deflate {
            connection = connection.with_deflate(agreed);
        }
        Self {
            connection,
            endpoint,
            queue: SendQueue::default(),
            pending: received,
            has_hung_up: false,
            deadlines: Deadlines::new(limits),
            queue_len_max: limits.queue_len_max,
            share,
        }
    }

    /// Runs the session to its end; once `closed` is done, the end is 1001.
    pub(crate) async fn run(
        mut self,
        mut stream: TcpStream,
        state: &State,
        mut closed: Pin<&mut impl Future<Output = ()>>,
    ) {
        let mut timer = pin!(state.clock.sleep_until(self.deadlines.next(&self.queue)));
        let (mut gate, mut is_leaving) = (WakeGate::default(), false);
        let end = loop {
            let happened = poll_fn(|cx| {
                if let Poll::Ready(end) = self.poll(&mut stream, &state.log, cx) {
                    return Poll::Ready(Happened::End(end));
                }
                gate.poll(cx, |cx| {
                    if timer.as_mut().poll(cx).is_ready() {
                        return Poll::Ready(Happened::TimePassed);
                    }
                    if !is_leaving && closed.as_mut().poll(cx).is_ready() {
                        return Poll::Ready(Happened::ServerCloses);
                    }
                    Poll::Pending
                })
            });
            match happened.await {
                Happened::End(end) => break end,
                Happened::TimePassed => {
                    if self.keep_deadlines().is_err() {
                        break End::Lost;
                    }
                }
                Happened::ServerCloses => {
                    is_leaving = true;
                    self.close(CloseCode::GOING_AWAY, "the server closes");
                }
            }
            timer.as_mut().reset(self.deadlines.next(&self.queue));
        };
        if let End::HungUp = end {
            let _left_or_time_is_up =
                time::timeout(self.deadlines.close_time_max, hang_up(&mut stream)).await;
        }
    }

    /// Writes, says and reads as much as can be done without waiting.
    fn poll(&mut self, stream: &mut TcpStream, log: &Log, cx: &mut Context<'_>) -> Poll<End> {
        loop {
            match self.queue.poll_flush(stream, cx) {
                Poll::Ready(Ok(Progress::AfterWait)) => self.deadlines.heard(),
                Poll::Ready(Ok(Progress::AtOnce)) | Poll::Pending => {}
                Poll::Ready(Err(_)) => return Poll::Ready(End::Lost),
            }
            if !self.has_hung_up && self.hold().is_err() {
                let shed = self.shed();
                let how = if shed.is_some() { "cut off" } else { "closed with 1013" };
                let peer = stream.peer_addr().map_or("a peer".to_owned(), |peer| peer.to_string());
                log.line(format_args!(
                    "{peer} is {how}, for all memory is taken (--memory-len-max)."
                ));
                match shed {
                    Some(end) => return Poll::Ready(end),
                    None => continue,
                }
            }
            if self.queue.is_empty() {
                if self.has_hung_up {
                    return Poll::Ready(End::HungUp);
                }
                if self.poll_endpoint(cx).is_ready() {
                    continue;
                }
            }
            if self.has_hung_up || self.queue.len() >= self.queue_len_max {
                return Poll::Pending;
            }
            if !self.pending.is_empty() {
                let pending = std::mem::take(&mut self.pending);
                self.receive(&pending);
                continue;
            }
            match ready!(self.poll_read(stream, cx)) {
                Ok(()) => {}
                Err(_) => return Poll::Ready(End::Lost),
            }
        }
    }

    /// Counts what is held.
    fn hold(&mut self) -> Result<(), Exhausted> {
        let engine = self.connection.held_len();
        self.share.hold(engine + self.pending.capacity() + self.queue.held_len())
    }

    /// Lets go of all that is held for the peer, and tells it to try again later. Where that
    /// would take waiting for a slow reader, there is no telling.
    fn shed(&mut self) -> Option<End> {
        if !self.queue.is_empty() {
            return Some(End::Lost);
        }
        self.pending = Vec::new();
        self.close(CloseCode::TRY_AGAIN_LATER, "no memory is left here");
        // The close frame is in the queue; nobody listens to what is still to come.
        self.connection = Connection::server(websocket::connection::Limits::default());
        self.has_hung_up = true;
        let _less = self.hold();
        None
    }

    /// Sends what the endpoint has to say by itself. A slow reader is not asked: what is said to
    /// all waits in its bounded queue.
    fn poll_endpoint(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.connection.is_open() {
            return Poll::Pending;
        }
        let reply = ready!(self.endpoint.poll_next(cx));
        self.deadlines.message_passed();
        self.reply(reply);
        Poll::Ready(())
    }

    fn poll_read(&mut self, stream: &mut TcpStream, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        BUFFER.with_borrow_mut(|buffer| {
            let mut read = ReadBuf::new(buffer);
            ready!(Pin::new(stream).poll_read(cx, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            }
            self.deadlines.heard();
            self.receive(read.filled());
            Poll::Ready(Ok(()))
        })
    }

    /// Gives bytes to the engine and does what it says, message by message. What comes while too
    /// much waits to be sent is put aside.
    fn receive(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.queue.len() >= self.queue_len_max {
                self.pending = bytes.to_vec();
                return;
            }
            self.connection.receive(&mut bytes);
            if let Some(reply) = self.drain() {
                self.deadlines.message_passed();
                self.reply(reply);
            }
        }
    }

    /// Takes the engine's outputs; gives the endpoint's answer to a message.
    fn drain(&mut self) -> Option<Reply> {
        let mut reply = None;
        while let Some(output) = self.connection.poll_output() {
            match output {
                Output::Send(bytes) => self.queue.push(bytes),
                Output::Event(Event::Message(message)) => {
                    reply = Some(self.endpoint.message(message));
                }
                Output::Event(_) => {}
                Output::HangUp => {
                    self.has_hung_up = true;
                    self.deadlines.closing();
                }
            }
        }
        reply
    }

    fn reply(&mut self, reply: Reply) {
        match reply {
            Reply::Nothing => {}
            Reply::Message(message) => self.send(&message),
            Reply::Text(text) => self.send(&*text),
            Reply::Close(code, reason) => self.close(code, reason),
        }
        self.drain();
    }

    fn send<'a>(&mut self, data: impl Into<Data<'a>>) {
        // After a close frame, the engine refuses: there is nobody to answer.
        if self.connection.is_open() {
            self.connection.reuse(send_queue::take_spare());
            let _sent = self.connection.send(data);
        }
    }

    fn close(&mut self, code: CloseCode, reason: &str) {
        // Refused when the end has begun already; its time runs either way.
        let _sent = self.connection.close(code, reason);
        self.deadlines.closing();
        self.drain();
    }

    /// Does what the clock asks for; an error is the end.
    fn keep_deadlines(&mut self) -> Result<(), TimeIsUp> {
        match self.deadlines.due(&self.queue)? {
            Some(Due::Ping) => {
                let _sent = self.connection.ping(b"");
                self.drain();
            }
            Some(Due::CloseIdle) => self.close(CloseCode::NORMAL, "idle for too long"),
            None => {}
        }
        Ok(())
    }
}

/// Ends the stream so that the peer can read all of it: our end first, then what is left of its
/// own (§7.1.1).
async fn hang_up(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    let mut bytes = [0; 1024];
    while stream.read(&mut bytes).await? > 0 {}
    Ok(())
}
