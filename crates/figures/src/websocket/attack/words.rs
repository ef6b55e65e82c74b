//! What figures of attacks say alike.

use figure_kit::words::Kit;

figure_kit::words! {
    /// Who takes part in an attack.
    pub struct Words in "attack" over Kit;

    browser: "browser", "브라우저";
}
