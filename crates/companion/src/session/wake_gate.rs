//! What is polled only when it was woken itself.
//!
//! A task is polled as a whole, for every message that comes. What waits for minutes is spared
//! that: it has a waker of its own, which wakes the task too.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// Remembers whether the futures that are polled through it have to be.
#[derive(Debug, Default)]
pub(super) struct WakeGate {
    waker: Option<Arc<GateWaker>>,
}

#[derive(Debug)]
struct GateWaker {
    is_woken: AtomicBool,
    task: Waker,
}

impl Wake for GateWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.task.wake_by_ref();
    }
}

impl WakeGate {
    /// Polls if anything polled here before has woken us since it last was not ready.
    pub(super) fn poll<T>(
        &mut self,
        cx: &mut Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let waker = match &self.waker {
            Some(waker) if waker.task.will_wake(cx.waker()) => {
                if !waker.is_woken.load(Ordering::Acquire) {
                    return Poll::Pending;
                }
                waker
            }
            // The first time, and whenever the task has moved: the old waker wakes nobody.
            _ => {
                let (is_woken, task) = (AtomicBool::new(true), cx.waker().clone());
                self.waker.insert(Arc::new(GateWaker { is_woken, task }))
            }
        };
        // Taken back before polling, so that whoever wakes meanwhile is heard the next time.
        waker.is_woken.store(false, Ordering::Release);
        let polled = poll(&mut Context::from_waker(&Waker::from(Arc::clone(waker))));
        if polled.is_ready() {
            waker.is_woken.store(true, Ordering::Release);
        }
        polled
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn polled_once_and_again_only_when_woken_or_ready_or_moved() {
        let count = Arc::new(Count(AtomicUsize::new(0)));
        let task = Waker::from(Arc::clone(&count));
        let mut cx = Context::from_waker(&task);
        let (mut gate, mut inner, mut polled) = (WakeGate::default(), None, 0);
        let mut poll = |cx: &mut Context<'_>, is_ready: bool, inner: &mut Option<Waker>| {
            let _ready = gate.poll(cx, |cx| {
                polled += 1;
                *inner = Some(cx.waker().clone());
                if is_ready { Poll::Ready(()) } else { Poll::Pending }
            });
            polled
        };

        assert_eq!(poll(&mut cx, false, &mut inner), 1);
        assert_eq!(poll(&mut cx, false, &mut inner), 1);

        inner.take().unwrap().wake();
        assert_eq!(count.0.load(Ordering::Relaxed), 1);
        assert_eq!(poll(&mut cx, true, &mut inner), 2);
        assert_eq!(poll(&mut cx, false, &mut inner), 3);
        assert_eq!(poll(&mut cx, false, &mut inner), 3);

        let mut elsewhere = Context::from_waker(Waker::noop());
        assert_eq!(poll(&mut elsewhere, false, &mut inner), 4);
    }
}
