//! Absolute URLs of the four schemes that this world speaks or declines.
//!
//! Relative ones were resolved by JavaScript, whose `URL` also wrote them in their usual form.

use std::fmt;

/// A URL, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Url {
    pub(crate) scheme: Scheme,
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Path and query.
    pub(crate) target: String,
    /// With its sign, or empty.
    pub(crate) fragment: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Ws,
    Wss,
    Http,
    Https,
}

impl Scheme {
    const ALL: [(&'static str, Self, u16); 4] = [
        ("ws", Self::Ws, 80),
        ("wss", Self::Wss, 443),
        ("http", Self::Http, 80),
        ("https", Self::Https, 443),
    ];

    fn row(self) -> (&'static str, u16) {
        let row = Self::ALL.iter().find(|(_, scheme, _)| *scheme == self);
        row.map_or(("", 0), |(name, _, port)| (name, *port))
    }

    pub(crate) const fn has_tls(self) -> bool {
        matches!(self, Self::Wss | Self::Https)
    }
}

impl Url {
    /// Reads an absolute URL; none if it is of another scheme or names no host.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let row = Scheme::ALL.iter().find(|(name, ..)| name.eq_ignore_ascii_case(scheme))?;
        let (_, scheme, usual_port) = *row;
        let (rest, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        // What stands before the sign is a name and a password, which no request carries on.
        let authority = authority.rsplit_once('@').map_or(authority, |(_, authority)| authority);
        let authority = http::Authority::read(authority).ok()?;
        let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
        Some(Self {
            scheme,
            host: authority.host.to_string(),
            port: authority.port.unwrap_or(usual_port),
            target,
            fragment: fragment.to_owned(),
        })
    }

    /// Host and port as the `Host` field has them: the usual port is left out.
    pub(crate) fn authority(&self) -> String {
        if self.port == self.scheme.row().1 {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// Scheme, host and port, by which pages are told apart.
    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", self.scheme.row().0, self.authority())
    }

    /// Where a reference in a `Location` field leads from here (RFC 3986 §5.2, of which the forms
    /// that servers send).
    pub(crate) fn join(&self, reference: &str) -> Option<Self> {
        if reference.contains("://") {
            return Self::read(reference);
        }
        if let Some(rest) = reference.strip_prefix("//") {
            return Self::read(&format!("{}://{rest}", self.scheme.row().0));
        }
        let (reference, fragment) =
            reference.split_at(reference.find('#').unwrap_or(reference.len()));
        let path = self.target.split('?').next().unwrap_or("/");
        let target = match reference.chars().next() {
            None => self.target.clone(),
            Some('?') => format!("{path}{reference}"),
            Some('/') => without_dots(reference),
            Some(_) => {
                let folder = path.rfind('/').map_or("", |at| &path[..at]);
                without_dots(&format!("{folder}/{reference}"))
            }
        };
        Some(Self { target, fragment: fragment.to_owned(), ..self.clone() })
    }
}

/// A path without `.` and `..` (RFC 3986 §5.2.4); a query stays as it is.
fn without_dots(target: &str) -> String {
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (at, segment) in segments.iter().enumerate() {
        let is_last = at + 1 == segments.len();
        match *segment {
            ".." => _ = kept.pop(),
            "." => {}
            segment => {
                kept.push(segment);
                continue;
            }
        }
        if is_last {
            kept.push("");
        }
    }
    format!("/{}{query}", kept.join("/"))
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.origin(), self.target, self.fragment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, said: &str) {
        let url = Url::read(text).map(|url| format!("{url} {} {}", url.authority(), url.port));
        assert_eq!(url.as_deref().unwrap_or("none"), said);
    }

    #[test]
    fn urls_are_written_as_the_standard_writes_them() {
        check("ws://localhost:8080", "ws://localhost:8080/ localhost:8080 8080");
        check("WS://LocalHost:80/chat?a=1", "ws://localhost/chat?a=1 localhost 80");
        check("wss://example.com", "wss://example.com/ example.com 443");
        check("http://user:pw@10.0.0.2:81?x#y", "http://10.0.0.2:81/?x#y 10.0.0.2:81 81");
        check("http://[::1]:3000/", "http://[::1]:3000/ [::1]:3000 3000");
        check("ftp://example.com/", "none");
        check("ws://", "none");
        check("ws://a b/", "none");
    }

    #[test]
    fn a_location_is_joined_to_where_it_was_said() {
        let base = Url::read("http://a:81/b/c?d#e").unwrap();
        let to = |reference| base.join(reference).unwrap().to_string();
        assert_eq!(to("/x?y"), "http://a:81/x?y");
        assert_eq!(to("x"), "http://a:81/b/x");
        assert_eq!(to("../x/./y/.."), "http://a:81/x/");
        assert_eq!(to("?z"), "http://a:81/b/c?z");
        assert_eq!(to("//other/x"), "http://other/x");
        assert_eq!(to("https://other"), "https://other/");
        assert_eq!(to(""), "http://a:81/b/c?d");
        assert_eq!(base.join("ftp://other/"), None);
    }
}
