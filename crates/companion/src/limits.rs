//! What the server bears before it says no: every bound with its name and its default.
//!
//! Each is also a flag of `workbook serve`; [`Limit::ALL`] is what parses and prints them.

use std::time::Duration;

/// The bounds of one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// TCP connections at once, of either kind. One more is told 503.
    pub connections_max: usize,
    /// Of these, connections from one address at once. One more is told 503.
    pub address_connections_max: usize,
    /// Bytes held for all connections together: heads, unfinished messages, what waits to be
    /// sent, compressors. Of these, each connection has twice `head_len_max` to itself. A
    /// WebSocket that needs more than is left is closed with 1013.
    pub memory_len_max: usize,
    /// The longest request head.
    pub head_len_max: usize,
    /// The most header fields in a request.
    pub fields_max: usize,
    /// From a request's first byte to the end of its head.
    pub head_time_max: Duration,
    /// From one request to the next on the same connection.
    pub keep_alive_time_max: Duration,
    /// The longest message, after decompression.
    pub message_len_max: u64,
    /// Bytes that may wait for a slow reader before no more is read from it.
    pub queue_len_max: usize,
    /// Messages of others that may wait for a slow reader before it is shut out.
    pub queue_messages_max: usize,
    /// A peer that takes nothing of what it is sent for so long is given up; a WebSocket's up to
    /// `heartbeat_every` later.
    pub write_time_max: Duration,
    /// A WebSocket on which no message passes for so long is closed.
    pub idle_time_max: Duration,
    /// A peer that was silent for so long is sent a ping.
    pub heartbeat_every: Duration,
    /// A peer that does not answer a ping for so long is dead.
    pub heartbeat_wait_max: Duration,
    /// From our close frame to the peer's, and from there to the end of the stream.
    pub close_time_max: Duration,
    /// Chat rooms at once.
    pub rooms_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let mut limits = Self {
            connections_max: 0,
            address_connections_max: 0,
            memory_len_max: 0,
            head_len_max: 0,
            fields_max: 0,
            head_time_max: Duration::ZERO,
            keep_alive_time_max: Duration::ZERO,
            message_len_max: 0,
            queue_len_max: 0,
            queue_messages_max: 0,
            write_time_max: Duration::ZERO,
            idle_time_max: Duration::ZERO,
            heartbeat_every: Duration::ZERO,
            heartbeat_wait_max: Duration::ZERO,
            close_time_max: Duration::ZERO,
            rooms_max: 0,
        };
        for limit in Limit::ALL {
            (limit.set)(&mut limits, limit.default);
        }
        limits
    }
}

impl Limits {
    /// What each connection has to itself: a head as it comes, and as it is understood.
    pub(crate) const fn own_len(&self) -> usize {
        self.head_len_max.saturating_mul(2)
    }

    /// What all connections share beside that; `None` where nothing would be left.
    pub(crate) fn shared_len(&self) -> Option<usize> {
        let own = self.own_len().checked_mul(self.connections_max)?;
        self.memory_len_max.checked_sub(own).filter(|left| *left > 0)
    }
}

/// One bound as the command line knows it.
#[derive(Debug)]
pub struct Limit {
    /// The flag without its dashes.
    pub flag: &'static str,
    /// The value where nothing is said.
    pub default: u32,
    /// What the value counts.
    pub unit: &'static str,
    /// What is bounded.
    pub about: &'static str,
    /// Puts a value in its place.
    pub set: fn(&mut Limits, u32),
}

const fn seconds(value: u32) -> Duration {
    Duration::from_secs(value as u64)
}

impl Limit {
    /// Every bound, in the order in which the help prints them.
    pub const ALL: [Self; 16] = [
        Self {
            flag: "connections-max",
            default: 1024,
            unit: "connections",
            about: "TCP connections at once; one more is told 503",
            set: |limits, value| limits.connections_max = value as usize,
        },
        Self {
            flag: "address-connections-max",
            default: 256,
            unit: "connections",
            about: "of one address at once (of IPv6, its /64); one more is told 503",
            set: |limits, value| limits.address_connections_max = value as usize,
        },
        Self {
            flag: "memory-len-max",
            default: 256 << 20,
            unit: "bytes",
            about: "of messages held for all connections together, else close 1013",
            set: |limits, value| limits.memory_len_max = value as usize,
        },
        Self {
            flag: "head-len-max",
            default: 16 << 10,
            unit: "bytes",
            about: "the head of a request, else 431",
            set: |limits, value| limits.head_len_max = value as usize,
        },
        Self {
            flag: "fields-max",
            default: 100,
            unit: "fields",
            about: "header fields of a request, else 431",
            set: |limits, value| limits.fields_max = value as usize,
        },
        Self {
            flag: "head-time-max",
            default: 10,
            unit: "seconds",
            about: "from a request's first byte to the end of its head, else 408",
            set: |limits, value| limits.head_time_max = seconds(value),
        },
        Self {
            flag: "keep-alive-time-max",
            default: 60,
            unit: "seconds",
            about: "from one request to the next on a connection",
            set: |limits, value| limits.keep_alive_time_max = seconds(value),
        },
        Self {
            flag: "message-len-max",
            default: 16 << 20,
            unit: "bytes",
            about: "a WebSocket message, after decompression, else close 1009",
            set: |limits, value| limits.message_len_max = u64::from(value),
        },
        Self {
            flag: "queue-len-max",
            default: 1 << 20,
            unit: "bytes",
            about: "waiting for a slow reader before nothing more is read from it",
            set: |limits, value| limits.queue_len_max = value as usize,
        },
        Self {
            flag: "queue-messages-max",
            default: 64,
            unit: "messages",
            about: "of a chat room waiting for a slow reader, else close 1008",
            set: |limits, value| limits.queue_messages_max = value as usize,
        },
        Self {
            flag: "write-time-max",
            default: 30,
            unit: "seconds",
            about: "in which a peer takes nothing of what it is sent, then it is given up",
            set: |limits, value| limits.write_time_max = seconds(value),
        },
        Self {
            flag: "idle-time-max",
            default: 30 * 60,
            unit: "seconds",
            about: "without a message on a WebSocket, else close 1000",
            set: |limits, value| limits.idle_time_max = seconds(value),
        },
        Self {
            flag: "heartbeat-every",
            default: 20,
            unit: "seconds",
            about: "of silence, or up to twice as many, until a peer is sent a ping",
            set: |limits, value| limits.heartbeat_every = seconds(value),
        },
        Self {
            flag: "heartbeat-wait-max",
            default: 20,
            unit: "seconds",
            about: "for the answer to a ping, else the connection is dropped",
            set: |limits, value| limits.heartbeat_wait_max = seconds(value),
        },
        Self {
            flag: "close-time-max",
            default: 3,
            unit: "seconds",
            about: "for the answer to a close frame, and for the end of the stream",
            set: |limits, value| limits.close_time_max = seconds(value),
        },
        Self {
            flag: "rooms-max",
            default: 100,
            unit: "rooms",
            about: "chat rooms at once, else 503",
            set: |limits, value| limits.rooms_max = value as usize,
        },
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bound_has_a_default_and_a_flag_of_its_own() {
        let limits = Limits::default();
        assert_eq!(limits.message_len_max, 16 << 20);
        for limit in Limit::ALL {
            let mut changed = limits;
            (limit.set)(&mut changed, limit.default + 1);
            assert_ne!(changed, limits, "--{} sets nothing", limit.flag);
            let same = Limit::ALL.iter().filter(|other| other.flag == limit.flag).count();
            assert_eq!(same, 1, "--{}", limit.flag);
        }
    }
}
