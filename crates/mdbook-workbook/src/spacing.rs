//! Blanks at which a Korean line does not break.
//!
//! 수 and 것 depend on the word before them (할 수, 읽은 것). At the beginning of a line they look as
//! if they had come loose, so the blank before them does not break.

const BLANK: char = '\u{a0}';

/// The Markdown with those blanks bound; code is left alone.
pub fn bind(content: &str) -> String {
    let mut in_code = false;
    let lines = content.split_inclusive('\n').map(|line| {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code { line.to_owned() } else { bind_line(line) }
    });
    lines.collect()
}

fn bind_line(line: &str) -> String {
    let mut bound = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let before = line[..at].chars().next_back();
        bound.push(if c == ' ' && before.is_some_and(|it| depends(it, &line[at + 1..])) {
            BLANK
        } else {
            c
        });
    }
    bound
}

/// Whether the word that follows belongs to the syllable before the blank.
fn depends(before: char, after: &str) -> bool {
    // A final ㄹ makes the future and the possible, a final ㄴ what has been.
    let (is_rieul, is_nieun) = (final_is(before, 8), final_is(before, 4));
    let possible = after
        .strip_prefix('수')
        .is_some_and(|rest| rest.starts_with([' ', '는', '도', '가', '밖']));
    (is_rieul && possible) || ((is_rieul || is_nieun) && after.starts_with('것'))
}

/// Whether a Hangul syllable has the final consonant of this number.
fn final_is(syllable: char, number: u32) -> bool {
    ('가'..='힣').contains(&syllable) && (u32::from(syllable) - u32::from('가')) % 28 == number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(bind(text).replace(BLANK, "_"), expected);
    }

    #[test]
    fn what_depends_is_bound() {
        check("읽을 수 있는 것은 모두 읽은 것입니다.\n", "읽을_수 있는_것은 모두 읽은_것입니다.\n");
        check("네 수를 적고, 두 것을 봅니다. 할 수록", "네 수를 적고, 두 것을 봅니다. 할 수록");
    }

    #[test]
    fn code_is_left_alone() {
        check("```text\n할 수 있다\n```\n할 수 있다\n", "```text\n할 수 있다\n```\n할_수 있다\n");
    }
}
