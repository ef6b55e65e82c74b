//! When to ask for a sign of life, and when to give up.
//!
//! The clock is read when a deadline comes and not for every message, so what happened since the
//! last one counts as now: a peer is pinged after one to two times [`Limits::heartbeat_every`].

use std::time::Duration;

use tokio::time::Instant;

use crate::limits::Limits;

use super::send_queue::SendQueue;

/// The deadlines of one session.
#[derive(Debug)]
pub(super) struct Deadlines {
    heartbeat_every: Duration,
    heartbeat_wait_max: Duration,
    idle_time_max: Duration,
    write_time_max: Duration,
    pub(super) close_time_max: Duration,
    heard: Instant,
    message: Instant,
    pinged: Option<Instant>,
    closing: Option<Instant>,
    /// Whether the peer was heard since the last deadline.
    is_heard: bool,
    /// Whether a message passed since the last deadline.
    has_message_passed: bool,
}

/// What the clock asks for.
pub(super) enum Due {
    Ping,
    CloseIdle,
}

/// The peer is dead, does not close, or takes nothing.
pub(super) struct TimeIsUp;

impl Deadlines {
    pub(super) fn new(limits: &Limits) -> Self {
        let now = Instant::now();
        Self {
            heartbeat_every: limits.heartbeat_every,
            heartbeat_wait_max: limits.heartbeat_wait_max,
            idle_time_max: limits.idle_time_max,
            write_time_max: limits.write_time_max,
            close_time_max: limits.close_time_max,
            heard: now,
            message: now,
            pinged: None,
            closing: None,
            is_heard: false,
            has_message_passed: false,
        }
    }

    pub(super) const fn heard(&mut self) {
        self.is_heard = true;
    }

    pub(super) const fn message_passed(&mut self) {
        self.has_message_passed = true;
    }

    pub(super) fn closing(&mut self) {
        self.closing.get_or_insert_with(Instant::now);
    }

    /// When to look again. Of a queue that gets stuck meanwhile it is learnt then.
    pub(super) fn next(&self, queue: &SendQueue) -> Instant {
        let silence = match self.pinged {
            Some(pinged) => pinged + self.heartbeat_wait_max,
            None => self.heard + self.heartbeat_every,
        };
        match (self.closing, queue.stuck_since()) {
            (Some(closing), _) => closing + self.close_time_max,
            (None, Some(stuck)) => silence.min(stuck + self.write_time_max),
            (None, None) => silence.min(self.message + self.idle_time_max),
        }
    }

    /// What is due now.
    pub(super) fn due(&mut self, queue: &SendQueue) -> Result<Option<Due>, TimeIsUp> {
        let now = Instant::now();
        if std::mem::take(&mut self.is_heard) {
            (self.heard, self.pinged) = (now, None);
        }
        if std::mem::take(&mut self.has_message_passed) {
            self.message = now;
        }
        if now < self.next(queue) {
            return Ok(None);
        }
        let is_stuck = queue.stuck_since().is_some_and(|stuck| now >= stuck + self.write_time_max);
        if self.closing.is_some() || is_stuck {
            return Err(TimeIsUp);
        }
        if now >= self.message + self.idle_time_max {
            return Ok(Some(Due::CloseIdle));
        }
        match self.pinged.replace(now) {
            None => Ok(Some(Due::Ping)),
            Some(_unanswered) => Err(TimeIsUp),
        }
    }
}
