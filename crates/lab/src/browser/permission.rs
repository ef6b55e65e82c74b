//! What preflights allowed, for a while: five seconds, unless the server says how long (Fetch §4.9).

use http::Response;

use super::{Browser, Command, Deadline, Wait};

/// Seconds without a word of the server, and at most, as in Chromium.
const SECONDS: u64 = 5;
const SECONDS_MAX: u64 = 7_200;
/// The most permissions that are kept.
const PERMISSIONS_MAX: usize = 256;
const SECOND_NS: u64 = 1_000_000_000;

/// Who may send what where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Permission {
    pub(super) origin: String,
    pub(super) url: String,
    pub(super) method: String,
    /// The fields that needed leave.
    pub(super) names: Vec<String>,
}

/// How long a permission holds, in seconds; a value that is no number is passed over.
pub(super) fn seconds(response: &Response) -> u64 {
    let field = response.fields.first("Access-Control-Max-Age");
    let said = field.and_then(|field| field.text()).and_then(|text| text.parse::<i64>().ok());
    said.map_or(SECONDS, |seconds| u64::try_from(seconds).unwrap_or(0).min(SECONDS_MAX))
}

impl Browser {
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
