//! Table fences: a name in the chapter becomes a table that the engine's own lists fill.
//!
//! ````text
//! ```table opcodes
//! ```
//! ````

use anyhow::{Result, bail};
use figure_kit::words::Language;
use figures::table;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// The chapter with its tables filled in; `page` is named in errors.
pub fn print(content: &str, page: &str, language: Language) -> Result<String> {
    let mut printed = String::with_capacity(content.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(content, Options::all()).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let Some(name) = info.strip_prefix("table").filter(|rest| is_apart(rest)) else { continue };
        let name = name.trim();
        let Some(table) = table::markdown(name, language) else {
            let line = content[..range.start].matches('\n').count() + 1;
            let names = table::NAMES.join(", ");
            bail!("{page}:{line}: no table is called `{name}`; there are: {names}");
        };
        printed.push_str(&content[done..range.start]);
        printed.push_str(&table);
        done = range.end;
    }
    printed.push_str(&content[done..]);
    Ok(printed)
}

/// Whether a fence's word ends where its name does.
fn is_apart(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_becomes_a_table_in_the_language_of_the_page() {
        let content = "before\n\n```table opcodes\n```\n\nafter\n";
        let printed = print(content, "p.md", Language::Korean).unwrap();
        assert!(printed.starts_with("before\n\n| opcode | 이름 |"), "{printed}");
        assert!(printed.ends_with("\n\n\nafter\n"), "{printed}");
    }

    #[test]
    fn an_unknown_name_is_told_with_its_place() {
        let error = print("one\n\n```table weather\n```\n", "p.md", Language::English);
        let said = "p.md:3: no table is called `weather`; \
                    there are: opcodes, close-codes, frame-rules, \
                    handshake-headers, handshake-refusals, \
                    transports GROUP... COLUMN..., socket-websocket";
        assert_eq!(error.unwrap_err().to_string(), said);
        assert!(print("```table\n```\n", "p.md", Language::English).is_err());
    }
}
