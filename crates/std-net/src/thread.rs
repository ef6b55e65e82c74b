//! Threads: the lab gives one after another the turn.

use ::std::any::Any;
use ::std::cell::RefCell;
use ::std::collections::BTreeMap;
use ::std::sync::Arc;
use ::std::time::Duration;

use crate::sync::{Condvar, Mutex};
use crate::{call, machine};

/// What a thread comes to: what it gave, or what it panicked with.
pub type Result<T> = ::std::result::Result<T, Box<dyn Any + Send + 'static>>;

type Body = Box<dyn FnOnce()>;
type Broken = Box<dyn Fn()>;

thread_local! {
    /// Threads that have not had their first turn.
    static BODIES: RefCell<BTreeMap<u32, Body>> = const { RefCell::new(BTreeMap::new()) };
    /// What is to be done if a thread panics.
    static BROKEN: RefCell<BTreeMap<u32, Broken>> = const { RefCell::new(BTreeMap::new()) };
    static NAMES: RefCell<BTreeMap<u32, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// A thread's outcome, once there is one.
struct Packet<T> {
    outcome: Mutex<Option<Result<T>>>,
    over: Condvar,
}

impl<T> Packet<T> {
    fn fill(&self, outcome: Result<T>) {
        if let Ok(mut place) = self.outcome.lock() {
            *place = Some(outcome);
        }
        self.over.notify_all();
    }
}

/// A thread that can be waited for.
pub struct JoinHandle<T> {
    packet: Arc<Packet<T>>,
    thread: Thread,
}

impl<T> ::std::fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("JoinHandle { .. }")
    }
}

impl<T> JoinHandle<T> {
    /// Waits until the thread is over.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        let mut outcome = self.packet.outcome.lock().expect("nobody panics with it");
        loop {
            if let Some(outcome) = outcome.take() {
                return outcome;
            }
            outcome = self.packet.over.wait(outcome).expect("nobody panics with it");
        }
    }

    /// Whether the thread is over.
    pub fn is_finished(&self) -> bool {
        self.packet.outcome.try_lock().is_ok_and(|outcome| outcome.is_some())
    }

    /// The thread.
    pub const fn thread(&self) -> &Thread {
        &self.thread
    }
}

/// How a thread is to begin.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// Without a name.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a name.
    #[must_use]
    pub fn name(self, name: String) -> Self {
        Self { name: Some(name) }
    }

    /// Begins it.
    #[track_caller]
    pub fn spawn<F, T>(self, body: F) -> crate::io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let number = call::start_thread()?;
        let packet = Arc::new(Packet { outcome: Mutex::new(None), over: Condvar::new() });
        let (filled, broken) = (packet.clone(), packet.clone());
        let panicked: fn() -> Box<dyn Any + Send> = || Box::new("the thread panicked");
        let body: Body = Box::new(move || filled.fill(Ok(body())));
        BODIES.with_borrow_mut(|bodies| bodies.insert(number, body));
        let broken: Broken = Box::new(move || broken.fill(Err(panicked())));
        BROKEN.with_borrow_mut(|all| all.insert(number, broken));
        if let Some(name) = self.name {
            NAMES.with_borrow_mut(|names| names.insert(number, name));
        }
        Ok(JoinHandle { packet, thread: Thread(number) })
    }
}

/// Begins a thread.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Builder::new().spawn(body).expect("failed to spawn thread")
}

/// What a thread does in its first turn.
pub(crate) fn begin(number: u32) {
    let body = BODIES.with_borrow_mut(|bodies| bodies.remove(&number));
    if let Some(body) = body {
        body();
    }
    BROKEN.with_borrow_mut(|all| all.remove(&number));
}

/// This thread panicked: whoever waits for it is told.
pub(crate) fn panicked() {
    let broken = BROKEN.with_borrow_mut(|all| all.remove(&machine::thread()));
    if let Some(broken) = broken {
        broken();
    }
}

/// What a panic calls this thread.
pub(crate) fn name() -> String {
    current().name().map_or_else(|| "<unnamed>".to_owned(), str::to_owned)
}

/// Sleeps, in virtual time.
#[track_caller]
pub fn sleep(dur: Duration) {
    if !dur.is_zero() {
        call::sleep(dur);
    }
}

/// Lets others go on.
#[track_caller]
pub fn yield_now() {
    call::give_way();
}

/// A thread.
#[derive(Debug, Clone)]
pub struct Thread(u32);

/// Which thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(u32);

/// This thread.
pub fn current() -> Thread {
    Thread(machine::thread())
}

impl Thread {
    /// Which it is.
    pub const fn id(&self) -> ThreadId {
        ThreadId(self.0 + 1)
    }

    /// What it is called.
    pub fn name(&self) -> Option<&str> {
        if self.0 == 0 {
            return Some("main");
        }
        let name = NAMES.with_borrow(|names| names.get(&self.0).cloned());
        // A process has few threads, and a name is asked for seldom.
        name.map(|name| &*name.leak())
    }
}
