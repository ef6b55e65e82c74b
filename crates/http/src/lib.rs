//! HTTP/1.1 messages as bytes: heads of requests and responses, and their bodies, read in pieces.
//!
//! # Architecture invariant
//!
//! No clock, no I/O, no allocation beyond what the limits allow. Reading takes time linear in the
//! bytes, however they are cut, and every cut gives the same result.
//!
//! ```
//! use http::{Limits, Reader, RequestLine};
//!
//! let mut bytes = &b"GET /chat HTTP/1.1\r\nHost: example.com\r\n\r\nleft over"[..];
//! let mut reader = Reader::<RequestLine>::new(Limits::default());
//! let request = reader.receive(&mut bytes)?.expect("a whole head");
//! assert_eq!(request.start.target, "/chat");
//! assert_eq!(request.fields.first("host").unwrap().value, b"example.com");
//! assert_eq!(bytes, b"left over");
//! # Ok::<(), http::Fault>(())
//! ```

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod authority;
mod body;
mod fault;
mod fields;
mod head;
mod start_line;
mod target;

pub use authority::{Authority, Host};
pub use body::{Body, Framing, Piece, write_chunk, write_last_chunk};
pub use fault::{Fault, Rule};
pub use fields::{Field, Fields};
pub use head::{Head, Limits, Reader, Request, Response};
pub use start_line::{RequestLine, StartLine, StatusLine, Version};
pub use target::Target;
