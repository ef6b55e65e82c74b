//! One `fetch` of a page: perhaps a preflight, the request, redirects, the response and its body.

use std::collections::VecDeque;

use http::{Body, Framing, Limits, Piece, Reader, Response, Rule, StatusLine};

use super::answer_head::AnswerHead;
use super::blocked_ports::is_blocked;
use super::command::Command;
use super::permission::{self, Permission};
use super::request::{self, Asker};
use super::url::{Scheme, Url};
use super::{cors, explanation};
use crate::reactor::event::{Event, Level};
use crate::reactor::kind::Kind;
use crate::reactor::news::News;
use crate::reactor::op::FetchWish;

/// How often a request may be sent on (Fetch §4.5).
const REDIRECTS_MAX: u8 = 20;
/// A head and a body of this size together go in one write, as in Chromium.
const MERGED_LEN_MAX: usize = 1_400;

#[derive(Debug)]
pub(super) struct Fetch {
    id: u32,
    pub(super) line: u32,
    kind: Kind,
    wish: FetchWish,
    url: Url,
    /// What the page asked for first, for the console.
    first: String,
    redirects: u8,
    /// The `Origin` field: that of the page, or `null`.
    origin: String,
    is_cross: bool,
    asks_first: bool,
    /// What a preflight has just allowed, and for how many seconds.
    granted: Option<(Permission, u64)>,
    heard: Heard,
    head: AnswerHead,
    reading: Option<Reading>,
}

/// Whether the connection said anything about this request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// Not yet; it is a new one.
    Nothing,
    /// Not yet, and it was used before: if it fails silently, another is tried.
    NothingOnReused,
    Something,
}

/// A response's body on its way.
#[derive(Debug)]
struct Reading {
    body: Body,
    framing: Framing,
    purpose: Purpose,
    /// Whether the connection may be used again.
    is_kept: bool,
    status: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Purpose {
    /// It is the page's.
    Page,
    /// It is passed over, and the request goes on.
    GoOn,
    /// It is passed over, for the request has failed.
    Failed,
}

/// What follows from what a connection told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The connection is still needed.
    Goes,
    /// It is over with this connection, which may be used again or not. The request goes on with
    /// one, or has come to its end.
    Over { is_kept: bool, goes_on: bool },
}

type Out = VecDeque<Command>;

/// The request ends and its connection is closed.
const LOST: After = After::Over { is_kept: false, goes_on: false };

impl Fetch {
    /// A fetch of an absolute URL, unless it fails at once; the events say so.
    pub(super) fn new(
        id: u32,
        line: u32,
        kind: Kind,
        mut wish: FetchWish,
        out: &mut Out,
    ) -> Option<Self> {
        wish.fields.retain(|(name, _)| request::is_allowed(name));
        let http_url =
            Url::read(&wish.url).filter(|url| matches!(url.scheme, Scheme::Http | Scheme::Https));
        let Some(url) = http_url else {
            let text = format!("Fetch API cannot load {}.", wish.url);
            out.push_back(Command::Event(id, Event::Console(Level::Error, text)));
            out.push_back(Command::Event(id, failed(kind)));
            return None;
        };
        let (first, origin) = (url.to_string(), wish.origin.clone());
        let mut fetch = Self {
            id,
            line,
            kind,
            wish,
            url,
            first,
            redirects: 0,
            origin,
            is_cross: false,
            asks_first: false,
            granted: None,
            heard: Heard::Nothing,
            head: AnswerHead::default(),
            reading: None,
        };
        fetch.begin(out).then_some(fetch)
    }

    /// Host and port of where it goes.
    pub(super) fn place(&self) -> (String, u16) {
        (self.url.host.clone(), self.url.port)
    }

    /// What it needs to be allowed before it is sent, if anything.
    pub(super) fn needed(&self) -> Option<Permission> {
        self.asks_first.then(|| Permission {
            origin: self.origin.clone(),
            url: self.url.to_string(),
            method: self.wish.method.clone(),
            names: cors::unsafe_names(&self.wish.fields),
        })
    }

    /// It was allowed before.
    pub(super) const fn need_not_ask(&mut self) {
        self.asks_first = false;
    }

    /// What was allowed since this was asked last.
    pub(super) const fn take_granted(&mut self) -> Option<(Permission, u64)> {
        self.granted.take()
    }

    /// Judges the URL that it goes to next. Gives whether it goes on.
    fn begin(&mut self, out: &mut Out) -> bool {
        if is_blocked(self.url.port) {
            self.fail(explanation::UNSAFE_PORT, "", out);
            return false;
        }
        if self.url.scheme.has_tls() {
            self.fail(explanation::NO_TLS, "", out);
            return false;
        }
        if self.kind == Kind::Browser {
            self.is_cross |= self.url.origin() != self.wish.origin;
            self.asks_first =
                self.is_cross && cors::needs_preflight(&self.wish.method, &self.wish.fields);
        }
        true
    }

    /// Sends the request, or the question before it, on a connection that is open.
    pub(super) fn send(&mut self, connection: u32, is_reused: bool, out: &mut Out) -> After {
        self.heard = if is_reused { Heard::NothingOnReused } else { Heard::Nothing };
        self.head = AnswerHead::default();
        let asker = Asker { kind: self.kind, origin: &self.origin, is_cross: self.is_cross };
        let head = if self.asks_first {
            request::preflight(&self.url, &self.wish, asker)
        } else {
            request::fetch(&self.url, &self.wish, asker)
        };
        let Ok(head) = head else {
            // A method or a value that cannot stand in a head: `fetch` itself refuses those.
            self.fail("net::ERR_INVALID_ARGUMENT", "", out);
            return LOST;
        };
        let mut bytes = head.to_bytes();
        let line = if self.redirects == 0 { self.line } else { 0 };
        let body = if self.asks_first { &[][..] } else { &self.wish.body };
        let is_merged = bytes.len() + body.len() <= MERGED_LEN_MAX;
        if is_merged {
            bytes.extend_from_slice(body);
        }
        out.push_back(Command::Send { connection, bytes, line });
        if !is_merged && !body.is_empty() {
            out.push_back(Command::Send { connection, bytes: body.to_vec(), line });
        }
        After::Goes
    }

    /// What its connection tells.
    pub(super) fn hear(&mut self, connection: u32, news: News, out: &mut Out) -> After {
        match news {
            News::Written(_) => After::Goes,
            News::Connected { .. } => self.send(connection, false, out),
            News::NotFound(_) => self.lose(explanation::NO_NAME, out),
            News::Data(bytes) => {
                self.heard = Heard::Something;
                self.receive(&bytes, out)
            }
            News::End if self.heard != Heard::Something => {
                self.lose("net::ERR_EMPTY_RESPONSE", out)
            }
            News::End => self.end(out),
            News::Failed { errno, .. } => self.lose(explanation::net_error(errno), out),
        }
    }

    /// The connection is of no more use.
    fn lose(&mut self, why: &str, out: &mut Out) -> After {
        if self.heard == Heard::NothingOnReused {
            // The server had closed what was kept for the next request (RFC 9112 §9.3.1).
            return After::Over { is_kept: false, goes_on: true };
        }
        if self.reading.as_ref().is_none_or(|reading| reading.purpose != Purpose::Failed) {
            let status = self.reading.take().map(|reading| reading.status).unwrap_or_default();
            self.fail(why, &status, out);
        }
        LOST
    }

    /// The connection's end: that of some bodies, too early for the others.
    fn end(&mut self, out: &mut Out) -> After {
        if self.reading.is_none() {
            // What came of a head counts as the whole of it, as Chromium has it.
            let head = self.head.finish();
            if let Err(why) = self.take_head(&head, out) {
                return self.lose(why, out);
            }
        }
        let Some(reading) = &mut self.reading else {
            return self.lose("net::ERR_EMPTY_RESPONSE", out);
        };
        if reading.body.connection_ended().is_ok() {
            return self.finish(out);
        }
        let why = match reading.framing {
            Framing::Chunked => "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
            _ => "net::ERR_CONTENT_LENGTH_MISMATCH",
        };
        self.lose(why, out)
    }

    fn receive(&mut self, bytes: &[u8], out: &mut Out) -> After {
        let mut rest = bytes;
        while self.reading.is_none() {
            let Some(head) = self.head.take(&mut rest) else { return After::Goes };
            if let Err(why) = self.take_head(&head, out) {
                return self.lose(why, out);
            }
        }
        self.read_body(rest, out)
    }

    fn read_body(&mut self, mut rest: &[u8], out: &mut Out) -> After {
        while let Some(reading) = &mut self.reading {
            match reading.body.receive(&mut rest) {
                Ok(Piece::Data(data)) if reading.purpose == Purpose::Page => {
                    out.push_back(Command::Event(self.id, Event::Body(data.to_vec())));
                }
                Ok(Piece::Data(_)) => {}
                // A body that nobody reads is not waited for.
                Ok(Piece::More) if reading.purpose == Purpose::Failed => return LOST,
                Ok(Piece::More) => return After::Goes,
                Ok(Piece::End(_)) => {
                    // Bytes behind a response that nobody asked for spoil the connection.
                    reading.is_kept &= rest.is_empty();
                    return self.finish(out);
                }
                Err(_) => return self.lose("net::ERR_INVALID_CHUNKED_ENCODING", out),
            }
        }
        LOST
    }

    /// The body is whole.
    fn finish(&mut self, out: &mut Out) -> After {
        let Some(reading) = self.reading.take() else { return LOST };
        if reading.purpose == Purpose::Page {
            out.push_back(Command::Event(self.id, Event::BodyEnd));
        }
        After::Over { is_kept: reading.is_kept, goes_on: reading.purpose == Purpose::GoOn }
    }

    fn take_head(&mut self, head: &[u8], out: &mut Out) -> Result<(), &'static str> {
        let mut reader = Reader::<StatusLine>::new(Limits::default());
        match reader.receive(&mut &head[..]) {
            // What comes before the final response is passed over (RFC 9110 §15.2).
            Ok(Some(early)) if (100..200).contains(&early.start.status) => Ok(()),
            Ok(Some(response)) => self.take_response(&response, out),
            Ok(None) | Err(_) => Err("net::ERR_INVALID_HTTP_RESPONSE"),
        }
    }

    /// Judges a response; an error is the name of what is wrong with it.
    fn take_response(&mut self, response: &Response, out: &mut Out) -> Result<(), &'static str> {
        let method = if self.asks_first { "OPTIONS" } else { &self.wish.method };
        let framing = Framing::of_response(response, method).map_err(|fault| match fault.rule {
            Rule::Length => "net::ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH",
            _ => "net::ERR_INVALID_HTTP_RESPONSE",
        })?;
        let says = |word: &[u8]| {
            response.fields.tokens("Connection").any(|(it, _)| it.eq_ignore_ascii_case(word))
        };
        let is_kept = framing != Framing::UntilClose
            && if response.start.version.minor == 0 {
                says(b"keep-alive")
            } else {
                !says(b"close")
            };
        let status = format!(" {} ({})", response.start.status, response.start.reason);
        let purpose = self.judge(response, &status, out);
        let body = Body::new(framing, Limits::default());
        self.reading = Some(Reading { body, framing, purpose, is_kept, status });
        Ok(())
    }

    fn judge(&mut self, response: &Response, status: &str, out: &mut Out) -> Purpose {
        if self.asks_first {
            let Self { origin, wish, .. } = self;
            let verdict = cors::check_preflight(response, origin, &wish.method, &wish.fields);
            if let Err(why) = verdict {
                return self.block(&why, "", out);
            }
            self.granted = self.needed().map(|needed| (needed, permission::seconds(response)));
            self.asks_first = false;
            return Purpose::GoOn;
        }
        if self.is_cross
            && let Err(why) = cors::check(response, &self.origin)
        {
            return self.block(&why, status, out);
        }
        let location = response.fields.first("Location");
        if let (301 | 302 | 303 | 307 | 308, Some(location)) = (response.start.status, location) {
            let location = String::from_utf8_lossy(&location.value).into_owned();
            return self.redirect(response.start.status, &location, out);
        }
        if response.fields.tokens("Content-Encoding").any(|(it, _)| it != b"identity") {
            let why = "net::ERR_CONTENT_DECODING_FAILED (compressed bodies are not read here)";
            self.fail(why, status, out);
            return Purpose::Failed;
        }
        self.show(response, status, out);
        Purpose::Page
    }

    fn show(&self, response: &Response, status: &str, out: &mut Out) {
        if response.start.status >= 400 && self.kind == Kind::Browser {
            let text = format!("{} {}{status}", self.wish.method, self.url);
            out.push_back(Command::Event(self.id, Event::Console(Level::Error, text)));
        }
        let mut url = self.url.clone();
        url.fragment.clear();
        let event = Event::Response {
            status: response.start.status,
            reason: response.start.reason.clone(),
            fields: cors::shown(&response.fields, self.is_cross),
            url: url.to_string(),
        };
        out.push_back(Command::Event(self.id, event));
    }

    /// Goes where a response points (Fetch §4.4).
    fn redirect(&mut self, status: u16, location: &str, out: &mut Out) -> Purpose {
        if self.redirects >= REDIRECTS_MAX {
            self.fail("net::ERR_TOO_MANY_REDIRECTS", "", out);
            return Purpose::Failed;
        }
        let http = |url: &Url| matches!(url.scheme, Scheme::Http | Scheme::Https);
        let Some(next) = self.url.join(location).filter(http) else {
            self.fail("net::ERR_UNSAFE_REDIRECT", "", out);
            return Purpose::Failed;
        };
        self.redirects += 1;
        let method = self.wish.method.as_str();
        if matches!(status, 301 | 302) && method == "POST"
            || status == 303 && !matches!(method, "GET" | "HEAD")
        {
            "GET".clone_into(&mut self.wish.method);
            self.wish.body.clear();
            let of_body = |name: &str| name.to_ascii_lowercase().starts_with("content-");
            self.wish.fields.retain(|(name, _)| !of_body(name));
        }
        // From one stranger to another: the second is not told who asked (§4.4, step 10).
        if self.is_cross && next.origin() != self.url.origin() {
            "null".clone_into(&mut self.origin);
        }
        self.url = next;
        if self.begin(out) { Purpose::GoOn } else { Purpose::Failed }
    }

    /// The page may not have what came.
    fn block(&self, why: &str, status: &str, out: &mut Out) -> Purpose {
        let from = if self.redirects > 0 {
            format!(" (redirected from '{}')", self.first)
        } else {
            String::new()
        };
        let text = format!(
            "Access to fetch at '{}'{from} from origin '{}' has been blocked by CORS policy: {why}",
            self.url, self.origin
        );
        out.push_back(Command::Event(self.id, Event::Console(Level::Error, text)));
        self.fail("net::ERR_FAILED", status, out);
        Purpose::Failed
    }

    /// A line in the console, as Chromium's tools show it, and a promise that is rejected.
    fn fail(&self, why: &str, status: &str, out: &mut Out) {
        if self.kind == Kind::Browser {
            let text = format!("{} {} {why}{status}", self.wish.method, self.url);
            out.push_back(Command::Event(self.id, Event::Console(Level::Error, text)));
        }
        out.push_back(Command::Event(self.id, failed(self.kind)));
    }

    /// There are too many at once.
    pub(super) fn give_up(&self, out: &mut Out) {
        self.fail(explanation::TOO_MANY, "", out);
    }
}

/// What the promise is rejected with, as each of the two says it.
fn failed(kind: Kind) -> Event {
    Event::FetchFailed(match kind {
        Kind::Browser => "Failed to fetch".to_owned(),
        Kind::Node => "fetch failed".to_owned(),
    })
}
