//! A word as letters, each of which travels by itself.

use figure_kit::legible::disturbs;

/// The most letters that are sent: more would not be told apart on a telephone.
pub(super) const LETTERS_MAX: usize = 12;
/// Bytes of a letter: what a text may pile onto one character has an end.
const LETTER_BYTES_MAX: usize = 40;

/// Letters in order; what was written beyond them stays at home.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    pub(super) letters: Vec<String>,
    pub(super) beyond: usize,
    /// Something that has no picture was written, and left out.
    pub(super) has_unseen: bool,
}

impl Word {
    pub(super) fn of(text: &str) -> Self {
        let mut all: Vec<String> = Vec::new();
        let mut has_unseen = false;
        for c in text.chars() {
            let joins = all.last().is_some_and(|last| joins(last, c));
            match all.last_mut() {
                Some(last) if joins => {
                    if last.len() + c.len_utf8() <= LETTER_BYTES_MAX {
                        last.push(c);
                    }
                }
                _ if disturbs(c) => has_unseen = true,
                _ => all.push(c.to_string()),
            }
        }
        let beyond = all.len().saturating_sub(LETTERS_MAX);
        all.truncate(LETTERS_MAX);
        Self { letters: all, beyond, has_unseen }
    }

    /// Letters as one text.
    pub(super) fn text(&self, of: impl IntoIterator<Item = usize>) -> String {
        of.into_iter().filter_map(|at| self.letters.get(at)).map(|letter| shown(letter)).collect()
    }
}

/// A letter as it is drawn: a space would not be seen.
pub(super) fn shown(letter: &str) -> &str {
    if letter.trim().is_empty() { "␣" } else { letter }
}

/// Whether a character is written onto the letter before it: accents, parts of an emoji, vowels and
/// final consonants of Hangul that was typed in pieces, the second half of a flag. Unicode's own
/// rule (UAX #29) needs large tables; this is the part of it that fits one line a script.
fn joins(last: &str, c: char) -> bool {
    let is_flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    last.ends_with('\u{200d}')
        || matches!(c, '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}')
        || matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}')
        || matches!(c, '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
        || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{1f3fb}'..='\u{1f3ff}')
        || (is_flag(c) && last.chars().all(is_flag) && last.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, letters: &[&str], beyond: usize) {
        let word = Word::of(text);
        assert_eq!(word.letters, letters, "{text:?}");
        assert_eq!(word.beyond, beyond, "{text:?}");
    }

    #[test]
    fn a_letter_is_what_a_reader_counts_as_one() {
        check("socket", &["s", "o", "c", "k", "e", "t"], 0);
        check("소켓!", &["소", "켓", "!"], 0);
        check("e\u{301}a", &["e\u{301}", "a"], 0);
        check("👩‍💻🇰🇷🇫🇷", &["👩‍💻", "🇰🇷", "🇫🇷"], 0);
        check("👍🏽 x", &["👍🏽", " ", "x"], 0);
    }

    #[test]
    fn what_is_too_much_stays_at_home() {
        check("", &[], 0);
        check(&"가".repeat(40), &["가"; LETTERS_MAX], 28);
        check("\u{301}", &["\u{301}"], 0);
        assert!(Word::of(&["a", &"\u{301}".repeat(500)].concat()).letters[0].len() <= 41);
    }

    #[test]
    fn what_would_disturb_the_line_is_left_out_and_told() {
        let word = Word::of("a\u{202e}b\n\u{0}");
        assert_eq!(word.letters, ["a", "b"]);
        assert!(word.has_unseen && !Word::of("ab").has_unseen);
    }
}
