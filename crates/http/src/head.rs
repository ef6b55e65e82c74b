//! A head: the first line, the fields and the empty line that ends them.
//!
//! Invariant: no more is kept than [`Limits::head_len_max`] bytes, and no byte is looked at twice
//! before its line is whole.

use alloc::vec::Vec;

use crate::{
    Authority, Fault, Fields, RequestLine, Rule, StartLine, StatusLine, Target, Version,
    fields::is_forbidden,
};

/// The head of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head<S> {
    /// The first line.
    pub start: S,
    /// The fields.
    pub fields: Fields,
}

/// What a client asks.
pub type Request = Head<RequestLine>;

/// What a server answers.
pub type Response = Head<StatusLine>;

impl<S: StartLine> Head<S> {
    /// The head as bytes, with the empty line.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.start.write(&mut out);
        out.extend_from_slice(b"\r\n");
        self.fields.write(&mut out);
        out.extend_from_slice(b"\r\n");
        out
    }
}

impl Request {
    /// Whom the request is for, if it says so (RFC 9112 §3.2, §3.3).
    ///
    /// Every request of HTTP/1.1 has one `Host` and none has two; a whole URI as the target goes
    /// before it. HTTP/1.0 need not name anyone, and an empty `Host` names no one.
    pub fn authority(&self) -> Result<Option<Authority>, Fault> {
        let mut hosts = self.fields.all("Host");
        let host = match (hosts.next(), hosts.next()) {
            (_, Some(second)) => return Err(Fault { rule: Rule::TwoHosts, at: second.at }),
            (None, None) if self.start.version >= Version::HTTP_1_1 => {
                return Err(Fault { rule: Rule::NoHost, at: self.fields.end() });
            }
            (host, None) => host.filter(|field| !field.value.is_empty()),
        };
        // Judged even where the target overrules it: an invalid Host is refused (§3.2).
        let named = host.map(|field| {
            let fault = |at| Fault { rule: Rule::Host, at: field.value_at + at };
            let ascii = field.value.iter().position(|byte| !byte.is_ascii());
            let end = ascii.unwrap_or(field.value.len());
            let text = str::from_utf8(&field.value[..end]).unwrap_or_default();
            match (Authority::read(text), ascii) {
                (Err(at), _) | (Ok(_), Some(at)) => Err(fault(at)),
                (Ok(authority), None) => Ok(authority),
            }
        });
        let named = named.transpose()?;
        let (text, at) = match self.start.form()? {
            Target::Absolute { scheme, authority, .. } => (authority, scheme.len() + "://".len()),
            Target::Authority(authority) => (authority, 0),
            Target::Origin(_) | Target::Asterisk => return Ok(named),
        };
        let fault = |place| {
            let at = self.start.method.len() + 1 + at + place;
            Fault { rule: Rule::Target, at }
        };
        let authority = Authority::read(text).map_err(fault)?;
        // A tunnel's port has no default (§3.2.3).
        let needs_port = self.start.method == "CONNECT";
        if needs_port && authority.port.is_none() {
            Err(fault(text.len()))
        } else {
            Ok(Some(authority))
        }
    }
}

/// What a reader takes before it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest first line.
    pub start_line_len_max: usize,
    /// The longest head, with the empty line.
    pub head_len_max: usize,
    /// The most fields.
    pub fields_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { start_line_len_max: 8 << 10, head_len_max: 16 << 10, fields_max: 100 }
    }
}

/// Reads a head that arrives in pieces.
#[derive(Debug, Clone)]
pub struct Reader<S> {
    limits: Limits,
    /// The line that is being read, with its carriage return.
    line: Vec<u8>,
    /// Bytes of the head that were read, this line's included.
    read: usize,
    start: Option<S>,
    fields: Fields,
    /// The rule that was broken: the reader is of no further use.
    fault: Option<Fault>,
}

impl<S: StartLine> Reader<S> {
    /// A reader at the beginning of a message.
    pub const fn new(limits: Limits) -> Self {
        let fields = Fields::new();
        Self { limits, line: Vec::new(), read: 0, start: None, fields, fault: None }
    }

    /// Takes bytes, and gives the head once it is whole; what follows is left in `bytes`.
    ///
    /// After a fault, every call gives the same fault. After a head, the reader begins anew.
    pub fn receive(&mut self, bytes: &mut &[u8]) -> Result<Option<Head<S>>, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        while let Some((&byte, rest)) = bytes.split_first() {
            *bytes = rest;
            match self.take(byte) {
                Ok(None) => {}
                Ok(whole) => return Ok(whole),
                Err(fault) => {
                    self.fault = Some(fault);
                    return Err(fault);
                }
            }
        }
        Ok(None)
    }

    fn take(&mut self, byte: u8) -> Result<Option<Head<S>>, Fault> {
        let at = self.read;
        if at >= self.limits.head_len_max {
            return Err(Fault { rule: Rule::HeadTooLong, at });
        }
        self.read += 1;
        match (self.line.last(), byte) {
            (Some(b'\r'), b'\n') => {
                self.line.pop();
                return self.end_line(at);
            }
            (Some(b'\r'), _) | (_, b'\n') => return Err(Fault { rule: Rule::LineEnd, at }),
            (_, b'\r') => {}
            (_, byte) if is_forbidden(byte) => return Err(Fault { rule: Rule::Control, at }),
            _ if self.start.is_none() && self.line.len() >= self.limits.start_line_len_max => {
                return Err(Fault { rule: Rule::StartLineTooLong, at });
            }
            _ => {}
        }
        self.line.push(byte);
        Ok(None)
    }

    /// Takes the line that ends with the line feed at this offset.
    fn end_line(&mut self, at: usize) -> Result<Option<Head<S>>, Fault> {
        let line_at = at - 1 - self.line.len();
        match &self.start {
            // One empty line before the message is passed over (RFC 9112 §2.2).
            None if self.line.is_empty() && line_at == 0 => {}
            None => {
                let start = S::read(&self.line);
                let moved = |fault: Fault| Fault { at: fault.at + line_at, ..fault };
                self.start = Some(start.map_err(moved)?);
            }
            Some(_) if self.line.is_empty() => {
                self.read = 0;
                self.fields.end_at(line_at);
                let fields = core::mem::take(&mut self.fields);
                return Ok(self.start.take().map(|start| Head { start, fields }));
            }
            Some(_) if self.fields.len() >= self.limits.fields_max => {
                return Err(Fault { rule: Rule::TooManyFields, at: line_at });
            }
            Some(_) => self.fields.read(&self.line, line_at)?,
        }
        self.line.clear();
        Ok(None)
    }
}
