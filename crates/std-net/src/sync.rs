//! What threads share: locks that wait in the lab, so that it sees who waits for whom.

use ::std::ops::{Deref, DerefMut};
use ::std::panic::Location;
use ::std::sync::atomic::{AtomicU32, Ordering};
use ::std::time::Duration;

pub use ::std::sync::{
    Arc, LazyLock, LockResult, Once, OnceLock, PoisonError, TryLockError, TryLockResult, Weak,
    atomic,
};

use crate::{call, machine};

pub mod mpsc;

/// The number by which the lab knows what threads wait for: no two things have one place.
fn number_of<T: ?Sized>(thing: &T) -> u32 {
    ::std::ptr::from_ref(thing).cast::<u8>().addr() as u32
}

/// A value that one thread at a time may use.
#[derive(Debug, Default)]
pub struct Mutex<T: ?Sized> {
    waiting: AtomicU32,
    /// The thread that holds it.
    holder: AtomicU32,
    value: ::std::sync::Mutex<T>,
}

/// The value, as long as it is held.
#[derive(Debug)]
pub struct MutexGuard<'a, T: ?Sized> {
    mutex: &'a Mutex<T>,
    /// Absent once it is given back.
    value: Option<::std::sync::MutexGuard<'a, T>>,
    line: u32,
}

impl<T> Mutex<T> {
    /// With a value.
    pub const fn new(value: T) -> Self {
        let (waiting, holder) = (AtomicU32::new(0), AtomicU32::new(0));
        Self { waiting, holder, value: ::std::sync::Mutex::new(value) }
    }

    /// The value.
    pub fn into_inner(self) -> LockResult<T> {
        self.value.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits until no other thread holds it.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let line = machine::line_of(Location::caller());
        loop {
            if let Ok(value) = self.value.try_lock() {
                return Ok(self.held(value, line));
            }
            self.waiting.fetch_add(1, Ordering::Relaxed);
            let holder = self.holder.load(Ordering::Relaxed);
            call::wait_for(number_of(&self.waiting), None, Some(holder), line);
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Takes it if no other thread holds it.
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let line = machine::line_of(Location::caller());
        match self.value.try_lock() {
            Ok(value) => Ok(self.held(value, line)),
            Err(_) => Err(TryLockError::WouldBlock),
        }
    }

    fn held<'a>(&'a self, value: ::std::sync::MutexGuard<'a, T>, line: u32) -> MutexGuard<'a, T> {
        self.holder.store(machine::thread(), Ordering::Relaxed);
        MutexGuard { mutex: self, value: Some(value), line }
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_ref().expect("it is given back at the end only")
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("it is given back at the end only")
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.value = None;
        if self.mutex.waiting.load(Ordering::Relaxed) > 0 {
            call::wake(number_of(&self.mutex.waiting), self.line);
        }
    }
}

/// Where threads wait for news.
#[derive(Debug, Default)]
pub struct Condvar {
    waiting: AtomicU32,
}

/// Whether waiting ended because time was up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether time was up.
    pub const fn timed_out(&self) -> bool {
        self.0
    }
}

impl Condvar {
    /// Where nobody waits.
    pub const fn new() -> Self {
        Self { waiting: AtomicU32::new(0) }
    }

    /// Waits for news, without the lock.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let line = machine::line_of(Location::caller());
        let mutex = guard.mutex;
        drop(guard);
        self.rest(None, line);
        mutex.lock()
    }

    /// Waits for news as long as the condition holds.
    #[track_caller]
    pub fn wait_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> LockResult<MutexGuard<'a, T>> {
        while condition(&mut guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// Waits for news, or until time is up.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        dur: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let line = machine::line_of(Location::caller());
        let mutex = guard.mutex;
        drop(guard);
        let is_told = self.rest(Some(dur), line);
        match mutex.lock() {
            Ok(guard) => Ok((guard, WaitTimeoutResult(!is_told))),
            Err(poisoned) => {
                Err(PoisonError::new((poisoned.into_inner(), WaitTimeoutResult(!is_told))))
            }
        }
    }

    fn rest(&self, timeout: Option<Duration>, line: u32) -> bool {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let is_told = call::wait_for(number_of(&self.waiting), timeout, None, line);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        is_told
    }

    /// Tells one who waits.
    #[track_caller]
    pub fn notify_one(&self) {
        if self.waiting.load(Ordering::Relaxed) > 0 {
            call::wake(number_of(&self.waiting), machine::line_of(Location::caller()));
        }
    }

    /// Tells all who wait.
    #[track_caller]
    pub fn notify_all(&self) {
        let line = machine::line_of(Location::caller());
        if self.waiting.load(Ordering::Relaxed) > 0 {
            while call::wake(number_of(&self.waiting), line) > 0 {}
        }
    }
}
