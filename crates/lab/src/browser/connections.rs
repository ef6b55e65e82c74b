//! Connections for requests: at most six to a server, kept for the next request for a while.

use super::command::{Command, Deadline, Wait};
use super::fetch::{After, Fetch};
use super::network::{Browser, OBJECTS_MAX, Owner};
use super::permission::Permission;
use crate::reactor::news::News;
use crate::reactor::op::FetchWish;

/// As in Chromium.
const CONNECTIONS_MAX: usize = 6;
/// How long Chromium keeps a connection that was used.
const IDLE_NS: u64 = 300_000_000_000;
/// The most permissions that are kept.
const PERMISSIONS_MAX: usize = 256;
const SECOND_NS: u64 = 1_000_000_000;

impl Browser {
    /// The page asks for something by HTTP.
    pub(crate) fn fetch(&mut self, id: u32, line: u32, wish: FetchWish) {
        if self.fetches.contains(&id) {
            return;
        }
        let Some(fetch) = Fetch::new(id, line, self.kind, wish, &mut self.commands) else {
            return;
        };
        if self.fetches.len() >= OBJECTS_MAX {
            return fetch.give_up(&mut self.commands);
        }
        self.fetches.insert(id, fetch);
        self.waiting.push_back(id);
        self.connect_waiting();
    }

    /// The page wants no answer any more.
    pub(crate) fn abort(&mut self, id: u32) {
        if self.fetches.remove(&id).is_some() {
            self.waiting.retain(|it| *it != id);
            let mine = |owner: &Owner| matches!(owner, Owner::Fetch { id: it, .. } if *it == id);
            let connection = self.owners.iter().find(|(_, owner)| mine(owner));
            if let Some(connection) = connection.map(|(connection, _)| *connection) {
                self.release(connection, false);
            }
        }
        self.connect_waiting();
    }

    pub(super) fn hear_for_fetch(&mut self, connection: u32, id: u32, news: News) {
        if matches!(news, News::Connected { .. }) {
            self.skip_preflight(id);
        }
        if let Some(fetch) = self.fetches.get_mut(&id) {
            let after = fetch.hear(connection, news, &mut self.commands);
            if let Some((permission, seconds)) = fetch.take_granted() {
                self.permit(permission, seconds);
            }
            self.go_on(connection, id, after);
        }
    }

    /// A request that was allowed a moment ago need not ask again.
    fn skip_preflight(&mut self, id: u32) {
        let needed = self.fetches.get(&id).and_then(Fetch::needed);
        if needed.is_some_and(|needed| self.has_permission(&needed))
            && let Some(fetch) = self.fetches.get_mut(&id)
        {
            fetch.need_not_ask();
        }
    }

    fn go_on(&mut self, connection: u32, id: u32, after: After) {
        let After::Over { is_kept, goes_on } = after else { return };
        self.release(connection, is_kept);
        if goes_on {
            // Before all others: it has waited already.
            self.waiting.push_front(id);
        } else {
            self.fetches.remove(&id);
        }
        self.connect_waiting();
    }

    /// A connection is done with.
    fn release(&mut self, connection: u32, is_kept: bool) {
        let owner = self.owners.remove(&connection);
        match owner {
            Some(Owner::Fetch { place, .. }) if is_kept => {
                self.owners.insert(connection, Owner::Idle { place });
                let deadline = Deadline { id: connection, wait: Wait::Idle };
                self.commands.push_back(Command::SetTimer(deadline, IDLE_NS));
            }
            _ => self.commands.push_back(Command::Close { connection }),
        }
    }

    /// A connection that nobody uses ends, or says something that nobody asked for.
    pub(super) fn drop_idle(&mut self, connection: u32) {
        self.owners.remove(&connection);
        let deadline = Deadline { id: connection, wait: Wait::Idle };
        self.commands.push_back(Command::ClearTimer(deadline));
        self.commands.push_back(Command::Close { connection });
    }

    /// Gives connections to requests that wait, in their order, as far as there are any.
    fn connect_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        for id in waiting {
            let Some(fetch) = self.fetches.get(&id) else { continue };
            let (wanted, line) = (fetch.place(), fetch.line);
            let is_idle =
                |owner: &Owner| matches!(owner, Owner::Idle { place } if *place == wanted);
            let idle = self.owners.iter().find(|(_, owner)| is_idle(owner));
            let idle = idle.map(|(connection, _)| *connection);
            let used = self.owners.values().filter(|owner| owner.place() == Some(&wanted)).count();
            if let Some(connection) = idle {
                let deadline = Deadline { id: connection, wait: Wait::Idle };
                self.commands.push_back(Command::ClearTimer(deadline));
                self.owners.insert(connection, Owner::Fetch { id, place: wanted });
                self.skip_preflight(id);
                let Some(fetch) = self.fetches.get_mut(&id) else { continue };
                if fetch.send(connection, true, &mut self.commands) != After::Goes {
                    self.release(connection, false);
                    self.fetches.remove(&id);
                }
            } else if used < CONNECTIONS_MAX {
                let connection = self.new_connection();
                let (host, port) = wanted.clone();
                self.owners.insert(connection, Owner::Fetch { id, place: wanted });
                self.commands.push_back(Command::Connect { connection, host, port, line });
            } else {
                self.waiting.push_back(id);
            }
        }
    }

    pub(super) fn has_permission(&self, wanted: &Permission) -> bool {
        self.permissions.values().any(|known| known == wanted)
    }

    pub(super) fn permit(&mut self, permission: Permission, seconds: u64) {
        if seconds == 0 || self.permissions.len() >= PERMISSIONS_MAX {
            return;
        }
        let id = self.new_connection();
        self.permissions.insert(id, permission);
        let deadline = Deadline { id, wait: Wait::Permission };
        self.commands.push_back(Command::SetTimer(deadline, seconds * SECOND_NS));
    }
}
