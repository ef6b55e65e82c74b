//! Frames as cases send them: right ones by [`Header::encode`], wrong ones by one named change.

use websocket::{
    Role,
    frame::{CloseCode, Header, Opcode, Reserved, mask},
};

/// A frame, legal unless something is changed.
#[derive(Debug, Clone)]
pub struct Frame {
    opcode: u8,
    payload: Vec<u8>,
    fin: bool,
    reserved: u8,
    form: Option<Form>,
    claims: Option<u64>,
    other_masking: bool,
}

/// How a length is written, however short it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In two bytes.
    Bits16,
    /// In eight bytes.
    Bits64,
}

impl Frame {
    /// A frame with this opcode, defined or not.
    pub fn of(opcode: u8, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            opcode,
            payload: payload.into(),
            fin: true,
            reserved: 0,
            form: None,
            claims: None,
            other_masking: false,
        }
    }

    /// A text message.
    pub fn text(payload: impl Into<Vec<u8>>) -> Self {
        Self::of(Opcode::Text as u8, payload)
    }

    /// A binary message.
    pub fn binary(payload: impl Into<Vec<u8>>) -> Self {
        Self::of(Opcode::Binary as u8, payload)
    }

    /// More of a message.
    pub fn continuation(payload: impl Into<Vec<u8>>) -> Self {
        Self::of(Opcode::Continuation as u8, payload)
    }

    /// A ping.
    pub fn ping(payload: impl Into<Vec<u8>>) -> Self {
        Self::of(Opcode::Ping as u8, payload)
    }

    /// A pong.
    pub fn pong(payload: impl Into<Vec<u8>>) -> Self {
        Self::of(Opcode::Pong as u8, payload)
    }

    /// A close frame with this code, legal or not, and this reason, UTF-8 or not.
    pub fn close(code: u16, reason: impl AsRef<[u8]>) -> Self {
        let code = CloseCode(code).0.to_be_bytes();
        Self::of(Opcode::Close as u8, [&code, reason.as_ref()].concat())
    }

    /// The same frame without FIN: more of its message follows.
    #[must_use]
    pub fn more(self) -> Self {
        Self { fin: false, ..self }
    }

    /// The same frame with these reserved bits, 1 to 7: RSV1 is 4.
    #[must_use]
    pub fn reserved(self, bits: u8) -> Self {
        Self { reserved: bits, ..self }
    }

    /// The same frame with its length in this form.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        Self { form: Some(form), ..self }
    }

    /// The same frame with another length in its header.
    #[must_use]
    pub fn claims(self, len: u64) -> Self {
        Self { claims: Some(len), ..self }
    }

    /// The same frame without a mask where its sender needs one, or with one where it may not.
    #[must_use]
    pub fn wrongly_masked(self) -> Self {
        Self { other_masking: true, ..self }
    }

    /// The frame as this end sends it; a masked one with this key.
    pub fn bytes(&self, end: Role, key: [u8; 4]) -> Vec<u8> {
        let is_masked = (end == Role::Client) != self.other_masking;
        let len = self.claims.unwrap_or(self.payload.len() as u64);
        let header = Header {
            fin: self.fin,
            reserved: Reserved::of(self.reserved << 4),
            opcode: Opcode::Binary,
            mask: is_masked.then_some(key),
            payload_len: match self.form {
                None => len,
                // The least that needs this form; what stands in it is put in below.
                Some(Form::Bits16) => 126,
                Some(Form::Bits64) => 1 << 16,
            },
        };
        let mut bytes = header.encode().as_bytes().to_vec();
        bytes[0] = bytes[0] & 0xf0 | self.opcode & 0x0f;
        match self.form {
            None => {}
            Some(Form::Bits16) => bytes[2..4].copy_from_slice(&(len as u16).to_be_bytes()),
            Some(Form::Bits64) => bytes[2..10].copy_from_slice(&len.to_be_bytes()),
        }
        let start = bytes.len();
        bytes.extend_from_slice(&self.payload);
        if is_masked {
            mask(&mut bytes[start..], key, 0);
        }
        bytes
    }
}
