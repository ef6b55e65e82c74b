//! Alerts after translation: `> [!NOTE]` stays what it is.
//!
//! mdbook-i18n-helpers writes the Markdown anew and escapes or joins the marker's line, so the
//! alert would come out as a plain quotation. Text is never changed, only the marker's form.

const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// Restores the markers of a chapter.
pub fn mend(content: &str) -> String {
    let mut mended = String::with_capacity(content.len());
    let mut fenced = false;
    for line in content.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        match marker(line).filter(|_| !fenced) {
            Some((kind, "")) => mended.push_str(&format!("> [!{kind}]\n")),
            Some((kind, rest)) => mended.push_str(&format!("> [!{kind}]\n> {rest}\n")),
            None => mended.push_str(line),
        }
    }
    mended
}

/// The kind that a line's marker names, and what stands behind it.
fn marker(line: &str) -> Option<(&'static str, &str)> {
    let text = line.trim_start().strip_prefix('>')?.trim_start();
    let text = text.strip_prefix("\\[!").or_else(|| text.strip_prefix("[!"))?;
    KINDS.into_iter().find_map(|kind| {
        let rest = text.strip_prefix(kind)?;
        let rest = rest.strip_prefix("\\]").or_else(|| rest.strip_prefix(']'))?;
        Some((kind, rest.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn a_marker_has_a_line_of_its_own() {
        assert_eq!(mend("> [!NOTE]\n> text\n"), "> [!NOTE]\n> text\n");
        assert_eq!(mend("> \\[!TIP\\] text\n> more\n"), "> [!TIP]\n> text\n> more\n");
        assert_eq!(mend(" > [!WARNING] text\n"), "> [!WARNING]\n> text\n");
    }

    #[test]
    fn everything_else_stays() {
        for text in ["> [!SHOUT] a\n", "[!NOTE] a\n", "> a [!NOTE]\n", "```\n> [!NOTE] a\n```\n"] {
            assert_eq!(mend(text), text);
        }
    }
}
