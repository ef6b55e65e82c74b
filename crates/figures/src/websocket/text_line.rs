//! A text of several lines as the one line that a setting is.
//!
//! Invariant: what [`as_line`] writes, [`from_line`] reads as the same text.

/// The text as one line: `\n` for a line end, `\\` for a backslash.
pub(super) fn as_line(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n")
}

/// The text that [`as_line`] has written.
pub(super) fn from_line(line: &str) -> String {
    let mut text = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.clone().next()) {
            ('\\', Some(next @ ('n' | '\\'))) => {
                text.push(if next == 'n' { '\n' } else { next });
                letters.next();
            }
            _ => text.push(letter),
        }
    }
    text
}
