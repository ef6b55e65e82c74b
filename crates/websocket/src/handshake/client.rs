//! The client's side: a request out, the server's answer in (§4.1).

use alloc::{string::String, vec::Vec};

use http::{
    Field, Fields, Limits, Reader, Request, RequestLine, Response, StartLine, StatusLine, Version,
};

use super::{
    Fault, Rule, VERSION, accept,
    deflate::{Offered, Parameters},
    extensions,
    key::KEY_LEN,
    server::{found_or_missing, names, only},
};

/// What a client asks for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The server's name, and its port unless it is the scheme's own.
    pub host: String,
    /// The path and query.
    pub target: String,
    /// The page that asks; programs other than browsers leave it out.
    pub origin: Option<String>,
    /// The subprotocols that are spoken, the best first.
    pub protocols: Vec<String>,
    /// What is wished of permessage-deflate; `None` does not offer it.
    pub deflate: Option<Parameters>,
    /// Other fields, such as cookies.
    pub fields: Fields,
    /// How large the answer may be.
    pub limits: Limits,
}

impl Wish {
    /// The least there is to ask.
    pub fn new(host: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            target: target.into(),
            origin: None,
            protocols: Vec::new(),
            deflate: None,
            fields: Fields::default(),
            limits: Limits::default(),
        }
    }

    /// The request with this key. A fault means that a value cannot stand in a head; it is the
    /// caller's, and nothing was sent.
    fn request(&self, key: &str) -> Result<Request, http::Fault> {
        let start = RequestLine {
            method: "GET".into(),
            target: self.target.clone(),
            version: Version::HTTP_1_1,
        };
        // Written and read back: a target with a blank or a line end is caught here.
        let mut line = Vec::new();
        start.write(&mut line);
        let start = RequestLine::read(&line)?;

        let mut fields = Fields::default();
        fields.push("Host", &self.host)?;
        fields.push("Upgrade", "websocket")?;
        fields.push("Connection", "Upgrade")?;
        fields.push("Sec-WebSocket-Key", key)?;
        fields.push("Sec-WebSocket-Version", VERSION)?;
        if let Some(origin) = &self.origin {
            fields.push("Origin", origin)?;
        }
        if !self.protocols.is_empty() {
            fields.push("Sec-WebSocket-Protocol", &self.protocols.join(", "))?;
        }
        if let Some(parameters) = &self.deflate {
            fields.push("Sec-WebSocket-Extensions", &parameters.offer())?;
        }
        for field in &self.fields {
            fields.push(&field.name, &String::from_utf8_lossy(&field.value))?;
        }
        Ok(Request { start, fields })
    }
}

/// What the server granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Established {
    /// What the server answered.
    pub response: Response,
    /// The subprotocol that both speak, if any.
    pub protocol: Option<String>,
    /// How messages are compressed, if they are.
    pub deflate: Option<Parameters>,
}

/// A client that has asked and waits for the answer.
#[derive(Debug, Clone)]
pub struct Client {
    request: Vec<u8>,
    expected_accept: String,
    protocols: Vec<String>,
    offers: Vec<Offered>,
    reader: Reader<StatusLine>,
}

impl Client {
    /// A client that asks for this, with a key of these 16 random bytes (§4.1 item 7).
    pub fn new(wish: &Wish, nonce: [u8; KEY_LEN]) -> Result<Self, Fault> {
        let key = accept::encode(&nonce);
        Ok(Self {
            request: wish.request(&key)?.to_bytes(),
            expected_accept: accept::value(&key),
            protocols: wish.protocols.clone(),
            offers: wish.deflate.map(Offered::of).into_iter().collect(),
            reader: Reader::new(wish.limits),
        })
    }

    /// A client that has sent this request, however that came about: it takes an answer to what
    /// is asked there. A request without a key has no right answer.
    pub fn after(request: &Request, limits: Limits) -> Self {
        let fields = &request.fields;
        let key = fields.first("Sec-WebSocket-Key").and_then(Field::text);
        let protocols = fields.tokens("Sec-WebSocket-Protocol");
        let lists = fields.all("Sec-WebSocket-Extensions");
        let offers = lists.filter_map(|field| extensions::parse(&field.value).ok()).flatten();
        Self {
            request: request.to_bytes(),
            expected_accept: key.map(accept::value).unwrap_or_default(),
            protocols: protocols.map(|(name, _)| String::from_utf8_lossy(name).into()).collect(),
            offers: offers.filter_map(|offer| Offered::read(&offer)).collect(),
            reader: Reader::new(limits),
        }
    }

    /// The value that proves that the request was read; empty for a request without a key.
    pub fn expected_accept(&self) -> &str {
        &self.expected_accept
    }

    /// The request, to be sent once.
    pub fn request(&self) -> &[u8] {
        &self.request
    }

    /// Takes bytes, and gives the verdict as soon as there is one. What follows the response is
    /// left in `bytes`.
    pub fn receive(&mut self, bytes: &mut &[u8]) -> Option<Result<Established, Fault>> {
        match self.reader.receive(bytes) {
            Ok(response) => response.map(|response| self.judge(response)),
            Err(fault) => Some(Err(fault.into())),
        }
    }

    /// Judges a whole response (§4.1, the second list of steps).
    fn judge(&self, response: Response) -> Result<Established, Fault> {
        let Response { start, fields } = &response;
        if start.version < Version::HTTP_1_1 {
            return Err(Fault { rule: Rule::OldHttp, at: 0 });
        }
        if start.status != 101 {
            let at = "HTTP/1.1 ".len();
            return Err(Fault { rule: Rule::Status(start.status), at });
        }
        if !names(fields, "Upgrade", b"websocket") {
            return Err(found_or_missing(fields, "Upgrade", Rule::NoUpgrade));
        }
        if !names(fields, "Connection", b"Upgrade") {
            return Err(found_or_missing(fields, "Connection", Rule::NoConnection));
        }
        match only(fields, "Sec-WebSocket-Accept", Rule::TwoAccepts)? {
            None => return Err(Fault { rule: Rule::NoAccept, at: fields.end() }),
            Some(field) if field.value != self.expected_accept.as_bytes() => {
                return Err(Fault { rule: Rule::Accept, at: field.value_at });
            }
            Some(_) => {}
        }
        let protocol = self.judge_protocol(fields)?;
        let deflate = self.judge_extensions(fields)?;
        Ok(Established { response, protocol, deflate })
    }

    fn judge_protocol(&self, fields: &Fields) -> Result<Option<String>, Fault> {
        let name = "Sec-WebSocket-Protocol";
        let Some(field) = only(fields, name, Rule::UnrequestedProtocol)? else { return Ok(None) };
        let requested = self.protocols.iter().find(|own| own.as_bytes() == field.value);
        match requested {
            Some(protocol) => Ok(Some(protocol.clone())),
            None => Err(Fault { rule: Rule::UnrequestedProtocol, at: field.value_at }),
        }
    }

    fn judge_extensions(&self, fields: &Fields) -> Result<Option<Parameters>, Fault> {
        let mut agreed = None;
        for field in fields.all("Sec-WebSocket-Extensions") {
            let fault = |rule| Fault { rule, at: field.value_at };
            let answers = extensions::parse(&field.value).map_err(|malformed| Fault {
                rule: Rule::Extensions,
                at: field.value_at + malformed.at,
            })?;
            for answer in &answers {
                let is_offered = answer.name == super::deflate::NAME && !self.offers.is_empty();
                // However many offers were made, one of them can be granted.
                if !is_offered || agreed.is_some() {
                    return Err(fault(Rule::UnrequestedExtension));
                }
                let granted = self.offers.iter().find_map(|offer| offer.agreed(answer));
                agreed = Some(granted.ok_or_else(|| fault(Rule::ExtensionParameters))?);
            }
        }
        Ok(agreed)
    }
}
