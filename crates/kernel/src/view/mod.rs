//! What a host shows of itself: rows of sockets, and the texts that people know them by.

mod detail;
mod holding;
pub(crate) mod row;
mod text;

pub use detail::{Awaited, TcpDetail};
pub use holding::{DescriptionRow, SocketRow};
pub use row::{RowTimer, TcpRow, UdpRow};
