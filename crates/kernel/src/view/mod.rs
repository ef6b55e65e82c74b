//! What a host shows of itself: rows of sockets, and the texts that people know them by.

pub(crate) mod row;
mod text;

pub use row::{RowTimer, TcpRow, UdpRow};
