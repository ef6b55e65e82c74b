//! A table: a row a thing, a column a property of it.

use crate::node::{Element, el};

/// The table. The first column's name stands in `columns` too; a row's name heads its row.
pub fn table<'t, Cells: IntoIterator<Item: Into<String>>>(
    columns: &[&str],
    rows: impl IntoIterator<Item = (&'t str, Cells)>,
) -> Element {
    let head = columns.iter().map(|name| el("th").attr("scope", "col").text(*name));
    let rows = rows.into_iter().map(|(name, cells)| {
        let cells = cells.into_iter().map(|text| el("td").text(text));
        el("tr").child(el("th").attr("scope", "row").text(name)).children(cells)
    });
    el("table")
        .class("sw-table")
        .child(el("thead").child(el("tr").children(head)))
        .child(el("tbody").children(rows))
}
