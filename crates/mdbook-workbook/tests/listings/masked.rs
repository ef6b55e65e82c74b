//! Output without what differs from run to run: process ids, inodes, ports that the kernel chose.
//!
//! Each such number becomes `#`. How often each of them stood in the text is kept beside it, so
//! that two lines that name the same inode still have to name the same one.

use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Masked {
    pub(crate) lines: Vec<String>,
    /// How often each masked number occurs, without saying which.
    repeats: Vec<usize>,
}

impl Masked {
    /// `fixed` is the text whose numbers mean the same in every run: the listing itself.
    pub(crate) fn new(output: &str, fixed: &str) -> Masked {
        let fixed: Vec<&str> = words(fixed).collect();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let lines = output.lines().map(|line| {
            let mut masked = String::new();
            let mut before = "";
            for word in words(line) {
                let counted = word.starts_with(|c: char| c.is_ascii_digit());
                let process = matches!(before, "pid" | "process" | "python");
                let varies = is_hex_address(word)
                    || counted && (word.len() > 3 || process) && !fixed.contains(&word);
                if varies {
                    *seen.entry(word.to_owned()).or_default() += 1;
                    masked.push('#');
                } else {
                    masked.push_str(word);
                }
                if word.starts_with(char::is_alphanumeric) {
                    before = word;
                }
            }
            masked.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        let lines = lines.collect();
        let mut repeats: Vec<usize> = seen.into_values().collect();
        repeats.sort_unstable();
        Masked { lines, repeats }
    }

    /// The same for output whose lines come in an order that the kernel does not promise.
    pub(crate) fn sorted(mut self) -> Masked {
        self.lines.sort_unstable();
        self
    }
}

/// A port as `/proc/net/tcp` prints it, behind its colon: `:A8B8`.
fn is_hex_address(word: &str) -> bool {
    word.len() == 4
        && word.chars().any(|c| matches!(c, 'A'..='F'))
        && word.chars().all(|c| matches!(c, '0'..='9' | 'A'..='F'))
}

/// A text cut where letters and digits begin and end.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = if first.is_alphanumeric() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[test]
fn numbers_of_a_run_are_masked_and_counted() {
    let fixed = "port 9000";
    let a = Masked::new("socket:[4711] 9000  4711 3\n", fixed);
    let b = Masked::new("socket:[81234] 9000 81234 3\n", fixed);
    assert_eq!(a.lines, ["socket:[#] 9000 # 3"]);
    assert_eq!(a, b);
    assert_ne!(a, Masked::new("socket:[4711] 9000 4712 3\n", fixed));
}
