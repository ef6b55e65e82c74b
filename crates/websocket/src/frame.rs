//! Frames: headers, masks, UTF-8 and close codes, without an allocation.
//!
//! Invariant: nothing here remembers a connection. What depends on the frames before (the order
//! of fragments, who may still send) is [`crate::connection`]'s.
//!
//! ```
//! use websocket::Role;
//! use websocket::frame::{Header, Limits, Opcode, mask};
//!
//! // A client's "Hello" (§5.7).
//! let mut frame = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
//! let (header, size) = Header::decode(&frame, Role::Server, &Limits::default())?.unwrap();
//! assert_eq!((header.opcode, header.payload_len), (Opcode::Text, 5));
//!
//! mask(&mut frame[size..], header.mask.unwrap(), 0);
//! assert_eq!(&frame[size..], b"Hello");
//! # Ok::<(), websocket::Fault>(())
//! ```

mod close_code;
mod header;
mod masking;
mod opcode;
mod utf8;

pub use close_code::{CloseCode, Range, Standing};
pub use header::{CONTROL_LEN_MAX, Encoded, HEADER_LEN_MAX, HEADER_ROOM, Header, Limits, Reserved};
pub use masking::mask;
pub use opcode::Opcode;
pub use utf8::{NotUtf8, Utf8};
