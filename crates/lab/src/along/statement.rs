//! A log statement of a listing: its text is what stands between quotes on its line.

use super::{Known, Value};

/// A text with blanks, and the values for them in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) line: usize,
    /// Texts before, between and behind the blanks: one more than there are blanks.
    texts: Vec<String>,
    values: Vec<Value>,
}

impl Statement {
    /// The statement on a line. A value more than there are blanks stands behind the text, as
    /// `"received " + text` has it.
    pub(super) fn of(line: &str, number: usize, values: Vec<Value>) -> Result<Self, &'static str> {
        let literal = literal(line).ok_or("a line with a text in double quotes")?;
        let mut texts = split(&literal, line.contains("printf"));
        if texts.len() == values.len() {
            texts.push(String::new());
        }
        if texts.len() != values.len() + 1 {
            return Err("as many values as the text has blanks");
        }
        // Whoever logs with `printf` ends the line by hand.
        let ends = texts.last().is_some_and(|last| last.ends_with('\n'));
        if let Some(last) = texts.last_mut().filter(|_| !ends) {
            last.push('\n');
        }
        Ok(Self { line: number, texts, values })
    }

    /// The text with its blanks filled in. A value that the event does not give stays a blank.
    pub(super) fn filled(&self, known: &Known) -> String {
        let mut filled = self.texts[0].clone();
        for (value, text) in self.values.iter().zip(&self.texts[1..]) {
            let found = known.iter().find(|(known, _)| known == value);
            filled.push_str(found.map_or("{}", |(_, found)| found));
            filled.push_str(text);
        }
        filled
    }
}

/// The first text between double quotes, with what its backslashes mean.
fn literal(line: &str) -> Option<String> {
    let (_, inside) = line.split_once('"')?;
    let mut text = String::new();
    let mut rest = inside.chars();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            '\\' => match rest.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

/// What stands around the blanks: `{}`, or `%s` and its sisters.
fn split(literal: &str, is_printf: bool) -> Vec<String> {
    if !is_printf {
        return literal.split("{}").map(str::to_owned).collect();
    }
    let mut texts = vec![String::new()];
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('%') {
        let conversion = after.find(|c: char| c.is_ascii_alphabetic() || c == '%');
        // The length of a number stands before its kind: `%zd`.
        let end = conversion.map_or(after.len(), |at| {
            let sized = after[at..].find(|c| !"hlzjt".contains(c)).unwrap_or(0);
            at + sized + 1
        });
        if let Some(last) = texts.last_mut() {
            last.push_str(before);
        }
        if after.starts_with('%') {
            texts.last_mut().into_iter().for_each(|last| last.push('%'));
        } else {
            texts.push(String::new());
        }
        rest = after.get(end..).unwrap_or_default();
    }
    texts.last_mut().into_iter().for_each(|last| last.push_str(rest));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(line: &str, values: &[(Value, &str)]) -> String {
        let statement = Statement::of(line, 1, values.iter().map(|it| it.0).collect()).unwrap();
        statement.filled(&values.iter().map(|(value, text)| (*value, (*text).into())).collect())
    }

    #[test]
    fn blanks_are_filled_in_order() {
        let of_java = "    log.info(\"{} says {}\", session.getId(), message.getPayload());";
        let both = [(Value::Id, "a1"), (Value::Text, "hi {}")];
        assert_eq!(filled(of_java, &both), "a1 says hi {}\n");
        let of_c = "    printf(\"received %.*s, 100%%\\n\", (int)got, buffer);";
        assert_eq!(filled(of_c, &[(Value::Data, "hello")]), "received hello, 100%\n");
        assert_eq!(filled("printf(\"%zd bytes\\n\", n);", &[(Value::Length, "7")]), "7 bytes\n");
        let joined = "System.out.println(\"received \" + new String(buffer, 0, got));";
        assert_eq!(filled(joined, &[(Value::Data, "hello")]), "received hello\n");
        assert_eq!(filled("printf(\"listening\\n\");", &[]), "listening\n");
    }

    #[test]
    fn a_statement_has_a_text_and_as_many_blanks_as_values() {
        assert!(Statement::of("return 0;", 1, Vec::new()).is_err());
        assert!(Statement::of("log.info(\"{} {} {}\", a)", 1, vec![Value::Id]).is_err());
        assert!(Statement::of("log.info(\"unended", 1, Vec::new()).is_err());
    }
}
