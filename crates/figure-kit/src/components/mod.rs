//! What views are built of. Each is a function from plain data to an element, or a small type that
//! holds what a reader chose; its style stands in the kit's own sheet under the same name.

mod byte_row;
mod field;
pub mod gate;
mod panel;
mod pill;
mod terminal;
mod toolbar;
mod transport;
mod verdict;

pub use byte_row::{LINE, spanning};
pub use field::{area, field, input, labelled, note, select, slider};
pub use gate::{Gate, Prediction};
pub use panel::{columns, heading, panel};
pub use pill::{Look, pill};
pub use terminal::terminal;
pub use toolbar::{button, icon_button, segments, switch, toolbar};
pub use transport::transport;
pub use verdict::{Standing, verdict};
