//! Channels between threads.

use ::std::collections::VecDeque;
use ::std::sync::Arc;
use ::std::time::Duration;

pub use ::std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError};

use super::{Condvar, Mutex};

struct Shared<T> {
    state: Mutex<State<T>>,
    news: Condvar,
}

struct State<T> {
    waiting: VecDeque<T>,
    senders: usize,
    is_received: bool,
}

/// What is sent into.
pub struct Sender<T>(Arc<Shared<T>>);

/// What is received from.
pub struct Receiver<T>(Arc<Shared<T>>);

/// A channel: what goes in at one end comes out at the other.
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let state = State { waiting: VecDeque::new(), senders: 1, is_received: true };
    let shared = Arc::new(Shared { state: Mutex::new(state), news: Condvar::new() });
    (Sender(shared.clone()), Receiver(shared))
}

impl<T> Shared<T> {
    #[track_caller]
    fn with<U>(&self, use_it: impl FnOnce(&mut State<T>) -> U) -> U {
        use_it(&mut self.state.lock().expect("nobody panics with it"))
    }
}

impl<T> Sender<T> {
    /// Sends, unless nobody will receive it.
    #[track_caller]
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        self.0.with(|state| {
            if !state.is_received {
                return Err(SendError(value));
            }
            state.waiting.push_back(value);
            Ok(())
        })?;
        self.0.news.notify_one();
        Ok(())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.0.with(|state| state.senders += 1);
        Self(self.0.clone())
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let left = self.0.with(|state| {
            state.senders -= 1;
            state.senders
        });
        if left == 0 {
            self.0.news.notify_all();
        }
    }
}

impl<T> Receiver<T> {
    /// Waits for the next one; an error once nobody can send any more.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        let mut state = self.0.state.lock().expect("nobody panics with it");
        loop {
            match state.waiting.pop_front() {
                Some(value) => return Ok(value),
                None if state.senders == 0 => return Err(RecvError),
                None => state = self.0.news.wait(state).expect("nobody panics with it"),
            }
        }
    }

    /// The next one if it is there.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.0.with(|state| match state.waiting.pop_front() {
            Some(value) => Ok(value),
            None if state.senders == 0 => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        })
    }

    /// Waits for the next one for a while.
    #[track_caller]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        let end = crate::time::Instant::now() + timeout;
        let mut state = self.0.state.lock().expect("nobody panics with it");
        loop {
            if let Some(value) = state.waiting.pop_front() {
                return Ok(value);
            }
            if state.senders == 0 {
                return Err(RecvTimeoutError::Disconnected);
            }
            let left = end.duration_since(crate::time::Instant::now());
            if left.is_zero() {
                return Err(RecvTimeoutError::Timeout);
            }
            let waited = self.0.news.wait_timeout(state, left);
            state = waited.expect("nobody panics with it").0;
        }
    }

    /// All that come.
    pub const fn iter(&self) -> Iter<'_, T> {
        Iter(self)
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.0.with(|state| state.is_received = false);
    }
}

/// All that come through a channel.
pub struct Iter<'a, T>(&'a Receiver<T>);

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// All that come through a channel.
pub struct IntoIter<T>(Receiver<T>);

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self)
    }
}
