//! What a host shows of itself: rows of sockets, and the texts that people know them by.

mod detail;
mod holding;
mod info;
pub(crate) mod row;
mod text;

pub use detail::{Awaited, TcpDetail};
pub use holding::{DescriptionRow, SocketRow};
pub use info::TcpInfo;
pub use row::{RowTimer, TcpRow, UdpRow};
