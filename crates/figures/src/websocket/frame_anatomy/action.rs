//! What a reader can do to the frames.

use figure_kit::components::dissection;
use figure_kit::playback::Go;
use figure_kit::value::Typed;
use websocket::Role;
use websocket::frame::Opcode;

use super::part::Width;

figure_kit::actions! {
    /// What a reader can do.
    pub enum Action {
        /// Take these bytes, in any notation.
        Bytes(String) = "bytes",
        /// Say who sent them.
        From(End) = "from",
        /// Look at another frame.
        Frame(Go) = "frame",
        /// Explain another field, bit or byte.
        Select(dissection::Walk) = "select",
        /// Turn a bit of the frame over.
        Toggle(usize) = "toggle",
        /// Give it another opcode, from 0 to 15.
        Opcode(Typed<u8>) = "opcode",
        /// Mask the payload, or no longer; the key comes or goes.
        Mask = "mask",
        /// Give it another masking key, in hex.
        Key(String) = "key",
        /// Put this text in as the payload.
        Text(String) = "text",
        /// Put these bytes in as the payload, in hex.
        Data(String) = "data",
        /// Write the length in so many bits; anything else takes the shortest form.
        Width(Typed<Width>) = "width",
        /// Put a frame behind this one.
        Add(Kind) = "add",
        /// Take this frame out.
        Remove = "remove",
        /// Cut this frame in two, before the selected byte or in the middle.
        Split = "split",
        /// Take bytes that are worth looking at.
        Example(Typed<Example>) = "example",
    }
}

figure_kit::names! {
    /// An end of a connection.
    pub enum End {
        /// The one that asked for it.
        Client = "client",
        /// The one that was asked.
        Server = "server",
    }
}

impl End {
    /// The end as the engine calls it.
    pub(super) const fn role(self) -> Role {
        match self {
            Self::Client => Role::Client,
            Self::Server => Role::Server,
        }
    }
}

figure_kit::names! {
    /// A kind of frame.
    pub enum Kind {
        /// More of a message.
        Continuation = "continuation",
        /// A text message, or its beginning.
        Text = "text",
        /// A binary message, or its beginning.
        Binary = "binary",
        /// The last frame of an end.
        Close = "close",
        /// A question for a sign of life.
        Ping = "ping",
        /// The answer to it.
        Pong = "pong",
    }
}

impl Kind {
    /// Its opcode.
    pub(super) const fn opcode(self) -> Opcode {
        Opcode::ALL[self as usize]
    }
}

figure_kit::names! {
    /// Bytes worth looking at: those of RFC 6455 §5.7, and some that go wrong.
    pub enum Example {
        /// A masked text.
        Hello = "hello",
        /// A message in two frames that cut a character.
        Fragments = "fragments",
        /// A control frame between fragments.
        Ping = "ping",
        /// A code and a reason.
        Close = "close",
        /// A binary message of 256 bytes, of which the first have come.
        Long = "long",
        /// A length in more bytes than it needs.
        Wasteful = "wasteful",
    }
}

impl Example {
    /// Who sent it, and its bytes in hex.
    pub(super) const fn sent(self) -> (End, &'static str) {
        match self {
            Self::Hello => (End::Client, "81 85 37 fa 21 3d 7f 9f 4d 51 58"),
            Self::Fragments => (End::Server, "01 04 ec 95 88 eb 80 02 85 95"),
            Self::Ping => (End::Server, "01 03 48 65 6c 89 05 48 65 6c 6c 6f 80 02 6c 6f"),
            Self::Close => (End::Server, "88 05 03 e8 62 79 65"),
            Self::Long => {
                (End::Server, "82 7e 01 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f")
            }
            Self::Wasteful => (End::Server, "81 7e 00 05 48 65 6c 6c 6f"),
        }
    }
}
