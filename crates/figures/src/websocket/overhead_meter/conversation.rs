//! Who writes when: the lines that a reader types, and the messages that they come to.
//!
//! A line is `TIME WHO TEXT`, or `every TIME WHO TEXT` for a message that comes again and again.
//! Invariant: whatever is typed gives a conversation of at most [`MESSAGES_MAX`] messages within
//! the time it is given; what could not be read is counted from its line.

figure_kit::names! {
    /// Who writes at a rate.
    pub(super) enum Writer {
        /// The server.
        Server = "server",
        /// The browser.
        Browser = "browser",
        /// Both in turn, the server first.
        Both = "both",
    }
}

/// More messages than this are not written.
pub(super) const MESSAGES_MAX: usize = 200;
/// The longest text that is kept, in bytes.
pub(super) const TEXT_MAX: usize = 2_000;

figure_kit::names! {
    /// An end of the conversation.
    pub enum Side {
        /// The page.
        Browser = "browser",
        /// The server.
        Server = "server",
    }
}

/// A message: who writes it, when, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) at_us: u32,
    pub(super) from: Side,
    pub(super) text: String,
}

/// A conversation, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Conversation {
    pub(super) messages: Vec<Message>,
    /// The first line, from 1, that is none.
    pub(super) wrong_line: Option<usize>,
    /// There were more messages than are written.
    pub(super) is_cut: bool,
}

impl Conversation {
    /// What the lines say, until `end_us`. Texts are filled up to `size` bytes.
    pub(super) fn read(lines: &str, end_us: u32, size: usize) -> Self {
        let mut all = Self::default();
        for (number, line) in (1..).zip(lines.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            match read_line(line) {
                Some((first_us, every_us, from, text)) => {
                    let mut at_us = first_us;
                    while at_us <= end_us
                        && all.add(at_us, from, filled(text, size))
                        && every_us > 0
                    {
                        at_us = at_us.saturating_add(every_us);
                    }
                }
                None => all.wrong_line = all.wrong_line.or(Some(number)),
            }
        }
        all
    }

    /// Messages at a rate: so many a minute for so long, the first after half a pause.
    pub(super) fn at_rate(a_minute: u32, end_us: u32, writer: Writer, size: usize) -> Self {
        let mut all = Self::default();
        let Some(pause_us) = 60_000_000_u32.checked_div(a_minute) else { return all };
        let mut at_us = pause_us / 2;
        let mut number = 0;
        while at_us <= end_us {
            let from = match writer {
                Writer::Server => Side::Server,
                Writer::Both if number % 2 == 0 => Side::Server,
                Writer::Browser | Writer::Both => Side::Browser,
            };
            number += 1;
            let mut text = filled("message", size);
            text.truncate(size);
            if !all.add(at_us, from, text) {
                break;
            }
            at_us = at_us.saturating_add(pause_us);
        }
        all
    }

    /// Puts a message behind those of the same moment, if there is room.
    fn add(&mut self, at_us: u32, from: Side, text: String) -> bool {
        if self.messages.len() >= MESSAGES_MAX {
            self.is_cut = true;
            return false;
        }
        let place = self.messages.partition_point(|other| other.at_us <= at_us);
        self.messages.insert(place, Message { at_us, from, text });
        true
    }
}

/// The text with dots behind it, up to `size` bytes, or what fits of it: a message has no line end.
fn filled(text: &str, size: usize) -> String {
    let mut text = text.to_owned();
    text.extend((text.len()..size).map(|_| '.'));
    text
}

/// When it is written first, after how long again (0 for never), by whom, and what.
fn read_line(line: &str) -> Option<(u32, u32, Side, &str)> {
    let (first, rest) = word(line);
    if first == "every" {
        let (time, rest) = word(rest);
        let every = time_us(time).filter(|us| *us >= 10_000)?;
        let (from, text) = who(rest)?;
        return Some((every, every, from, text));
    }
    let at = time_us(first)?;
    let (from, text) = who(rest)?;
    Some((at, 0, from, text))
}

fn who(rest: &str) -> Option<(Side, &str)> {
    let (name, text) = word(rest);
    let from = match name {
        "server" => Side::Server,
        "browser" => Side::Browser,
        _ => return None,
    };
    (!text.is_empty()).then_some((from, text))
}

/// The first word, and what stands behind it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (first, rest.trim_start())
}

/// `0.5s`, `500ms` or `2`, which are seconds, in microseconds. Two digits behind the point count.
fn time_us(text: &str) -> Option<u32> {
    let (number, unit_us) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => (number, 1_000),
        (_, Some(number)) => (number, 1_000_000),
        _ => (text, 1_000_000),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let hundredths = part.parse::<u32>().ok()? * if part.len() == 1 { 10 } else { 1 };
    let whole = whole.parse::<u32>().ok()?.checked_mul(unit_us)?;
    whole.checked_add(hundredths * (unit_us / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &str, expected: &str) {
        let all = Conversation::read(lines, 10_000_000, 0);
        let said = all.messages.iter().map(|it| {
            format!(
                "{} {} {}",
                it.at_us / 1_000,
                if it.from == Side::Server { 's' } else { 'b' },
                it.text
            )
        });
        let mut said = said.collect::<Vec<_>>().join(", ");
        if let Some(line) = all.wrong_line {
            said.push_str(&["; line ", &line.to_string()].concat());
        }
        assert_eq!(said, expected, "{lines}");
    }

    #[test]
    fn lines_are_read_and_put_in_order() {
        check("0.5s server price 101\n200ms browser hello", "200 b hello, 500 s price 101");
        check(
            "2 server two\n1 server one\n1 browser three",
            "1000 s one, 1000 b three, 2000 s two",
        );
        check("every 4s server tick", "4000 s tick, 8000 s tick");
        check("1.25s server x\n\n  9.9s   browser   y  z ", "1250 s x, 9900 b y  z");
        check("11s server too late", "");
        check("", "");
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        for line in [
            "hello",
            "server hello",
            "1s",
            "1s server",
            "1s nobody hi",
            "-1s server x",
            "1.s server x",
            "1.234s server x",
            ".5s server x",
            "every server x",
            "every 0s server x",
            "every 5ms server x",
            "99999999999s server x",
            "4295s server x",
            "한국어",
            "1s 서버 안녕",
        ] {
            check(&["1s server a\n", line].concat(), "1000 s a; line 2");
        }
    }

    #[test]
    fn there_is_a_most_of_everything() {
        let all = Conversation::read("every 10ms server x", 60_000_000, 0);
        assert_eq!((all.messages.len(), all.is_cut), (MESSAGES_MAX, true));
        let all = Conversation::at_rate(600, 60_000_000, Writer::Both, 7);
        assert_eq!((all.messages.len(), all.is_cut), (MESSAGES_MAX, true));
        assert!(Conversation::at_rate(0, 60_000_000, Writer::Both, 7).messages.is_empty());
    }

    #[test]
    fn a_text_is_filled_up_to_its_size() {
        let all = Conversation::read("1s server 가", 2_000_000, 5);
        assert_eq!(all.messages[0].text, "가..");
        assert_eq!(
            Conversation::at_rate(60, 1_000_000, Writer::Server, 9).messages[0].text,
            "message.."
        );
    }
}
