//! The head of a response as Chromium finds it: where the standard is strict, it is patient, for
//! the web is full of servers that were written by hand.
//!
//! Measured with Chromium 156: line feeds alone end lines, empty lines before the head are passed
//! over, a line without a colon is ignored, blanks before a colon do no harm. What is left is given
//! to the strict reader.

use std::mem;

/// The longest head, as in Chromium.
const LEN_MAX: usize = 256 << 10;
const START: &[u8] = b"HTTP";

/// Collects a head that arrives in pieces.
#[derive(Debug, Default)]
pub(super) struct AnswerHead {
    bytes: Vec<u8>,
}

impl AnswerHead {
    /// Takes bytes up to the end of the head, and gives it once it is whole, or no head at all.
    /// What follows is left.
    pub(super) fn take(&mut self, rest: &mut &[u8]) -> Option<Vec<u8>> {
        while let Some((&byte, behind)) = rest.split_first() {
            *rest = behind;
            if self.bytes.is_empty() && matches!(byte, b'\r' | b'\n') {
                continue;
            }
            self.bytes.push(byte);
            let is_whole = self.bytes.ends_with(b"\n\n") || self.bytes.ends_with(b"\n\r\n");
            let is_other = !self.is_http() || self.bytes.len() > LEN_MAX;
            if is_whole || is_other {
                return Some(self.finish());
            }
        }
        None
    }

    /// Whether it can be the beginning of a response.
    pub(super) fn is_http(&self) -> bool {
        let len = self.bytes.len().min(START.len());
        self.bytes[..len].eq_ignore_ascii_case(&START[..len])
    }

    /// The connection ended: what came of the head.
    pub(super) fn finish(&mut self) -> Vec<u8> {
        let bytes = mem::take(&mut self.bytes);
        let mut head = Vec::with_capacity(bytes.len() + 4);
        for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let line = line.trim_ascii_end();
            let is_continued = line.starts_with(b" ") || line.starts_with(b"\t");
            let colon = line.iter().position(|byte| *byte == b':');
            match colon {
                _ if at == 0 => head.extend_from_slice(line),
                Some(colon) if !is_continued => {
                    head.extend_from_slice(b"\r\n");
                    head.extend_from_slice(line[..colon].trim_ascii_end());
                    head.extend_from_slice(&line[colon..]);
                }
                // A value that goes on in the next line (RFC 9112 §5.2).
                _ if is_continued && at > 1 => {
                    head.push(b' ');
                    head.extend_from_slice(line.trim_ascii());
                }
                _ => {}
            }
        }
        head.extend_from_slice(b"\r\n\r\n");
        head
    }
}

/// The same with a version that can switch protocols: Chromium takes the answer of HTTP/1.0, which
/// Python's own server gives unless it is told otherwise.
pub(super) fn of_a_newer_version(mut head: Vec<u8>) -> Vec<u8> {
    if head.starts_with(b"HTTP/1.0 101") {
        head[7] = b'1';
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &str, head: &str, left: &str) {
        for cut in 0..=bytes.len() {
            let (first, second) = bytes.as_bytes().split_at(cut);
            let mut collector = AnswerHead::default();
            let (mut one, mut two) = (first, second);
            let found = collector.take(&mut one);
            let left_over = if found.is_some() { [one, second].concat() } else { Vec::new() };
            let (found, left_over) = match found {
                Some(found) => (found, left_over),
                None => (collector.take(&mut two).expect("a head"), two.to_vec()),
            };
            assert_eq!(String::from_utf8_lossy(&found), head, "cut at {cut}");
            assert_eq!(String::from_utf8_lossy(&left_over), left, "cut at {cut}");
        }
    }

    #[test]
    fn heads_by_hand() {
        check("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n", "body");
        check("HTTP/1.1 200 OK\nA: b\n\nbody", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n", "body");
        check("\r\n\nHTTP/1.1 101\n\n", "HTTP/1.1 101\r\n\r\n", "");
        check("HTTP/1.1 1\nrubbish\nA  :b\n\n", "HTTP/1.1 1\r\nA:b\r\n\r\n", "");
        check("HTTP/1.1 1\nA: b\n  c: d\n\n", "HTTP/1.1 1\r\nA: b c: d\r\n\r\n", "");
        check("hello", "he\r\n\r\n", "llo");
    }
}
