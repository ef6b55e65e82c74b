//! Tables and links as Markdown.

use crate::clause;

/// A table of a head and rows.
pub(super) fn rows<const N: usize>(
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut table = line(&head.map(str::to_owned));
    table.push_str(&line(&head.map(|_| "---".to_owned())));
    for row in rows {
        table.push_str(&line(&row));
    }
    table
}

/// A clause as a link.
pub(super) fn link(text: &str) -> String {
    // On a narrow screen the line breaks before the section, not inside the document's name.
    let shown = text.replacen("RFC ", "RFC\u{a0}", 1);
    format!("[{shown}]({})", clause::address(text))
}
