//! Answers to plain requests: status, header fields and body, from what a request names.

use std::{io, path::PathBuf, sync::Arc, time::SystemTime};

use http::{Fields, Response, StatusLine, Version};

use crate::site::{Caching, File, Found, Site};

/// An answer that has yet to be written.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) fields: Vec<(&'static str, String)>,
    pub(crate) body: Body,
}

/// What follows the head.
#[derive(Debug)]
pub(crate) enum Body {
    Bytes(Arc<[u8]>),
    /// A file too long to hold in memory.
    File {
        path: PathBuf,
        len: u64,
    },
    /// Events of builds, for as long as the page listens.
    Events,
}

/// Whether the connection takes another request afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    KeepAlive,
    Close,
}

impl Answer {
    /// A short text that says no, or says where to go.
    pub(crate) fn text(status: u16, text: &str) -> Self {
        let fields = vec![("Content-Type", "text/plain; charset=utf-8".to_owned())];
        Self { status, fields, body: Body::Bytes(format!("{text}\n").into_bytes().into()) }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// The head as bytes.
    pub(crate) fn head(&self, after: After) -> Vec<u8> {
        let mut fields = Fields::default();
        let mut say = |name: &str, value: &str| {
            // What came from a request, a redirect's place, was a legal target; the rest is ours.
            let _pushed = fields.push(name, value);
        };
        for (name, value) in &self.fields {
            say(name, value);
        }
        match &self.body {
            // RFC 9110 §15.4.5: a 304 has no body, and its length would be another's.
            _ if self.status == 304 => {}
            Body::Bytes(bytes) => say("Content-Length", &bytes.len().to_string()),
            Body::File { len, .. } => say("Content-Length", &len.to_string()),
            Body::Events => {}
        }
        say("X-Content-Type-Options", "nosniff");
        // Whoever has a clock says the time (RFC 9110 §6.6.1).
        say("Date", &httpdate::fmt_http_date(SystemTime::now()));
        say("Connection", if after == After::Close { "close" } else { "keep-alive" });
        let reason = reason(self.status).to_owned();
        let start = StatusLine { version: Version::HTTP_1_1, status: self.status, reason };
        Response { start, fields }.to_bytes()
    }
}

/// The status in words.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        414 => "URI Too Long",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}

/// Answers a GET or a HEAD of this path and query with what the site has. This reads from the disk.
pub(crate) fn of_site(site: &Site, resource: &str, fields: &Fields) -> io::Result<Answer> {
    Ok(match site.find(resource)? {
        Found::Cached(file) => of_file(&file, fields),
        Found::Long { path, len, kind } => {
            let fields = vec![("Content-Type", kind.to_owned())];
            Answer { status: 200, fields, body: Body::File { path, len } }
        }
        Found::Redirect(to) => Answer::text(301, &to).with("Location", to),
        Found::Missing => match site.not_found_page() {
            Some(page) => plain(404, &page),
            None => Answer::text(404, "There is no such page."),
        },
    })
}

/// The file as it is, without a word about keeping it.
fn plain(status: u16, file: &File) -> Answer {
    let fields = vec![("Content-Type", file.kind.to_owned())];
    Answer { status, fields, body: Body::Bytes(Arc::clone(&file.plain)) }
}

fn of_file(file: &File, fields: &Fields) -> Answer {
    let gzip = file.gzip.as_ref().filter(|_| accepts_gzip(fields));
    // The two forms are different bytes, so they need different tags (RFC 9110 §8.8.3).
    let form = if gzip.is_some() { "-gzip" } else { "" };
    let tag = format!("\"{}{form}\"", file.fingerprint);
    let caching = match file.caching {
        Caching::Immutable => "public, max-age=31536000, immutable",
        Caching::Revalidate => "no-cache",
    };
    let is_known = has_tag(fields, &tag);
    let body = if is_known { Arc::default() } else { gzip.unwrap_or(&file.plain).clone() };
    let mut answer = Answer {
        status: if is_known { 304 } else { 200 },
        fields: vec![("ETag", tag), ("Cache-Control", caching.to_owned())],
        body: Body::Bytes(body),
    };
    if file.gzip.is_some() {
        answer = answer.with("Vary", "Accept-Encoding");
    }
    if is_known {
        return answer;
    }
    let answer = answer.with("Content-Type", file.kind);
    if gzip.is_some() { answer.with("Content-Encoding", "gzip") } else { answer }
}

/// Whether `If-None-Match` names this tag, weakly compared (RFC 9110 §13.1.2).
fn has_tag(fields: &Fields, tag: &str) -> bool {
    fields.tokens("If-None-Match").any(|(known, _)| {
        let known = known.strip_prefix(b"W/").unwrap_or(known);
        known == tag.as_bytes() || known == b"*"
    })
}

/// Whether `Accept-Encoding` takes gzip (RFC 9110 §12.5.3).
fn accepts_gzip(fields: &Fields) -> bool {
    let mut any = false;
    for (coding, _) in fields.tokens("Accept-Encoding") {
        let mut parts = coding.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
        let name = parts.next().unwrap_or_default();
        let refused = parts.any(is_weight_of_nothing);
        if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") {
            return !refused;
        }
        any |= name == b"*" && !refused;
    }
    any
}

/// `q=0`, `q=0.0`, `q=0.00` or `q=0.000`.
fn is_weight_of_nothing(parameter: &[u8]) -> bool {
    let weight = parameter.strip_prefix(b"q=").or_else(|| parameter.strip_prefix(b"Q="));
    weight.is_some_and(|weight| weight.iter().all(|byte| matches!(byte, b'0' | b'.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_9110_section_12_5_3_who_takes_gzip() {
        for (value, accepted) in [
            ("gzip, deflate, br", true),
            ("GZIP;q=0.1", true),
            ("*", true),
            ("br;q=1, *;q=0.5", true),
            ("", false),
            ("br", false),
            ("gzip;q=0", false),
            ("gzip; q=0.000, *", false),
            ("*;q=0", false),
        ] {
            let mut fields = Fields::default();
            fields.push("Accept-Encoding", value).unwrap();
            assert_eq!(accepts_gzip(&fields), accepted, "{value}");
        }
        assert!(!accepts_gzip(&Fields::default()));
    }

    #[test]
    fn rfc_9110_section_13_1_2_tags_are_compared_weakly() {
        let mut fields = Fields::default();
        fields.push("If-None-Match", "\"a\", W/\"b\"").unwrap();
        assert!(has_tag(&fields, "\"a\"") && has_tag(&fields, "\"b\""));
        assert!(!has_tag(&fields, "\"c\""));
    }
}
