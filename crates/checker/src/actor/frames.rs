//! Frames that the program sends, one at a time, each judged by the engine.
//!
//! Invariant: every byte of a frame that is taken went through one [`Connection`] first, which
//! never answers: it only says which rule is broken, and where.

use websocket::connection::{Connection, Event, Limits, MaskKeys, Output};
use websocket::frame::{self, Header, Opcode};
use websocket::{Fault, Role, Rule};

use super::expectation::{Coming, Judged, Miss, Reading, whole_difference};
use crate::act::Expected;
use crate::failure::Reason;

/// Reads the frames of one connection.
#[derive(Debug)]
pub(super) struct Frames {
    /// What judges: the peer's end.
    judge: Connection,
    /// Bytes of the frame under way that the judge has had.
    fed: usize,
    /// Bytes of all frames before it.
    before: u64,
    /// The payload of the message under way, of which at least one frame was taken.
    message: Option<Vec<u8>>,
    /// What is wrong with what the frame under way carries. Where other bytes are expected, those
    /// say more.
    fault: Option<Fault>,
}

/// A whole frame.
struct Frame {
    header: Header,
    /// Unmasked.
    payload: Vec<u8>,
    /// Bytes on the wire.
    len: usize,
}

impl Frames {
    /// The frames that an end in this role receives.
    pub(super) fn to(role: Role) -> Self {
        let judge = match role {
            // It never sends, so that no frame is ever masked with it.
            Role::Client => Connection::client(Limits::default(), MaskKeys::fixed([0; 4])),
            Role::Server => Connection::server(Limits::default()),
        };
        Self { judge, fed: 0, before: 0, message: None, fault: None }
    }

    /// Judges what came as what is expected. Of a message, frames are taken one by one: `Met` says
    /// how many bytes belong to the frame, and [`Self::is_inside`] whether more of it must come.
    pub(super) fn judge(&mut self, reading: Reading<'_>, expected: &Expected) -> Judged {
        let (kind, payload) = match expected {
            Expected::Frame { kind, payload } => (*kind, payload.as_deref()),
            Expected::Message { kind, payload } => (*kind, Some(payload.as_slice())),
            Expected::Close(_) => (Opcode::Close, None),
            _ => return Judged::Needs,
        };
        let frame = match self.next(reading.bytes) {
            Ok(Some(frame)) => frame,
            Ok(None) => return reading.wait_for(payload.unwrap_or_default()),
            Err(fault) => return illegal(reading.bytes, fault),
        };
        let kind = if self.message.is_some() { Opcode::Continuation } else { kind };
        if frame.header.opcode != kind {
            return other_kind(kind, &frame, reading.bytes);
        }
        if let Some(miss) = self.judge_payload(&frame, expected) {
            return Judged::Missed(miss);
        }
        if let Some(fault) = self.fault {
            return illegal(reading.bytes, fault);
        }
        self.before += frame.len as u64;
        self.fed = 0;
        Judged::Met(frame.len)
    }

    /// Whether a message is under way whose end must come.
    pub(super) const fn is_inside(&self) -> bool {
        self.message.is_some()
    }

    /// The frame at the front of these bytes, if it is whole.
    fn next(&mut self, bytes: &[u8]) -> Result<Option<Frame>, Fault> {
        let role = self.judge.role();
        // The judge first: it sees the order of frames as well.
        let head = Header::decode(bytes, role, &frame::Limits::default());
        let len = match &head {
            Ok(Some((header, size))) => {
                size.saturating_add(usize::try_from(header.payload_len).unwrap_or(usize::MAX))
            }
            Ok(None) | Err(_) => bytes.len(),
        };
        let end = len.min(bytes.len());
        self.feed(&bytes[self.fed.min(end)..end])?;
        self.fed = self.fed.max(end);
        let Some((header, size)) = head? else { return Ok(None) };
        if bytes.len() < len {
            return Ok(None);
        }
        let mut payload = bytes[size..len].to_vec();
        if let Some(key) = header.mask {
            frame::mask(&mut payload, key, 0);
        }
        Ok(Some(Frame { header, payload, len }))
    }

    fn feed(&mut self, mut bytes: &[u8]) -> Result<(), Fault> {
        while !bytes.is_empty() {
            self.judge.receive(&mut bytes);
            let mut broken = None;
            while let Some(output) = self.judge.poll_output() {
                if let Output::Event(Event::Failed(fault)) = output {
                    broken = Some(fault);
                }
            }
            let Some(fault) = broken else { continue };
            let fault = Fault { at: fault.at.saturating_sub(self.before), ..fault };
            match fault.rule {
                // The frame itself is sound: it is read to its end and compared first. The judge
                // drops what follows.
                Rule::TextNotUtf8 | Rule::ReasonNotUtf8 | Rule::CloseCode => {
                    self.fault = Some(fault);
                }
                _ => return Err(fault),
            }
        }
        Ok(())
    }

    /// What is wrong with the payload of a frame of the right kind.
    fn judge_payload(&mut self, frame: &Frame, expected: &Expected) -> Option<Miss> {
        let (expected, seen) = match expected {
            Expected::Frame { payload: Some(payload), .. } => {
                (payload.clone(), frame.payload.clone())
            }
            Expected::Message { payload, .. } => {
                let mut so_far = self.message.take().unwrap_or_default();
                so_far.extend_from_slice(&frame.payload);
                if !frame.header.fin {
                    let reading = Reading { bytes: &so_far, coming: Coming::More };
                    // Told before the message ends: no further fragment can mend it.
                    let judged = reading.judge(&Expected::Bytes(payload.clone()));
                    self.message = Some(so_far);
                    return match judged {
                        Judged::Missed(miss) => Some(miss),
                        _ => None,
                    };
                }
                (payload.clone(), so_far)
            }
            Expected::Close(Some(code)) => {
                let seen = frame.payload[..frame.payload.len().min(2)].to_vec();
                (code.to_be_bytes().to_vec(), seen)
            }
            _ => return None,
        };
        let at = whole_difference(&expected, &seen)?;
        Some(Miss { reason: Reason::Differs, expected, seen, at: Some(at), ..Miss::default() })
    }
}

fn illegal(bytes: &[u8], fault: Fault) -> Judged {
    let at = usize::try_from(fault.at).unwrap_or(usize::MAX);
    Miss {
        reason: Reason::Illegal,
        seen: bytes.to_vec(),
        at: Some(at),
        detail: fault.rule.clause().to_owned(),
        ..Miss::default()
    }
    .into_judged()
}

/// Another kind of frame came: the first byte says so.
fn other_kind(kind: Opcode, frame: &Frame, bytes: &[u8]) -> Judged {
    Miss {
        reason: Reason::Differs,
        expected: vec![0x80 | kind as u8],
        seen: bytes[..frame.len].to_vec(),
        at: Some(0),
        detail: format!("{:?}", frame.header.opcode).to_lowercase(),
    }
    .into_judged()
}
