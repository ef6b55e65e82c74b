//! News of builds for open pages, as an event stream: `built` reloads, `failed` shows why.
//!
//! Invariant: a page that connects late still learns of the present failure.

use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Pages that may listen at once; a browser opens one stream a tab.
const LISTENERS_MAX: usize = 64;

/// How often a quiet stream says that it lives, which is also how a closed tab is noticed.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The state of the newest build, and a bell for those who wait for the next.
#[derive(Debug, Default)]
pub(crate) struct News {
    state: Mutex<State>,
    changed: Condvar,
    listeners: AtomicUsize,
}

#[derive(Clone, Debug, Default)]
struct State {
    /// Counts builds, so that a listener sees that something is new.
    build: u64,
    failure: Option<String>,
}

impl News {
    /// Tells every page how the build ended.
    pub(crate) fn publish(&self, failure: Option<String>) {
        let mut state = self.lock();
        state.build += 1;
        state.failure = failure;
        self.changed.notify_all();
    }

    /// What is wrong with the newest build.
    pub(crate) fn failure(&self) -> Option<String> {
        self.lock().failure.clone()
    }

    /// Writes events until the page goes away or `HEARTBEAT` finds it gone.
    pub(crate) fn tell(&self, mut page: impl Write) -> io::Result<()> {
        if self.listeners.fetch_add(1, Ordering::Relaxed) >= LISTENERS_MAX {
            self.listeners.fetch_sub(1, Ordering::Relaxed);
            return page
                .write_all(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        }
        let outcome = self.tell_all(&mut page);
        self.listeners.fetch_sub(1, Ordering::Relaxed);
        outcome
    }

    fn tell_all(&self, page: &mut impl Write) -> io::Result<()> {
        page.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
              Connection: close\r\n\r\nretry: 500\n\n",
        )?;
        let mut told = self.lock().clone();
        if let Some(failure) = &told.failure {
            page.write_all(event("failed", failure).as_bytes())?;
        }
        page.flush()?;
        loop {
            let state = self.next_after(told.build);
            if state.build == told.build {
                page.write_all(b": still here\n\n")?;
            } else {
                let text = match &state.failure {
                    Some(failure) => event("failed", failure),
                    None => event("built", ""),
                };
                page.write_all(text.as_bytes())?;
            }
            page.flush()?;
            told = state;
        }
    }

    /// The first state after `build`, or the same one when `HEARTBEAT` passes first.
    fn next_after(&self, build: u64) -> State {
        let waited =
            self.changed.wait_timeout_while(self.lock(), HEARTBEAT, |state| state.build == build);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One event of the stream; each line of the text becomes a `data:` line.
fn event(name: &str, text: &str) -> String {
    let mut event = format!("event: {name}\n");
    for line in text.split('\n') {
        event.push_str("data: ");
        event.push_str(line.trim_end_matches('\r'));
        event.push('\n');
    }
    event.push('\n');
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_keeps_its_lines() {
        assert_eq!(event("failed", "one\r\ntwo"), "event: failed\ndata: one\ndata: two\n\n");
        assert_eq!(event("built", ""), "event: built\ndata: \n\n");
    }

    #[test]
    fn a_late_page_learns_of_the_failure() {
        struct TwoWrites(Vec<u8>, usize);
        impl Write for TwoWrites {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.extend_from_slice(bytes);
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                self.1 += 1;
                // The tab is closed after the first flush, so the stream ends.
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
        let news = News::default();
        news.publish(Some("no such figure".to_owned()));
        let mut page = TwoWrites(Vec::new(), 0);
        assert!(news.tell(&mut page).is_err());
        let text = String::from_utf8(page.0).unwrap();
        assert!(text.ends_with("event: failed\ndata: no such figure\n\n"), "{text}");
        assert_eq!(page.1, 1);
        assert_eq!(news.listeners.load(Ordering::Relaxed), 0);
    }
}
