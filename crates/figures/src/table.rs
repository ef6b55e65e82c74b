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

mod cost;
mod frames;
mod handshake;
mod markdown;
mod transports;
mod words;

use figure_kit::words::{Language, Section, Vocabulary as _};

use crate::websocket::frame_anatomy;
use words::Words;

/// The names of all tables. Behind `transports` stand the groups of its rows and its columns.
pub const NAMES: [&str; 7] = [
    "opcodes",
    "close-codes",
    "frame-rules",
    "handshake-headers",
    "handshake-refusals",
    "transports GROUP... COLUMN...",
    "socket-websocket",
];

/// A table as Markdown; `None` for a name that there is not.
pub fn markdown(name: &str, language: Language) -> Option<String> {
    if let Some(asked) = name.strip_prefix("transports ") {
        return transports::table(asked, &transports::Words::in_language(language));
    }
    let words = Words::in_language(language);
    // What a table has in common with a figure is said in the figure's words.
    let frame_words = || frame_anatomy::Words::in_language(language);
    Some(match name {
        "opcodes" => frames::opcodes(&words, &frame_words()),
        "close-codes" => frames::close_codes(&words),
        "frame-rules" => frames::frame_rules(&words, &frame_words()),
        "handshake-headers" => handshake::headers(&words),
        "handshake-refusals" => handshake::refusals(&words, language),
        "socket-websocket" => {
            transports::socket_and_websocket(&transports::Words::in_language(language))
        }
        _ => return None,
    })
}

/// How long a chapter takes.
pub fn minutes(minutes: usize, language: Language) -> String {
    Words::in_language(language).minutes(&minutes)
}

/// The line that names the chapters which are announced and not written.
pub fn announced(chapters: &str, language: Language) -> String {
    Words::in_language(language).announced(&chapters)
}

/// Adds the section of what only tables say.
pub(crate) fn sections(into: &mut Vec<&'static Section>) {
    Words::sections(into);
    transports::Words::sections(into);
}

#[cfg(test)]
mod tests {
    use websocket::Rule;

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
