//! How the event loop talks to whoever runs it: it is a future that asks and is answered.
//!
//! The loop reads as a program that blocks, and yet every call can be stepped: at each question
//! the future rests, and is polled again when the answer is there. Nothing else wakes it.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use kernel::{Call, CallResult, Reply, Time};

use super::event::Event;
use super::op::Op;

/// What the loop waits for.
#[derive(Debug, Clone)]
pub(crate) enum Question {
    /// A system call, made for this line of the program.
    Call(Call, u32),
    /// What JavaScript does about these events; with none, nothing is alive.
    Turn(Vec<(u32, Event)>),
}

#[derive(Debug)]
enum Answer {
    Result(CallResult),
    Ops(Vec<Op>),
}

#[derive(Debug, Default)]
struct Mailbox {
    now: Time,
    question: Option<Question>,
    answer: Option<Answer>,
}

/// The loop's end of the mailbox.
#[derive(Debug, Clone, Default)]
pub(crate) struct System(Rc<RefCell<Mailbox>>);

impl System {
    /// Virtual time, which stands still between two answers.
    pub(crate) fn now(&self) -> Time {
        self.0.borrow().now
    }

    /// Makes a system call.
    pub(crate) async fn call(&self, call: Call, line: u32) -> CallResult {
        match self.ask(Question::Call(call, line)).await {
            Answer::Result(result) => result,
            Answer::Ops(_) => Ok(Reply::Number(0)),
        }
    }

    /// Gives JavaScript its turn.
    pub(crate) async fn turn(&self, events: Vec<(u32, Event)>) -> Vec<Op> {
        match self.ask(Question::Turn(events)).await {
            Answer::Ops(ops) => ops,
            Answer::Result(_) => Vec::new(),
        }
    }

    async fn ask(&self, question: Question) -> Answer {
        self.0.borrow_mut().question = Some(question);
        poll_fn(|_| match self.0.borrow_mut().answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        })
        .await
    }
}

/// A loop that rests at a question.
pub(crate) struct Program {
    future: Pin<Box<dyn Future<Output = ()>>>,
    system: System,
}

impl Program {
    /// Starts a loop, which runs to its first question.
    pub(crate) fn start<F: Future<Output = ()> + 'static>(run: impl FnOnce(System) -> F) -> Self {
        let system = System::default();
        let mut program = Self { future: Box::pin(run(system.clone())), system };
        program.run();
        program
    }

    /// Looks at what it waits for.
    pub(crate) fn question<T>(&self, look: impl FnOnce(Option<&Question>) -> T) -> T {
        look(self.system.0.borrow().question.as_ref())
    }

    pub(crate) fn set_now(&mut self, now: Time) {
        self.system.0.borrow_mut().now = now;
    }

    /// Answers a system call. An answer that was not asked for is dropped.
    pub(crate) fn answer_call(&mut self, result: CallResult) {
        if matches!(self.system.0.borrow().question, Some(Question::Call(..))) {
            self.answer(Answer::Result(result));
        }
    }

    /// JavaScript's answer; the same holds.
    pub(crate) fn answer_turn(&mut self, ops: Vec<Op>) {
        if matches!(self.system.0.borrow().question, Some(Question::Turn(_))) {
            self.answer(Answer::Ops(ops));
        }
    }

    fn answer(&mut self, answer: Answer) {
        {
            let mut mailbox = self.system.0.borrow_mut();
            mailbox.question = None;
            mailbox.answer = Some(answer);
        }
        self.run();
    }

    fn run(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        // A loop never ends: it rests at a turn when nothing is alive.
        let _rests = self.future.as_mut().poll(&mut context);
    }
}
