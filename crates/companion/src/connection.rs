//! One TCP connection: requests and answers in turn, until one request becomes a WebSocket.
//!
//! Invariant: every head is read by `crates/http` within the limits and in time, every answer is
//! written in time, and every refusal reaches its reader before the connection ends.

use std::{io, net::SocketAddr, pin::pin, sync::Arc};

use http::{Fields, Reader, Request, RequestLine, Response, Version};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time,
};
use websocket::handshake::{Rule, server::Policy};

use crate::{
    answer::{self, After, Answer, Body},
    development,
    endpoint::Endpoint,
    hosts::{self, Named},
    session::Session,
    state::State,
};

/// Bytes that a refused peer may still send before it is cut off.
const LINGER_LEN_MAX: usize = 16 << 20;

/// Bytes read at once.
const READ_LEN: usize = 4096;

/// Bytes that have to be taken in [`crate::Limits::write_time_max`].
const WRITE_LEN: usize = 64 << 10;

/// Bytes of a long file in memory at once.
const FILE_PIECE_LEN: usize = 16 << 10;

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
pub(crate) async fn serve(stream: TcpStream, state: Arc<State>) {
    // A stream without an address has ended already.
    let Ok(local) = stream.local_addr() else { return };
    // Without it, a small frame could wait for the acknowledgement of the one before.
    let _nodelay = stream.set_nodelay(true);
    let mut connection = Connection { stream, local, state, pending: Vec::new() };
    if let Ok(Some(session)) = connection.requests().await {
        let Connection { stream, state, .. } = connection;
        session.run(stream, &state, pin!(Arc::clone(&state).closed())).await;
    }
}

struct Connection {
    stream: TcpStream,
    /// The address that it came to.
    local: SocketAddr,
    state: Arc<State>,
    /// Bytes that were read and belong to the next request.
    pending: Vec<u8>,
}

impl Connection {
    /// Answers requests until the connection ends (`None`) or becomes a WebSocket.
    async fn requests(&mut self) -> io::Result<Option<Session>> {
        let state = Arc::clone(&self.state);
        let mut closed = pin!(Arc::clone(&state).closed());
        loop {
            let request = tokio::select! {
                request = self.next_request() => request,
                () = &mut closed => return Ok(None),
            };
            let fault = match request {
                Ok(request) => match state.hosts.named(&request, self.local) {
                    Ok(Some(named)) => match self.respond(request, named).await? {
                        Responded::Answered(After::KeepAlive) => continue,
                        Responded::Answered(After::Close) => return Ok(None),
                        Responded::Opened(session) => return Ok(Some(*session)),
                    },
                    Ok(None) => {
                        let text = state.hosts.misdirected(&request, self.local);
                        return self.refuse(&Answer::text(421, &text)).await;
                    }
                    Err(fault) => fault,
                },
                Err(Failure::Fault(fault)) => fault,
                Err(Failure::Gone) => return Ok(None),
                Err(Failure::Slow) => {
                    let answer = Answer::text(408, "The request's head took too long.");
                    return self.refuse(&answer).await;
                }
            };
            let text = format!(
                "This is no request: it breaks {} at byte {} ({:?}).",
                fault.rule.clause(),
                fault.at,
                fault.rule
            );
            return self.refuse(&Answer::text(fault.rule.status(), &text)).await;
        }
    }

    /// Reads the next head.
    async fn next_request(&mut self) -> Result<Request, Failure> {
        let limits = self.state.limits;
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

    /// Does what is asked.
    async fn respond(&mut self, request: Request, named: Named) -> io::Result<Responded> {
        // A line that was read has a form, and what names no resource is no GET.
        let resource = request.start.form().ok().and_then(|target| target.resource());
        let resource = resource.unwrap_or_default().into_owned();
        if let Some(endpoint) = resource.strip_prefix("/ws/") {
            let opened = self.open(request, endpoint, named).await?;
            return Ok(match opened {
                Some(session) => Responded::Opened(Box::new(session)),
                None => Responded::Answered(After::Close),
            });
        }
        if let Some(refusal) = refusal(&request) {
            self.refuse(&refusal).await?;
            return Ok(Responded::Answered(After::Close));
        }
        self.answer(request, resource).await.map(Responded::Answered)
    }

    /// Answers a plain request for this path and query.
    async fn answer(&mut self, request: Request, resource: String) -> io::Result<After> {
        let after = after(&request);
        let is_head = request.start.method == "HEAD";
        let state = Arc::clone(&self.state);
        let answering =
            tokio::task::spawn_blocking(move || found(&state, &resource, &request.fields));
        let answer = answering.await.map_err(io::Error::other).and_then(|answer| answer);
        let answer = answer.unwrap_or_else(|error| Answer::text(500, &error.to_string()));
        self.write_answer(&answer, after, is_head).await
    }

    async fn write_answer(
        &mut self,
        answer: &Answer,
        after: After,
        is_head: bool,
    ) -> io::Result<After> {
        let after = if matches!(answer.body, Body::Events) { After::Close } else { after };
        let mut head = answer.head(after);
        match &answer.body {
            _ if is_head => self.write(&head).await?,
            Body::Bytes(bytes) => {
                // One packet where it fits, and no second copy of what is long.
                let (first, rest) = bytes.split_at(bytes.len().min(READ_LEN));
                head.extend_from_slice(first);
                self.write(&head).await?;
                self.write(rest).await?;
            }
            Body::File { path, len } => {
                self.write(&head).await?;
                let mut file = tokio::fs::File::open(path).await?.take(*len);
                let mut piece = Vec::with_capacity(FILE_PIECE_LEN);
                while file.read_buf(&mut piece).await? > 0 {
                    self.write(&piece).await?;
                    piece.clear();
                }
                if file.limit() > 0 {
                    // The file shrank under our eyes: only the end of the stream can say so.
                    return Ok(After::Close);
                }
            }
            Body::Events => {
                self.write(&head).await?;
                let state = Arc::clone(&self.state);
                if let Some(development) = &state.development {
                    let write_time_max = state.limits.write_time_max;
                    tokio::select! {
                        told = development.tell(&mut self.stream, write_time_max) => told?,
                        () = Arc::clone(&state).closed() => {}
                    }
                }
            }
        }
        Ok(after)
    }

    /// Writes all of it, as long as the peer goes on taking it.
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        for piece in bytes.chunks(WRITE_LEN) {
            let writing = self.stream.write_all(piece);
            time::timeout(self.state.limits.write_time_max, writing).await??;
        }
        Ok(())
    }

    /// Makes the connection a WebSocket, or says why not.
    async fn open(
        &mut self,
        request: Request,
        endpoint: &str,
        named: Named,
    ) -> io::Result<Option<Session>> {
        let state = Arc::clone(&self.state);
        let policy = Policy {
            origins: state.hosts.origins(&request, named, self.local),
            deflate: state.deflate,
            ..Policy::default()
        };
        let foreign = hosts::foreign(&request);
        let accepted = match policy.judge(request) {
            Ok(accepted) => accepted,
            Err(fault) if fault.rule == Rule::Origin => {
                return self.refuse(&Answer::text(403, &foreign)).await;
            }
            Err(fault) => return self.refuse_with(&fault.response()).await,
        };
        let endpoint = match Endpoint::find(endpoint, &state.rooms) {
            Ok(endpoint) => endpoint,
            Err(answer) => return self.refuse(&answer).await,
        };
        self.write(&accepted.response().to_bytes()).await?;
        let deflate = accepted.deflate.map(|(agreed, _)| agreed);
        let received = std::mem::take(&mut self.pending);
        let share = state.budget.share();
        Ok(Some(Session::new(endpoint, deflate, &state.limits, received, share)))
    }

    /// Says no; nothing opens after it.
    async fn refuse(&mut self, answer: &Answer) -> io::Result<Option<Session>> {
        self.write_answer(answer, After::Close, false).await?;
        self.linger().await
    }

    async fn refuse_with(&mut self, response: &Response) -> io::Result<Option<Session>> {
        self.write(&response.to_bytes()).await?;
        self.linger().await
    }

    /// Lets the peer read what was said: bytes of its that nobody reads would reset the stream,
    /// and what is on its way with it (RFC 9112 §9.6).
    async fn linger(&mut self) -> io::Result<Option<Session>> {
        self.stream.shutdown().await?;
        let mut rest = (&mut self.stream).take(LINGER_LEN_MAX as u64);
        let mut nowhere = tokio::io::sink();
        let drained = tokio::io::copy(&mut rest, &mut nowhere);
        let _ended_or_time_is_up = time::timeout(self.state.limits.close_time_max, drained).await;
        Ok(None)
    }
}

/// What became of a request.
enum Responded {
    Answered(After),
    Opened(Box<Session>),
}

/// What there is at this path and query. This reads from the disk.
fn found(state: &State, resource: &str, fields: &Fields) -> io::Result<Answer> {
    let Some(development) = &state.development else {
        return answer::of_site(&state.site, resource, fields);
    };
    if let Some(answer) = development.answer(&state.site, resource) {
        return Ok(answer);
    }
    // Without its fields, the request takes no compressed form and knows none from before.
    let answer = answer::of_site(&state.site, resource, &Fields::new())?;
    Ok(development::uncached(answer))
}

/// Why a plain request is not answered.
fn refusal(request: &Request) -> Option<Answer> {
    let Request { start, fields } = request;
    if !matches!(start.method.as_str(), "GET" | "HEAD") {
        let mut answer = Answer::text(405, "Only GET and HEAD are answered here.");
        answer.fields.push(("Allow", "GET, HEAD".to_owned()));
        return Some(answer);
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
