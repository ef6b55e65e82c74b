//! A request's or an answer's head as lines, so that a case can change one of them.

use http::{Fields, Reader, Request, RequestLine, StartLine as _};

/// A head that is written line by line, legal or not.
#[derive(Debug, Clone)]
pub struct Head {
    /// The first line.
    pub start: String,
    /// Names and values, in order.
    pub lines: Vec<(String, String)>,
    /// What stands between a name and its value.
    pub colon: &'static str,
    /// What ends a line.
    pub line_end: &'static str,
}

impl Head {
    /// A head with these fields.
    pub fn of(start: &impl http::StartLine, fields: &Fields) -> Self {
        let mut line = Vec::new();
        start.write(&mut line);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let lines = fields.iter().map(|field| (field.name.clone(), text(&field.value)));
        Self { start: text(&line), lines: lines.collect(), colon: ": ", line_end: "\r\n" }
    }

    /// Adds a field at the end.
    pub fn add(&mut self, name: &str, value: &str) {
        self.lines.push((name.to_owned(), value.to_owned()));
    }

    /// Leaves all fields of a name out.
    pub fn remove(&mut self, name: &str) {
        self.lines.retain(|(own, _)| !own.eq_ignore_ascii_case(name));
    }

    /// Gives all fields of a name another value.
    pub fn set(&mut self, name: &str, value: &str) {
        for (own, old) in &mut self.lines {
            if own.eq_ignore_ascii_case(name) {
                value.clone_into(old);
            }
        }
    }

    /// The value of the first field of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.lines.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The head as bytes, with the empty line.
    pub fn bytes(&self) -> Vec<u8> {
        let Self { start, lines, colon, line_end } = self;
        let lines = lines.iter().map(|(name, value)| format!("{name}{colon}{value}{line_end}"));
        let lines: String = lines.collect();
        format!("{start}{line_end}{lines}{line_end}").into_bytes()
    }

    /// What the head asks for, as far as it can be read: what an answer is judged by.
    pub(super) fn asked(&self) -> Request {
        let limits = http::Limits { head_len_max: 1 << 20, fields_max: 4096, ..Default::default() };
        let whole = Reader::<RequestLine>::new(limits).receive(&mut &self.bytes()[..]);
        if let Ok(Some(request)) = whole {
            return request;
        }
        let mut fields = Fields::default();
        for (name, value) in &self.lines {
            // What cannot stand in a head asks for nothing.
            let _left_out = fields.push(name.trim(), value);
        }
        let start = RequestLine::read(self.start.as_bytes()).unwrap_or_else(|_| RequestLine {
            method: "GET".to_owned(),
            target: "/".to_owned(),
            version: http::Version::HTTP_1_1,
        });
        Request { start, fields }
    }
}
