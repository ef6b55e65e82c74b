//! The glossary: one home for the terms of both languages, and the check that holds texts to it.

use std::path::Path;

use anyhow::{Context, Result};
use toml::Table;

mod grammar;

/// A term in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The English term, in lower case unless it is a name.
    pub english: String,
    /// What Korean texts say; the first is preferred.
    pub korean: Vec<String>,
    /// What they do not say.
    pub never: Vec<String>,
    /// What readers may look for all the same.
    pub also: Vec<String>,
}

/// Reads `book/glossary.toml`.
pub fn read(root: &Path) -> Result<Vec<Term>> {
    let path = root.join("book/glossary.toml");
    let name = path.display();
    let text = std::fs::read_to_string(&path).with_context(|| format!("{name} cannot be read"))?;
    let table: Table = text.parse().with_context(|| format!("{name} is not TOML"))?;
    let terms = table.iter().map(|(english, entry)| {
        let list = |key: &str| {
            let values = entry.get(key).and_then(toml::Value::as_array).into_iter().flatten();
            values.filter_map(|value| value.as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        let term = Term {
            english: english.clone(),
            korean: list("ko"),
            never: list("never"),
            also: list("also"),
        };
        (!term.korean.is_empty())
            .then_some(term)
            .with_context(|| format!("{name}: `{english}` needs ko = [\"...\"]"))
    });
    terms.collect()
}

/// What a translation does against the glossary, a sentence each.
pub fn faults(terms: &[Term], english: &str, korean: &str) -> Vec<String> {
    let spoken = without_code(english).to_lowercase();
    let mut faults = Vec::new();
    for term in terms {
        let used = holds_word(&spoken, &term.english.to_lowercase());
        if used && !term.korean.iter().any(|word| korean.contains(word.as_str())) {
            faults.push(format!("`{}` is `{}`", term.english, term.korean.join("` or `")));
        }
        for word in term.never.iter().filter(|word| korean.contains(word.as_str())) {
            faults.push(format!("say `{}` and not `{word}`", term.korean[0]));
        }
    }
    faults.extend(grammar::faults(terms, korean));
    faults
}

/// The text without code, placeholders and where links lead, which are the same in every language.
fn without_code(text: &str) -> String {
    let prose: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let links = prose.split("](").enumerate();
    let links = links.map(|(nth, part)| match part.split_once(')') {
        Some((_, rest)) if nth > 0 => rest,
        _ => part,
    });
    let prose = links.collect::<Vec<_>>().join("]");
    let parts = prose.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join(" ")
}

/// Whether a term stands in the text as a word, in the singular or the plural.
fn holds_word(text: &str, term: &str) -> bool {
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    text.match_indices(term).any(|(at, _)| {
        let after = &text[at + term.len()..];
        let after = after.strip_prefix('s').unwrap_or(after);
        !text[..at].ends_with(joined) && !after.starts_with(joined)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(english: &str, korean: &str) -> Vec<String> {
        let term = Term {
            english: "handshake".to_owned(),
            korean: vec!["핸드셰이크".to_owned()],
            never: vec!["악수".to_owned()],
            also: Vec::new(),
        };
        faults(&[term], english, korean)
    }

    #[test]
    fn a_term_is_said_as_the_glossary_says() {
        assert_eq!(check("Two handshakes.", "핸드셰이크 두 번."), [""; 0]);
        assert_eq!(check("A handshake.", "인사."), ["`handshake` is `핸드셰이크`"]);
        assert_eq!(check("SYS_HANDSHAKE_MAX", "최댓값."), [""; 0]);
        assert_eq!(check("A greeting.", "악수."), ["say `핸드셰이크` and not `악수`"]);
    }

    #[test]
    fn code_and_parts_of_words_do_not_count() {
        assert_eq!(check("`handshake` is a module.", "모듈입니다."), [""; 0]);
        assert_eq!(check("The handshakers.", "사람."), [""; 0]);
        assert_eq!(check("[Here](handshake.md) it is.", "[여기](handshake.md)입니다."), [""; 0]);
        let named = check("[The handshake](a.md#b)", "[인사](a.md#b)");
        assert_eq!(named, ["`handshake` is `핸드셰이크`"]);
    }
}
