//! What views are built of. Each is a function from plain data to an element, or a small type that
//! holds what a reader chose; its style stands in the kit's own sheet under the same name.

mod byte_row;
mod field;
pub mod gate;
pub mod ladder;
mod lane;
mod log;
mod panel;
mod pill;
mod scale;
mod tabs;
mod terminal;
mod toolbar;
mod transport;
mod verdict;

pub use byte_row::{LINE, spanning};
pub use field::{field, input, note, slider};
pub use gate::{Gate, Prediction};
pub use lane::lane;
pub use log::{LogLine, log, log_row};
pub use panel::{columns, heading, panel};
pub use pill::{Look, pill};
pub use scale::{Scale, round_step};
pub use tabs::tabs;
pub use terminal::terminal;
pub use toolbar::{button, icon_button, segments, switch, toolbar};
pub use transport::transport;
pub use verdict::{Standing, verdict};
