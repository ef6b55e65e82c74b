//! The command line.

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
differential [--seed S] [--sequences N] [--length L] [--lanes P]
differential --replay FILE
differential --record FILE
differential packetdrill FILE...";

const SEQUENCES_DEFAULT: u64 = 1_000;
const LENGTH_DEFAULT: usize = 40;
const LENGTH_MAX: usize = 1_000;
/// Sequences sleep more than they work, so several run at once.
const LANES_DEFAULT: usize = 6;
const LANES_MAX: usize = 64;

/// A run of random sequences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    /// The seed of the first sequence; each later one has the next.
    pub(crate) seed: u64,
    pub(crate) sequences: u64,
    /// Calls a sequence.
    pub(crate) length: usize,
    /// Sequences that run at once.
    pub(crate) lanes: usize,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mode {
    Random(Options),
    Replay { file: String },
    Record { file: String },
    Packetdrill { files: Vec<String> },
}

/// Reads the words of the command line.
pub(crate) fn parse(words: &[String]) -> Result<Mode> {
    let mut options = Options {
        seed: 1,
        sequences: SEQUENCES_DEFAULT,
        length: LENGTH_DEFAULT,
        lanes: LANES_DEFAULT,
    };
    if let Some((first, files)) = words.split_first()
        && first == "packetdrill"
    {
        if files.is_empty() {
            bail!("`packetdrill` needs the names of scripts\n\n{USAGE}");
        }
        return Ok(Mode::Packetdrill { files: files.to_vec() });
    }
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("`{word}` needs a value\n\n{USAGE}"))?;
        let number = || -> Result<u64> {
            value.parse().with_context(|| format!("`{word} {value}`: not a number\n\n{USAGE}"))
        };
        match word.as_str() {
            "--seed" => options.seed = number()?,
            "--sequences" => options.sequences = number()?,
            "--length" => options.length = bounded(word, number()?, LENGTH_MAX)?,
            "--lanes" => options.lanes = bounded(word, number()?, LANES_MAX)?,
            "--replay" => return Ok(Mode::Replay { file: value.clone() }),
            "--record" => return Ok(Mode::Record { file: value.clone() }),
            _ => bail!("`{word}` is no option\n\n{USAGE}"),
        }
    }
    Ok(Mode::Random(options))
}

fn bounded(word: &str, number: u64, most: usize) -> Result<usize> {
    match usize::try_from(number) {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => bail!("`{word} {number}`: give a number from 1 to {most}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let seen = match parse(&words) {
            Ok(Mode::Random(it)) => {
                format!("{} {} {} {}", it.seed, it.sequences, it.length, it.lanes)
            }
            Ok(other) => format!("{other:?}"),
            Err(fault) => fault.to_string().lines().next().unwrap_or_default().to_owned(),
        };
        assert_eq!(seen, expected, "for `{line}`");
    }

    #[test]
    fn words_become_a_mode() {
        check("", "1 1000 40 6");
        check("--seed 7 --sequences 20 --length 9 --lanes 2", "7 20 9 2");
        check("--replay a.json", "Replay { file: \"a.json\" }");
        check("--record b.json", "Record { file: \"b.json\" }");
        check("packetdrill a b", "Packetdrill { files: [\"a\", \"b\"] }");
    }

    #[test]
    fn a_wrong_word_is_named() {
        check("--sead 7", "`--sead` is no option");
        check("--seed", "`--seed` needs a value");
        check("--seed x", "`--seed x`: not a number");
        check("packetdrill", "`packetdrill` needs the names of scripts");
        check("--length 0", "`--length 0`: give a number from 1 to 1000");
    }
}
