//! What is decided about a run, and where names lead.

use std::net::Ipv4Addr;

use figure_kit::names;
use kernel::{Endpoint, Ip};

use super::site::{Check, Origin, Rule, SameSite};

// The hosts of a world are in one network.
pub(super) const BROWSER_IP: Ip = Ip(Ipv4Addr::new(192, 0, 2, 5));
pub(super) const BANK_IP: Ip = Ip(Ipv4Addr::new(192, 0, 2, 10));
pub(super) const ATTACKER_IP: Ip = Ip(Ipv4Addr::new(192, 0, 2, 66));

names! {
    /// By what the bank knows who asks for an account.
    pub enum Credential {
        /// By the cookie in the handshake.
        Cookie = "cookie",
        /// By a token of the bank's page, in the address of the handshake.
        Query = "query",
        /// By a token of the bank's page, in the first message.
        Message = "message",
    }
}

names! {
    /// Who opens the WebSocket.
    pub enum Opener {
        /// A script, in the victim's browser.
        Browser = "browser",
        /// A program of the attacker's, which is no browser.
        Program = "program",
    }
}

/// What is decided about a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The page whose script opens the WebSocket; what a program writes as its `Origin`.
    pub(super) page: Option<Origin>,
    pub(super) opener: Opener,
    pub(super) check: Check,
    pub(super) credential: Credential,
    pub(super) same_site: SameSite,
    pub(super) rule: Rule,
}

impl Plan {
    /// Whether the page is the bank's own.
    pub(super) fn is_own(&self) -> bool {
        self.opener == Opener::Browser && self.page == Some(Origin::bank())
    }
}

/// Where a name leads: the bank's to the bank, any other to the attacker.
pub(super) fn address(origin: &Origin) -> Endpoint {
    let is_bank = *origin == Origin::bank();
    Endpoint::new(if is_bank { BANK_IP } else { ATTACKER_IP }, origin.port)
}
