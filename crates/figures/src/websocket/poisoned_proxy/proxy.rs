//! A proxy between browsers and servers, which reads what goes by with the real parser of HTTP.
//!
//! It sends every byte on to the address that the connection leads to, and keeps answers under
//! the name in `Host`: the two can differ, and this is what the attack lives on.
//!
//! Invariant: what the proxy believes comes from the bytes alone. It never learns which of them
//! are a frame.

use http::{Fault, Fields, Limits, Reader, Request, RequestLine, Response, StatusLine};

figure_kit::names! {
    /// What the proxy does behind a handshake that it may not understand.
    pub enum Manner {
        /// It knows `Upgrade`: behind the 101 it copies bytes and reads none.
        Tunnel = "tunnel",
        /// It reads on as HTTP, and ends the connection at what is none.
        Strict = "strict",
        /// It reads on, and passes over a line with which no request begins.
        SkipsLines = "skips-lines",
        /// It reads on, and looks for a method at every byte.
        Searches = "searches",
    }
}

/// The methods that a searching proxy looks for.
const METHODS: [&[u8]; 3] = [b"GET ", b"HEAD ", b"POST "];

/// What the proxy made of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) what: What,
}

/// What bytes are to the proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A request: its method, and the address under which an answer would be kept.
    Asks(String, String),
    /// The head of an answer to the oldest request that has none.
    Answers(u16),
    /// The 101, taken for an answer without a body.
    NoBody,
    /// The 101, understood.
    Switched,
    /// The body of the message before.
    Body,
    /// No message: passed over.
    Skipped(Fault),
    /// No message: the connection ends.
    Refused(Fault),
    /// A request without exactly one sound `Host` (RFC 9112 §3.2): the connection ends.
    NoHost,
    /// A `Content-Length` that is no number: the connection ends.
    NoLength,
    /// The beginning of a message that is not whole.
    Waits,
    /// Not looked at.
    Copied,
    /// An answer that no request waits for: not looked at.
    Unasked,
}

/// A request that the proxy has read, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) status: Option<u16>,
    pub(super) is_kept: bool,
}

/// An answer that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) url: String,
    /// The answer as it came, head and body.
    pub(super) bytes: Vec<u8>,
    /// Where its body begins.
    pub(super) body_at: usize,
}

/// The proxy, with what it remembers.
#[derive(Debug, Clone)]
pub(super) struct Proxy {
    manner: Manner,
    /// The address that requests without a `Host` of HTTP/1.0 are kept under.
    default_host: &'static str,
    pub(super) asked: Vec<Asked>,
    pub(super) kept: Vec<Kept>,
    is_tunnel: bool,
    /// Whether the connection was ended by the proxy.
    pub(super) is_closed: bool,
}

/// The length of a body; `None` where the head does not say, `Err` where it says rubbish.
fn body_len(fields: &Fields) -> Result<Option<usize>, ()> {
    let mut found = None;
    for (token, _) in fields.tokens("Content-Length") {
        let text = str::from_utf8(token).map_err(|_| ())?;
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        let len: usize = text.parse().ok().filter(|_| is_number).ok_or(())?;
        // The same number twice is one number (RFC 9112 §6.3).
        if found.is_some_and(|before| before != len) {
            return Err(());
        }
        found = Some(len);
    }
    Ok(found)
}

/// Whether this can stand in `Host` (RFC 9112 §3.2), as far as a proxy looks.
fn is_name(host: &str) -> bool {
    !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Whether a shared cache may keep an answer (RFC 9111 §3), as this simple one goes about it:
/// whole answers of status 200 to GET, unless they ask not to be kept.
fn may_keep(asked: &Asked, fields: &Fields) -> bool {
    let mut wishes = fields.tokens("Cache-Control");
    let refuses = |(token, _): (&[u8], usize)| {
        token.eq_ignore_ascii_case(b"no-store") || token.eq_ignore_ascii_case(b"private")
    };
    asked.method == "GET" && asked.status == Some(200) && !wishes.any(refuses)
}

impl Proxy {
    pub(super) fn new(manner: Manner, default_host: &'static str) -> Self {
        let (asked, kept) = (Vec::new(), Vec::new());
        Self { manner, default_host, asked, kept, is_tunnel: false, is_closed: false }
    }

    /// The same proxy on a connection of somebody else: what is kept is kept for all.
    pub(super) fn next_connection(&self) -> Self {
        Self { kept: self.kept.clone(), ..Self::new(self.manner, self.default_host) }
    }

    /// The answer that is kept under an address.
    pub(super) fn find(&self, url: &str) -> Option<&Kept> {
        self.kept.iter().rfind(|kept| kept.url == url)
    }

    /// Reads bytes on their way from the browser to the server.
    pub(super) fn reads_browser(&mut self, bytes: &[u8]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < bytes.len() && !self.is_closed {
            let start = at;
            if self.is_tunnel {
                pieces.push(Piece { start, end: bytes.len(), what: What::Copied });
                break;
            }
            let mut rest = &bytes[start..];
            let read = Reader::<RequestLine>::new(Limits::default()).receive(&mut rest);
            let (end, what, body) = match read {
                Ok(None) => (bytes.len(), What::Waits, 0),
                Err(fault) => self.stumbles(bytes, start, fault),
                Ok(Some(head)) => {
                    let (what, body) = self.asks(&head);
                    (bytes.len() - rest.len(), what, body)
                }
            };
            pieces.push(Piece { start, end, what });
            at = end;
            if body > 0 && at < bytes.len() {
                let end = bytes.len().min(at.saturating_add(body));
                pieces.push(Piece { start: at, end, what: What::Body });
                at = end;
            }
        }
        pieces
    }

    /// Takes note of a whole request; gives the length of its body too.
    fn asks(&mut self, head: &Request) -> (What, usize) {
        let RequestLine { method, target, version } = &head.start;
        let mut hosts = head.fields.all("Host");
        let host = match (hosts.next().and_then(|field| field.text()), hosts.next()) {
            (Some(host), None) if is_name(host) => host.to_ascii_lowercase(),
            (None, None) if version.minor == 0 => self.default_host.to_owned(),
            _ => {
                self.is_closed = true;
                return (What::NoHost, 0);
            }
        };
        let Ok(body) = body_len(&head.fields) else {
            self.is_closed = true;
            return (What::NoLength, 0);
        };
        // A target that names the server itself overrules Host (RFC 9112 §3.2.2).
        let url = match target.strip_prefix("http://") {
            Some(_) => target.clone(),
            None => ["http://", host.trim_end_matches(":80"), target].concat(),
        };
        let (method, status) = (method.clone(), None);
        self.asked.push(Asked { method: method.clone(), url: url.clone(), status, is_kept: false });
        (What::Asks(method, url), body.unwrap_or(0))
    }

    /// What is done about bytes with which no message begins. Nobody is forgiven who has not sent
    /// one request that was sound.
    fn stumbles(&mut self, bytes: &[u8], start: usize, fault: Fault) -> (usize, What, usize) {
        let rest = &bytes[start..];
        let manner = if self.asked.is_empty() { Manner::Strict } else { self.manner };
        let skip = match manner {
            Manner::Tunnel | Manner::Strict => {
                self.is_closed = true;
                return (bytes.len(), What::Refused(fault), 0);
            }
            Manner::SkipsLines => {
                rest.iter().position(|&byte| byte == b'\n').map(|place| place + 1)
            }
            Manner::Searches => {
                let begins =
                    |place: &usize| METHODS.iter().any(|method| rest[*place..].starts_with(method));
                (1..rest.len()).find(begins)
            }
        };
        (start + skip.unwrap_or(rest.len()), What::Skipped(fault), 0)
    }

    /// Reads bytes on their way from the server to the browser.
    pub(super) fn reads_server(&mut self, bytes: &[u8]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while at < bytes.len() && !self.is_closed {
            let start = at;
            let waiting = self.asked.iter().position(|asked| asked.status.is_none());
            let unread = if self.is_tunnel { Some(What::Copied) } else { None };
            let unread = unread.or_else(|| waiting.is_none().then_some(What::Unasked));
            if let Some(what) = unread {
                pieces.push(Piece { start, end: bytes.len(), what });
                break;
            }
            let mut rest = &bytes[start..];
            match Reader::<StatusLine>::new(Limits::default()).receive(&mut rest) {
                Ok(None) => {
                    at = bytes.len();
                    pieces.push(Piece { start, end: at, what: What::Waits });
                }
                Err(fault) => {
                    let (end, what, _) = self.stumbles(bytes, start, fault);
                    at = end;
                    pieces.push(Piece { start, end, what });
                }
                Ok(Some(head)) => {
                    let body_at = bytes.len() - rest.len();
                    at = self.answers(
                        waiting.unwrap_or(0),
                        &head,
                        bytes,
                        start,
                        body_at,
                        &mut pieces,
                    );
                }
            }
        }
        pieces
    }

    /// Takes note of an answer, and keeps it if it is whole and may be kept.
    fn answers(
        &mut self,
        place: usize,
        head: &Response,
        bytes: &[u8],
        start: usize,
        body_at: usize,
        pieces: &mut Vec<Piece>,
    ) -> usize {
        let status = head.start.status;
        let mut push = |start, end, what| pieces.push(Piece { start, end, what });
        self.asked[place].status = Some(status);
        if status == 101 {
            self.is_tunnel = self.manner == Manner::Tunnel;
            push(start, body_at, if self.is_tunnel { What::Switched } else { What::NoBody });
            return body_at;
        }
        let bodiless = matches!(status, 100..=199 | 204 | 304);
        let Ok(len) = body_len(&head.fields) else {
            self.is_closed = true;
            push(start, body_at, What::NoLength);
            return body_at;
        };
        // Without a length the body ends with the connection (RFC 9112 §6.3), which stays.
        let len = len.unwrap_or(usize::MAX);
        let len = if bodiless || self.asked[place].method == "HEAD" { 0 } else { len };
        let whole = bytes.len() - body_at >= len;
        let end = if whole { body_at + len } else { bytes.len() };
        push(start, body_at, What::Answers(status));
        if end > body_at || !whole {
            push(body_at, end, if whole { What::Body } else { What::Waits });
        }
        let is_chunked = head.fields.first("Transfer-Encoding").is_some();
        let asked = &mut self.asked[place];
        if whole && !is_chunked && may_keep(asked, &head.fields) {
            asked.is_kept = true;
            let (url, bytes) = (asked.url.clone(), bytes[start..end].to_vec());
            self.kept.push(Kept { url, bytes, body_at: body_at - start });
        }
        end
    }
}
