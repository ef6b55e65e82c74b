//! Chat rooms: what one says, all in the room hear, the speaker too.
//!
//! Invariants: a room lives as long as someone is in it; nobody waits for a slow listener, whose
//! queue is bounded and who is shut out when it is full.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use tokio::sync::mpsc;
use websocket::frame::CloseCode;

use crate::answer::Answer;

use super::{query::Query, reply::Reply};

/// The longest thing to say.
pub(super) const TEXT_LEN_MAX: u64 = 4096;

/// The longest name of a room or a person, in characters.
const NAME_LEN_MAX: usize = 40;

/// All rooms.
#[derive(Debug)]
pub(crate) struct ChatRooms {
    by_name: Mutex<BTreeMap<String, Room>>,
    count_max: usize,
    queue_messages_max: usize,
}

#[derive(Debug, Default)]
struct Room {
    members: BTreeMap<u64, mpsc::Sender<Arc<str>>>,
    entered: u64,
}

impl Room {
    /// Says something to all; who cannot take it is no longer of the room.
    fn say(&mut self, text: &Arc<str>) {
        self.members.retain(|_, queue| queue.try_send(Arc::clone(text)).is_ok());
    }
}

impl ChatRooms {
    pub(crate) fn new(count_max: usize, queue_messages_max: usize) -> Arc<Self> {
        Arc::new(Self { by_name: Mutex::default(), count_max, queue_messages_max })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Room>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Someone in a room. Dropped, they have left.
#[derive(Debug)]
pub(crate) struct Member {
    rooms: Arc<ChatRooms>,
    room: String,
    id: u64,
    name: String,
    queue: mpsc::Receiver<Arc<str>>,
}

impl Member {
    /// Enters the room that the query names, `lobby` if it names none.
    pub(super) fn enter(rooms: &Arc<ChatRooms>, query: &Query<'_>) -> Result<Self, Answer> {
        let room_name = named(query, "room")?.unwrap_or_else(|| "lobby".to_owned());
        let name = named(query, "name")?;
        let mut all = rooms.lock();
        if all.len() >= rooms.count_max && !all.contains_key(&room_name) {
            return Err(Answer::text(503, "There is no room for another room."));
        }
        let room = all.entry(room_name.clone()).or_default();
        room.entered += 1;
        let id = room.entered;
        let name = name.unwrap_or_else(|| format!("guest {id}"));
        let (sender, queue) = mpsc::channel(rooms.queue_messages_max.max(1));
        room.members.insert(id, sender);
        room.say(&format!("* {name} came in: {} here", room.members.len()).into());
        drop(all);
        Ok(Self { rooms: Arc::clone(rooms), room: room_name, id, name, queue })
    }

    pub(super) fn say(&self, text: &str) {
        // A line end could begin a line that looks like someone else's.
        let text = text.replace(char::is_control, " ");
        let line = format!("{}: {text}", self.name).into();
        if let Some(room) = self.rooms.lock().get_mut(&self.room) {
            room.say(&line);
        }
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Reply> {
        self.queue.poll_recv(cx).map(|said| match said {
            Some(text) => Reply::Text(text),
            None => Reply::Close(CloseCode::POLICY_VIOLATION, "too slow for this room"),
        })
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        let mut all = self.rooms.lock();
        let Some(room) = all.get_mut(&self.room) else { return };
        room.members.remove(&self.id);
        if room.members.is_empty() {
            all.remove(&self.room);
        } else {
            room.say(&format!("* {} left: {} here", self.name, room.members.len()).into());
        }
    }
}

/// A name from the query: short, and without control characters.
fn named(query: &Query<'_>, what: &str) -> Result<Option<String>, Answer> {
    let Some(name) = query.value(what)? else { return Ok(None) };
    let name = name.trim();
    let is_fit = (1..=NAME_LEN_MAX).contains(&name.chars().count())
        && !name.contains(|c: char| c.is_control() || c == ':');
    if is_fit {
        return Ok(Some(name.to_owned()));
    }
    let rule = format!("`{what}` is 1 to {NAME_LEN_MAX} characters, no colon, no control ones.");
    Err(Answer::text(400, &rule))
}
