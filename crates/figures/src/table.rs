//! Tables that chapters print, made from the engine's own: its opcodes, its close codes, the rules
//! of its frames, and what its two ends of a handshake miss and refuse.
//!
//! ```
//! use figure_kit::words::Language;
//! use figures::table;
//!
//! let opcodes = table::markdown("opcodes", Language::English).unwrap();
//! assert!(opcodes.contains("| `9` | ping |"), "{opcodes}");
//! ```

mod handshake;

use websocket::frame::{CloseCode, Opcode, Range, Standing};
use websocket::{Blame, Rule};

use figure_kit::words::{Language, Vocabulary as _};

use crate::clause;
use crate::websocket::frame_anatomy::meaning;
use crate::websocket::handshake_bench;
use crate::words::Words;

/// The names of all tables.
pub const NAMES: [&str; 5] =
    ["opcodes", "close-codes", "frame-rules", "handshake-headers", "handshake-refusals"];

/// A table as Markdown; `None` for a name that there is not.
pub fn markdown(name: &str, language: Language) -> Option<String> {
    let words = &Words::in_language(language);
    Some(match name {
        "opcodes" => opcodes(words),
        "close-codes" => close_codes(words),
        "frame-rules" => frame_rules(words),
        "handshake-headers" => handshake::headers(words),
        "handshake-refusals" => {
            handshake::refusals(words, &handshake_bench::Words::in_language(language))
        }
        _ => return None,
    })
}

fn rows<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut table = line(&head.map(str::to_owned));
    table.push_str(&line(&head.map(|_| "---".to_owned())));
    for row in rows {
        table.push_str(&line(&row));
    }
    table
}

fn link(text: &str) -> String {
    // On a narrow screen the line breaks before the section, not inside the document's name.
    let shown = text.replacen("RFC ", "RFC\u{a0}", 1);
    format!("[{shown}]({})", clause::address(text))
}

/// All sixteen; reserved ones that stand next to each other share a row.
fn opcodes(words: &Words) -> String {
    let mut found: Vec<(u8, u8, Result<Opcode, u8>)> = Vec::new();
    for number in 0..16 {
        let opcode = Opcode::try_from(number);
        match found.last_mut() {
            Some((_, last, Err(_))) if opcode.is_err() => *last = number,
            _ => found.push((number, number, opcode)),
        }
    }
    let row = |(first, last, opcode): (u8, u8, Result<Opcode, u8>)| {
        let number = if first == last {
            format!("`{first:x}`")
        } else {
            format!("`{first:x}`–`{last:x}`")
        };
        // The top bit of the four marks control frames, defined or not (§5.2).
        let kind = if first & 8 == 0 { words.kind_data() } else { words.kind_control() };
        let clause = opcode.map_or("RFC 6455 §5.2", Opcode::clause);
        [
            number,
            meaning::opcode(opcode, words).to_owned(),
            kind.to_owned(),
            meaning::opcode_sentence(opcode, words).to_owned(),
            link(clause),
        ]
    };
    let head = [
        words.col_opcode(),
        words.col_name(),
        words.col_kind(),
        words.col_meaning(),
        words.col_clause(),
    ];
    rows(head, found.into_iter().map(row))
}

/// What a code says; those that are not defined share the words of their range.
fn says(code: u16, standing: Standing, words: &Words) -> &str {
    match (code, standing) {
        (1000, _) => words.code_1000(),
        (1001, _) => words.code_1001(),
        (1002, _) => words.code_1002(),
        (1003, _) => words.code_1003(),
        (1004, _) => words.code_1004(),
        (1005, _) => words.code_1005(),
        (1006, _) => words.code_1006(),
        (1007, _) => words.code_1007(),
        (1008, _) => words.code_1008(),
        (1009, _) => words.code_1009(),
        (1010, _) => words.code_1010(),
        (1011, _) => words.code_1011(),
        (1012, _) => words.code_1012(),
        (1013, _) => words.code_1013(),
        (1014, _) => words.code_1014(),
        (1015, _) => words.code_1015(),
        (_, Standing::OutOfRange) => words.codes_none(),
        (_, Standing::Registered) => words.codes_registered(),
        (_, Standing::Private) => words.codes_private(),
        _ => words.codes_reserved(),
    }
}

/// Every range of codes; one row a code where each has a meaning of its own.
fn close_codes(words: &Words) -> String {
    let row = |first: u16, last: u16, range: &Range| {
        let codes =
            if first == last { format!("`{first}`") } else { format!("`{first}`–`{last}`") };
        let sent = match range.standing {
            Standing::ClientOnly => words.sent_client(),
            _ if CloseCode(first).may_be_sent() => words.sent_yes(),
            Standing::LocalOnly => words.sent_local(),
            _ => words.sent_never(),
        };
        let says = says(first, range.standing, words);
        [codes, says.to_owned(), sent.to_owned(), link(range.clause)]
    };
    let mut found = Vec::new();
    for range in &Range::ALL {
        if range.last - range.first < 16 {
            found.extend((range.first..=range.last).map(|code| row(code, code, range)));
        } else {
            found.push(row(range.first, range.last, range));
        }
    }
    rows([words.col_code(), words.col_says(), words.col_sent(), words.col_clause()], found)
}

/// All that bytes after the handshake can do wrong, and the code that the connection ends with.
fn frame_rules(words: &Words) -> String {
    let row = |rule: &Rule| {
        let blame = match rule.blame() {
            Blame::Peer => words.blamed_sender(),
            Blame::Limit => words.blamed_limit(),
        };
        let code = format!("`{}`", rule.close_code());
        [meaning::rule(*rule, words).0.to_owned(), blame.to_owned(), code, link(rule.clause())]
    };
    let head = [words.col_wrong(), words.col_blame(), words.col_code(), words.col_clause()];
    rows(head, Rule::ALL.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(name: &str, line: &str) {
        let table = markdown(name, Language::English).unwrap();
        assert!(table.lines().any(|row| row.starts_with(line)), "{line}\n{table}");
    }

    #[test]
    fn opcodes_are_the_engines() {
        holds("opcodes", "| `1` | text | data |");
        holds("opcodes", "| `3`–`7` | reserved | data |");
        holds("opcodes", "| `b`–`f` | reserved | control |");
    }

    #[test]
    fn close_codes_are_the_engines() {
        holds("close-codes", "| `0`–`999` | No close codes. | nobody |");
        holds(
            "close-codes",
            "| `1005` | The close frame held no code. | nobody: an API reports it |",
        );
        holds("close-codes", "| `1010` | The client misses");
        let client = markdown("close-codes", Language::English).unwrap();
        assert_eq!(client.matches("| a client |").count(), 1, "{client}");
        assert!(client.contains("[IANA registry](https://www.iana.org/"), "{client}");
        let agreed = "| `4000`–`4999` | For two programs that have agreed on them. | either end |";
        holds("close-codes", agreed);
    }

    #[test]
    fn rules_of_frames_are_the_engines() {
        let table = markdown("frame-rules", Language::English).unwrap();
        assert_eq!(table.lines().count(), 2 + Rule::ALL.len());
        holds("frame-rules", "| A frame from a client that is not masked. | the sender | `1002` |");
        holds(
            "frame-rules",
            "| The frame is longer than the receiver’s limit. | nobody: a limit | `1009`",
        );
    }

    #[test]
    fn an_unknown_name_gives_no_table() {
        assert!(markdown("weather", Language::English).is_none());
    }
}
