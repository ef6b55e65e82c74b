//! What stands behind `/ws/`: an echo, chat rooms and a ticker.

mod chat;
mod ticker;

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use websocket::{connection::Message, frame::CloseCode};

use crate::{answer::Answer, server::House, site::percent_decoded};

use chat::Member;
pub(crate) use chat::Rooms;
use ticker::Ticker;

/// One visitor's side of an endpoint.
pub(crate) enum Endpoint {
    /// `/ws/echo`: every message comes back.
    Echo,
    /// `/ws/chat?room=ROOM&name=NAME`: a text goes to everyone in the room.
    Chat(Member),
    /// `/ws/ticker?every=MILLISECONDS`: the server speaks by itself.
    Ticker(Ticker),
}

/// What an endpoint wants said.
pub(crate) enum Reply {
    Nothing,
    Message(Message),
    Text(Arc<str>),
    Close(CloseCode, &'static str),
}

impl Endpoint {
    /// The endpoint that the rest of the target behind `/ws/` names, or why there is none.
    pub(crate) fn find(target: &str, house: &House) -> Result<Self, Answer> {
        let (name, query) = target.split_once('?').unwrap_or((target, ""));
        let query = Query(query);
        match name {
            "echo" => Ok(Self::Echo),
            "chat" => Member::enter(&house.rooms, &query).map(Self::Chat),
            "ticker" => Ticker::new(&query).map(Self::Ticker),
            _ => Err(Answer::text(404, "There are /ws/echo, /ws/chat and /ws/ticker.")),
        }
    }

    /// The longest message that is taken.
    pub(crate) const fn message_len_max(&self) -> u64 {
        match self {
            Self::Echo => u64::MAX,
            Self::Chat(_) => chat::TEXT_LEN_MAX,
            Self::Ticker(_) => ticker::MESSAGE_LEN_MAX,
        }
    }

    /// Takes a message.
    pub(crate) fn message(&mut self, message: Message) -> Reply {
        match (self, message) {
            (Self::Echo, message) => Reply::Message(message),
            (Self::Chat(member), Message::Text(text)) => {
                member.say(&text);
                Reply::Nothing
            }
            (Self::Chat(_), Message::Binary(_)) => {
                Reply::Close(CloseCode::UNSUPPORTED, "the chat takes text")
            }
            (Self::Ticker(_), _) => Reply::Nothing,
        }
    }

    /// What the endpoint says next by itself.
    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Reply> {
        match self {
            Self::Echo => Poll::Pending,
            Self::Chat(member) => member.poll_next(cx),
            Self::Ticker(ticker) => ticker.poll_next(cx),
        }
    }
}

/// The part of a target behind the question mark.
struct Query<'a>(&'a str);

impl Query<'_> {
    /// The first value of this name; an answer that says no if it cannot be read.
    fn value(&self, name: &str) -> Result<Option<String>, Answer> {
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
