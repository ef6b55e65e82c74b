//! What stands behind `/ws/`: an echo, chat rooms and a ticker.

mod chat;
mod query;
mod reply;
mod ticker;

use std::{
    sync::Arc,
    task::{Context, Poll},
};

use websocket::{connection::Message, frame::CloseCode};

use crate::answer::Answer;

pub(crate) use chat::ChatRooms;
use chat::Member;
use query::Query;
pub(crate) use reply::Reply;
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

impl Endpoint {
    /// The endpoint that the rest of the target behind `/ws/` names, or why there is none.
    pub(crate) fn find(target: &str, rooms: &Arc<ChatRooms>) -> Result<Self, Answer> {
        let (name, query) = target.split_once('?').unwrap_or((target, ""));
        let query = Query(query);
        match name {
            "echo" => Ok(Self::Echo),
            "chat" => Member::enter(rooms, &query).map(Self::Chat),
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
