//! One TCP connection: requests and answers in turn, until one request becomes a WebSocket.
//!
//! Invariant: every head is read by `crates/http` within the limits and in time, and every
//! refusal reaches its reader before the connection ends.

use std::{io, pin::pin, sync::Arc};

use http::{Reader, Request, RequestLine, Response, Version};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time,
};
use websocket::handshake::{self, server::Policy};

use crate::{
    answer::{self, After, Answer, Body},
    endpoint::Endpoint,
    origin,
    server::House,
    session::Session,
};

/// Bytes that a refused peer may still send before it is cut off.
const LINGER_LEN_MAX: usize = 16 << 20;

/// Bytes read at once.
const READ_LEN: usize = 4096;

/// What came instead of a request.
enum Failure {
    /// The peer left, or was silent for too long, between two requests.
    Gone,
    /// A head that is refused.
    Fault(http::Fault),
    /// A head that took too long.
    Slow,
}

/// Serves a connection until it ends.
pub(crate) async fn serve(stream: TcpStream, house: Arc<House>) {
    // Without it, a small frame could wait for the acknowledgement of the one before.
    let _nodelay = stream.set_nodelay(true);
    let mut visit = Visit { stream, house, pending: Vec::new() };
    if let Ok(Some(session)) = visit.requests().await {
        let Visit { stream, house, .. } = visit;
        session.run(stream, &house.clock, pin!(Arc::clone(&house).closes())).await;
    }
}

struct Visit {
    stream: TcpStream,
    house: Arc<House>,
    /// Bytes that were read and belong to the next request.
    pending: Vec<u8>,
}

impl Visit {
    /// Answers requests until the connection ends (`None`) or becomes a WebSocket.
    async fn requests(&mut self) -> io::Result<Option<Session>> {
        let house = Arc::clone(&self.house);
        let mut closes = pin!(house.closes());
        loop {
            let request = tokio::select! {
                request = self.next_request() => request,
                () = &mut closes => return Ok(None),
            };
            let request = match request {
                Ok(request) => request,
                Err(Failure::Gone) => return Ok(None),
                Err(Failure::Slow) => {
                    self.refuse(&Answer::text(408, "The request's head took too long.")).await?;
                    return Ok(None);
                }
                Err(Failure::Fault(fault)) => {
                    let fault = handshake::Fault::from(fault);
                    self.refuse_with(&fault.response()).await?;
                    return Ok(None);
                }
            };
            if let Some(path) = request.start.target.strip_prefix("/ws/") {
                let target = path.to_owned();
                return self.open(request, &target).await;
            }
            if self.answer(request).await? == After::Close {
                return Ok(None);
            }
        }
    }

    /// Reads the next head.
    async fn next_request(&mut self) -> Result<Request, Failure> {
        let limits = self.house.limits;
        let mut reader = Reader::<RequestLine>::new(http::Limits {
            start_line_len_max: limits.head_len_max / 2,
            head_len_max: limits.head_len_max,
            fields_max: limits.fields_max,
        });
        if self.pending.is_empty() {
            let first = time::timeout(limits.keep_alive_time_max, self.read()).await;
            first.map_err(|_| Failure::Gone)?.map_err(|_| Failure::Gone)?;
        }
        let whole = async {
            loop {
                let mut bytes = &self.pending[..];
                let head = reader.receive(&mut bytes).map_err(Failure::Fault)?;
                self.pending = bytes.to_vec();
                match head {
                    Some(request) => return Ok(request),
                    None => self.read().await.map_err(|_| Failure::Gone)?,
                }
            }
        };
        time::timeout(limits.head_time_max, whole).await.unwrap_or(Err(Failure::Slow))
    }

    /// Reads what is there, at least one byte.
    async fn read(&mut self) -> io::Result<()> {
        self.pending.reserve(READ_LEN);
        match self.stream.read_buf(&mut self.pending).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Answers a plain request.
    async fn answer(&mut self, request: Request) -> io::Result<After> {
        if let Some(refusal) = refusal(&request) {
            self.refuse(&refusal).await?;
            return Ok(After::Close);
        }
        let after = after(&request);
        let is_head = request.start.method == "HEAD";
        let house = Arc::clone(&self.house);
        let answering = tokio::task::spawn_blocking(move || {
            answer::answer(&house.site, house.development.as_ref(), &request)
        });
        let answer = answering.await.map_err(io::Error::other).and_then(|answer| answer);
        let answer = answer.unwrap_or_else(|error| Answer::text(500, &error.to_string()));
        if matches!(answer.body, Body::News) {
            return self.write(&answer, after, is_head).await;
        }
        // A reader that takes nothing may not hold its place for ever.
        let patience = self.house.limits.idle_time_max;
        match time::timeout(patience, self.write(&answer, after, is_head)).await {
            Ok(written) => written,
            Err(_time_is_up) => Ok(After::Close),
        }
    }

    async fn write(&mut self, answer: &Answer, after: After, is_head: bool) -> io::Result<After> {
        let after = if matches!(answer.body, Body::News) { After::Close } else { after };
        let mut head = answer.head(after);
        match &answer.body {
            _ if is_head => self.stream.write_all(&head).await?,
            Body::Bytes(bytes) => {
                head.extend_from_slice(bytes);
                self.stream.write_all(&head).await?;
            }
            Body::File { path, len } => {
                self.stream.write_all(&head).await?;
                let file = tokio::fs::File::open(path).await?;
                let sent = tokio::io::copy(&mut file.take(*len), &mut self.stream).await?;
                if sent < *len {
                    // The file shrank under our eyes: only the end of the stream can say so.
                    return Ok(After::Close);
                }
            }
            Body::News => {
                self.stream.write_all(&head).await?;
                let house = Arc::clone(&self.house);
                if let Some(development) = &house.development {
                    tokio::select! {
                        told = development.tell(&mut self.stream) => told?,
                        () = Arc::clone(&house).closes() => {}
                    }
                }
            }
        }
        Ok(after)
    }

    /// Makes the connection a WebSocket, or says why not.
    async fn open(&mut self, request: Request, target: &str) -> io::Result<Option<Session>> {
        let house = Arc::clone(&self.house);
        let policy = Policy {
            origins: origin::origins(&request, house.bound_to, &house.origins),
            deflate: house.deflate,
            ..Policy::default()
        };
        let accepted = match policy.judge(request) {
            Ok(accepted) => accepted,
            Err(fault) => {
                self.refuse_with(&fault.response()).await?;
                return Ok(None);
            }
        };
        let endpoint = match Endpoint::find(target, &house) {
            Ok(endpoint) => endpoint,
            Err(answer) => {
                self.refuse(&answer).await?;
                return Ok(None);
            }
        };
        self.stream.write_all(&accepted.response().to_bytes()).await?;
        let deflate = accepted.deflate.map(|(agreed, _)| agreed);
        let received = std::mem::take(&mut self.pending);
        Ok(Some(Session::new(endpoint, deflate, &house.limits, received)))
    }

    async fn refuse(&mut self, answer: &Answer) -> io::Result<()> {
        self.write(answer, After::Close, false).await?;
        self.linger().await
    }

    async fn refuse_with(&mut self, response: &Response) -> io::Result<()> {
        self.stream.write_all(&response.to_bytes()).await?;
        self.linger().await
    }

    /// Lets the peer read what was said: bytes of its that nobody reads would reset the stream,
    /// and what is on its way with it (RFC 9112 §9.6).
    async fn linger(&mut self) -> io::Result<()> {
        self.stream.shutdown().await?;
        let mut rest = (&mut self.stream).take(LINGER_LEN_MAX as u64);
        let mut nowhere = tokio::io::sink();
        let drained = tokio::io::copy(&mut rest, &mut nowhere);
        let _ended_or_time_is_up = time::timeout(self.house.limits.close_time_max, drained).await;
        Ok(())
    }
}

/// Why a plain request is not answered.
fn refusal(request: &Request) -> Option<Answer> {
    let Request { start, fields } = request;
    if !matches!(start.method.as_str(), "GET" | "HEAD") {
        let mut answer = Answer::text(405, "Only GET and HEAD are answered here.");
        answer.fields.push(("Allow", "GET, HEAD".to_owned()));
        return Some(answer);
    }
    let hosts = fields.all("Host").count();
    if hosts > 1 || hosts == 0 && start.version >= Version::HTTP_1_1 {
        return Some(Answer::text(400, "One Host field belongs into a request."));
    }
    let has_body = fields.all("Transfer-Encoding").next().is_some()
        || fields.all("Content-Length").any(|field| field.value != b"0");
    has_body.then(|| Answer::text(413, "No request with a body is answered here."))
}

/// Whether the client goes on with the connection (RFC 9112 §9.3).
fn after(request: &Request) -> After {
    let names = |token: &[u8]| {
        request.fields.tokens("Connection").any(|(named, _)| named.eq_ignore_ascii_case(token))
    };
    let keeps = request.start.version >= Version::HTTP_1_1 || names(b"keep-alive");
    if keeps && !names(b"close") { After::KeepAlive } else { After::Close }
}
