//! A ticker: the server speaks without being asked.
//!
//! Invariant: a slow reader misses ticks; it never makes them pile up.

use std::{
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::answer::Answer;

use super::{query::Query, reply::Reply};

/// Between two ticks, in milliseconds.
const EVERY_MS: std::ops::RangeInclusive<u64> = 10..=60_000;
const EVERY_MS_DEFAULT: u64 = 1000;

/// Messages are passed over, so long ones are not worth receiving.
pub(super) const MESSAGE_LEN_MAX: u64 = 1024;

/// The ticks of one visitor.
#[derive(Debug)]
pub(crate) struct Ticker {
    interval: Interval,
    ticks: u64,
}

impl Ticker {
    pub(super) fn new(query: &Query<'_>) -> Result<Self, Answer> {
        let every = query.value("every")?;
        let every = every.map_or(Some(EVERY_MS_DEFAULT), |every| every.parse().ok());
        let Some(every) = every.filter(|every| EVERY_MS.contains(every)) else {
            let (least, most) = (EVERY_MS.start(), EVERY_MS.end());
            let rule = format!("`every` is a number of milliseconds from {least} to {most}.");
            return Err(Answer::text(400, &rule));
        };
        let mut interval = interval(Duration::from_millis(every));
        interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
        Ok(Self { interval, ticks: 0 })
    }

    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Reply> {
        self.interval.poll_tick(cx).map(|_at| {
            self.ticks += 1;
            Reply::Text(format!("tick {}", self.ticks).into())
        })
    }
}
