//! Origins and sites: what a browser says of a page, and what a server makes of it.
//!
//! Invariant: an [`Origin`] is written as a browser writes it: small letters, and no port where it
//! is the scheme's own (RFC 6454 §6.2).

/// The bank's own name, and the origin of its pages.
pub(super) const BANK: &str = "bank.example";
pub(super) const BANK_ORIGIN: &str = "https://bank.example";

/// The longest name of a host (RFC 1035 §2.3.4).
const HOST_MAX: usize = 253;

/// Scheme, host and port of a page (RFC 6454 §4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(super) is_secure: bool,
    pub(super) host: String,
    pub(super) port: u16,
}

const fn usual_port(is_secure: bool) -> u16 {
    if is_secure { 443 } else { 80 }
}

/// Whether labels of letters, digits and hyphens make up a name.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    host.len() <= HOST_MAX && host.split('.').all(is_label)
}

impl Origin {
    /// Reads what a reader types: a page's address; without a scheme, `https` is meant. The two
    /// slashes may be missing, as a fence cannot hold them.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (is_secure, rest) = match text.split_once(':') {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            _ => (true, &*text),
        };
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let authority = rest.split(['/', '?', '#']).next()?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, port.parse().ok().filter(|port| *port > 0)?),
            None => (authority, usual_port(is_secure)),
        };
        is_host(host).then(|| Self { is_secure, host: host.to_owned(), port })
    }

    /// The host, with the port where it is not the scheme's own.
    pub(super) fn authority(&self) -> String {
        if self.port == usual_port(self.is_secure) {
            return self.host.clone();
        }
        [&self.host, ":", &self.port.to_string()].concat()
    }

    /// As it stands in `Origin`.
    pub(super) fn write(&self) -> String {
        [if self.is_secure { "https://" } else { "http://" }, &self.authority()].concat()
    }

    /// The name that somebody has registered: the last two labels, as every name here ends in one
    /// that nobody owns, such as `example`. An address has no such part.
    fn registered(&self) -> &str {
        let host = &*self.host;
        if host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return host;
        }
        let first = host.rfind('.').unwrap_or(0);
        host[..first].rfind('.').map_or(host, |at| &host[at + 1..])
    }

    /// Whether two are of one site: the same scheme, and the same registered name, whatever stands
    /// in front of it and whatever the port.
    pub(super) fn is_same_site(&self, other: &Self) -> bool {
        self.is_secure == other.is_secure && self.registered() == other.registered()
    }

    /// The bank's.
    pub(super) fn bank() -> Self {
        Self { is_secure: true, host: BANK.to_owned(), port: 443 }
    }
}

figure_kit::names! {
    /// How the bank's server looks at `Origin`.
    pub enum Check {
        /// It does not.
        Off = "off",
        /// It has to be the whole of what stands in a list.
        List = "list",
        /// The bank's name has to stand in it somewhere.
        Contains = "contains",
        /// It has to end with the bank's name.
        Ends = "ends",
        /// It has to begin with the bank's origin.
        Starts = "starts",
    }
}

impl Check {
    /// Whether a handshake with this origin may go on. One without an origin comes from no page
    /// (RFC 6455 §4.2.1, item 7): there is nothing to compare, and credentials decide.
    pub(crate) fn allows(self, origin: Option<&str>) -> bool {
        let Some(origin) = origin else { return true };
        match self {
            Self::Off => true,
            Self::List => origin == BANK_ORIGIN,
            Self::Contains => origin.as_bytes().windows(BANK.len()).any(|it| it == BANK.as_bytes()),
            Self::Ends => origin.ends_with(BANK),
            Self::Starts => origin.starts_with(BANK_ORIGIN),
        }
    }
}

figure_kit::names! {
    /// What the bank's cookie says of requests that other sites cause.
    pub enum SameSite {
        /// They carry it.
        None = "none",
        /// None carries it but that of a link or a typed address, which shows a new page.
        Lax = "lax",
        /// None carries it.
        Strict = "strict",
        /// Nothing: the browser decides.
        Absent = "absent",
    }
}

figure_kit::names! {
    /// What the browser does where the cookie leaves it free.
    pub enum Rule {
        /// A cookie that says nothing counts as `Lax`.
        Lax = "lax",
        /// A cookie that says nothing counts as `None`.
        None = "none",
        /// No cookie goes along with what another site causes, whatever it says.
        Blocks = "blocks",
    }
}

/// Whether a request that a script of `page` causes carries the cookie of the bank. It is no new
/// page in the window, so that `Lax` and `Strict` say the same.
pub(crate) fn is_carried(same_site: SameSite, rule: Rule, page: &Origin) -> bool {
    if page.is_same_site(&Origin::bank()) {
        return true;
    }
    let may = match same_site {
        SameSite::None => true,
        SameSite::Lax | SameSite::Strict => false,
        SameSite::Absent => rule != Rule::Lax,
    };
    may && rule != Rule::Blocks
}
