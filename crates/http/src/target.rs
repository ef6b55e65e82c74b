//! What a request is for, in one of four forms (RFC 9112 §3.2).
//!
//! ```
//! use http::Target;
//!
//! let target = Target::read("GET", "http://example.com/chat?room=1").unwrap();
//! assert!(matches!(target, Target::Absolute { scheme: "http", .. }));
//! assert_eq!(target.resource().unwrap(), "/chat?room=1");
//! assert_eq!(Target::read("GET", "chat"), Err(0));
//! ```

use alloc::{borrow::Cow, format};

/// A request's target. What stands in the place of an authority is text here: whether it is one,
/// [`crate::Request::authority`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// A path and perhaps a query, as a client asks the server itself (§3.2.1).
    Origin(&'a str),
    /// A whole URI, as a client asks a proxy; a server takes it too (§3.2.2).
    Absolute {
        /// What stands before `://`.
        scheme: &'a str,
        /// Whom the request is for, whatever `Host` says.
        authority: &'a str,
        /// The path and perhaps a query; the path may be empty.
        resource: &'a str,
    },
    /// The other end of a tunnel, for CONNECT alone (§3.2.3).
    Authority(&'a str),
    /// The server as a whole, for OPTIONS alone (§3.2.4).
    Asterisk,
}

impl<'a> Target<'a> {
    /// Reads the target of a request with this method; an error is the offset of the first byte
    /// that cannot stand where it stands.
    pub fn read(method: &str, target: &'a str) -> Result<Self, usize> {
        if let Some(at) = target.bytes().position(|byte| !may_stand(byte)) {
            return Err(at);
        }
        match target {
            "" => Err(0),
            authority if method == "CONNECT" => Ok(Self::Authority(authority)),
            "*" if method == "OPTIONS" => Ok(Self::Asterisk),
            path if path.starts_with('/') => Ok(Self::Origin(path)),
            uri => Self::read_uri(uri),
        }
    }

    fn read_uri(uri: &'a str) -> Result<Self, usize> {
        let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        let scheme_len = uri.bytes().position(|byte| !is_scheme(byte)).unwrap_or(uri.len());
        let (scheme, rest) = uri.split_at(scheme_len);
        // Where no scheme begins, a path should have (RFC 3986 §3.1).
        let Some(rest) = rest.strip_prefix("://") else { return Err(0) };
        if !scheme.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return Err(0);
        }
        let (authority, resource) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        Ok(Self::Absolute { scheme, authority, resource })
    }

    /// The path and perhaps a query, if the target names a resource. An empty path is the root's
    /// (RFC 9110 §4.2.3).
    pub fn resource(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Origin(resource) => Some((*resource).into()),
            Self::Absolute { resource, .. } if resource.starts_with('/') => {
                Some((*resource).into())
            }
            Self::Absolute { resource, .. } => Some(format!("/{resource}").into()),
            Self::Authority(_) | Self::Asterisk => None,
        }
    }
}

/// Whether a byte may stand in a target. RFC 3986 would have some more percent-encoded (`|`, `^`,
/// braces and the like), but browsers send them as they are, so only what they never send is
/// refused: a fragment's sign, and what could end a quoted address somewhere else.
const fn may_stand(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'#' | b'"' | b'<' | b'>')
}
