//! What the reader is at, and how it goes.

use figure_kit::action::verb;
use figure_kit::components::{button, field, note, segments};
use figure_kit::node::{Element, el};

use super::super::deck::Order;
use super::super::run::Run;
use super::super::search::COUNTED_MAX;
use super::super::state::{Action, Goal, Interleaver, Task};
use super::super::words::Words;

pub(super) fn panel(figure: &Interleaver, run: &Run, words: &Words) -> Element {
    let tasks = [
        (Task::Free, words.task_free()),
        (Task::Illegal, words.task_illegal()),
        (Task::Ways, words.task_ways()),
    ]
    .map(|(task, name)| (Action::Task(task), name, task == figure.task));
    let root = el("section").class("il-task").child(segments(words.task(), tasks));
    let root = match figure.task {
        Task::Free => root.child(el("p").class("sw-js-only").text(words.free_asks())),
        Task::Illegal => root.child(el("p").text(words.illegal_asks())).child(goals(figure, words)),
        Task::Ways => {
            root.child(el("p").text(words.ways_asks(&run.turns.len()))).child(guess(figure, words))
        }
    };
    root.maybe(
        judged(figure, run, words).map(|(is_done, line)| {
            el("p").class("il-judged").class_if("is-done", is_done).text(line)
        }),
    )
    .maybe(garbled(figure, words))
}

fn goals(figure: &Interleaver, words: &Words) -> Element {
    let goals = Goal::ALL.map(|goal| {
        let name = if goal == Goal::Any { words.any_code() } else { goal.name() };
        (Action::Goal(goal), name, goal == figure.goal)
    });
    segments(words.goal(), goals)
}

fn guess(figure: &Interleaver, words: &Words) -> Element {
    let is_sound = figure.guess.is_empty() || figure.guessed().is_some();
    let wrong = if is_sound { "" } else { words.ways_not_a_number() };
    let counts = button(Action::Count, words.ways_count()).class("sw-btn--primary");
    el("div")
        .class("il-guess sw-js-only")
        .child(
            field(words.ways_field(), verb(Action::Guess), &figure.guess, is_sound)
                .child(note(wrong)),
        )
        .child(counts.flag("disabled", !can_count(figure)))
}

fn can_count(figure: &Interleaver) -> bool {
    (1..=COUNTED_MAX).contains(&figure.order().len())
}

/// Puts an order on the wire that is legal and delivers something else.
fn garbled(figure: &Interleaver, words: &Words) -> Option<Element> {
    if figure.task != Task::Ways || !figure.is_counted {
        return None;
    }
    let order = Order(figure.ways()?.garbled?);
    let shows = button(Action::Wire(order), words.ways_garbled());
    Some(shows.class("sw-btn--quiet sw-js-only"))
}

/// How the task goes: whether it is done, and what is said of it.
pub(super) fn judged(figure: &Interleaver, run: &Run, words: &Words) -> Option<(bool, String)> {
    match figure.task {
        Task::Free => None,
        Task::Illegal => {
            let shortest = figure.shortest(figure.goal);
            let count = run.turns.len();
            let Some(len) = shortest.len else {
                return Some((false, words.illegal_none(&shortest.tried)));
            };
            Some(match (figure.hits(run), count <= len) {
                (false, _) => (false, words.illegal_not_yet().to_owned()),
                (true, false) => (false, words.illegal_longer(&count)),
                (true, true) => (true, words.illegal_done(&count, &shortest.tried)),
            })
        }
        Task::Ways if !can_count(figure) => Some((false, words.ways_limits(&COUNTED_MAX))),
        Task::Ways if !figure.is_counted => None,
        Task::Ways => {
            let ways = figure.ways()?;
            let is_right = figure.guessed() == Some(ways.legal);
            // Without a number nothing is graded.
            let grade = match figure.guessed() {
                None => String::new(),
                Some(_) if is_right => [words.ways_right(), " "].concat(),
                Some(guess) => [&words.ways_wrong(&guess), " "].concat(),
            };
            let result = words.ways_result(&ways.orders, &ways.legal, &ways.as_sent);
            Some((is_right, grade + &result))
        }
    }
}

/// Whether the task is done.
pub(in super::super) fn is_done(figure: &Interleaver, run: &Run) -> bool {
    match figure.task {
        Task::Free => false,
        Task::Illegal => {
            figure.hits(run)
                && figure.shortest(figure.goal).len.is_some_and(|len| run.turns.len() <= len)
        }
        Task::Ways => {
            figure.is_counted
                && figure.ways().is_some_and(|ways| Some(ways.legal) == figure.guessed())
        }
    }
}
