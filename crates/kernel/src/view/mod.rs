//! What a host shows of itself: rows of sockets, and the texts that people know them by.

mod detail;
pub(crate) mod row;
mod text;

pub use detail::{Awaited, TcpDetail};
pub use row::{RowTimer, TcpRow, UdpRow};
