//! A line in its parts: words, texts in quotes, brackets.

/// Why a line cannot be read: what is wanted.
pub(crate) type Parsed<T> = Result<T, &'static str>;

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Word(&'a str),
    Text(Vec<u8>),
    Open,
    Close,
}

/// The line without its comment, and its parts.
pub(crate) fn read(line: &str) -> Parsed<(&str, Vec<Token<'_>>)> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    let mut said = line.trim();
    while let Some(first) = rest.chars().next() {
        match first {
            '#' => {
                let at = rest.as_ptr() as usize - line.as_ptr() as usize;
                said = line[..at].trim();
                break;
            }
            '(' => {
                tokens.push(Token::Open);
                rest = &rest[1..];
            }
            ')' => {
                tokens.push(Token::Close);
                rest = &rest[1..];
            }
            '"' => {
                let (text, behind) = text(&rest[1..])?;
                tokens.push(Token::Text(text));
                rest = behind;
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"');
                let end = rest.find(ends).unwrap_or(rest.len());
                tokens.push(Token::Word(&rest[..end]));
                rest = &rest[end..];
            }
        }
        rest = rest.trim_start();
    }
    Ok((said, tokens))
}

/// A text behind its opening quote, and what follows the closing one.
fn text(text: &str) -> Parsed<(Vec<u8>, &str)> {
    const WANTS: &str = r#"a text ends with "; \n \r \t \0 \xNN \\ \" stand for a byte"#;
    let mut bytes = Vec::new();
    let mut rest = text;
    loop {
        let next = rest.chars().next().ok_or(WANTS)?;
        rest = &rest[next.len_utf8()..];
        match next {
            '"' => return Ok((bytes, rest)),
            '\\' => {
                let escape = rest.chars().next().ok_or(WANTS)?;
                rest = &rest[escape.len_utf8()..];
                bytes.push(match escape {
                    'n' => b'\n',
                    'r' => b'\r',
                    't' => b'\t',
                    '0' => 0,
                    '\\' => b'\\',
                    '"' => b'"',
                    'x' => {
                        let digits = rest.get(..2).ok_or(WANTS)?;
                        rest = &rest[2..];
                        byte(digits).ok_or(WANTS)?
                    }
                    _ => return Err(WANTS),
                });
            }
            other => bytes.extend(other.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
}

/// A byte as two hex digits.
pub(crate) fn byte(digits: &str) -> Option<u8> {
    let is_hex = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

/// A time as milliseconds: `20ms`, `3s`, `2min`.
pub(crate) fn milliseconds(word: &str) -> Parsed<u64> {
    const WANTS: &str = "a time of a day at most: 20ms, 3s, 2min";
    const DAY_MS: u64 = 86_400_000;
    let units = [("ms", 1), ("min", 60_000), ("s", 1_000)];
    let found = units.iter().find_map(|(unit, factor)| Some((word.strip_suffix(unit)?, *factor)));
    let (number, factor): (&str, u64) = found.ok_or(WANTS)?;
    let number: u64 = number.parse().map_err(|_| WANTS)?;
    number.checked_mul(factor).filter(|ms| *ms <= DAY_MS).ok_or(WANTS)
}

/// The parts of a line, taken one after the other.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    all: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) const fn new(all: Vec<Token<'a>>) -> Self {
        Self { all, at: 0 }
    }

    pub(crate) fn peek(&self) -> Option<&Token<'a>> {
        self.all.get(self.at)
    }

    pub(crate) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.all.get(self.at).cloned();
        self.at += 1;
        token
    }

    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.all.len()
    }

    /// The next part, if it is a word.
    pub(crate) fn word(&mut self) -> Option<&'a str> {
        let Some(Token::Word(word)) = self.peek() else { return None };
        let word = *word;
        self.at += 1;
        Some(word)
    }

    /// Takes this word, if it comes next.
    pub(crate) fn takes(&mut self, word: &str) -> bool {
        let is_next = self.peek() == Some(&Token::Word(word));
        self.at += usize::from(is_next);
        is_next
    }

    /// The next part, if it is a text.
    pub(crate) fn text(&mut self) -> Option<Vec<u8>> {
        let Some(Token::Text(text)) = self.peek() else { return None };
        let text = text.clone();
        self.at += 1;
        Some(text)
    }

    pub(crate) fn number<T: TryFrom<i64>>(&mut self, wants: &'static str) -> Parsed<T> {
        let number: Option<i64> = self.word().and_then(|word| word.parse().ok());
        number.and_then(|number| T::try_from(number).ok()).ok_or(wants)
    }

    pub(crate) fn time(&mut self) -> Parsed<u64> {
        milliseconds(self.word().unwrap_or_default())
    }

    /// Takes the words `within TIME` off the end.
    pub(crate) fn within(&mut self) -> Parsed<Option<u64>> {
        let Some([Token::Word("within"), Token::Word(time)]) = self.all.last_chunk() else {
            return Ok(None);
        };
        let ms = milliseconds(time)?;
        self.all.truncate(self.all.len() - 2);
        Ok(Some(ms))
    }

    /// Nothing may follow.
    pub(crate) fn end(&self, wants: &'static str) -> Parsed<()> {
        if self.is_done() { Ok(()) } else { Err(wants) }
    }
}
