//! The opening handshake (RFC 6455 §4): how an HTTP request becomes a WebSocket.
//!
//! Each side takes bytes in pieces and gives one verdict; what follows the head is left over for
//! the [`connection`](crate::connection).
//!
//! Invariant: a verdict does not depend on how the bytes were cut, and a refusal names its rule,
//! the clause, the HTTP status and the byte.
//!
//! ```
//! use websocket::handshake::{Client, Server, client::Wish, server::Policy};
//!
//! let mut client = Client::new(&Wish::new("example.com", "/chat"), *b"the sample nonce")?;
//! let mut server = Server::new(Policy::default());
//!
//! let accepted = server.receive(&mut &client.request()[..]).expect("a whole request")?;
//! assert_eq!(accepted.accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
//!
//! let response = accepted.response().to_bytes();
//! client.receive(&mut &response[..]).expect("a whole response")?;
//! # Ok::<(), websocket::handshake::Fault>(())
//! ```

pub mod accept;
pub mod client;
pub mod deflate;
pub mod extensions;
mod fault;
mod header;
pub mod key;
pub mod server;

pub use client::Client;
pub use fault::{Fault, Rule};
pub use header::{HEADERS, Header};
pub use server::Server;

/// The only version of the protocol (§4.1 item 9).
pub const VERSION: &str = "13";
