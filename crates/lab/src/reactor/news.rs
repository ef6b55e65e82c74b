//! What a connection tells its owner: the program, or the browser's network process.

use kernel::{Errno, Payload};

use super::event::Place;

/// What became of a connection.
#[derive(Debug, Clone)]
pub(crate) enum News {
    NotFound(String),
    Connected {
        remote: Place,
        local: Place,
    },
    Data(Payload),
    End,
    /// The kernel has taken so many bytes: all of one write.
    Written(usize),
    Failed {
        syscall: &'static str,
        errno: Errno,
        place: Place,
    },
}
