//! What is polled only when it was woken itself.
//!
//! A task is polled as a whole, for every message that comes. What waits for minutes is spared
//! that: it has a bell of its own, which wakes the task too.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// Remembers whether the futures that are polled through it have to be.
#[derive(Debug, Default)]
pub(super) struct Seldom {
    bell: Option<Arc<Bell>>,
}

#[derive(Debug)]
struct Bell {
    has_rung: AtomicBool,
    task: Waker,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.has_rung.store(true, Ordering::Release);
        self.task.wake_by_ref();
    }
}

impl Seldom {
    /// Polls if anything polled here before has woken us since it last was not ready.
    pub(super) fn poll<T>(
        &mut self,
        cx: &mut Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let bell = match &self.bell {
            Some(bell) if bell.task.will_wake(cx.waker()) => {
                if !bell.has_rung.load(Ordering::Acquire) {
                    return Poll::Pending;
                }
                bell
            }
            // The first time, and whenever the task has moved: the old bell wakes nobody.
            _ => {
                let (has_rung, task) = (AtomicBool::new(true), cx.waker().clone());
                self.bell.insert(Arc::new(Bell { has_rung, task }))
            }
        };
        // Taken back before polling, so that whoever rings meanwhile is heard the next time.
        bell.has_rung.store(false, Ordering::Release);
        let polled = poll(&mut Context::from_waker(&Waker::from(Arc::clone(bell))));
        if polled.is_ready() {
            bell.has_rung.store(true, Ordering::Release);
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
        let (mut seldom, mut inner, mut polled) = (Seldom::default(), None, 0);
        let mut poll = |cx: &mut Context<'_>, is_ready: bool, inner: &mut Option<Waker>| {
            let _ready = seldom.poll(cx, |cx| {
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
