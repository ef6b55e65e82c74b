//! From words to a script.

use super::call::CallLine;
use super::fault::{Fault, Judged};
use super::lexer::{Spot, Token, tokens};
use super::script::{Action, Event, Script, When};
use super::value::Value;

/// How deep expressions may stand in each other.
const DEPTH_MAX: usize = 24;
/// The longest time that a script may speak of: a day, in nanoseconds.
const TIME_MAX: i64 = 86_400 * 1_000_000_000;

/// The words that are left.
pub(super) struct Parser {
    spots: Vec<Spot>,
    at: usize,
}

/// Reads a script.
pub(super) fn script(text: &str) -> Judged<Script> {
    let mut parser = Parser { spots: tokens(text)?, at: 0 };
    let mut script = Script::default();
    parser.options(&mut script)?;
    while let Some(Token::Command(command)) = parser.peek() {
        let entry = (parser.line(), command.clone());
        parser.at += 1;
        // The first stands before the events, the last behind them: both are for a shell.
        script.setup.push(entry);
    }
    while parser.peek().is_some() {
        if let Some(Token::Command(_)) = parser.peek() {
            // What cleans up afterwards has nothing to clean here.
            parser.at += 1;
            continue;
        }
        script.events.push(parser.event()?);
    }
    if script.events.is_empty() {
        return Err(Fault::broken(parser.line(), "nothing happens in this script"));
    }
    Ok(script)
}

impl Parser {
    pub(super) fn peek(&self) -> Option<&Token> {
        self.spots.get(self.at).map(|spot| &spot.token)
    }

    fn peek_second(&self) -> Option<&Token> {
        self.spots.get(self.at + 1).map(|spot| &spot.token)
    }

    /// The line of the next word, or of the last.
    pub(super) fn line(&self) -> usize {
        let spot = self.spots.get(self.at).or(self.spots.last());
        spot.map_or(1, |spot| spot.line)
    }

    pub(super) fn wrong(&self, wanted: &str) -> Fault {
        let seen = match self.peek() {
            None => "the end of the file".to_owned(),
            Some(Token::Word(word)) => format!("`{word}`"),
            Some(Token::Symbol(symbol)) => format!("`{symbol}`"),
            Some(Token::Number(number)) => format!("`{number}`"),
            Some(Token::Ellipsis) => "`...`".to_owned(),
            Some(other) => format!("{other:?}"),
        };
        Fault::broken(self.line(), format!("expected {wanted}, found {seen}"))
    }

    /// Takes a symbol, if it is next.
    pub(super) fn takes(&mut self, symbol: char) -> bool {
        let found = self.peek() == Some(&Token::Symbol(symbol));
        self.at += usize::from(found);
        found
    }

    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(next)) if next == word);
        self.at += usize::from(found);
        found
    }

    pub(super) fn symbol(&mut self, symbol: char) -> Judged<()> {
        if self.takes(symbol) { Ok(()) } else { Err(self.wrong(&format!("`{symbol}`"))) }
    }

    pub(super) fn word(&mut self, wanted: &str) -> Judged<String> {
        match self.peek() {
            Some(Token::Word(word)) => {
                let word = word.clone();
                self.at += 1;
                Ok(word)
            }
            _ => Err(self.wrong(wanted)),
        }
    }

    pub(super) fn ellipsis(&mut self) -> bool {
        let found = self.peek() == Some(&Token::Ellipsis);
        self.at += usize::from(found);
        found
    }

    /// A whole number within bounds.
    pub(super) fn number(&mut self, wanted: &str, most: u32) -> Judged<u32> {
        match self.peek() {
            Some(&Token::Number(number)) => {
                let fits = u32::try_from(number).ok().filter(|&number| number <= most);
                let wrong = || self.wrong(&format!("{wanted} from 0 to {most}"));
                let number = fits.ok_or_else(wrong)?;
                self.at += 1;
                Ok(number)
            }
            _ => Err(self.wrong(wanted)),
        }
    }

    /// Whether options of TCP follow.
    pub(super) fn at_options(&self) -> bool {
        self.peek() == Some(&Token::Symbol('<'))
    }

    /// A decimal number where none can be: `.5` behind flags, for one.
    pub(super) fn at_decimal(&self) -> bool {
        matches!(self.peek(), Some(Token::Decimal(_)))
    }

    pub(super) fn at_number(&self) -> bool {
        matches!(self.peek(), Some(Token::Number(_)))
    }

    pub(super) fn at_symbol_second(&self, symbol: char) -> bool {
        self.peek_second() == Some(&Token::Symbol(symbol))
    }

    fn options(&mut self, script: &mut Script) -> Judged<()> {
        while let Some(Token::Option(name)) = self.peek() {
            let (line, name) = (self.line(), name.clone());
            self.at += 1;
            let mut value = String::new();
            while self.line() == line && self.peek().is_some() {
                match self.peek() {
                    Some(Token::Option(_) | Token::Command(_)) => break,
                    Some(Token::Word(word) | Token::Text(word)) => value.push_str(word),
                    Some(Token::Number(number)) => value.push_str(&number.to_string()),
                    Some(Token::Address(address)) => value.push_str(&address.to_string()),
                    Some(Token::Symbol('=')) if value.is_empty() => {}
                    Some(Token::Symbol(symbol)) => value.push(*symbol),
                    _ => return Err(self.wrong(&format!("a value for `--{name}`"))),
                }
                self.at += 1;
            }
            script.options.push((line, name, value));
        }
        Ok(())
    }

    /// A time in seconds, as nanoseconds.
    fn time(&mut self) -> Judged<u64> {
        let ns = match self.peek() {
            Some(&Token::Number(seconds)) => seconds.checked_mul(1_000_000_000),
            Some(&Token::Decimal(ns)) => Some(ns),
            _ => return Err(self.wrong("a time in seconds")),
        };
        let ns = ns.filter(|ns| (0..=TIME_MAX).contains(ns));
        let wrong = || Fault::broken(self.line(), "a time must be from 0 seconds to a day");
        let ns = ns.ok_or_else(wrong)?;
        self.at += 1;
        Ok(ns.unsigned_abs())
    }

    fn when(&mut self) -> Judged<When> {
        if self.takes('*') {
            return Ok(When::Any);
        }
        let line = self.line();
        let relative = self.takes('+');
        let start = self.time()?;
        let mut end = start;
        if self.takes('~') {
            if relative {
                self.takes('+');
            }
            end = self.time()?;
        }
        if end < start {
            return Err(Fault::broken(line, "the end of this span comes before its start"));
        }
        Ok(if relative { When::After(start, end) } else { When::At(start, end) })
    }

    fn event(&mut self) -> Judged<Event> {
        let line = self.line();
        let when = self.when()?;
        let action = match self.peek() {
            Some(Token::Command(command)) => {
                let action = Action::Command(command.clone());
                self.at += 1;
                action
            }
            Some(Token::Code(code)) => {
                let action = Action::Code(code.clone());
                self.at += 1;
                action
            }
            Some(Token::Symbol('<' | '>')) => Action::Packet(self.packet()?),
            Some(Token::Word(_) | Token::Ellipsis) => Action::Call(self.call()?),
            _ => return Err(self.wrong("a packet, a call, a command or code")),
        };
        let is_outbound = matches!(&action, Action::Packet(packet) if packet.outbound);
        let is_span = match when {
            When::Any => true,
            When::At(start, end) | When::After(start, end) => start != end,
        };
        if is_span && !is_outbound {
            let text = "only a packet that the kernel sends may come whenever or within a span";
            return Err(Fault::broken(line, text));
        }
        Ok(Event { line, when, action })
    }

    fn call(&mut self) -> Judged<CallLine> {
        let until = if self.ellipsis() { Some(self.time()?) } else { None };
        let name = self.word("the name of a call")?;
        self.symbol('(')?;
        let arguments = if self.takes(')') { Vec::new() } else { self.values(')', 0)? };
        self.symbol('=')?;
        let result = self.value(0)?;
        let mut error = None;
        if let Some(Token::Word(word)) = self.peek()
            && word.starts_with('E')
        {
            error = Some(word.clone());
            self.at += 1;
        }
        // A remark, as strace prints it.
        while self.takes('(') {
            while self.peek().is_some() && !self.takes(')') {
                self.at += 1;
            }
        }
        let arguments = arguments.into_iter().map(|(_, value)| value).collect();
        Ok(CallLine { until, name, arguments, result, error })
    }

    /// Values up to a closing mark, some of them with names.
    fn values(&mut self, close: char, depth: usize) -> Judged<Vec<(Option<String>, Value)>> {
        let mut values = Vec::new();
        loop {
            let value = self.value(depth)?;
            if self.takes('=') {
                let (Value::Word(name) | Value::Applied(name, _)) = value else {
                    return Err(self.wrong("a name before `=`"));
                };
                values.push((Some(name), self.value(depth)?));
            } else {
                values.push((None, value));
            }
            if self.takes(close) {
                return Ok(values);
            }
            self.symbol(',')?;
        }
    }

    fn value(&mut self, depth: usize) -> Judged<Value> {
        if depth > DEPTH_MAX {
            return Err(Fault::broken(self.line(), "expressions stand too deep in each other"));
        }
        let first = self.primary(depth)?;
        if !self.takes('|') {
            return Ok(first);
        }
        let mut all = vec![first, self.primary(depth)?];
        while self.takes('|') {
            all.push(self.primary(depth)?);
        }
        Ok(Value::Or(all))
    }

    fn primary(&mut self, depth: usize) -> Judged<Value> {
        if self.ellipsis() {
            return Ok(Value::Ellipsis);
        }
        for (open, close) in [('[', ']'), ('{', '}')] {
            if self.takes(open) {
                let empty = self.takes(close);
                let items = if empty { Vec::new() } else { self.values(close, depth + 1)? };
                return Ok(Value::List(items));
            }
        }
        match self.peek() {
            Some(&Token::Number(number)) => {
                self.at += 1;
                Ok(Value::Number(number))
            }
            Some(Token::Text(text)) => {
                let mut text = text.clone();
                self.at += 1;
                while let Some(Token::Text(more)) = self.peek() {
                    text.push_str(more);
                    self.at += 1;
                }
                self.ellipsis();
                Ok(Value::Text(text))
            }
            Some(Token::Word(_)) => {
                let word = self.word("a value")?;
                if self.takes('(') {
                    let items =
                        if self.takes(')') { Vec::new() } else { self.values(')', depth + 1)? };
                    let values = items.into_iter().map(|(_, value)| value).collect();
                    return Ok(Value::Applied(word, values));
                }
                Ok(Value::Word(word))
            }
            _ => Err(self.wrong("a value")),
        }
    }
}
