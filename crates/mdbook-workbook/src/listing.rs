//! Code in the text, set in ink: keywords bold, comments slanted, no colour and no script.
//!
//! A program is split into words, comments and strings only as far as this needs; a language that
//! is not listed is left to mdBook, which sets it plain.

use std::fmt::Write as _;

use figure_kit::print::escape;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

struct Syntax {
    names: &'static [&'static str],
    comment: &'static str,
    keywords: &'static str,
}

const SYNTAXES: &[Syntax] = &[
    Syntax {
        names: &["rust"],
        comment: "//",
        keywords: "as break const continue else enum fn for if impl in let loop match mod move mut \
                   pub ref return self static struct trait type use where while",
    },
    Syntax {
        names: &["python", "py"],
        comment: "#",
        keywords: "and as async await break class continue def elif else except finally for from \
                   if import in is lambda not or pass raise return try while with yield",
    },
    Syntax {
        names: &["c", "java", "javascript", "js"],
        comment: "//",
        keywords: "async await break case catch char class const continue default do else export \
                   extends final for function if implements import int let long new private \
                   public return size_t sizeof static struct switch throw try unsigned var void \
                   while",
    },
    Syntax { names: &["console", "sh", "bash"], comment: "#", keywords: "" },
];

/// The chapter with its listings printed.
pub fn print(content: &str) -> String {
    let mut printed = String::with_capacity(content.len());
    let mut done = 0;
    let mut events = Parser::new_ext(content, Options::all()).into_offset_iter();
    while let Some((event, range)) = events.next() {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else { continue };
        let language = info.split(&[',', ' ']).next().unwrap_or_default().to_owned();
        let Some(syntax) = SYNTAXES.iter().find(|syntax| syntax.names.contains(&&*language)) else {
            continue;
        };
        // A listing inside a list or a quotation is indented line by line: left to mdBook.
        if content[..range.start].rsplit('\n').next().is_some_and(|before| !before.is_empty()) {
            continue;
        }
        let mut code = String::new();
        for (event, _) in events.by_ref() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        printed.push_str(&content[done..range.start]);
        let _ = write!(printed, "<pre><code class=\"language-{language}\">");
        write_code(&code, syntax, &mut printed);
        printed.push_str("</code></pre>\n");
        done = range.end;
    }
    printed.push_str(&content[done..]);
    printed
}

/// Each line of a program as HTML, or as it is where the language is not listed.
pub fn lines(code: &str, language: &str) -> Vec<String> {
    let syntax = SYNTAXES.iter().find(|syntax| syntax.names.contains(&language));
    let line = |line: &str| {
        let mut out = String::new();
        match syntax {
            Some(syntax) => write_code(line, syntax, &mut out),
            None => escape(line, &mut out),
        }
        out
    };
    code.lines().map(line).collect()
}

fn write_code(code: &str, syntax: &Syntax, out: &mut String) {
    for line in code.split_inclusive('\n') {
        let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
        let comment = comment_start(text, syntax.comment);
        write_words(&text[..comment], syntax, out);
        if comment < text.len() {
            out.push_str("<em class=\"code-comment\">");
            escape(&text[comment..], out);
            out.push_str("</em>");
        }
        out.push_str(end);
    }
}

/// Where the comment of a line begins, if not inside a string; the line's end if there is none.
fn comment_start(line: &str, sign: &str) -> usize {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, _) => {
                let apart = at == 0 || line[..at].ends_with([' ', '\t', ';', '}', ')']);
                if line[at..].starts_with(sign) && apart {
                    return at;
                }
            }
            _ => {}
        }
    }
    line.len()
}

fn write_words(text: &str, syntax: &Syntax, out: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let len = if is_word(c) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if matches!(c, '"' | '\'') {
            rest[1..].find(c).map_or(rest.len(), |end| end + 2)
        } else {
            c.len_utf8()
        };
        let (word, after) = rest.split_at(len);
        if syntax.keywords.split_whitespace().any(|keyword| keyword == word) {
            // Keywords side by side are one element.
            if out.ends_with("</b> ") {
                out.truncate(out.len() - "</b> ".len());
                let _ = write!(out, " {word}</b>");
            } else {
                let _ = write!(out, "<b>{word}</b>");
            }
        } else {
            escape(word, out);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::print;

    #[track_caller]
    fn check(language: &str, code: &str, expected: &str) {
        let printed = print(&format!("```{language}\n{code}\n```\n"));
        let start = format!("<pre><code class=\"language-{language}\">");
        let inner = printed.strip_prefix(&start).unwrap_or(&printed);
        assert_eq!(
            inner
                .strip_suffix("\n</code></pre>\n\n")
                .or_else(|| inner.strip_suffix("\n</code></pre>\n")),
            Some(expected),
            "{printed}"
        );
    }

    #[test]
    fn keywords_are_bold_and_comments_slanted() {
        check("python", "if x:  # why", "<b>if</b> x:  <em class=\"code-comment\"># why</em>");
        check("rust", "let a = \"// b\";", "<b>let</b> a = &quot;// b&quot;;");
        check("c", "a < b // <i>", "a &lt; b <em class=\"code-comment\">// &lt;i&gt;</em>");
        check("python", "s = 'for'", "s = 'for'");
        check("python", "if not x is not y", "<b>if not</b> x <b>is not</b> y");
    }

    #[test]
    fn what_is_not_known_is_left_alone() {
        for text in ["```http\nGET / HTTP/1.1\n```\n", "> ```rust\n> let a;\n> ```\n"] {
            assert_eq!(print(text), text);
        }
    }
}
