//! What a frame carries: the low four bits of its first byte (§5.2).

/// The six opcodes that are defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Opcode {
    /// More of the message that is open.
    Continuation = 0x0,
    /// A text message, or its first fragment.
    Text = 0x1,
    /// A binary message, or its first fragment.
    Binary = 0x2,
    /// The closing handshake.
    Close = 0x8,
    /// "Are you there?"
    Ping = 0x9,
    /// "I am", with the ping's own bytes.
    Pong = 0xa,
}

impl Opcode {
    /// Every opcode that is defined, in order.
    pub const ALL: [Self; 6] =
        [Self::Continuation, Self::Text, Self::Binary, Self::Close, Self::Ping, Self::Pong];

    /// Whether this is a control frame: the top bit of the four (§5.5).
    pub const fn is_control(self) -> bool {
        self as u8 & 0x8 != 0
    }

    /// Where the opcode is described.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Continuation => "RFC 6455 §5.4",
            Self::Text | Self::Binary => "RFC 6455 §5.6",
            Self::Close => "RFC 6455 §5.5.1",
            Self::Ping => "RFC 6455 §5.5.2",
            Self::Pong => "RFC 6455 §5.5.3",
        }
    }
}

impl TryFrom<u8> for Opcode {
    /// The reserved nibble itself.
    type Error = u8;

    /// Reads the low four bits; the others are not looked at.
    fn try_from(byte: u8) -> Result<Self, u8> {
        match byte & 0x0f {
            0x0 => Ok(Self::Continuation),
            0x1 => Ok(Self::Text),
            0x2 => Ok(Self::Binary),
            0x8 => Ok(Self::Close),
            0x9 => Ok(Self::Ping),
            0xa => Ok(Self::Pong),
            reserved => Err(reserved),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_5_2_the_defined_opcodes_and_no_others() {
        for nibble in 0..16 {
            let defined = Opcode::ALL.into_iter().find(|&opcode| opcode as u8 == nibble);
            assert_eq!(Opcode::try_from(nibble).ok(), defined);
        }
    }

    #[test]
    fn section_5_5_control_frames_have_the_top_bit() {
        let control: [Opcode; 3] = [Opcode::Close, Opcode::Ping, Opcode::Pong];
        for opcode in Opcode::ALL {
            assert_eq!(opcode.is_control(), control.contains(&opcode));
        }
    }
}
