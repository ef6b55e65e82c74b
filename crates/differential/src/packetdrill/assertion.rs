//! The Python between `%{` and `}%`, as far as it asserts something of `tcp_info`.

use std::collections::BTreeMap;

use kernel::TcpInfo;

use super::fault::{Fault, Judged};

/// Names and values.
pub(super) type Variables = BTreeMap<String, i128>;

/// How deep expressions may stand in each other.
const DEPTH_MAX: usize = 40;
/// Operators, the longer before those that begin them.
const OPERATORS: [&str; 19] = [
    "//", "**", "<<", ">>", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "(", ")",
    "&", "|",
];

/// What Python sees when it looks at a connection.
pub(super) fn variables(info: &TcpInfo) -> Variables {
    let mut all = Variables::new();
    for (name, value) in [
        ("TCP_ESTABLISHED", 1),
        ("TCP_SYN_SENT", 2),
        ("TCP_SYN_RECV", 3),
        ("TCP_FIN_WAIT1", 4),
        ("TCP_FIN_WAIT2", 5),
        ("TCP_TIME_WAIT", 6),
        ("TCP_CLOSE", 7),
        ("TCP_CLOSE_WAIT", 8),
        ("TCP_LAST_ACK", 9),
        ("TCP_LISTEN", 10),
        ("TCP_CLOSING", 11),
        ("TCP_CA_Open", 0),
        ("TCP_CA_Disorder", 1),
        ("TCP_CA_CWR", 2),
        ("TCP_CA_Recovery", 3),
        ("TCP_CA_Loss", 4),
        ("TCPI_OPT_TIMESTAMPS", 1),
        ("TCPI_OPT_SACK", 2),
        ("TCPI_OPT_WSCALE", 4),
    ] {
        all.insert(name.to_owned(), value);
    }
    for (name, value) in [
        ("state", info.state as u64),
        ("ca_state", info.ca_state.into()),
        ("retransmits", info.retransmits.into()),
        ("probes", info.probes.into()),
        ("backoff", info.backoff.into()),
        ("options", info.options.into()),
        ("snd_wscale", info.snd_wscale.into()),
        ("rcv_wscale", info.rcv_wscale.into()),
        ("rto", info.rto),
        ("ato", info.ato),
        ("snd_mss", info.snd_mss.into()),
        ("rcv_mss", info.rcv_mss.into()),
        ("unacked", info.unacked.into()),
        ("sacked", info.sacked.into()),
        ("lost", info.lost.into()),
        ("retrans", info.retrans.into()),
        ("rcv_ssthresh", info.rcv_ssthresh.into()),
        ("rtt", info.rtt),
        ("snd_ssthresh", info.snd_ssthresh.into()),
        ("snd_cwnd", info.snd_cwnd.into()),
        ("cwnd", info.snd_cwnd.into()),
        ("advmss", info.advmss.into()),
        ("reordering", info.reordering.into()),
        ("total_retrans", info.total_retrans.into()),
        ("bytes_acked", info.bytes_acked),
        ("notsent_bytes", info.notsent_bytes.into()),
        ("min_rtt", info.min_rtt),
        ("snd_wnd", info.snd_wnd.into()),
        ("delivered", info.delivered),
    ] {
        all.insert(format!("tcpi_{name}"), value.into());
    }
    all
}

/// Runs a snippet: assertions and assignments.
pub(super) fn check(line: usize, code: &str, variables: &mut Variables) -> Judged<()> {
    let mut line = line;
    for text in logical_lines(code) {
        for statement in text.split(';') {
            statement_of(line, statement.trim(), variables)?;
        }
        line += text.matches('\n').count() + 1;
    }
    Ok(())
}

/// Lines, those joined that end within parentheses or with a backslash.
fn logical_lines(code: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    for line in code.split('\n') {
        let bare = line.split('#').next().unwrap_or_default();
        match lines.last_mut().filter(|_| open) {
            Some(last) => {
                last.push('\n');
                last.push_str(bare);
            }
            None => lines.push(bare.to_owned()),
        }
        let last = lines.last().map_or("", String::as_str).trim_end();
        let depth = last.matches('(').count() as i64 - last.matches(')').count() as i64;
        open = last.ends_with('\\') || depth > 0;
    }
    lines
}

fn statement_of(line: usize, text: &str, variables: &mut Variables) -> Judged<()> {
    if text.is_empty() || text == "pass" || text.starts_with("print") {
        return Ok(());
    }
    if let Some(claim) = text.strip_prefix("assert").filter(|it| it.starts_with([' ', '('])) {
        let claim = before_comma(claim);
        if evaluate(line, claim, variables)? != 0 {
            return Ok(());
        }
        let seen: Vec<String> = names_in(claim)
            .filter_map(|name| Some(format!("{name} = {}", variables.get(name)?)))
            .collect();
        return Err(Fault::expected(line, &claim.trim(), &seen.join(", ")));
    }
    if let Some((name, value)) = text.split_once('=')
        && !value.starts_with('=')
        && name.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        let value = evaluate(line, value, variables)?;
        variables.insert(name.trim().to_owned(), value);
        return Ok(());
    }
    Err(Fault::unsupported(line, format!("the Python `{text}`")))
}

/// The claim of an assertion, without its message.
fn before_comma(text: &str) -> &str {
    let (mut depth, mut quote) = (0, None);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' | '"' if quote == Some(letter) => quote = None,
            '\'' | '"' if quote.is_none() => quote = Some(letter),
            '(' | '[' if quote.is_none() => depth += 1,
            ')' | ']' if quote.is_none() => depth -= 1,
            ',' if depth == 0 && quote.is_none() => return &text[..at],
            _ => {}
        }
    }
    text
}

fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let part = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
    text.split(part).filter(|word| word.starts_with(|letter: char| letter.is_ascii_alphabetic()))
}

struct Evaluator<'t> {
    line: usize,
    text: &'t str,
    words: Vec<&'t str>,
    at: usize,
    variables: &'t Variables,
}

/// The value of an expression: a whole number, 0 and 1 for false and true.
fn evaluate(line: usize, text: &str, variables: &Variables) -> Judged<i128> {
    let words = split(line, text)?;
    let mut evaluator = Evaluator { line, text, words, at: 0, variables };
    let value = evaluator.choice(0)?;
    if evaluator.at < evaluator.words.len() {
        return Err(evaluator.unknown());
    }
    Ok(value)
}

fn split(line: usize, text: &str) -> Judged<Vec<&str>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\\');
    while !rest.is_empty() {
        let word = rest
            .bytes()
            .take_while(|&byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
            .count();
        let operator = OPERATORS.iter().find(|operator| rest.starts_with(**operator));
        let length = match operator {
            _ if word > 0 => word,
            Some(operator) => operator.len(),
            None if rest.starts_with(',') => 1,
            None => {
                let text = format!("the Python `{}`", text.trim());
                return Err(Fault::unsupported(line, text));
            }
        };
        words.push(&rest[..length]);
        rest = rest[length..]
            .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\\');
    }
    Ok(words)
}

impl Evaluator<'_> {
    fn unknown(&self) -> Fault {
        Fault::unsupported(self.line, format!("the Python `{}`", self.text.trim()))
    }

    fn takes(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at) == Some(&word);
        self.at += usize::from(found);
        found
    }

    fn choice(&mut self, depth: usize) -> Judged<i128> {
        let mut value = self.both(depth)?;
        while self.takes("or") {
            let other = self.both(depth)?;
            value = if value == 0 { other } else { value };
        }
        Ok(value)
    }

    fn both(&mut self, depth: usize) -> Judged<i128> {
        let mut value = self.negation(depth)?;
        while self.takes("and") {
            let other = self.negation(depth)?;
            value = if value == 0 { value } else { other };
        }
        Ok(value)
    }

    fn negation(&mut self, depth: usize) -> Judged<i128> {
        if depth > DEPTH_MAX {
            return Err(self.unknown());
        }
        if self.takes("not") {
            return Ok(i128::from(self.negation(depth + 1)? == 0));
        }
        self.comparison(depth)
    }

    /// Comparisons, which may be chained: `a <= b < c`.
    fn comparison(&mut self, depth: usize) -> Judged<i128> {
        let mut left = self.bits(depth)?;
        let mut holds = true;
        let mut compared = false;
        while let Some(&operator) = self.words.get(self.at) {
            let compare: fn(&i128, &i128) -> bool = match operator {
                "==" => i128::eq,
                "!=" => i128::ne,
                "<=" => i128::le,
                ">=" => i128::ge,
                "<" => i128::lt,
                ">" => i128::gt,
                _ => break,
            };
            self.at += 1;
            let right = self.bits(depth)?;
            holds &= compare(&left, &right);
            compared = true;
            left = right;
        }
        Ok(if compared { i128::from(holds) } else { left })
    }

    /// Masks bind closer than comparisons, and `&` closer than `|`.
    fn bits(&mut self, depth: usize) -> Judged<i128> {
        let mut value = self.mask(depth)?;
        while self.takes("|") {
            value |= self.mask(depth)?;
        }
        Ok(value)
    }

    fn mask(&mut self, depth: usize) -> Judged<i128> {
        let mut value = self.sum(depth)?;
        while self.takes("&") {
            value &= self.sum(depth)?;
        }
        Ok(value)
    }

    fn sum(&mut self, depth: usize) -> Judged<i128> {
        let mut value = self.product(depth)?;
        loop {
            value = if self.takes("+") {
                value.checked_add(self.product(depth)?)
            } else if self.takes("-") {
                value.checked_sub(self.product(depth)?)
            } else {
                return Ok(value);
            }
            .ok_or_else(|| self.unknown())?;
        }
    }

    fn product(&mut self, depth: usize) -> Judged<i128> {
        let mut value = self.factor(depth)?;
        loop {
            value = if self.takes("*") {
                value.checked_mul(self.factor(depth)?)
            } else if self.takes("//") {
                value.checked_div_euclid(self.factor(depth)?)
            } else if self.takes("%") {
                value.checked_rem_euclid(self.factor(depth)?)
            } else if self.takes("/") {
                // Only what comes out even is a whole number.
                let divisor = self.factor(depth)?;
                value.checked_rem(divisor).filter(|&rest| rest == 0).map(|_| value / divisor)
            } else {
                return Ok(value);
            }
            .ok_or_else(|| self.unknown())?;
        }
    }

    fn factor(&mut self, depth: usize) -> Judged<i128> {
        if depth > DEPTH_MAX {
            return Err(self.unknown());
        }
        if self.takes("-") {
            return Ok(-self.factor(depth + 1)?);
        }
        if self.takes("(") {
            let value = self.choice(depth + 1)?;
            return if self.takes(")") { Ok(value) } else { Err(self.unknown()) };
        }
        let word = self.words.get(self.at).copied().ok_or_else(|| self.unknown())?;
        self.at += 1;
        match word {
            "True" => return Ok(1),
            "False" => return Ok(0),
            "abs" | "min" | "max" if self.takes("(") => return self.function(word, depth + 1),
            _ => {}
        }
        let number = match word.strip_prefix("0x") {
            Some(hex) => i128::from_str_radix(hex, 16).ok(),
            None => word.parse().ok(),
        };
        number.or_else(|| self.variables.get(word).copied()).ok_or_else(|| {
            Fault::unsupported(self.line, format!("Python's `{word}` is not known here"))
        })
    }

    fn function(&mut self, name: &str, depth: usize) -> Judged<i128> {
        let mut values = vec![self.choice(depth)?];
        while self.takes(",") {
            values.push(self.choice(depth)?);
        }
        if !self.takes(")") {
            return Err(self.unknown());
        }
        let value = match name {
            "abs" => values.first().map(|value| value.abs()),
            "min" => values.iter().min().copied(),
            _ => values.iter().max().copied(),
        };
        value.ok_or_else(|| self.unknown())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(code: &str, expected: &str) {
        let mut known = Variables::from([("tcpi_snd_cwnd".to_owned(), 10)]);
        let seen = match check(1, code, &mut known) {
            Ok(()) => "holds".to_owned(),
            Err(fault) => format!("{}: {}", fault.line, fault.text),
        };
        assert_eq!(seen, expected, "for `{code}`");
    }

    #[test]
    fn assertions_hold_or_do_not() {
        run("assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd", "holds");
        run("\nassert tcpi_snd_cwnd == 2 * (3 + 2), 'a, b'\nassert not 0", "holds");
        run("x = tcpi_snd_cwnd // 3; assert 2 < x <= 3 and max(x, 7) % 4 == 3", "holds");
        run("assert (\n tcpi_snd_cwnd > 1\n)", "holds");
        run("assert tcpi_snd_cwnd & 2 == 2 and 1 | 4 & 6 == 5", "holds");
        run(
            "\nassert tcpi_snd_cwnd == 11",
            "2: expected tcpi_snd_cwnd == 11, seen tcpi_snd_cwnd = 10",
        );
    }

    #[test]
    fn what_cannot_be_evaluated_is_named() {
        run("import os", "1: the Python `import os`");
        run("assert tcpi_busy_time", "1: Python's `tcpi_busy_time` is not known here");
        run("assert 7 / 2 > 3", "1: the Python `7 / 2 > 3`");
        run("assert f'{x}'", "1: the Python `f'{x}'`");
        run(
            &format!("assert {}1", "(".repeat(100)),
            &format!("1: the Python `{}1`", "(".repeat(100)),
        );
    }
}
