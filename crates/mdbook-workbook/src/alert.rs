//! Alerts after translation: `> [!NOTE]` stays what it is.
//!
//! mdbook-i18n-helpers writes the Markdown anew and puts an empty quoted line before the marker,
//! so the alert would come out as a plain quotation. Only the marker's form is changed.

const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// Restores the markers of a chapter.
pub fn mend(content: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in content.split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        let Some((kind, rest)) = marker(line).filter(|_| !fenced) else {
            lines.push(line.to_owned());
            continue;
        };
        // The empty quoted line that the rewriting puts in front would make it a quotation.
        if lines.last().is_some_and(|last| last.trim() == ">") {
            lines.pop();
        }
        lines.push(format!("> [!{kind}]\n"));
        if !rest.is_empty() {
            lines.push(format!("> {rest}\n"));
        }
    }
    lines.concat()
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
        assert_eq!(mend(" > \n > [!WARNING]\n > text\n"), "> [!WARNING]\n > text\n");
    }

    #[test]
    fn everything_else_stays() {
        for text in ["> [!SHOUT] a\n", "[!NOTE] a\n", "> a [!NOTE]\n", "```\n> [!NOTE] a\n```\n"] {
            assert_eq!(mend(text), text);
        }
    }
}
