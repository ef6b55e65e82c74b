//! The server's side: a request in, a verdict and its response out (§4.2).
//!
//! ```
//! use websocket::handshake::{Rule, Server, server::Policy};
//!
//! let mut server = Server::new(Policy::default());
//! let mut bytes = &b"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"[..];
//! let fault = server.receive(&mut bytes).expect("a whole request").unwrap_err();
//! assert_eq!((fault.rule, fault.rule.status()), (Rule::NoUpgrade, 426));
//! ```

use alloc::{string::String, vec::Vec};

use http::{Field, Fields, Limits, Reader, Request, RequestLine, Response, Target, Version};

use super::{
    Fault, Rule, VERSION, accept,
    deflate::Parameters,
    extensions::{self, is_token},
    fault::response,
    key::{self, Key},
};

/// What a server agrees to.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The pages that may connect.
    pub origins: Origins,
    /// The subprotocols that are spoken.
    pub protocols: Vec<String>,
    /// The most that is done of permessage-deflate; `None` declines it.
    pub deflate: Option<Parameters>,
    /// How large a request may be.
    pub limits: Limits,
}

/// The pages that may connect. Programs other than browsers need not name an origin (§4.2.1), so
/// a request without one is served.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origins {
    /// Every page: for a public service, and for nothing that trusts cookies (§10.2).
    #[default]
    Any,
    /// Pages from these origins, written as a browser writes them: `https://example.com`.
    Listed(Vec<String>),
}

/// A request that is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What the client asked.
    pub request: Request,
    /// Its key, and whether that was written canonically.
    pub key: Key,
    /// The value that proves it was read.
    pub accept: String,
    /// The subprotocol that both speak, if any.
    pub protocol: Option<String>,
    /// How messages are compressed, if they are, and the words that say so.
    pub deflate: Option<(Parameters, String)>,
}

impl Accepted {
    /// The answer: 101 (§4.2.2).
    pub fn response(&self) -> Response {
        let mut fields = Fields::default();
        let mut say = |name, value: &str| {
            // Every value was read from a legal head, or made here.
            let _pushed = fields.push(name, value);
        };
        say("Upgrade", "websocket");
        say("Connection", "Upgrade");
        say("Sec-WebSocket-Accept", &self.accept);
        if let Some(protocol) = &self.protocol {
            say("Sec-WebSocket-Protocol", protocol);
        }
        if let Some((_, words)) = &self.deflate {
            say("Sec-WebSocket-Extensions", words);
        }
        response(101, fields)
    }
}

/// A server that waits for a request.
#[derive(Debug, Clone)]
pub struct Server {
    policy: Policy,
    reader: Reader<RequestLine>,
}

impl Server {
    /// A server with this policy.
    pub const fn new(policy: Policy) -> Self {
        let reader = Reader::new(policy.limits);
        Self { policy, reader }
    }

    /// Takes bytes, and gives the verdict as soon as there is one. What follows the request is
    /// left in `bytes`.
    pub fn receive(&mut self, bytes: &mut &[u8]) -> Option<Result<Accepted, Fault>> {
        match self.reader.receive(bytes) {
            Ok(request) => request.map(|request| self.policy.judge(request)),
            Err(fault) => Some(Err(fault.into())),
        }
    }
}

impl Policy {
    /// Judges a whole request (§4.2.1).
    pub fn judge(&self, request: Request) -> Result<Accepted, Fault> {
        let fields = &request.fields;
        let missing = |rule| Fault { rule, at: fields.end() };
        judge_http(&request)?;
        if !names(fields, "Upgrade", b"websocket") {
            return Err(found_or_missing(fields, "Upgrade", Rule::NoUpgrade));
        }
        if !names(fields, "Connection", b"Upgrade") {
            return Err(found_or_missing(fields, "Connection", Rule::NoConnection));
        }
        let version = only(fields, "Sec-WebSocket-Version", Rule::TwoVersions)?
            .ok_or_else(|| missing(Rule::NoVersion))?;
        if version.value != VERSION.as_bytes() {
            return Err(Fault { rule: Rule::Version, at: version.value_at });
        }
        let key_field = only(fields, "Sec-WebSocket-Key", Rule::TwoKeys)?
            .ok_or_else(|| missing(Rule::NoKey))?;
        let (key, accept) = judge_key(key_field)?;
        self.judge_origin(fields)?;
        let protocol = self.choose_protocol(fields)?;
        let deflate = self.choose_deflate(fields)?;
        Ok(Accepted { request, key, accept, protocol, deflate })
    }

    fn judge_origin(&self, fields: &Fields) -> Result<(), Fault> {
        let Origins::Listed(listed) = &self.origins else { return Ok(()) };
        let is_foreign = |field: &&Field| {
            !listed.iter().any(|origin| origin.as_bytes().eq_ignore_ascii_case(&field.value))
        };
        match fields.all("Origin").find(is_foreign) {
            Some(field) => Err(Fault { rule: Rule::Origin, at: field.value_at }),
            None => Ok(()),
        }
    }

    /// The first subprotocol in the client's order that this server speaks (§4.1 item 10).
    fn choose_protocol(&self, fields: &Fields) -> Result<Option<String>, Fault> {
        let asked = protocols(fields)?;
        let spoken = |asked: &&[u8]| self.protocols.iter().find(|own| own.as_bytes() == *asked);
        Ok(asked.iter().find_map(spoken).cloned())
    }

    /// The first offer that this server can accept (RFC 7692 §5.1).
    fn choose_deflate(&self, fields: &Fields) -> Result<Option<(Parameters, String)>, Fault> {
        let mut chosen = None;
        for field in fields.all("Sec-WebSocket-Extensions") {
            let offers = extensions::parse(&field.value).map_err(|malformed| Fault {
                rule: Rule::Extensions,
                at: field.value_at + malformed.at,
            })?;
            if let Some(policy) = &self.deflate {
                chosen =
                    chosen.or_else(|| offers.iter().find_map(|offer| policy.answer(offer).ok()));
            }
        }
        Ok(chosen)
    }
}

/// The subprotocols that a client asks for: tokens, each named once (§4.1 item 10).
fn protocols(fields: &Fields) -> Result<Vec<&[u8]>, Fault> {
    let mut asked = Vec::new();
    for (name, at) in fields.tokens("Sec-WebSocket-Protocol") {
        if !is_token(name) || asked.contains(&name) {
            return Err(Fault { rule: Rule::Protocol, at });
        }
        asked.push(name);
    }
    Ok(asked)
}

/// What HTTP itself asks of the request: GET, 1.1, one sound Host, no body.
fn judge_http(request: &Request) -> Result<(), Fault> {
    let Request { start, fields } = request;
    if start.method != "GET" {
        return Err(Fault { rule: Rule::Method, at: 0 });
    }
    if start.version < Version::HTTP_1_1 {
        let at = start.method.len() + start.target.len() + 2;
        return Err(Fault { rule: Rule::OldHttp, at });
    }
    // A target that is a whole URI is one of http or https (§4.1).
    if let Target::Absolute { scheme, .. } = start.form()?
        && !["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme))
    {
        return Err(http::Fault { rule: http::Rule::Target, at: start.method.len() + 1 }.into());
    }
    if request.authority()?.is_none() {
        return Err(found_or_missing(fields, "Host", Rule::NoHost));
    }
    let has_body = |field: &&Field| {
        field.name.eq_ignore_ascii_case("Transfer-Encoding")
            || field.name.eq_ignore_ascii_case("Content-Length") && field.value != b"0"
    };
    match fields.iter().find(has_body) {
        Some(field) => Err(Fault { rule: Rule::Body, at: field.at }),
        None => Ok(()),
    }
}

fn judge_key(field: &Field) -> Result<(Key, String), Fault> {
    // What is not UTF-8 is judged up to there: the byte behind is no Base64 either way.
    let text = match str::from_utf8(&field.value) {
        Ok(text) => text,
        Err(error) => {
            let at = field.value_at + error.valid_up_to();
            return Err(Fault { rule: Rule::Key(key::Rule::NotAscii), at });
        }
    };
    match key::examine(text) {
        Ok(key) => Ok((key, accept::value(text))),
        Err(fault) => Err(Fault { rule: Rule::Key(fault.rule), at: field.value_at + fault.at }),
    }
}

/// The one field of this name, if there is one; a second is a fault of this rule.
pub(super) fn only<'a>(
    fields: &'a Fields,
    name: &'a str,
    two: Rule,
) -> Result<Option<&'a Field>, Fault> {
    let mut all = fields.all(name);
    let first = all.next();
    match all.next() {
        Some(second) => Err(Fault { rule: two, at: second.at }),
        None => Ok(first),
    }
}

/// Whether a list names this token, whatever its case.
pub(super) fn names(fields: &Fields, name: &str, token: &[u8]) -> bool {
    fields.tokens(name).any(|(named, _)| named.eq_ignore_ascii_case(token))
}

/// A fault at the field that says something else, or where it is missed.
pub(super) fn found_or_missing(fields: &Fields, name: &str, rule: Rule) -> Fault {
    Fault { rule, at: fields.first(name).map_or(fields.end(), |field| field.value_at) }
}
