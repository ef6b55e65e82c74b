//! What views are built of. Each is a function from plain data to an element, or a small type that
//! holds what a reader chose; its style stands in the kit's own sheet under the same name.

mod bit_grid;
mod byte_row;
mod disclosure;
pub mod dissection;
mod explanation;
mod field;
pub mod gate;
pub mod ladder;
mod lane;
mod log;
mod number;
mod panel;
mod pill;
pub mod plot;
mod scale;
mod table;
mod tabs;
mod terminal;
mod toolbar;
mod transport;
mod verdict;

pub use bit_grid::bit_grid;
pub use byte_row::{LINE, byte_line, byte_rows, character, small_byte, spanning};
pub use disclosure::disclosure;
pub use dissection::{Dissection, Part};
pub use explanation::{Explanation, key_hints, unexplained};
pub use field::{area, field, growing, input, labelled, note, select, slider};
pub use gate::{Gate, Prediction};
pub use lane::lane;
pub use log::{LogLine, log, log_row};
pub use number::number;
pub use panel::{columns, heading, panel};
pub use pill::{Look, pill};
pub use scale::{Scale, round_step};
pub use table::table;
pub use tabs::tabs;
pub use terminal::terminal;
pub use toolbar::{button, icon_button, segments, switch, toolbar};
pub use transport::transport;
pub use verdict::{Standing, foot, footed, verdict};
