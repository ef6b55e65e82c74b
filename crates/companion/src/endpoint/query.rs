//! What a target asks of an endpoint behind its question mark.

use crate::{answer::Answer, site::percent_decoded};

/// The part of a target behind the question mark.
pub(super) struct Query<'a>(pub(super) &'a str);

impl Query<'_> {
    /// The first value of this name; an answer that says no if it cannot be read.
    pub(super) fn value(&self, name: &str) -> Result<Option<String>, Answer> {
        let pairs = self.0.split('&').filter_map(|pair| pair.split_once('='));
        let mut values = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
        let Some(value) = values.next() else { return Ok(None) };
        match percent_decoded(&value.replace('+', " ")) {
            Some(value) => Ok(Some(value)),
            None => Err(Answer::text(400, &format!("`{name}` is not percent-encoded UTF-8."))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read() {
        let query = Query("room=%EB%B0%A9+1&name=&bad=%f&room=2");
        assert_eq!(query.value("room").unwrap().as_deref(), Some("방 1"));
        assert_eq!(query.value("name").unwrap().as_deref(), Some(""));
        assert_eq!(query.value("none").unwrap(), None);
        assert_eq!(query.value("bad").unwrap_err().status, 400);
    }
}
