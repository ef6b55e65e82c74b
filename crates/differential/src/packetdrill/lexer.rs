//! The words of a script, each with its line.

use std::net::Ipv4Addr;

use super::fault::{Fault, Judged};

/// A word of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Number(i64),
    /// A number with a point, in billionths.
    Decimal(i64),
    Text(String),
    /// Between backticks: for a shell.
    Command(String),
    /// Between `%{` and `}%`: for Python.
    Code(String),
    /// `--name`, without the dashes.
    Option(String),
    Address(Ipv4Addr),
    Ellipsis,
    Symbol(char),
}

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) token: Token,
}

/// The most bytes of a script, and the most words.
const SCRIPT_MAX: usize = 1 << 20;
const TOKENS_MAX: usize = 200_000;
/// Digits behind a point that count.
const FRACTION_DIGITS: usize = 9;

struct Lexer<'t> {
    rest: &'t str,
    line: usize,
    spots: Vec<Spot>,
}

/// Takes a script apart.
pub(super) fn tokens(text: &str) -> Judged<Vec<Spot>> {
    if text.len() > SCRIPT_MAX {
        let size = text.len();
        return Err(Fault::broken(1, format!("{size} bytes are too many for a script")));
    }
    let mut lexer = Lexer { rest: text, line: 1, spots: Vec::new() };
    while lexer.next()? {
        if lexer.spots.len() > TOKENS_MAX {
            return Err(Fault::broken(lexer.line, "too many words for a script"));
        }
    }
    Ok(lexer.spots)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl<'t> Lexer<'t> {
    /// Takes `length` bytes, which end at a character.
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn push(&mut self, line: usize, token: Token) {
        self.spots.push(Spot { line, token });
    }

    fn skip_blanks(&mut self) -> Judged<()> {
        loop {
            let blanks = self.rest.len() - self.rest.trim_start().len();
            self.take(blanks);
            if self.rest.starts_with("//") {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                let line = self.line;
                let end = self.rest.find("*/");
                let end = end.ok_or_else(|| Fault::broken(line, "a comment has no end"))?;
                self.take(end + 2);
            } else {
                return Ok(());
            }
        }
    }

    /// Takes what stands between two marks.
    fn enclosed(&mut self, open: usize, close: &str, what: &str) -> Judged<String> {
        let line = self.line;
        let inner = &self.rest[open..];
        let end = inner.find(close);
        let end = end.ok_or_else(|| Fault::broken(line, format!("{what} has no end")))?;
        let text = inner[..end].to_owned();
        self.take(open + end + close.len());
        Ok(text)
    }

    /// Takes one word. Gives whether there was one.
    fn next(&mut self) -> Judged<bool> {
        self.skip_blanks()?;
        let line = self.line;
        let Some(first) = self.rest.chars().next() else { return Ok(false) };
        let token = match first {
            '`' => Token::Command(self.enclosed(1, "`", "a command in backticks")?),
            '"' => Token::Text(self.quoted()?),
            '%' if self.rest.starts_with("%{") => {
                Token::Code(self.enclosed(2, "}%", "code after `%{`")?)
            }
            '-' if self.rest.starts_with("--") => {
                let name = self.rest[2..].bytes().take_while(|&byte| is_word(byte)).count();
                Token::Option(self.take(2 + name)[2..].to_owned())
            }
            '.' if self.rest.starts_with("...") => {
                self.take(3);
                Token::Ellipsis
            }
            _ => self.number_or_word(line, first)?,
        };
        self.push(line, token);
        Ok(true)
    }

    fn quoted(&mut self) -> Judged<String> {
        let mut escaped = false;
        for (at, letter) in self.rest.char_indices().skip(1) {
            if letter == '"' && !escaped {
                let text = self.rest[1..at].to_owned();
                self.take(at + 1);
                return Ok(text);
            }
            escaped = letter == '\\' && !escaped;
        }
        Err(Fault::broken(self.line, "a text in quotes has no end"))
    }

    fn number_or_word(&mut self, line: usize, first: char) -> Judged<Token> {
        let bytes = self.rest.as_bytes();
        let run = |from: usize, test: fn(u8) -> bool| {
            bytes[from.min(bytes.len())..].iter().take_while(|&&byte| test(byte)).count()
        };
        let digit = |byte: u8| byte.is_ascii_digit();
        let sign = usize::from(first == '-');
        let digits = run(sign, digit);
        let point = sign + digits;
        let fraction = if bytes.get(point) == Some(&b'.') { run(point + 1, digit) } else { 0 };
        if fraction > 0 {
            let end = point + 1 + fraction;
            let dotted = sign == 0 && bytes.get(end) == Some(&b'.') && run(end + 1, digit) > 0;
            return if dotted { self.address(line) } else { self.decimal(line, end) };
        }
        let word = run(0, is_word);
        if let Some(hex) = self.rest[..word].strip_prefix("0x") {
            let number = i64::from_str_radix(hex, 16);
            let wrong = format!("`{}` is no number", &self.rest[..word]);
            self.take(word);
            return number.map(Token::Number).map_err(|_| Fault::broken(line, wrong));
        }
        if digits > 0 && (sign == 1 || digits == word) {
            let text = self.take(sign + digits);
            let number = text.parse();
            let wrong = || Fault::broken(line, format!("`{text}` is too large a number"));
            return number.map(Token::Number).map_err(|_| wrong());
        }
        if word > 0 {
            return Ok(Token::Word(self.take(word).to_owned()));
        }
        self.take(first.len_utf8());
        Ok(Token::Symbol(first))
    }

    fn address(&mut self, line: usize) -> Judged<Token> {
        let bytes = self.rest.as_bytes();
        let length =
            bytes.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let text = self.take(length);
        let wrong = || Fault::broken(line, format!("`{text}` is no address"));
        text.parse().map(Token::Address).map_err(|_| wrong())
    }

    fn decimal(&mut self, line: usize, length: usize) -> Judged<Token> {
        let text = self.take(length);
        let wrong = || Fault::broken(line, format!("`{text}` is too large a number"));
        let (whole, fraction) = text.split_once('.').ok_or_else(wrong)?;
        let negative = whole.starts_with('-');
        let whole = whole.trim_start_matches('-');
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| wrong())? };
        let fraction = &fraction[..fraction.len().min(FRACTION_DIGITS)];
        let fraction: i64 =
            format!("{fraction:0<FRACTION_DIGITS$}").parse().map_err(|_| wrong())?;
        let billionths = whole.checked_mul(1_000_000_000).ok_or_else(wrong)? + fraction;
        Ok(Token::Decimal(if negative { -billionths } else { billionths }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let seen = match tokens(text) {
            Ok(spots) => {
                let words = spots.iter().map(|spot| format!("{}:{:?}", spot.line, spot.token));
                words.collect::<Vec<_>>().join(" ")
            }
            Err(fault) => format!("{}: {}", fault.line, fault.text),
        };
        assert_eq!(seen, expected, "for `{text}`");
    }

    #[test]
    fn a_line_becomes_words() {
        check("+.1 <", "1:Symbol('+') 1:Decimal(100000000) 1:Symbol('<')");
        check("S. 0:0", "1:Word(\"S\") 1:Symbol('.') 1:Number(0) 1:Symbol(':') 1:Number(0)");
        check("-1 0x1f\n10.0.0.1", "1:Number(-1) 1:Number(31) 2:Address(10.0.0.1)");
        check("// a\n/* b\n */ ...0.5", "3:Ellipsis 3:Decimal(500000000)");
        check("`a b` %{ c }% \"d\"", "1:Command(\"a b\") 1:Code(\" c \") 1:Text(\"d\")");
    }

    #[test]
    fn what_has_no_end_is_named() {
        check("\n`a", "2: a command in backticks has no end");
        check("/* a", "1: a comment has no end");
        check("\"a\\\"", "1: a text in quotes has no end");
        check("99999999999999999999", "1: `99999999999999999999` is too large a number");
    }
}
