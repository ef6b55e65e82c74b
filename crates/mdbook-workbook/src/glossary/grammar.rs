//! What a machine can see of Korean grammar around the glossary's terms.
//!
//! A particle has two forms, after a consonant and after a vowel (세그먼트가, 소켓이); what has no life
//! takes 에 and not 에게; a number stands before what it counts (3번 디스크립터); a range has `~`.

use super::Term;

/// Terms that end in a verb's stem: what follows is an ending and no particle.
const STEMS: [&str; 4] = ["받아들", "받지 않", "연결을 강제로 끊", "하나 더"];

/// The one thing of the glossary that lives.
const LIVING: &str = "상대";

/// After a consonant, after a vowel.
const PARTICLES: [(&str, &str); 5] =
    [("이", "가"), ("은", "는"), ("을", "를"), ("과", "와"), ("으로", "로")];

/// What has its number in front: 3번 디스크립터, 9000번 포트.
const NUMBERED: [&str; 5] = ["디스크립터", "포트", "세그먼트", "프레임", "프로세스"];

/// What is wrong with a Korean text, a sentence each.
pub(super) fn faults(terms: &[Term], korean: &str) -> Vec<String> {
    let words = terms.iter().flat_map(|term| &term.korean).map(String::as_str);
    let nouns: Vec<&str> = words.filter(|word| !STEMS.contains(word)).collect();
    let mut faults: Vec<String> =
        nouns.iter().flat_map(|noun| particle_faults(noun, korean)).collect();
    faults.extend(number_faults(korean));
    if between_digits(korean, '–') {
        faults.push("a range is written with `~`: 0~1023".to_owned());
    }
    faults.sort();
    faults.dedup();
    faults
}

fn particle_faults(noun: &str, korean: &str) -> Vec<String> {
    let Some(sound) = noun.chars().next_back().and_then(final_consonant) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for (at, _) in korean.match_indices(noun) {
        let after = &korean[at + noun.len()..];
        if after.starts_with("에게") && noun != LIVING {
            faults.push(format!("say `{noun}에` and not `{noun}에게`: it has no life"));
        }
        for (after_consonant, after_vowel) in PARTICLES {
            let closes = match sound {
                // ㄹ takes 로, as a vowel does.
                Final::Rieul => after_consonant != "으로",
                Final::Other => true,
                Final::None => false,
            };
            let (right, wrong) = if closes {
                (after_consonant, after_vowel)
            } else {
                (after_vowel, after_consonant)
            };
            let rest = after.strip_prefix(wrong);
            if rest.is_some_and(|rest| !rest.starts_with(is_hangul)) {
                faults.push(format!("say `{noun}{right}` and not `{noun}{wrong}`"));
            }
        }
    }
    faults
}

/// `디스크립터 3`, `포트 {port}번`: the number comes first. Counts (`포트 65,536개`) are others.
fn number_faults(korean: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for noun in NUMBERED {
        for (at, _) in korean.match_indices(noun) {
            let Some(rest) = korean[at + noun.len()..].strip_prefix(' ') else { continue };
            let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
            let placed = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
            let is_number = digits.len() < rest.len() && !digits.starts_with(is_hangul)
                || digits.len() < rest.len() && digits.starts_with('번')
                || placed.is_some_and(|(_, after)| after.starts_with('번'));
            if is_number {
                faults.push(format!("the number comes first: 3번 {noun}"));
            }
        }
    }
    faults
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Final {
    None,
    Rieul,
    Other,
}

/// Whether a Hangul syllable ends in a consonant; other characters do not say.
fn final_consonant(syllable: char) -> Option<Final> {
    let code = u32::from(syllable).checked_sub(u32::from('가'))?;
    let last = ('가'..='힣').contains(&syllable).then_some(code % 28)?;
    Some(match last {
        0 => Final::None,
        8 => Final::Rieul,
        _ => Final::Other,
    })
}

fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn between_digits(text: &str, dash: char) -> bool {
    text.match_indices(dash).any(|(at, found)| {
        let before = text[..at].trim_end_matches('`');
        let after = text[at + found.len()..].trim_start_matches('`');
        before.ends_with(|c: char| c.is_ascii_digit())
            && after.starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(korean: &str, expected: &[&str]) {
        let term = |word: &str| Term {
            english: String::new(),
            korean: vec![word.to_owned()],
            never: Vec::new(),
            also: Vec::new(),
        };
        let terms = ["세그먼트", "소켓", "커널", "상대", "받아들"].map(term);
        assert_eq!(faults(&terms, korean), expected, "{korean}");
    }

    #[test]
    fn a_particle_fits_the_sound_before_it() {
        check("세그먼트가 소켓을 거쳐 커널로 갑니다.", &[]);
        check("세 번째 세그먼트이 옵니다.", &["say `세그먼트가` and not `세그먼트이`"]);
        check(
            "소켓는 커널으로 갑니다.",
            &["say `소켓은` and not `소켓는`", "say `커널로` and not `커널으로`"],
        );
        check("세그먼트이면 소켓이 받아들이고", &[]);
    }

    #[test]
    fn what_has_no_life_takes_another_particle() {
        check("상대에게 보냅니다.", &[]);
        check("커널에게 묻습니다.", &["say `커널에` and not `커널에게`: it has no life"]);
    }

    #[test]
    fn a_number_comes_first_and_a_range_has_a_tilde() {
        check("3번 디스크립터, 9000번 포트, {fd}번 소켓, 포트 65,536개", &[]);
        check("디스크립터 {fd}번", &["the number comes first: 3번 디스크립터"]);
        check("포트 9000.", &["the number comes first: 3번 포트"]);
        check("0~1023", &[]);
        check("0–1023", &["a range is written with `~`: 0~1023"]);
        check("`0`–`2`", &["a range is written with `~`: 0~1023"]);
    }
}
