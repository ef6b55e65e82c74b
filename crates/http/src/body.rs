//! What follows a head: how long it is, and where its chunks begin and end (RFC 9112 §6, §7).
//!
//! Invariant: data is handed on as slices of what came; of a body, nothing is kept but the line
//! that is being read and the trailers, both within [`Limits`].
//!
//! ```
//! use http::{Body, Framing, Limits, Piece};
//!
//! let mut body = Body::new(Framing::Chunked, Limits::default());
//! let mut bytes = &b"5\r\nhello\r\n0\r\n\r\nnext"[..];
//! assert_eq!(body.receive(&mut bytes)?, Piece::Data(b"hello"));
//! assert!(matches!(body.receive(&mut bytes)?, Piece::End(trailers) if trailers.is_empty()));
//! assert_eq!(bytes, b"next");
//! # Ok::<(), http::Fault>(())
//! ```

use alloc::{format, vec::Vec};
use core::mem;

use crate::{Fault, Fields, Limits, Request, Response, Rule, Version};

/// How the end of a body is found (§6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// So many bytes; none for a message without a body.
    Length(u64),
    /// In chunks, the last of which is empty (§7.1).
    Chunked,
    /// A response that ends with its connection.
    UntilClose,
}

impl Framing {
    /// The body of a request. One that says two lengths is refused: whoever reads the other one
    /// finds a second request in it (§11.2).
    pub fn of_request(request: &Request) -> Result<Self, Fault> {
        let fields = &request.fields;
        match (coding(fields, request.start.version)?, length(fields)?) {
            (Some((Coding::Chunked, at)), Some(_)) => Err(Fault { rule: Rule::TwoLengths, at }),
            (Some((Coding::Chunked, _)), None) => Ok(Self::Chunked),
            (Some((Coding::Other, at)), _) => Err(Fault { rule: Rule::TransferCoding, at }),
            (None, length) => Ok(Self::Length(length.unwrap_or(0))),
        }
    }

    /// The body of a response to a request of this method.
    pub fn of_response(response: &Response, method: &str) -> Result<Self, Fault> {
        let fields = &response.fields;
        let is_bodiless = matches!(response.start.status, 100..=199 | 204 | 304)
            || method == "HEAD"
            || method == "CONNECT" && matches!(response.start.status, 200..=299);
        if is_bodiless {
            return Ok(Self::Length(0));
        }
        match coding(fields, response.start.version)? {
            Some((Coding::Chunked, _)) => Ok(Self::Chunked),
            Some((Coding::Other, _)) => Ok(Self::UntilClose),
            None => Ok(length(fields)?.map_or(Self::UntilClose, Self::Length)),
        }
    }
}

/// Whether the chunks are what is outermost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Chunked,
    Other,
}

fn coding(fields: &Fields, version: Version) -> Result<Option<(Coding, usize)>, Fault> {
    let Some((last, at)) = fields.tokens("Transfer-Encoding").last() else { return Ok(None) };
    if version < Version::HTTP_1_1 {
        // A recipient of HTTP/1.0 may not have understood it (§6.1).
        return Err(Fault { rule: Rule::TransferCoding, at });
    }
    let is_chunked = last.eq_ignore_ascii_case(b"chunked");
    Ok(Some((if is_chunked { Coding::Chunked } else { Coding::Other }, at)))
}

/// The one value of Content-Length; the same said twice is said once (§6.3, rule 5).
fn length(fields: &Fields) -> Result<Option<u64>, Fault> {
    let mut known = None;
    for (text, at) in fields.tokens("Content-Length") {
        let fault = Fault { rule: Rule::Length, at };
        let digits = str::from_utf8(text).ok().filter(|_| text.iter().all(u8::is_ascii_digit));
        let value = digits.and_then(|digits| digits.parse::<u64>().ok()).ok_or(fault)?;
        if known.is_some_and(|known| known != value) {
            return Err(fault);
        }
        known = Some(value);
    }
    match (known, fields.first("Content-Length")) {
        (None, Some(empty)) => Err(Fault { rule: Rule::Length, at: empty.value_at }),
        (known, _) => Ok(known),
    }
}

/// Some of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Bytes of it.
    Data(&'a [u8]),
    /// Nothing until more bytes come.
    More,
    /// The end, with the fields that followed the chunks. What is left in the bytes follows it.
    End(Fields),
}

/// A body on its way in.
#[derive(Debug, Clone)]
pub struct Body {
    limits: Limits,
    stage: Stage,
    /// Bytes of the body so far, framing included: where a fault is.
    at: usize,
    line: Vec<u8>,
    trailers: Fields,
    trailers_len: usize,
    fault: Option<Fault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// So much is left.
    Length(u64),
    UntilClose,
    /// A line with a chunk's size comes.
    Size,
    /// So much of the chunk is left.
    Chunk(u64),
    /// The line end behind a chunk.
    ChunkEnd,
    Trailers,
    Done,
}

impl Body {
    /// A body from its beginning. Of the limits, those of lines and fields hold for chunk sizes
    /// and trailers; how long a body may be is the caller's to say.
    pub const fn new(framing: Framing, limits: Limits) -> Self {
        let stage = match framing {
            Framing::Length(length) => Stage::Length(length),
            Framing::Chunked => Stage::Size,
            Framing::UntilClose => Stage::UntilClose,
        };
        Self {
            limits,
            stage,
            at: 0,
            line: Vec::new(),
            trailers: Fields::new(),
            trailers_len: 0,
            fault: None,
        }
    }

    /// Whether the end was given.
    pub const fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done)
    }

    /// Takes bytes and gives the next piece; call it until it asks for more or ends.
    ///
    /// After a fault, every call gives the same fault; after the end, everything is left.
    pub fn receive<'a>(&mut self, bytes: &mut &'a [u8]) -> Result<Piece<'a>, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let piece = self.next(bytes);
        self.fault = piece.as_ref().err().copied();
        piece
    }

    /// Learns that the connection ended: the end of a body that ends with it, and of any other a
    /// message that is not whole (§8).
    pub fn connection_ended(&mut self) -> Result<(), Fault> {
        match self.stage {
            Stage::Done | Stage::UntilClose | Stage::Length(0) => {
                self.stage = Stage::Done;
                Ok(())
            }
            _ => Err(Fault { rule: Rule::Incomplete, at: self.at }),
        }
    }

    fn next<'a>(&mut self, bytes: &mut &'a [u8]) -> Result<Piece<'a>, Fault> {
        loop {
            match self.stage {
                Stage::Done => return Ok(Piece::End(Fields::new())),
                Stage::Length(0) => {
                    self.stage = Stage::Done;
                }
                _ if bytes.is_empty() => return Ok(Piece::More),
                Stage::Length(left) => {
                    let data = self.take(bytes, left);
                    self.stage = Stage::Length(left - data.len() as u64);
                    return Ok(Piece::Data(data));
                }
                Stage::UntilClose => return Ok(Piece::Data(self.take(bytes, u64::MAX))),
                Stage::Chunk(0) => self.stage = Stage::ChunkEnd,
                Stage::Chunk(left) => {
                    let data = self.take(bytes, left);
                    self.stage = Stage::Chunk(left - data.len() as u64);
                    return Ok(Piece::Data(data));
                }
                Stage::Size | Stage::ChunkEnd | Stage::Trailers => {
                    if self.take_line(bytes)?
                        && let Some(trailers) = self.end_line()?
                    {
                        return Ok(Piece::End(trailers));
                    }
                }
            }
        }
    }

    fn take<'a>(&mut self, bytes: &mut &'a [u8], left: u64) -> &'a [u8] {
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        let (data, rest) = bytes.split_at(len);
        *bytes = rest;
        self.at += len;
        data
    }

    /// Takes bytes to the end of a line. Gives whether it came.
    fn take_line(&mut self, bytes: &mut &[u8]) -> Result<bool, Fault> {
        while let Some((&byte, rest)) = bytes.split_first() {
            let at = self.at;
            match (self.line.last(), byte) {
                (Some(b'\r'), b'\n') => {
                    *bytes = rest;
                    self.at += 1;
                    self.line.pop();
                    return Ok(true);
                }
                (Some(b'\r'), _) | (_, b'\n') => return Err(Fault { rule: Rule::LineEnd, at }),
                // Behind a chunk, nothing but the line end may come.
                (_, byte) if self.stage == Stage::ChunkEnd && byte != b'\r' => {
                    return Err(Fault { rule: Rule::ChunkEnd, at });
                }
                _ if self.line.len() >= self.limits.start_line_len_max => {
                    return Err(Fault { rule: Rule::HeadTooLong, at });
                }
                _ => {}
            }
            self.line.push(byte);
            *bytes = rest;
            self.at += 1;
        }
        Ok(false)
    }

    fn end_line(&mut self) -> Result<Option<Fields>, Fault> {
        let line = mem::take(&mut self.line);
        let line_at = self.at - line.len() - 2;
        match self.stage {
            Stage::Size => {
                let size = chunk_size(&line)
                    .map_err(|at| Fault { rule: Rule::ChunkSize, at: line_at + at })?;
                self.stage = if size == 0 { Stage::Trailers } else { Stage::Chunk(size) };
            }
            Stage::ChunkEnd => self.stage = Stage::Size,
            _ if line.is_empty() => {
                self.stage = Stage::Done;
                return Ok(Some(mem::take(&mut self.trailers)));
            }
            _ => {
                self.trailers_len += line.len() + 2;
                if self.trailers_len > self.limits.head_len_max {
                    return Err(Fault { rule: Rule::HeadTooLong, at: line_at });
                }
                if self.trailers.len() >= self.limits.fields_max {
                    return Err(Fault { rule: Rule::TooManyFields, at: line_at });
                }
                if let Some(at) = line.iter().position(|&byte| crate::fields::is_forbidden(byte)) {
                    return Err(Fault { rule: Rule::Control, at: line_at + at });
                }
                self.trailers.read(&line, line_at)?;
            }
        }
        Ok(None)
    }
}

/// The size of a chunk; what follows a semicolon is an extension, which nobody reads (§7.1.1).
fn chunk_size(line: &[u8]) -> Result<u64, usize> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let rest = line[digits..].trim_ascii_start();
    if digits == 0 || !(rest.is_empty() || rest.starts_with(b";")) {
        return Err(digits);
    }
    let text = str::from_utf8(&line[..digits]).unwrap_or_default();
    u64::from_str_radix(text, 16).map_err(|_| 0)
}

/// Appends a chunk; empty data gives none, for an empty chunk would end the body.
pub fn write_chunk(data: &[u8], out: &mut Vec<u8>) {
    if !data.is_empty() {
        out.extend_from_slice(format!("{:x}\r\n", data.len()).as_bytes());
        out.extend_from_slice(data);
        out.extend_from_slice(b"\r\n");
    }
}

/// Appends the last chunk, and no trailers.
pub fn write_last_chunk(out: &mut Vec<u8>) {
    out.extend_from_slice(b"0\r\n\r\n");
}
