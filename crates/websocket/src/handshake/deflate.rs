//! Agreeing on permessage-deflate (RFC 7692 §7.1): which end compresses how.
//!
//! Only words are handled here, so a picture of the negotiation needs no compressor.

use alloc::{format, string::String, vec, vec::Vec};

use crate::Role;

use super::extensions::{Extension, Parameter};

/// The extension's registered name.
pub const NAME: &str = "permessage-deflate";

/// The smallest window that this crate's compressor works with. The RFC allows 8, which DEFLATE
/// libraries cannot do; an offer that asks it of a server is declined.
pub const COMPRESSOR_BITS_MIN: u8 = 9;

/// The largest window, and the one in use when nobody says anything.
pub const BITS_MAX: u8 = 15;

/// What both ends agree on; or, before, the most that one end will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Parameters {
    /// Whether the server forgets its window after every message.
    pub server_takeover: Takeover,
    /// Whether the client forgets its window after every message.
    pub client_takeover: Takeover,
    /// The server compresses with a window of at most 2 to this power.
    pub server_max_window_bits: u8,
    /// The client compresses with a window of at most 2 to this power.
    pub client_max_window_bits: u8,
}

/// Whether a message may refer to the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Takeover {
    /// It may: better compression for the memory of a window.
    Keep,
    /// It may not: `server_no_context_takeover` or `client_no_context_takeover`.
    Forget,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            server_takeover: Takeover::Keep,
            client_takeover: Takeover::Keep,
            server_max_window_bits: BITS_MAX,
            client_max_window_bits: BITS_MAX,
        }
    }
}

impl Takeover {
    /// [`Self::Forget`] as soon as one end wants it.
    const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Keep, Self::Keep) => Self::Keep,
            _ => Self::Forget,
        }
    }
}

/// The parameters of one offer or one answer, as they were written.
#[derive(Debug, Default)]
struct Written {
    server_forgets: bool,
    client_forgets: bool,
    server_bits: Option<u8>,
    client_bits: ClientBits,
}

/// `client_max_window_bits`, which alone may stand without a value (§7.1.2.2).
#[derive(Debug, Default, PartialEq, Eq)]
enum ClientBits {
    #[default]
    Unsaid,
    /// The client takes a value from the server.
    Welcome,
    Most(u8),
}

impl Written {
    /// Reads the parameters; `None` if one is unknown, doubled or out of range (§7.1).
    fn read(extension: &Extension) -> Option<Self> {
        let mut written = Self::default();
        for Parameter { name, value } in &extension.parameters {
            let value = value.as_deref();
            let is_first = match (name.as_str(), value) {
                ("server_no_context_takeover", None) => set(&mut written.server_forgets),
                ("client_no_context_takeover", None) => set(&mut written.client_forgets),
                ("server_max_window_bits", Some(bits)) => {
                    written.server_bits.replace(window_bits(bits)?).is_none()
                }
                ("client_max_window_bits", bits) => {
                    let bits = match bits {
                        Some(bits) => ClientBits::Most(window_bits(bits)?),
                        None => ClientBits::Welcome,
                    };
                    core::mem::replace(&mut written.client_bits, bits) == ClientBits::Unsaid
                }
                _ => return None,
            };
            if !is_first {
                return None;
            }
        }
        Some(written)
    }
}

fn set(flag: &mut bool) -> bool {
    !core::mem::replace(flag, true)
}

/// A decimal number from 8 to 15 without a leading zero (§7.1.2.1).
fn window_bits(text: &str) -> Option<u8> {
    let is_plain = matches!(text.as_bytes(), [b'8' | b'9'] | [b'1', b'0'..=b'5']);
    if is_plain { text.parse().ok() } else { None }
}

const fn takeover(forgets: bool) -> Takeover {
    if forgets { Takeover::Forget } else { Takeover::Keep }
}

/// How one end compresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Direction {
    /// Whether it keeps its window from message to message.
    pub takeover: Takeover,
    /// Its window is at most 2 to this power.
    pub max_window_bits: u8,
}

impl Parameters {
    /// How this end compresses.
    pub const fn of(&self, end: Role) -> Direction {
        match end {
            Role::Server => Direction {
                takeover: self.server_takeover,
                max_window_bits: self.server_max_window_bits,
            },
            Role::Client => Direction {
                takeover: self.client_takeover,
                max_window_bits: self.client_max_window_bits,
            },
        }
    }

    /// What a client with these wishes writes into its request.
    pub fn offer(&self) -> String {
        let mut words = self.common_words();
        if self.server_max_window_bits < BITS_MAX {
            words.push(format!("server_max_window_bits={}", self.server_max_window_bits));
        }
        words.push(match self.client_max_window_bits {
            bits @ 0..BITS_MAX => format!("client_max_window_bits={bits}"),
            _ => "client_max_window_bits".into(),
        });
        words.join("; ")
    }

    /// The words that offers and answers write alike.
    fn common_words(self) -> Vec<String> {
        let mut words = vec![NAME.into()];
        if self.server_takeover == Takeover::Forget {
            words.push("server_no_context_takeover".into());
        }
        if self.client_takeover == Takeover::Forget {
            words.push("client_no_context_takeover".into());
        }
        words
    }

    /// The server's side: what is agreed on, and what to write into the response; or why the
    /// offer is declined (§7.1).
    pub fn answer(&self, offer: &Extension) -> Result<(Self, String), Declined> {
        if offer.name != NAME {
            return Err(Declined::OtherExtension);
        }
        let written = Written::read(offer).ok_or(Declined::Parameters)?;
        let server_bits = written.server_bits.unwrap_or(BITS_MAX).min(self.server_max_window_bits);
        let client_bits = match written.client_bits {
            // A client that does not name the parameter does not take an answer that does
            // (§7.1.2.2).
            ClientBits::Unsaid => BITS_MAX,
            ClientBits::Welcome => self.client_max_window_bits,
            ClientBits::Most(bits) => bits.min(self.client_max_window_bits),
        };
        if server_bits < COMPRESSOR_BITS_MIN {
            return Err(Declined::Window);
        }
        let agreed = Self {
            server_takeover: self.server_takeover.and(takeover(written.server_forgets)),
            client_takeover: self.client_takeover.and(takeover(written.client_forgets)),
            server_max_window_bits: server_bits,
            client_max_window_bits: client_bits,
        };
        let mut words = agreed.common_words();
        if written.server_bits.is_some() || server_bits < BITS_MAX {
            words.push(format!("server_max_window_bits={server_bits}"));
        }
        if client_bits < BITS_MAX {
            words.push(format!("client_max_window_bits={client_bits}"));
        }
        Ok((agreed, words.join("; ")))
    }
}

/// Why a server declines an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declined {
    /// It is another extension.
    OtherExtension,
    /// A parameter is unknown, doubled or out of range.
    Parameters,
    /// The client asks for a window that DEFLATE libraries cannot do: of 8 bits.
    Window,
}

/// What a client has offered, and so may be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    wished: Parameters,
    /// Whether the offer names `client_max_window_bits`; only then may the answer (§7.1.2.2).
    names_client_bits: bool,
}

impl Offered {
    /// What [`Parameters::offer`] writes.
    pub const fn of(wished: Parameters) -> Self {
        Self { wished, names_client_bits: true }
    }

    /// An offer as it stands in a request; `None` if it is none of permessage-deflate.
    pub fn read(offer: &Extension) -> Option<Self> {
        let written = Written::read(offer).filter(|_| offer.name == NAME)?;
        let wished = Parameters {
            server_takeover: takeover(written.server_forgets),
            client_takeover: takeover(written.client_forgets),
            server_max_window_bits: written.server_bits.unwrap_or(BITS_MAX),
            client_max_window_bits: match written.client_bits {
                ClientBits::Unsaid | ClientBits::Welcome => BITS_MAX,
                ClientBits::Most(bits) => bits,
            },
        };
        Some(Self { wished, names_client_bits: written.client_bits != ClientBits::Unsaid })
    }

    /// The client's side: what the server's answer means, if it is allowed.
    pub fn agreed(&self, answer: &Extension) -> Option<Parameters> {
        let Self { wished, names_client_bits } = self;
        let written = Written::read(answer)?;
        let agreed = Parameters {
            server_takeover: takeover(written.server_forgets),
            client_takeover: wished.client_takeover.and(takeover(written.client_forgets)),
            server_max_window_bits: written.server_bits.unwrap_or(BITS_MAX),
            client_max_window_bits: match written.client_bits {
                ClientBits::Unsaid => wished.client_max_window_bits,
                // In an answer, the value is required (§7.1.2.2).
                ClientBits::Welcome => return None,
                ClientBits::Most(_) if !names_client_bits => return None,
                ClientBits::Most(bits) => bits.min(wished.client_max_window_bits),
            },
        };
        let server_kept_to_offer = agreed.server_max_window_bits <= wished.server_max_window_bits
            && (wished.server_takeover == Takeover::Keep
                || agreed.server_takeover == Takeover::Forget);
        let is_possible = agreed.client_max_window_bits >= COMPRESSOR_BITS_MIN;
        (answer.name == NAME && server_kept_to_offer && is_possible).then_some(agreed)
    }
}
